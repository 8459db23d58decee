"""Writing a row once: the unique key decides, on both databases."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session


def insert_once(session: Session, table: sa.Table, values: Mapping[str, Any]) -> bool:
    """Insert a row unless its key is there already; return whether it was new."""
    dialect = session.connection().dialect.name
    insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    made = insert.values(**values).on_conflict_do_nothing().returning(*table.primary_key)
    return session.execute(made).first() is not None
