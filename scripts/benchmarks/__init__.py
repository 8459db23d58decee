"""Benchmarks: each line of ours beside a baseline that does the same work in the same run.

A line is a module with ``measure() -> Iterable[Row]``; its name stands in ``LINES``. That both
sides did the same work is asserted by what they give, never assumed.
"""

from collections.abc import Iterable, Mapping
from importlib import import_module

from benchmarks.row import Row

#: The name of ``--only`` → the module that measures it.
LINES: Mapping[str, str] = {
    "date": "benchmarks.plain_date",
    "clocks": "benchmarks.case_clocks",
    "notice": "benchmarks.notice",
}


def measure(name: str) -> Iterable[Row]:
    """Run one line; every part of it is a row."""
    rows: Iterable[Row] = import_module(LINES[name]).measure()
    return rows
