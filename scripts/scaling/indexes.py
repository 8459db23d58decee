"""Tables without their indexes for as long as very many rows are written: sorted in once, after."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa
from sqlmodel import Session

from scaling import say

_KEYS = sa.text(
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE conrelid = CAST(:name AS regclass) AND contype IN ('p', 'u')"
)
_INDEXES = sa.text("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = :name")
#: Of each of the processes that build an index.
MEMORY = "SET LOCAL maintenance_work_mem = '1GB'"


@contextmanager
def without_indexes(session: Session, tables: Sequence[str]) -> Iterator[None]:
    """Drop the keys and indexes of tables, and make the very same ones again."""
    again = [statement for name in tables for statement in _dropped(session, name)]
    yield
    session.execute(sa.text(MEMORY))
    for statement in again:
        session.execute(sa.text(statement))
        say(f"  {statement.partition(' USING')[0]}")


def _dropped(session: Session, table: str) -> Iterator[str]:
    keys = session.execute(_KEYS, {"name": table}).all()
    for name, definition in keys:
        session.execute(sa.text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
        yield f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"
    for name, definition in session.execute(_INDEXES, {"name": table}).all():
        session.execute(sa.text(f"DROP INDEX {name}"))
        yield definition
