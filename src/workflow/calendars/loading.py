"""Puts a calendar together: national notices, the region over them, layers, closures on top."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from workflow.calendars.festivals import LAST_YEAR, Statute, statutes_known_on
from workflow.calendars.layers import SATURDAY_AND_SUNDAY, Closure, Layer
from workflow.calendars.notices import Named, Notice, known_on, national, open_from
from workflow.calendars.published import PublishedCalendar
from workflow.calendars.regions import Region, RegionYear, region
from workflow.core.calendar import Day, Why

#: The first day of the national calendar: the first notice's December stands open from here.
FIRST_DAY = date(2007, 12, 26)
#: The first day of a calendar file that stands alone.
FIRST_DAY_ALONE = date(1900, 1, 1)
LAST_DAY = date(LAST_YEAR, 12, 31)


@lru_cache(maxsize=4096)
def load(
    region: str | None = None,
    *,
    as_of: date,
    layers: tuple[Layer, ...] = (),
    closures: tuple[Closure, ...] = (),
    notices: tuple[Notice, ...] = (),
    region_years: tuple[RegionYear, ...] = (),
    safe_mode: bool = False,
) -> PublishedCalendar:
    """Return the calendar of a place, as known on ``as_of``.

    ``region`` is a contract name (InputError otherwise); ``safe_mode`` ignores its days. Of
    ``layers`` a later one beats an earlier one, and all beat region and notices; one that
    stands alone replaces all beneath it. ``closures`` beat everything. ``notices`` and
    ``region_years`` (of this region) are lists imported since this package was published; they
    count from their ``known_since``, and an imported year of a region replaces a listed one.
    """
    place = _region(region)
    alone = max((at for at, layer in enumerate(layers) if layer.extends is None), default=None)
    known = () if alone is not None else known_on(as_of, (*national(), *notices))
    used = layers if alone is None else layers[alone:]
    if safe_mode or alone is not None:
        place = None
    return _assemble(
        known=known,
        place=place,
        years=_known_years(place, region_years, as_of) if place else (),
        layers=used,
        closures=closures,
        statutes=statutes_known_on(as_of),
        alone=alone is not None,
    )


def _region(code: str | None) -> Region | None:
    return None if code is None else region(code)


def _known_years(
    place: Region, imported: Sequence[RegionYear], as_of: date
) -> tuple[RegionYear, ...]:
    by_year = {entry.year: entry for entry in place.known_on(as_of)}
    by_year |= {entry.year: entry for entry in imported if entry.known_from <= as_of}
    return tuple(by_year[year] for year in sorted(by_year))


@lru_cache(maxsize=64)
def _assemble(
    *,
    known: tuple[Notice, ...],
    place: Region | None,
    years: tuple[RegionYear, ...],
    layers: tuple[Layer, ...],
    closures: tuple[Closure, ...],
    statutes: tuple[Statute, ...],
    alone: bool,
) -> PublishedCalendar:
    """Return one object for all days on which the same is known: its arrays are built once."""
    first = FIRST_DAY_ALONE if alone else FIRST_DAY
    weekend = SATURDAY_AND_SUNDAY
    for layer in layers:
        weekend = weekend if layer.weekend is None else layer.weekend
    marks: dict[date, Day] = {}
    for notice in known:
        _apply(notice, marks, weekend)
    for day in _days_over(years, layers, closures, weekend):
        marks[day.on] = day
    return PublishedCalendar(
        first=first,
        last=LAST_DAY,
        marks={on: day for on, day in marks.items() if first <= on <= LAST_DAY},
        weekend=weekend,
        open_from=_open_from(known, layers, first, alone=alone),
        statutes=statutes,
        region=place,
        region_years=years,
    )


def _apply(notice: Notice, marks: dict[date, Day], weekend: frozenset[int]) -> None:
    for on in notice.unsets:
        marks.pop(on, None)
    for day in _marked(notice.off, notice.work, notice.number, weekend):
        marks[day.on] = day


def _days_over(
    years: Iterable[RegionYear],
    layers: Iterable[Layer],
    closures: Iterable[Closure],
    weekend: frozenset[int],
) -> Iterator[Day]:
    for year in years:
        yield from _marked(year.off, year.work, year.label, weekend, Why.REGIONAL)
    for layer in layers:
        off = tuple((on, layer.name) for on in layer.holidays)
        work = tuple((on, layer.name) for on in layer.workdays)
        yield from _marked(off, work, layer.name, weekend)
    for closure in closures:
        yield Day(closure.on, works=False, why=Why.CLOSURE, source=closure.name, name=closure.name)


def _marked(
    off: Iterable[Named],
    work: Iterable[Named],
    source: str,
    weekend: frozenset[int],
    why_off: Why = Why.HOLIDAY,
) -> Iterator[Day]:
    for on, name in off:
        yield Day(on, works=False, why=why_off, source=source, name=name)
    for on, name in work:
        swapped = on.weekday() in weekend
        why = Why.SWAPPED_WORKDAY if swapped else Why.WORKDAY
        yield Day(on, works=True, why=why, source=source, name=name)


def _open_from(
    known: Sequence[Notice], layers: Sequence[Layer], first: date, *, alone: bool
) -> date:
    """Return 26 December of the last year that a notice or a file settles."""
    if alone and layers[0].known is None:
        return date.max
    settled = [year for layer in layers for year in layer.known or ()]
    by_files = [date(year, 12, 25) + timedelta(days=1) for year in settled]
    return max([open_from(known, first), *by_files])
