"""What the annual report counts, read from the derived tables by index."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.projecting import APPEAL, CASE, REDO
from workflow.reports.facts import AppealFacts, RedoFacts, RequestFacts


def facts_until(session: Session, agency: str, last: date) -> Iterator[RequestFacts]:
    """Yield an agency's requests received by a day, with appeals and ordered answers."""
    appeals = _by_chain(session, APPEAL, agency)
    redos = _by_chain(session, REDO, agency)
    found = (
        sa.select(CASE)
        .where(CASE.c.agency == agency, CASE.c.received_on <= last)
        .order_by(CASE.c.received_on, CASE.c.chain)
    )
    for row in session.execute(found):
        yield RequestFacts(
            number=row.number,
            applicant=row.applicant,
            received_on=row.received_on,
            decided_on=row.decided_on,
            dispatched_on=row.dispatched_on,
            served_on=row.served_on,
            outcome=row.outcome,
            row=row.row,
            appeals=tuple(_appeal(one) for one in appeals[row.chain]),
            redos=tuple(_redo(one) for one in redos[row.chain]),
            channel=row.channel,
        )


def _by_chain(session: Session, table: sa.Table, agency: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    wanted = sa.select(table).where(table.c.agency == agency).order_by(*table.primary_key)
    for row in session.execute(wanted):
        found[row.chain].append(row)
    return found


def _appeal(row: Any) -> AppealFacts:
    return AppealFacts(
        id=row.child.partition(":")[2],
        group=row.group,
        received_on=row.received_on,
        decided_on=row.decided_on,
        result=row.result,
        first_decided_on=row.first_decided_on,
        first_result=row.first_result,
    )


def _redo(row: Any) -> RedoFacts:
    return RedoFacts(row.ordered_on, row.decided_on, row.outcome, row.row)
