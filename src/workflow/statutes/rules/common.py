"""Rules that belong to no one step: reasons in writing, the present due date, open children."""

from collections.abc import Sequence

from workflow.core.deadlines import Deadline
from workflow.core.facts import day
from workflow.core.moves import Guard, Move, Situation
from workflow.core.wording import day_text
from workflow.errors import Reason
from workflow.messages import say

#: Where a consultation or an appeal has come to its end.
CHILD_ENDS = frozenset({"replied", "silent", "overridden", "decided", "withdrawn", "final"})


def clock(situation: Situation, name: str) -> Deadline | None:
    """Return a clock of the case; of a child, its own first, else its request's."""
    return situation.deadlines.clock(name)


def passed(situation: Situation, name: str, move: Move) -> str | None:
    """Return the last day of a clock as text if the move lies after it, else None."""
    deadline = clock(situation, name)
    late = deadline is not None and deadline.due is not None and move.on > deadline.due
    return day_text(deadline.due) if late and deadline and deadline.due else None


def written(move: Move, *names: str) -> bool:
    """Tell whether the move says why: as its reason, or as one of some facts."""
    texts = (move.reason, *(move.facts.get(name) for name in names))
    return any(text.strip() if isinstance(text, str) else text for text in texts)


def reason_written(key: str, article: str, *facts: str) -> Guard:
    """Ask for a written reason (also as one of ``facts``)."""

    def check(_: Situation, move: Move) -> Sequence[Reason]:
        return () if written(move, *facts) else (Reason("guards.reason_missing"),)

    return Guard(key, article, check, about_facts=True)


def within_reply_period(key: str, article: str) -> Guard:
    """Ask that the act comes on or before the date on which the answer is then due."""

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        due = passed(situation, "reply", move)
        return (Reason("guards.reply_period_over", {"due": due}),) if due else ()

    return Guard(key, article, check)


def ordered(key: str, article: str, earlier: str, later: str | None = None) -> Guard:
    """Ask that the day in fact ``later`` (default: the move's own) isn't before ``earlier``'s."""

    def check(_: Situation, move: Move) -> Sequence[Reason]:
        first = day(move.facts, earlier)
        second = day(move.facts, later) if later else move.on
        if first is None or second is None or first <= second:
            return ()
        values = {
            "earlier": say(f"facts.{earlier}"),
            "earlier_on": day_text(first),
            "later_on": day_text(second),
        }
        return (Reason("guards.out_of_order", values),)

    return Guard(key, article, check)


def nothing_open(article: str) -> Guard:
    """Ask that no consultation and no appeal still runs."""

    def check(situation: Situation, _: Move) -> Sequence[Reason]:
        return tuple(
            Reason(
                "guards.child_open",
                {
                    "kind": say(f"states.kind_{child.kind}"),
                    "id": child.id,
                    "state": say(f"states.{child.kind}_{child.state}"),
                },
            )
            for child in situation.children
            if child.state not in CHILD_ENDS
        )

    return Guard("nothing_open", article, check)
