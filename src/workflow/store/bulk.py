"""Many new chains in one transaction: the same journal, in a few statements a thousand entries.

What is written is what ``journals`` and ``Vault`` would have written one by one; ``verify`` and
``Vault`` read it. The heads of what is open here are kept in memory and locked in the database.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.core.chain import GENESIS, OPENS, Head, digest_of, make_head
from workflow.core.journal import Entry, columns_of, keepable
from workflow.store import journals
from workflow.store.keyring import Keyring
from workflow.store.numbers import SERIES, take
from workflow.store.prepared import Prepared, insert_into
from workflow.store.vaults import KEY, VALUE

#: Rows in the order of their tables' columns.
Rows = list[tuple[Any, ...]]
_JOURNAL, _HEAD = insert_into(journals.JOURNAL), insert_into(journals.HEAD)
_KEY, _VALUE = insert_into(KEY), insert_into(VALUE)
_HEADS = Prepared(
    sa.update(journals.HEAD)
    .where(journals.HEAD.c.chain == sa.bindparam("at"))
    .values(count=sa.bindparam("entries"), digest=sa.bindparam("last"), mac=sa.bindparam("seal"))
)


@dataclass(slots=True)
class NewChain:
    """A chain to be: its entries in order and its personal values, encrypted under its own key."""

    name: str
    keyring: Keyring
    wrapped: bytes
    entries: list[Entry] = field(default_factory=list)
    values: Rows = field(default_factory=list)

    def put(self, ref: str, value: Any) -> dict[str, str]:
        """Encrypt a JSON value; return the reference that the journal keeps."""
        kept, reference = keepable(ref, self.keyring.salt(), value)
        place = f"vault_value|value|{self.name}|{ref}"
        sealed = self.keyring.seal(self.wrapped, place, kept)
        self.values.append((self.name, ref, sealed))
        return reference

    def add(self, entry: Entry) -> Entry:
        """Add an entry as the next of the chain; return it with its number."""
        here = (self.name, len(self.entries) + 1)
        if (entry.chain, entry.entry) != here:
            entry = replace(entry, chain=here[0], entry=here[1])
        self.entries.append(entry)
        return entry


class Bulk:
    """Writes new chains, and entries of chains that stand, when it is flushed."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self.session = session
        self.keyring = keyring
        self._standing: dict[str, tuple[int, str]] = {}
        self._changed: set[str] = set()
        self._journal: Rows = []
        self._heads: Rows = []
        self._keys: Rows = []
        self._values: Rows = []
        self._next: int | None = None

    def begin(self, prefix: str) -> NewChain:
        """Return the next new chain of the installation; it counts only once it is kept."""
        if self._next is None:
            self._next = take(self.session, "installation", "case")
        name = f"{prefix}{self._next}"
        return NewChain(name, self.keyring, self.keyring.new_key(name))

    def keep(self, new: NewChain, opening: Entry) -> None:
        """Write a new chain; ``opening`` is its announcement in a chain that stands."""
        assert self._next is not None
        self._next += 1
        self.append(replace(opening, facts={**opening.facts, OPENS: new.name}))
        digest = GENESIS
        for entry in new.entries:
            digest = self._write(entry, digest)
        head = self._sealed(new.name, len(new.entries), digest)
        self._heads.append((head.chain, head.count, head.digest, head.mac))
        self._keys.append((new.name, new.wrapped, None))
        self._values += new.values

    def stand(self, heads: Iterable[Head]) -> None:
        """Take heads that the caller has locked and checked."""
        self._standing |= {head.chain: (head.count, head.digest) for head in heads}

    def append(self, entry: Entry) -> Entry:
        """Write an entry as the next of a chain that stands."""
        count, previous = self._standing.get(entry.chain) or self._locked(entry.chain)
        here = entry.entry == count + 1
        numbered = entry if here else replace(entry, entry=count + 1)
        self._standing[entry.chain] = (numbered.entry, self._write(numbered, previous))
        self._changed.add(entry.chain)
        return numbered

    def _locked(self, chain: str) -> tuple[int, str]:
        head = journals.lock(self.session, chain)
        return head.count, head.digest

    def _write(self, entry: Entry, previous: str) -> str:
        columns = columns_of(entry)
        digest = digest_of(previous, columns)
        self._journal.append(journals.row_of(columns, entry, digest))
        return digest

    def _sealed(self, chain: str, count: int, digest: str) -> Head:
        return make_head(self.keyring.head_key, chain, count, digest)

    def flush(self) -> None:
        """Write what has gathered; nothing of it is committed here."""
        self._write_standing()
        for insert, rows in (
            (_JOURNAL, self._journal),
            (_HEAD, self._heads),
            (_KEY, self._keys),
            (_VALUE, self._values),
        ):
            insert.rows(self.session, rows)
            rows.clear()
        if self._next is not None:
            last = self._next - 1
            row = (SERIES.c.owner == "installation", SERIES.c.series == "case")
            self.session.execute(sa.update(SERIES).where(*row).values(last=last))

    def _write_standing(self) -> None:
        heads = [self._sealed(chain, *self._standing[chain]) for chain in sorted(self._changed)]
        _HEADS.many(
            self.session,
            ({"at": one.chain, "entries": one.count, "last": one.digest, "seal": one.mac}
             for one in heads),
        )  # fmt: skip
        self._changed.clear()
