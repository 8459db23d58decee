"""All clocks of a case, derived from its legal events by one pure function.

The same ``derive`` serves ``workflow due`` (events from a file) and the register (events from
the journal). It reads no clock and no record time: the day asked about is an argument.
"""

from collections.abc import Sequence
from datetime import date

from workflow.core.calendar import Calendar
from workflow.core.clock_appeals import appeal_clocks, reconsiderations_of
from workflow.core.clock_case import Case, law_day
from workflow.core.clock_laws import AUTO, Laws, Settings
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
    law: str = AUTO,
) -> Derivation:
    """Derive every deadline of a case.

    ``events`` are in the order of their days and begin with ``submitted``; ``law`` is the code
    of a Regulation, or ``auto``: the one in force on the receipt date. One that wasn't is honoured
    with a warning. States are judged on ``as_of``; the calendar is the one known on that day.
    Raises InputError for a receipt before any Regulation.
    """
    case = Case(events, laws, calendar, as_of, settings, law)
    reply = ReplyFold(case, calendar.likely)
    appeals = reconsiderations_of(case)
    deadlines = (
        *request_clocks(case, reply),
        *remedy_clocks(case, reply),
        *appeal_clocks(case, appeals),
    )
    return Derivation(
        received_on=case.received_on,
        day_zero=reply.day_zero,
        law=case.regulation.code,
        reconsideration_law=appeals[-1].law.code if appeals else None,
        warnings=_all_warnings(case, law, deadlines),
        deadlines=deadlines,
        inputs=Inputs(
            events=tuple(events),
            law=case.regulation.code,
            settings=settings,
            calendar=calendar.version,
        ),
    )


def _all_warnings(case: Case, law: str, deadlines: Sequence[Deadline]) -> tuple[Reason, ...]:
    """Return what is doubtful about the law or any of the dates, each once."""
    found = [] if law == AUTO else _contradicted(case)
    for deadline in deadlines:
        for reason in deadline.warnings:
            if reason not in found:
                found.append(reason)
    return tuple(found)


def _contradicted(case: Case) -> list[Reason]:
    """Return the doubt about a law that was named although another was in force."""
    on = law_day(case.events, case.settings)
    in_force, named = case.laws.regulation(AUTO, on, case.settings).code, case.regulation.code
    if in_force == named:
        return []
    words = {
        "in_force": case.words[f"clocks.law_{in_force}"],
        "law": case.words[f"clocks.law_{named}"],
    }
    return [Reason("clocks.law_not_in_force", {"on": on, **words})]
