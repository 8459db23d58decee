"""Journal entries: the only truth of a case. State, clocks and report cells are folds over them.

What an entry says is written once, as canonical JSON in which nothing personal stands: a person,
a text or a file is named by a reference with a salted digest (``refer``).
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, TypeGuard

#: The columns of the journal in the order in which they are hashed.
COLUMNS = (
    "chain",
    "entry",
    "trigger",
    "on",
    "recorded_at",
    "actor",
    "role",
    "via",
    "child",
    "facts",
    "reason",
    "supersedes",
)
REFERENCE_KEYS = {"ref", "digest"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a chain, as it was written.

    ``chain`` names what the chain is of (``request:12``, ``agency:liangtian``, ``installation``),
    ``entry`` its place in it from 1 on. ``trigger`` is the move, ``on`` the day in law,
    ``recorded_at`` the moment of recording (UTC; no clock and no report reads it), ``actor`` and
    ``role`` who did it as what. ``child`` names the consultation or appeal (``consultation:c1``).
    ``facts`` are plain JSON values and carry no personal data: a person, a text or a file stands
    there as a reference with a salted digest; ``reason``, being free text, is the canonical JSON
    of such a reference. ``supersedes`` is the entry that a rectification replaces, ``via`` the
    entrance through which it came (``cli``, ``web``, ``sweep``, ``ledger``).
    """

    chain: str
    entry: int
    trigger: str
    on: date
    recorded_at: datetime
    actor: str
    role: str
    child: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    supersedes: int | None = None
    via: str = "app"


class Shared(dict[str, Any]):
    """Facts that many entries have in common: their canonical JSON is written once for all."""

    __slots__ = ("text",)

    def __init__(self, facts: Mapping[str, Any]) -> None:
        super().__init__(facts)
        self.text = canonical(facts)


def canonical(value: Any) -> str:
    """Return the one JSON text of a value: keys sorted, no spaces, UTF-8 as it is.

    Numbers are integers (money is in 分); a float, or a key that is no string, raises TypeError,
    since two databases might not write them back alike.

    >>> canonical({"b": [1, None], "a": "土地"})
    '{"a":"土地","b":[1,null]}'
    """
    if type(value) is Shared:
        return value.text
    if type(value) not in _PLAIN:
        _refuse_floats(value)
    return _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_PLAIN = frozenset({str, int, bool, type(None)})


def _refuse_floats(value: Any) -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key of canonical JSON is a string, not {key!r}")
            if type(inner) not in _PLAIN:
                _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            if type(inner) not in _PLAIN:
                _refuse_floats(inner)
    elif not isinstance(value, str | int | None):
        raise TypeError(f"canonical JSON has no place for {type(value).__name__}")


def columns_of(entry: Entry) -> tuple[str | None, ...]:
    """Return the texts of an entry's columns, as they are stored and hashed."""
    return (
        entry.chain,
        str(entry.entry),
        entry.trigger,
        entry.on.isoformat(),
        utc_text(entry.recorded_at),
        entry.actor,
        entry.role,
        entry.via,
        entry.child,
        canonical(entry.facts),
        entry.reason,
        None if entry.supersedes is None else str(entry.supersedes),
    )


def entry_of(columns: Iterable[Any]) -> Entry:
    """Return the entry whose columns these are; a broken one raises ValueError."""
    chain, entry, trigger, on, recorded, actor, role, via, *rest = columns
    child, facts, reason, supersedes = rest
    return Entry(
        chain=chain,
        entry=int(entry),
        trigger=trigger,
        on=date.fromisoformat(on),
        recorded_at=datetime.fromisoformat(recorded),
        actor=actor,
        role=role,
        via=via,
        child=child,
        facts=json.loads(facts),
        reason=reason,
        supersedes=None if supersedes is None else int(supersedes),
    )


@lru_cache(64)  # all entries of an import have one moment
def utc_text(moment: datetime) -> str:
    """Return a moment as the journal writes it: UTC, always with microseconds.

    >>> utc_text(datetime(2020, 5, 11, 1, 2, 3, tzinfo=UTC))
    '2020-05-11T01:02:03.000000+00:00'
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone is no moment")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def refer(ref: str, salt: bytes, value: Any) -> dict[str, str]:
    """Return what the journal keeps of a personal value: where it lies and its salted digest.

    The salt lies with the value, encrypted, and is destroyed with it: the digest alone can't be
    tried against a list of names.
    """
    return _reference(ref, salt, canonical(value))


def keepable(ref: str, salt: bytes, value: Any) -> tuple[bytes, dict[str, str]]:
    """Return what the vault is to keep of a personal value, in clear, and the reference to it."""
    text = canonical(value)
    kept = f'{{"salt":"{base64.b64encode(salt).decode()}","value":{text}}}'
    return kept.encode(), _reference(ref, salt, text)


def _reference(ref: str, salt: bytes, text: str) -> dict[str, str]:
    return {"ref": ref, "digest": hashlib.sha256(salt + text.encode()).hexdigest()}


def is_reference(value: Any) -> TypeGuard[Mapping[str, str]]:
    """Tell whether a fact is a reference rather than a value."""
    return isinstance(value, Mapping) and set(value) == REFERENCE_KEYS


def references(entry: Entry) -> dict[str, Mapping[str, str]]:
    """Return the references among an entry's facts, by fact name."""
    return {name: value for name, value in entry.facts.items() if is_reference(value)}


def reason_reference(entry: Entry) -> Mapping[str, str] | None:
    """Return the reference of the written reason, None where none was given."""
    return None if entry.reason is None else json.loads(entry.reason)


def effective(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries that hold, in the order of their numbers (as they are given).

    A rectification repeats trigger, child and facts of the entry that it supersedes, as they
    should have been. It stands in that entry's place, under its number, and as the act of who
    did it then: a mended fact changes neither the author nor the order of what happened.
    ``supersedes`` still tells that it is one.
    """
    written = tuple(entries)
    if all(entry.supersedes is None for entry in written):
        return written
    holding: dict[int, Entry] = {}
    place: dict[int, int] = {}
    for entry in written:
        root = entry.entry
        if entry.supersedes is not None:
            root = place.get(entry.supersedes, entry.supersedes)
        place[entry.entry] = root
        first = holding.get(root, entry)
        holding[root] = replace(entry, entry=root, actor=first.actor, role=first.role)
    return tuple(holding[root] for root in sorted(holding))
