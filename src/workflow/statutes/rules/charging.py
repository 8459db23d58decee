"""Rules of the fee notice (国办函〔2020〕109号)."""

from collections.abc import Mapping, Sequence
from typing import Any

from workflow.core.moves import Guard, Move, Situation
from workflow.errors import Reason
from workflow.statutes.fee import MOST, fee, yuan


def something_due(article: str) -> Guard:
    """Ask that the count lies beyond what is free, and that a stated amount is the tariff's."""

    def check(_: Situation, move: Move) -> Sequence[Reason]:
        tariff, count = move.facts.get("tariff"), move.facts.get("count")
        if tariff is None or count is None:
            return ()
        if count < 0:
            return (Reason("fee.negative", {"count": count}),)
        if count > MOST:
            return (Reason("fee.too_many", {"count": count, "most": MOST}),)
        due, stated = fee(tariff, count).fen, move.facts.get("amount_fen")
        if not due:
            return (Reason("guards.fee_nothing_due", {"count": count}),)
        if stated not in {None, due}:
            values = {"stated": yuan(stated), "due": yuan(due)}
            return (Reason("guards.fee_amount_wrong", values),)
        return ()

    return Guard("something_due", article, check)


def amount(_: Situation, move: Move) -> Mapping[str, Any]:
    """Return what a fee notice writes by itself: the amount in 分."""
    tariff, count = move.facts.get("tariff"), move.facts.get("count")
    if tariff is None or count is None or not 0 <= count <= MOST:
        return {}
    return {"amount_fen": fee(tariff, count).fen}
