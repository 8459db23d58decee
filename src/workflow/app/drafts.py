"""What somebody began to write and hasn't handed in: kept encrypted under a key of his own.

A draft is no fact of a case: it stands in no journal, and is gone when the act is done.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.office import Office
from workflow.store.tables import VaultValue, table_of
from workflow.store.vaults import Vault

VALUE = table_of(VaultValue)
COLUMN = "draft|value"

#: The fields of a form by name: a name may stand several times (boxes that were ticked).
Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed on a page: ``key`` names the page, ``kept_at`` the moment of keeping."""

    key: str
    values: Typed
    kept_at: datetime


def chain_of(person: str) -> str:
    """Return the chain under whose key a person's drafts lie."""
    return f"drafts:{person}"


def keep(office: Office, person: str, key: str, values: Typed) -> None:
    """Keep what was typed on a page; it replaces what was kept of that page before."""
    said = {
        "at": office.now().isoformat(),
        "values": {name: list(texts) for name, texts in values.items()},
    }
    with office.store.write() as session:
        vault = Vault(session, office.keys, chain_of(person))
        sealed = vault.seal(COLUMN, key, json.dumps(said, ensure_ascii=False).encode())
        _delete(session, person, key)
        session.execute(sa.insert(VALUE).values(chain=vault.chain, ref=key, value=sealed))


def kept(office: Office, person: str, key: str) -> Draft | None:
    """Return what a person typed on a page, or None."""
    with office.store.read() as session:
        found = sa.select(VALUE.c.value).where(
            VALUE.c.chain == chain_of(person), VALUE.c.ref == key
        )
        sealed = session.execute(found).scalar_one_or_none()
        return None if sealed is None else _opened(office, session, person, key, sealed)


def listed(office: Office, person: str, prefix: str) -> list[Draft]:
    """Return a person's drafts whose key begins with a prefix, the newest first."""
    with office.store.read() as session:
        found = sa.select(VALUE.c.ref, VALUE.c.value).where(
            VALUE.c.chain == chain_of(person), VALUE.c.ref.startswith(prefix, autoescape=True)
        )
        drafts = [
            _opened(office, session, person, row.ref, row.value) for row in session.execute(found)
        ]
    return sorted(drafts, key=lambda one: one.kept_at, reverse=True)


def drop(office: Office, person: str, key: str) -> None:
    """Forget what was typed on a page."""
    with office.store.write() as session:
        _delete(session, person, key)


def _delete(session: Session, person: str, key: str) -> None:
    session.execute(sa.delete(VALUE).where(VALUE.c.chain == chain_of(person), VALUE.c.ref == key))


def _opened(office: Office, session: Session, person: str, key: str, sealed: bytes) -> Draft:
    vault = Vault(session, office.keys, chain_of(person))
    said = json.loads(vault.open(COLUMN, key, bytes(sealed)))
    return Draft(key, said["values"], datetime.fromisoformat(said["at"]))
