"""What a step caused and is not yet carried out; what people were told."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from workflow.store.tables.base import Row, UtcDateTime


class OutboxRow(Row, table=True):
    """An effect, written in the transaction of its move and carried out by the sweep.

    ``effect`` names it once and for all (``request:12/4/draft/N04``): the same effect can't be
    written twice. ``payload`` is canonical JSON without personal data.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        sa.UniqueConstraint("effect"),
        sa.Index(
            None,
            "id",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    effect: str
    kind: str
    chain: str
    entry: int
    payload: str = Field(sa_type=sa.Text)
    made_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    failure: str | None = None


class Reminder(Row, table=True):
    """A threshold of a deadline of which a person was told; its key is why nobody hears twice.

    ``threshold`` counts working days: 3 before the last day, 0 on it, -1 one day late. ``due`` is
    in the key: a date that moved is a new thing to be told of.
    """

    __tablename__ = "reminder"

    chain: str = Field(primary_key=True)
    clock: str = Field(primary_key=True)
    child: str = Field(primary_key=True)
    due: date = Field(primary_key=True)
    threshold: int = Field(primary_key=True)
    person: str = Field(primary_key=True)
    sent_on: date


class InboxMessage(Row, table=True):
    """A message to a person: a sentence of the catalogue with its values, nothing personal."""

    __tablename__ = "inbox_message"
    __table_args__ = (sa.UniqueConstraint("cause"), sa.Index(None, "person", "read_at"))

    id: int | None = Field(default=None, primary_key=True)
    cause: str
    person: str
    chain: str
    code: str
    said: str = Field(sa_type=sa.Text)
    made_at: datetime = Field(sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
