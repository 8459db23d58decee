"""Heavy work in the background: a row says what is wanted and how far it is; any worker goes on.

A task does a few steps at a time, each complete in itself, and notes how far it is: a page shows
it, and a killed one goes on where it stood.
"""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.office import Actor, Office
from workflow.app.rederiving import rederive_one, stale
from workflow.core.journal import canonical
from workflow.errors import WorkflowError
from workflow.store.engine import WAKES
from workflow.store.tables import Task, table_of

log = logging.getLogger("workflow.tasks")

TASK = table_of(Task)
CLAIM = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of heavy work.

    ``count`` tells how many steps there are; ``some`` does the next few behind a cursor (empty:
    from the beginning) for the person who asked, and returns the new cursor with how many it did
    (0: finished).
    """

    count: Callable[[Office, Mapping[str, Any]], int]
    some: Callable[[Office, Mapping[str, Any], str, Actor], tuple[str, int]]


def _count_stale(office: Office, _wanted: Mapping[str, Any]) -> int:
    return len(stale(office))


def _rederive_some(
    office: Office, _wanted: Mapping[str, Any], cursor: str, actor: Actor
) -> tuple[str, int]:
    """Derive the most urgent stale cases again; one that stays stale isn't taken twice."""
    chains = stale(office)[:STEPS]
    if not chains or chains[0] == cursor:
        return cursor, 0
    for chain in chains:
        rederive_one(office, chain, actor)
    return chains[0], len(chains)


#: So many cases are derived between two notes of the progress.
STEPS = 50
KINDS: Mapping[str, Kind] = {"rederive": Kind(_count_stale, _rederive_some)}


def start_task(
    office: Office, session: Session, kind: str, wanted: Mapping[str, Any], actor: Actor
) -> int:
    """Leave a task in a transaction; it begins after the commit. Returns its number."""
    assert kind in KINDS
    values = {
        "kind": kind,
        "wanted": canonical(wanted),
        "made_by": actor.name,
        "made_at": office.now(),
    }
    made = sa.insert(TASK).values(**values, done=0, cursor="").returning(TASK.c.id)
    ident: int = session.execute(made).scalar_one()
    session.info[WAKES] = True
    return ident


def tasks(office: Office, limit: int = 50) -> list[dict[str, Any]]:
    """Return tasks with their progress for a page, the newest first."""
    names = ("id", "kind", "made_by", "made_at", "done", "total", "finished_at", "failure")
    found = sa.select(*(TASK.c[name] for name in names)).order_by(TASK.c.id.desc()).limit(limit)
    with office.store.read() as session:
        return [dict(zip(names, row, strict=True)) for row in session.execute(found)]


def run_tasks(office: Office) -> int:
    """Do what waits, one step after the other; return how many tasks were finished."""
    finished = 0
    while (row := _claim(office)) is not None:
        finished += _run(office, row)
    return finished


def _claim(office: Office) -> sa.Row[Any] | None:
    now = office.now()
    free = sa.or_(TASK.c.claimed_until.is_(None), TASK.c.claimed_until <= now)
    found = sa.select(TASK).where(TASK.c.finished_at.is_(None), free).order_by(TASK.c.id).limit(1)
    with office.store.write() as session:
        row = session.execute(found.with_for_update(skip_locked=True)).one_or_none()
        if row is not None:
            _set(session, row.id, claimed_until=now + CLAIM)
    return row


def _run(office: Office, row: sa.Row[Any]) -> bool:
    """Do the steps of one task until none is left; a failure is noted and ends it."""
    wanted, kind = json.loads(row.wanted), KINDS[row.kind]
    actor = Actor(row.made_by, "admin")
    done, cursor = row.done, row.cursor
    try:
        total = kind.count(office, wanted) if row.total is None else row.total
        _note(office, row.id, total=total)
        while True:
            cursor, steps = kind.some(office, wanted, cursor, actor)
            if not steps:
                _note(office, row.id, done=total, finished_at=office.now(), claimed_until=None)
                return True
            done += steps
            _note(office, row.id, done=done, cursor=cursor, claimed_until=office.now() + CLAIM)
    except WorkflowError as error:
        log.exception("task %s failed", row.id)
        _note(office, row.id, failure=error.code, finished_at=office.now())
        return False


def _note(office: Office, ident: int, **values: Any) -> None:
    with office.store.write() as session:
        _set(session, ident, **values)


def _set(session: Session, ident: int, **values: Any) -> None:
    session.execute(sa.update(TASK).where(TASK.c.id == ident).values(**values))
