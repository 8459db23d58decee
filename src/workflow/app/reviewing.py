"""What waits for a reviewer, a head of office or a leader (待我审核)."""

from dataclasses import dataclass

import sqlalchemy as sa

from workflow.app.agencies import get_agency
from workflow.app.asking import why
from workflow.app.calendars import rules_of
from workflow.app.folding import REQUEST, Case, fold
from workflow.app.listing import BY_URGENCY
from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.app.summaries import Summary, summaries
from workflow.core.journal import Entry
from workflow.core.past import latest, since
from workflow.statutes.registry import STATUTES
from workflow.statutes.rules.answer import REVIEWS, SUBMISSIONS
from workflow.store import journals

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
    found = sa.select(CASE.c.chain).where(*_waiting(agency)).order_by(*BY_URGENCY)
    with office.store.read() as session:
        chains = session.execute(found).scalars().all()
        said = summaries(office, session, chains)
        rules = rules_of(session, get_agency(session, agency))
        read = journals.read_chains(session, chains)
    cases = [fold(chain, read[chain], rules, office.today) for chain in chains]
    return [Review(case, said[case.chain], decisions(office, case, actor, role)) for case in cases]


def may_decide(role: str) -> bool:
    """Tell whether a role decides about answers under any statute."""
    return any(
        role in step.roles
        for statute in STATUTES
        for step in statute.procedures[REQUEST].steps
        if step.trigger in DECISIONS
    )


def _waiting(agency: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (CASE.c.agency == agency, CASE.c.open, CASE.c.state == "in_review")
