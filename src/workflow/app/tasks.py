"""Heavy work in the background, as pages and commands see it: start, look, fetch, cancel.

``start`` leaves a row; whoever works (``workflow serve`` or ``worker`` on SQLite, any worker on
PostgreSQL) takes it up within seconds, a few steps at a time (``app.running``). What a task needs
and makes beside its row are files, kept encrypted under a key of the task for ``KEPT``; then key
and files are destroyed and the row stays.

    ident = start(office, Order("bundles", "liangtian", {"cases": chains}), actor)
    progress(office, ident).state  # "waiting", "running", "finished", "failed", "cancelled"
    name, media_type, content = result(office, ident)  # once finished, where ``files`` says so
"""

import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.marks import clear, marked
from workflow.app.office import Actor, Office
from workflow.core.journal import canonical
from workflow.errors import ConflictError, NotFoundError, Reason
from workflow.messages import say
from workflow.store.engine import WAKES
from workflow.store.leases import real_time
from workflow.store.tables import Attachment, Task, table_of
from workflow.store.vaults import Vault

TASK = table_of(Task)
ATTACHMENT = table_of(Attachment)
#: What can be ordered; ``app.heavy`` says how each is done and what its order names.
KindName = Literal[
    "rederive", "letters", "pdf", "bundles", "ledger", "export", "disclosures", "figures",
    "rollup", "journal",
]  # fmt: skip
#: So long the files of a finished task can be fetched.
KEPT = timedelta(days=7)
#: References of a task's files begin with one of these.
INPUT, OUTPUT = "in.", "out."
#: Zip entries carry this day: the same work makes the same file.
NO_TIME = (1980, 1, 1, 0, 0, 0)
#: What the files are that tasks make.
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
JSON = "application/json"
TEXT = "text/plain"


@dataclass(frozen=True, slots=True)
class TaskFile:
    """A file that a task was given or made."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Order:
    """Work that is wanted. ``wanted`` is JSON without personal data: numbers and chains.

    What is personal comes as a file: those are encrypted. ``agency`` "" stands for none.
    """

    kind: KindName
    agency: str = ""
    wanted: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[TaskFile] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How a task stands. ``counts`` are its results as numbers by name, ``files`` how many it made.

    ``total`` is None until it began; ``findings`` and ``failure`` are sentences with their codes.
    """

    id: int
    kind: KindName
    agency: str
    made_by: str
    made_at: datetime
    state: Literal["waiting", "running", "finished", "failed", "cancelled"]
    done: int
    total: int | None
    finished_at: datetime | None
    failure: Reason | None
    findings: tuple[Reason, ...]
    counts: Mapping[str, int]
    files: int
    kept_until: datetime | None

    @property
    def label(self) -> str:
        """What kind of work it is, in the office's words."""
        return say(f"task.kind_{self.kind}")

    @property
    def state_label(self) -> str:
        """How it stands, in the office's words."""
        return say(f"task.state_{self.state}")

    def to_json(self) -> dict[str, Any]:
        """Return its JSON shape."""
        plain = {one.name: getattr(self, one.name) for one in fields(self)}
        return plain | {
            "label": self.label,
            "state_label": self.state_label,
            "failure": None if self.failure is None else _said(self.failure),
            "findings": [_said(one) for one in self.findings],
            "counts": dict(self.counts),
        }


def _said(reason: Reason) -> dict[str, str]:
    return {"code": reason.code, "message": reason.message}


def start(office: Office, order: Order, actor: Actor) -> int:
    """Order heavy work and return the task's number; it begins within seconds."""
    with office.store.write() as session:
        return start_within(office, session, order, actor)


def start_within(office: Office, session: Session, order: Order, actor: Actor) -> int:
    """Order heavy work in a transaction of the caller: it begins after the commit, or never."""
    values = {
        "kind": order.kind,
        "agency": order.agency,
        "wanted": canonical(order.wanted),
        "made_by": actor.name,
        "role": actor.role,
        "made_at": office.now(),
        "counts": "{}",
    }
    made = sa.insert(TASK).values(**values, done=0, attempts=0, cursor="").returning(TASK.c.id)
    ident: int = session.execute(made).scalar_one()
    keep_files(office, session, ident, INPUT, 1, order.files)
    session.info[WAKES] = True
    return ident


def keep_files(
    office: Office, session: Session, ident: int, prefix: str, first: int, given: Sequence[TaskFile]
) -> None:
    """Encrypt files of a task, numbered from ``first`` on."""
    vault = Vault(session, office.keys, chain_of(ident))
    for number, one in enumerate(given, first):
        vault.attach(f"{prefix}{number:05}", one.name, one.media_type, one.content, office.now())


def chain_of(ident: int) -> str:
    """Return the chain under whose key the files of a task lie."""
    return f"task:{ident}"


def progress(office: Office, ident: int) -> Progress:
    """Return how a task stands; NotFoundError where there is none of this number."""
    with office.store.read() as session:
        return _progress(office, session, _row(session, ident))


def tasks(
    office: Office, *, agency: str | None = None, made_by: str | None = None, limit: int = 50
) -> list[Progress]:
    """Return tasks, the newest first: all, those of an agency, those that somebody ordered."""
    found = sa.select(TASK).order_by(TASK.c.id.desc()).limit(limit)
    if agency is not None:
        found = found.where(TASK.c.agency == agency)
    if made_by is not None:
        found = found.where(TASK.c.made_by == made_by)
    with office.store.read() as session:
        return [_progress(office, session, row) for row in session.execute(found).all()]


def _progress(office: Office, session: Session, row: sa.Row[Any]) -> Progress:
    said = said_of(office, session, row)
    state = _state(row)
    return Progress(
        id=row.id,
        kind=row.kind,
        agency=row.agency,
        made_by=row.made_by,
        made_at=row.made_at,
        state=state,
        done=max(row.done, marked(office, row.id)) if state == "running" else row.done,
        total=row.total,
        finished_at=row.finished_at,
        failure=said[0] if row.failure else None,
        findings=said[1:] if row.failure else said,
        counts=json.loads(row.counts),
        files=files_made(session, row.id),
        kept_until=row.finished_at + KEPT if row.finished_at else None,
    )


def said_of(office: Office, session: Session, row: sa.Row[Any]) -> tuple[Reason, ...]:
    """Return what a task found; of a failed one first why it failed (forgotten with its files)."""
    if row.emptied_at is not None:
        return (Reason("task.forgotten", {"days": KEPT.days}),) if row.failure else ()
    if row.said is None:
        return ()
    vault = Vault(session, office.keys, chain_of(row.id))
    kept = json.loads(vault.open("task|said", "said", bytes(row.said)))
    return tuple(Reason(one["code"], one["values"], one["article"]) for one in kept)


def seal_said(office: Office, session: Session, ident: int, said: Sequence[Reason]) -> bytes:
    """Encrypt what a task found; values that are no numbers are kept as the text they show."""
    kept = [
        {
            "code": one.code,
            "values": {
                name: value if isinstance(value, int | None) else str(value)
                for name, value in one.values.items()
            },
            "article": one.article,
        }
        for one in said
    ]
    vault = Vault(session, office.keys, chain_of(ident))
    return vault.seal("task|said", "said", canonical(kept).encode())


def _state(row: sa.Row[Any]) -> Any:
    if row.finished_at is not None:
        ended = "cancelled" if row.cancelled_at else "finished"
        return "failed" if row.failure else ended
    return "running" if row.total is not None or row.claimed_until else "waiting"


def _row(session: Session, ident: int) -> sa.Row[Any]:
    row = session.execute(sa.select(TASK).where(TASK.c.id == ident)).one_or_none()
    if row is None:
        raise NotFoundError("task.unknown", task=ident)
    return row


def _files(ident: int, prefix: str) -> sa.ColumnElement[bool]:
    return sa.and_(ATTACHMENT.c.chain == chain_of(ident), ATTACHMENT.c.ref.startswith(prefix))


def files_made(session: Session, ident: int) -> int:
    """Return how many files a task has made so far."""
    made = sa.select(sa.func.count()).where(_files(ident, OUTPUT))
    return int(session.execute(made).scalar_one())


def files(office: Office, session: Session, ident: int, prefix: str) -> Iterator[TaskFile]:
    """Yield the files that a task was given (``INPUT``) or made (``OUTPUT``), in their order."""
    vault = Vault(session, office.keys, chain_of(ident))
    refs = sa.select(ATTACHMENT.c.ref).where(_files(ident, prefix)).order_by(ATTACHMENT.c.ref)
    for ref in session.execute(refs).scalars().all():
        here = sa.select(ATTACHMENT).where(_files(ident, ref))
        row = session.execute(here).one()
        name = vault.open("attachment|name", ref, bytes(row.name)).decode()
        content = vault.open("attachment|content", ref, bytes(row.content))
        yield TaskFile(name, row.media_type, content)


def result(office: Office, ident: int) -> TaskFile:
    """Return what a finished task made: its file, or a zip of them where there are several.

    ConflictError while it isn't finished; NotFoundError where it made none, or they are gone.
    """
    with office.store.read() as session:
        row = _row(session, ident)
        if row.finished_at is None:
            raise ConflictError("task.not_finished", task=ident)
        made = list(files(office, session, ident, OUTPUT))
    if not made:
        raise NotFoundError("task.no_files", task=ident, days=KEPT.days)
    return made[0] if len(made) == 1 else _packed(row, made)


def _packed(row: sa.Row[Any], made: Sequence[TaskFile]) -> TaskFile:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, one in _named(made):
            archive.writestr(zipfile.ZipInfo(name, NO_TIME), one.content)
    name = say("task.file", "zh", kind=say(f"task.kind_{row.kind}", "zh"), task=row.id)
    return TaskFile(f"{name}.zip", ZIP, packed.getvalue())


def _named(made: Sequence[TaskFile]) -> Iterator[tuple[str, TaskFile]]:
    """Yield each file with a name that no other one has: two agencies may share a number."""
    taken: Counter[str] = Counter()
    for one in made:
        taken[one.name] += 1
        stem, dot, end = one.name.rpartition(".")
        number = taken[one.name]
        yield (f"{stem}（{number}）{dot}{end}" if number > 1 else one.name), one


def cancel(office: Office, ident: int) -> None:
    """Stop a task: at once where nobody is at it, else after the step under way.

    What its finished steps wrote stays (a case derived again is right); its files go. A task that
    has ended already is left as it is.
    """
    now = office.now()
    with office.store.write() as session:
        row = _row(session, ident)
        if row.finished_at is not None:
            return
        until = row.claimed_until
        claimed = until is not None and until > real_time(session)
        ended = {} if claimed else {"finished_at": now}
        mine = sa.update(TASK).where(TASK.c.id == ident, TASK.c.finished_at.is_(None))
        session.execute(mine.values(cancelled_at=now, **ended))
        if not claimed:
            empty(office, session, ident)


def empty(office: Office, session: Session, ident: int) -> None:
    """Destroy the files of a task with their key; its row says so."""
    clear(office, ident)
    Vault(session, office.keys, chain_of(ident)).destroy(office.now())
    gone = sa.update(TASK).where(TASK.c.id == ident)
    session.execute(gone.values(emptied_at=office.now()))
