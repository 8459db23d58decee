"""Cases whose calendar has changed, derived again in the background.

The order names nothing: which cases are stale the database knows, at every moment. Whoever
accepts a calendar orders it; the worker's pass orders what became stale by itself, because the day
has come since which a calendar is known, or a new package knows more. What moved comes out as
files, a list of moves a step.
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.office import Actor, Office
from workflow.app.rederiving import AT_ONCE, Move, rederive_within, stale, stale_count
from workflow.app.running import Job, Kind, Step
from workflow.app.tasks import JSON, OUTPUT, TASK, Order, TaskFile, files, start
from workflow.messages import say

#: A derivation that failed, or after which the same case is stale still, is left alone so long.
PAUSE = timedelta(hours=1)
WORKER = Actor("workflow", "admin")


def order(office: Office, actor: Actor) -> int | None:
    """Order the derivation of what is stale; return the task's number, None where nothing is."""
    return start(office, Order("rederive"), actor) if stale(office, 1) else None


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
    return stale_count(office)


def _some(office: Office, job: Job) -> Step:
    """Derive the nearest stale cases again; one that stays stale isn't taken twice."""
    chains = stale(office, AT_ONCE)
    if not chains or chains[0] == job.cursor:
        return Step(last=True)
    return Step(write=partial(_derive, office, job, chains))


def _derive(office: Office, job: Job, chains: Sequence[str], session: Session) -> Step:
    """Derive them in one transaction with the note of it: killed, neither is there."""
    moved = rederive_within(office, session, chains, job.actor)
    overdue = sum(move.shift.overdue for move in moved)
    made = [_listed(moved)] if moved else []
    counts = {"moved": len(moved), "overdue": overdue}
    return Step(chains[0], len(chains), made, counts=counts)


def _listed(moved: Sequence[Move]) -> TaskFile:
    text = json.dumps([one.to_json() for one in moved], ensure_ascii=False, default=str)
    return TaskFile(f"{say('web_tasks.count_moved', 'zh')}.json", JSON, text.encode())


def moves_of(office: Office, first: int, last: int) -> list[dict[str, Any]]:
    """Return what moved in the derivations of these numbers, as ``Move.to_json`` has it."""
    ours = (TASK.c.kind == "rederive", TASK.c.id.between(first, last))
    with office.store.read() as session:
        idents = session.execute(sa.select(TASK.c.id).where(*ours).order_by(TASK.c.id)).scalars()
        return [
            move
            for ident in idents.all()
            for file in files(office, session, ident, OUTPUT)
            for move in json.loads(file.content)
        ]


def oldest_open(office: Office, ident: int) -> int:
    """Return the first derivation that hasn't ended, ``ident`` if none is older.

    One that is at work when another is ordered may do the work of both.
    """
    still = sa.and_(TASK.c.kind == "rederive", TASK.c.finished_at.is_(None))
    with office.store.read() as session:
        found = session.execute(sa.select(sa.func.min(TASK.c.id)).where(still)).scalar_one()
    return min(found or ident, ident)


REDERIVE = Kind(_count, _some)
