"""The yearly holiday notices of the State Council's general office, and what changed them.

One file a year under ``data/national``: each notice with its number, since when it is known and
where it was read. Start: Monday to Friday work; notices apply in the order of their dates.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

DATA = files(__name__.rpartition(".")[0]) / "data"

#: A day named by a notice, and the festival that it is named for.
Named = tuple[date, str]


@dataclass(frozen=True, slots=True)
class Notice:
    """One holiday notice: the days it takes back, makes free and makes work, in this order.

    ``yearly`` marks the arrangement of a whole ``year``: it settles the days to 25 December, and
    those before 1 January that it names. ``known_since`` is the day of its publication.
    """

    year: int
    number: str
    title: str
    yearly: bool
    dated: date
    known_since: date
    source: str
    number_mark: str = "V"
    unsets: tuple[date, ...] = ()
    off: tuple[Named, ...] = ()
    work: tuple[Named, ...] = ()

    def __hash__(self) -> int:
        """Hash what tells notices apart, not every day: calendars are cached by their notices."""
        return hash((self.number, self.known_since))

    @property
    def settles_until(self) -> date:
        """The last day that next year's notice can't change any more (law.md 6.2)."""
        return date(self.year, 12, 25)


def read_data(name: str) -> dict[str, Any]:
    """Return a data file of this package as TOML gives it."""
    return tomllib.loads((DATA / name).read_text("utf-8"))


def named_days(table: Mapping[str, Sequence[date]]) -> tuple[Named, ...]:
    """Return the days of a table festival → days, in order.

    >>> named_days({"元旦": [date(2026, 1, 2), date(2026, 1, 1)]})[0]
    (datetime.date(2026, 1, 1), '元旦')
    """
    return tuple(sorted((on, name) for name, days in table.items() for on in days))


@cache
def national() -> tuple[Notice, ...]:
    """Return every notice of the package, in the order in which they apply."""
    found = [notice for year in _years() for notice in _of_year(year)]
    return tuple(sorted(found, key=lambda notice: notice.dated))


def known_on(as_of: date, notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """Return the notices that were public on a day, in the order in which they apply."""
    return tuple(
        sorted(
            (notice for notice in notices if notice.known_since <= as_of),
            key=lambda notice: notice.dated,
        )
    )


def open_from(notices: Sequence[Notice], first_day: date) -> date:
    """Return the first day that no yearly notice settles: 26 December of the last known year."""
    settled = [notice.settles_until for notice in notices if notice.yearly]
    return max(settled) + timedelta(days=1) if settled else first_day


def _years() -> list[int]:
    names = [file.name for file in (DATA / "national").iterdir()]
    return sorted(int(name.removesuffix(".toml")) for name in names if name.endswith(".toml"))


def _of_year(year: int) -> Iterator[Notice]:
    for entry in read_data(f"national/{year}.toml")["notice"]:
        unsets = tuple(entry.pop("unsets", ()))
        off = named_days(entry.pop("off", {}))
        work = named_days(entry.pop("work", {}))
        yield Notice(year=year, unsets=unsets, off=off, work=work, **entry)
