"""Who sweeps, and when a process last finished a pass."""

import os
import socket
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from workflow.app.office import Office
from workflow.store.tables import Heartbeat, table_of

HEARTBEAT = table_of(Heartbeat)
#: Without a finished pass for so long nobody sweeps: reminders are late.
PATIENCE = timedelta(minutes=5)
#: Processes that are gone for so long are forgotten.
MEMORY = timedelta(days=7)


def process_name() -> str:
    """Return what this process is called: host and process id."""
    return f"{socket.gethostname()}:{os.getpid()}"


def beat(office: Office, kind: str = "sweep") -> None:
    """Note that this process finished a pass."""
    now = office.now()
    values: Mapping[str, Any] = {"process": process_name(), "kind": kind, "seen_at": now}
    insert = sqlite.insert(HEARTBEAT) if office.store.sqlite else postgresql.insert(HEARTBEAT)
    made = insert.values(**values, started_at=now)
    with office.store.write() as session:
        session.execute(made.on_conflict_do_update(index_elements=["process"], set_=values))
        session.execute(sa.delete(HEARTBEAT).where(HEARTBEAT.c.seen_at < now - MEMORY))


def last_pass(office: Office) -> datetime | None:
    """Return when a pass was last finished by anybody, None: never."""
    with office.store.read() as session:
        newest = sa.select(sa.func.max(HEARTBEAT.c.seen_at))
        found: datetime | None = session.execute(newest).scalar_one()
    return found


def in_order(office: Office) -> bool:
    """Tell whether somebody finished a pass not long ago."""
    last = last_pass(office)
    return last is not None and office.now() - last <= PATIENCE
