"""Messages to people inside the product: a sentence's code and its values, nothing personal."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from workflow.app.deliveries import queue_message, queue_messages
from workflow.app.inserting import insert_once
from workflow.app.office import Office
from workflow.app.reminder_words import code_of, sentence_of
from workflow.core.journal import canonical
from workflow.messages import say
from workflow.store.prepared import Prepared
from workflow.store.tables import InboxMessage, Reminder, table_of

INBOX = table_of(InboxMessage)
REMINDER = table_of(Reminder)
_NEWEST = sa.select(sa.func.max(INBOX.c.id))
_TOLD = {
    name: sa.bindparam(name, type_=INBOX.c[name].type)
    for name in ("cause", "person", "chain", "code", "said", "made_at")
}
_TELL = {
    "sqlite": Prepared(sqlite.insert(INBOX).values(_TOLD).on_conflict_do_nothing()),
    "postgresql": Prepared(postgresql.insert(INBOX).values(_TOLD).on_conflict_do_nothing()),
}


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
    if not insert_once(session, INBOX, values):
        return False
    queue_message(session, cause, person, at)
    return True


@dataclass(frozen=True, slots=True)
class Message:
    """A message to be: its cause (told once), to whom, about what, its sentence and values."""

    cause: str
    person: str
    chain: str
    code: str
    said: Mapping[str, Any]


def tell_all(session: Session, messages: Sequence[Message], at: datetime) -> None:
    """Put messages into their people's inboxes, each once, in a few statements."""
    if not messages:
        return
    newest = session.execute(_NEWEST).scalar_one() or 0
    dialect = session.connection().dialect.name
    _TELL[dialect].many(
        session,
        ({"cause": one.cause, "person": one.person, "chain": one.chain, "code": one.code,
          "said": canonical(one.said), "made_at": at}
         for one in messages),
    )  # fmt: skip
    queue_messages(session, newest, at)


def inbox(
    office: Office, person: str, *, unread: bool = False, limit: int | None = None
) -> list[dict[str, Any]]:
    """Return a person's messages and reminders as sentences, the newest first.

    ``id`` is what ``mark_read`` takes; ``code`` that of the sentence; ``limit``: so many at most.
    """
    with office.store.read() as session:
        found = [_said(row) for row in _rows(session, INBOX, person, unread, limit)]
        found += [_reminded(row) for row in _rows(session, REMINDER, person, unread, limit)]
    return sorted(found, key=lambda one: (one["made_at"], one["id"]), reverse=True)[:limit]


def _rows(
    session: Session, table: sa.Table, person: str, unread: bool, limit: int | None
) -> list[Any]:
    found = _wanted(table, unread=unread, limited=limit is not None)
    return found.all(session, {"person": person, "most": limit})


@cache
def _wanted(table: sa.Table, *, unread: bool, limited: bool) -> Prepared:
    """Return the statement for a person's messages: the newest first where ``most`` limits them."""
    found = sa.select(table).where(table.c.person == sa.bindparam("person"))
    if unread:
        found = found.where(table.c.read_at.is_(None))
    if limited:
        newest = (table.c.made_at.desc(), table.c.id.desc())
        found = found.order_by(*newest).limit(sa.bindparam("most", type_=sa.Integer))
    return Prepared(found)


def _said(row: Any) -> dict[str, Any]:
    return {
        "id": 2 * row.id,
        "chain": row.chain,
        "code": row.code,
        "message": say(row.code, **json.loads(row.said)),
        "made_at": row.made_at,
        "read": row.read_at is not None,
    }


def _reminded(row: Any) -> dict[str, Any]:
    told = (row.number, row.clock, row.due, row.left_days, row.basis)
    return {
        "id": 2 * row.id + 1,
        "chain": row.chain,
        "code": code_of(row.clock, row.left_days, row.basis),
        "message": sentence_of(*told),
        "made_at": row.made_at,
        "read": row.read_at is not None,
    }


def mark_read(office: Office, person: str, ids: list[int]) -> None:
    """Note that a person read some of his messages, by the ids that ``inbox`` gave.

    Messages and reminders are two tables: an even id is a message's, an odd one a reminder's.
    """
    own = {
        INBOX: [one // 2 for one in ids if one % 2 == 0],
        REMINDER: [one // 2 for one in ids if one % 2 == 1],
    }
    with office.store.write() as session:
        for table, numbers in own.items():
            session.execute(
                sa.update(table)
                .where(table.c.person == person, table.c.id.in_(numbers))
                .where(table.c.read_at.is_(None))
                .values(read_at=office.now())
            )
