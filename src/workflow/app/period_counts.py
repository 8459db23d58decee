"""How many requests and appeals an agency had in a period, counted in the derived tables."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.projecting import APPEAL, CASE


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """Requests received and answered in a period, still open at its end, and appeals received."""

    received: int
    answered: int
    open: int
    appeals: int


def count_period(session: Session, agency: str, first: date, last: date) -> PeriodCounts:
    """Count a period; a request that isn't received by its end isn't counted at all."""
    every, decided = sa.func.count(), CASE.c.decided_on
    requests = sa.select(
        every.filter(CASE.c.received_on >= first),
        every.filter(decided.between(first, last)),
        every.filter(sa.or_(decided.is_(None), decided > last)),
    ).where(CASE.c.agency == agency, CASE.c.received_on <= last)
    appeals = sa.select(every).where(
        APPEAL.c.agency == agency, APPEAL.c.received_on.between(first, last)
    )
    received, answered, still_open = session.execute(requests).one()
    return PeriodCounts(received, answered, still_open, session.execute(appeals).scalar_one())
