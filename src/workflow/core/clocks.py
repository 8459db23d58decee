"""All clocks of a case, derived from its legal events by one pure function.

The same ``derive`` serves ``workflow due`` (events from a file) and the register (events from
the journal). It reads no clock and no record time: the day asked about is an argument.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from workflow.core.calendar import Calendar
from workflow.core.clock_appeals import appeal_clocks, reconsideration_law
from workflow.core.clock_case import Case
from workflow.core.clock_laws import Laws, Settings
from workflow.core.clock_remedies import remedy_clocks
from workflow.core.clock_reply import ReplyFold
from workflow.core.clock_request import request_clocks
from workflow.core.deadlines import Deadline, Derivation, Inputs
from workflow.core.events import Event
from workflow.errors import Reason


def derive(
    events: Sequence[Event],
    laws: Laws,
    calendar: Calendar,
    as_of: date,
    settings: Settings,
    law: str = "auto",
) -> Derivation:
    """Derive every deadline of a case.

    ``events`` are in the order of their days and begin with ``submitted``; ``law`` is the code
    of a Regulation, or ``auto``: the one in force on the receipt date. States are judged on
    ``as_of``; the calendar is the one known on that day. Raises InputError for a receipt before
    any Regulation.
    """
    case = Case(events, laws, calendar, as_of, settings, law)
    reply = ReplyFold(case, calendar.likely)
    deadlines = tuple(_clocks(case, reply))
    appeal_law = reconsideration_law(case)
    code = case.regulation.code
    return Derivation(
        received_on=case.received_on,
        day_zero=reply.day_zero,
        law=code,
        reconsideration_law=appeal_law,
        warnings=_all_warnings(case, deadlines),
        deadlines=deadlines,
        inputs=Inputs(
            events=tuple(events),
            law=code,
            settings=settings,
            calendar=calendar.version,
        ),
    )


def _clocks(case: Case, reply: ReplyFold) -> Iterator[Deadline]:
    yield from request_clocks(case, reply)
    yield from remedy_clocks(case, reply)
    yield from appeal_clocks(case)


def _all_warnings(case: Case, deadlines: Sequence[Deadline]) -> tuple[Reason, ...]:
    """Return what is doubtful about the case or any of its dates, each once."""
    found: list[Reason] = []
    for reason in (*case.warnings, *(one for line in deadlines for one in line.warnings)):
        if reason not in found:
            found.append(reason)
    return tuple(found)
