"""案件: the list with its filters, the search box, and paging."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from workflow.app import saved_filters
from workflow.app.agencies import get_agency
from workflow.app.browsing import LAST_PAGE, PAGE, SORTS, Wanted, browse
from workflow.app.calendars import rules_of
from workflow.app.office import Office
from workflow.app.sign_in import Person
from workflow.app.viewing import agencies_seen
from workflow.core.calendar import Calendar
from workflow.errors import InputError
from workflow.messages import say
from workflow.statutes.registry import STATUTES
from workflow.store.keyring import Keyring
from workflow.web.guard import CaseReader, SentForm, TheOffice, in_one_moment
from workflow.web.hidden import hide, reveal
from workflow.web.left import Left, days_text
from workflow.web.typed import read_number
from workflow.web.view import page

router = APIRouter()
KINDS = ("open", "late", "closed", "all")


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter as its form has it; the names of the fields are those of an address."""

    q: str = ""
    kind: str = ""
    state: str = ""
    year: str = ""
    sort: str = ""

    def wanted(self, agencies: frozenset[str], page_number: int) -> Wanted:
        """Return what is asked of the register; what can't be is left out."""
        return Wanted(
            agencies=agencies,
            kind=self.kind if self.kind in KINDS else "open",
            state=self.state if self.state in states() else "",
            text=self.q,
            year=read_number(self.year),
            page=min(max(1, page_number), LAST_PAGE),
            sort=self.sort if self.sort in SORTS else "",
        )


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses of lists for one person: what was searched for is readable to nobody else."""

    keys: Keyring
    person: str

    def of(self, asked: Asked, path: str = "/cases", **more: int) -> str:
        """Return the address of a list so filtered."""
        values = {**asdict(asked), "q": "", "s": hide(self.keys, self.person, asked.q), **more}
        return f"{path}?" + urlencode({name: value for name, value in values.items() if value})


@router.get("/cases")
@in_one_moment
def show(
    request: Request, office: TheOffice, person: CaseReader, page_number: int = 1, s: str = ""
) -> HTMLResponse:
    """List cases: the open ones due first on top, all others the newest first."""
    asked = _asked(request.query_params)
    if s:
        asked = replace(asked, q=reveal(office.keys, person.name, s))
    return _list(request, office, person, asked, page_number)


@router.post("/cases/find")
def find(office: TheOffice, person: CaseReader, form: SentForm) -> RedirectResponse:
    """Lead to the list of what was typed, without saying it in the address."""
    return RedirectResponse(Addresses(office.keys, person.name).of(_asked(form)), status_code=303)


def _asked(given: Mapping[str, Any]) -> Asked:
    return Asked(**{one.name: str(given.get(one.name, "")).strip() for one in fields(Asked)})


def _list(
    request: Request,
    office: Office,
    person: Person,
    asked: Asked,
    page_number: int = 1,
    problem: str = "",
) -> HTMLResponse:
    with office.store.read() as session:
        agencies = agencies_seen(session, person.agency, person.role)
        calendar = rules_of(session, get_agency(session, person.agency)).calendar_on(office.today)
    wanted = asked.wanted(agencies, page_number)
    found = browse(office, wanted)
    rows = [(row, summary, _left(row, calendar, office)) for row, summary in found.rows]
    return page(
        request,
        "cases.html",
        status=400 if problem else 200,
        asked=asked,
        address=Addresses(office.keys, person.name).of,
        saved=[(one, Asked(**one.values)) for one in saved_filters.listed(office, person.name)],
        problem=problem,
        sorts=SORTS,
        rows=rows,
        more=found.more and wanted.page < LAST_PAGE,
        left_out=found.more and wanted.page == LAST_PAGE,
        listed=LAST_PAGE * PAGE,
        wanted=wanted,
        states=[(key, say(f"states.request_{key}")) for key in states()],
        kinds=KINDS,
        with_agency=len(agencies) > 1,
    )


def states() -> tuple[str, ...]:
    """Return the states of a request under any statute."""
    known = (state.key for one in STATUTES for state in one.procedures["request"].states)
    return tuple(dict.fromkeys(known))


def _left(row: Any, calendar: Calendar, office: Office) -> Left | None:
    """Return what is left of the reply of an open case."""
    if not row.open or row.warn_on is None:
        return None
    return days_text(row.warn_on, calendar, office.today)


@router.post("/cases/filters")
def change_filters(
    request: Request, office: TheOffice, person: CaseReader, form: SentForm
) -> Response:
    """Keep the filter that stands on the page under a name, or forget one."""
    asked = _asked(form)
    action = str(form.get("action", ""))
    if action.startswith("drop:"):
        saved_filters.drop(office, person.name, action.removeprefix("drop:"))
    else:
        try:
            saved_filters.save(office, person.name, str(form.get("name", "")), asdict(asked))
        except InputError as error:
            return _list(request, office, person, asked, problem=error.message)
    return RedirectResponse(Addresses(office.keys, person.name).of(asked), status_code=303)
