"""Heavy work done: a task is claimed, does a step after the other, and may be killed at any time.

What a step made and that it is done are written in one transaction, under the claim: a killed
task resumes behind its last step, and a process that was overtaken can write nothing.
"""

import json
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.inbox import tell
from workflow.app.marks import clear, mark
from workflow.app.office import Actor, Office
from workflow.app.tasks import (
    KEPT,
    OUTPUT,
    TASK,
    KindName,
    TaskFile,
    empty,
    files_made,
    keep_files,
    said_of,
    seal_said,
)
from workflow.core.journal import canonical
from workflow.errors import Reason, WorkflowError
from workflow.messages import say
from workflow.store.journals import INSTALLATION
from workflow.store.leases import is_free, lease
from workflow.store.tables import Account, table_of

log = logging.getLogger("workflow.tasks")

ACCOUNT = table_of(Account)
#: How long a process may take for one step; then another one may take the task over.
CLAIM = timedelta(minutes=5)
#: A task that couldn't go on for something that passes is tried again after this.
PAUSE = timedelta(minutes=1)
#: So many claims without progress, and it is given up: it may be what kills the processes.
TRIES = 5
#: Errors that pass by themselves.
PASSING = frozenset({"store.busy", "store.unreachable"})
#: So many findings are kept for the page; ``counts`` knows how many there were.
FINDINGS = 200


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed task as its kind sees it; ``actor`` is who ordered it, in the role he had."""

    id: int
    kind: KindName
    agency: str
    wanted: Mapping[str, Any]
    actor: Actor
    done: int
    total: int | None
    cursor: str
    claim: str


@dataclass(frozen=True, slots=True)
class Step:
    """What one step did: ``done`` more of the total, up to and with ``cursor``.

    ``counts`` are added to those of the steps before. ``last``: nothing is left. ``write`` does
    what must be written together with the note of it, and returns the step in its place.
    """

    cursor: str = ""
    done: int = 0
    files: Sequence[TaskFile] = ()
    findings: Sequence[Reason] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    last: bool = False
    write: Callable[[Session], "Step"] | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of heavy work: how many steps there are, and the next few behind the cursor."""

    count: Callable[[Office, Job], int]
    some: Callable[[Office, Job], Step]


class StoppedError(Exception):
    """Asked to stop in the middle of a step: it is undone, and begun again by the next process."""


class OvertakenError(Exception):
    """Somebody else is at the task by now, or it has ended: nothing more is ours to write."""


def to_nobody(_done: int, _of: int) -> None:
    """Tell nobody how far a task is: its row says so."""


def run_tasks(office: Office, kinds: Mapping[KindName, Kind]) -> int:
    """Do what waits, one task after the other; return how many were finished.

    Asked to stop, it returns the task after the step under way: another process goes on.
    """
    finished = 0
    while not office.stopping() and (job := _claim(office)) is not None:
        finished += _run(office, job, kinds[job.kind])
    return finished


def run_task(
    office: Office, kinds: Mapping[KindName, Kind], ident: int, told: Callable[[int, int], None]
) -> bool:
    """Do one task as far as nobody else is at it; tell whether it was taken up.

    ``told`` hears before each step how much is done of how much.
    """
    job = _claim(office, ident)
    if job is None:
        return False
    _run(office, job, kinds[job.kind], told)
    return True


def waits(office: Office) -> bool:
    """Tell whether a task could be taken up now."""
    with office.store.read() as session:
        return session.execute(_free(session).limit(1)).first() is not None


def release_all(office: Office) -> None:
    """Free every claim: on SQLite, where the process that held them is gone once a new one runs."""
    with office.store.write() as session:
        session.execute(
            sa.update(TASK).where(TASK.c.finished_at.is_(None)).values(claimed_until=None)
        )


def empty_old(office: Office) -> None:
    """Destroy the files of tasks that ended long ago."""
    old = sa.select(TASK.c.id).where(
        TASK.c.finished_at <= office.now() - KEPT, TASK.c.emptied_at.is_(None)
    )
    with office.store.write() as session:
        for ident in session.execute(old).scalars().all():
            if office.stopping():
                return
            empty(office, session, ident)


def _free(session: Session) -> sa.Select[Any]:
    free = (TASK.c.finished_at.is_(None), is_free(TASK.c.claimed_until, session))
    return sa.select(TASK).where(*free).order_by(TASK.c.id)


def _claim(office: Office, ident: int | None = None) -> Job | None:
    """Claim the oldest free task, or the one named; one that nobody gets on with is given up."""
    token = secrets.token_hex(8)
    with office.store.write() as session:
        free = _free(session) if ident is None else _free(session).where(TASK.c.id == ident)
        found = free.limit(1).with_for_update(skip_locked=True)
        while (row := session.execute(found).one_or_none()) is not None:
            if row.attempts < TRIES:
                claim = {"claimed_by": token, "claimed_until": lease(session, CLAIM)}
                _set(session, row.id, **claim, attempts=row.attempts + 1)
                return _job(row, token)
            _end(office, session, row, Reason("task.gave_up", {"task": row.id, "times": TRIES}))
    return None


def _job(row: sa.Row[Any], claim: str) -> Job:
    actor = Actor(row.made_by, row.role)
    wanted = json.loads(row.wanted)
    return Job(row.id, row.kind, row.agency, wanted, actor, row.done, row.total, row.cursor, claim)


def tell_progress(office: Office, job: Job, done: int, *, writing: bool = False) -> None:
    """Show, in the middle of a long step, how far it is, and hold the claim on.

    ``writing``: it is in a transaction, which on SQLite is the only one: there a mark beside the
    database shows it. StoppedError where the process was asked to end: the step is left.
    """
    if office.stopping():
        raise StoppedError
    if writing and office.store.sqlite:
        mark(office, job.id, job.done + done)
        return
    with office.store.write() as session:
        _ours(session, job)
        _set(session, job.id, done=job.done + done, claimed_until=lease(session, CLAIM))


def _run(
    office: Office, job: Job, kind: Kind, told: Callable[[int, int], None] = to_nobody
) -> bool:
    """Do the steps of a task until none is left; tell whether that was reached."""
    try:
        return _steps(office, job, kind, told)
    except StoppedError:
        _give_back(office, job, attempts=TASK.c.attempts - 1)
    except OvertakenError:
        log.warning("task %s is somebody else's by now", job.id)
    except WorkflowError as error:
        log.warning("task %s failed: %s", job.id, error.code)
        if error.code in PASSING:
            _pause(office, job)
        else:
            _fail(office, job, Reason(error.code, error.values))
    except Exception:
        log.exception("task %s failed", job.id)
        _fail(office, job, Reason("task.defect", {"task": job.id}))
    finally:
        clear(office, job.id)
    return False


def _steps(office: Office, job: Job, kind: Kind, told: Callable[[int, int], None]) -> bool:
    if job.total is None:
        job = _counted(office, job, kind.count(office, job))
    while not office.stopping():
        told(job.done, job.total or 0)
        step = kind.some(office, job)
        with office.store.write() as session:
            if step.write is not None:
                step = step.write(session)
            after = _note(office, session, job, step)
        if after is None:
            return False
        if step.last:
            return True
        job = after
    _give_back(office, job, attempts=0)
    return False


def _give_back(office: Office, job: Job, attempts: Any) -> None:
    """Free a task, unless somebody else got it: another process goes on with it at once."""
    with suppress(OvertakenError), office.store.write() as session:
        _ours(session, job)
        _set(session, job.id, claimed_until=None, claimed_by=None, attempts=attempts)


def _counted(office: Office, job: Job, total: int) -> Job:
    with office.store.write() as session:
        _ours(session, job)
        _set(session, job.id, total=total, claimed_until=lease(session, CLAIM))
    return replace(job, total=total)


def _note(office: Office, session: Session, job: Job, step: Step) -> Job | None:
    """Write what a step did and hold the claim for the next one; None: the task was cancelled.

    Cancelling comes too late for the last step: what it did stands, and the task is finished.
    """
    row = _ours(session, job)
    if row.cancelled_at is not None and not step.last:
        empty(office, session, job.id)
        _set(session, job.id, finished_at=office.now(), claimed_until=None)
        return None
    keep_files(office, session, job.id, OUTPUT, files_made(session, job.id) + 1, step.files)
    if step.findings:
        said = (*said_of(office, session, row), *step.findings)[:FINDINGS]
        _set(session, job.id, said=seal_said(office, session, job.id, said))
    done, cursor = job.done + step.done, step.cursor or job.cursor
    noted = {"done": done, "cursor": cursor, "counts": canonical(_sum(row.counts, step.counts))}
    _set(session, job.id, **noted, claimed_until=lease(session, CLAIM), attempts=0)
    if step.last:
        _set(session, job.id, done=job.total, cancelled_at=None)
        _end(office, session, row)
    return replace(job, done=done, cursor=cursor)


def _sum(stored: str, more: Mapping[str, int]) -> dict[str, int]:
    counts: dict[str, int] = json.loads(stored)
    return counts | {name: counts.get(name, 0) + value for name, value in more.items()}


def _ours(session: Session, job: Job) -> sa.Row[Any]:
    """Return the task's row, locked, or raise: its claim isn't ours any more."""
    mine = (TASK.c.id == job.id, TASK.c.claimed_by == job.claim, TASK.c.finished_at.is_(None))
    row = session.execute(sa.select(TASK).where(*mine).with_for_update()).one_or_none()
    if row is None:
        raise OvertakenError
    return row


def _fail(office: Office, job: Job, reason: Reason) -> None:
    """Note a failure, unless somebody else got the task meanwhile."""
    with suppress(OvertakenError), office.store.write() as session:
        _end(office, session, _ours(session, job), reason)


def _pause(office: Office, job: Job) -> None:
    """Leave a task alone for a while, unless somebody else got it meanwhile."""
    with suppress(OvertakenError), office.store.write() as session:
        _set(session, _ours(session, job).id, claimed_until=lease(session, PAUSE))


def _end(office: Office, session: Session, row: sa.Row[Any], failure: Reason | None = None) -> None:
    """Note the end of a task and tell who ordered it; why it failed its page says."""
    now = office.now()
    if failure is not None:
        said = (failure, *said_of(office, session, row))
        _set(session, row.id, failure=failure.code, said=seal_said(office, session, row.id, said))
    _set(session, row.id, finished_at=now, claimed_until=None)
    known = sa.select(ACCOUNT.c.name).where(ACCOUNT.c.name == row.made_by)
    if session.execute(known).first() is None:
        return  # ordered from the command line
    said_to = {"task": row.id, "kind": say(f"task.kind_{row.kind}", "zh")}
    code = "task.told_failed" if failure else "task.told_finished"
    tell(session, row.made_by, INSTALLATION, code, said_to, f"task/{row.id}", now)


def _set(session: Session, ident: int, **values: Any) -> None:
    session.execute(sa.update(TASK).where(TASK.c.id == ident).values(**values))
