"""The one date of each other process: amendment, disclosure, supervision, annual report.

The deadlines of requests are derived from legal events (``core.clocks``); these processes have
no events of the contract, so their date is read from their entries.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from workflow.core.calendar import Calendar, Why
from workflow.core.clock_deadline import Course, judge
from workflow.core.deadlines import Basis, Deadline, ProofRow
from workflow.core.facts import day
from workflow.core.journal import Entry
from workflow.core.lazily import Lazily
from workflow.core.past import latest
from workflow.core.terms import Term, end, proof
from workflow.statutes.cn_2019.terms import article

Settings = Mapping[str, Any]
#: Finds a process's date: its clock, its day 0 and term, or its set date; and what ends it.
Finder = Callable[[Sequence[Entry], Calendar, date, Settings], Deadline | None]
#: Attributes of what isn't published of the agency's own accord: art. 26 is not about it.
_NOT_OF_ITSELF = frozenset({"on_request", "withheld"})


def deadline_of(
    process: str,
    entries: Sequence[Entry],
    calendar: Calendar,
    as_of: date,
    settings: Settings,
) -> Deadline | None:
    """Return the deadline of a process as it stands on a day; None before it begins."""
    return _FINDERS[process](entries, calendar, as_of, settings)


def _amendment(
    entries: Sequence[Entry], calendar: Calendar, as_of: date, settings: Settings
) -> Deadline | None:
    opened = latest(entries, "register")
    if opened is None:
        return None
    ended = latest(entries, "amend", "refuse", "transfer")
    # art. 41 sets no time: an internal term [J]
    term = Term(settings["amendment_days"])
    return _counted("amendment", term, opened.on, ended, calendar, as_of, article("第四十一条"))


def disclosure_deadlines(
    entries: Sequence[Entry], calendar: Calendar, as_of: date, settings: Settings
) -> tuple[Deadline, ...]:
    """Return the deadline of each version of a document: as made, then each published change.

    None for what isn't published of the agency's own accord.
    """
    drafted = latest(entries, "draft")
    if drafted is None or drafted.facts.get("attribute") in _NOT_OF_ITSELF:
        return ()
    # art. 26: 20 working days from making or change [V]
    term = Term(settings["disclosure_days"])
    basis = article("第二十六条")
    return tuple(
        _counted("disclosure", term, day_zero, ended, calendar, as_of, basis)
        for day_zero, ended in _versions(entries)
    )


def owed_since(entries: Sequence[Entry]) -> date:
    """Return day 0 of the newest version of a document that was drafted."""
    return _versions(entries)[-1][0]


def _versions(entries: Sequence[Entry]) -> list[tuple[date, Entry | None]]:
    """Return of each version the day it was made or changed, and what ended its term.

    Changes that follow each other before the first is published share its term: else a document
    that changes each week would never have to be published.
    """
    found: list[tuple[date, Entry | None]] = []
    for entry in entries:
        if entry.trigger == "draft":
            found = [(day(entry.facts, "made_on") or entry.on, None)]
        elif entry.trigger == "revise" and found[-1][1] is not None:
            found.append((entry.on, None))
        elif entry.trigger in {"publish", "take_down"} and found[-1][1] is None:
            found[-1] = (found[-1][0], entry)
    return found


def _disclosure(
    entries: Sequence[Entry], calendar: Calendar, as_of: date, settings: Settings
) -> Deadline | None:
    found = disclosure_deadlines(entries, calendar, as_of, settings)
    return found[-1] if found else None


def _supervision(
    entries: Sequence[Entry], calendar: Calendar, as_of: date, settings: Settings
) -> Deadline | None:
    del calendar, settings  # the order itself names the day
    order = latest(entries, "order")
    until = day(order.facts, "until") if order else None
    if order is None or until is None:
        return None
    ended = latest(entries, "comply")
    return _set("supervision", until, order.on, ended, as_of, article("第四十七条"))


def _report(
    entries: Sequence[Entry], calendar: Calendar, as_of: date, settings: Settings
) -> Deadline | None:
    del calendar  # 31 January is a date, not a period: it doesn't roll (law.md 1.10)
    drafted = latest(entries, "draft")
    if drafted is None:
        return None
    due = date.fromisoformat(f"{drafted.facts['year'] + 1}-{settings['report_month_day']}")
    ended = latest(entries, "publish", "reissue")
    done = ended if ended is not None and ended.trigger == "publish" else None
    return _set("report", due, drafted.on, done, as_of, article("第四十九条"))


def _counted(
    clock: str,
    term: Term,
    day_zero: date,
    ended: Entry | None,
    calendar: Calendar,
    as_of: date,
    basis: tuple[Basis, ...],
) -> Deadline:
    last = end(term, day_zero, calendar)
    course = Course(ended_on=ended.on if ended else None)
    return Deadline(
        clock=clock,
        due=last.due,
        state=judge(last.due, course, as_of),
        day_zero=day_zero,
        ended_on=course.ended_on,
        provisional=last.provisional,
        not_before=last.not_before,
        not_after=last.not_after,
        basis=basis,
        proof=Lazily(partial(proof, term, day_zero, calendar.likely)),
    )


def _set(
    clock: str,
    due: date,
    day_zero: date,
    ended: Entry | None,
    as_of: date,
    basis: tuple[Basis, ...],
) -> Deadline:
    course = Course(ended_on=ended.on if ended else None)
    return Deadline(
        clock=clock,
        due=due,
        state=judge(due, course, as_of),
        day_zero=day_zero,
        ended_on=course.ended_on,
        basis=basis,
        proof=(ProofRow(due, None, counted=False, why=Why.AGENCY_SET),),
    )


_FINDERS: Mapping[str, Finder] = {
    "record_amendment": _amendment,
    "disclosure": _disclosure,
    "supervision": _supervision,
    "annual_report": _report,
}
