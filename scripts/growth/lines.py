"""The lines that are measured over a register of any size, each beside its baseline."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import sqlalchemy as sa

from benchmarks import agency_year, daily_scan, durable_advance
from benchmarks.case_page import LISTS, MARK, ON, TRIVIAL, case_paths, log_to, p95, trivial
from benchmarks.ledger import one_pass
from benchmarks.mix import write_ledger
from benchmarks.office import ADMIN, AGENCY, CLERK, PASSWORD, connect, register_case
from benchmarks.row import Row, microseconds
from growth.register import CARD, DAYS
from workflow.app.agencies import NewAgency, add_agency
from workflow.app.annual_report import Inputs, build, rules_of
from workflow.app.calendars import Arrival, accept
from workflow.app.heavy.rederive import order
from workflow.app.ledger.importing import Ledger, import_ledger
from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.app.rederiving import stale_count
from workflow.app.reminding import send_due
from workflow.app.report_register import OfficeRegister
from workflow.app.sign_in import sign_in
from workflow.app.working import do_heavy_work
from workflow.calendars import Closure
from workflow.web.app import create_app
from workflow.web.guard import COOKIE

YEAR = 2022
#: Moves, rows imported, turns of each side.
MOVES, IMPORTED, TURNS = 100, 1_000, 5
#: What deriving the agency's open cases again must read.
OPEN_ONES = tuple(
    f"SELECT t.* FROM derived_case c JOIN {table} t ON t.chain = c.chain "  # noqa: S608
    "WHERE c.agency = ? AND c.open = 1"
    for table in ("journal", "derived_case", "derived_deadline")
)
#: A word that a case in seven has, a number that few have, a name that nobody has.
SEARCHES = ("土地", "1234号", "司马某某")


def measured(made: Office, path: Path, size: int) -> Iterator[Row]:
    """Yield every line over a register."""
    yield from _pages(made, size)
    yield _report(made, path, size)
    yield _scan(made, path, size)
    yield _rederivation(made, path, size)
    yield _import(made, size)
    yield _advance(made, path, size)


def _pages(made: Office, size: int) -> Iterator[Row]:
    with made.store.read() as session:
        walked = sa.select(CASE.c.number).where(
            CASE.c.agency == AGENCY, CASE.c.number.startswith(MARK)
        )
        numbers = list(session.execute(walked).scalars())
    paths = case_paths(made, numbers)
    addresses = {
        "page": ("a case, opened for the first time", paths[1:]),
        "page-list": ("list of cases: open, all, of a state, the second page", LISTS),
        "page-search": ("search", [f"/cases?kind=all&q={text}" for text in SEARCHES]),
        "page-desk": ("the clerk's desk", ["/"]),
    }
    with Path(os.devnull).open("w") as log:
        log_to(log)
        signed_in = {COOKIE: sign_in(made, "li", PASSWORD)}
        app = create_app(made)
        asyncio.run(p95(app, ["/", "/cases", paths[0]], "", signed_in))
        for name, (what, asked) in addresses.items():
            one_line = asyncio.run(p95(trivial(), ["/"], TRIVIAL, {}))
            ours = asyncio.run(p95(app, asked, "", signed_in))
            yield Row(name, what, ours, one_line, "a FastAPI page of one line", 0, "ms", size)


def _report(made: Office, path: Path, size: int) -> Row:
    with closing(connect(path)) as connection:
        register = OfficeRegister(made)
        rules = rules_of(register, AGENCY, YEAR)
        ours = partial(build, register, AGENCY, YEAR, Inputs())
        theirs = partial(agency_year.grouped, connection, YEAR)
        assert agency_year.shown(ours().report) == agency_year.counted(theirs(), rules)
        return Row(
            name="report",
            what="annual report of one agency-year, built and checked",
            ours=microseconds(ours, 1, repeat=TURNS) / 1000,
            baseline=microseconds(theirs, 1, repeat=TURNS) / 1000,
            baseline_is="the bare GROUP BYs",
            goal=0,
            unit="ms",
            size=size,
        )


def _scan(made: Office, path: Path, size: int) -> Row:
    send_due(made)
    with closing(connect(path)) as connection:
        ours, bare = _in_turns(partial(send_due, made), partial(daily_scan.bare, connection))
    what = "daily scan, nothing new"
    return Row("scan", what, ours * 1e3, bare * 1e3, "the bare INSERT … SELECT", 0, "ms", size)


def _rederivation(made: Office, path: Path, size: int) -> Row:
    """Close the agency for a day: all its open cases are touched, and no other."""
    with closing(connect(path)) as connection:
        baseline = min(_seconds(partial(_read_open, connection)) for _ in range(3))
    accept(made, Arrival(AGENCY, Closure(ON + timedelta(days=2), "示例"), made.today), ADMIN)
    order(made, ADMIN)
    ours = _seconds(partial(do_heavy_work, made))
    assert stale_count(made) == 0
    what = "open cases of an agency derived again after a change of its calendar"
    return Row("rederivation", what, ours, baseline, "reading their rows", 0, "s", size)


def _read_open(connection: sqlite3.Connection) -> None:
    for query in OPEN_ONES:
        assert connection.execute(query, (AGENCY,)).fetchall()


def _import(made: Office, size: int) -> Row:
    """Import a ledger into an agency that is new in the register."""
    with made.store.read() as session:
        known = session.execute(sa.text("SELECT count(*) FROM agency")).scalar_one()
    add_agency(made, NewAgency(f"new{known}", "示例镇人民政府（新，示例）", CARD), ADMIN)
    with TemporaryDirectory() as at:
        ledger = write_ledger(Path(at) / "ledger.xlsx", IMPORTED, ON, DAYS)
        baseline = one_pass(ledger, IMPORTED)
        ours = _seconds(partial(import_ledger, made, Ledger(f"new{known}", ledger), CLERK))
    what = f"a ledger of {IMPORTED:,} rows imported"
    return Row("import", what, ours, baseline, "one openpyxl pass", 0, "s", size)


def _advance(made: Office, path: Path, size: int) -> Row:
    """Move new requests, as the line ``advance`` does; the same rows go into a copy by sqlite3."""
    numbers = [register_case(made, ON) for _ in range(MOVES + durable_advance.WARM)]
    copy = path.with_suffix(".raw")
    for left in path.parent.glob(f"{copy.name}*"):
        left.unlink()
    made.store.close()
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(path, copy)
    with closing(connect(copy)) as raw:
        side = partial(durable_advance.write_raw, raw, durable_advance.SQLITE)
        ours, baseline = durable_advance.by_turns(made, numbers, [side])
    copy.unlink()
    return Row(
        name="advance",
        what="durable move",
        ours=ours,
        baseline=baseline,
        baseline_is="sqlite3: the same rows",
        goal=0,
        unit="moves/s",
        size=size,
        less_is_better=False,
    )


def _in_turns(ours: Callable[[], Any], theirs: Callable[[], Any]) -> tuple[float, float]:
    """Return the fastest seconds of either: what else the machine does hits both."""
    turns = [(_seconds(ours), _seconds(theirs)) for _ in range(TURNS)]
    return min(one for one, _ in turns), min(other for _, other in turns)


def _seconds(work: Callable[[], Any]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun
