"""Terms: lengths of time in law, and how they are counted from their day 0.

Day 0 is the day of the event and isn't counted (民法典第二百零一条). Working days end on a working
day; calendar days and months that end on a free day roll to the first working day after it
(民法典第二百零三条); a month without the day ends on its last (第二百零二条).
"""

import calendar as months
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from workflow.core.calendar import NO_DAYS, Calendar, Day, Reading, Spans, Why
from workflow.core.deadlines import ProofRow
from workflow.errors import InputError

ONE_DAY = timedelta(days=1)
MONTHS_OF_A_YEAR = 12


class Unit(StrEnum):
    """What a term is counted in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time (``length`` ≥ 1) and whether its end rolls over free days."""

    length: int
    unit: Unit = Unit.WORKING_DAYS
    rolls: bool = True

    def __post_init__(self) -> None:
        if self.length < 1:
            raise InputError("term.length_wrong", length=self.length)


@dataclass(frozen=True, slots=True)
class End:
    """The last day of a term: firm, or the likeliest with its bounds (else both None)."""

    due: date
    provisional: bool = False
    not_before: date | None = None
    not_after: date | None = None


def add_months(on: date, length: int) -> date:
    """Return the corresponding day ``length`` months on; no such day: that month's last.

    >>> add_months(date(2019, 8, 31), 6)
    datetime.date(2020, 2, 29)
    """
    year, month = divmod(on.year * MONTHS_OF_A_YEAR + on.month - 1 + length, MONTHS_OF_A_YEAR)
    if year > date.max.year:
        raise InputError("term.too_long", day_zero=on, length=length)
    last = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(on.day, last))


def nominal_end(term: Term, day_zero: date) -> date:
    """Return the last day of a term in calendar days or months, before it rolls."""
    if term.unit is Unit.MONTHS:
        return add_months(day_zero, term.length)
    try:
        return day_zero + timedelta(days=term.length)
    except OverflowError as error:
        raise InputError("term.too_long", day_zero=day_zero, length=term.length) from error


def roll(reading: Reading, on: date) -> date:
    """Return the day itself if it works in a reading, else the first working day after it."""
    return reading.nth_working_day(on - ONE_DAY, 1)


def last_day(term: Term, day_zero: date, reading: Reading, excluded: Spans = NO_DAYS) -> date:
    """Return the last day of a term in one reading.

    Only working days can be excluded: nothing in the law stops a term in calendar units.
    """
    if term.unit is Unit.WORKING_DAYS:
        return reading.nth_working_day(day_zero, term.length, excluded)
    end = nominal_end(term, day_zero)
    return roll(reading, end) if term.rolls else end


def end(term: Term, day_zero: date, calendar: Calendar, excluded: Spans = NO_DAYS) -> End:
    """Return the last day of a term, with its bounds where a notice isn't known (law.md 6.2)."""
    return bounded(
        calendar,
        day_zero,
        lambda reading: last_day(term, day_zero, reading, excluded),
        depends=depends_on_calendar(term),
    )


def depends_on_calendar(term: Term) -> bool:
    """Tell whether a working day stands behind the end of a term at all."""
    return term.unit is Unit.WORKING_DAYS or term.rolls


def bounded(
    calendar: Calendar,
    day_zero: date,
    count: Callable[[Reading], date],
    *,
    depends: bool = True,
) -> End:
    """Count once in the likeliest reading, and in the two others where that date is provisional.

    ``count`` is any count of days from ``day_zero``, whole: it runs once a reading. A date is
    provisional from ``open_from`` on, or where a day of the count lies in a year whose regional
    notice isn't known: then it may be one working day earlier, or so many later as the region
    may free (law.md 6.2). ``depends`` False: the date asks no calendar and is firm.
    """
    due = count(calendar.likely)
    if not depends:
        return End(due)
    gap = calendar.region_gap(day_zero + ONE_DAY, due)
    if due < calendar.open_from and gap is None:
        return End(due)
    earliest, latest = due, due
    if due >= calendar.open_from:
        earliest, latest = count(calendar.earliest), count(calendar.latest)
    if gap is not None:
        earliest = previous_working_day(calendar, earliest)
        latest = calendar.latest.nth_working_day(latest, gap)
    return End(due, provisional=True, not_before=earliest, not_after=latest)


def previous_working_day(calendar: Calendar, on: date) -> date:
    """Return the last day before ``on`` that works in the likeliest reading."""
    before = on - ONE_DAY
    while not calendar.day(before).works:
        before -= ONE_DAY
    return before


def no_source(_: date) -> None:
    """Name nothing: no day is left out."""


def proof(
    term: Term,
    day_zero: date,
    reading: Reading,
    excluded: Spans = NO_DAYS,
    source: Callable[[date], str | None] = no_source,
) -> Iterator[ProofRow]:
    """Yield the days of a count, one row a day from day 0 + 1; the last row is the last day.

    ``source`` names what excludes a day (the consultation).
    """
    if term.unit is Unit.WORKING_DAYS:
        return _working_rows(term.length, reading.walk(day_zero, excluded), excluded, source)
    return _calendar_rows(day_zero, nominal_end(term, day_zero), reading, rolls=term.rolls)


def _working_rows(
    length: int, days: Iterator[Day], excluded: Spans, source: Callable[[date], str | None]
) -> Iterator[ProofRow]:
    number = 0
    while number < length:
        day = next(days)
        if day.works and day.on in excluded:
            yield ProofRow(day.on, None, counted=False, why=Why.SUSPENDED, source=source(day.on))
            continue
        number += day.works
        yield ProofRow(day.on, number if day.works else None, day.works, day.why, day.source)


def _calendar_rows(
    day_zero: date, nominal: date, reading: Reading, *, rolls: bool
) -> Iterator[ProofRow]:
    length = (nominal - day_zero).days
    for number in range(1, length + 1):
        on = day_zero + timedelta(days=number)
        yield ProofRow(on, number, counted=True, why=Why.CALENDAR_DAY)
    if rolls:
        yield from _rolled_rows(nominal, reading)


def _rolled_rows(nominal: date, reading: Reading) -> Iterator[ProofRow]:
    """Yield the days after the nominal end up to the first that works; none if it works itself."""
    days = reading.walk(nominal - ONE_DAY)
    works = next(days).works
    while not works:
        day = next(days)
        works = day.works
        yield ProofRow(day.on, None, counted=False, why=Why.ROLLED, source=day.source)
