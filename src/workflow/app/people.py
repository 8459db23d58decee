"""Looking after the users of an installation: the security officer's work (三员分立)."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from workflow.app.office import Actor, Office
from workflow.app.sign_in import sign_out_everywhere
from workflow.app.users import get_user, new_hash
from workflow.errors import NotFoundError, RefusedError
from workflow.store import journals
from workflow.store.tables import Account, AccountRole


@dataclass(frozen=True, slots=True)
class Listed:
    """A user with his roles: (agency, role), the agency empty in the installation."""

    name: str
    display_name: str
    active: bool
    locked_until: datetime | None
    roles: tuple[tuple[str, str], ...]


def people(office: Office) -> list[Listed]:
    """Return all users by name."""
    with office.store.read() as session:
        accounts = list(session.exec(select(Account).order_by(Account.name)))
        held = list(session.exec(select(AccountRole).order_by(AccountRole.role)))
    return [
        Listed(
            one.name,
            one.display_name,
            one.active,
            one.locked_until,
            tuple((row.agency, row.role) for row in held if row.account == one.name),
        )
        for one in accounts
    ]


def set_password(office: Office, name: str, password: str, actor: Actor) -> None:
    """Give a user a new password; he is signed out everywhere and no longer locked."""
    with office.store.read() as session:
        shown = get_user(session, name).display_name
    hashed = new_hash(office, password, name, shown)
    with office.store.write() as session:
        account = get_user(session, name)
        account.password_hash, account.failures, account.locked_until = hashed, 0, None
        session.add(account)
        _record(office, session, "set_password", actor, user=name)
    sign_out_everywhere(office, name)


def set_active(office: Office, name: str, actor: Actor, *, active: bool) -> None:
    """Let a user in, or keep him out; what he did stays under his name."""
    _not_oneself(name, actor)
    with office.store.write() as session:
        account = session.get(Account, name)
        if account is None:
            raise NotFoundError("agency.user_unknown", name=name)
        account.active = active
        session.add(account)
        _record(office, session, "let_in" if active else "keep_out", actor, user=name)
    if not active:
        sign_out_everywhere(office, name)


def take_role(office: Office, name: str, agency: str, role: str, actor: Actor) -> None:
    """Take a role from a user; NotFoundError where he hasn't it."""
    _not_oneself(name, actor)
    with office.store.write() as session:
        if session.get(AccountRole, (name, agency, role)) is None:
            raise NotFoundError("people.role_not_held", name=name)
        session.exec(
            delete(AccountRole).where(
                col(AccountRole.account) == name,
                col(AccountRole.agency) == agency,
                col(AccountRole.role) == role,
            )
        )
        _record(office, session, "take_role", actor, user=name, agency=agency, role=role)


def _not_oneself(name: str, actor: Actor) -> None:
    """Refuse that somebody locks himself out; another security officer can do it."""
    if name == actor.name:
        raise RefusedError("people.oneself")


def _record(office: Office, session: Session, trigger: str, actor: Actor, **facts: str) -> None:
    made = (trigger, office.today, office.now(), actor.name, actor.role)
    entry = journals.make_entry(journals.INSTALLATION, *made, facts=facts, via="web")
    journals.append(session, office.keys.head_key, entry)
