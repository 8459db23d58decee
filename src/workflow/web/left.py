"""What is left of a deadline, in words and in the look that goes with them."""

from dataclasses import dataclass
from datetime import date, timedelta

from workflow.app.reminding import days_left
from workflow.core.calendar import Calendar, Why
from workflow.core.deadlines import Deadline, State
from workflow.messages import say
from workflow.web.words import day_in_list, weekday

#: So many working days before the last one a deadline is soon due; the second band is beyond it.
SOON, NEAR = 3, 5


@dataclass(frozen=True, slots=True)
class Left:
    """How a deadline stands: ``look`` is the stylesheet's word, ``text`` what the chip says.

    ``more`` is the line below it (the days by name, the bounds of a provisional date).
    """

    look: str
    text: str
    more: str = ""


def left_of(  # noqa: PLR0911  (eight looks of a deadline)
    deadline: Deadline, calendar: Calendar, today: date
) -> Left:
    """Return how a deadline stands today."""
    if deadline.state is State.LAPSED:
        return Left("done", say("web_words.lapsed"))
    if deadline.ended_on is not None:
        return _ended(deadline, calendar, today)
    if deadline.due is None:
        return Left("waiting", say(f"web_words.stands_{deadline.waiting_for or 'other'}"))
    if not deadline.is_duty and deadline.due < today:
        return Left("done", say("web_words.over"))
    if deadline.state is State.SUSPENDED:
        return Left("waiting", say("web_words.suspended", n=_after(deadline, today)))
    if deadline.provisional:
        return _provisional(deadline, today)
    return days_text(deadline.due, calendar, today, calendar_days=in_calendar_days(deadline))


def in_calendar_days(deadline: Deadline) -> bool:
    """Tell whether a deadline was counted in calendar days or months."""
    return any(row.why is Why.CALENDAR_DAY for row in deadline.proof[:1])


def _after(deadline: Deadline, today: date) -> int:
    """Return the working days that remain once the consultation is answered."""
    return sum(row.counted and row.on > today for row in deadline.proof)


def _ended(deadline: Deadline, calendar: Calendar, today: date) -> Left:
    assert deadline.ended_on is not None
    on = day_in_list(deadline.ended_on, today)
    if deadline.state is not State.LATE or deadline.due is None:
        return Left("done", say("web_words.met", on=on))
    days = -days_left(calendar, deadline.ended_on, deadline.due)
    code = "ended_late" if days else "ended_just_late"
    return Left("late", say(f"web_words.{code}", on=on, n=days))


def _provisional(deadline: Deadline, today: date) -> Left:
    if deadline.not_before is None or deadline.not_after is None:
        return Left("open", say("web_words.unbounded"))
    bounds = {
        "first": day_in_list(deadline.not_before, today),
        "last": day_in_list(deadline.not_after, today),
    }
    return Left("open", say("web_words.bounds", **bounds), say("web_words.plan_earliest"))


def days_text(due: date, calendar: Calendar, today: date, *, calendar_days: bool = False) -> Left:
    """Return what is left of a date: late, today, or so many days (named where they are few)."""
    if due == today:
        return Left("today", say("web_words.today"))
    if calendar_days:
        days = (due - today).days
        code = "days_left" if days > 0 else "days_late"
        return Left(_look(days), say(f"web_words.{code}", n=abs(days)))
    left = days_left(calendar, today, due)
    if due < today:
        return Left("late", say("web_words.late" if left else "web_words.just_late", n=-left))
    if left == 0:
        return _before_a_day_off(calendar, today)
    named = _named(calendar, today, due) if left <= SOON else ""
    return Left(_look(left), say("web_words.left", n=left), named)


def _before_a_day_off(calendar: Calendar, today: date) -> Left:
    """Return what is left of a date that an agency or a law set on a day off: it doesn't roll.

    Nothing is late before that day has passed; what can be done is done by the last working day.
    """
    works = calendar.day(today).works
    said = say("web_words.last_workday" if works else "web_words.no_workday")
    return Left("today" if works else "soon", said, say("web_words.not_rolled"))


def _look(left: int) -> str:
    if left < 0:
        return "late"
    return "soon" if left <= SOON else "plain"


def _named(calendar: Calendar, today: date, due: date) -> str:
    """Return the working days up to the last one by name: 周三、周四、周五."""
    days = [today + timedelta(days=n) for n in range(1, (due - today).days + 1)]
    return "、".join(weekday(day) for day in days if calendar.day(day).works)
