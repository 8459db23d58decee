"""Tokens by which programs and calendars act for a person."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from workflow.store.tables.base import Row, UtcDateTime


class ApiToken(Row, table=True):
    """A token of a person in one of his roles: the token itself is kept nowhere, only its hash.

    ``scopes`` are words with blanks between them. ``used_on`` is the last day of use.
    """

    __tablename__ = "api_token"
    __table_args__ = (sa.Index(None, "account"),)

    token_digest: str = Field(primary_key=True)
    account: str = Field(foreign_key="account.name")
    role: str
    agency: str
    label: str
    scopes: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    used_on: date | None = None
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ApiCall(Row, table=True):
    """A call of the API that must be done once: its key and what it asked, as hashes, its answer.

    ``answer`` is JSON without anything personal, written with the work; ``made_at`` is by the
    database's time.
    """

    __tablename__ = "api_call"
    __table_args__ = (sa.Index(None, "made_at"),)

    key_digest: str = Field(primary_key=True)
    request_digest: str
    answer: str | None = None
    made_at: datetime = Field(sa_type=UtcDateTime)
