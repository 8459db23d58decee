"""日志: who did what when, who saw what is masked, and whether anything was changed (审计员)."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from workflow.app.journal_reading import REVEALING, Line, lines, own_chains
from workflow.app.keeping import verify
from workflow.messages import catalogue, language, say
from workflow.web.guard import SentForm, TheOffice
from workflow.web.keepers import Auditor
from workflow.web.view import page

router = APIRouter()


@router.get("/journal")
def show(
    request: Request,
    office: TheOffice,
    _: Auditor,
    chain: Annotated[str, Query(max_length=120)] = "",
    kind: str = "",
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """Show entries, the newest first; ``kind=seen`` only those of showing what is masked."""
    triggers = REVEALING if kind == "seen" else ()
    found, more = lines(office, chain, triggers, number)
    return page(
        request,
        "journal.html",
        lines=[(line, act(line)) for line in found],
        more=more,
        number=number,
        chain=chain,
        kind=kind,
        chains=own_chains(office),
        verified=None,
    )


def act(line: Line) -> str:
    """Return what an entry did, in words where there are some."""
    known = catalogue(language())
    codes = (f"triggers.request_{line.trigger}", f"web_journal.act_{line.trigger}")
    codes = codes if line.chain.startswith("request:") else codes[::-1]
    return next((say(code) for code in codes if code in known), line.trigger)


@router.post("/journal/verify")
def check(request: Request, office: TheOffice, _: Auditor, _form: SentForm) -> HTMLResponse:
    """Read the whole journal against its hashes and heads, and fold it against what is derived."""
    found, more = lines(office)
    return page(
        request,
        "journal.html",
        lines=[(line, act(line)) for line in found],
        more=more,
        number=1,
        chain="",
        kind="",
        chains=own_chains(office),
        verified=verify(office, derived=True),
    )
