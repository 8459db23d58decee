"""Tokens for programs and calendars: made by a person for himself, in one role, with scopes.

A token never does more than its person may: his role and the token's scope are both asked. What
is kept is a hash; the token is shown once. Making and revoking are entries of the installation's
chain.
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session as Database
from sqlmodel import col, select

from workflow.app.office import Actor, Office
from workflow.app.sign_in import digest
from workflow.app.users import roles_of
from workflow.errors import InputError, NotFoundError, RefusedError
from workflow.statutes.roles import CASE_ROLES
from workflow.store import journals
from workflow.store.tables import Account, ApiToken

#: What a token begins with, so that a leaked one is found by a search.
PREFIX = "wft_"
#: No token is for ever (ASVS 5, 9.2): a year at most.
LONGEST_DAYS = 366
LABEL_LENGTH = 80
#: So much of a token's hash names it in lists and in the journal.
IDENT_LENGTH = 12

_HANDLERS = tuple(role for role in CASE_ROLES if role != "supervisor")
_OFFICE = (*CASE_ROLES, "admin")
_ALL = (*_OFFICE, "security_officer", "auditor")
#: Scope → the roles that may hold it; the three keepers see no case content.
SCOPES: dict[str, tuple[str, ...]] = {
    "cases:read": CASE_ROLES,
    "cases:write": _HANDLERS,
    "cases:purge": ("office_head",),
    "documents:read": CASE_ROLES,
    "documents:write": _HANDLERS,
    "reports:read": CASE_ROLES,
    "reports:write": _HANDLERS,
    "disclosures:read": CASE_ROLES,
    "disclosures:write": _HANDLERS,
    "figures:read": CASE_ROLES,
    "figures:write": ("clerk", "office_head"),
    "ledger:read": CASE_ROLES,
    "ledger:write": ("clerk",),
    "templates:read": _OFFICE,
    "templates:write": ("admin",),
    "calendars:read": _OFFICE,
    "calendars:write": ("admin",),
    "agencies:read": _OFFICE,
    "agencies:write": ("admin",),
    "users": ("security_officer",),
    "deliveries": ("admin", "office_head"),
    "tasks": _ALL,
    "contacts": _ALL,
    "inbox": _ALL,
    "maintain": ("admin",),
    "journal:read": ("auditor",),
    "journal:verify": ("auditor",),
    "calendar": CASE_ROLES,
}


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a token acts for, in the role and agency in which it was made, and what it may."""

    name: str
    role: str
    agency: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Issued:
    """A token that a person made, as his list shows it: ``ident`` names it, it isn't the token."""

    ident: str
    label: str
    role: str
    agency: str
    scopes: tuple[str, ...]
    made_at: datetime
    ends_at: datetime
    used_on: date | None


def scopes_of(role: str) -> tuple[str, ...]:
    """Return the scopes that a role may give to a token."""
    return tuple(scope for scope, roles in SCOPES.items() if role in roles)


def make_token(
    office: Office, actor: Actor, agency: str, label: str, scopes: Collection[str], days: int
) -> str:
    """Make a token for a person in the role in which he acts; return it, for the only time."""
    wanted = _checked(actor.role, label, scopes, days)
    token = PREFIX + secrets.token_urlsafe(32)
    now = office.now()
    with office.store.write() as session:
        if (agency, actor.role) not in roles_of(session, actor.name):
            raise RefusedError("sign_in.role_not_held")
        row = ApiToken(
            token_digest=digest(token),
            account=actor.name,
            role=actor.role,
            agency=agency,
            label=label.strip(),
            scopes=" ".join(wanted),
            made_at=now,
            ends_at=now + timedelta(days=days),
        )
        session.add(row)
        _record(office, session, "make_token", row, actor)
    return token


def _checked(role: str, label: str, scopes: Collection[str], days: int) -> list[str]:
    if not label.strip() or len(label.strip()) > LABEL_LENGTH:
        raise InputError("token.label_wrong", length=LABEL_LENGTH)
    if not 1 <= days <= LONGEST_DAYS:
        raise InputError("token.days_wrong", days=LONGEST_DAYS)
    allowed = scopes_of(role)
    refused = sorted(set(scopes) - set(allowed))
    if refused or not scopes:
        raise InputError("token.scopes_wrong", refused="、".join(refused), known="、".join(allowed))
    return [scope for scope in allowed if scope in scopes]


def _record(office: Office, session: Database, trigger: str, row: ApiToken, actor: Actor) -> None:
    facts = {
        "token": row.token_digest[:IDENT_LENGTH],
        "agency": row.agency,
        "scopes": row.scopes.split(),
    }
    made = (trigger, office.today, office.now(), actor.name, actor.role)
    entry = journals.make_entry(journals.INSTALLATION, *made, facts=facts, via="web")
    journals.append(session, office.keys.head_key, entry)


def holder_of(office: Office, token: str) -> Holder | None:
    """Return whom a token acts for; None where it is unknown, ended, revoked, or his no more."""
    if not token.startswith(PREFIX) or not token.isascii():
        return None
    with office.store.read() as session:
        row = session.get(ApiToken, digest(token))
        if row is None or row.revoked_at is not None or row.ends_at <= office.now():
            return None
        account = session.get(Account, row.account)
        held = roles_of(session, row.account)
    if account is None or not account.active or (row.agency, row.role) not in held:
        return None
    if row.used_on != office.today:
        _note_used(office, row.token_digest)
    may = frozenset(row.scopes.split()) & frozenset(scopes_of(row.role))
    return Holder(row.account, row.role, row.agency, may)


def _note_used(office: Office, key: str) -> None:
    with office.store.write() as session:
        row = session.get(ApiToken, key)
        if row is not None:
            row.used_on = office.today
            session.add(row)


def tokens_of(office: Office, name: str) -> Sequence[Issued]:
    """Return the tokens of a person that still work, the newest first."""
    found = (
        select(ApiToken)
        .where(ApiToken.account == name, col(ApiToken.revoked_at).is_(None))
        .order_by(col(ApiToken.made_at).desc(), col(ApiToken.token_digest))
    )
    with office.store.read() as session:
        rows = list(session.exec(found))
    return [
        Issued(
            row.token_digest[:IDENT_LENGTH],
            row.label,
            row.role,
            row.agency,
            tuple(row.scopes.split()),
            row.made_at,
            row.ends_at,
            row.used_on,
        )
        for row in rows
        if row.ends_at > office.now()
    ]


def revoke_token(office: Office, actor: Actor, ident: str) -> None:
    """Make a token of one's own worthless at once."""
    found = select(ApiToken).where(
        ApiToken.account == actor.name,
        col(ApiToken.token_digest).startswith(ident, autoescape=True),
        col(ApiToken.revoked_at).is_(None),
    )
    with office.store.write() as session:
        row = session.exec(found).first() if len(ident) == IDENT_LENGTH else None
        if row is None:
            raise NotFoundError("token.unknown")
        row.revoked_at = office.now()
        session.add(row)
        _record(office, session, "revoke_token", row, actor)
