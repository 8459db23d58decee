"""Many full journals out of some: every case of an agency once more, as a case of its own.

A copy is no repeated row. It has its own chain, whose entries are hashed and whose head is sealed
anew, its own key, its personal values encrypted under it with fresh salts, and its opening on
record in its agency's chain: ``journal verify`` reads it like any other. Only its texts are those
of the original. Derived rows are repeated inside the database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from benchmarks.office import ADMIN
from workflow.app.office import Office
from workflow.core.journal import REFERENCE_KEYS, Entry
from workflow.store import journals
from workflow.store.bulk import Bulk
from workflow.store.tables import DERIVED, DerivedCase, table_of
from workflow.store.vaults import opened

CASE = table_of(DerivedCase)
#: So many cases are held in memory and copied in one transaction.
PORTION = 2_000


@dataclass(frozen=True, slots=True)
class Original:
    """A case as it stands: its entries, and its personal values by their references."""

    entries: Sequence[Entry]
    values: Mapping[str, Any]


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
    return [Original(entries, values.get(chain, {})) for chain, entries in journal.items()]


def _references(entries: Iterable[Entry]) -> dict[str, Mapping[str, str]]:
    facts = (fact for entry in entries for fact in entry.facts.values())
    return {fact["ref"]: fact for fact in facts if _is_reference(fact)}


def _is_reference(fact: Any) -> bool:
    return isinstance(fact, Mapping) and fact.keys() == REFERENCE_KEYS


def copy_to(office: Office, cases: Sequence[Original], agency: str, mark: str = "") -> int:
    """Give an agency a copy of every case; ``mark`` is added to the numbers. Return how many.

    Where the agency has the originals themselves, their numbers are taken: there must be a mark.
    """
    for first in range(0, len(cases), PORTION):
        with office.store.write() as session:
            bulk = Bulk(session, office.keys)
            pairs = [_copy(bulk, one, agency, mark) for one in cases[first : first + PORTION]]
            bulk.flush()
            _derive(session, pairs, agency, mark)
    return len(cases)


def _copy(bulk: Bulk, case: Original, agency: str, mark: str) -> tuple[str, str]:
    """Write a case under a new chain; return the old name and the new one."""
    new = bulk.begin("request:")
    kept = {ref: new.put(ref, value) for ref, value in case.values.items()}
    for entry in case.entries:
        new.add(replace(entry, chain="", facts=_facts(entry, kept, agency, mark)))
    first = new.entries[0]
    opening = journals.make_entry(
        f"agency:{agency}", "open_case", first.on, first.recorded_at, ADMIN.name, ADMIN.role
    )
    bulk.keep(new, opening)
    return case.entries[0].chain, new.name


def _facts(entry: Entry, kept: Mapping[str, Any], agency: str, mark: str) -> dict[str, Any]:
    facts = {
        name: kept.get(fact["ref"], fact) if _is_reference(fact) else fact
        for name, fact in entry.facts.items()
    }
    if entry.entry == 1:
        facts |= {"agency": agency, "number": f"{facts['number']}{mark}"}
    return facts


_PAIRS = sa.table("copied", sa.column("original"), sa.column("chain"))


def _derive(session: Session, pairs: Sequence[tuple[str, str]], agency: str, mark: str) -> None:
    """Repeat the derived rows of the originals under their new chains."""
    session.execute(
        sa.text("CREATE TEMPORARY TABLE copied (original text PRIMARY KEY, chain text)")
    )
    rows = [{"original": original, "chain": chain} for original, chain in pairs]
    session.execute(sa.insert(_PAIRS), rows)
    for model in DERIVED:
        table = table_of(model)
        own = {"chain": _PAIRS.c.chain, "agency": sa.literal(agency)}
        if "number" in table.c:
            own["number"] = table.c.number + mark
        columns = [own.get(column.name, column) for column in table.c]
        chosen = sa.select(*columns).join_from(table, _PAIRS, table.c.chain == _PAIRS.c.original)
        names = [column.name for column in table.c]
        session.execute(sa.insert(table).from_select(names, chosen, include_defaults=False))
    session.execute(sa.text("DROP TABLE copied"))
