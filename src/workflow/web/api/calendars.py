"""Holidays: the notices known, an official list before it is accepted, days an office is closed."""

from datetime import date
from typing import Annotated, Any

from fastapi import Form, Query
from pydantic import ConfigDict, Field

from workflow.app.agencies import get_agency
from workflow.app.calendar_drafts import Draft, draft_of
from workflow.app.calendars import Arrival, accept, closures_of, imported_notices
from workflow.app.heavy.rederive import order
from workflow.app.office import Office
from workflow.calendars import Closure
from workflow.calendars.imports import Heading
from workflow.calendars.lists import parse_list
from workflow.calendars.notices import known_on, national
from workflow.calendars.regions import REGIONS, region
from workflow.errors import InputError, NotFoundError
from workflow.web.api import shapes
from workflow.web.api.bearer import CalendarReader, CalendarWriter, actor, any_agency
from workflow.web.api.strict import router as new_router
from workflow.web.api.uploads import OneFile, content_of
from workflow.web.guard import TheOffice

router = new_router("calendars", "/calendars")

#: A year's list has some forty lines.
LARGEST_LIST = 256 * 1024
RegionCode = Annotated[
    shapes.Code, Query(description="ningxia, guangxi, xinjiang, xizang; empty: national.")
]


class Notice(shapes.Answer):
    """A published notice: the days that it frees, and those that it makes work."""

    year: int
    number: str | None
    title: str
    known_since: date | None
    source: str | None
    imported: bool
    holidays: list[date]
    workdays: list[date]


class Foreseen(shapes.Answer):
    """What a list would change: its days, and every open case whose date would move.

    ``known``: it was accepted before. ``task``: the number of the task that derives the cases it
    touches, once it is accepted; null where there are none.
    """

    number: str
    scope: str
    year: int
    known_since: date
    known: bool
    days: list[dict[str, Any]]
    moves: list[dict[str, Any]]
    task: int | None = None


class Closed(shapes.Given):
    """A day on which an agency is closed by its own decision."""

    agency: Annotated[shapes.Word, Field(max_length=40)]
    on: shapes.Day
    name: Annotated[shapes.Word, Field(description="The decision, as the proof names it.")]


class ClosedDay(shapes.Answer):
    """A day on which an agency is closed."""

    on: date
    name: str


class Ordered(shapes.Answer):
    """The task that derives the cases again which a change touches; null where there are none."""

    task: int | None


@router.get("")
def list_notices(
    office: TheOffice,
    _: CalendarReader,
    year: Annotated[int | None, Query(ge=2008, le=2099)] = None,
    place: Annotated[RegionCode, Query(alias="region")] = "",
) -> list[Notice]:
    """List the notices known today: the national ones, or a region's."""
    with office.store.read() as session:
        own = imported_notices(session)
    imported = {notice.number for notice in own}
    if place:
        known: Any = region(_region(place)).known_on(office.today)
    else:
        known = known_on(office.today, (*national(), *own))
    return [_notice(one, imported) for one in known if year in {None, one.year}]


def _region(code: str) -> str:
    if code not in REGIONS:
        raise NotFoundError("agency.region_unknown", region=code, known="、".join(REGIONS))
    return code


def _notice(one: Any, imported: set[str]) -> Notice:
    return Notice(
        year=one.year,
        number=one.number,
        title=getattr(one, "title", ""),
        known_since=one.known_since,
        source=one.source,
        imported=one.number in imported,
        holidays=sorted(day for day, _name in one.off),
        workdays=sorted(day for day, _name in one.work),
    )


class Listed(shapes.Given):
    """An official list as it is handed in: the file, and what stands above it."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    file: OneFile
    year: Annotated[int, Field(ge=2008, le=2099)]
    number: Annotated[shapes.Word, Field(examples=["国办发明电〔2025〕7号"])]
    dated: Annotated[shapes.Day, Field(description="The day it was signed.")]
    source: Annotated[shapes.Word, Field(description="Where it was read: its address.")]
    known_since: shapes.Day | None = None
    title: Annotated[shapes.Text, Field(max_length=200)] = ""
    region: Annotated[shapes.Code, Field(description="Empty: national.")] = ""
    change: Annotated[bool, Field(description="It changes only the days it names.")] = False

    def draft(self, office: Office) -> Draft:
        """Return what the list would change."""
        name = self.file.filename or ""
        try:
            text = content_of(self.file, LARGEST_LIST).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise InputError("web_holidays.not_text", file=name) from error
        heading = Heading(
            year=self.year,
            number=self.number,
            dated=self.dated,
            known_since=self.known_since or self.dated,
            source=self.source,
            title=self.title,
            yearly=not self.change,
        )
        place = _region(self.region) if self.region else None
        return draft_of(office, parse_list(text, name), heading, place, office.today)


GivenList = Annotated[Listed, Form(media_type="multipart/form-data")]


@router.post("/preview")
def preview(office: TheOffice, _: CalendarWriter, listed: GivenList) -> Foreseen:
    """Show what an official list (.csv, .json, .ics) would change and move; nothing is stored."""
    return Foreseen(**listed.draft(office).to_json())


@router.post("/import")
def import_list(office: TheOffice, holder: CalendarWriter, listed: GivenList) -> Foreseen:
    """Accept an official list; a task derives the cases that it touches. A known one adds nothing.

    GET /tasks/{task} says how far it is; its file lists what moved.
    """
    draft = listed.draft(office)
    if not draft.known:
        accept(office, draft.arrival, actor(holder))
    return Foreseen(**draft.to_json(), task=order(office, actor(holder)))


@router.get("/closures")
def list_closures(
    office: TheOffice, holder: CalendarReader, agency: shapes.AgencyCode = ""
) -> list[ClosedDay]:
    """List the days on which an agency is closed by its own decision."""
    code = any_agency(office, holder, agency)
    with office.store.read() as session:
        found = closures_of(session, get_agency(session, code))
    return [ClosedDay(on=one.on, name=one.name) for one in found]


@router.post("/closures", status_code=201)
def close(office: TheOffice, holder: CalendarWriter, given: Closed) -> Ordered:
    """Add a day on which an agency is closed; a task derives the cases that it touches."""
    with office.store.read() as session:
        get_agency(session, given.agency)
    arrival = Arrival(given.agency, Closure(given.on, given.name), office.today)
    accept(office, arrival, actor(holder))
    return Ordered(task=order(office, actor(holder)))
