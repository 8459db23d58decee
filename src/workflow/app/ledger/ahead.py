"""A second process that reads, judges and derives the rows of a large ledger ahead of the writer.

It has neither the keys nor the database: it is given the file and by what its rows are judged,
and hands back what the writer would have come to by itself. The one writer, in its one
transaction, seals, hashes and writes. Where there is one processor, or the ledger is small, or no
process can be started, the writer does it all.
"""

import gc
import os
import signal
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from workflow.app.ledger.deriving import Basis
from workflow.app.ledger.judging import Judged, judged, with_derived
from workflow.errors import StorageError, WorkflowError
from workflow.ledger.header import Reading
from workflow.ledger.lines import Table, table_of
from workflow.ledger.sheets import open_sheets

#: A file of so many bytes (some ten thousand rows) is worth a second process.
LARGE = 700_000
_SPAWN = get_context("spawn")


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
        yield from _received(connection)
    finally:
        connection.close()
        process.terminate()
        process.join()


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
        yield found


def _alone(connection: Connection, source: Source, basis: Basis) -> None:
    """Do the work in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the writer decides what an interruption means
    gc.disable()  # as in the writer (``collecting``)
    work(connection, source, basis)


def work(connection: Connection, source: Source, basis: Basis) -> None:
    """Send the rows of a ledger, then an empty list; or the error that ends it.

    Who waits for them may have gone: then nobody is told.
    """
    with closing(connection), suppress(BrokenPipeError):
        try:
            for rows in _read(source, basis):
                with_derived(rows, basis)
                connection.send(rows)
            connection.send([])
        except WorkflowError as error:
            connection.send(error)


def _read(source: Source, basis: Basis) -> Iterator[list[Judged]]:
    with open_sheets(source.path) as sheets:
        table = table_of(next(islice(sheets, source.place, None)), source.headers)
        if table is not None:
            yield from judged(table, basis)
