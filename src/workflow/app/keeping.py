"""Looking after the journal: verified, its derived tables made again and compared with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app import disclosing_projecting
from workflow.app.anchoring import Anchor, against_anchor
from workflow.app.disclosing_projecting import DISCLOSURES
from workflow.app.gram_rows import Gathering
from workflow.app.office import Office
from workflow.app.projecting import CASE, differing, project_new, rows_of, stored_rows
from workflow.app.reading import portions
from workflow.app.searching import index_new
from workflow.app.touched import Labels
from workflow.core.chain import Breach
from workflow.errors import StorageError
from workflow.messages import say
from workflow.store import journals, schema
from workflow.store.append_only import is_append_only
from workflow.store.engine import Store
from workflow.store.tables import DERIVED, table_of


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach with the table it was found in (None: the journal itself)."""

    breach: Breach
    table: str | None = None

    @property
    def message(self) -> str:
        """The sentence about it."""
        return say(
            self.breach.code,
            chain=self.breach.chain,
            entry=self.breach.entry,
            table=self.table,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape, with the sentence."""
        return {
            "chain": self.breach.chain,
            "entry": self.breach.entry,
            "what": self.breach.what,
            "table": self.table,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class Verified:
    """What ``journal verify`` says."""

    entries: int
    chains: int
    broken: tuple[Finding, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape."""
        broken = [finding.to_json() for finding in self.broken]
        return {"entries": self.entries, "chains": self.chains, "broken": broken}


def verify(office: Office, *, derived: bool = False, anchors: Sequence[Anchor] = ()) -> Verified:
    """Read the whole journal against its hashes and heads, and against earlier anchors.

    With ``derived`` it is folded too, and compared with the derived tables.
    """
    with office.store.read() as session:
        found = journals.verify(session, office.keys.head_key)
        broken = [Finding(breach) for breach in found.broken]
        for anchor in anchors:
            broken += [Finding(breach) for breach in against_anchor(session, anchor)]
        if derived and not broken:
            broken += _derived(office, session)
    return Verified(found.entries, found.chains, tuple(broken))


def _derived(office: Office, session: Session) -> list[Finding]:
    """Compare the derived rows of every case with its fold, as of the day they were made on.

    A case that no change of calendar could touch since keeps the name of the one it was made under.
    """
    found, labels = [], Labels(session)
    days = {row.chain: row.as_of for row in session.execute(sa.select(CASE.c.chain, CASE.c.as_of))}
    seen: set[str] = set()
    for cases in portions(office, session, days):
        stored = stored_rows(session, [case.chain for case in cases])
        seen |= stored.keys()
        for case in cases:
            wanted = rows_of(case)
            labels.keep(wanted[CASE.name][0], stored[case.chain][CASE.name])
            tables = differing(wanted, stored[case.chain])
            found += [Finding(Breach(case.chain, None, "derived"), table) for table in tables]
    strangers = sorted(set(days) - seen)
    found += [Finding(Breach(one, None, "derived"), CASE.name) for one in strangers]
    items, table = disclosing_projecting.differing(office, session), DISCLOSURES.name
    return found + [Finding(Breach(one, None, "derived"), table) for one in items]


def rebuild(office: Office) -> int:
    """Empty the derived tables and make them again from the journal; return the number of cases.

    The search index needs the keys of the cases: those destroyed are found no more.
    """
    with office.store.write() as session:
        _make_tables(session)
        index, count = Gathering(session), 0
        for cases in portions(office, session):
            project_new(session, [rows_of(case) for case in cases])
            index_new(office, session, cases, index)
            count += len(cases)
        index.close()
        disclosing_projecting.rebuild(office, session)
    return count


def _make_tables(session: Session) -> None:
    """Drop the derived tables (they may be damaged, or gone) and make them empty."""
    connection = session.connection()
    for model in DERIVED:
        table = table_of(model)
        table.drop(connection, checkfirst=True)
        table.create(connection)


def check_database(store: Store) -> str:
    """Return the revision of a sound database; StorageError says what isn't."""
    found = schema.revision(store)
    if found != schema.CURRENT:
        known = found in schema.known_revisions()
        code = "store.older_schema" if known else "store.newer_schema"
        raise StorageError(code, found=found, current=schema.CURRENT)
    if missing := schema.lacking(store):
        raise StorageError("store.lacks_tables", missing="、".join(missing))
    with store.read() as session:
        if not is_append_only(session.connection(), "journal"):
            raise StorageError("store.no_trigger", table="journal")
        if store.sqlite:
            said = session.execute(sa.text("PRAGMA integrity_check")).scalar_one()
            if said != "ok":
                raise StorageError("store.damaged", what=said)
    return str(found)
