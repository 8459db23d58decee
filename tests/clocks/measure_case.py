"""Measures all clocks of a case against one library loop over twenty working days; prints JSON."""

import json
import timeit
from datetime import date, timedelta
from time import process_time

import chinese_calendar

from clocks.cases import happened, received, replied, sent, submitted
from workflow.calendars import load
from workflow.core.clock_input import read_events
from workflow.core.clocks import derive
from workflow.statutes.laws import LAWS
from workflow.statutes.settings import effective

AS_OF = date(2024, 2, 7)
EVENTS = read_events(
    [
        submitted("2024-01-03"),
        happened("correction_requested", "2024-01-08", received_on="2024-01-09"),
        happened("corrected", "2024-01-15"),
        sent("2024-01-17", "c1"),
        received("2024-01-18", "c1"),
        sent("2024-01-19", "c2", "joint_agency"),
        received("2024-01-22", "c2"),
        replied("2024-01-25", "c1"),
        replied("2024-01-29", "c2"),
        happened("extended", "2024-02-06", length=20),
    ]
)


def library_loop():
    on, counted = date(2024, 1, 3), 0
    while counted < 20:
        on += timedelta(days=1)
        counted += chinese_calendar.is_workday(on)
    return on


def fastest(call, number):
    return min(timeit.repeat(call, number=number, repeat=15, timer=process_time)) / number


def main():
    calendar, settings = load(as_of=AS_OF), effective()
    found = derive(EVENTS, LAWS, calendar, AS_OF, settings)
    ours = fastest(lambda: derive(EVENTS, LAWS, calendar, AS_OF, settings), 50)
    print(  # noqa: T201  (its result)
        json.dumps(
            {
                "clocks": len(found.deadlines),
                "reply": found.clock("reply").due.isoformat(),
                "ratio": fastest(library_loop, 10) / ours,
            }
        )
    )


if __name__ == "__main__":
    main()
