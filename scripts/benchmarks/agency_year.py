"""One agency-year's report from its register, against the bare GROUP BY on the same database."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from functools import partial
from typing import Any

from benchmarks.office import AGENCY, database_of, office, put, year_of_requests
from benchmarks.row import Row, explained, microseconds
from workflow.app.annual_report import Inputs, build, rules_of
from workflow.app.projecting import CASE
from workflow.app.report_register import OfficeRegister
from workflow.reports.model import Report

YEAR = 2023
GOAL = 1 / 1.5
SIZE = 10_000
#: Everything table 2 counts: class, result, new or carried in, handled or carried out.
GROUP_BY = """
SELECT applicant, outcome, received_on >= :first, decided_on IS NULL OR decided_on > :last, count(*)
FROM derived_case
WHERE agency = :agency AND received_on <= :last AND (decided_on IS NULL OR decided_on >= :first)
GROUP BY 1, 2, 3, 4
"""
Cells = Counter[tuple[str, str]]


def measure(size: int = SIZE) -> Iterator[Row]:
    """Yield the one row; every cell of table 2 is what the GROUP BY counts."""
    with office(date(YEAR + 1, 1, 29)) as made, closing(_connect(made)) as connection:
        put(made, CASE, year_of_requests(size, YEAR))
        register = OfficeRegister(made)
        ours = partial(build, register, AGENCY, YEAR, Inputs())
        theirs = partial(_grouped, connection)
        rules = rules_of(register, AGENCY, YEAR)
        expected = _cells(theirs(), lambda code: str(rules.row(code, None)))
        assert _leaves(ours().report) == expected
        row = Row(
            name="report",
            what="annual report of one agency-year, built and checked",
            ours=microseconds(ours, 1, repeat=5) / 1000,
            baseline=microseconds(theirs, 1, repeat=9) / 1000,
            baseline_is="the bare GROUP BY for table 2, by sqlite3",
            goal=GOAL,
            unit="ms",
            size=size,
        )
        yield explained(row, ours)


def _connect(made: Any) -> sqlite3.Connection:
    return sqlite3.connect(database_of(made))


def _grouped(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    days = {"agency": AGENCY, "first": f"{YEAR}-01-01", "last": f"{YEAR}-12-31"}
    return connection.execute(GROUP_BY, days).fetchall()


def _cells(groups: list[tuple[Any, ...]], row_of: Any) -> Cells:
    """Return table 2 from the groups, by row and class."""
    cells: Cells = Counter()
    for applicant, outcome, is_new, is_open, count in groups:
        cells["new_received" if is_new else "carried_in", applicant] += count
        cells["carried_out" if is_open else row_of(outcome), applicant] += count
    return cells


def _leaves(report: Report) -> Cells:
    left_out = {"total_handled"}
    return Counter(
        {
            (row, column): number
            for row, cells in report.received.items()
            for column, number in cells.items()
            if number and column != "total" and row not in left_out
        }
    )
