"""Turning an official list into a notice: checked as a whole, compared day by day.

A list is accepted by a person who has read it line by line; what moves because of it (open
cases, notices already sent) is asked of ``app`` with the two calendars of the plan.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.calendars.festivals import statutes_known_on, statutory_days
from workflow.calendars.layers import SATURDAY_AND_SUNDAY
from workflow.calendars.lists import ListedDay, OfficialList
from workflow.calendars.loading import load
from workflow.calendars.notices import Notice, known_on, national
from workflow.calendars.published import PublishedCalendar
from workflow.calendars.regions import RegionYear
from workflow.core.calendar import Day
from workflow.errors import InputError

#: The rows of a list must lie between the days that the year before leaves open and its own end.
_OPEN_DECEMBER = (12, 26)


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a list: whose it is. ``source`` is its address or where it was read.

    ``yearly``: the list is the whole year, and days that earlier notices set and it doesn't name
    go back to their weekday; otherwise it changes only the days it names.
    """

    year: int
    number: str
    dated: date
    known_since: date
    source: str
    title: str = ""
    yearly: bool = True


@dataclass(frozen=True, slots=True)
class DayChange:
    """One day of a plan: as it was and as it will be (both in the likeliest reading)."""

    on: date
    before: Day
    after: Day

    @property
    def changes(self) -> bool:
        """Whether the day begins or ceases to work."""
        return self.before.works != self.after.works


@dataclass(frozen=True, slots=True)
class Plan:
    """A notice about to be imported, each day it names, and the calendars before and after."""

    notice: Notice
    days: tuple[DayChange, ...]
    before: PublishedCalendar
    after: PublishedCalendar

    @property
    def changed(self) -> tuple[DayChange, ...]:
        """The days that begin or cease to work."""
        return tuple(day for day in self.days if day.changes)


def notice_from(listed: OfficialList, heading: Heading, imported: Sequence[Notice] = ()) -> Notice:
    """Return the notice that a list and its heading make, or raise InputError with the mend.

    ``imported`` are the notices imported before, beside the package's own.
    """
    _check_days(listed, heading)
    earlier = known_on(heading.known_since, (*national(), *imported))
    named = {day.on for day in listed.days}
    notice = Notice(
        year=heading.year,
        number=heading.number,
        title=heading.title or heading.number,
        yearly=heading.yearly,
        dated=heading.dated,
        known_since=heading.known_since,
        source=heading.source,
        unsets=_taken_back(earlier, heading.year, named) if heading.yearly else (),
        off=tuple(sorted((day.on, day.name) for day in listed.days if not day.works)),
        work=tuple(sorted((day.on, day.name) for day in listed.days if day.works)),
    )
    _check_effect(listed, notice, imported)
    return notice


def region_year_from(
    listed: OfficialList, heading: Heading, imported: Sequence[Notice] = ()
) -> RegionYear:
    """Return the regional year that a list makes: only the days that change the national answer.

    The national notice of the year should be known before: the region's days are told apart by it.
    """
    _check_days(listed, heading)
    nation = load(as_of=heading.known_since, notices=tuple(imported))
    differ = [day for day in listed.days if day.works != nation.day(day.on).works]
    return RegionYear(
        year=heading.year,
        mark="V",
        source=heading.source,
        number=heading.number,
        known_since=heading.known_since,
        off=tuple(sorted((day.on, day.name) for day in differ if not day.works)),
        work=tuple(sorted((day.on, day.name) for day in differ if day.works)),
    )


def plan(notice: Notice, as_of: date, imported: Sequence[Notice] = ()) -> Plan:
    """Return what a notice changes against the calendar known on ``as_of``."""
    before = load(as_of=as_of, notices=tuple(imported))
    known = max(as_of, notice.known_since)
    after = load(as_of=known, notices=(*imported, notice))
    touched = sorted({on for on, _ in (*notice.off, *notice.work)} | set(notice.unsets))
    days = tuple(DayChange(on, before.day(on), after.day(on)) for on in touched)
    return Plan(notice, days, before, after)


def plan_region(
    code: str, year: RegionYear, as_of: date, imported: Sequence[Notice] = ()
) -> tuple[DayChange, ...]:
    """Return what a region's year changes against the region's calendar known on ``as_of``."""
    before = load(code, as_of=as_of, notices=tuple(imported))
    known = max(as_of, year.known_from)
    after = load(code, as_of=known, notices=tuple(imported), region_years=(year,))
    touched = sorted(on for on, _ in (*year.off, *year.work))
    return tuple(DayChange(on, before.day(on), after.day(on)) for on in touched)


def _check_days(listed: OfficialList, heading: Heading) -> None:
    if not listed.days:
        raise InputError("calendar.list_empty", file=listed.file)
    written = listed.about.get("year", heading.year)
    if written != heading.year:
        raise InputError("calendar.list_year", file=listed.file, written=written, year=heading.year)
    first = date(heading.year - 1, *_OPEN_DECEMBER)
    seen: dict[date, ListedDay] = {}
    for day in listed.days:
        if not first <= day.on <= date(heading.year, 12, 31):
            raise InputError(
                "calendar.list_other_year",
                file=listed.file,
                place=day.place,
                on=day.on,
                year=heading.year,
            )
        if day.on in seen:
            raise InputError(
                "calendar.list_day_twice",
                file=listed.file,
                on=day.on,
                place=day.place,
                other=seen[day.on].place,
            )
        seen[day.on] = day


def _taken_back(earlier: Sequence[Notice], year: int, named: set[date]) -> tuple[date, ...]:
    """Return the days that earlier notices of the same year set and the list doesn't name."""
    of_year = [notice for notice in earlier if notice.year == year]
    was = {on for notice in of_year for on, _ in (*notice.off, *notice.work)}
    return tuple(sorted(was - named))


def _check_effect(listed: OfficialList, notice: Notice, imported: Sequence[Notice]) -> None:
    """Refuse a list that makes a weekday work again, or leaves a statutory day working."""
    before = load(as_of=notice.known_since, notices=tuple(imported))
    for day in listed.days:
        plain = day.on.weekday() not in SATURDAY_AND_SUNDAY
        if day.works and plain and before.day(day.on).works:
            raise InputError(
                "calendar.list_weekday_works", file=listed.file, place=day.place, on=day.on
            )
    if notice.yearly:
        missing = list(_statutory_left(notice, imported))
        if missing:
            days = "、".join(f"{name} {on}" for on, name in missing)
            raise InputError("calendar.list_statutory", file=listed.file, days=days)


def _statutory_left(notice: Notice, imported: Sequence[Notice]) -> Iterator[tuple[date, str]]:
    after = load(as_of=notice.known_since, notices=(*imported, notice))
    for on, name, _ in statutory_days(notice.year, statutes_known_on(notice.known_since)):
        if after.day(on).works:
            yield on, name
