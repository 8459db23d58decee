"""The daily scan over many open cases: with new warnings, and when there is nothing new.

The bare SQL writes the same warnings by one statement, into the same database, on the same indexes.
"""

import gc
import sqlite3
import timeit
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from typing import Any

from benchmarks.office import AGENCY, case_row, database_of, office, put
from benchmarks.row import Row, explained
from workflow.app.office import Office
from workflow.app.projecting import CASE, DEADLINE
from workflow.app.reminding import send_due
from workflow.calendars import load
from workflow.store.engine import PRAGMAS

#: A Monday on which no date of the office itself falls.
ON = date(2023, 9, 4)
GOAL = 0.5
SIZE = 100_000
#: Both sides take turns, the oftener the shorter they are: other work on the machine hits both.
TURNS, LEAST_TURNS, MOST_TURNS = 3_000_000, 3, 30
#: Working days left at which the clerk hears (``reminder_rules.THRESHOLDS``).
LEFT = (5, 3, 1)
BARE = """
INSERT INTO reminder (chain, clock, child, due, threshold, person, number, left_days, basis,
                      sent_on, made_at)
SELECT d.chain, d.clock, d.child, d.warn_on, s.left, c.handler, c.number, s.left, 'law', :on, :now
FROM (SELECT :d5 AS day, 5 AS left UNION ALL SELECT :d3, 3 UNION ALL SELECT :d1, 1) s
JOIN derived_deadline d ON d.open = 1 AND d.agency = :agency AND d.warn_on = s.day AND d.duty
JOIN derived_case c ON c.chain = d.chain
WHERE NOT EXISTS (SELECT 1 FROM reminder r WHERE r.chain = d.chain AND r.clock = d.clock
                  AND r.child = d.child AND r.due = d.warn_on AND r.threshold <= s.left
                  AND r.person = c.handler)
"""
TOLD = "SELECT chain, clock, due, threshold, person FROM reminder WHERE chain LIKE 'request:%'"


def measure(size: int = SIZE) -> Iterator[Row]:
    """Yield two rows; both sides tell the same people of the same dates, and nobody twice."""
    with office(ON) as made, closing(_connect(made)) as connection:
        wanted = _fill(made, size)
        assert send_due(made, ON) == wanted
        told = set(connection.execute(TOLD))
        _forget(connection)
        assert bare(connection) == wanted == len(told)
        assert set(connection.execute(TOLD)) == told
        yield _new(made, connection, size, wanted)
        yield _idle(made, connection, size)


def _new(made: Office, connection: sqlite3.Connection, size: int, wanted: int) -> Row:
    ours, theirs = partial(send_due, made, ON), partial(bare, connection)
    before = partial(_forget, connection)
    mine, theirs_took = _in_turns(size, ours, theirs, before)
    row = Row(
        name="scan",
        what=f"daily scan over the open cases with {wanted} new warnings",
        ours=mine,
        baseline=theirs_took,
        baseline_is="the bare INSERT … SELECT of the same warnings, by sqlite3",
        goal=GOAL,
        unit="ms",
        size=size,
    )
    before()
    return explained(row, ours)


def _idle(made: Office, connection: sqlite3.Connection, size: int) -> Row:
    ours, theirs = partial(send_due, made, ON), partial(bare, connection)
    ours()
    assert ours() == 0
    assert theirs() == 0
    mine, theirs_took = _in_turns(size, ours, theirs)
    row = Row(
        name="scan-idle",
        what="the same scan again, with nothing new",
        ours=mine,
        baseline=theirs_took,
        baseline_is="the same bare statement again",
        goal=GOAL,
        unit="ms",
        size=size,
    )
    return explained(row, ours)


def _in_turns(
    size: int,
    ours: Callable[[], Any],
    theirs: Callable[[], Any],
    before: Callable[[], Any] = lambda: None,
) -> tuple[float, float]:
    """Return the fastest times in milliseconds, by the wall clock: writing waits for the disk."""
    times: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    for _ in range(max(LEAST_TURNS, min(MOST_TURNS, TURNS // size))):
        for taken, work in zip(times, (ours, theirs), strict=True):
            before()
            taken.append(timeit.timeit(work, number=1))
    return min(times[0]) * 1000, min(times[1]) * 1000


def _fill(made: Office, size: int) -> int:
    """Write the open cases; return how many of them are to be warned of: 3 %."""
    count = load("ningxia", as_of=ON).likely.nth_working_day
    near, far = [count(ON, left) for left in LEFT], [count(ON, left) for left in range(9, 19)]
    dues = [near[at // 100 % 3] if at % 100 < 3 else far[at % 10] for at in range(size)]  # noqa: PLR2004
    put(made, CASE, [_case(at, due) for at, due in enumerate(dues)])
    put(made, DEADLINE, [_deadline(at, due) for at, due in enumerate(dues)])
    return sum(due in near for due in dues)


def _case(at: int, due: date) -> dict[str, Any]:
    row = case_row(at, due - timedelta(days=30))
    return row | {"due": due, "warn_on": due, "reply_state": "running"}


def _deadline(at: int, due: date) -> dict[str, Any]:
    return {column.name: None for column in DEADLINE.columns} | {
        "chain": case_row(at, due)["chain"],
        "place": 0,
        "agency": AGENCY,
        "clock": "reply",
        "child": "",
        "due": due,
        "warn_on": due,
        "state": "running",
        "open": True,
        "duty": True,
        "provisional": False,
    }


def _connect(made: Office) -> sqlite3.Connection:
    connection = sqlite3.connect(database_of(made), isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def bare(connection: sqlite3.Connection) -> int:
    """Write what is due today by one statement; return how many were told."""
    count = load("ningxia", as_of=ON).likely.nth_working_day
    days = {f"d{left}": count(ON, left).isoformat() for left in LEFT}
    connection.execute("BEGIN IMMEDIATE")
    values = {"agency": AGENCY, "on": ON.isoformat(), "now": f"{ON} 04:00:00.000000", **days}
    written = connection.execute(BARE, values).rowcount
    connection.execute("COMMIT")
    return written


def _forget(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM reminder WHERE chain LIKE 'request:%'")
