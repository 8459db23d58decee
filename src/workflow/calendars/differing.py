"""Where two calendars of a place part: the first day about which they may answer differently.

Counting asks a calendar about days up to the date that it finds, never beyond. So a date before
the first difference is the same in both calendars, and one on or after it is so in both.
"""

from collections.abc import Iterator
from datetime import date

from workflow.calendars.published import PublishedCalendar


def first_difference(one: PublishedCalendar, other: PublishedCalendar) -> date | None:
    """Return the first day on which two calendars differ in any reading, None where none does.

    Beyond ``open_from`` a date is provisional: where that moved, or the law behind the open days
    did, they differ from the earlier of both on. A year whose regional notice became known (or
    was taken back) counts from its first day: its dates are firm now. What a day is called, and
    by which notice, moves no date.
    """
    if _frame(one) != _frame(other):
        return date.min
    return min(_differing(one, other), default=None)


def _frame(calendar: PublishedCalendar) -> tuple[object, ...]:
    """Return what the days are counted within; another frame is another calendar altogether."""
    place = calendar.region and (calendar.region.code, calendar.region.unknown_frees)
    return calendar.first, calendar.last, calendar.weekend, place


def _differing(one: PublishedCalendar, other: PublishedCalendar) -> Iterator[date]:
    if (one.open_from, one.statutes) != (other.open_from, other.statutes):
        yield min(one.open_from, other.open_from)
    for year in _known_years(one) ^ _known_years(other):
        yield date(year, 1, 1)
    for on in one.marks.keys() | other.marks.keys():
        if _settled(one, on) != _settled(other, on):
            yield on


def _known_years(calendar: PublishedCalendar) -> set[int]:
    return {entry.year for entry in calendar.region_years}


def _settled(calendar: PublishedCalendar, on: date) -> bool | None:
    """Tell whether a day works; None: no notice settles it, and the readings differ about it."""
    mark = calendar.marks.get(on)
    if mark is not None:
        return mark.works
    return on.weekday() not in calendar.weekend if on < calendar.open_from else None
