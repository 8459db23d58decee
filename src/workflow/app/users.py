"""Users and their roles. Passwords are kept as argon2 hashes only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import sqlalchemy as sa
from pwdlib import PasswordHash
from sqlmodel import Session, col, select

from workflow.app.agencies import codes_of, get_agency
from workflow.app.office import Actor, Office
from workflow.app.passwords import check_password, listed_in
from workflow.errors import ConflictError, InputError, NotFoundError, RefusedError
from workflow.statutes.roles import CASE_ROLES, conflicts
from workflow.store import journals
from workflow.store.prepared import Prepared
from workflow.store.tables import Account, AccountRole, table_of

NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")


@dataclass(frozen=True, slots=True)
class NewUser:
    """What ``user add`` is told: roles hold in one agency (empty: in the installation)."""

    name: str
    display_name: str
    roles: Sequence[str]
    agency: str = ""
    password: str | None = field(default=None, repr=False)


ACCOUNT = table_of(Account)
ROLE = table_of(AccountRole)
_NAMES = Prepared(
    sa.select(ACCOUNT.c.name, ACCOUNT.c.display_name).where(
        ACCOUNT.c.name.in_(sa.bindparam("names", expanding=True))
    )
)
_HELD = Prepared(
    sa.select(ROLE.c.agency, ROLE.c.role).where(ROLE.c.account == sa.bindparam("name"))
)


@cache
def hasher() -> PasswordHash:
    """Return the password hasher (argon2id)."""
    return PasswordHash.recommended()


def add_user(office: Office, new: NewUser, actor: Actor) -> Account:
    """Add a user, or give a known one roles in a further agency."""
    if not NAME.fullmatch(new.name):
        raise InputError("agency.user_name_wrong", name=new.name)
    password_hash = None
    if new.password is not None:
        password_hash = new_hash(office, new.password, new.name, new.display_name)
    with office.store.write() as session:
        account = session.get(Account, new.name)
        held = roles_of(session, new.name)
        _check_roles(session, new, held)
        if account is not None and (new.agency, new.roles[0]) in held:
            raise ConflictError("agency.user_known", name=new.name)
        if account is None:
            account = Account(
                name=new.name, display_name=new.display_name, password_hash=password_hash
            )
            session.add(account)
            session.flush()
        session.add_all(
            AccountRole(account=new.name, agency=new.agency, role=role)
            for role in dict.fromkeys(new.roles)
            if (new.agency, role) not in held
        )
        session.flush()
        _record(office, session, new, actor)
    return account


def _check_roles(session: Session, new: NewUser, held: Sequence[tuple[str, str]]) -> None:
    if not new.roles:
        raise InputError("agency.user_without_role", name=new.name)
    refused = conflicts({*new.roles, *(role for _, role in held)})
    if refused:
        raise RefusedError("agency.roles_refused", reasons=refused, name=new.name)
    if new.agency:
        get_agency(session, new.agency)
    elif set(new.roles) & set(CASE_ROLES):
        raise InputError("agency.role_needs_agency", name=new.name)


def new_hash(office: Office, password: str, name: str, display_name: str) -> str:
    """Return the hash of a user's new password; InputError for one that is easy to guess."""
    own = (name, display_name, *codes_of(office))
    listed = listed_in(office.password_list) if office.password_list else frozenset[str]()
    check_password(password, own, listed)
    return hasher().hash(password)


def _record(office: Office, session: Session, new: NewUser, actor: Actor) -> None:
    facts = {"user": new.name, "agency": new.agency, "roles": sorted(set(new.roles))}
    journals.append(
        session,
        office.keys.head_key,
        journals.make_entry(
            journals.INSTALLATION,
            "add_user",
            office.today,
            office.now(),
            actor.name,
            actor.role,
            facts=facts,
        ),
    )


def roles_of(session: Session, name: str) -> list[tuple[str, str]]:
    """Return (agency, role) for each role that a user holds."""
    return [(row.agency, row.role) for row in _HELD.all(session, {"name": name})]


def get_user(session: Session, name: str) -> Account:
    """Return an active user, or raise NotFoundError."""
    account = session.get(Account, name)
    if account is None or not account.active:
        raise NotFoundError("agency.user_unknown", name=name)
    return account


def people_of(session: Session, names: Sequence[str]) -> dict[str, str]:
    """Return the display names of users by user name."""
    return {row.name: row.display_name for row in _NAMES.all(session, {"names": {*names}})}


def holders(session: Session, agency: str, *roles: str) -> list[str]:
    """Return the active users who hold one of some roles in an agency."""
    found = (
        select(AccountRole.account)
        .join(Account)
        .where(AccountRole.agency == agency, col(AccountRole.role).in_(roles))
        .where(col(Account.active))
        .distinct()
        .order_by(AccountRole.account)
    )
    return list(session.exec(found))
