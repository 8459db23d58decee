"""The applicant's clocks: reconsideration and lawsuit, against an answer or its absence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise

from workflow.core.calendar import Reading
from workflow.core.clock_case import Answer, Case
from workflow.core.clock_deadline import Course, counted, of_count
from workflow.core.clock_laws import Remedy, Rule
from workflow.core.clock_reply import ReplyFold
from workflow.core.deadlines import Deadline, Replaced
from workflow.core.events import Event
from workflow.core.proof import Count, Counted

RECONSIDERED = ("reconsideration_accepted", "reconsideration_copy_received")
SUED = ("lawsuit_copy_received",)


@dataclass(frozen=True, slots=True)
class Grievance:
    """What the applicant may contest, and since when his time runs.

    ``since`` is the event from which on an appeal can be against it, None for a missing answer.
    """

    remedy: Remedy
    start: date
    since: Event | None


def remedy_clocks(case: Case, reply: ReplyFold) -> Iterator[Deadline]:
    """Yield the applicant's clocks: against the last answer served, else against none given.

    Without service the time against an answer doesn't run. An answer after the reply period
    leaves the time against the missing one running until it is served.
    """
    served = [answer for answer in case.answers if answer.served]
    if served:
        yield from _against_answers(case, served)
    elif _ended_without_answer(case, reply):
        yield from _against_silence(case, reply)


def _against_answers(case: Case, served: list[Answer]) -> Iterator[Deadline]:
    grievances = [_grievance(case, answer) for answer in served]
    now = grievances[-1]
    for clock, ends in (("reconsideration", RECONSIDERED), ("lawsuit", SUED)):
        rule: Rule | None = getattr(now.remedy, clock)
        if rule is not None and rule.term is not None:
            yield counted(
                case,
                clock,
                rule,
                now.start,
                Course(_first(case, now, ends)),
                history=_replaced(case, clock, grievances),
            )


def _grievance(case: Case, answer: Answer) -> Grievance:
    event = answer.dispatched or answer.served
    assert event is not None
    assert answer.served is not None
    facts = event.facts
    remedy = case.laws.remedy(
        answer.decided_on, facts.get("outcome"), facts.get("grounds", ()), case.settings
    )
    start = answer.served.on
    if remedy.awaits_payment_end:
        start = max([start, *_payment_ends(case)])
    return Grievance(remedy, start, event)


def _payment_ends(case: Case) -> list[date]:
    rule = case.regulation.fee_payment
    if rule is None or rule.term is None:
        return []
    likely = case.calendar.likely
    return [
        Counted(rule.term, notice.facts.get("received_on", notice.on)).due(likely)
        for notice in case.of("fee_notified")
    ]


def _replaced(case: Case, clock: str, grievances: list[Grievance]) -> list[Replaced]:
    found = []
    for before, after in pairwise(grievances):
        rule: Rule | None = getattr(before.remedy, clock)
        if rule is not None and rule.term is not None:
            due = Counted(rule.term, before.start).due(case.calendar.likely)
            found.append(Replaced(due, after.start, case.words["clocks.why_served"]))
    return found


def _first(case: Case, grievance: Grievance, kinds: tuple[str, ...]) -> date | None:
    if grievance.since is not None:
        event = case.next_after(grievance.since, *kinds)
        return event.on if event else None
    return min((event.on for kind in kinds for event in case.of(kind)), default=None)


def _ended_without_answer(case: Case, reply: ReplyFold) -> bool:
    """Tell whether the reply period was over on the day asked about, and no answer came in it."""
    if reply.due is None or case.as_of <= reply.due:
        return False
    given = case.answers[0].given_on(case.settings) if case.answers else None
    return all(on is None or on > reply.due for on in (given, reply.withdrawn_on))


def _against_silence(case: Case, reply: ReplyFold) -> Iterator[Deadline]:
    assert reply.due is not None
    remedy = case.laws.non_reply(reply.due, case.settings)
    grievance = Grievance(remedy, reply.due, None)
    for clock, ends in (("reconsideration", RECONSIDERED), ("lawsuit", SUED)):
        rule: Rule | None = getattr(remedy, clock)
        if rule is not None and rule.term is not None:
            course = Course(_first(case, grievance, ends))
            count = Counted(rule.term, reply.due)
            again = partial(_from_reply, case, reply.due, rule)
            yield of_count(case, clock, rule, count, course, again=again)


def _from_reply(case: Case, likely: date, rule: Rule, reading: Reading) -> Count:
    """Count from the end of the reply period, as that falls in the same reading."""
    assert rule.term is not None
    return Counted(rule.term, ReplyFold(case, reading).due or likely)
