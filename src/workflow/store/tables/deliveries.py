"""Messages on their way out of the house, and who is at work: contacts, deliveries, heartbeats."""

from datetime import datetime, time
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workflow.store.tables.base import Row, UtcDateTime, one_of

#: What a person can be reached by besides the inbox. No constraint of the database repeats it:
#: another channel needs no migration.
CHANNELS = ("mail", "wecom", "dingtalk", "feishu", "webhook")
#: What a delivery carries: a row of ``reminder`` or of ``inbox_message``.
ABOUT = ("reminder", "message")
UNDER_WAY: dict[str, Any] = {
    "sqlite_where": sa.text("sent_at IS NULL AND given_up_at IS NULL"),
    "postgresql_where": sa.text("sent_at IS NULL AND given_up_at IS NULL"),
}


class Contact(Row, table=True):
    """Where a person is reached: ``address`` is encrypted, since a robot's address is its key.

    ``digest``: one message a day with all lines, rather than one by one. ``quiet_from`` and
    ``quiet_until`` are the person's own silent hours in China; without them the office's hold.
    """

    __tablename__ = "contact"

    person: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    address: bytes
    digest: bool = False
    active: bool = True
    quiet_from: time | None = None
    quiet_until: time | None = None


class Delivery(Row, table=True):
    """One message to one person by one channel.

    With the unique key of ``reminder`` its own makes (deadline, threshold, person, channel)
    unique. ``next_at`` is the moment of the next try. ``claimed_by`` is the token of who tries now,
    ``claimed_until`` how long he may take, by the database's time; a killed one's claim runs out.
    ``failure`` is the code of what went wrong.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        sa.UniqueConstraint("about", "about_id", "channel"),
        one_of("about", ABOUT),
        sa.Index("ix_delivery_under_way", "next_at", **UNDER_WAY),
        sa.Index(None, "given_up_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    about: str
    about_id: int
    channel: str
    person: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    next_at: datetime = Field(sa_type=UtcDateTime)
    attempts: int = 0
    claimed_by: str | None = None
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    given_up_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failure: str | None = None


class Heartbeat(Row, table=True):
    """A process that sweeps: when it began, when it last finished a pass."""

    __tablename__ = "heartbeat"

    process: str = Field(primary_key=True)
    kind: str
    started_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
