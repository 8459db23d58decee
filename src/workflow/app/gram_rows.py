"""The rows of the search index: which cases have a digest, and which digests a case has.

Cases are indexed in portions: all that an import brings at once, or a single registration.
``derived_gram`` has a row for each digest of a portion, with the numbers of the cases that have
it: a word that a thousand requests of a ledger share is one row, not a thousand. ``derived_search``
has a row for each case, with its portion and all its digests: by it a case is asked whether it has
a word, and by it everything of a case is found that is to be taken away. A case stays in its
portion.
"""

import struct
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.reading import PREFIX
from workflow.store.prepared import Prepared, insert_into
from workflow.store.tables import DerivedCase, DerivedGram, DerivedSearch, table_of

CASE = table_of(DerivedCase)
SEARCH, GRAM = table_of(DerivedSearch), table_of(DerivedGram)
_INSERT, _INSERT_GRAM = insert_into(SEARCH), insert_into(GRAM)
_AT = (GRAM.c.digest == sa.bindparam("at"), GRAM.c.portion == sa.bindparam("of"))
_UPDATE_GRAM = Prepared(sa.update(GRAM).where(*_AT).values(cases=sa.bindparam("having")))
_DELETE_GRAM = Prepared(sa.delete(GRAM).where(*_AT))
_PORTIONS = Prepared(
    sa.select(GRAM.c.portion)
    .where(GRAM.c.digest == sa.bindparam("digest"))
    .limit(sa.bindparam("most"))
)

#: So many pairs of a case and a digest are gathered before they are written.
GATHERED = 400_000
#: So many portions are read at once, of digests that are in no more than MOST_PORTIONS.
AT_ONCE, MOST_PORTIONS = 16, 1000
#: So many chains are asked about at once.
CHAINS_AT_ONCE = 500


def number_of(chain: str) -> int:
    """Return the number of a case's chain."""
    return int(chain.removeprefix(PREFIX))


def pack_digests(digests: Iterable[int]) -> bytes:
    """Return digests as a case's row has them: in order, eight bytes each.

    >>> unpack_digests(pack_digests([7, -3]))
    (-3, 7)
    """
    ordered = sorted(digests)
    return struct.pack(f"<{len(ordered)}q", *ordered)


def unpack_digests(packed: bytes) -> tuple[int, ...]:
    """Return the digests of a case's row."""
    return struct.unpack(f"<{len(packed) // 8}q", packed)


def pack_numbers(numbers: Sequence[int]) -> bytes:
    """Return the numbers of cases as a digest's row has them: four bytes each.

    >>> unpack_numbers(pack_numbers([1, 70_000]))
    (1, 70000)
    """
    return struct.pack(f"<{len(numbers)}I", *numbers)


def unpack_numbers(packed: bytes) -> tuple[int, ...]:
    """Return the numbers of cases of a digest's row."""
    return struct.unpack(f"<{len(packed) // 4}I", packed)


class Gathering:
    """Writes the index of cases that have none yet, a portion at a time; ``close`` writes the last.

    A portion is named after the highest number in it.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._cases: list[tuple[int, str, bytes]] = []
        self._having: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
        self._pairs = 0

    def add(self, chain: str, digests: Collection[int]) -> None:
        """Index a case by its digests, each of which is given once."""
        number = number_of(chain)
        self._cases.append((number, chain, pack_digests(digests)))
        having = self._having
        for digest in digests:
            having[digest].append(number)
        self._pairs += len(digests)
        if self._pairs >= GATHERED:
            self.close()

    def close(self) -> None:
        """Write what has gathered."""
        if not self._cases:
            return
        portion = max(number for number, *_ in self._cases)
        rows = [(chain, portion, packed) for _, chain, packed in self._cases]
        _INSERT.rows(self._session, rows)
        grams = sorted(self._having.items())
        _INSERT_GRAM.rows(
            self._session, [(digest, portion, pack_numbers(having)) for digest, having in grams]
        )
        self._cases, self._pairs = [], 0
        self._having.clear()


def replace(session: Session, chain: str, digests: Collection[int]) -> None:
    """Index a case by these digests, whatever it was found by before."""
    number = number_of(chain)
    known = _row(session, chain)
    portion, before = (known.portion, unpack_digests(known.digests)) if known else (number, ())
    changed = set(digests).symmetric_difference(before)
    _change(session, number, portion, dict.fromkeys(changed, False) | dict.fromkeys(digests, True))
    if known:
        session.execute(sa.delete(SEARCH).where(SEARCH.c.chain == chain))
    _INSERT.rows(session, [(chain, portion, pack_digests(digests))])


def remove(session: Session, chain: str) -> None:
    """Have a case found by nothing any more."""
    known = _row(session, chain)
    if known:
        digests = dict.fromkeys(unpack_digests(known.digests), False)
        _change(session, number_of(chain), known.portion, digests)
        session.execute(sa.delete(SEARCH).where(SEARCH.c.chain == chain))


def remove_all(session: Session) -> None:
    """Have no case found by anything any more."""
    for table in (GRAM, SEARCH):
        session.execute(sa.delete(table))


def _row(session: Session, chain: str) -> Any:
    return session.execute(sa.select(SEARCH).where(SEARCH.c.chain == chain)).one_or_none()


def _change(session: Session, number: int, portion: int, wanted: Mapping[int, bool]) -> None:
    """Have a case stand in the rows of some digests of its portion, or not stand there.

    The rows are locked in their order: two writers of one portion wait for each other.
    """
    here = (GRAM.c.portion == portion, GRAM.c.digest.in_(wanted))
    found = sa.select(GRAM.c.digest, GRAM.c.cases).where(*here).order_by(GRAM.c.digest)
    having = {digest: unpack_numbers(cases) for digest, cases in
              session.execute(found.with_for_update())}  # fmt: skip
    new, changed, gone = [], [], []
    for digest, stands in sorted(wanted.items()):
        before = having.get(digest, ())
        after = sorted({*before, number} if stands else {*before} - {number})
        if not before and after:
            new.append((digest, portion, pack_numbers(after)))
        elif not after:
            gone.append({"at": digest, "of": portion})
        elif len(after) != len(before):
            changed.append({"at": digest, "of": portion, "having": pack_numbers(after)})
    _INSERT_GRAM.rows(session, new)
    _UPDATE_GRAM.many(session, changed)
    _DELETE_GRAM.many(session, gone)


def found_by(session: Session, chain: str) -> set[int]:
    """Return the digests by which a case is really found: its row and theirs agree."""
    known = _row(session, chain)
    if known is None:
        return set()
    digests = unpack_digests(known.digests)
    rows = sa.select(GRAM.c.digest, GRAM.c.cases).where(
        GRAM.c.portion == known.portion, GRAM.c.digest.in_(digests)
    )
    number = number_of(chain)
    return {digest for digest, cases in session.execute(rows) if number in unpack_numbers(cases)}


def chains_having(session: Session, digests: Collection[int]) -> Iterator[tuple[int, list[str]]]:
    """Yield each row's digest and the chains that have it."""
    rows = sa.select(GRAM.c.digest, GRAM.c.cases).where(GRAM.c.digest.in_(digests))
    for digest, cases in session.execute(rows):
        yield digest, [f"{PREFIX}{number}" for number in unpack_numbers(cases)]


def digests_of(session: Session, chains: Sequence[str]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield chains with all their digests; one that has none is left out."""
    for first in range(0, len(chains), CHAINS_AT_ONCE):
        some = chains[first : first + CHAINS_AT_ONCE]
        rows = sa.select(SEARCH.c.chain, SEARCH.c.digests).where(SEARCH.c.chain.in_(some))
        for chain, digests in session.execute(rows):
            yield chain, unpack_digests(digests)


def few_having(
    session: Session, digests: Collection[int], most: int
) -> tuple[list[str], set[int]] | None:
    """Return the chains that have all of some digests, None where more than ``most`` have.

    A digest that single registrations brought into very many portions isn't looked up: these
    are returned beside the chains, which are then still to be asked for them.
    """
    portions = {digest: _portions(session, digest) for digest in digests}
    known = {digest: found for digest, found in portions.items() if len(found) <= MOST_PORTIONS}
    if not known:
        return None
    common = sorted(set.intersection(*known.values()), reverse=True)
    chains: list[str] = []
    for first in range(0, len(common), AT_ONCE):
        chains += _in_portions(session, known, common[first : first + AT_ONCE])
        if len(chains) > most:
            return None
    return chains, set(digests) - known.keys()


def _portions(session: Session, digest: int) -> set[int]:
    values = {"digest": digest, "most": MOST_PORTIONS + 1}
    return {row.portion for row in _PORTIONS.all(session, values)}


def _in_portions(
    session: Session, digests: Collection[int], portions: Sequence[int]
) -> Iterator[str]:
    rows = sa.select(GRAM.c.portion, GRAM.c.cases).where(
        GRAM.c.digest.in_(digests), GRAM.c.portion.in_(portions)
    )
    found: defaultdict[int, list[bytes]] = defaultdict(list)
    for portion, cases in session.execute(rows):
        found[portion].append(cases)
    for packed in found.values():
        seldom, *others = sorted(packed, key=len)
        having = set(unpack_numbers(seldom))
        for cases in others:
            having.intersection_update(unpack_numbers(cases))
        yield from (f"{PREFIX}{number}" for number in having)


def has_all(session: Session, digests: Iterable[int]) -> sa.ColumnElement[bool]:
    """Return the condition that a case (``CASE``) has all of some digests, by its own row."""
    place = sa.func.instr if session.connection().dialect.name == "sqlite" else _POSITION
    wanted = [place(SEARCH.c.digests, pack_digests([one])) > 0 for one in sorted(digests)]
    if not wanted:
        return sa.true()
    mine = sa.select(SEARCH.c.chain).where(SEARCH.c.chain == CASE.c.chain, *wanted)
    return mine.correlate(CASE).exists()


#: PostgreSQL's place of some bytes in others: ``POSITION(b IN a)`` under its function's name.
_POSITION = sa.func.pg_catalog.position
