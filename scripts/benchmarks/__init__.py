"""Benchmarks: each line of ours beside a baseline that does the same work in the same run.

A line is a module with ``measure() -> Iterable[Row]``; its name stands in ``LINES``. That both
sides did the same work is asserted by what they give, never assumed.
"""

from collections.abc import Iterable
from importlib import import_module

from benchmarks.row import Row

#: The name of ``--only`` → the module that measures it.
LINES: dict[str, str] = {
    "date": "benchmarks.plain_date",
    "date-numpy": "benchmarks.numpy_date",
    "clocks": "benchmarks.case_clocks",
    "notice": "benchmarks.notice",
    "ledger": "benchmarks.ledger",
    "report-document": "benchmarks.report_document",
    "report": "benchmarks.agency_year",
    "roll-up": "benchmarks.roll_up",
    "scan": "benchmarks.daily_scan",
    "rederivation": "benchmarks.rederivation",
    "advance": "benchmarks.durable_advance",
    "peers": "benchmarks.peers",
    "page": "benchmarks.case_page",
    "officers": "benchmarks.officers",
}
#: Lines that take minutes, or need a PostgreSQL server: only ``--large`` or ``--only`` runs them.
LARGE: dict[str, str] = {
    "page-growth": "benchmarks.page_growth",
    "page-growth-postgresql": "benchmarks.page_growth_postgresql",
    "advance-postgresql": "benchmarks.advance_postgresql",
    "officers-postgresql": "benchmarks.officers_postgresql",
}
#: The lines that ``--size`` makes larger: their work grows with the register.
GROWING = frozenset(
    {"rederivation", "ledger", "report", "roll-up", "scan", "advance", "peers", "page", "officers"}
    | {"page-growth", "page-growth-postgresql", "officers-postgresql"}
)


def measure(name: str, size: int | None = None) -> Iterable[Row]:
    """Run one line, on its own size unless told another; every part of it is a row."""
    module = import_module((LINES | LARGE)[name])
    rows: Iterable[Row] = module.measure(size) if size and name in GROWING else module.measure()
    return rows
