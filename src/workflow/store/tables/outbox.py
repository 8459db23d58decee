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
    """A threshold of a deadline of which a person was told: it is its own message in his inbox.

    The unique key is why nobody hears twice. ``threshold`` counts working days: 3 before the last
    day, 0 on it, -1 one day late; ``left_days`` is what was left when it was told (after a pause
    less than the threshold). ``due`` is in the key: a date that moved is a new thing to be told
    of. ``number`` is that of the case (or what the reminder is about); ``basis`` says of which
    kind the date is: ``law``, ``internal`` or ``provisional`` (then ``due`` is the earliest).
    """

    __tablename__ = "reminder"
    __table_args__ = (
        sa.UniqueConstraint("chain", "clock", "child", "due", "threshold", "person"),
        sa.Index(None, "person", "read_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    chain: str
    clock: str
    child: str
    due: date
    threshold: int
    person: str
    number: str
    left_days: int
    basis: str
    sent_on: date
    made_at: datetime = Field(sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


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
