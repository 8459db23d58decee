"""Effects on their way: written with their move, carried out by the sweep."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.core.effects import BundleCase, DraftNotice, Effect, IssueNotice, Notify
from workflow.core.journal import Entry, canonical
from workflow.store.engine import WAKES
from workflow.store.prepared import insert_into
from workflow.store.tables import OutboxRow, table_of

OUTBOX = table_of(OutboxRow)
_INSERT = insert_into(OUTBOX)
#: Effects by the name under which the outbox keeps them. TakeNumber isn't one: a number is taken
#: in the move's own transaction.
KINDS: dict[type[Any], str] = {
    DraftNotice: "draft_notice",
    IssueNotice: "issue_notice",
    Notify: "notify",
    BundleCase: "bundle_case",
}


def queue(session: Session, entry: Entry, effects: Sequence[Effect], at: datetime) -> None:
    """Write the effects of an entry; the same effect of the same entry exists once."""
    rows = [_row(entry, effect, at) for effect in effects if type(effect) in KINDS]
    if rows:
        _INSERT.many(session, rows)
        session.info[WAKES] = True


def _row(entry: Entry, effect: Effect, at: datetime) -> dict[str, Any]:
    kind = KINDS[type(effect)]
    said = {one.name: getattr(effect, one.name) for one in fields(effect)}  # asdict copies deeply
    payload = {**said, "child": entry.child}
    parts = (entry.chain, entry.entry, kind, *filter(None, said.values()))
    return {
        "effect": "/".join(map(str, parts)),
        "kind": kind,
        "chain": entry.chain,
        "entry": entry.entry,
        "payload": canonical(payload),
        "made_at": at,
        "attempts": 0,
    }


def waiting(
    session: Session,
    limit: int | None = None,
    kinds: Sequence[str] | None = None,
    chain: str | None = None,
) -> list[int]:
    """Return the ids of effects (of these kinds, of a case) not carried out, the oldest first."""
    found = sa.select(OUTBOX.c.id).where(OUTBOX.c.done_at.is_(None)).order_by(OUTBOX.c.id)
    if kinds is not None:
        found = found.where(OUTBOX.c.kind.in_(kinds))
    if chain is not None:
        found = found.where(OUTBOX.c.chain == chain)
    return list(session.execute(found.limit(limit)).scalars())
