"""The office: the agencies that a token sees, its person's inbox, the journal's verification."""

from fastapi import APIRouter, Response

from workflow.app import inbox
from workflow.app.agencies import list_agencies
from workflow.app.keeping import verify
from workflow.web.api import shapes
from workflow.web.api.bearer import AnyHolder, InboxReader, Verifier, seen_by
from workflow.web.guard import TheOffice

router = APIRouter()


@router.get("/agencies", tags=["office"])
def agencies(office: TheOffice, holder: AnyHolder) -> list[shapes.AgencyLine]:
    """List the agencies that the token sees: its own, a supervisor's also those below."""
    seen = seen_by(office, holder)
    return [
        shapes.AgencyLine(code=row.code, name=row.name, region=row.region, parent=row.parent)
        for row in list_agencies(office)
        if row.code in seen
    ]


@router.get("/inbox", tags=["office"])
def messages(
    office: TheOffice,
    holder: InboxReader,
    unread: bool = False,
) -> list[shapes.Message]:
    """List the messages of the token's person, the newest first."""
    return [shapes.Message(**one) for one in inbox.inbox(office, holder.name, unread=unread)]


@router.post("/inbox/read", tags=["office"], status_code=204)
def mark_read(office: TheOffice, holder: InboxReader, given: shapes.Read) -> Response:
    """Mark messages as read; those of others are passed over."""
    inbox.mark_read(office, holder.name, given.ids)
    return Response(status_code=204)


@router.get("/journal/verification", tags=["journal"])
def verification(
    office: TheOffice,
    _: Verifier,
    derived: bool = False,
) -> shapes.Verified:
    """Read the whole journal against its hashes and heads; with ``derived`` fold it too."""
    return shapes.Verified(**verify(office, derived=derived).to_json())
