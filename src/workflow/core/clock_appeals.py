"""The clocks of reconsiderations and lawsuits, and of the new answer that they order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from workflow.core.calendar import Reading
from workflow.core.clock_case import Case
from workflow.core.clock_deadline import Course, counted, of_count
from workflow.core.clock_laws import ReconsiderationLaw, Rule
from workflow.core.deadlines import Deadline, Replaced
from workflow.core.events import Event
from workflow.core.proof import Count, Counted
from workflow.core.terms import Term, Unit
from workflow.errors import Reason

RECONSIDERATION_KINDS = (
    "reconsideration_copy_received",
    "reconsideration_accepted",
    "reconsideration_answered",
    "reconsideration_decision_received",
)


@dataclass(frozen=True, slots=True)
class Reconsideration:
    """One reconsideration: its events, and the law that governs it."""

    id: str | None
    copy: Event | None
    accepted: Event | None
    extended: bool
    answered: Event | None
    decision: Event | None
    law: ReconsiderationLaw

    @property
    def procedure(self) -> str:
        """``ordinary`` unless the copy or the acceptance says otherwise."""
        said = [event.facts.get("procedure") for event in (self.copy, self.accepted) if event]
        return next((one for one in said if one), "ordinary")


def appeal_clocks(case: Case, reconsiderations: Sequence[Reconsideration]) -> Iterator[Deadline]:
    """Yield the clocks of every appeal, then that of a new answer."""
    for clocks in (_lawsuit_after, _answer, _decision) if reconsiderations else ():
        for one in reconsiderations:
            yield from clocks(case, one)
    yield from _court_answers(case)
    yield from _redo(case)


def reconsiderations_of(case: Case) -> Sequence[Reconsideration]:
    """Return the reconsiderations of a case, in the order of their first events."""
    if case.kinds.keys().isdisjoint(RECONSIDERATION_KINDS):
        return ()
    events = [event for event in case.events if event.kind in RECONSIDERATION_KINDS]
    return [
        _reconsideration(case, child, [event for event in events if event.id == child])
        for child in dict.fromkeys(event.id for event in events)
    ]


def _reconsideration(case: Case, child: str | None, own: list[Event]) -> Reconsideration:
    copy, accepted, answered, decision = (
        next((event for event in own if event.kind == kind), None) for kind in RECONSIDERATION_KINDS
    )
    by_copy = case.settings["reconsideration_law_by"] == "copy"
    first, second = (copy, accepted) if by_copy else (accepted, copy)
    decisive = first or second or own[0]
    return Reconsideration(
        id=child,
        copy=copy,
        accepted=accepted,
        extended=any(event.facts.get("extended") for event in own),
        answered=answered,
        decision=decision,
        law=case.laws.reconsideration(decisive.on, case.settings),
    )


def _answer(case: Case, one: Reconsideration) -> Iterator[Deadline]:
    if one.copy is None:
        return
    rule = one.law.answer[one.procedure]
    course = Course(one.answered.on if one.answered else None)
    yield counted(case, "reconsideration_answer", rule, one.copy.on, course, id=one.id)


def _decision_rule(one: Reconsideration) -> tuple[Rule, list[Reason]]:
    if not one.extended:
        return one.law.decision[one.procedure], []
    extended = one.law.extended_decision.get(one.procedure)
    if extended is None:
        return one.law.decision[one.procedure], [Reason("clocks.simplified_not_extended")]
    return extended, []


def _decision(case: Case, one: Reconsideration) -> Iterator[Deadline]:
    if one.accepted is None:
        return
    rule, warnings = _decision_rule(one)
    course = Course(one.decision.on if one.decision else None)
    yield counted(
        case,
        "reconsideration_decision",
        rule,
        one.accepted.on,
        course,
        id=one.id,
        warnings=warnings,
    )


def _lawsuit_after(case: Case, one: Reconsideration) -> Iterator[Deadline]:
    """Yield the 15 days from the decision received, or from the end of its period if none came."""
    rule = one.law.lawsuit_after
    if one.decision is not None:
        sued = case.next_after(one.decision, "lawsuit_copy_received")
        course = Course(sued.on if sued else None)
        yield counted(
            case, "lawsuit_after_reconsideration", rule, one.decision.on, course, id=one.id
        )
    elif one.accepted is not None:
        yield from _lawsuit_after_silence(case, one, one.accepted)


def _lawsuit_after_silence(case: Case, one: Reconsideration, accepted: Event) -> Iterator[Deadline]:
    rule = one.law.lawsuit_after
    decision = _decision_rule(one)[0]
    assert decision.term is not None
    period = Counted(decision.term, accepted.on)
    over = period.due(case.calendar.likely)
    if case.as_of <= over:
        return
    sued = case.next_after(accepted, "lawsuit_copy_received")

    def again(reading: Reading) -> Count:
        assert rule.term is not None
        return Counted(rule.term, period.due(reading))

    count, course = again(case.calendar.likely), Course(sued.on if sued else None)
    clock = "lawsuit_after_reconsideration"
    yield of_count(case, clock, rule, count, course, again=again, id=one.id)


def _court_answers(case: Case) -> Iterator[Deadline]:
    for copy in case.of("lawsuit_copy_received"):
        answered = case.of_child("lawsuit_answered", copy.id)
        course = Course(answered.on if answered else None)
        rule = case.laws.court_answer(copy.on)
        yield counted(case, "court_answer", rule, copy.on, course, id=copy.id)


def _redo(case: Case) -> Iterator[Deadline]:
    """Yield the clock of the last order to answer anew; an earlier order's date is history."""
    orders = case.of("redo_ordered")
    if not orders:
        return
    history = []
    for before, after in pairwise(orders):
        term = _redo_rule(case, before).term
        assert term is not None
        due = Counted(term, before.on).due(case.calendar.likely)
        history.append(Replaced(due, after.on, case.words["clocks.why_redo_ordered"]))
    last = orders[-1]
    answer = case.answer_after(last)
    course = Course(answer.given_on(case.settings) if answer else None, _withdrawn(case, last))
    yield counted(case, "redo", _redo_rule(case, last), last.on, course, history=history)


def _redo_rule(case: Case, order: Event) -> Rule:
    period = order.facts.get("period")
    if period is None:
        return case.laws.redo(order.on, case.settings)
    return case.laws.ordered(order.on, Term(period["length"], Unit(period["unit"])))


def _withdrawn(case: Case, order: Event) -> date | None:
    event = case.next_after(order, "withdrawn")
    return event.on if event else None
