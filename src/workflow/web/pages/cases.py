"""案件: the list with its filters, the search box, and paging."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import RowMapping

from workflow.app.agencies import get_agency
from workflow.app.browsing import Wanted, browse
from workflow.app.calendars import rules_of
from workflow.app.office import Office
from workflow.app.viewing import agencies_seen
from workflow.core.calendar import Calendar
from workflow.messages import say
from workflow.statutes.registry import STATUTES
from workflow.web.guard import CaseReader, TheOffice
from workflow.web.left import Left, days_text
from workflow.web.typed import read_number
from workflow.web.view import page

router = APIRouter()
KINDS = ("open", "late", "closed", "all")


@router.get("/cases")
def show(
    request: Request,
    office: TheOffice,
    person: CaseReader,
    q: str = "",
    kind: str = "open",
    state: str = "",
    year: str = "",
    page_number: int = 1,
) -> HTMLResponse:
    """List cases: the open ones due first on top, all others the newest first."""
    with office.store.read() as session:
        agencies = agencies_seen(session, person.agency, person.role)
        calendar = rules_of(session, get_agency(session, person.agency)).calendar_on(office.today)
    wanted = Wanted(
        agencies=agencies,
        kind=kind if kind in KINDS else "open",
        state=state if state in states() else "",
        text=q.strip(),
        year=read_number(year),
        page=max(1, page_number),
    )
    found = browse(office, wanted)
    rows = [(row, summary, _left(row, calendar, office)) for row, summary in found.rows]
    return page(
        request,
        "cases.html",
        rows=rows,
        more=found.more,
        wanted=wanted,
        typed_year=year,
        states=[(key, say(f"states.request_{key}")) for key in states()],
        kinds=KINDS,
        with_agency=len(agencies) > 1,
        link=_link,
    )


def states() -> tuple[str, ...]:
    """Return the states of a request under any statute."""
    known = (state.key for one in STATUTES for state in one.procedures["request"].states)
    return tuple(dict.fromkeys(known))


def _left(row: RowMapping, calendar: Calendar, office: Office) -> Left | None:
    """Return what is left of the reply of an open case."""
    if not row["open"] or row["warn_on"] is None:
        return None
    return days_text(row["warn_on"], calendar, office.today)


def _link(wanted: Wanted, number: int) -> str:
    """Return the address of another page of the same list."""
    values = {
        "q": wanted.text,
        "kind": wanted.kind,
        "state": wanted.state,
        "year": wanted.year,
        "page_number": number,
    }
    return "/cases?" + urlencode({name: value for name, value in values.items() if value})
