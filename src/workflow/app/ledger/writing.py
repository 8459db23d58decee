"""New cases from a ledger, written many at a time: chains, derived rows and search index."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sqlmodel import Session

from workflow.app.agencies import chain_of, settings_of
from workflow.app.calendars import arrived, sources_of
from workflow.app.gram_rows import Gathering
from workflow.app.imported import LEDGER
from workflow.app.ledger.deriving import Basis, Derived
from workflow.app.ledger.entries import PERSONAL, Step
from workflow.app.ledger.series import Continued
from workflow.app.office import Actor, Office
from workflow.app.projecting import TABLES
from workflow.app.reading import PREFIX
from workflow.app.recording import Draft
from workflow.app.searching import digests_of
from workflow.core.journal import Entry
from workflow.ledger.rows import Request
from workflow.store import journals
from workflow.store.bulk import Bulk
from workflow.store.prepared import insert_into
from workflow.store.tables import Agency

_INSERTS = {table.name: insert_into(table) for table in TABLES}
#: So many digests are remembered: a ledger says the same words again and again.
GRAMS_KEPT = 50_000


class Writer:
    """Writes the new cases of one agency in the transaction of one import."""

    def __init__(self, office: Office, session: Session, agency: Agency, actor: Actor) -> None:
        self.office = office
        self.session = session
        self.agency = agency
        self.actor = actor
        self.now = office.now()
        self.today = office.today
        self.basis = Basis(
            agency=agency.code,
            example=agency.example,
            sources=sources_of(agency, arrived(session)),
            settings=settings_of(agency),
            actor=actor,
            now=self.now,
            today=self.today,
        )
        # as a registration does: the agency's chain first, then the series of cases
        journals.lock(session, chain_of(agency.code))
        self._bulk = Bulk(session, office.keys)
        self._derived: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._index = Gathering(session)
        self._digest = lru_cache(GRAMS_KEPT)(office.keys.search_digest)
        self._series = Continued(agency)

    def open_case(self, request: Request, derived: Derived) -> str:
        """Open a case with all that a row says, written with the next ``flush``; return its chain.

        ``derived`` is what follows of it (``deriving``).
        """
        new = self._bulk.begin(PREFIX)
        steps = self.basis.steps(request)
        for number, step in enumerate(steps, 1):
            facts = {
                name: new.put(f"{number}.{name}", value) if name in PERSONAL else value
                for name, value in step.facts.items()
            }
            new.add(self.basis.entry(new.name, number, step, facts))
        self._bulk.keep(new, self._opening(request))
        for name, rows in derived.items():
            self._derived[name] += [(new.name, *row[1:]) for row in rows]
        self._index.add(new.name, digests_of((step.facts for step in steps), self._digest))
        self._series.see(request.number)
        return new.name

    def _opening(self, request: Request) -> Entry:
        made = ("open_case", request.submitted_on, self.now, self.actor.name, self.actor.role)
        return journals.make_entry(chain_of(self.agency.code), *made, via=LEDGER)

    def continue_series(self) -> None:
        """Let the agency's next number follow the highest one that the ledger brought."""
        self._series.write(self.session)

    def note(self, trigger: str, facts: dict[str, Any]) -> None:
        """Record an act that belongs to no case in the agency's chain."""
        made = (trigger, self.today, self.now, self.actor.name, self.actor.role)
        entry = journals.make_entry(chain_of(self.agency.code), *made, facts=facts, via=LEDGER)
        self._bulk.append(entry)

    def flush(self) -> None:
        """Write what has gathered since the last time."""
        self._bulk.flush()
        for name, rows in self._derived.items():
            _INSERTS[name].rows(self.session, rows)
        self._derived.clear()

    def close(self) -> None:
        """Write what is left, of the search index too: it gathers over many flushes."""
        self.flush()
        self._index.close()


def drafts_of(steps: Iterator[Step], chain: str, actor: Actor) -> Iterator[Draft]:
    """Yield the entries to be of a chain that stands."""
    for step in steps:
        yield Draft(
            chain=chain,
            trigger=step.trigger,
            on=step.on,
            actor=actor.name,
            role=actor.role,
            facts=step.facts,
            personal=PERSONAL,
            child=step.child,
            supersedes=step.supersedes,
            via=LEDGER,
        )
