"""A ledger into the register, against one read-only openpyxl pass over the same file."""

import gc
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from time import process_time

from openpyxl import Workbook, load_workbook

from benchmarks.row import Row, explained
from workflow.adapters.clock import FixedClock
from workflow.adapters.keyfile import keyring
from workflow.app.agencies import NewAgency, add_agency
from workflow.app.keeping import verify
from workflow.app.ledger.importing import Ledger, import_ledger
from workflow.app.office import Actor, Office
from workflow.bootstrap import install
from workflow.ledger import columns as col
from workflow.store import schema
from workflow.store.engine import Store

SIZE = 20_000
#: So many rows show where the time goes.
FEW = 1000
#: Ours may take twice as long as the pass: the ratio of the pass to ours.
GOAL = 0.5
NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
FIRST, DAYS = date(2019, 6, 3), 2200
MARK = "示例"


def measure(size: int = SIZE) -> Iterator[Row]:
    """Yield the one row: every row of the file becomes a case whose chain verifies."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_ledger(Path(folder) / "ledger.xlsx", size)
        baseline = _pass(path, size)
        row = Row(
            name="ledger",
            what="a ledger imported: journal, clocks, encryption, search index",
            ours=_import(path, Path(folder), size),
            baseline=baseline,
            baseline_is="one read-only openpyxl pass over the same file",
            goal=GOAL,
            unit="s",
            size=size,
        )
        few = write_ledger(Path(folder) / "few.xlsx", FEW)
        yield explained(row, partial(_import, few, Path(folder), FEW))


def write_ledger(path: Path, size: int) -> Path:
    """Write a ledger of so many invented requests: answered, a third by a report's row alone."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([column.label for column in col.REQUESTS])
    for n in range(size):
        cells = _cells(n, FIRST + timedelta(n % DAYS))
        sheet.append([cells.get(column) for column in col.REQUESTS])
    book.save(path)
    return path


def _cells(n: int, on: date) -> dict[col.Column, object]:
    return {
        col.NUMBER: f"{MARK}〔{on.year}〕{n}号",
        col.APPLICANT: f"张{n}（{MARK}）",
        col.CLASS: "自然人",
        col.CHANNEL: "当面",
        col.SUBMITTED: on,
        col.CONTENT: f"{MARK}村第{n}组土地征收补偿方案及其附图",
        col.DECIDED: on + timedelta(15),
        col.DOCUMENT: f"{MARK}答〔{on.year}〕{n}号",
        col.RESULT: "A12" if n % 3 else "予以公开",
        col.SERVED: on + timedelta(18),
    }


def _pass(path: Path, size: int) -> float:
    """Read every cell once; return the seconds of processor time."""
    gc.collect()
    start = process_time()
    sheet = load_workbook(path, read_only=True).worksheets[0]
    count = sum(1 for _ in sheet.iter_rows(values_only=True))
    assert count == size + 1
    return process_time() - start


def _import(path: Path, folder: Path, size: int) -> float:
    store = Store(f"sqlite:///{folder}/{path.stem}.db")
    schema.upgrade(store)
    keys = keyring(bytes(range(32)))
    office = Office(store=store, keys=keys, now=FixedClock(NOW))
    install(store, keys, NOW)
    add_agency(office, NewAgency("lt", f"良田镇人民政府（{MARK}）", {}), Actor("root", "admin"))
    done = _Bar(size)
    gc.collect()
    start = process_time()
    result = import_ledger(office, Ledger("lt", path), Actor("li", "clerk"), done.advance)
    seconds = process_time() - start
    assert (result.done, result.requests.added) == (True, size)
    assert verify(office).broken == ()
    store.close()
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
