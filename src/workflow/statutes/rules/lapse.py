"""Rules of payment, lapse and what comes after it (2019: art. 30, 42; 国办函〔2020〕109号)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from workflow.core.facts import day
from workflow.core.moves import Guard, Move, Situation
from workflow.core.past import latest
from workflow.core.steps import Past, Selector
from workflow.core.wording import day_text
from workflow.errors import Reason
from workflow.statutes.outcome import outcome_of
from workflow.statutes.rules.common import clock, ordered, passed

LAPSED = frozenset({"A21", "A22"})


def paid_in_time(article: str) -> Guard:
    """Ask that the payment came within its period."""

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        due = passed(situation, "fee_payment", move)
        return (Reason("guards.payment_late", {"due": due}),) if due else ()

    return Guard("paid_in_time", article, check, overridable=True)


def period_over(article: str, name: str) -> Guard:
    """Ask that the applicant's period (correction_reply or fee_payment) has run out."""

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        deadline = clock(situation, name)
        if deadline is None or deadline.due is None or move.on > deadline.due:
            return ()
        return (Reason(f"guards.{name}_runs", {"due": day_text(deadline.due)}),)

    return Guard(f"{name}_over", article, check)


def no_good_reason(article: str) -> Guard:
    """Refuse a lapse where the file holds a good reason for the delay."""

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        noted = latest(situation.own, "request_correction", "extend_correction", "notify_fee")
        excused = move.facts.get("good_reason") or (noted and noted.facts.get("excused"))
        return (Reason("guards.good_reason_known"),) if excused else ()

    return Guard("no_good_reason", article, check)


def ends_as(outcome: str) -> Callable[[Situation, Move], Mapping[str, Any]]:
    """Return what a step writes by itself that is an outcome: a lapse, a withdrawal."""

    def sets(_: Situation, __: Move) -> Mapping[str, Any]:
        return {"outcome": outcome}

    return sets


def _after_lapse(past: Past, _: Move) -> bool:
    return outcome_of(past) in LAPSED


AFTER_LAPSE = Selector("after_lapse", _after_lapse, "guards.not_lapsed")


def came_before(article: str) -> Guard:
    """Ask that the act which came late didn't come after the day on which it is accepted."""
    return ordered("came_before", article, "came_on")


def came_late(kind: str, past: Past) -> bool:
    """Tell whether what a ``restore`` accepts is a correction (A21) or a payment (A22)."""
    return outcome_of(past) == {"corrected": "A21", "fee_paid": "A22"}[kind]


def came_after_notice(article: str) -> Guard:
    """Ask that the act didn't come before the applicant was asked for it."""

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        came, asked = (
            day(move.facts, "came_on"),
            latest(situation.own, "request_correction", "notify_fee"),
        )
        if came is None or asked is None or came >= asked.on:
            return ()
        values = {"came_on": day_text(came), "asked_on": day_text(asked.on)}
        return (Reason("guards.came_before_asked", values),)

    return Guard("came_after_notice", article, check)
