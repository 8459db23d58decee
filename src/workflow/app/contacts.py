"""Where people are reached besides the inbox, and how: one by one or one message a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.office import Actor, Office
from workflow.app.users import get_user
from workflow.errors import InputError
from workflow.messages import say
from workflow.store import journals
from workflow.store.tables import Contact, table_of
from workflow.store.tables.deliveries import CHANNELS
from workflow.store.vaults import Vault

CONTACT = table_of(Contact)
COLUMN = "contact|address"


@dataclass(frozen=True, slots=True)
class NewContact:
    """A person's address in a channel: a mail address, or the key or URL of a robot.

    An empty address leaves the one that is there. ``active``: the channel is in use. ``quiet`` are
    the hours in which it is silent, from and until (None: the office's; the same twice: never).
    """

    person: str
    channel: str
    address: str
    digest: bool = False
    active: bool = True
    quiet: tuple[time, time] | None = None


def set_contact(office: Office, new: NewContact, actor: Actor) -> None:
    """Set (or replace) a person's address in a channel; the journal says so without it."""
    if new.channel not in CHANNELS:
        known = "、".join(CHANNELS)
        raise InputError("notify.channel_unknown", channel=new.channel, known=known)
    address = new.address.strip()
    if address and new.channel == "mail" and "@" not in address:
        raise InputError("notify.address_wrong", channel=say(f"notify.channel_{new.channel}"))
    with office.store.write() as session:
        get_user(session, new.person)
        sealed = _sealed(office, session, new, address)
        _forget(session, new.person, new.channel)
        row = {"person": new.person, "channel": new.channel, "address": sealed}
        own = {"digest": new.digest, "active": new.active}
        quiet_from, quiet_until = new.quiet or (None, None)
        hours = {"quiet_from": quiet_from, "quiet_until": quiet_until}
        session.execute(sa.insert(CONTACT).values(**row, **own, **hours))
        _record(office, session, "set_contact", new.person, new.channel, actor)


def _sealed(office: Office, session: Session, new: NewContact, address: str) -> bytes:
    """Return the address encrypted: the new one, else the one that is there."""
    if address:
        vault = _vault(office, session, new.person)
        return vault.seal(COLUMN, new.channel, address.encode())
    same = (CONTACT.c.person == new.person, CONTACT.c.channel == new.channel)
    known = session.execute(sa.select(CONTACT.c.address).where(*same)).scalar_one_or_none()
    if known is None:
        raise InputError("notify.address_wrong", channel=say(f"notify.channel_{new.channel}"))
    return bytes(known)


def remove_contact(office: Office, person: str, channel: str, actor: Actor) -> None:
    """Forget a person's address in a channel; what was on its way there is given up."""
    with office.store.write() as session:
        _forget(session, person, channel)
        _record(office, session, "remove_contact", person, channel, actor)


def _forget(session: Session, person: str, channel: str) -> None:
    same = (CONTACT.c.person == person, CONTACT.c.channel == channel)
    session.execute(sa.delete(CONTACT).where(*same))


def _record(
    office: Office, session: Session, trigger: str, person: str, channel: str, actor: Actor
) -> None:
    facts = {"user": person, "channel": channel}
    made = (trigger, office.today, office.now(), actor.name, actor.role)
    entry = journals.make_entry(journals.INSTALLATION, *made, facts=facts)
    journals.append(session, office.keys.head_key, entry)


def contacts_of(office: Office, person: str) -> list[dict[str, Any]]:
    """Return a person's channels with the addresses masked."""
    found = sa.select(CONTACT).where(CONTACT.c.person == person).order_by(CONTACT.c.channel)
    with office.store.read() as session:
        rows: Sequence[sa.Row[Any]] = session.execute(found).all()
        return [
            {
                "channel": row.channel,
                "label": say(f"notify.channel_{row.channel}"),
                "address": _masked(row.channel, _opened(office, session, row)),
                "digest": row.digest,
                "active": row.active,
                "quiet": (row.quiet_from, row.quiet_until) if row.quiet_from else None,
            }
            for row in rows
        ]


def open_address(
    office: Office, session: Session, person: str, channel: str
) -> tuple[str, bool] | None:
    """Return a person's address in a channel and whether he wants a digest; None: neither."""
    same = (CONTACT.c.person == person, CONTACT.c.channel == channel, CONTACT.c.active)
    row = session.execute(sa.select(CONTACT).where(*same)).one_or_none()
    return None if row is None else (_opened(office, session, row), row.digest)


def all_addresses(office: Office) -> list[tuple[str, str]]:
    """Return every address in use with its channel."""
    with office.store.read() as session:
        rows = session.execute(sa.select(CONTACT).where(CONTACT.c.active)).all()
        return [(row.channel, _opened(office, session, row)) for row in rows]


def _opened(office: Office, session: Session, row: sa.Row[Any]) -> str:
    vault = _vault(office, session, row.person)
    return vault.open(COLUMN, row.channel, bytes(row.address)).decode()


def _vault(office: Office, session: Session, person: str) -> Vault:
    return Vault(session, office.keys, f"contact:{person}")


def _masked(channel: str, address: str) -> str:
    """Show enough of an address to know it again, not enough to use it.

    >>> _masked("mail", "li@example.invalid"), _masked("wecom", "0123456789abcdef")
    ('l***@example.invalid', '0123***')
    """
    if channel == "mail":
        name, _, host = address.partition("@")
        return f"{name[:1]}***@{host}"
    return f"{address[:4]}***"
