"""Users, their roles in agencies, and their sessions."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from workflow.store.tables.base import Row, UtcDateTime, one_of

CASE_ROLES = ("clerk", "reviewer", "office_head", "leader", "supervisor")
#: 三员分立: these exclude each other and every case role.
KEEPER_ROLES = ("admin", "security_officer", "auditor")
ROLES = CASE_ROLES + KEEPER_ROLES


class Account(Row, table=True):
    """A person who works with the product; ``name`` is what the journal says."""

    __tablename__ = "account"

    name: str = Field(primary_key=True)
    display_name: str
    password_hash: str | None = None
    active: bool = True
    failures: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AccountRole(Row, table=True):
    """A role that a person holds in an agency (empty agency: in the installation)."""

    __tablename__ = "account_role"
    __table_args__ = (one_of("role", ROLES),)

    account: str = Field(primary_key=True, foreign_key="account.name")
    agency: str = Field(primary_key=True)
    role: str = Field(primary_key=True)


class Session(Row, table=True):
    """A signed-in browser: the token itself is kept nowhere, only its hash."""

    __tablename__ = "session"
    __table_args__ = (sa.Index(None, "account"),)

    token_digest: str = Field(primary_key=True)
    account: str = Field(foreign_key="account.name")
    role: str | None = None
    agency: str | None = None
    made_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInAttempt(Row, table=True):
    """A way to the office's identity provider that somebody set out on: good once, and briefly.

    Only a hash of what the browser keeps is here; ``back`` is the page that was asked for.
    """

    __tablename__ = "sign_in_attempt"

    ticket_digest: str = Field(primary_key=True)
    back: str
    ends_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInRefusal(Row, table=True):
    """A refused sign-in: ``source`` is a keyed digest of the address that it came from."""

    __tablename__ = "sign_in_refusal"
    __table_args__ = (sa.Index(None, "source", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    source: int = Field(sa_type=sa.BigInteger)
    at: datetime = Field(sa_type=UtcDateTime)
