"""Heavy work that runs in the background."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from workflow.store.tables.base import Row, UtcDateTime


class Task(Row, table=True):
    """Heavy work that runs in the background, and how far it is.

    ``wanted`` is canonical JSON without personal data; files that came with it and files that it
    makes are attachments of the chain ``task:ID``, encrypted under its key. ``done`` of ``total``
    steps are finished and ``cursor`` names the last of them, so that a killed one resumes behind
    it; what a step found (``counts``: numbers by name) and made is written in the transaction that
    moves the cursor. ``said`` are its findings and why it failed as sealed JSON, since they may
    quote what they are about; ``failure`` is the code alone. ``claimed_by`` is the token of the
    process at work: one that was overtaken after ``claimed_until`` (by the database's time) can
    write nothing. ``attempts`` counts the claims since the last progress. ``emptied_at``: files
    and sentences are gone, with their key.
    """

    __tablename__ = "task"
    __table_args__ = (sa.Index(None, "finished_at"), sa.Index(None, "agency"))

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    agency: str
    wanted: str = Field(sa_type=sa.Text)
    made_by: str
    role: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    done: int = 0
    total: int | None = None
    cursor: str = ""
    attempts: int = 0
    claimed_by: str | None = None
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    counts: str = Field(default="{}", sa_type=sa.Text)
    said: bytes | None = None
    failure: str | None = None
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    emptied_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
