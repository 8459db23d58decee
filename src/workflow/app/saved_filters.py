"""Filters of the list of cases that somebody keeps under a name of his own.

What is looked for may be a person's name: name and words lie encrypted under a key of their owner.
"""

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.office import Office
from workflow.errors import InputError
from workflow.store.prepared import Prepared
from workflow.store.tables import VaultValue, table_of
from workflow.store.vaults import Vault

VALUE = table_of(VaultValue)
COLUMN = "filter|value"
_VALUES = Prepared(
    sa.select(VALUE.c.ref, VALUE.c.value).where(VALUE.c.chain == sa.bindparam("chain"))
)
#: So many are kept a person: more are no list but an archive.
MOST = 20
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter: ``ref`` names it in an address, ``values`` are those of the form."""

    ref: str
    name: str
    values: Mapping[str, str]


def chain_of(person: str) -> str:
    """Return the chain under whose key a person's filters lie."""
    return f"filters:{person}"


def save(office: Office, person: str, name: str, values: Mapping[str, str]) -> None:
    """Keep a filter; one of the same name is replaced. InputError for no name, or one too many."""
    called = name.strip()
    if not called or len(called) > LONGEST_NAME:
        raise InputError("web_cases.filter_name_wrong", most=LONGEST_NAME)
    said = {"name": called, "values": {key: value for key, value in values.items() if value}}
    with office.store.write() as session:
        vault = Vault(session, office.keys, chain_of(person))
        known = list(_opened(session, vault))
        same = next((one.ref for one in known if one.name == called), None)
        if same is None and len(known) >= MOST:
            raise InputError("web_cases.filter_too_many", most=MOST)
        ref = same or secrets.token_hex(8)
        sealed = vault.seal(COLUMN, ref, json.dumps(said, ensure_ascii=False).encode())
        _delete(session, vault.chain, ref)
        session.execute(sa.insert(VALUE).values(chain=vault.chain, ref=ref, value=sealed))


def listed(office: Office, person: str) -> list[SavedFilter]:
    """Return a person's filters by name."""
    with office.store.read() as session:
        vault = Vault(session, office.keys, chain_of(person))
        return sorted(_opened(session, vault), key=lambda one: one.name)


def drop(office: Office, person: str, ref: str) -> None:
    """Forget a filter of a person."""
    with office.store.write() as session:
        _delete(session, chain_of(person), ref)


def _opened(session: Session, vault: Vault) -> Iterator[SavedFilter]:
    for row in _VALUES.all(session, {"chain": vault.chain}):
        said = json.loads(vault.open(COLUMN, row.ref, bytes(row.value)))
        yield SavedFilter(row.ref, said["name"], said["values"])


def _delete(session: Session, chain: str, ref: str) -> None:
    session.execute(sa.delete(VALUE).where(VALUE.c.chain == chain, VALUE.c.ref == ref))
