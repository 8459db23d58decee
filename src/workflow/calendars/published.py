"""A calendar as published and known on a day: notices, region, layers and closures together."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from workflow.calendars.dense import DenseDays
from workflow.calendars.festivals import (
    Statute,
    festival_near,
    observed_days,
    statutory_days,
    window_days,
)
from workflow.calendars.readings import EarliestReading, FixedReading
from workflow.calendars.regions import Region, RegionYear
from workflow.core.calendar import Day, Why
from workflow.errors import Reason

#: Changes when the rule for open days does: the version of every calendar depends on it.
RULE = "law.md 6.2/1"


@dataclass(frozen=True)
class PublishedCalendar:
    """The working days of a place, as known on a day (a ``core.calendar.Calendar``).

    ``marks`` are the days that a notice, a region, a layer or a closure settles; every other day
    goes by ``weekend`` and, from ``open_from`` on, by the rule of law.md 6.2 under ``statutes``.
    ``region_years`` are the region's years known; ``region`` None: no region's days apply.
    """

    first: date
    last: date
    marks: Mapping[date, Day]
    weekend: frozenset[int]
    open_from: date
    statutes: tuple[Statute, ...]
    region: Region | None = None
    region_years: tuple[RegionYear, ...] = ()

    @cached_property
    def version(self) -> str:
        """A name that changes whenever an answer could: last settled day and a digest."""
        content = repr(
            (
                RULE,
                self.first,
                self.last,
                sorted(self.marks.items()),
                sorted(self.weekend),
                self.open_from,
                self.statutes,
                self.region and (self.region.code, self.region.unknown_frees),
                self.region_years,
            )
        )
        place = f"cn-{self.region.code}" if self.region else "cn"
        digest = hashlib.sha256(content.encode()).hexdigest()[:12]
        return f"{place}/{self.open_from}/{digest}"

    @cached_property
    def likely(self) -> FixedReading:
        """The published days; beyond them the statutory days made up, and no swaps."""
        return FixedReading(self._dense(self._observed), self.day)

    @cached_property
    def earliest(self) -> EarliestReading:
        """The bound from below."""
        bare = self._dense(self._statutory)
        return EarliestReading(bare, self._reader(self._statutory), self._swap, self.open_from)

    @cached_property
    def latest(self) -> FixedReading:
        """The bound from above."""
        return FixedReading(self._dense(self._windows), self._reader(self._windows))

    @cached_property
    def day(self) -> Callable[[date], Day]:
        """Return a day as the likeliest reading has it."""
        return self._reader(self._observed)

    def region_gap(self, first: date, last: date) -> int | None:
        """Return how many working days an unknown regional notice may free, None if all is known.

        The region's longest listed year, Tibet 5 [J, law.md 6.2].
        """
        if self.region and self._unknown_years(first, last):
            return self.region.unknown_frees
        return None

    def warnings(self, first: date, last: date) -> tuple[Reason, ...]:
        """Return what isn't sure about the days ``first`` … ``last``."""
        return (*self._regional_warnings(first, last), *self._open_warnings(last))

    def _regional_warnings(self, first: date, last: date) -> Iterator[Reason]:
        if not self.region:
            return
        for year in self._unknown_years(first, last):
            yield Reason(
                "calendar.region_year_unknown",
                {"region": self.region.name, "year": year, "days": self.region.unknown_frees},
            )
        for entry in self.region_years:
            if entry.known_since is None and first.year <= entry.year <= last.year:
                yield Reason(
                    "calendar.region_since_unknown",
                    {"region": self.region.name, "year": entry.year, "notice": entry.label},
                )

    def _open_warnings(self, last: date) -> Iterator[Reason]:
        if last >= self.open_from:
            yield Reason("calendar.notice_unknown", {"since": self.open_from})

    def _unknown_years(self, first: date, last: date) -> list[int]:
        known = {entry.year for entry in self.region_years}
        return [year for year in range(first.year, last.year + 1) if year not in known]

    def _swap(self, on: date) -> tuple[str, date] | None:
        """Return the festival for which an open weekend day may work; statutory days can't."""
        if on.weekday() not in self.weekend or on in self.marks or on in self._statutory:
            return None
        return festival_near(on)

    @cached_property
    def _observed(self) -> dict[date, Day]:
        return self._named(lambda year: observed_days(year, self.statutes, self.weekend))

    @cached_property
    def _statutory(self) -> dict[date, Day]:
        return self._named(lambda year: statutory_days(year, self.statutes))

    @cached_property
    def _windows(self) -> dict[date, Day]:
        return {
            on: Day(on, works=False, why=Why.HOLIDAY, name=name)
            for year in self._open_years
            for on, name in window_days(year).items()
            if on >= self.open_from
        }

    def _named(
        self, days_of: Callable[[int], tuple[tuple[date, str, str], ...]]
    ) -> dict[date, Day]:
        return {
            on: Day(on, works=False, why=Why.HOLIDAY, source=order, name=name)
            for year in self._open_years
            for on, name, order in days_of(year)
            if on >= self.open_from
        }

    @property
    def _open_years(self) -> range:
        """The years whose festivals reach into the open days (元旦's window reaches back)."""
        return range(self.open_from.year, self.last.year + 1)

    def _dense(self, off: Mapping[date, Day]) -> DenseDays:
        """Return the days that work when ``off`` are free and the marks hold."""
        week = bytes(day not in self.weekend for day in range(7))
        start = self.first.weekday()
        length = (self.last - self.first).days + 1
        flags = bytearray((week * (length // 7 + 2))[start : start + length])
        base = self.first.toordinal()
        for on in off:
            flags[on.toordinal() - base] = 0
        for on, mark in self.marks.items():
            flags[on.toordinal() - base] = mark.works
        return DenseDays(self.first, flags)

    def _reader(self, off: Mapping[date, Day]) -> Callable[[date], Day]:
        """Return the function that explains a day when ``off`` are free and the marks hold."""

        def describe(on: date) -> Day:
            settled = self.marks.get(on) or off.get(on)
            if settled:
                return settled
            rests = on.weekday() in self.weekend
            return Day(on, works=not rests, why=Why.WEEKEND if rests else Why.WORKDAY)

        return describe
