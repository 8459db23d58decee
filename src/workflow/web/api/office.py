"""The office: the inbox, the desk, what waits for review; deliveries; the worker's pass."""

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import Path, Query, Response
from pydantic import Field

from workflow.app import inbox
from workflow.app.deliveries import deliveries, try_again
from workflow.app.listing import DeskRow, awaited, desk
from workflow.app.office import Office
from workflow.app.retaining import expired
from workflow.app.reviewing import reviews
from workflow.app.tokens import Holder
from workflow.app.users import holders
from workflow.app.working import look_after
from workflow.errors import NotFoundError
from workflow.statutes.roles import CASE_ROLES
from workflow.web.api import shapes
from workflow.web.api.bearer import (
    CaseReader,
    CaseWriter,
    DeliveryReader,
    InboxReader,
    Maintainer,
    Purger,
    seen_by,
)
from workflow.web.api.strict import router as new_router
from workflow.web.guard import TheOffice

router = new_router("office")


class Message(shapes.Answer):
    """A message of the inbox."""

    id: int
    code: str
    message: str
    made_at: datetime
    read: bool


class Read(shapes.Given):
    """Messages to mark as read."""

    ids: list[Annotated[int, Field(ge=1, le=shapes.LARGEST_NUMBER)]] = Field(max_length=1000)


class Duty(shapes.Answer):
    """A date that runs on a case: for its handler, or (``waiting``) for somebody else."""

    id: str
    number: str
    agency: str
    state: str
    clock: str
    child: str
    due: date | None
    waiting_for: str | None
    provisional: bool
    not_before: date | None
    not_after: date | None
    handler: str


class Desk(shapes.Answer):
    """What the token's person must do, by urgency, and what waits for others."""

    duties: list[Duty]
    waiting: list[Duty]


class Review(shapes.Answer):
    """An answer in review, and what the token's person may decide about it now."""

    id: str
    number: str
    submitted_by: str | None
    submitted_on: date | None
    decisions: list[str]


class Delivery(shapes.Answer):
    """A message on its way out of the house; addresses aren't shown."""

    id: int
    person: str
    channel: str
    channel_label: str
    message: str
    state: Literal["waiting", "sent", "given_up"]
    attempts: int
    made_at: datetime
    next_at: datetime | None
    sent_at: datetime | None
    failure: str | None


class Swept(shapes.Answer):
    """What a pass did, in numbers: the keeper of the machine sees no case."""

    reminders: int
    documents: int
    failed: int
    delivered: int


class Kept(shapes.Answer):
    """A filed case whose retention has ended."""

    number: str
    agency: str
    filed_on: date
    kept_until: date


@router.get("/inbox")
def messages(office: TheOffice, holder: InboxReader, unread: bool = False) -> list[Message]:
    """List the messages of the token's person, the newest first."""
    return [Message(**one) for one in inbox.inbox(office, holder.name, unread=unread)]


@router.post("/inbox/read", status_code=204)
def mark_read(office: TheOffice, holder: InboxReader, given: Read) -> Response:
    """Mark messages as read; those of others are passed over."""
    inbox.mark_read(office, holder.name, given.ids)
    return Response(status_code=204)


@router.get("/desk")
def show_desk(
    office: TheOffice,
    holder: CaseReader,
    whole_agency: Annotated[bool, Query(description="Everybody's, not only one's own.")] = False,
) -> Desk:
    """Show what must be done, by urgency, and what waits for others (工作台)."""
    seen = seen_by(office, holder)
    own = desk(office, holder.name, whole_agency=whole_agency)
    return Desk(
        duties=[_duty(one) for one in own if one.agency in seen],
        waiting=[_duty(one) for one in awaited(office, holder.name) if one.agency in seen],
    )


def _duty(row: DeskRow) -> Duty:
    names = [name for name in Duty.model_fields if name != "id"]
    ident = row.chain.partition(":")[2]
    return Duty(id=ident, **{name: getattr(row, name) for name in names})


@router.get("/reviews")
def list_reviews(office: TheOffice, holder: CaseWriter) -> list[Review]:
    """List the answers in review of the token's agency, those due first on top (待我审核)."""
    found = reviews(office, holder.agency, holder.name, holder.role)
    return [
        Review(
            id=one.case.chain.partition(":")[2],
            number=one.case.number,
            submitted_by=one.submitted.actor if one.submitted else None,
            submitted_on=one.submitted.on if one.submitted else None,
            decisions=list(one.decisions),
        )
        for one in found
    ]


@router.get("/deliveries", tags=["deliveries"])
def list_deliveries(
    office: TheOffice,
    holder: DeliveryReader,
    state: Literal["waiting", "sent", "given_up", "all"] = "all",
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> list[Delivery]:
    """List what left the house or couldn't, the newest first.

    A head sees his own agency's; an administrator all, without what they say.
    """
    found = deliveries(office, state=None if state == "all" else state, limit=limit)
    people = _people(office, holder)
    if people is None:
        return [Delivery(**{**one, "message": ""}) for one in found]
    return [Delivery(**one) for one in found if one["person"] in people]


def _people(office: Office, holder: Holder) -> frozenset[str] | None:
    """Return whose deliveries a head sees: his agency's people's; None: everybody's (admin)."""
    if holder.role == "admin":
        return None
    with office.store.read() as session:
        return frozenset(holders(session, holder.agency, *CASE_ROLES))


@router.post("/deliveries/{delivery}/again", tags=["deliveries"], status_code=204)
def send_again(
    office: TheOffice,
    holder: DeliveryReader,
    delivery: Annotated[int, Path(ge=1, le=shapes.LARGEST_NUMBER)],
) -> Response:
    """Send a delivery that was given up once more."""
    people = _people(office, holder)
    given_up = {one["id"]: one["person"] for one in deliveries(office, state="given_up")}
    if people is not None and given_up.get(delivery) not in people:
        raise NotFoundError("notify.delivery_unknown", delivery=delivery)
    try_again(office, delivery)
    return Response(status_code=204)


@router.post("/reminders", tags=["maintenance"])
def sweep(office: TheOffice, _: Maintainer) -> Swept:
    """Make the worker's pass now: what waits is written, reminded of and sent."""
    done = look_after(office)
    return Swept(
        reminders=len(done.reminders),
        documents=len(done.carried.done),
        failed=len(done.carried.failed),
        delivered=done.delivered.sent,
    )


@router.get("/retention", tags=["cases"])
def list_expired(
    office: TheOffice,
    holder: Purger,
    as_of: Annotated[shapes.Day | None, Query(description="Default: today.")] = None,
) -> list[Kept]:
    """List the filed cases of the token's agency whose retention has ended."""
    return [Kept(**one.to_json()) for one in expired(office, as_of, holder.agency)]
