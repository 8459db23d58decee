"""Open cases derived again after their calendar changed, beside reading the same rows in bare SQL.

Ours folds the journal of each case under the new calendar, journals what moved, writes its rows
and tells its clerk, a hundred cases a transaction; the baseline reads what that needs: the entries
and the dates.
"""

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.office import ADMIN, AGENCY, CLERK, connect, database_of, office
from benchmarks.row import Row, explained
from workflow.app.calendars import Arrival, accept
from workflow.app.ledger.importing import Ledger, import_ledger
from workflow.app.office import Office
from workflow.app.rederiving import rederive_all, stale
from workflow.calendars import Closure
from workflow.ledger import columns as col

#: A Monday, and days after it on which the agency will be closed by its own decision.
ON = date(2023, 9, 4)
CLOSED = date(2023, 9, 6)
#: Ours may take five times as long: the ratio of the reading to ours.
GOAL = 0.2
SIZE = 2_000
READS = (
    "SELECT * FROM journal WHERE chain IN (SELECT chain FROM derived_case WHERE agency = ?)",
    "SELECT * FROM derived_case WHERE agency = ?",
    "SELECT * FROM derived_deadline WHERE agency = ?",
)


def measure(size: int = SIZE) -> Iterator[Row]:
    """Yield a row: every open case is touched, its date moves, and it is told once."""
    with office(ON) as made, closing(connect(database_of(made))) as connection:
        _fill(made, size)
        baseline = min(_seconds(partial(_read, connection, size)) for _ in range(3))
        ours = _seconds(partial(_again, made, size, CLOSED))
        row = Row(
            name="rederivation",
            what="open cases derived again after a calendar change that touches all of them",
            ours=ours,
            baseline=baseline,
            baseline_is="reading their entries and dates by sqlite3",
            goal=GOAL,
            unit="s",
            size=size,
        )
        yield explained(row, partial(_again, made, size, CLOSED + timedelta(days=1)))


def _fill(made: Office, size: int) -> None:
    """Import so many open requests, all received two weeks ago."""
    received = ON - timedelta(days=14)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([one.label for one in (col.NUMBER, *_COLUMNS)])
            for n in range(size):
                writer.writerow([f"示例〔2023〕{n}号", *_cells(received)])
        assert import_ledger(made, Ledger(AGENCY, path), CLERK).requests.added == size


_COLUMNS = (col.APPLICANT, col.CLASS, col.CHANNEL, col.SUBMITTED, col.CONTENT)


def _cells(received: date) -> tuple[str, ...]:
    return "张三（示例）", "自然人", "当面", received.isoformat(), "示例村土地征收补偿方案"


def _read(connection: sqlite3.Connection, size: int) -> None:
    read = [connection.execute(query, (AGENCY,)).fetchall() for query in READS]
    assert all(len(rows) >= size for rows in read)


def _again(made: Office, size: int, closed: date) -> None:
    accept(made, Arrival(AGENCY, Closure(closed, "示例"), made.today), ADMIN)
    assert len(rederive_all(made, CLERK)) == size
    assert stale(made) == []


def _seconds(work: partial[None]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun
