"""The journal and the heads of its chains (contract, 'Journal')."""

import sqlalchemy as sa
from sqlmodel import Field

from workflow.store.tables.base import Row


class Journal(Row, table=True):
    """One row an entry. Days and moments are text: both databases give back what was hashed.

    The database refuses UPDATE and DELETE (``store.append_only``).
    """

    __tablename__ = "journal"

    chain: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    trigger: str
    on: str
    recorded_at: str
    actor: str
    role: str
    via: str
    child: str | None = None
    facts: str = Field(sa_type=sa.Text)
    reason: str | None = None
    supersedes: int | None = None
    digest: str


class JournalHead(Row, table=True):
    """Count and last hash of a chain, sealed with a key that isn't in the database.

    Its row is what a writer of the chain locks.
    """

    __tablename__ = "journal_head"
    __table_args__ = (
        sa.Index(
            "ix_journal_head_prefix", "chain", postgresql_ops={"chain": "text_pattern_ops"}
        ).ddl_if("postgresql"),
    )

    chain: str = Field(primary_key=True)
    count: int
    digest: str
    mac: str
