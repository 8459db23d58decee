"""The same moves on a PostgreSQL server of its own, against psycopg writing the same rows.

The server doesn't wait for the disk (``fsync=off``): what is compared is the work alone.
"""

from collections.abc import Iterator
from functools import partial
from tempfile import TemporaryFile
from typing import Any

import psycopg
import sqlalchemy as sa

from benchmarks.durable_advance import (
    GOAL_RAW,
    ON,
    SIZE,
    WARM,
    WRITTEN,
    Driver,
    advance_all,
    by_turns,
    write_raw,
)
from benchmarks.office import office, register_case
from benchmarks.row import Row, explained
from trust.server import postgresql
from workflow.app.office import Office

#: The place of a message's kind in a line of libpq's trace: moment, direction, length, kind.
WHAT = 3
POSTGRESQL = Driver("%s", "BEGIN", " FOR UPDATE", lambda value: value)


def measure(size: int = SIZE) -> Iterator[Row]:
    """Yield one row; both databases hold the same rows in the end."""
    with postgresql() as server:
        url = server.new_database()
        with office(ON, url) as made:
            numbers = [register_case(made, ON) for _ in range(size + WARM)]
            spare = [register_case(made, ON) for _ in range(11)]
            made.store.close()  # only what nobody uses can be copied
            copy = server.new_database(str(sa.make_url(url).database))
            with psycopg.connect(copy, autocommit=True) as raw, psycopg.connect(url) as own:
                ours, baseline = by_turns(made, numbers, [partial(write_raw, raw, POSTGRESQL)])
                assert _all(own) == _all(raw)
            row = Row(
                name="advance-postgresql",
                what="durable move on PostgreSQL: judged, journalled, derived, effects queued",
                ours=ours,
                baseline=baseline,
                baseline_is="psycopg: the same rows, one transaction a move",
                goal=GOAL_RAW,
                unit="moves/s",
                size=size,
                less_is_better=False,
            )
            times = f"a move waits for the server {_waits(made, spare[0])} times"
            yield explained(row, partial(advance_all, made, spare[1:]), times)


def _waits(made: Office, number: str) -> int:
    """Return how often a move waits for the server, as libpq traces what it sends.

    Each Query, and each Sync behind statements (one or many), asks for an answer.
    """
    with TemporaryFile("w+") as trace:
        raw: Any = made.store.engine.raw_connection()
        pgconn = raw.dbapi_connection.pgconn
        raw.close()  # the pool gives the same one to the move
        pgconn.trace(trace.fileno())
        advance_all(made, [number])
        pgconn.untrace()
        trace.seek(0)
        sent = [line.split("\t") for line in trace]
    asking = [line for line in sent if line[1:2] == ["F"] and len(line) > WHAT]
    return sum(line[WHAT].strip() in {"Query", "Sync"} for line in asking)


def _all(connection: psycopg.Connection[Any]) -> dict[str, list[Any]]:
    """Return every row of every table that a move writes."""
    names = [str(model.__tablename__) for model in WRITTEN]
    return {
        name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)  # noqa: S608
        for name in names
    }
