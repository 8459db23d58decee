"""How far into a calendar the dates of a case reach: which change can't touch them.

A count asks a calendar about days up to its own last day, never beyond: the n-th working day after
a day, how many work up to a day, whether a year up to that day is known. Let two calendars give
the same about every day before D. Then every day that is worked out on the way is either the same
in both, or on or after D in both. Days are compared with the days of events alone, and with the
day asked about. Where all events lie before D, "did it come by the last day?" is answered alike:
the same branch is taken at every event. What comes out before D is therefore the same. So a case
whose last event and last deadline (bounds of a provisional one included) lie before D has the same
deadlines, in the same states, under both; one without a date waits for an event, not for a day.

``tests/clocks/test_reach.py`` tries to refute this.
"""

from collections.abc import Sequence
from datetime import date

from workflow.core.deadlines import Deadline
from workflow.core.events import Event


def reach(events: Sequence[Event], deadlines: Sequence[Deadline]) -> date:
    """Return the last day that the dates of a case depend on; events are in order of their days."""
    ends = [
        day
        for one in deadlines
        for day in (one.due, one.not_before, one.not_after)
        if day is not None
    ]
    return max(events[-1].on, *ends) if ends else events[-1].on
