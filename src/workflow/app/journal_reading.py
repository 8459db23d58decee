"""Reading the journal for the auditor: who did what when, without any case's content.

Facts are left out of a case's entries: whoever looks after the journal sees no case. Those of an
agency's or the installation's own acts are told, since they hold nothing of a case but its name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from workflow.app.office import Office
from workflow.app.reading import PREFIX
from workflow.core.journal import COLUMNS, entry_of
from workflow.store.journals import HEAD, JOURNAL

PAGE = 50
#: Acts by which somebody saw what is masked.
REVEALING = ("show_identity",)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as the auditor sees it; ``facts`` are empty for a case's."""

    chain: str
    entry: int
    trigger: str
    on: str
    recorded_at: datetime
    actor: str
    role: str
    via: str
    supersedes: int | None
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain with the number of its entries."""

    name: str
    count: int


def lines(
    office: Office, chain: str = "", triggers: Sequence[str] = (), page: int = 1
) -> tuple[list[Line], bool]:
    """Return entries, the newest first: of one chain or of all, and whether there are more."""
    found = sa.select(*(JOURNAL.c[name] for name in COLUMNS))
    if chain:
        found = found.where(JOURNAL.c.chain == chain)
    if triggers:
        found = found.where(JOURNAL.c.trigger.in_(triggers))
    order = (JOURNAL.c.recorded_at.desc(), JOURNAL.c.chain, JOURNAL.c.entry.desc())
    found = found.order_by(*order).offset((page - 1) * PAGE).limit(PAGE + 1)
    with office.store.read() as session:
        rows = session.execute(found).all()
    return [_line(row) for row in rows[:PAGE]], len(rows) > PAGE


def _line(row: Any) -> Line:
    entry = entry_of(row)
    of_case = entry.chain.startswith(PREFIX)
    return Line(
        entry.chain,
        entry.entry,
        entry.trigger,
        entry.on.isoformat(),
        entry.recorded_at,
        entry.actor,
        entry.role,
        entry.via,
        entry.supersedes,
        {} if of_case else dict(entry.facts),
    )


def own_chains(office: Office) -> list[Chain]:
    """Return the chains of the installation and of agencies, those of cases left out."""
    found = sa.select(HEAD.c.chain, HEAD.c.count).where(
        sa.not_(HEAD.c.chain.startswith(PREFIX, autoescape=True))
    )
    with office.store.read() as session:
        return [Chain(*row) for row in session.execute(found.order_by(HEAD.c.chain))]
