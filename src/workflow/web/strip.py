"""A proof as wall calendars: what stands in each cell, week by week, segment by segment.

Nothing is counted here: every number comes from the rows of the proof, whose last one is the due
date. A segment is what was counted in one go; an extension begins the next one and numbers afresh.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.app.reminder_words import PROCESS_CLOCKS
from workflow.core.calendar import Calendar, Why
from workflow.core.deadlines import Deadline, ProofRow
from workflow.messages import say
from workflow.web.words import short_day, weekday

WEEK = timedelta(days=7)
OFF = {Why.WEEKEND, Why.HOLIDAY, Why.REGIONAL, Why.CLOSURE}
EXTENSION = "延期"


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: what is written at its upper left, its number or note, its marks and looks."""

    on: date
    text: str
    number: int | None
    note: str
    mark: str
    swapped: bool
    looks: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Week:
    """Seven cells from Monday on, and the running total at the week's end (None: not begun)."""

    cells: tuple[Cell, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class Segment:
    """What was counted in one go: from the day after ``first`` to ``last``."""

    first: date
    last: date
    count: int
    suspended: int
    extension: bool
    weeks: tuple[Week, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one segment, and by how much its numbers are to be lowered.

    ``start`` is the word for its day 0.
    """

    first: date
    rows: tuple[ProofRow, ...]
    before: int
    extension: bool
    start: str


def segments(deadline: Deadline, calendar: Calendar, today: date) -> tuple[Segment, ...]:
    """Return the wall calendars of a deadline; none where it has no date."""
    if deadline.due is None or deadline.day_zero is None or not deadline.proof:
        return ()
    return tuple(
        _segment(part, deadline.due, calendar, today) for part in _parts(deadline) if part.rows
    )


def _parts(deadline: Deadline) -> Iterator[Part]:
    """Cut the proof where an extension continued from the date that was due before it."""
    rows = tuple(deadline.proof)
    cuts = sorted({old.due for old in deadline.history if old.why == EXTENSION})
    assert deadline.day_zero is not None
    first, begun = deadline.day_zero, False
    own = deadline.clock in PROCESS_CLOCKS
    start = say("web.strip_started" if own else "web.strip_received")
    for cut in [*cuts, rows[-1].on]:
        part = tuple(row for row in rows if first < row.on <= cut)
        before = next((row.day for row in reversed(rows) if row.on <= first and row.day), 0)
        yield Part(first, part, before or 0, begun, start)
        first, begun = cut, True


def _segment(part: Part, due: date, calendar: Calendar, today: date) -> Segment:
    last = part.rows[-1].on
    return Segment(
        part.first,
        last,
        sum(row.counted for row in part.rows),
        sum(row.why is Why.SUSPENDED for row in part.rows),
        part.extension,
        tuple(_weeks(part, due, calendar, today)),
    )


def _weeks(part: Part, due: date, calendar: Calendar, today: date) -> Iterator[Week]:
    rows = {row.on: row for row in part.rows}
    last = part.rows[-1].on
    monday = part.first - timedelta(days=part.first.weekday())
    total: int | None = None
    begin = monday
    while monday <= last:
        days = [monday + timedelta(days=n) for n in range(7)]
        counted = [rows[day].day for day in days if day in rows and rows[day].counted]
        if counted:
            total = (counted[-1] or 0) - part.before
        cells = tuple(
            _cell(day, rows.get(day), part, (due, last, today), calendar, first=day == begin)
            for day in days
        )
        yield Week(cells, total)
        monday += WEEK


def _cell(
    on: date,
    row: ProofRow | None,
    part: Part,
    ends: tuple[date, date, date],
    calendar: Calendar,
    *,
    first: bool,
) -> Cell:
    due, last, today = ends
    day = calendar.day(on)
    number = row.day - part.before if row and row.counted and row.day else None
    looks = [_ground(row)]
    mark = _mark(on, part, (due, last, today), looks)
    return Cell(
        on,
        short_day(on) if first or on.day == 1 else str(on.day),
        number,
        _note(row, day.name),
        mark,
        swapped=day.why is Why.SWAPPED_WORKDAY,
        looks=" ".join(looks),
        spoken=_spoken(on, row, number, day.name, swapped=day.why is Why.SWAPPED_WORKDAY),
    )


def _ground(row: ProofRow | None) -> str:
    if row is None:
        return "outside"
    if row.why is Why.SUSPENDED:
        return "not-counted"
    return "off" if row.why in OFF else "counted"


def _mark(on: date, part: Part, ends: tuple[date, date, date], looks: list[str]) -> str:
    """Return the one word framed in the cell, and add the look that goes with it."""
    due, last, today = ends
    old = on == last or (part.extension and on == part.first)
    marks: Sequence[tuple[bool, str, str]] = (
        (on == due, "due", say("web.strip_due")),
        (old, "old-due", say("web.strip_old_due")),
        (on == part.first, "received", part.start),
        (on == today, "today", say("web.strip_today")),
    )
    for holds, look, word in marks:
        if holds:
            looks.append(look)
            return word
    return ""


def _note(row: ProofRow | None, name: str | None) -> str:
    if row is None or row.counted:
        return ""
    if row.why is Why.SUSPENDED:
        return say("web.strip_not_counted")
    return name or ""


def _spoken(
    on: date, row: ProofRow | None, number: int | None, name: str | None, *, swapped: bool
) -> str:
    """Return the cell as a screen reader says it: 10月10日 周六，调休上班，征求意见，不计."""
    words = [f"{short_day(on)} {weekday(on)}"]
    if swapped:
        words.append(say("web.strip_swapped"))
    if number is not None:
        words.append(say("web.strip_nth", n=number))
    elif row is not None:
        words += [name] if name else []
        words.append(say("web.strip_not_counted"))
    return "，".join(words)
