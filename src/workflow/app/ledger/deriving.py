"""What is derived of a row of a ledger: by no key and no database, so another process can do it.

A new case is folded as it will stand in the journal, but for its personal facts, which no fold
looks at, and its chain, which it is given when it is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from workflow.app.calendars import Sources
from workflow.app.folding import Rules, fold
from workflow.app.imported import LEDGER
from workflow.app.ledger.entries import PERSONAL, Step, steps_of
from workflow.app.office import Actor
from workflow.app.projecting import TABLES, rows_of
from workflow.core.journal import Entry
from workflow.ledger.rows import Request

#: By table: the rows of a case in the order of its columns, days as texts. The first column, the
#: chain, is still empty.
Derived = dict[str, list[list[Any]]]
#: So many days are remembered as texts.
DAYS_KEPT = 20_000
_IN_ORDER = {table.name: itemgetter(*table.columns.keys()) for table in TABLES}
_DAYS = {
    table.name: [at for at, one in enumerate(table.columns) if isinstance(one.type, sa.Date)]
    for table in TABLES
}
#: Stands for a personal value: what the journal says of it no fold reads.
_REFERENCE = {"ref": "", "digest": ""}


@dataclass(frozen=True)
class Basis:
    """By what an agency's rows are derived: its calendar and settings, who imports, and when."""

    agency: str
    example: bool
    sources: Sources
    settings: Mapping[str, Any]
    actor: Actor
    now: datetime
    today: date

    @cached_property
    def rules(self) -> Rules:
        """What the cases are read by: as of today, so by one calendar."""
        calendar = self.sources.calendar(self.today)
        return Rules(lambda _: calendar, self.settings)

    def steps(self, request: Request) -> tuple[Step, ...]:
        """Return the entries to be of a request."""
        return tuple(steps_of(request, self.agency, example=self.example))

    def entry(self, chain: str, number: int, step: Step, facts: Mapping[str, Any]) -> Entry:
        """Return a step as the entry of a chain."""
        made = (step.trigger, step.on, self.now, self.actor.name, self.actor.role)
        return Entry(chain, number, *made, facts=facts, child=step.child, via=LEDGER)


def derive(request: Request, basis: Basis) -> Derived:
    """Return the derived rows of a new case; WorkflowError where none can be derived of it."""
    entries = [
        basis.entry("", number, step, _impersonal(step.facts))
        for number, step in enumerate(basis.steps(request), 1)
    ]
    rows = rows_of(fold("", entries, basis.rules, basis.today))
    return {name: [_in_order(name, row) for row in some] for name, some in rows.items() if some}


def _in_order(name: str, row: Mapping[str, Any]) -> list[Any]:
    values = list(_IN_ORDER[name](row))
    for at in _DAYS[name]:
        if values[at] is not None:
            values[at] = _text(values[at])
    return values


@lru_cache(DAYS_KEPT)
def _text(on: date) -> str:
    """Return a day as both databases take it: the same text again for the same day."""
    return on.isoformat()


def _impersonal(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _REFERENCE if name in PERSONAL else value for name, value in facts.items()}
