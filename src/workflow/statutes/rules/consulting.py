"""Rules of consultations (2019: art. 32, 33(3), 34; 2008: art. 23)."""

from collections.abc import Sequence

from workflow.core.deadlines import Deadline
from workflow.core.moves import Guard, Move, Situation
from workflow.core.past import latest
from workflow.core.steps import Past
from workflow.core.wording import day_text
from workflow.errors import Reason
from workflow.messages import say

#: Where a request still waits for its answer.
UNANSWERED = frozenset(
    {
        "received", "processing", "extended", "correction_requested", "reasons_requested",
        "fee_notified", "in_review", "approved",
    }
)  # fmt: skip


def party(past: Past) -> str | None:
    """Return whom a consultation asks."""
    entry = latest(past, "draft")
    return entry.facts.get("party") if entry else None


def own_clock(situation: Situation) -> Deadline | None:
    """Return the clock of the consultation that a situation is of."""
    asked = party(situation.own)
    child = situation.own[0].child if situation.own else None
    ident = child.partition(":")[2] if child else None
    return situation.deadlines.clock(asked, ident) if asked else None


def request_open(article: str) -> Guard:
    """Ask that the request is received and not answered yet."""

    def check(situation: Situation, _: Move) -> Sequence[Reason]:
        parent = situation.parent
        if parent is None or parent.state in UNANSWERED:
            return ()
        state = say(f"states.request_{parent.state}")
        return (Reason("guards.request_not_open", {"state": state}),)

    return Guard("request_open", article, check)


def sent_late(article: str) -> Guard:
    """Say that a letter sent after the date then due moves nothing."""

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        deadline = situation.deadlines.clock("reply")
        if deadline is None or deadline.due is None or move.on <= deadline.due:
            return ()
        return (Reason("guards.letter_late", {"due": day_text(deadline.due)}),)

    return Guard("sent_late", article, check, warns=True)


def silence_complete(article: str) -> Guard:
    """Ask that the party's own period has run out without a reply."""

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        deadline = own_clock(situation)
        if deadline is None or deadline.due is None or move.on > deadline.due:
            return ()
        return (Reason("guards.period_runs", {"due": day_text(deadline.due)}),)

    return Guard("silence_complete", article, check)


def third_party_only(article: str) -> Guard:
    """Ask that it was a third party: only his word can yield to the public interest."""

    def check(situation: Situation, _: Move) -> Sequence[Reason]:
        third = party(situation.own) in {None, "third_party"}
        return () if third else (Reason("guards.not_third_party"),)

    return Guard("third_party_only", article, check)


def refusal_reasoned(article: str) -> Guard:
    """Say that a refusal without its reasons, or unweighed, leaves the decision to the agency."""

    def check(_: Situation, move: Move) -> Sequence[Reason]:
        if move.facts.get("answer") != "refuse":
            return ()
        complete = move.facts.get("reasons") and move.facts.get("reasonable") is not None
        return () if complete else (Reason("guards.refusal_unweighed"),)

    return Guard("refusal_reasoned", article, check, warns=True)
