"""Rules of appeals and of answering again (行政复议法, 行政诉讼法)."""

from collections.abc import Mapping, Sequence
from typing import Any

from workflow.core.journal import Entry
from workflow.core.moves import Guard, Move, Situation
from workflow.core.past import latest, of
from workflow.core.wording import day_text
from workflow.errors import Reason

DECISIONS = ("receive_decision", "record_judgment")


def orders(situation: Situation) -> list[Entry]:
    """Return the decisions of this case's appeals that order a new answer."""
    return [
        entry
        for child in situation.children
        for entry in of(child.entries, *DECISIONS)
        if entry.facts.get("order")
    ]


def open_orders(situation: Situation, move: Move) -> list[Entry]:
    """Return the orders that no reopening has carried out (of the appeal named, if one is)."""
    used = {entry.facts.get("appeal") for entry in of(situation.own, "reopen")}
    wanted = move.facts.get("appeal")
    return [
        entry
        for entry in orders(situation)
        if entry.child not in used and wanted in {None, entry.child}
    ]


def appeal_orders_it(article: str) -> Guard:
    """Ask for an appeal decision that orders a new answer, not carried out yet."""

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        waiting = open_orders(situation, move)
        if not waiting:
            return (Reason("guards.no_order"),)
        if move.on >= waiting[0].on:
            return ()
        values = {"on": day_text(move.on), "ordered_on": day_text(waiting[0].on)}
        return (Reason("guards.before_order", values),)

    return Guard("appeal_orders_it", article, check)


def as_ordered(situation: Situation, move: Move) -> Mapping[str, Any]:
    """Return what a reopening writes by itself: whose order it carries out, its day and period."""
    waiting = open_orders(situation, move)
    if not waiting:
        return {}
    order = waiting[0]
    period = move.facts.get("period") or order.facts.get("period")
    found = {"appeal": order.child, "ordered_on": order.on.isoformat()}
    return found | ({"period": period} if period else {})


def result_known(article: str) -> Guard:
    """Ask for the result, as a report column or as the kind of decision that leads to one."""

    def check(_: Situation, move: Move) -> Sequence[Reason]:
        known = move.facts.get("result") or move.facts.get("decision")
        return () if known else (Reason("guards.result_missing"),)

    return Guard("result_known", article, check, about_facts=True)


def judgment_effective(article: str) -> Guard:
    """Ask that the last judgment is in force before a suit is closed."""

    def check(situation: Situation, _: Move) -> Sequence[Reason]:
        entry = latest(situation.own, "record_judgment")
        effective = entry is not None and entry.facts.get("effective")
        return () if effective else (Reason("guards.judgment_not_effective"),)

    return Guard("judgment_effective", article, check)


def judgment_appealable(article: str) -> Guard:
    """Ask that the judgment isn't in force yet: then only may it go to second instance."""

    def check(situation: Situation, _: Move) -> Sequence[Reason]:
        entry = latest(situation.own, "record_judgment")
        effective = entry is not None and entry.facts.get("effective")
        return (Reason("guards.judgment_effective"),) if effective else ()

    return Guard("judgment_appealable", article, check)


def defended_late(article: str, clock: str) -> Guard:
    """Say that the agency's defence comes after its last day."""

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        deadline = situation.deadlines.clock(clock, _ident(situation))
        if deadline is None or deadline.due is None or move.on <= deadline.due:
            return ()
        return (Reason("guards.defence_late", {"due": day_text(deadline.due)}),)

    return Guard(f"{clock}_late", article, check, warns=True)


def _ident(situation: Situation) -> str | None:
    child = situation.entries[0].child if situation.entries else None
    return child.partition(":")[2] if child else None
