"""A second process that reads, judges and derives the rows of a large ledger ahead of the writer.

It has neither the keys nor the database: it is given the file and by what its rows are judged,
and hands back what the writer would have come to by itself. The one writer, in its one
transaction, seals, hashes and writes. Where there is one processor, or the ledger is small, or no
process can be started or begins, the writer does it all.
"""

import gc
import os
import signal
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, fields
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from operator import attrgetter
from pathlib import Path
from typing import Any

from workflow.app.ledger.deriving import Basis
from workflow.app.ledger.judging import Judged, judged, with_derived
from workflow.errors import StorageError, WorkflowError
from workflow.ledger.header import Reading
from workflow.ledger.lines import Line, Table, table_of
from workflow.ledger.problems import Complaints, Place
from workflow.ledger.rows import Request
from workflow.ledger.sheets import open_sheets

#: A file of so many bytes (some ten thousand rows) is worth a second process.
LARGE = 700_000
_SPAWN = get_context("spawn")
_VALUES = attrgetter(*(one.name for one in fields(Request)))
Packed = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A sheet with a ledger: its file, its place among the sheets, how its headers are read."""

    path: Path
    place: int
    headers: Reading


def rows_of(source: Source, table: Table, basis: Basis) -> Generator[list[Judged], None, None]:
    """Yield the rows of a table, some at a time; ``table`` is the sheet of ``source``, opened."""
    started = _start(source, basis) if _is_worth_it(source.path) else None
    if started is None:
        yield from judged(table, basis)
        return
    connection, process = started
    try:
        if _has_begun(connection):
            yield from _received(connection)
        else:
            yield from judged(table, basis)
    finally:
        connection.close()
        process.terminate()
        process.join()


def _has_begun(connection: Connection) -> bool:
    """Wait for the other process's sign; False where it ended before it began."""
    try:
        return connection.recv() is None
    except (EOFError, OSError):
        return False


def _is_worth_it(path: Path) -> bool:
    return path.stat().st_size >= LARGE and processors() > 1


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _start(source: Source, basis: Basis) -> tuple[Connection, BaseProcess] | None:
    here, there = _SPAWN.Pipe(duplex=False)
    process = _SPAWN.Process(target=_alone, args=(there, source, basis), daemon=True)
    with closing(there):
        try:
            process.start()
        except OSError:  # no more processes, or none allowed
            here.close()
            return None
    return here, process


def _received(connection: Connection) -> Iterator[list[Judged]]:
    while True:
        try:
            found = connection.recv()
        except (EOFError, OSError) as error:
            raise StorageError("ledger.reader_gone") from error
        if isinstance(found, Exception):
            raise found
        if not found:
            return
        yield [*map(_unpacked, found)]


def _alone(connection: Connection, source: Source, basis: Basis) -> None:
    """Do the work in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the writer decides what an interruption means
    gc.disable()  # as in the writer (``collecting``)
    work(connection, source, basis)


def work(connection: Connection, source: Source, basis: Basis) -> None:
    """Send a sign, the rows of a ledger, then an empty list; or the error that ends it.

    Who waits for them may have gone: then nobody is told.
    """
    with closing(connection), suppress(BrokenPipeError):
        try:
            connection.send(None)
            for rows in _read(source, basis):
                with_derived(rows, basis)
                connection.send([*map(_packed, rows)])
            connection.send([])
        except WorkflowError as error:
            connection.send(error)


def _packed(one: Judged) -> Packed:
    """Return a row as plain values: an object of ours costs ten times what its values cost."""
    line, said, request = one.line, one.said, one.request
    return (
        line.place.row,
        line.place.sheet,
        dict(line.cells),
        dict(line.notes),
        _VALUES(request) if request else None,
        said.problems,
        said.warnings,
        one.derived,
    )


def _unpacked(packed: Packed) -> Judged:
    row, sheet, cells, notes, values, problems, warnings, derived = packed
    place = Place(row, sheet)
    request = Request(*values) if values else None
    return Judged(
        Line(place, cells, notes), request, Complaints(place, problems, warnings), derived
    )


def _read(source: Source, basis: Basis) -> Iterator[list[Judged]]:
    with open_sheets(source.path) as sheets:
        table = table_of(next(islice(sheets, source.place, None)), source.headers)
        if table is not None:
            yield from judged(table, basis)
