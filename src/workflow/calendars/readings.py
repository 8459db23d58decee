"""The three readings of a calendar (law.md 6.2): likeliest, earliest and latest.

Before the first open day the three are the same. Beyond it the likeliest keeps the statutory
days as art. 6 makes them up, the earliest lets two weekend days a festival work, the latest
frees the widest window seen round each festival.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice

from workflow.calendars.dense import DenseDays
from workflow.calendars.festivals import SWAPS_PER_FESTIVAL
from workflow.core.calendar import NO_DAYS, Day, Spans, Why

ONE_DAY = timedelta(days=1)


class FixedReading:
    """A reading in which each day either works or doesn't, whatever the walk met before."""

    __slots__ = ("_days", "_describe")

    def __init__(self, days: DenseDays, describe: Callable[[date], Day]) -> None:
        self._days = days
        self._describe = describe

    def walk(self, after: date, excluded: Spans = NO_DAYS) -> Iterator[Day]:  # noqa: ARG002
        """Yield every day after ``after``, to the end of the calendar."""
        on = after
        while on < self._days.last:
            on += ONE_DAY
            yield self._describe(on)
        raise self._days.beyond(after)

    def nth_working_day(self, after: date, n: int, excluded: Spans = NO_DAYS) -> date:
        """Return the n-th working day after ``after`` that isn't excluded."""
        if excluded.spans:
            return self._days.nth_outside(after, n, excluded)
        return self._days.nth(after, n)

    def working_days(self, after: date, last: date, excluded: Spans = NO_DAYS) -> int:
        """Return how many working days of (after, last] aren't excluded."""
        return self._days.count_outside(after, last, excluded)


class EarliestReading:
    """The bound from below: an open weekend day near a festival works, two a festival a walk.

    ``bare`` holds the days without any such weekend day; ``describe`` explains them. ``swaps``
    tells the festival for which an open weekend day may work, None if it can't.
    """

    __slots__ = ("_bare", "_describe", "_open_from", "_swaps")

    def __init__(
        self,
        bare: DenseDays,
        describe: Callable[[date], Day],
        swaps: Callable[[date], tuple[str, date] | None],
        open_from: date,
    ) -> None:
        self._bare = bare
        self._describe = describe
        self._swaps = swaps
        self._open_from = open_from

    def walk(self, after: date, excluded: Spans = NO_DAYS) -> Iterator[Day]:
        """Yield every day after ``after``; the first two weekend days a festival met work."""
        met: Counter[tuple[str, date]] = Counter()
        on = after
        while on < self._bare.last:
            on += ONE_DAY
            festival = self._swaps(on) if on >= self._open_from else None
            if festival and met[festival] < SWAPS_PER_FESTIVAL:
                met[festival] += on not in excluded
                yield Day(on, works=True, why=Why.SWAPPED_WORKDAY, name=festival[0])
            else:
                yield self._describe(on)
        raise self._bare.beyond(after)

    def nth_working_day(self, after: date, n: int, excluded: Spans = NO_DAYS) -> date:
        """Return the n-th working day after ``after`` that isn't excluded."""
        eve = self._eve(after)
        settled = self._bare.count_outside(after, eve, excluded)
        if settled >= n:
            return self._bare.nth_outside(after, n, excluded)
        return next(islice(self._working(eve, excluded), n - settled - 1, None))

    def working_days(self, after: date, last: date, excluded: Spans = NO_DAYS) -> int:
        """Return how many working days of (after, last] aren't excluded."""
        eve = min(self._eve(after), last)
        walk = islice(self.walk(eve, excluded), (last - eve).days)
        met = sum(day.works and day.on not in excluded for day in walk)
        return self._bare.count_outside(after, eve, excluded) + met

    def _eve(self, after: date) -> date:
        """Return the day from which on the walk must go day by day."""
        settled_until = min(self._open_from - ONE_DAY, self._bare.last)
        return max(after, settled_until)

    def _working(self, after: date, excluded: Spans) -> Iterator[date]:
        for day in self.walk(after, excluded):
            if day.works and day.on not in excluded:
                yield day.on
