"""A move, journalled and derived, against writing the very same rows without knowing why.

The rows that our moves wrote are taken from the database; both baselines write them again into a
copy made before, one transaction a move under the same settings of durability, and the three
databases are compared in the end. They write no more than we do: the row of the case is changed
where it stands, and tables in which the case has no rows and gets none are left alone.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from sqlmodel import Session, col, func, select

from benchmarks.office import CLERK, connect, database_of, office, register_case
from benchmarks.row import Row, explained
from workflow.app.moving import Wanted, advance
from workflow.app.office import Office
from workflow.app.projecting import TABLES
from workflow.app.reading import chain_of
from workflow.store.engine import Store
from workflow.store.tables import (
    DerivedAppeal,
    DerivedCase,
    DerivedDeadline,
    DerivedFee,
    DerivedRedo,
    Journal,
    JournalHead,
    OutboxRow,
    table_of,
)

ON = date(2023, 9, 4)
SIZE = 300
#: So many moves come before the first that counts.
WARM = 20
GOAL_RAW, GOAL_OBJECTS = 0.5, 2.0
REPLACED: tuple[Any, ...] = (DerivedDeadline, DerivedAppeal, DerivedRedo, DerivedFee)
ADDED: tuple[Any, ...] = (Journal, OutboxRow)
WRITTEN = (*ADDED, DerivedCase, *REPLACED, JournalHead)
assert {*map(table_of, WRITTEN)} > {*TABLES}

#: A row by column names.
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """What one move wrote, by tables.

    Rows added to the journal and the outbox; the row of the case as it is now; its deadlines and
    what else is derived, in place of those of the tables ``emptied``; the chain's head.
    """

    chain: str
    added: Sequence[tuple[Any, Values]]
    case: Values
    emptied: Sequence[Any]
    replaced: Sequence[tuple[Any, Values]]
    head: Values


def measure(size: int = SIZE) -> Iterator[Row]:
    """Yield a row a baseline; all three databases hold the same rows in the end."""
    with office(ON) as made:
        numbers = [register_case(made, ON) for _ in range(size + WARM + 20)]
        moved, spare = numbers[: size + WARM], numbers[size + WARM :]
        file = database_of(made)
        raw_file, object_file = (file.with_name(f"{name}.db") for name in ("raw", "objects"))
        for copy in (raw_file, object_file):
            _copy(file, copy)
        ours, raw, objects = _rates(made, raw_file, object_file, moved)
        assert _all(file) == _all(raw_file) == _all(object_file)
        limit = f"sqlite3 alone, which judges and derives nothing, has {raw / objects:.2f} ×"
        rows = (
            ("advance", raw, GOAL_RAW, "sqlite3: the same rows, one transaction a move", ()),
            (
                "advance-objects",
                objects,
                GOAL_OBJECTS,
                "SQLModel objects of the same rows",
                (limit,),
            ),
        )
        for name, rate, goal, baseline, known in rows:
            row = Row(
                name=name,
                what="durable move: judged, journalled, derived, effects queued",
                ours=ours,
                baseline=rate,
                baseline_is=baseline,
                goal=goal,
                unit="moves/s",
                size=size,
                less_is_better=False,
            )
            taken, spare = spare[:10], spare[10:]
            yield explained(row, partial(advance_all, made, taken), *known)


def _rates(
    made: Office, raw_file: Path, object_file: Path, numbers: Sequence[str]
) -> tuple[float, ...]:
    """Return the moves a second of each side, by the median move on the wall clock.

    A move waits for the disk, whose mood changes by the minute: each move is made by all three,
    one after the other. The first ones only warm what each side keeps in memory.
    """
    store = Store(f"sqlite:///{object_file}")
    with closing(connect(raw_file)) as connection:
        sides = (partial(write_raw, connection, SQLITE), partial(_write_objects, store))
        rates = by_turns(made, numbers, sides)
    store.close()
    return rates


def by_turns(
    made: Office, numbers: Sequence[str], sides: Sequence[Callable[["Written"], None]]
) -> tuple[float, ...]:
    """Return the moves a second of ours, then of each side that writes the same again."""
    times: list[tuple[float, ...]] = []
    for number in numbers:
        before = _before(made, number)
        ours = _seconds(partial(_advance, made, number))
        move = _written(made, before)
        times.append((ours, *(_seconds(partial(side, move)) for side in sides)))
    return tuple(1 / median(side) for side in zip(*times[WARM:], strict=True))


def _seconds(work: Callable[[], Any]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def _advance(made: Office, number: str) -> None:
    advance(made, Wanted(number, "acknowledge", ON), CLERK)


def advance_all(made: Office, numbers: Sequence[str]) -> None:
    """Make the same move of each case."""
    for number in numbers:
        _advance(made, number)


@dataclass(frozen=True, slots=True)
class Before:
    """A case before a move: its chain, its entries, its tables; the last number of the outbox."""

    chain: str
    count: int
    stood: frozenset[Any]
    last: int


def _before(made: Office, number: str) -> Before:
    with made.store.read() as session:
        chain = chain_of(session, number)
        count = session.exec(select(JournalHead.count).where(JournalHead.chain == chain)).one()
        stood = frozenset(model for model in REPLACED if session.exec(_of(model, chain)).first())
        return Before(chain, count, stood, session.exec(select(func.max(OutboxRow.id))).one() or 0)


def _written(made: Office, before: Before) -> Written:
    """Return what a move wrote: what the database holds now and didn't before."""
    with made.store.read() as session:
        head = session.exec(select(JournalHead).where(JournalHead.chain == before.chain)).one()
        assert head.count == before.count + 1
        return _of_chain(session, head, before)


def _of_chain(session: Session, head: JournalHead, before: Before) -> Written:
    chain = head.chain
    journal = select(Journal).where(Journal.chain == chain, Journal.entry > before.count)
    outbox = select(OutboxRow).where(OutboxRow.chain == chain, col(OutboxRow.id) > before.last)
    added = [*session.exec(journal).all(), *session.exec(outbox).all()]
    replaced = [row for model in REPLACED for row in session.exec(_of(model, chain)).all()]
    return Written(
        chain=chain,
        added=_values(added),
        case=session.exec(_of(DerivedCase, chain)).one().model_dump(),
        emptied=[model for model in REPLACED if model in before.stood | {*map(type, replaced)}],
        replaced=_values(replaced),
        head=head.model_dump(),
    )


def _values(rows: Sequence[Any]) -> list[tuple[Any, Values]]:
    return [(type(row), row.model_dump()) for row in rows]


def _of(model: Any, chain: str) -> Any:
    return select(model).where(model.chain == chain)


@dataclass(frozen=True, slots=True)
class Driver:
    """How a driver is spoken to: its mark for a value, how it begins, locks, and takes values."""

    mark: str
    begin: str
    lock: str
    stored: Callable[[Any], Any]


def write_raw(connection: Any, driver: Driver, move: Written) -> None:
    """Write a move's rows in one transaction, by the driver alone."""
    mark = driver.mark
    connection.execute(driver.begin)
    head = f"SELECT count, digest FROM journal_head WHERE chain = {mark}{driver.lock}"  # noqa: S608
    connection.execute(head, (move.chain,)).fetchone()
    for model in move.emptied:
        statement = f"DELETE FROM {model.__tablename__} WHERE chain = {mark}"  # noqa: S608
        connection.execute(statement, (move.chain,))
    for model, values in (*move.added, *move.replaced):
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join([mark] * len(values))
        statement = f"INSERT INTO {model.__tablename__} ({names}) VALUES ({marks})"  # noqa: S608
        connection.execute(statement, [*map(driver.stored, values.values())])
    for table, values in (("derived_case", move.case), ("journal_head", move.head)):
        own = {name: driver.stored(value) for name, value in values.items() if name != "chain"}
        assigned = ", ".join(f'"{name}" = {mark}' for name in own)
        statement = f"UPDATE {table} SET {assigned} WHERE chain = {mark}"  # noqa: S608
        connection.execute(statement, (*own.values(), move.chain))
    connection.execute("COMMIT")


def _stored(value: Any) -> Any:
    """Return a value as SQLAlchemy stores it in SQLite."""
    if hasattr(value, "hour"):
        return value.replace(tzinfo=None).isoformat(" ", "microseconds")
    return value.isoformat() if isinstance(value, date) else value


SQLITE = Driver("?", "BEGIN IMMEDIATE", "", _stored)


def _write_objects(store: Store, move: Written) -> None:
    with store.write() as session:
        for model, values in ((JournalHead, move.head), (DerivedCase, move.case)):
            row = session.get(model, move.chain)
            for name, value in values.items():
                setattr(row, name, value)
        for model in move.emptied:
            for row in session.exec(_of(model, move.chain)).all():
                session.delete(row)
        session.flush()
        session.add_all([model(**values) for model, values in (*move.added, *move.replaced)])


def _copy(file: Path, to: Path) -> None:
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


def _all(file: Path) -> dict[str, list[Any]]:
    """Return every row of every table that a move writes."""
    names = [str(model.__tablename__) for model in WRITTEN]
    with closing(sqlite3.connect(file)) as connection:
        return {name: _rows(connection, name) for name in names}


def _rows(connection: sqlite3.Connection, table: str) -> list[Any]:
    return sorted(connection.execute(f"SELECT * FROM {table}"), key=repr)  # noqa: S608
