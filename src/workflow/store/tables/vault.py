"""Personal values and files, encrypted under the key of their chain (usually: their case)."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from workflow.store.tables.base import Row, UtcDateTime


class Installation(Row, table=True):
    """The one row of an installation: is the master key its own, where do its documents lie.

    ``documents`` is a folder (relative: to the data folder) into which the worker writes issued
    documents for people to open; None: they stay in the database.
    """

    __tablename__ = "installation"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one"),)

    id: int = Field(primary_key=True)
    key_check: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    documents: str | None = None


class ChainKey(Row, table=True):
    """The data key of a chain, wrapped by the master key.

    ``wrapped`` is None once the key is destroyed: what was encrypted under it is gone for good,
    and the journal stays valid.
    """

    __tablename__ = "chain_key"

    chain: str = Field(primary_key=True)
    wrapped: bytes | None
    destroyed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class VaultValue(Row, table=True):
    """One personal value: ``ref`` (``3.applicant``) names it inside its chain."""

    __tablename__ = "vault_value"

    chain: str = Field(primary_key=True, foreign_key="chain_key.chain")
    ref: str = Field(primary_key=True)
    value: bytes


class Attachment(Row, table=True):
    """A file of a case: its name and content encrypted, its type and size in clear."""

    __tablename__ = "attachment"

    chain: str = Field(primary_key=True, foreign_key="chain_key.chain")
    ref: str = Field(primary_key=True)
    name: bytes
    content: bytes
    media_type: str
    size: int
    added_at: datetime = Field(sa_type=UtcDateTime)
