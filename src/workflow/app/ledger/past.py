"""The imports of an agency that were done: they stand as acts in its chain."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from workflow.app.agencies import chain_of
from workflow.app.ledger.importing import IMPORTED
from workflow.app.office import Office
from workflow.store.journals import JOURNAL


@dataclass(frozen=True, slots=True)
class Past:
    """An import: when, by whom, its counts by name (added, changed, unchanged), rows left out."""

    on: date
    actor: str
    requests: Mapping[str, int]
    appeals: Mapping[str, int]
    left_out: int


def imports_of(office: Office, agency: str, most: int = 10) -> list[Past]:
    """Return the imports of an agency, the newest first."""
    names = (JOURNAL.c.on, JOURNAL.c.actor, JOURNAL.c.facts)
    mine = (JOURNAL.c.chain == chain_of(agency), JOURNAL.c.trigger == IMPORTED)
    found = sa.select(*names).where(*mine).order_by(JOURNAL.c.entry.desc()).limit(most)
    with office.store.read() as session:
        return [_past(row) for row in session.execute(found).all()]


def _past(row: sa.Row[Any]) -> Past:
    facts = json.loads(row.facts)
    counts = (facts["requests"], facts["appeals"], facts["left_out"])
    return Past(date.fromisoformat(row.on), row.actor, *counts)
