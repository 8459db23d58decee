"""Rules of correction (2019: art. 30)."""

from collections.abc import Sequence

from workflow.core.facts import day, given
from workflow.core.moves import Guard, Move, Situation
from workflow.core.past import latest, of
from workflow.core.wording import day_text
from workflow.errors import Reason
from workflow.statutes.rules.common import clock, passed


def notice_in_time(article: str, working_days: int) -> Guard:
    """Ask that the notice goes out within its term from receipt.

    What a later one does is open [J]: an office that sends it all the same says in
    ``late_correction_notice`` whether it stops the clock. A second notice answers to ``once_only``.
    """

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        due = passed(situation, "correction_notice", move)
        if not due or latest(situation.own, "request_correction"):
            return ()
        return (Reason("guards.correction_late", {"days": working_days, "due": due}),)

    return Guard(
        "notice_in_time",
        article,
        check,
        waived_by="late_correction_notice",
        stands_while="refused",
    )


def once_only(article: str) -> Guard:
    """Ask that no correction was requested before: all at once (一次性)."""

    def check(situation: Situation, _: Move) -> Sequence[Reason]:
        earlier = of(situation.own, "request_correction")
        return tuple(
            Reason("guards.correction_twice", {"on": day_text(entry.on)}) for entry in earlier[:1]
        )

    return Guard("once_only", article, check, overridable=True)


def good_reason(article: str) -> Guard:
    """Ask for the applicant's good reason before his time is made longer."""

    def check(_: Situation, move: Move) -> Sequence[Reason]:
        return () if given(move.facts, "good_reason") else (Reason("guards.good_reason_missing"),)

    return Guard("good_reason", article, check, overridable=True, about_facts=True)


def later_than_before(article: str) -> Guard:
    """Ask that the new last day for the correction is later than the one that holds."""

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        until, deadline = day(move.facts, "until"), clock(situation, "correction_reply")
        if until is None or deadline is None or deadline.due is None or until > deadline.due:
            return ()
        values = {"until": day_text(until), "due": day_text(deadline.due)}
        return (Reason("guards.not_later", values),)

    return Guard("later_than_before", article, check)


def reply_late(article: str) -> Guard:
    """Say that a correction came after its last day: whether it had a good reason decides."""

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        due = passed(situation, "correction_reply", move)
        return (Reason("guards.correction_reply_late", {"due": due}),) if due else ()

    return Guard("reply_late", article, check, warns=True)
