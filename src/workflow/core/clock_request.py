"""The clocks of the request itself, from confirming its receipt to proving its service."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from workflow.core.clock_case import Case, is_receipt
from workflow.core.clock_deadline import Course, counted, judge, of_count
from workflow.core.clock_laws import Rule
from workflow.core.clock_reply import ReplyFold
from workflow.core.deadlines import Deadline, Replaced, State
from workflow.core.events import Event
from workflow.core.proof import AgencySet, Count, Counted, SameDay
from workflow.core.terms import Term, Unit
from workflow.errors import Reason

#: Post that nobody signs for: the office confirms on the day it arrives (art. 31).
SAME_DAY_CHANNEL = "ordinary_mail"


def request_clocks(case: Case, reply: ReplyFold) -> Iterator[Deadline]:
    """Yield the clocks of the request in the contract's order."""
    yield from _confirmation(case)
    yield from _correction_notice(case)
    yield from _correction_reply(case)
    yield from _reply(case, reply)
    yield from _consultations(case)
    yield from _fee_payment(case)
    yield from _service_proof(case)


def _confirmation(case: Case) -> Iterator[Deadline]:
    submitted = case.submitted
    rule = case.regulation.confirmation
    if rule is None or is_receipt(submitted):
        return
    course = Course(_day(case.first("confirmed")), case.withdrawn_on)
    if submitted.facts["channel"] == SAME_DAY_CHANNEL:
        same_day = SameDay(submitted.on)
        yield of_count(case, "confirmation", rule, same_day, course)
    else:
        yield counted(case, "confirmation", rule, submitted.on, course)


def _correction_notice(case: Case) -> Iterator[Deadline]:
    rule = case.regulation.correction_notice
    if rule is None or case.received_on is None:
        return
    notices = case.of("correction_requested")
    answered = case.answers[0].given_on(case.settings) if case.answers else None
    needless = [on for on in (case.withdrawn_on, answered) if on]
    course = Course(notices[0].on if notices else None, min(needless) if needless else None)
    twice = (Reason("clocks.correction_twice", {"on": notices[1].on}),) if notices[1:] else ()
    yield counted(case, "correction_notice", rule, case.received_on, course, warnings=twice)


def _correction_reply(case: Case) -> Iterator[Deadline]:
    """Yield the applicant's period: the last notice's, with the dates that it replaced."""
    rule = case.regulation.correction_period
    notices = case.of("correction_requested")
    if rule is None or not notices:
        return
    start, count, warnings = _correction_period(notices[-1], rule)
    history: list[Replaced] = []
    for before, after in pairwise(notices):
        due = _correction_period(before, rule)[1].due(case.calendar.likely)
        history.append(Replaced(due, after.on, case.words["clocks.why_correction_requested"]))
    for event in case.of("correction_period_extended"):
        if event.on >= notices[-1].on:
            why = case.words["clocks.why_correction_period_extended"]
            history.append(Replaced(count.due(case.calendar.likely), event.on, why))
            count = AgencySet(event.facts["until"], start)
    end = case.next_after(notices[-1], "corrected")
    yield of_count(
        case,
        "correction_reply",
        rule,
        count,
        Course(_day(end), case.withdrawn_on),
        history=history,
        warnings=warnings,
    )


def _correction_period(notice: Event, rule: Rule) -> tuple[date, Count, list[Reason]]:
    start, warnings = _receipt_of_notice(notice, "clocks.correction_receipt_unknown")
    period = notice.facts.get("period")
    term = Term(period["length"], Unit(period["unit"])) if period else rule.term
    assert term is not None
    if period is None:
        warnings.append(Reason("clocks.correction_period_unknown", {"days": term.length}))
    return start, Counted(term, start), warnings


def _receipt_of_notice(notice: Event, code: str) -> tuple[date, list[Reason]]:
    """Return the day the applicant got a notice; while unknown its own day, with a warning."""
    received: date | None = notice.facts.get("received_on")
    return received or notice.on, [] if received else [Reason(code, {"on": notice.on})]


def _reply(case: Case, reply: ReplyFold) -> Iterator[Deadline]:
    if case.received_on is None or reply.day_zero is None:
        return
    course = Course(
        ended_on=case.answers[0].given_on(case.settings) if reply.answer else None,
        needless_on=reply.withdrawn_on,
        stands_still=reply.stands_still(case.as_of),
        unsure=reply.is_unsure,
    )
    count = reply.count
    if count is None:
        yield _standing_reply(reply, course, case)
        return
    unsure = [Reason("clocks.consultation_receipt_unknown")] if course.unsure else []
    yield of_count(
        case,
        "reply",
        Rule(case.regulation.reply.term, reply.basis),
        count,
        course,
        due=reply.due,
        again=lambda reading: ReplyFold(case, reading).count or count,
        history=reply.history,
        warnings=[*reply.warnings, *unsure],
    )


def _standing_reply(reply: ReplyFold, course: Course, case: Case) -> Deadline:
    """Return the reply clock while it has no date."""
    state = judge(None, course, case.as_of)
    return Deadline(
        clock="reply",
        due=None,
        state=state,
        day_zero=reply.day_zero,
        ended_on=course.ended_on,
        waiting_for=reply.waiting_for if state is State.SUSPENDED else None,
        basis=reply.basis,
        history=reply.history,
        warnings=tuple(reply.warnings),
    )


def _consultations(case: Case) -> Iterator[Deadline]:
    for sent in case.of("consultation_sent"):
        rule = case.regulation.consultations.get(sent.facts["party"])
        if rule is not None and rule.term is not None:
            yield _consultation(case, sent, rule)


def _consultation(case: Case, sent: Event, rule: Rule) -> Deadline:
    received = case.of_child("consultation_received", sent.id)
    answered = case.of_child("consultation_answered", sent.id)
    assert rule.term is not None
    start = received.on if received else sent.on
    period = Counted(rule.term, start)
    return of_count(
        case,
        sent.facts["party"],
        rule,
        period,
        Course(_day(answered), case.withdrawn_on, silent=True, unsure=received is None),
        id=sent.id,
        warnings=[]
        if received
        else [Reason("clocks.consultation_receipt_unknown", {"id": sent.id})],
    )


def _fee_payment(case: Case) -> Iterator[Deadline]:
    rule = case.regulation.fee_payment
    notices = case.of("fee_notified")
    if rule is None or rule.term is None or not notices:
        return
    history = []
    for before, after in pairwise(notices):
        start = before.facts.get("received_on", before.on)
        due = Counted(rule.term, start).due(case.calendar.likely)
        history.append(Replaced(due, after.on, case.words["clocks.why_fee_notified"]))
    start, warnings = _receipt_of_notice(notices[-1], "clocks.fee_receipt_unknown")
    paid = case.next_after(notices[-1], "fee_paid")
    course = Course(_day(paid), case.withdrawn_on)
    yield counted(case, "fee_payment", rule, start, course, history=history, warnings=warnings)


def _service_proof(case: Case) -> Iterator[Deadline]:
    rule = case.regulation.service_proof
    sent = [answer for answer in case.answers if answer.dispatched]
    if rule is not None and sent:
        last = sent[-1]
        yield counted(case, "service_proof", rule, last.decided_on, Course(_day(last.served)))


def _day(event: Event | None) -> date | None:
    return event.on if event else None
