"""Messages to people inside the product: a sentence's code and its values, nothing personal."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from workflow.app.office import Office
from workflow.core.journal import canonical
from workflow.messages import say
from workflow.store.tables import InboxMessage, table_of

INBOX = table_of(InboxMessage)


def tell(
    session: Session,
    person: str,
    chain: str,
    code: str,
    said: Mapping[str, Any],
    cause: str,
    at: datetime,
) -> bool:
    """Put a message into a person's inbox, once for each cause; return whether it was new."""
    values = {
        "cause": cause,
        "person": person,
        "chain": chain,
        "code": code,
        "said": canonical(said),
        "made_at": at,
    }
    return insert_once(session, INBOX, values)


def insert_once(session: Session, table: sa.Table, values: Mapping[str, Any]) -> bool:
    """Insert a row unless its key is there already; return whether it was new."""
    dialect = session.connection().dialect.name
    insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    made = insert.values(**values).on_conflict_do_nothing().returning(*table.primary_key)
    return session.execute(made).first() is not None


def inbox(office: Office, person: str, *, unread: bool = False) -> list[dict[str, Any]]:
    """Return a person's messages as sentences, the newest first."""
    found = sa.select(INBOX).where(INBOX.c.person == person)
    if unread:
        found = found.where(INBOX.c.read_at.is_(None))
    with office.store.read() as session:
        rows = session.execute(found.order_by(INBOX.c.id.desc())).mappings().all()
    return [
        {
            "id": row["id"],
            "chain": row["chain"],
            "code": row["code"],
            "message": say(row["code"], **json.loads(row["said"])),
            "made_at": row["made_at"],
            "read": row["read_at"] is not None,
        }
        for row in rows
    ]


def mark_read(office: Office, person: str, ids: list[int]) -> None:
    """Note that a person read some of his messages."""
    with office.store.write() as session:
        session.execute(
            sa.update(INBOX)
            .where(INBOX.c.person == person, INBOX.c.id.in_(ids), INBOX.c.read_at.is_(None))
            .values(read_at=office.now())
        )
