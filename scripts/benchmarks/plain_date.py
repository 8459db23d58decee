"""Twenty working days from a day: our calendar against two libraries, on the same days."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import partial

import chinese_calendar
import holidays

from benchmarks.row import Row, microseconds
from workflow.calendars import load

DAYS = 20
STARTS = [date(2019, 6, 3) + timedelta(days=3 * at) for at in range(800)]
#: The slow sides take a part of them: a hundred loops are enough for a stable minimum.
FEW = STARTS[:20]
GOAL = 1000.0

Count = Callable[[date], date]


def measure() -> Iterator[Row]:
    """Yield a row a library; each gives the same dates as ours, all of them."""
    ours = partial(_ours, load(as_of=date(2026, 11, 24)).likely.nth_working_day)
    expected = [ours(on) for on in STARTS]
    own_time = microseconds(partial(_all, ours, STARTS), len(STARTS))
    for name, library, count in _libraries():
        assert [count(on) for on in STARTS] == expected
        yield Row(
            name=name,
            what=f"{DAYS} working days from a day, 2019-2026",
            ours=own_time,
            baseline=microseconds(partial(_all, count, FEW), len(FEW)),
            baseline_is=library,
            goal=GOAL if name == "date" else 1.0,
            unit="µs",
            size=len(STARTS),
        )


def _libraries() -> Iterator[tuple[str, str, Count]]:
    known = holidays.country_holidays("CN", years=range(2019, 2027))
    yield "date", "a loop over chinesecalendar's is_workday", _library_loop
    yield (
        "date-holidays",
        "holidays' get_nth_working_day",
        lambda on: known.get_nth_working_day(on, DAYS),
    )


def _ours(count: Callable[[date, int], date], on: date) -> date:
    return count(on, DAYS)


def _library_loop(on: date) -> date:
    left = DAYS
    while left:
        on += timedelta(days=1)
        left -= chinese_calendar.is_workday(on)
    return on


def _all(count: Count, days: Iterable[date]) -> None:
    for on in days:
        count(on)
