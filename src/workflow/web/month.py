"""A month or a week as a wall calendar: each day with its kind, each due item on its day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.core.calendar import Calendar, Day, Why
from workflow.messages import say
from workflow.web.agenda import Duty
from workflow.web.words import full_day, weekday

DAYS = 7


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the calendar: ``looks`` are words of the stylesheet, ``spoken`` is read aloud."""

    day: Day
    looks: str
    note: str
    swapped: bool
    duties: tuple[Duty, ...]

    @property
    def spoken(self) -> str:
        """The day with what it is (10月10日 周六，调休上班，国庆节)."""
        kind = say(f"web_calendar.kind_{self.day.why}")
        named = f"，{self.note}" if self.note else ""
        return f"{self.day.on.month}月{self.day.on.day}日 {weekday(self.day.on)}，{kind}{named}"


def month_of(first: date) -> tuple[date, date]:
    """Return the first day of a month's first week and the last day of its last one.

    >>> month_of(date(2026, 11, 1))
    (datetime.date(2026, 10, 26), datetime.date(2026, 12, 6))
    """
    last = next_month(first) - timedelta(days=1)
    start = week_of(first)
    return start, week_of(last) + timedelta(days=DAYS - 1)


def week_of(on: date) -> date:
    """Return the Monday of a day's week."""
    return on - timedelta(days=on.weekday())


def next_month(first: date) -> date:
    """Return the first day of the month after."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def previous_month(first: date) -> date:
    """Return the first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


def weeks(
    first: date,
    last: date,
    calendar: Calendar,
    today: date,
    items: Iterable[Duty],
    month: int | None = None,
) -> list[list[Cell]]:
    """Return the weeks of a span of days; days of another ``month`` are outside."""
    found = list(items)
    cells = list(_cells(first, last, calendar, today, found, month))
    return [cells[at : at + DAYS] for at in range(0, len(cells), DAYS)]


def _cells(
    first: date,
    last: date,
    calendar: Calendar,
    today: date,
    items: Sequence[Duty],
    month: int | None,
) -> Iterator[Cell]:
    for n in range((last - first).days + 1):
        on = first + timedelta(days=n)
        day = calendar.day(on)
        own = tuple(one for one in items if day_of(one) == on)
        yield Cell(
            day, _looks(day, today, month), day.name or "", day.why is Why.SWAPPED_WORKDAY, own
        )


def day_of(item: Duty) -> date | None:
    """Return the day on which an item stands: the earliest of a provisional date."""
    return item.row.warn_on or item.row.due


def _looks(day: Day, today: date, month: int | None) -> str:
    looks = [] if day.works else ["off"]
    if month is not None and day.on.month != month:
        looks.append("outside")
    if day.on == today:
        looks.append("today")
    return " ".join(looks)


def span_text(first: date, last: date) -> str:
    """Return a span of days in words."""
    return say("web_calendar.span", first=full_day(first), last=full_day(last))
