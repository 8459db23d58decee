"""The festivals' dates, the statutory days off, and what a year without its notice may bring.

全国年节及纪念日放假办法 art. 2 and 6. The windows and the two working weekend days a festival are
a rule of our own [J, law.md 6.2], back-tested by hiding each yearly notice 2008-2026 in turn.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from workflow.calendars.notices import read_data

#: Festivals with a fixed date, and the others' place in the data file.
FIXED = {"元旦": (1, 1), "劳动节": (5, 1), "国庆节": (10, 1)}
LUNAR = ("春节", "清明节", "端午节", "中秋节")

#: The days before and after a festival's date that a notice may make free, at most [J].
WINDOWS = {
    "元旦": (-3, 2),
    "春节": (-2, 8),
    "清明节": (-3, 2),
    "劳动节": (-3, 4),
    "端午节": (-2, 2),
    "中秋节": (-2, 2),
    "国庆节": (-3, 8),
}

#: A weekend day may be made to work within so many days of a festival, so many a festival [J].
SWAP_REACH = 14
SWAPS_PER_FESTIVAL = 2

#: The last year whose festival dates are listed.
LAST_YEAR = 2099


@dataclass(frozen=True, slots=True)
class Statute:
    """A version of the 放假办法: the days off for all citizens, a festival each.

    A day is written ``MM-DD``, or as a number of days from the festival's date. ``begins`` is the
    first day it governs, ``total`` the number of days a year, as the text adds them up.
    """

    order: str
    mark: str
    begins: date
    dated: date
    known_since: date
    source: str
    total: int
    days: tuple[tuple[str, tuple[str | int, ...]], ...]


@cache
def statutes() -> tuple[Statute, ...]:
    """Return every version, the oldest first."""
    versions = read_data("statutory.toml")["version"]
    return tuple(
        Statute(
            begins=entry.pop("from"),
            days=tuple((name, tuple(days)) for name, days in entry.pop("days").items()),
            **entry,
        )
        for entry in versions
    )


def statutes_known_on(as_of: date) -> tuple[Statute, ...]:
    """Return the versions public on a day; before the first one was, that first one."""
    return tuple(v for v in statutes() if v.known_since <= as_of) or statutes()[:1]


@cache
def festival_dates(year: int) -> tuple[tuple[str, date], ...]:
    """Return the festivals of a year in the order of their dates.

    >>> festival_dates(2027)[1]
    ('春节', datetime.date(2027, 2, 6))
    """
    found = [(name, date(year, *day)) for name, day in FIXED.items()]
    found += zip(LUNAR, _lunar_dates().get(year, ()), strict=False)
    return tuple(sorted(found, key=lambda entry: entry[1]))


@cache
def statutory_days(year: int, versions: tuple[Statute, ...]) -> tuple[tuple[date, str, str], ...]:
    """Return (day, festival, order) for each statutory day of a year, unmoved.

    The version is that of the year, among the ones given; a day that two festivals have is
    listed twice.
    """
    version = _of_year(year, versions)
    dates = dict(festival_dates(year))
    return tuple(
        sorted(
            (_resolve(day, dates[name]), name, version.order)
            for name, days in version.days
            if name in dates
            for day in days
        )
    )


@cache
def observed_days(
    year: int, versions: tuple[Statute, ...], weekend: frozenset[int]
) -> tuple[tuple[date, str, str], ...]:
    """Return the days off of a year as art. 6 makes them up: the likeliest, without swaps.

    A statutory day on a weekend, or on a day another festival has, moves to the next free
    weekday; the weekend day itself stays in the list, free by its name.
    """
    listed = statutory_days(year, versions)
    taken: set[date] = set()
    moving: list[tuple[date, str, str]] = []
    for entry in listed:
        if entry[0] in taken or entry[0].weekday() in weekend:
            moving.append(entry)
        taken.add(entry[0])
    made_up = list(_move(moving, taken, weekend))
    return tuple(sorted({entry[0]: entry for entry in (*made_up, *listed)}.values()))


@cache
def window_days(year: int) -> dict[date, str]:
    """Return every day of a year's festival windows with its festival: the latest reading's."""
    return {
        on + timedelta(days=offset): name
        for name, on in festival_dates(year)
        for offset in range(WINDOWS[name][0], WINDOWS[name][1] + 1)
    }


@cache
def festival_near(on: date) -> tuple[str, date] | None:
    """Return the festival that a swapped weekend day would belong to, None if none is near.

    Of two, it is the one whose fourteen days end first.
    """
    near = [
        (day, name)
        for year in (on.year - 1, on.year, on.year + 1)
        for name, day in festival_dates(year)
        if abs((day - on).days) <= SWAP_REACH
    ]
    return min(near)[::-1] if near else None


@cache
def _lunar_dates() -> dict[int, list[date]]:
    return {int(year): dates for year, dates in read_data("festivals.toml")["dates"].items()}


def _of_year(year: int, versions: tuple[Statute, ...]) -> Statute:
    governing = [version for version in versions if version.begins.year <= year]
    return max(governing, key=lambda version: version.begins, default=versions[0])


def _resolve(day: str | int, festival: date) -> date:
    if isinstance(day, int):
        return festival + timedelta(days=day)
    return date.fromisoformat(f"{festival.year}-{day}")


def _move(
    moving: Iterable[tuple[date, str, str]], taken: set[date], weekend: frozenset[int]
) -> Iterator[tuple[date, str, str]]:
    for day, name, order in moving:
        free = day
        while free in taken or free.weekday() in weekend:
            free += timedelta(days=1)
        taken.add(free)
        yield free, name, order
