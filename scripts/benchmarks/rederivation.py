"""Open cases derived again after their calendar changed, beside reading the same rows in bare SQL.

Ours finds the cases by index, derives each under the new calendar, journals what moved, writes its
rows and tells its clerk, a thousand cases a transaction, as the task that an import orders. The
baseline finds the same cases by the same index and reads what that needs: entries, heads and rows.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from time import perf_counter

from benchmarks.office import ADMIN, AGENCY, connect, database_of, office
from benchmarks.open_cases import fill
from benchmarks.row import Row, explained
from workflow.app.agencies import get_agency
from workflow.app.alike import dates_of
from workflow.app.calendars import Arrival, accept, rules_of
from workflow.app.heavy.rederive import order
from workflow.app.office import Office
from workflow.app.rederiving import stale_count
from workflow.app.tasks import progress
from workflow.app.touched import parts
from workflow.app.working import do_heavy_work
from workflow.calendars import Closure, load

#: A Monday.
ON = date(2023, 9, 4)
SIZE = 10_000
#: Ours may take five times as long: the ratio of the reading to ours.
GOAL = 0.2
#: The part of the cases that reaches as far as the day that changes.
TENTH = 0.1
TURNS = 3
FOUND = "SELECT chain FROM derived_case WHERE agency = ? AND calendar = ? AND reach >= ?"
READS = tuple(
    f"SELECT * FROM {table} WHERE chain IN ({FOUND})"  # noqa: S608  (our own names)
    for table in ("journal", "journal_head", "derived_case", "derived_deadline")
)


@dataclass(frozen=True, slots=True)
class Taken:
    """One turn: how many cases were touched, and the seconds that each side took for them."""

    cases: int
    ours: float
    baseline: float

    @property
    def times(self) -> float:
        """How many times as long ours took."""
        return self.ours / self.baseline


def measure(size: int = SIZE) -> Iterator[Row]:
    """Yield two rows: a tenth of the open cases touched, and all of them."""
    with office(ON) as made, closing(connect(database_of(made))) as connection:
        fill(made, size, ON)
        days = _Days(connection)
        tenth = [_turn(made, connection, days.reached_by(TENTH)) for _ in range(TURNS)]
        again = partial(_again, made, days.reached_by(TENTH))
        yield explained(_row("rederivation", tenth, GOAL), again)
        every = [_turn(made, connection, days.reached_by(1)) for _ in range(TURNS)]
        yield _row("rederivation-all", every, 0)


def _row(name: str, turns: list[Taken], goal: float) -> Row:
    best = min(turns, key=lambda turn: turn.times)
    known = dates_of.cache_info()
    return Row(
        name=name,
        what=f"{best.cases:,} open cases derived again that a change of calendar touches, every "
        f"one of which moves ({known.misses:,} different ones in all turns)",
        ours=best.ours,
        baseline=best.baseline,
        baseline_is="finding them by the same index and reading their rows by sqlite3",
        goal=goal,
        unit="s",
        size=best.cases,
    )


class _Days:
    """Working days on which the agency closes, each once: the one that a share reaches."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._works: Callable[[date], bool] = lambda on: load("ningxia", as_of=ON).day(on).works
        self._closed: set[date] = set()

    def reached_by(self, share: float) -> date:
        """Return a day that as many cases reach as come nearest to a share of all."""
        counted = "SELECT reach, count(*) FROM derived_case GROUP BY reach ORDER BY reach DESC"
        rows = self._connection.execute(counted).fetchall()
        whole, reached, best = sum(count for _, count in rows), 0, (2.0, ON)
        for text, count in rows:
            reached += count
            day = date.fromisoformat(text)
            if day not in self._closed and self._works(day):
                best = min(best, (abs(reached / whole - share), day))
        day = best[1] if share < 1 else self._before_all(date.fromisoformat(rows[-1][0]))
        self._closed.add(day)
        return day

    def _before_all(self, day: date) -> date:
        while day in self._closed or not self._works(day):
            day -= timedelta(days=1)
        return day


def _turn(made: Office, connection: sqlite3.Connection, closed: date) -> Taken:
    _close(made, closed)
    with made.store.read() as session:
        wanted = [(one.agency, one.calendar, str(one.since)) for one in parts(session, ON)]
    cases = stale_count(made)
    baseline = min(_seconds(partial(_read, connection, wanted, cases)) for _ in range(TURNS))
    return Taken(cases, _seconds(partial(_derive, made, cases)), baseline)


def _close(made: Office, closed: date) -> None:
    """Accept a closure; the calendar is put together once for all who ask it, so before all."""
    accept(made, Arrival(AGENCY, Closure(closed, "示例"), made.today), ADMIN)
    with made.store.read() as session:
        calendar = rules_of(session, get_agency(session, AGENCY)).calendar_on(ON)
    for reading in (calendar.likely, calendar.earliest, calendar.latest):
        reading.nth_working_day(ON, 1)


def _read(connection: sqlite3.Connection, wanted: list[tuple[str, str, str]], cases: int) -> None:
    read = [sum(len(connection.execute(query, part).fetchall()) for part in wanted)
            for query in READS]  # fmt: skip
    assert read[1] == read[2] == cases
    assert min(read) >= cases


def _derive(made: Office, cases: int) -> None:
    ident = order(made, ADMIN)
    do_heavy_work(made)
    assert ident is not None
    task = progress(made, ident)
    assert (task.state, task.done, stale_count(made)) == ("finished", cases, 0)
    assert task.counts["moved"] >= cases


def _again(made: Office, closed: date) -> None:
    _close(made, closed)
    order(made, ADMIN)
    do_heavy_work(made)


def _seconds(work: Callable[[], None]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun
