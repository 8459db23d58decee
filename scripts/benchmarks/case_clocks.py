"""All clocks of a busy case, without proof rows, against one library loop over twenty days."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import chinese_calendar

from benchmarks.row import Row, microseconds
from workflow.calendars import load
from workflow.core.clock_input import read_events
from workflow.core.clocks import derive
from workflow.core.events import Event
from workflow.statutes.laws import LAWS
from workflow.statutes.settings import effective

AS_OF = date(2024, 2, 7)
GOAL = 10.0
SIZE = 50
LOOPS = 10
#: A correction, two consultations and an extension.
EVENTS = [
    {"kind": "submitted", "on": "2024-01-03", "channel": "in_person"},
    {"kind": "correction_requested", "on": "2024-01-08", "received_on": "2024-01-09"},
    {"kind": "corrected", "on": "2024-01-15"},
    {"kind": "consultation_sent", "on": "2024-01-17", "id": "c1", "party": "third_party"},
    {"kind": "consultation_received", "on": "2024-01-18", "id": "c1"},
    {"kind": "consultation_sent", "on": "2024-01-19", "id": "c2", "party": "joint_agency"},
    {"kind": "consultation_received", "on": "2024-01-22", "id": "c2"},
    {"kind": "consultation_answered", "on": "2024-01-25", "id": "c1"},
    {"kind": "consultation_answered", "on": "2024-01-29", "id": "c2"},
    {"kind": "extended", "on": "2024-02-06", "length": 20},
]
CLOCKS = {"correction_notice", "correction_reply", "reply", "third_party", "joint_agency"}


def measure() -> Iterator[Row]:
    """Yield the one row; every clock is there with a date, the reply's is 2024-03-26."""
    events, calendar, settings = read_events(EVENTS), load(as_of=AS_OF), effective()

    def ours(times: int) -> None:
        for _ in range(times):
            derive(events, LAWS, calendar, AS_OF, settings)

    _check(events)
    assert _library_loop(date(2024, 1, 3)) == date(2024, 1, 31)
    yield Row(
        name="clocks",
        what="all clocks of a case: correction, two consultations, extension",
        ours=microseconds(partial(ours, SIZE), SIZE),
        baseline=microseconds(partial(_loops, LOOPS), LOOPS),
        baseline_is="one loop over chinesecalendar's is_workday, 20 working days",
        goal=GOAL,
        unit="µs",
        size=SIZE,
    )


def _check(events: tuple[Event, ...]) -> None:
    found = derive(events, LAWS, load(as_of=AS_OF), AS_OF, effective())
    assert {one.clock for one in found.deadlines} == CLOCKS
    assert all(one.due for one in found.deadlines)
    reply = found.clock("reply")
    assert reply is not None
    assert reply.due == date(2024, 3, 26)


def _loops(times: int) -> None:
    for _ in range(times):
        _library_loop(date(2024, 1, 3))


def _library_loop(on: date) -> date:
    left = 20
    while left:
        on += timedelta(days=1)
        left -= chinese_calendar.is_workday(on)
    return on
