"""How long the personal data of a case is kept, and which cases have come to that end.

Retention starts when the case is filed (归档); how many years it lasts is the agency's setting
``retention_years``, with its doubt (law.md, 'Archives' and 'PIPL').
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from workflow.app.folding import Case
from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.app.reading import read_case
from workflow.core.deadlines import State
from workflow.core.past import latest
from workflow.store.tables import ChainKey, table_of

KEY = table_of(ChainKey)
FILED = "archived"
REMEDIES = ("reconsideration", "lawsuit", "lawsuit_after_reconsideration")
RUNS = frozenset({State.RUNNING, State.SUSPENDED})


@dataclass(frozen=True, slots=True)
class Expired:
    """A filed case whose retention has ended, its personal data still there."""

    number: str
    agency: str
    filed_on: date
    kept_until: date

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        days = {"filed_on": self.filed_on, "kept_until": self.kept_until}
        return {"number": self.number, "agency": self.agency, **days}


def filed_on(case: Case) -> date | None:
    """Return the day on which a case was filed, None where it isn't (or was reopened)."""
    if case.state != FILED:
        return None
    entry = latest([one for one in case.holding if one.child is None], "archive")
    return entry.on if entry else None


def kept_until(case: Case) -> date | None:
    """Return the last day on which the case must be kept, None where it isn't filed.

    Counted from 1 January after the filing: ten years for one filed in 2020 end on 2030-12-31.
    """
    filed = filed_on(case)
    if filed is None:
        return None
    return date(filed.year + int(case.rules.settings["retention_years"]), 12, 31)


def remedy_until(case: Case) -> date | None:
    """Return the last day on which the applicant may still turn to a body or a court, if any."""
    days = [
        one.due
        for one in case.deadlines.deadlines
        if one.clock in REMEDIES and one.state in RUNS and one.due is not None
    ]
    return max(days, default=None)


def expired(office: Office, as_of: date | None = None, agency: str | None = None) -> list[Expired]:
    """Return the cases whose retention has ended on a day (default: today), oldest first."""
    on = as_of or office.today
    wanted = (
        sa.select(CASE.c.chain)
        .join(KEY, KEY.c.chain == CASE.c.chain)
        .where(CASE.c.state == FILED, KEY.c.wrapped.is_not(None))
    )
    if agency is not None:
        wanted = wanted.where(CASE.c.agency == agency)
    found = []
    with office.store.read() as session:
        for chain in session.execute(wanted).scalars().all():
            case = read_case(office, session, chain)
            filed, until = filed_on(case), kept_until(case)
            if filed is not None and until is not None and until + timedelta(1) <= on:
                found.append(Expired(case.number, case.agency, filed, until))
    return sorted(found, key=lambda one: (one.kept_until, one.number))
