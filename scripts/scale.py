#!/usr/bin/env python3
"""Measure one PostgreSQL with full journals and many derived rows; write docs/scale.json.

scripts/scale.py [--journals 1000000] [--derived 10000000] [--agencies 200]

Full journals come through the product's own import of ledgers (each request registered, answered,
sealed, hashed, derived, indexed for search). The derived rows are then multiplied inside the
database: they have the real shapes and indexes, but no journals of their own. docs/scale.md says
what follows from the figures. Takes about an hour and 60 GB at full size.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import sqlalchemy as sa

from benchmarks import machine
from benchmarks.ledger import write_ledger
from benchmarks.office import ADMIN
from trust.server import postgresql
from workflow.adapters.clock import FixedClock
from workflow.adapters.keyfile import keyring
from workflow.app.agencies import NewAgency, add_agency
from workflow.app.annual_report import Inputs, build
from workflow.app.browsing import Wanted, browse
from workflow.app.ledger.importing import Ledger, import_ledger
from workflow.app.office import Office
from workflow.app.reminding import sweep
from workflow.app.report_register import OfficeRegister
from workflow.bootstrap import install
from workflow.store import schema
from workflow.store.engine import Store

OUT = Path(__file__).parents[1] / "docs" / "scale.json"
PAGE = OUT.with_suffix(".md")
#: What a province would hold after ten years.
PROVINCE = 5_000_000
#: Bytes of the letters of a request that is handled here: `workflow demo` has 12 of them.
LETTERS = 62_000
ASKED_FOR = {
    "list": "page of a list, one agency",
    "search": "search for 土地, one agency",
    "report": "annual report of one agency, built and checked",
    "scan": "sweep over everything open, nothing new",
}
NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
YEAR = 2024
#: The agency that is asked for its lists and its report.
ASKED = "a00001"
MULTIPLIED = ("derived_case", "derived_deadline")
SIZES = sa.text(
    "SELECT relname, reltuples::bigint, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class "
    "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 3 DESC"
)


def main() -> None:
    """Fill, measure, multiply, measure again, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--journals", type=int, default=1_000_000)
    parser.add_argument("--derived", type=int, default=10_000_000)
    parser.add_argument("--agencies", type=int, default=200)
    asked = parser.parse_args()
    with postgresql() as server, tempfile.TemporaryDirectory() as folder:
        office = opened(server.new_database())
        seconds = fill(office, Path(folder), asked.journals, asked.agencies)
        journals = figures(office, asked.journals) | {"import_seconds": round(seconds, 1)}
        multiply(office, asked.derived)
        derived = figures(office, asked.derived)
        office.store.close()
    found = {"machine": dict(machine.describe()), "journals": journals, "derived": derived}
    OUT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    write_page(found)
    print(OUT)


def write_page(found: dict[str, Any]) -> None:
    """Put the figures into the page, between its marks."""
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition("<!-- measured -->\n")
    _, _, after = rest.partition("<!-- end -->")
    measured = "\n".join(page_lines(found))
    PAGE.write_text(f"{before}<!-- measured -->\n{measured}\n<!-- end -->{after}", "utf-8")


def page_lines(found: dict[str, Any]) -> Iterator[str]:
    """Give the figures as tables: bytes a request, times, and what a province would hold."""
    machine_said = found["machine"]
    yield f"{machine_said['processor']}, {machine_said['cores']} cores, {machine_said['memory']}.\n"
    yield "| | full journals | derived rows multiplied |\n| --- | --- | --- |"
    both = (found["journals"], found["derived"])
    yield f"| requests | {both[0]['requests']:,} | {both[1]['requests']:,} |"
    for name, what in ASKED_FOR.items():
        cells = " | ".join(f"{part[name]['median']:,} ms" for part in both)
        yield f"| {what}, median | {cells} |"
    yield "\n| table | bytes a request, with indexes | for 5 million requests |"
    yield "| --- | --- | --- |"
    requests = found["journals"]["requests"]
    total = 0.0
    for name, _, table, indexes in found["journals"]["tables"]:
        each = (table + indexes) / requests
        total += each
        yield f"| {name} | {each:,.0f} | {each * PROVINCE / 1e9:,.1f} GB (extrapolated) |"
    yield f"| together | {total:,.0f} | {total * PROVINCE / 1e9:,.0f} GB (extrapolated) |"
    yield f"| document, by the demonstration | {LETTERS:,} | {LETTERS * PROVINCE / 1e9:,.0f} GB |"


def opened(url: str) -> Office:
    """Return an office on an empty database."""
    store = Store(url)
    schema.ready(store)
    keys = keyring(bytes(range(32)))
    office = Office(store=store, keys=keys, now=FixedClock(NOW))
    install(store, keys, NOW)
    return office


def fill(office: Office, folder: Path, size: int, agencies: int) -> float:
    """Import a ledger into each agency; return the seconds that the imports took."""
    ledger = write_ledger(folder / "ledger.xlsx", size // agencies)
    spent = 0.0
    for at in range(agencies):
        code = f"a{at:05}"
        add_agency(office, NewAgency(code, f"示例镇{at}人民政府", {"number_word": "示"}), ADMIN)
        begun = perf_counter()
        import_ledger(office, Ledger(code, ledger), ADMIN)
        spent += perf_counter() - begun
        say(f"{(at + 1) * (size // agencies):,} journals, {spent:.0f} s")
    analyse(office)
    return spent


def multiply(office: Office, wanted: int) -> None:
    """Repeat the derived rows under other chains until there are so many of them."""
    with office.store.write() as session:
        there = session.execute(sa.text("SELECT count(*) FROM derived_case")).scalar_one()
        for table in MULTIPLIED:
            names = columns(session, table)
            changed = {"chain": "chain || '/' || n", "agency": "agency || '-' || n % 100"}
            values = ", ".join(changed.get(name, f'"{name}"') for name in names)
            quoted = ", ".join(f'"{name}"' for name in names)
            session.execute(
                sa.text(
                    f"INSERT INTO {table} ({quoted}) SELECT {values} "  # noqa: S608
                    f"FROM {table}, generate_series(1, {wanted // there - 1}) AS n"
                )
            )
            say(f"{table} multiplied")
    analyse(office)


def columns(session: Any, table: str) -> list[str]:
    """Return the columns of a table that aren't numbered by the database."""
    known = sa.inspect(session.connection()).get_columns(table)
    return [column["name"] for column in known if column.get("autoincrement") is not True]


def analyse(office: Office) -> None:
    """Let the planner and the sizes know what was written, and the disk have it."""
    with office.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        line.execute(sa.text("VACUUM ANALYZE"))
        line.execute(sa.text("CHECKPOINT"))


def figures(office: Office, size: int) -> dict[str, Any]:
    """Return sizes and times of the database as it is."""
    with office.store.read() as session:
        sizes = [list(row) for row in session.execute(SIZES) if row[2] + row[3] > 2**20]
    found = {"requests": size, "tables": sizes}
    for name, work in works(office):
        found[name] = milliseconds(work)
        say(f"{name}: {found[name]} ms")
    return found


def works(office: Office) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Give what offices ask for all day, for one agency among many."""
    own = frozenset({ASKED})
    yield "list", lambda: browse(office, Wanted(own, kind="all"))
    yield "search", lambda: browse(office, Wanted(own, kind="all", text="土地"))
    yield "report", lambda: build(OfficeRegister(office), ASKED, YEAR, Inputs())
    yield "scan", lambda: sweep(office)


def milliseconds(work: Callable[[], Any]) -> dict[str, float]:
    """Return the median and the slowest of seven calls in ms, the first left out."""
    work()
    times = []
    for _ in range(7):
        begun = perf_counter()
        work()
        times.append((perf_counter() - begun) * 1000)
    return {"median": round(statistics.median(times), 2), "worst": round(max(times), 2)}


def say(what: str) -> None:
    """Tell the progress."""
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
