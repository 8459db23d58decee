"""Rules of extension and delay (2019: art. 33, 35; 2008: art. 24)."""

from collections.abc import Sequence

from workflow.core.facts import day
from workflow.core.journal import Entry
from workflow.core.moves import Guard, Move, Situation
from workflow.core.past import latest, of
from workflow.core.wording import day_text
from workflow.errors import Reason
from workflow.statutes.rules.common import clock, ordered, passed


def in_time(article: str) -> Guard:
    """Ask that the notice goes out on or before the date then due [J]: later it moves nothing."""

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        due = passed(situation, "reply", move)
        return (Reason("guards.extension_late", {"due": due}),) if due else ()

    return Guard("extension_in_time", article, check)


def within_cap(article: str, cap: int) -> Guard:
    """Ask that all extensions together are no longer than the law's cap, in working days.

    The text says a total; that it may be used up in several parts is a reading of it [J].
    """

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        length = move.facts.get("length")
        used = sum(entry.facts.get("length") or 0 for entry in _counted_against(situation))
        if used and not situation.settings.get("several_extensions", True):
            return (Reason("guards.extended_already", {"used": used}),)
        if length is None:
            return (Reason("guards.cap_used", {"cap": cap}),) if used >= cap else ()
        if length < 1:
            return (Reason("guards.length_wrong", {"length": length}),)
        if used + length <= cap:
            return ()
        values = {"cap": cap, "used": used, "length": length}
        return (Reason("guards.over_cap", values),)

    return Guard("within_cap", article, check)


def _counted_against(situation: Situation) -> Sequence[Entry]:
    """Return the extensions that use up the cap: those of the reply period, or all of them [J].

    A correction or a payment received begins the period anew: the reply's day 0 is its first day.
    """
    extensions = of(situation.own, "extend")
    reply = clock(situation, "reply")
    whole = situation.settings.get("extension_cap_scope") == "total"
    if whole or reply is None or reply.day_zero is None:
        return extensions
    return [one for one in extensions if one.on >= reply.day_zero]


def consent_before_notice(article: str) -> Guard:
    """Ask that the head of the office consented on or before the day of the notice."""
    return ordered("consent_before_notice", article, "consented_on")


def reasons_accepted(article: str) -> Guard:
    """Ask that the applicant's reasons came and are found reasonable."""

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        entry = latest(situation.own, "receive_reasons")
        if entry is None:
            return (Reason("guards.reasons_not_received"),)
        reasonable = move.facts.get("reasonable", entry.facts.get("reasonable"))
        return () if reasonable else (Reason("guards.reasons_not_accepted"),)

    return Guard("reasons_accepted", article, check)


def later_date(article: str) -> Guard:
    """Ask that the date set by the agency is later than the one that holds."""

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        until, deadline = day(move.facts, "until"), clock(situation, "reply")
        if until is None or deadline is None or deadline.due is None or until > deadline.due:
            return ()
        values = {"until": day_text(until), "due": day_text(deadline.due)}
        return (Reason("guards.not_later", values),)

    return Guard("later_date", article, check)


def is_suspended(situation: Situation) -> bool:
    """Tell whether the office itself has stopped the clock."""
    entry = latest(situation.own, "suspend", "resume")
    return entry is not None and entry.trigger == "suspend"


def not_suspended(article: str) -> Guard:
    """Ask that the clock isn't stopped already."""

    def check(situation: Situation, _: Move) -> Sequence[Reason]:
        return (Reason("guards.suspended_already"),) if is_suspended(situation) else ()

    return Guard("not_suspended", article, check)


def suspended(article: str) -> Guard:
    """Ask that the clock was stopped before it is let run again."""

    def check(situation: Situation, _: Move) -> Sequence[Reason]:
        return () if is_suspended(situation) else (Reason("guards.not_suspended"),)

    return Guard("suspended", article, check)


def without_basis(article: str) -> Guard:
    """Say that the Regulation knows no such stop: it is kept and flagged."""

    def check(_: Situation, __: Move) -> Sequence[Reason]:
        return (Reason("guards.suspend_without_basis"),)

    return Guard("without_basis", article, check, warns=True)
