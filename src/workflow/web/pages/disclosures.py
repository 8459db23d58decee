"""主动公开: the register with its filters, and one item with its term, its steps, its history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import HTMLResponse, Response

from workflow.app.agencies import get_agency
from workflow.app.calendars import rules_of
from workflow.app.disclosing import open_steps, sheet
from workflow.app.disclosing_browsing import OWED, Sought, all_found, browse
from workflow.app.disclosing_import import export_list
from workflow.app.disclosing_reading import Item, find_item
from workflow.app.disclosing_suggestions import origins_of
from workflow.app.figure_periods import Period, read_period
from workflow.app.office import Office
from workflow.app.viewing import names_of
from workflow.core.calendar import Calendar
from workflow.core.deadlines import Deadline
from workflow.core.journal import Entry
from workflow.core.moves import FactSpec
from workflow.core.procedure import Verdict
from workflow.errors import InputError
from workflow.messages import say
from workflow.statutes.processes import DISCLOSURE, PLACES
from workflow.web.course import facts_told
from workflow.web.downloads import DOCX, XLSX, attachment
from workflow.web.files import made
from workflow.web.guard import CaseReader, TheOffice
from workflow.web.left import Left
from workflow.web.owed import left_of_owed
from workflow.web.proof import Proof, explain
from workflow.web.seen import agencies_to_choose, name_of, seen_agency
from workflow.web.view import page

router = APIRouter()
#: An item's number in an address: 2020-1.
Slug = Annotated[str, Path(pattern=r"^\d{4}-\d{1,6}$")]
Word = Annotated[str, Query(max_length=60)]
#: The next step of each state: the one filled button, where it is allowed.
NEXT = {
    "drafted": ("pass_secrecy_review", "return", "draft"),
    "secrecy_reviewed": ("approve",),
    "approved": ("publish",),
    "revised": ("publish", "approve", "pass_secrecy_review"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list's filters say, as they were typed."""

    q: Word = ""
    state: Word = ""
    column: Word = ""
    channel: Word = ""
    category: Word = ""
    period: Word = ""
    agency: Word = ""

    def query(self, number: int = 1) -> str:
        """Return what follows the address of a page of the same list."""
        said = {one.name: getattr(self, one.name) for one in fields(self)}
        said["page_number"] = str(number) if number > 1 else ""
        return urlencode({name: value for name, value in said.items() if value})

    def sought(self, number: int = 1) -> tuple[Sought, str]:
        """Return what is looked for, and what is wrong with the period typed."""
        problem, period = "", None
        try:
            period = self._period()
        except InputError as error:
            problem = error.message
        words = (self.q.strip(), self.state, self.column, self.channel, self.category)
        return Sought(*words, period, number), problem

    def _period(self) -> Period | None:
        return read_period(self.period) if self.period.strip() else None


Filters = Annotated[Asked, Depends()]


@router.get("/disclosures")
def show_list(
    request: Request,
    office: TheOffice,
    person: CaseReader,
    asked: Filters,
    page_number: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """List items: what is owed by its last day, then the newest."""
    code = seen_agency(office, person, asked.agency)
    sought, problem = asked.sought(page_number)
    found = browse(office, code, sought)
    calendar = _calendar(office, code)
    return page(
        request,
        "disclosures.html",
        status=400 if problem else 200,
        asked=asked,
        problem=problem,
        found=found,
        rows=[(item, _left(item, calendar, office)) for item in found.items],
        owed=found.owed,
        states=[OWED, *(state.key for state in DISCLOSURE.states)],
        channels=PLACES,
        agency=code,
        agency_title=name_of(office, code),
        others=agencies_to_choose(office, person),
    )


def _calendar(office: Office, agency: str) -> Calendar:
    with office.store.read() as session:
        return rules_of(session, get_agency(session, agency)).calendar_on(office.today)


def _left(item: Item, calendar: Calendar, office: Office) -> Left | None:
    """Return what is left of what is owed."""
    if item.deadline is None or not item.owed:
        return None
    return left_of_owed(item.deadline, calendar, office)


@router.get("/disclosures/register.xlsx")
def export(office: TheOffice, person: CaseReader, asked: Filters) -> Response:
    """Download the register, or what the filters leave of it, as it can be imported again."""
    code = seen_agency(office, person, asked.agency)
    items = all_found(office, code, asked.sought()[0])
    content = made(".xlsx", lambda path: export_list(items, path))
    return attachment(f"{say('disclosure.list_sheet', 'zh')}.xlsx", XLSX, content)


@dataclass(frozen=True, slots=True)
class Step:
    """A step as it is shown: what it leads to, and why not."""

    verdict: Verdict
    href: str
    primary: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of an item's history."""

    entry: Entry
    title: str
    facts: tuple[tuple[str, str], ...]
    by: str


@router.get("/disclosures/{slug}")
def show(
    request: Request, office: TheOffice, person: CaseReader, slug: Slug, agency: Word = ""
) -> HTMLResponse:
    """Show an item: its last day with the proof, the steps, attributes, history."""
    code = seen_agency(office, person, agency)
    item = find_item(office, code, slug)
    calendar = _calendar(office, code)
    deadline = item.deadline
    steps = [] if person.role == "supervisor" else _steps(office, code, item, person.name,
                                                          person.role)  # fmt: skip
    return page(
        request,
        "disclosure.html",
        item=item,
        state=DISCLOSURE.state_label(item.state),
        left=left_of_owed(deadline, calendar, office) if deadline else None,
        proof=_proof(item, deadline, calendar, office) if deadline else None,
        steps=steps,
        about=tuple(facts_told(item.facts, _shown())),
        origins=origins_of(office, code, item.facts.get("requests") or ()),
        history=_history(office, item),
        own=code == person.agency,
        agency=code,
    )


def _proof(item: Item, deadline: Deadline, calendar: Calendar, office: Office) -> Proof:
    what = "changed" if len(item.deadlines) > 1 else "made" if item.made_on else "drafted"
    return explain(deadline, say(f"web_disclosures.start_{what}"), calendar, office.today)


def _shown() -> list[FactSpec]:
    specs = {spec.name: spec for spec in DISCLOSURE.facts_of("draft")}
    specs |= {spec.name: spec for spec in DISCLOSURE.facts_of("publish")}
    return [spec for name, spec in specs.items() if name not in {"title", "requests"}]


def _steps(office: Office, agency: str, item: Item, name: str, role: str) -> list[Step]:
    """Return the steps from the item's state, the next one first."""
    found = open_steps(office, agency, item.slug, name, role)
    able = {one.trigger for one in found if one.allowed}
    first = next((one for one in NEXT.get(item.state, ()) if one in able), None)
    made_of = [
        Step(one, f"/disclosures/{item.slug}/do/{one.trigger}", one.trigger == first)
        for one in found
    ]
    return sorted(made_of, key=lambda one: (not one.primary, not one.verdict.allowed))


def _history(office: Office, item: Item) -> Sequence[Told]:
    people = names_of(office, {entry.actor for entry in item.entries})
    return tuple(_told(item.entries, people))[::-1]


def _told(entries: Sequence[Entry], people: dict[str, str]) -> Iterator[Told]:
    for entry in entries:
        specs = [one for one in DISCLOSURE.facts_of(entry.trigger) if one.name != "requests"]
        facts = tuple(facts_told(entry.facts, specs))
        title = DISCLOSURE.trigger_label(entry.trigger)
        yield Told(entry, title, facts, people.get(entry.actor, entry.actor))


@router.get("/disclosures/{slug}/sheet.docx")
def approval_sheet(
    office: TheOffice, person: CaseReader, slug: Slug, agency: Word = ""
) -> Response:
    """Download the approval sheet (审批单): signed, or to be signed."""
    code = seen_agency(office, person, agency)
    item = find_item(office, code, slug)
    name = say("disclosure.sheet_file", "zh", number=item.number)
    return attachment(name, DOCX, sheet(office, code, slug))
