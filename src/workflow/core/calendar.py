"""What the counting needs to know of a calendar; the published years stand in ``calendars``.

A calendar gives three *readings*: ``likely`` (the published days; beyond them the likeliest),
``earliest`` and ``latest`` (bounds where a notice isn't known yet). A period is counted once a
reading: where the three agree on firm ground the date is firm, else it is provisional.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


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
    """One day of a reading: whether it works, why, and by which notice (None: by its weekday)."""

    on: date
    works: bool
    why: Why
    source: str | None = None


class Reading(Protocol):
    """One way to read the calendar, day by day."""

    def walk(self, after: date) -> Iterator[Day]:
        """Yield every day from the day after ``after`` on, without end.

        A reading may remember what it met since ``after`` (the earliest one does: only the first
        two working weekend days a festival), so a count is one walk from its day 0.
        """
        ...

    def nth_working_day(self, after: date, n: int) -> date:
        """Return the n-th working day after ``after`` (n ≥ 1), not counting ``after`` itself."""
        ...


class Calendar(Protocol):
    """The working days of a place, as known on a day.

    ``version`` changes whenever an answer could: it goes into each proof. ``open_from`` is the
    first day that no published notice settles: 26 December of the last year whose notice is known.
    """

    version: str
    likely: Reading
    earliest: Reading
    latest: Reading
    open_from: date

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
