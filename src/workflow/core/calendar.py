"""What the counting needs to know of a calendar; the published years stand in ``calendars``.

A calendar gives three *readings*: ``likely`` (the published days; beyond them the likeliest),
``earliest`` and ``latest`` (bounds where a notice isn't known yet). A period is counted once a
reading: where the three agree on firm ground the date is firm, else it is provisional.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, Self

from workflow.errors import Reason


class Why(StrEnum):
    """Why a day counts or doesn't, in the words of the contract's proof rows."""

    WORKDAY = "workday"
    SWAPPED_WORKDAY = "swapped_workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    REGIONAL = "regional"
    CLOSURE = "closure"
    SUSPENDED = "suspended"
    CALENDAR_DAY = "calendar_day"
    ROLLED = "rolled"
    AGENCY_SET = "agency_set"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a reading: whether it works, why, and by which notice (None: by its weekday).

    ``name`` is the festival (or the agency's own reason) that the source names.
    """

    on: date
    works: bool
    why: Why
    source: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Spans:
    """Days that a count leaves out: intervals (after, last], disjoint and in order.

    Overlapping suspensions are one span: a day is left out once (law.md 1.4, never the sum).
    """

    spans: tuple[tuple[date, date], ...] = ()

    @classmethod
    def union(cls, intervals: Iterable[tuple[date, date]]) -> Self:
        """Join intervals (after, last] in any order; an empty one (last ≤ after) is dropped."""
        joined: list[tuple[date, date]] = []
        for after, last in sorted(intervals):
            if last <= after:
                continue
            if joined and after <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
            else:
                joined.append((after, last))
        return cls(tuple(joined))

    def __contains__(self, on: object) -> bool:
        """Tell whether a day is left out."""
        return isinstance(on, date) and any(after < on <= last for after, last in self.spans)

    def __bool__(self) -> bool:
        """Tell whether any day is left out."""
        return bool(self.spans)


#: Nothing is left out.
NO_DAYS = Spans()


class Reading(Protocol):
    """One way to read the calendar, day by day."""

    def walk(self, after: date, excluded: Spans = NO_DAYS) -> Iterator[Day]:
        """Yield every day from the day after ``after`` on, to the calendar's own end.

        A reading may remember what it met since ``after`` (the earliest one does: only the first
        two working weekend days a festival), so a count is one walk from its day 0. The days of
        ``excluded`` are yielded as they would be, but not remembered: the count skips them.
        """
        ...

    def nth_working_day(self, after: date, n: int, excluded: Spans = NO_DAYS) -> date:
        """Return the n-th working day (n ≥ 1) after ``after`` that isn't ``excluded``."""
        ...

    def working_days(self, after: date, last: date, excluded: Spans = NO_DAYS) -> int:
        """Return how many working days of (after, last] aren't ``excluded`` (0 if last ≤ after)."""
        ...


class Calendar(Protocol):
    """The working days of a place, as known on a day."""

    @property
    def version(self) -> str:
        """A name that changes whenever an answer could: it goes into each proof."""
        ...

    @property
    def likely(self) -> Reading:
        """The published days; beyond them the likeliest."""
        ...

    @property
    def earliest(self) -> Reading:
        """The bound from below."""
        ...

    @property
    def latest(self) -> Reading:
        """The bound from above."""
        ...

    @property
    def open_from(self) -> date:
        """The first day that no notice settles: 26 December of the last year that is known."""
        ...

    def day(self, on: date) -> Day:
        """Return a day as the likeliest reading has it."""
        ...

    def region_gap(self, first: date, last: date) -> int | None:
        """Return by how many working days an unknown regional notice could move a date.

        None where no day of ``first`` … ``last`` lies in a year whose regional notice isn't
        known; else the longest number of days that the region freed in any listed year: the
        date may be one working day earlier, or this many later.
        """
        ...

    def warnings(self, first: date, last: date) -> tuple[Reason, ...]:
        """Return what an officer must know of the days ``first`` … ``last`` of this calendar."""
        ...
