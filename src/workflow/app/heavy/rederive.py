"""Cases whose calendar has changed, derived again in the background.

The order names nothing: which cases are stale the database knows, at every moment. Whoever
accepts a calendar derives them at once; the worker's pass orders what was left over, because he
was stopped in the middle or because the day has come since which the calendar is known.
"""

from datetime import timedelta

import sqlalchemy as sa

from workflow.app.office import Actor, Office
from workflow.app.rederiving import AT_ONCE, rederive, stale
from workflow.app.running import Job, Kind, Step
from workflow.app.tasks import TASK, Order, start

#: So many cases are derived between two notes of the progress, and two looks for what is stale.
A_STEP = 2000
#: A derivation that failed, or after which the same case is stale still, is left alone so long.
PAUSE = timedelta(hours=1)
WORKER = Actor("workflow", "admin")


def order_what_is_stale(office: Office) -> int | None:
    """Order the derivation of stale cases, unless it is ordered already; return its number."""
    chains = stale(office, 1)
    if not chains or _is_hopeless(office, chains[0]):
        return None
    return start(office, Order("rederive"), WORKER)


def _is_hopeless(office: Office, chain: str) -> bool:
    """Tell whether a derivation waits, or has just ended without getting beyond this case."""
    newest = sa.select(TASK).where(TASK.c.kind == "rederive").order_by(TASK.c.id.desc()).limit(1)
    with office.store.read() as session:
        row = session.execute(newest).one_or_none()
    if row is None:
        return False
    if row.finished_at is None:
        return True
    in_vain = row.failure is not None or row.cursor == chain
    return bool(in_vain and office.now() < row.finished_at + PAUSE)


def _count(office: Office, _job: Job) -> int:
    return len(stale(office))


def _some(office: Office, job: Job) -> Step:
    """Derive the most urgent stale cases again; one that stays stale isn't taken twice."""
    chains = stale(office, A_STEP)
    if not chains or chains[0] == job.cursor:
        return Step(last=True)
    moved = [
        move
        for first in range(0, len(chains), AT_ONCE)
        for move in rederive(office, chains[first : first + AT_ONCE], job.actor)
    ]
    overdue = sum(move.shift.overdue for move in moved)
    return Step(chains[0], len(chains), counts={"moved": len(moved), "overdue": overdue})


REDERIVE = Kind(_count, _some)
