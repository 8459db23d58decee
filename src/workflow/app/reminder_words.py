"""What a reminder says: the clock in the office's words, what is left, and the last day."""

from datetime import date
from typing import Any

from workflow.app.reminder_rules import CALENDAR, INTERNAL, REPORT, REVIEW, WAITS
from workflow.messages import say

#: Clocks with sentences of their own; those of others' time share one set.
OWN = {REPORT: "report", CALENDAR: "calendar", REVIEW: "review", INTERNAL: "internal"}


#: The clocks of the other processes, named in this area.
PROCESS_CLOCKS = frozenset({"disclosure", "amendment", "supervision"})


def code_of(clock: str, left: int, basis: str) -> str:
    """Return the code of the sentence about a clock with so many working days left."""
    kind = "wait" if clock in WAITS else OWN.get(clock, "due")
    when = "in" if left > 0 else "today" if left == 0 else "late"
    if kind == "due" and basis == "provisional" and left > 0:
        return "inbox.due_about"
    return f"inbox.{kind}_{when}"


def values_of(number: str, clock: str, due: date, left: int) -> dict[str, Any]:
    """Return what fills a sentence; ``due`` as YYYY-MM-DD and as people read it."""
    return {
        "number": number,
        "clock": clock,
        "label": label_of(clock),
        "due": due.isoformat(),
        "day": day_in_words(due),
        "days": abs(left),
    }


def label_of(clock: str) -> str:
    """Return a clock's name in the office's words."""
    area = "inbox" if clock in OWN or clock in PROCESS_CLOCKS else "clocks"
    return say(f"{area}.clock_{clock}")


def day_in_words(on: date) -> str:
    """Return a day with its weekday, since a last day never stands without one.

    >>> day_in_words(date(2026, 11, 27))
    '2026年11月27日（周五）'
    """
    weekday = say(f"clocks.weekday_{on.weekday()}")
    return say("clocks.date", year=on.year, month=on.month, day=on.day, weekday=weekday)


def sentence_of(number: str, clock: str, due: date, left: int, basis: str) -> str:
    """Return the whole sentence."""
    return say(code_of(clock, left, basis), **values_of(number, clock, due, left))
