"""Reading, appending and verifying the journal: the only place that writes to it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.clock import CHINA
from workflow.core.chain import (
    GENESIS,
    OPENS,
    Breach,
    Head,
    StoredEntry,
    announced,
    check_announced,
    check_chain,
    check_heads,
    digest_of,
    make_head,
)
from workflow.core.journal import COLUMNS, Entry, columns_of, entry_of
from workflow.errors import ConflictError, NotFoundError, StorageError
from workflow.messages import catalogue, language, say
from workflow.store.prefixes import begins_with
from workflow.store.prepared import Prepared, insert_into
from workflow.store.tables import Journal, JournalHead, table_of

INSTALLATION = "installation"
JOURNAL = table_of(Journal)
HEAD = table_of(JournalHead)
_ENTRY, _NEW_HEAD = insert_into(JOURNAL), insert_into(HEAD)
_OF_CHAIN = HEAD.c.chain == sa.bindparam("chain")
_LOCK = Prepared(sa.select(HEAD).where(_OF_CHAIN).with_for_update())
_LOCK_ALL = Prepared(
    sa.select(HEAD)
    .where(HEAD.c.chain.in_(sa.bindparam("chains", expanding=True)))
    .order_by(HEAD.c.chain)
    .with_for_update()
)
_MOVED_HEAD = Prepared(
    sa.update(HEAD)
    .where(_OF_CHAIN)
    .values({name: sa.bindparam(name) for name in ("count", "digest", "mac")})
)


@dataclass(frozen=True, slots=True)
class Verification:
    """What ``journal verify`` found: how much it read, and every breach."""

    entries: int
    chains: int
    broken: tuple[Breach, ...]


def lock(session: Session, chain: str) -> Head:
    """Lock a chain until the transaction ends and return its head (count 0: a new chain).

    On SQLite the whole database is locked already (BEGIN IMMEDIATE).
    """
    row = _LOCK.first(session, {"chain": chain})
    return Head(*row) if row else Head(chain, 0, GENESIS, "")


def lock_all(session: Session, key: bytes, chains: Collection[str]) -> list[Head]:
    """Lock chains that stand, in the order of their names, and return their heads.

    StorageError where one isn't sealed by this key: nothing is built upon it.
    """
    heads = [Head(*row) for row in _LOCK_ALL.all(session, {"chains": list(chains)})]
    for breach in check_heads(key, heads):
        raise StorageError("trust.in_use", chain=breach.chain)
    return heads


def append(session: Session, key: bytes, entry: Entry, expected: int | None = None) -> Entry:
    """Write an entry as the next of its chain; return it with its number.

    ``expected`` is the number of entries that the writer has seen: where somebody else added to
    them, ConflictError says who, when and what. A head that this key didn't seal is not built
    upon: somebody changed it, or another process changed the master key.
    """
    head = lock(session, entry.chain)
    refuse_overtaken(session, head, expected)
    return append_to(session, key, head, entry)


def append_to(session: Session, key: bytes, head: Head, entry: Entry) -> Entry:
    """Write an entry behind a head that is locked; return it as it can be read from now on."""
    if head.count and check_heads(key, [head]):
        raise StorageError("trust.in_use", chain=entry.chain)
    columns = columns_of(replace(entry, entry=head.count + 1))
    digest = digest_of(head.digest, columns)
    numbered = entry_of(columns)
    _ENTRY.rows(session, [row_of(columns, numbered, digest)])
    _write_head(session, make_head(key, entry.chain, numbered.entry, digest))
    return numbered


def row_of(columns: tuple[str | None, ...], entry: Entry, digest: str) -> tuple[Any, ...]:
    """Return the row of an entry: its columns as they are hashed, but numbers as numbers."""
    chain, _, *middle, _ = columns
    return (chain, entry.entry, *middle, entry.supersedes, digest)


def _write_head(session: Session, head: Head) -> None:
    values = {"chain": head.chain, "count": head.count, "digest": head.digest, "mac": head.mac}
    (_NEW_HEAD if head.count == 1 else _MOVED_HEAD).execute(session, values)


def refuse_overtaken(session: Session, head: Head, expected: int | None) -> None:
    """Raise ConflictError where a locked chain has grown beyond what somebody has seen of it."""
    if expected is not None and head.count != expected:
        raise _overtaken(session, head.chain, head.count)


def _overtaken(session: Session, chain: str, count: int) -> ConflictError:
    """Say who was faster, when (China's time) and with what, in the officer's words."""
    last = entry_at(session, chain, count)
    machine = (last.child or chain).partition(":")[0]
    code = f"triggers.{machine}_{last.trigger}"
    return ConflictError(
        "journal.overtaken",
        actor=last.actor,
        at=f"{last.recorded_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
        trigger=say(code) if code in catalogue(language()) else last.trigger,
    )


def open_chain(session: Session, key: bytes, opening: Entry, chain: str) -> Entry:
    """Record in the chain of ``opening`` that ``chain`` begins (``facts`` get ``opens``)."""
    facts = {**opening.facts, OPENS: chain}
    return append(session, key, replace(opening, facts=facts))


def make_entry(
    chain: str,
    trigger: str,
    on: date,
    recorded_at: datetime,
    actor: str,
    role: str,
    **rest: Any,
) -> Entry:
    """Return an entry that has no number yet."""
    return Entry(chain, 0, trigger, on, recorded_at, actor, role, **rest)


#: Made once: building a statement costs as much as asking it.
_ENTRIES = sa.select(*(JOURNAL.c[name] for name in COLUMNS))
_READ_CHAIN = Prepared(
    _ENTRIES.where(JOURNAL.c.chain == sa.bindparam("chain")).order_by(JOURNAL.c.entry)
)
_OF_CHAINS = _ENTRIES.where(JOURNAL.c.chain.in_(sa.bindparam("chains", expanding=True))).order_by(
    JOURNAL.c.chain, JOURNAL.c.entry
)
_CHAINS = Prepared(_OF_CHAINS)
#: An opening may have been mended by any later entry.
_OPENINGS = Prepared(
    _OF_CHAINS.where(sa.or_(JOURNAL.c.entry == 1, JOURNAL.c.supersedes.is_not(None)))
)


def read_chain(session: Session, chain: str) -> tuple[Entry, ...]:
    """Return all entries of a chain in their order."""
    return tuple(_entry(row) for row in _READ_CHAIN.all(session, {"chain": chain}))


def read_chains(
    session: Session, chains: Collection[str], *, openings: bool = False
) -> dict[str, tuple[Entry, ...]]:
    """Return the entries of chains, by chain; one without entries is left out.

    ``openings``: only the first ones, with all that mend an earlier one.
    """
    found: dict[str, list[Entry]] = {}
    for row in (_OPENINGS if openings else _CHAINS).all(session, {"chains": chains}):
        found.setdefault(row[0], []).append(_entry(row))
    return {chain: tuple(entries) for chain, entries in found.items()}


def _columns() -> list[sa.Column[Any]]:
    return [JOURNAL.c[name] for name in COLUMNS]


def _entry(row: Any) -> Entry:
    try:
        return entry_of(row)
    except (ValueError, TypeError) as error:
        raise StorageError("journal.unreadable", chain=row[0], entry=row[1]) from error


def entry_at(session: Session, chain: str, number: int) -> Entry:
    """Return one entry, or raise NotFoundError."""
    row = session.execute(
        sa.select(*_columns()).where(JOURNAL.c.chain == chain, JOURNAL.c.entry == number)
    ).one_or_none()
    if row is None:
        raise NotFoundError("journal.no_entry", chain=chain, entry=number)
    return _entry(row)


def chains(session: Session, prefix: str = "") -> list[str]:
    """Return the names of all chains that begin with a prefix."""
    found = sa.select(HEAD.c.chain).where(begins_with(HEAD.c.chain, prefix))
    return list(session.execute(found.order_by(HEAD.c.chain)).scalars())


def verify(session: Session, key: bytes) -> Verification:
    """Read the whole journal and return everything that is not as it was written."""
    heads = {row.chain: Head(*row) for row in session.execute(sa.select(HEAD))}
    broken = check_heads(key, heads.values())
    opened, seen, count = {INSTALLATION}, set(), 0
    for chain, rows in _by_chain(session):
        seen.add(chain)
        count += len(rows)
        broken += check_chain(chain, rows, heads.get(chain))
        opened |= {name for row in rows if (name := _announced(row))}
    broken += [Breach(chain, None, "missing") for chain in sorted(set(heads) - seen)]
    broken += check_announced(opened, set(heads) | seen)
    return Verification(count, len(seen | set(heads)), tuple(broken))


def _announced(row: StoredEntry) -> str | None:
    try:
        return announced(entry_of(row.columns).facts)
    except (ValueError, TypeError, AttributeError):
        return None


def _by_chain(session: Session) -> Iterator[tuple[str, list[StoredEntry]]]:
    order = sa.select(*_columns(), JOURNAL.c.digest).order_by(JOURNAL.c.chain, JOURNAL.c.entry)
    result = session.execute(order.execution_options(yield_per=1000))
    chain, rows = None, list[StoredEntry]()
    for row in result:
        stored = StoredEntry(tuple(row[:-1]), row[-1])
        if chain is not None and stored.chain != chain:
            yield chain, rows
            rows = []
        chain = stored.chain
        rows.append(stored)
    if chain is not None:
        yield chain, rows
