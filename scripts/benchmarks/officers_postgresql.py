"""The same fifty officers on a PostgreSQL server of its own."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.officers import OFFICERS, prepare, row_of
from benchmarks.row import Row
from trust.server import postgresql
from workflow.settings import Settings


def measure(size: int = OFFICERS) -> Iterator[Row]:
    """Yield one row: answers a second, all of them right."""
    with postgresql() as server, TemporaryDirectory() as folder:
        url = server.new_database()
        prepare(Settings(data_dir=Path(folder), database_url=url), size)
        environment = {"WORKFLOW_DATA_DIR": folder, "WORKFLOW_DATABASE_URL": url}
        yield row_of("officers-postgresql", "PostgreSQL", environment, size)
