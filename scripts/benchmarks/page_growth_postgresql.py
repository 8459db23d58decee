"""The same growth on a PostgreSQL server of its own."""

from collections.abc import Iterator
from dataclasses import replace

from benchmarks import page_growth
from benchmarks.row import Row
from trust.server import postgresql


def measure(size: int = page_growth.LARGE) -> Iterator[Row]:
    """Yield a row a page: its 95th percentile with ``size`` requests beside that with few."""
    with postgresql() as server:
        for row in page_growth.measure(size, (server.new_database(), server.new_database())):
            yield replace(row, name=f"{row.name}-postgresql")
