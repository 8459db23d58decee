"""What waits for a reviewer, a head of office or a leader (待我审核)."""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.asking import why
from workflow.app.folding import Case
from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.app.reading import read_case
from workflow.app.summaries import Summary, summaries
from workflow.core.journal import Entry
from workflow.core.past import latest, since
from workflow.statutes.rules.answer import REVIEWS, SUBMISSIONS

#: What can be decided about an answer in review, in the order of its way.
DECISIONS = (*REVIEWS, "approve")


@dataclass(frozen=True, slots=True)
class Review:
    """An answer in review: what somebody may decide about it now, and who handed it in."""

    case: Case
    summary: Summary
    decisions: tuple[str, ...]

    @property
    def submitted(self) -> Entry | None:
        """The entry that handed the answer in."""
        return latest(own(self.case), *SUBMISSIONS)


def own(case: Case) -> tuple[Entry, ...]:
    """Return the request's own entries."""
    return tuple(one for one in case.holding if one.child is None)


def passed(case: Case) -> frozenset[str]:
    """Return the reviews that the answer has passed since it was last handed in."""
    return frozenset(one.trigger for one in since(own(case), *SUBMISSIONS)) & frozenset(REVIEWS)


def decisions(office: Office, case: Case, actor: str, role: str) -> tuple[str, ...]:
    """Return what somebody may decide now; what was passed already isn't asked again."""
    return tuple(
        trigger
        for trigger in DECISIONS
        if trigger not in passed(case)
        and why(office, case, trigger, office.today, actor, role).allowed
    )


def reviews(office: Office, agency: str, actor: str, role: str) -> list[Review]:
    """Return the answers in review of an agency, those due first on top."""
    with office.store.read() as session:
        return list(_reviews(office, session, agency, actor, role))


def _reviews(
    office: Office, session: Session, agency: str, actor: str, role: str
) -> Iterator[Review]:
    order = (CASE.c.warn_on.is_(None), CASE.c.warn_on, CASE.c.number)
    found = sa.select(CASE.c.chain).where(*_waiting(agency)).order_by(*order)
    for chain in session.execute(found).scalars().all():
        case = read_case(office, session, chain)
        summary = summaries(office, session, [chain])[chain]
        yield Review(case, summary, decisions(office, case, actor, role))


def _waiting(agency: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (CASE.c.agency == agency, CASE.c.open, CASE.c.state == "in_review")
