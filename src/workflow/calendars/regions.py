"""Regional holidays (放假办法 art. 4): overlays on the national calendar, year by year.

A region's notice can free a national working day and make a free one work, and it is known later
than the national one. A year not listed is not known. Whether a court accepts a regional free
day isn't settled [J]: it counts for agencies of the region unless safe mode ignores it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from workflow.calendars.notices import Named, named_days, read_data
from workflow.errors import InputError

#: The contract's region names.
REGIONS = ("ningxia", "guangxi", "xinjiang", "xizang")


@dataclass(frozen=True, slots=True)
class RegionYear:
    """A region's notice for one year; ``known_since`` None: no date of publication was found."""

    year: int
    mark: str
    source: str
    number: str | None = None
    known_since: date | None = None
    off: tuple[Named, ...] = ()
    work: tuple[Named, ...] = ()

    @property
    def known_from(self) -> date:
        """The day it counts as known from: without a date, 1 January of its year [J]."""
        return self.known_since or date(self.year, 1, 1)

    @property
    def label(self) -> str:
        """Its number, or where that wasn't found, how it is called."""
        return self.number or self.source


@dataclass(frozen=True, slots=True)
class Region:
    """A region, its legal basis and the years whose notice was found."""

    code: str
    name: str
    basis: str
    years: tuple[RegionYear, ...]
    unknown_frees: int

    def known_on(self, as_of: date) -> tuple[RegionYear, ...]:
        """Return the years whose notice is known on a day."""
        return tuple(entry for entry in self.years if entry.known_from <= as_of)


@cache
def region(code: str) -> Region:
    """Return a region by its contract name, or raise InputError naming the ones there are."""
    if code not in REGIONS:
        raise InputError("calendar.region_unknown", region=code, regions="、".join(REGIONS))
    data = read_data(f"regions/{code}.toml")
    years = tuple(_years(data.get("notice", [])))
    # [J, law.md 6.2]: as many working days as the region's longest listed year frees
    longest = max((len(entry.off) for entry in years), default=0)
    return Region(code, data["name"], data["basis"], years, data.get("unknown_frees", longest))


def _years(entries: list[dict[str, Any]]) -> Iterator[RegionYear]:
    for entry in entries:
        off = named_days(entry.pop("off", {}))
        work = named_days(entry.pop("work", {}))
        yield RegionYear(off=off, work=work, **entry)
