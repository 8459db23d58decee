"""A ledger into the register, against one read-only openpyxl pass over the same file."""

import gc
import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import process_time

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from openpyxl import Workbook, load_workbook

from benchmarks.office import APPLICANTS, CHANNELS, OUTCOMES, connect
from benchmarks.row import Row, explained
from workflow.adapters.clock import FixedClock
from workflow.adapters.keyfile import keyring
from workflow.app.agencies import NewAgency, add_agency
from workflow.app.keeping import verify
from workflow.app.ledger.importing import Ledger, import_ledger
from workflow.app.office import Actor, Office
from workflow.bootstrap import install
from workflow.ledger import columns as col
from workflow.ledger.results import label_of, row_of
from workflow.ledger.words import CHANNEL_LABELS, CLASS_LABELS
from workflow.store import schema
from workflow.store.engine import Store
from workflow.store.tables import DERIVED

SIZE = 20_000
#: So many rows show where the time goes.
FEW = 1000
#: Ours may take twice as long as the pass: the ratio of the pass to ours.
GOAL = 0.5
NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
FIRST, DAYS = date(2019, 6, 3), 2200
MARK = "示例"
SURNAMES = "张王李赵刘陈杨黄周吴徐孙马朱胡郭何高林罗"
PLACES = [f"{name}{kind}" for name in ("良田", "金凤", "西夏", "兴庆") for kind in ("村", "社区")]
THINGS = (
    *("土地征收补偿方案及其附图", "房屋征收决定", "低保对象名单", "财政专项资金使用情况"),
    *("建设工程规划许可证", "环境影响评价批复", "行政处罚决定书", "会议纪要", "招投标文件"),
    *("农村宅基地审批档案", "学校收费标准", "道路施工合同", "信访答复意见", "危房鉴定报告"),
)
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
    """Yield two rows: every row of the file becomes a case whose chain verifies."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_ledger(Path(folder) / "ledger.xlsx", size)
        few = write_ledger(Path(folder) / "few.xlsx", FEW)
        baseline = _pass(path, size)
        ours = _import(path, Path(folder), size)
        floor = _floor(path.with_suffix(".db"))
        limit = f"the same rows sealed, hashed and written alone take {floor / baseline:.2f} passes"
        what = "a ledger imported: journal, clocks, encryption, search index"
        for name, against, seconds, goal, known in (
            ("ledger", "one read-only openpyxl pass over the same file", baseline, GOAL, (limit,)),
            ("ledger-floor", FLOOR, floor, GOAL_FLOOR, ()),
        ):
            row = Row(name, what, ours, seconds, against, goal, "s", size)
            yield explained(row, partial(_import, few, Path(folder), FEW), *known)


def write_ledger(path: Path, size: int) -> Path:
    """Write a ledger of so many invented requests, in the shares of published reports."""
    lots = random.Random(2019)  # noqa: S311  (the same ledger every time)
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([column.label for column in col.REQUESTS])
    for n in range(size):
        cells = _cells(n, lots)
        sheet.append([cells.get(column) for column in col.REQUESTS])
    book.save(path)
    return path


def _cells(n: int, lots: random.Random) -> dict[col.Column, object]:
    on = FIRST + timedelta(n % DAYS)
    decided = on + timedelta(lots.randint(1, 28))
    outcome = _one(lots, OUTCOMES)
    return {
        col.NUMBER: f"{MARK}〔{on.year}〕{n}号",
        col.APPLICANT: f"{lots.choice(SURNAMES)}{n}（{MARK}）",
        col.CLASS: CLASS_LABELS[_one(lots, APPLICANTS)],
        col.CHANNEL: CHANNEL_LABELS[_one(lots, CHANNELS)],
        col.SUBMITTED: on,
        col.RECEIVED: on,
        col.CONTENT: f"{MARK}{lots.choice(PLACES)}第{n % 40}组{'、'.join(lots.sample(THINGS, 2))}",
        col.DECIDED: decided,
        col.DOCUMENT: f"{MARK}答〔{on.year}〕{n}号",
        col.RESULT: label_of(str(row_of(outcome))) if n % 3 == 0 else outcome,
        col.SERVED: decided + timedelta(lots.randint(0, 9)),
    }


def _one(lots: random.Random, shares: Mapping[str, int]) -> str:
    return lots.choices([*shares], [*shares.values()])[0]


def _pass(path: Path, size: int) -> float:
    """Read every cell once; return the seconds of processor time."""
    gc.collect()
    start = process_time()
    sheet = load_workbook(path, read_only=True).worksheets[0]
    count = sum(1 for _ in sheet.iter_rows(values_only=True))
    assert count == size + 1
    return process_time() - start


def _import(path: Path, folder: Path, size: int) -> float:
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
    start = process_time()
    result = import_ledger(office, Ledger("lt", path), Actor("li", "clerk"), done.advance)
    seconds = process_time() - start
    assert (result.done, result.requests.added) == (True, size)
    assert verify(office).broken == ()
    store.close()
    return seconds


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
