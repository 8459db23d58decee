"""Many full journals out of some: every case of an agency once more, as a case of its own.

A copy is no repeated row. It has its own chain, whose entries are hashed and whose head is sealed
anew, its own key, its personal values encrypted under it with fresh salts, and its opening on
record in its agency's chain: ``journal verify`` reads it like any other. Only its texts are those
of the original. Derived rows are repeated inside the database.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from benchmarks.office import ADMIN
from workflow.app.gram_rows import Gathering, digests_of
from workflow.app.office import Office
from workflow.app.projecting import CASE, TABLES
from workflow.core.journal import REFERENCE_KEYS, Entry
from workflow.store import journals
from workflow.store.bulk import Bulk
from workflow.store.vaults import opened

#: So many cases are read at once.
PORTION = 2_000


@dataclass(frozen=True, slots=True)
class Original:
    """A case as it stands: its entries, its personal values by references, what it is found by."""

    entries: Sequence[Entry]
    values: Mapping[str, Any]
    digests: Collection[int]


def originals(office: Office, agency: str) -> list[Original]:
    """Return all cases of an agency."""
    with office.store.read() as session:
        found = sa.select(CASE.c.chain).where(CASE.c.agency == agency).order_by(CASE.c.chain)
        chains = list(session.execute(found).scalars())
        return [
            one
            for first in range(0, len(chains), PORTION)
            for one in _read(office, session, chains[first : first + PORTION])
        ]


def _read(office: Office, session: Session, chains: Sequence[str]) -> Iterable[Original]:
    journal = journals.read_chains(session, chains)
    refs = {chain: _references(entries) for chain, entries in journal.items()}
    values = opened(session, office.keys, refs)
    found_by = dict(digests_of(session, chains))
    return [
        Original(entries, values.get(chain, {}), found_by.get(chain, ()))
        for chain, entries in journal.items()
    ]


def _references(entries: Iterable[Entry]) -> dict[str, Mapping[str, str]]:
    facts = (fact for entry in entries for fact in entry.facts.values())
    return {fact["ref"]: fact for fact in facts if _is_reference(fact)}


def _is_reference(fact: Any) -> bool:
    return isinstance(fact, Mapping) and fact.keys() == REFERENCE_KEYS


_COPIED = sa.Table(
    "copied",
    sa.MetaData(),
    sa.Column("original", sa.Text),
    sa.Column("chain", sa.Text),
    sa.Column("agency", sa.Text),
    sa.Column("mark", sa.Text),
)


class Copies:
    """Copies that are being made; their derived rows are written all together in the end."""

    def __init__(self, office: Office) -> None:
        self.office = office
        with office.store.write() as session:
            _COPIED.create(session.connection())

    def to(self, cases: Sequence[Original], agency: str, mark: str = "") -> None:
        """Give an agency a copy of every case; ``mark`` is added to the numbers.

        Where the agency has the originals themselves, their numbers are taken: it must be given.
        What the originals are found by finds the copies, as one portion of the index.
        """
        with self.office.store.write() as session:
            bulk, index = Bulk(session, self.office.keys), Gathering(session)
            rows = []
            for one in cases:
                chain = _copy(bulk, one, agency, mark)
                rows.append({"original": one.entries[0].chain, "chain": chain})
                index.add(chain, one.digests)
            bulk.flush()
            index.close()
            session.execute(sa.insert(_COPIED).values(agency=agency, mark=mark), rows)

    def derive(self, session: Session) -> None:
        """Repeat the derived rows of the originals under their new chains; forget what was copied.

        In the order of the first column of each table's key: so its index grows at its end.
        """
        for table in TABLES:
            new = {"chain": _COPIED.c.chain, "agency": _COPIED.c.agency}
            if "number" in table.c:
                new["number"] = table.c.number + _COPIED.c.mark
            columns = [new.get(column.name, column) for column in table.c]
            rows = (
                sa.select(*columns)
                .join_from(table, _COPIED, table.c.chain == _COPIED.c.original)
                .order_by(sa.text("1"))
            )
            names = [column.name for column in table.c]
            session.execute(sa.insert(table).from_select(names, rows, include_defaults=False))
        _COPIED.drop(session.connection())


def _copy(bulk: Bulk, case: Original, agency: str, mark: str) -> str:
    """Write a case under a new chain; return its name."""
    new = bulk.begin("request:")
    kept = {ref: new.put(ref, value) for ref, value in case.values.items()}
    for entry in case.entries:
        new.add(replace(entry, chain="", facts=_facts(entry, kept, agency, mark)))
    first = new.entries[0]
    opening = journals.make_entry(
        f"agency:{agency}", "open_case", first.on, first.recorded_at, ADMIN.name, ADMIN.role
    )
    bulk.keep(new, opening)
    return new.name


def _facts(entry: Entry, kept: Mapping[str, Any], agency: str, mark: str) -> dict[str, Any]:
    facts = {
        name: kept.get(fact["ref"], fact) if _is_reference(fact) else fact
        for name, fact in entry.facts.items()
    }
    if entry.entry == 1:
        facts |= {"agency": agency, "number": f"{facts['number']}{mark}"}
    return facts
