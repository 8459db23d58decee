"""One agency-year's report from its register, against the bare GROUP BY on the same database."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from typing import Any

from benchmarks.office import AGENCY, Rows, database_of, office, put, year_of_requests
from benchmarks.row import Row, explained, microseconds
from workflow.app.annual_report import Inputs, build, rules_of
from workflow.app.office import Office
from workflow.app.projecting import APPEAL, CASE
from workflow.app.report_register import OfficeRegister
from workflow.reports.counting import Rules
from workflow.reports.model import Report

YEAR = 2023
GOAL = 1 / 1.5
SIZE, MANY = 10_000, 1_000_000
#: Everything table 2 counts: class, result (an imported one may know its row alone), new or
#: carried in, handled or carried out.
TABLE_2 = """
SELECT applicant, outcome, "row", received_on >= :first,
       decided_on IS NULL OR decided_on > :last, count(*)
FROM derived_case
WHERE agency = :agency AND received_on <= :last AND (decided_on IS NULL OR decided_on >= :first)
GROUP BY 1, 2, 3, 4, 5
"""
#: Everything table 3 counts: group, result, closed or pending.
TABLE_3 = """
SELECT "group", result, decided_on IS NULL OR decided_on > :last, count(*)
FROM derived_appeal
WHERE agency = :agency AND received_on <= :last AND (decided_on IS NULL OR decided_on >= :first)
GROUP BY 1, 2, 3
"""
AGAIN = "WITH RECURSIVE again(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM again WHERE n < :times)"
Cells = Counter[tuple[str, str]]
Groups = tuple[list[Any], list[Any]]


def measure(size: int | None = None) -> Iterator[Row]:
    """Yield a row a size: a large agency's year, and a million requests."""
    if size is not None:
        yield _year("report", size)
        return
    yield _year("report", SIZE)
    yield _year("report-million", MANY)


def _year(name: str, size: int) -> Row:
    """Measure one register; every cell of tables 2 and 3 is what the GROUP BYs count."""
    with office(date(YEAR + 1, 1, 29)) as made:
        _fill(made, size)
        with closing(sqlite3.connect(database_of(made))) as connection:
            register = OfficeRegister(made)
            ours = partial(build, register, AGENCY, YEAR, Inputs())
            theirs = partial(grouped, connection, YEAR)
            expected = counted(theirs(), rules_of(register, AGENCY, YEAR))
            report = ours().report
            assert shown(report) == expected
            assert sum(expected[0].values()) == 2 * size
            repeat = 9 if size < MANY else 2
            row = Row(
                name=name,
                what="annual report of one agency-year, built and checked",
                ours=microseconds(ours, 1, repeat=repeat) / 1000,
                baseline=microseconds(theirs, 1, repeat=repeat) / 1000,
                baseline_is="the bare GROUP BYs for tables 2 and 3, by sqlite3",
                goal=GOAL,
                unit="ms",
                size=size,
            )
            return explained(row, ours)


def _fill(made: Office, size: int) -> None:
    """Write a register; a large one is a year's requests over and over."""
    own = min(size, SIZE)
    rows = year_of_requests(own, YEAR)
    put(made, CASE, rows)
    put(made, APPEAL, _appeals(rows))
    with closing(sqlite3.connect(database_of(made))) as connection, connection:
        for table in (CASE.name, APPEAL.name):
            _repeat(connection, table, size // own)


def _appeals(rows: Rows) -> Rows:
    """Return an appeal against every thirtieth answer; a third of them are pending."""
    return [
        {
            "chain": row["chain"],
            "child": "reconsideration:r1",
            "agency": AGENCY,
            "group": "review",
            "received_on": row["decided_on"],
            "decided_on": None if at % 3 == 0 else row["decided_on"] + timedelta(40),
            "result": None if at % 3 == 0 else "upheld",
        }
        for at, row in enumerate(one for one in rows[::30] if one["decided_on"])
    ]


def _repeat(connection: sqlite3.Connection, table: str, times: int) -> None:
    names = [f'"{row[1]}"' for row in connection.execute(f"PRAGMA table_info({table})")]
    own = [f"{name} || '/' || n" if name in {'"chain"', '"number"'} else name for name in names]
    chosen = f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(own)} FROM {table}, again"  # noqa: S608  (the product's own names)
    connection.execute(f"{AGAIN} {chosen} WHERE n < :times", {"times": times})


def grouped(connection: sqlite3.Connection, year: int) -> Groups:
    """Return what the bare GROUP BYs say of a year."""
    days = {"agency": AGENCY, "first": f"{year}-01-01", "last": f"{year}-12-31"}
    found = [connection.execute(one, days).fetchall() for one in (TABLE_2, TABLE_3)]
    return found[0], found[1]


def counted(groups: Groups, rules: Rules) -> tuple[Cells, Cells]:
    """Return tables 2 and 3 from the groups, by row and column."""
    received: Cells = Counter()
    appeals: Cells = Counter()
    for applicant, outcome, own_row, is_new, is_open, count in groups[0]:
        received["new_received" if is_new else "carried_in", applicant] += count
        row = "carried_out" if is_open else str(rules.row(outcome, own_row))
        received[row, applicant] += count
    for group, result, is_open, count in groups[1]:
        appeals[group, "pending" if is_open else result] += count
    return received, appeals


def shown(report: Report) -> tuple[Cells, Cells]:
    """Return the numbers of tables 2 and 3 that a report shows, sums left out."""
    return _leaves(report.received), _leaves(report.appeals)


def _leaves(table: Any) -> Cells:
    return Counter(
        {
            (row, column): number
            for row, cells in table.items()
            for column, number in cells.items()
            if number and column != "total" and row != "total_handled"
        }
    )
