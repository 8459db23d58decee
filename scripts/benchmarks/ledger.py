"""A ledger into the register, against one read-only openpyxl pass over the same file.

The pass is one process. An import of a large ledger is two where there are two processors
(``app.ledger.ahead``): ``ledger`` compares the time by the clock, ``ledger-processor`` all that
both processes used. By the clock a machine that does something else besides falsifies it.
"""

import gc
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import perf_counter, process_time

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from openpyxl import load_workbook

from benchmarks.mix import MARK, write_ledger
from benchmarks.office import connect
from benchmarks.row import Row, explained
from workflow.adapters.clock import FixedClock
from workflow.adapters.keyfile import keyring
from workflow.app.agencies import NewAgency, add_agency
from workflow.app.keeping import verify
from workflow.app.ledger.importing import Ledger, import_ledger
from workflow.app.office import Actor, Office
from workflow.bootstrap import install
from workflow.store import schema
from workflow.store.engine import Store
from workflow.store.tables import DERIVED

SIZE = 20_000
#: So many rows show where the time goes.
FEW = 1000
#: Ours may take twice as long as the pass: the ratio of the pass to ours.
GOAL = 0.5
NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
OPENPYXL = "one read-only openpyxl pass over the same file, one process"
FLOOR = "the same rows sealed, hashed and written by the driver alone"
#: What an import reads, judges and derives may take twice as long as writing what comes of it.
GOAL_FLOOR = 0.33
#: What an import writes, in the order in which one refers to another.
TABLES = (
    *("journal", "journal_head", "chain_key", "vault_value"),
    *(str(model.__tablename__) for model in DERIVED),
)
_SCHEMA = """SELECT sql FROM sqlite_master
WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type = 'trigger', type DESC"""
#: So many rows of a table are written at once.
AT_ONCE = 5000


def measure(size: int = SIZE) -> Iterator[Row]:
    """Yield three rows: every row of the file becomes a case whose chain verifies."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_ledger(Path(folder) / "ledger.xlsx", size, NOW.date())
        few = write_ledger(Path(folder) / "few.xlsx", FEW, NOW.date())
        baseline = one_pass(path, size)
        ours = _import(path, Path(folder), size)
        floor = _floor(path.with_suffix(".db"))
        alone = floor / baseline.processor
        limit = f"the same rows sealed, hashed and written alone take {alone:.2f} passes"
        what = "a ledger imported: journal, clocks, encryption, search index"
        used = f"{what}; all processes"
        processor = (ours.processor, baseline.processor)
        for row in (
            Row("ledger", what, ours.clock, baseline.clock, OPENPYXL, GOAL, "s", size),
            Row("ledger-processor", used, *processor, OPENPYXL, GOAL, "s", size),
            Row("ledger-floor", used, ours.processor, floor, FLOOR, GOAL_FLOOR, "s", size),
        ):
            known = (limit,) if row.baseline_is == OPENPYXL else ()
            yield explained(row, partial(_import, few, Path(folder), FEW), *known)


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock, and of processor time with that of child processes that have ended."""

    clock: float
    processor: float

    @classmethod
    def so_far(cls) -> "Took":
        """Return what this process has taken until now."""
        spent = os.times()
        own, children = spent.user + spent.system, spent.children_user + spent.children_system
        return cls(perf_counter(), own + children)

    def since(self, start: "Took") -> "Took":
        """Return what lies between."""
        return Took(self.clock - start.clock, self.processor - start.processor)


def one_pass(path: Path, size: int) -> Took:
    """Read every cell once; return what it took."""
    gc.collect()
    start = Took.so_far()
    sheet = load_workbook(path, read_only=True).worksheets[0]
    count = sum(1 for _ in sheet.iter_rows(values_only=True))
    assert count == size + 1
    return Took.so_far().since(start)


def _import(path: Path, folder: Path, size: int) -> Took:
    for left in folder.glob(f"{path.stem}.db*"):
        left.unlink()  # of an import that was measured before
    store = Store(f"sqlite:///{folder}/{path.stem}.db")
    schema.upgrade(store)
    keys = keyring(bytes(range(32)))
    office = Office(store=store, keys=keys, now=FixedClock(NOW))
    install(store, keys, NOW)
    add_agency(office, NewAgency("lt", f"良田镇人民政府（{MARK}）", {}), Actor("root", "admin"))
    done = _Bar(size)
    gc.collect()
    start = Took.so_far()
    result = import_ledger(office, Ledger("lt", path), Actor("li", "clerk"), done.advance)
    took = Took.so_far().since(start)
    assert (result.done, result.requests.added) == (True, size)
    assert verify(office).broken == ()
    store.close()
    return took


def _floor(made: Path) -> float:
    """Seal, hash and write what an import wrote, and do nothing else; return the seconds.

    What is sealed is as long as what was, under a key a chain; what is hashed are the very
    columns; the rows go into a database with the same tables, indexes and settings.
    """
    to = made.with_name("floor.db")
    with closing(sqlite3.connect(made)) as source, closing(connect(to)) as target:
        for (statement,) in source.execute(_SCHEMA):
            target.execute(statement)
        target.execute("BEGIN IMMEDIATE")
        seconds = sum(_floor_of(source, target, table) for table in TABLES)
        start = process_time()
        target.execute("COMMIT")
        return seconds + process_time() - start


def _floor_of(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> float:
    found = source.execute(f"SELECT * FROM {table}")  # noqa: S608
    marks = ", ".join("?" * len(found.description))
    seconds = 0.0
    while rows := found.fetchmany(AT_ONCE):
        gc.collect()
        start = process_time()
        for row in rows:
            if table == "journal":
                sha256("".join(map(str, row)).encode()).hexdigest()
            elif table == "vault_value":
                AESGCM(bytes(32)).encrypt(bytes(12), row[2], row[1].encode())
        target.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
        seconds += process_time() - start
    return seconds


class _Bar:
    """Shows on standard error how many rows are done, with the memory in use."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.done = 0

    def advance(self, count: int) -> None:
        """Count rows; one line each tenth."""
        before, self.done = self.done, self.done + count
        if self.done * 10 // self.size > before * 10 // self.size:
            print(f"  {self.done:,} rows, {_mebibytes()} MiB", file=sys.stderr, flush=True)


def _mebibytes() -> int:
    status = Path("/proc/self/status").read_text("ascii")
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(resident.split()[1]) // 1024
