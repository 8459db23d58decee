"""Personal values: written encrypted under the key of their chain, opened, destroyed."""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.core.journal import keepable, refer
from workflow.errors import StorageError
from workflow.store.keyring import Keyring
from workflow.store.opening import note
from workflow.store.prepared import Prepared, insert_into
from workflow.store.tables import Attachment, ChainKey, Installation, VaultValue, table_of

KEY = table_of(ChainKey)
VALUE = table_of(VaultValue)
ATTACHMENT = table_of(Attachment)
INSTALLED = table_of(Installation)
_INSERT, _NEW_KEY = insert_into(VALUE), insert_into(KEY)
_KEY_OF = Prepared(sa.select(KEY).where(KEY.c.chain == sa.bindparam("chain")))
_KEY_CHECK = Prepared(sa.select(INSTALLED.c.key_check))


@dataclass(frozen=True, slots=True)
class Vault:
    """The personal values of one chain in one transaction."""

    session: Session
    keyring: Keyring
    chain: str

    def put(self, ref: str, value: Any) -> dict[str, str]:
        """Encrypt a JSON value; return the reference that the journal keeps."""
        return self.put_all({ref: value})[ref]

    def put_all(self, values: Mapping[str, Any]) -> dict[str, dict[str, str]]:
        """Encrypt JSON values by the names of their references; return the references by them."""
        if not values:
            return {}
        key = self._key()
        made = {ref: keepable(ref, self.keyring.salt(), value) for ref, value in values.items()}
        rows = [
            (self.chain, ref, self.keyring.seal(key, self._place("vault_value|value", ref), kept))
            for ref, (kept, _) in made.items()
        ]
        _INSERT.rows(self.session, rows)
        return {ref: reference for ref, (_, reference) in made.items()}

    def get_all(self, refs: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
        """Return the values of references by the names they are given under.

        Those whose key was destroyed are left out; a value that isn't the one that the journal
        names raises StorageError.
        """
        return opened(self.session, self.keyring, {self.chain: refs}).get(self.chain, {})

    def attach(self, ref: str, name: str, media_type: str, content: bytes, at: datetime) -> None:
        """Encrypt a file; its name is personal too."""
        key = self._key()
        self.session.execute(
            sa.insert(ATTACHMENT).values(
                chain=self.chain,
                ref=ref,
                name=self.keyring.seal(key, self._place("attachment|name", ref), name.encode()),
                content=self.keyring.seal(key, self._place("attachment|content", ref), content),
                media_type=media_type,
                size=len(content),
                added_at=at,
            )
        )

    def seal(self, column: str, ref: str, plain: bytes) -> bytes:
        """Encrypt a value of another table (``document|content``) under this chain's key."""
        return self.keyring.seal(self._key(), self._place(column, ref), plain)

    def open(self, column: str, ref: str, sealed: bytes) -> bytes:
        """Decrypt what ``seal`` encrypted; a destroyed key raises StorageError."""
        wrapped = self.wrapped()
        if wrapped is None:
            raise StorageError("vault.destroyed", chain=self.chain)
        note(self.chain, [column.partition("|")[0]])
        return self.keyring.open(wrapped, self._place(column, ref), sealed)

    def wrapped(self) -> bytes | None:
        """Return the chain's wrapped key, None where it was destroyed or never made."""
        known = _KEY_OF.first(self.session, {"chain": self.chain})
        return None if known is None or known.wrapped is None else bytes(known.wrapped)

    def _key(self) -> bytes:
        known = _KEY_OF.first(self.session, {"chain": self.chain})
        if known is None:
            check_keyring(self.session, self.keyring)  # the master key may have changed meanwhile
            wrapped = self.keyring.new_key(self.chain)
            _NEW_KEY.execute(self.session, {"chain": self.chain, "wrapped": wrapped})
            return wrapped
        if known.wrapped is None:
            raise StorageError("vault.destroyed", chain=self.chain)
        return bytes(known.wrapped)

    def _place(self, column: str, ref: str) -> str:
        return f"{column}|{self.chain}|{ref}"

    def destroy(self, at: datetime) -> None:
        """Destroy the chain's key: nothing of the person can be read any more.

        The sealed values go too, so that no key that turns up later opens them; journal and
        documents keep the digests.
        """
        for table in (VALUE, ATTACHMENT):
            self.session.execute(sa.delete(table).where(table.c.chain == self.chain))
        self.session.execute(
            sa.update(KEY).where(KEY.c.chain == self.chain).values(wrapped=None, destroyed_at=at)
        )


#: Keys and values of some chains in one question; a key without values has one empty row.
_SEALED = Prepared(
    sa.select(KEY.c.chain, KEY.c.wrapped, VALUE.c.ref, VALUE.c.value)
    .join_from(
        KEY,
        VALUE,
        sa.and_(
            VALUE.c.chain == KEY.c.chain, VALUE.c.ref.in_(sa.bindparam("refs", expanding=True))
        ),
        isouter=True,
    )
    .where(KEY.c.chain.in_(sa.bindparam("chains", expanding=True)), KEY.c.wrapped.is_not(None))
)


def opened(
    session: Session, keyring: Keyring, wanted: Mapping[str, Mapping[str, Mapping[str, str]]]
) -> dict[str, dict[str, Any]]:
    """Return the values of the references of many chains, by chain and the names given.

    A chain whose key was destroyed is left out; a value that is missing, or isn't the one that
    the journal names, raises StorageError.
    """
    refs = {ref for named in wanted.values() for ref in _refs(named)}
    if not refs:
        return {}
    keys: dict[str, bytes] = {}
    sealed: dict[tuple[str, str], bytes] = {}
    for chain, wrapped, name, value in _SEALED.all(session, {"chains": wanted, "refs": refs}):
        keys[chain] = bytes(wrapped)
        if name is not None:
            sealed[chain, name] = bytes(value)
    for chain in keys:
        note(chain, (name.partition(".")[2] or "reason" for name in _refs(wanted[chain])))
    return {
        chain: {
            name: _opened(keyring, wrapped, chain, ref, sealed.get((chain, ref["ref"])))
            for name, ref in wanted[chain].items()
        }
        for chain, wrapped in keys.items()
    }


def _refs(named: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    return (ref["ref"] for ref in named.values())


def _opened(
    keyring: Keyring, wrapped: bytes, chain: str, ref: Mapping[str, str], sealed: bytes | None
) -> Any:
    place = f"vault_value|value|{chain}|{ref['ref']}"
    if sealed is None:
        raise StorageError("vault.missing", place=place)
    kept = json.loads(keyring.open(wrapped, place, sealed))
    if refer(ref["ref"], base64.b64decode(kept["salt"]), kept["value"]) != ref:
        raise StorageError("vault.damaged", place=place)
    return kept["value"]


def is_installed(session: Session) -> bool:
    """Tell whether the database is bound to a master key."""
    return session.execute(sa.select(INSTALLED.c.id)).first() is not None


def documents_folder(session: Session) -> str | None:
    """Return the folder that the installation was given for its documents, if any."""
    return session.execute(sa.select(INSTALLED.c.documents)).scalar_one_or_none()


def give_documents_folder(session: Session, folder: str) -> None:
    """Have documents written into a folder (relative: to the data folder)."""
    session.execute(sa.update(INSTALLED).values(documents=folder))


def key_check(session: Session) -> str | None:
    """Return the check of the master key that the database is bound to, None: of none yet."""
    known = _KEY_CHECK.first(session, {})
    return None if known is None else str(known.key_check)


def check_keyring(session: Session, keyring: Keyring) -> None:
    """Refuse a master key that isn't the one this database was made with."""
    known = key_check(session)
    if known is not None and known != keyring.check:
        raise StorageError("vault.wrong_key")


def install(session: Session, keyring: Keyring, at: datetime) -> bool:
    """Bind a new database to its master key; return False where it is bound already."""
    check_keyring(session, keyring)
    if is_installed(session):
        return False
    session.execute(sa.insert(INSTALLED).values(id=1, key_check=keyring.check, made_at=at))
    return True


def rewrap_all(session: Session, old: Keyring, new: Keyring) -> int:
    """Wrap every chain's key by another master key, and bind the database to it."""
    found = sa.select(KEY.c.chain, KEY.c.wrapped).where(KEY.c.wrapped.is_not(None))
    rows = session.execute(found.with_for_update()).all()
    for chain, wrapped in rows:
        again = old.rewrap(chain, bytes(wrapped), new)
        session.execute(sa.update(KEY).where(KEY.c.chain == chain).values(wrapped=again))
    session.execute(sa.update(INSTALLED).values(key_check=new.check))
    return len(rows)
