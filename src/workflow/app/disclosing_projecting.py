"""The derived rows of the register of disclosures: written with each step, made again, compared.

They hold what the list filters and sorts by, and nothing that a calendar or the passing of days
changes: of the term its day 0, after which the last days follow each other in the same order.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.disclosing_reading import Item, read_items
from workflow.app.office import Office
from workflow.app.searching import grams
from workflow.store.keyring import Keyring
from workflow.store.prepared import insert_into
from workflow.store.tables import Agency, DerivedDisclosure, table_of

DISCLOSURES = table_of(DerivedDisclosure)
_INSERT = insert_into(DISCLOSURES)
#: So many chains are named in one statement.
_AT_ONCE = 1000
#: The facts by whose text an item is found.
INDEXED = ("title", "item_content", "document_number")


def project(office: Office, session: Session, items: Iterable[Item]) -> None:
    """Replace the derived rows of items."""
    rows = [row_of(office.keys, item) for item in items]
    for first in range(0, len(rows), _AT_ONCE):
        chains = [row["chain"] for row in rows[first : first + _AT_ONCE]]
        session.execute(sa.delete(DISCLOSURES).where(DISCLOSURES.c.chain.in_(chains)))
    _INSERT.many(session, rows)


def row_of(keys: Keyring, item: Item) -> dict[str, Any]:
    """Return the derived row of an item."""
    column = item.facts.get("site_column")
    return {
        "chain": item.chain,
        "agency": item.entries[0].facts["agency"],
        "year": item.place[0],
        "number": item.place[1],
        "state": item.state,
        "since": item.owed_since,
        "day": item.published_on or item.made_on or item.entries[0].on,
        "category": item.facts.get("category"),
        "site_column": digest(keys, f"=column:{column}") if column else None,
        "channels": f" {' '.join(item.channels)} ",
        "digests": f" {' '.join(sorted(_digests(keys, item)))} ",
    }


def digest(keys: Keyring, text: str) -> str:
    """Return the keyed digest of a piece of text as the rows hold it."""
    return f"{keys.search_digest(text) % 2**64:016x}"


def _digests(keys: Keyring, item: Item) -> set[str]:
    texts = [item.number, *(str(item.facts.get(name, "")) for name in INDEXED)]
    return {digest(keys, gram) for text in texts for gram in grams(text)}


def rebuild(office: Office, session: Session) -> None:
    """Write the derived rows of every agency's register into the empty tables."""
    for items in _registers(office, session):
        project(office, session, items)


def differing(office: Office, session: Session) -> Iterator[str]:
    """Yield the chain of each item whose derived row isn't what its fold says."""
    rows = session.execute(sa.select(DISCLOSURES)).mappings()
    stored = {row["chain"]: dict(row) for row in rows}
    for items in _registers(office, session):
        for item in items:
            if stored.pop(item.chain, None) != row_of(office.keys, item):
                yield item.chain
    yield from sorted(stored)


def _registers(office: Office, session: Session) -> Iterator[Sequence[Item]]:
    codes = session.execute(sa.select(table_of(Agency).c.code)).scalars().all()
    for code in codes:
        yield list(read_items(office, session, code))
