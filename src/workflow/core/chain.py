"""The hash chain of a journal and the heads that keep its tail: pure functions over texts.

h₀ is 64 zeros; h_n = SHA-256(h_{n-1} ‖ every column of entry n). A head keeps count and last hash
of a chain under an HMAC whose key lies outside the database, so that a cut tail shows.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64
#: So many missing or added entries of one gap are named one by one.
SHOWN = 100

#: What an opening entry announces: the chain that it begins (see ``announced``).
OPENS = "opens"


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """A row of the journal as the database gave it: its columns in their order, and its hash."""

    columns: tuple[Any, ...]
    digest: Any

    @property
    def chain(self) -> str:
        """The chain that the row says it belongs to."""
        return _text(self.columns[0])


@dataclass(frozen=True, slots=True)
class Head:
    """Count and last hash of a chain, with the HMAC over both."""

    chain: str
    count: int
    digest: str
    mac: str


@dataclass(frozen=True, slots=True)
class Breach:
    """Where a journal is broken: the chain, the entry (None: the chain as a whole), and how.

    ``what`` is one of ``changed``, ``missing``, ``added``, ``head_missing``, ``head_changed``,
    ``chain_missing``, ``chain_unannounced``.
    """

    chain: str
    entry: int | None
    what: str

    @property
    def code(self) -> str:
        """The code of the sentence about it: a chain without any entry misses no numbered one."""
        whole = self.what == "missing" and self.entry is None
        return "journal.all_missing" if whole else f"journal.{self.what}"


def digest_of(previous: str, columns: Sequence[Any]) -> str:
    """Return the hash of an entry after ``previous``.

    Each column is written with its length before it, so that no two rows read alike.
    """
    parts = [_bytes(previous)]
    for column in columns:
        if column is None:
            parts.append(b"-;")
        else:
            raw = _bytes(column)
            parts.append(b"%d:%s;" % (len(raw), raw))
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value)


def _bytes(value: Any) -> bytes:
    """Return a text's bytes; one that isn't UTF-8 (a damaged row) has some too."""
    return (value if type(value) is str else _text(value)).encode("utf-8", "surrogatepass")


def mac_of(key: bytes, chain: str, count: int, digest: str) -> str:
    """Return the HMAC of a head."""
    message = digest_of(GENESIS, (chain, count, digest)).encode()
    return hmac.digest(key, message, "sha256").hex()


def make_head(key: bytes, chain: str, count: int, digest: str) -> Head:
    """Return the sealed head of a chain."""
    return Head(chain, count, digest, mac_of(key, chain, count, digest))


def check_chain(chain: str, rows: Sequence[StoredEntry], head: Head | None) -> list[Breach]:
    """Return what is wrong inside one chain, rows in the order of their numbers.

    An entry whose own hash doesn't fit is ``changed``; a gap is ``missing``; what stands beyond
    the head's count was ``added``; what the head counts and isn't there is ``missing``.
    """
    found: list[Breach] = []
    previous, number = GENESIS, 0
    for row in rows:
        number, breaches = _check_row(chain, row, number, previous)
        found += breaches
        previous = _text(row.digest)
    return found + _check_head(chain, number, previous, head)


def _check_row(
    chain: str, row: StoredEntry, number: int, previous: str
) -> tuple[int, list[Breach]]:
    try:
        stated = int(row.columns[1])
    except (TypeError, ValueError):
        return number + 1, [Breach(chain, number + 1, "changed")]
    gap = [Breach(chain, lost, "missing") for lost in range(number + 1, stated)[:SHOWN]]
    fits = stated > number and digest_of(previous, row.columns) == row.digest
    if fits or (gap and stated > number):
        return stated, gap
    return max(stated, number), [*gap, Breach(chain, stated, "changed")]


def _check_head(chain: str, number: int, previous: str, head: Head | None) -> list[Breach]:
    if head is None:
        return [Breach(chain, None, "head_missing")]
    if not isinstance(head.count, int):
        return [Breach(chain, None, "head_changed")]
    if number < head.count:
        return [
            Breach(chain, lost, "missing") for lost in range(number + 1, head.count + 1)[:SHOWN]
        ]
    if number > head.count:
        return [Breach(chain, new, "added") for new in range(head.count + 1, number + 1)[:SHOWN]]
    if previous != head.digest:
        return [Breach(chain, number, "changed")]
    return []


def check_heads(key: bytes, heads: Iterable[Head]) -> list[Breach]:
    """Return the heads that were not sealed with this key as they stand."""
    return [
        Breach(head.chain, None, "head_changed")
        for head in heads
        if not hmac.compare_digest(
            mac_of(key, head.chain, head.count, head.digest).encode(), _bytes(head.mac)
        )
    ]


def check_announced(announced: Iterable[str], present: Iterable[str]) -> list[Breach]:
    """Return the chains whose opening is on record and that are gone, and those never opened."""
    opened, there = set(announced), set(present)
    gone = [Breach(chain, None, "chain_missing") for chain in sorted(opened - there)]
    unknown = [Breach(chain, None, "chain_unannounced") for chain in sorted(there - opened)]
    return gone + unknown


def announced(facts: Mapping[str, Any]) -> str | None:
    """Return the chain that an entry opens, or None."""
    chain = facts.get(OPENS)
    return chain if isinstance(chain, str) else None
