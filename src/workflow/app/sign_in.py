"""Signing in and out: sessions that can be revoked, and a lock against guessing."""

import hashlib
import hmac
import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import sqlalchemy as sa
from sqlmodel import Session as Database
from sqlmodel import col, select

from workflow.app.office import Office
from workflow.app.users import hasher, roles_of
from workflow.errors import RefusedError
from workflow.store.prepared import Prepared
from workflow.store.tables import Account, AccountRole, Session, table_of

SESSION, ACCOUNT, ROLE = table_of(Session), table_of(Account), table_of(AccountRole)

#: Half an hour without a click ends a session; nothing typed is lost (drafts are kept).
IDLE = timedelta(minutes=30)
#: A session never outlives a working day (ASVS 5, 7.3).
LONGEST = timedelta(hours=12)
#: A click is noted at most once a minute: reading a page must not wait for the writer.
NOTED_EACH = timedelta(minutes=1)
#: So many wrong passwords in a row lock an account for LOCK.
ATTEMPTS = 5
LOCK = timedelta(minutes=15)
#: One argon2 hash takes 64 MiB: more at once would be an attack on memory.
_AT_ONCE = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in: the role and agency in which he acts now, and all that he may choose."""

    name: str
    display_name: str
    role: str
    agency: str
    roles: tuple[tuple[str, str], ...]
    ends_at: datetime


def sign_in(office: Office, name: str, password: str) -> str:
    """Return the token of a new session.

    Raises RefusedError for a wrong name or password (one sentence for both), while the account
    is locked, and where only the office's own sign-in opens sessions.
    """
    if not office.local_sign_in:
        raise RefusedError("oidc.no_passwords")
    now = office.now()
    with office.store.read() as database:
        account = database.get(Account, name)
    refuse_locked(account, now)
    if not _right(account, password) or account is None or not account.active:
        _note_failure(office, name, now)
        raise RefusedError("sign_in.wrong")
    return open_session(office, account.name, now)


def refuse_locked(account: Account | None, now: datetime) -> None:
    """Raise RefusedError while an account is locked."""
    until = account.locked_until if account else None
    if until and until > now:
        raise RefusedError("sign_in.locked", minutes=_minutes(until - now))


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60) + 1


@cache
def _nobody() -> str:
    """Return a hash that no password has: an unknown name costs as long as a wrong password."""
    return hasher().hash(secrets.token_hex(16))


def _right(account: Account | None, password: str) -> bool:
    stored = account.password_hash if account and account.password_hash else _nobody()
    with _AT_ONCE:
        right = hasher().verify(password, stored)
    return right and account is not None and account.password_hash is not None


def _note_failure(office: Office, name: str, now: datetime) -> None:
    with office.store.write() as database:
        account = database.get(Account, name)
        if account is None:
            return
        account.failures += 1
        if account.failures >= ATTEMPTS:
            account.failures, account.locked_until = 0, now + LOCK
        database.add(account)


def open_session(office: Office, name: str, now: datetime) -> str:
    """Open a session for a person whose identity is proven; return its token."""
    token = secrets.token_urlsafe(32)
    with office.store.write() as database:
        account = database.get(Account, name)
        assert account is not None
        account.failures, account.locked_until = 0, None
        agency, role = first_role(database, name)
        database.add(account)
        database.add(
            Session(
                token_digest=digest(token),
                account=name,
                role=role,
                agency=agency,
                made_at=now,
                seen_at=now,
                ends_at=now + LONGEST,
            )
        )
    return token


def first_role(database: Database, name: str) -> tuple[str, str]:
    """Return the (agency, role) in which a person begins: the clerk's where he holds it."""
    held = roles_of(database, name)
    if not held:
        raise RefusedError("sign_in.without_role")
    return min(held, key=lambda pair: (pair[1] != "clerk", pair))


def digest(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def form_token(token: str) -> str:
    """Return the token that each form of a session carries; it tells nothing of the session's."""
    return hmac.new(token.encode(), b"form", "sha256").hexdigest()[:32]


#: A session, its person and all that he holds, in one question: every click asks it.
_HOLDER = Prepared(
    sa.select(
        SESSION.c.account,
        SESSION.c.agency,
        SESSION.c.role,
        SESSION.c.seen_at,
        SESSION.c.ends_at,
        ACCOUNT.c.display_name,
        ROLE.c.agency.label("held_agency"),
        ROLE.c.role.label("held_role"),
    )
    .join_from(SESSION, ACCOUNT, SESSION.c.account == ACCOUNT.c.name)
    .join(ROLE, ROLE.c.account == ACCOUNT.c.name)
    .where(SESSION.c.token_digest == sa.bindparam("digest"))
    .where(SESSION.c.revoked_at.is_(None), ACCOUNT.c.active)
    .order_by(ROLE.c.agency, ROLE.c.role)
)


def person_of(office: Office, token: str) -> Person | None:
    """Return who holds a session, or None where it ended, idled out or was revoked."""
    found = look_up(office, token)
    if found is not None and found.to_note:
        note_click(office, token)
    return found.person if found else None


@dataclass(frozen=True, slots=True)
class Found:
    """Who holds a session; ``to_note``: his last click was noted too long ago."""

    person: Person
    to_note: bool


def look_up(office: Office, token: str) -> Found | None:
    """Return who holds a session as ``person_of`` does; nothing is written."""
    now = office.now()
    with office.store.read() as database:
        rows = _HOLDER.all(database, {"digest": digest(token)})
    if not rows:
        return None
    first, held = rows[0], tuple((row.held_agency, row.held_role) for row in rows)
    idle = now - first.seen_at
    agency, role = first.agency or "", first.role or ""
    if now >= first.ends_at or idle > IDLE or (agency, role) not in held:
        return None
    person = Person(first.account, first.display_name, role, agency, held, first.ends_at)
    return Found(person, idle > NOTED_EACH)


def note_click(office: Office, token: str) -> None:
    """Note that a session was used just now."""
    with office.store.write() as database:
        session = database.get(Session, digest(token))
        if session is not None:
            session.seen_at = office.now()
            database.add(session)


def act_as(office: Office, token: str, agency: str, role: str) -> None:
    """Let a session act in another role that its person holds."""
    with office.store.write() as database:
        session = database.get(Session, digest(token))
        if session is None or (agency, role) not in roles_of(database, session.account):
            raise RefusedError("sign_in.role_not_held")
        session.agency, session.role = agency, role
        database.add(session)


def sign_out(office: Office, token: str) -> None:
    """End a session."""
    with office.store.write() as database:
        session = database.get(Session, digest(token))
        if session is not None:
            session.revoked_at = office.now()
            database.add(session)


def sign_out_everywhere(office: Office, name: str) -> int:
    """End every session of a person (a lost telephone, a changed password); return how many."""
    with office.store.write() as database:
        found = database.exec(
            select(Session).where(Session.account == name, col(Session.revoked_at).is_(None))
        ).all()
        for session in found:
            session.revoked_at = office.now()
            database.add(session)
        return len(found)


def was_of(office: Office, token: str) -> str | None:
    """Return whose session this was, also after it idled out; None once it was revoked."""
    with office.store.read() as database:
        session = database.get(Session, digest(token))
        if session is None or session.revoked_at:
            return None
        return session.account


@dataclass(frozen=True, slots=True)
class Signed:
    """One session of a person that hasn't ended: ``here`` tells that it is the asking one."""

    made_at: datetime
    seen_at: datetime
    here: bool


def sessions_of(office: Office, name: str, token: str) -> list[Signed]:
    """Return the sessions of a person that are open, the newest first."""
    now = office.now()
    found = select(Session).where(Session.account == name, col(Session.revoked_at).is_(None))
    with office.store.read() as database:
        rows = list(database.exec(found.order_by(col(Session.made_at).desc())))
    return [
        Signed(row.made_at, row.seen_at, row.token_digest == digest(token))
        for row in rows
        if row.ends_at > now and now - row.seen_at <= IDLE
    ]
