"""Reconsideration (行政复议) and litigation (行政诉讼): children of a request, any number.

Each has its own law version (reconsideration law 2017 or 2023: see ``reconsideration``); the
machines are the same under both Regulations. How a decision counts in report table 3 has no
official definition: a table of the law pack [M 80 %] (law.md 5.5).
"""

from collections.abc import Callable, Mapping
from typing import Any

from workflow.core.effects import IssueNotice, Notify
from workflow.core.procedure import (
    NEW,
    SAME,
    EventSpec,
    Move,
    Phase,
    Procedure,
    Situation,
    StateSpec,
    Step,
)
from workflow.statutes import facts
from workflow.statutes.rules import appeal, common, extension
from workflow.statutes.vocabulary import WORDS

RESULTS = ("upheld", "corrected", "other")

#: Kind of decision → column of report table 3, [M 80 %]; 行政复议法（2023）, 行政诉讼法.
REVIEW_COLUMNS = {
    "uphold": "upheld",  # 维持, art. 68
    "reject_claim": "upheld",  # 驳回复议请求, art. 69
    "change": "corrected",  # 变更, art. 63
    "revoke": "corrected",  # 撤销、部分撤销, art. 64
    "confirm_unlawful": "corrected",  # 确认违法、无效, art. 65, 67
    "order_performance": "corrected",  # 责令履行, art. 66
    "terminate": "other",  # 终止, art. 41
    "dismiss": "other",  # 驳回申请, art. 33
    "not_accepted": "other",  # 不予受理
    "mediate": "other",  # 调解, art. 73
}
SUIT_COLUMNS = {
    "reject_claim": "upheld",  # 判决驳回诉讼请求, art. 69
    "change": "corrected",  # 变更, art. 77
    "revoke": "corrected",  # 撤销, art. 70
    "confirm_unlawful": "corrected",  # 确认违法、无效, art. 74, 75
    "order_performance": "corrected",  # 责令履行, art. 72
    "withdrawal_allowed": "other",  # 准许撤诉
    "dismiss": "other",  # 驳回起诉
    "terminate": "other",  # 终结
}

REVIEW_LAW = "行政复议法（2023）第四十八条、第五十四条"
SUIT_LAW = "行政诉讼法第六十七条"


def result_of(
    decision: str, columns: Mapping[str, str], chosen: Mapping[str, str] | None = None
) -> str | None:
    """Return the column of a kind of decision, the office's own choice over the default."""
    return (chosen or {}).get(decision) or columns.get(decision)


def _sets_result(
    columns: Mapping[str, str],
) -> Callable[[Situation, Move], Mapping[str, Any]]:
    """Return what a decision writes by itself: its column, where only its kind was given."""

    def sets(situation: Situation, move: Move) -> Mapping[str, Any]:
        decision = move.facts.get("decision")
        if move.facts.get("result") or decision is None:
            return {}
        result = result_of(decision, columns, situation.settings.get("appeal_columns"))
        return {"result": result} if result else {}

    return sets


def _decision_facts(columns: Mapping[str, str]) -> tuple[Any, ...]:
    return (
        facts.days("decided_on", required=True),
        facts.choice("result", RESULTS),
        facts.choice("decision", tuple(columns)),
        facts.flag("order"),
        facts.period("period"),
        facts.word("document_number"),
    )


def reconsideration(statute: str) -> Procedure:  # long: one declaration, a step a paragraph
    """Return the machine of a reconsideration."""
    running = ("copy_received", "defended")
    return Procedure(
        key="reconsideration",
        statute=statute,
        states=(
            StateSpec("copy_received", clocks=("reconsideration_answer",)),
            StateSpec("defended", clocks=("reconsideration_decision",)),
            StateSpec("decided", Phase.FINAL, ("lawsuit_after_reconsideration",)),
            StateSpec("withdrawn", Phase.FINAL),
        ),
        steps=(
            Step(
                "receive_copy", (NEW,), "copy_received", ("clerk",), REVIEW_LAW,
                facts=(
                    facts.choice("procedure", facts.REVIEW_PROCEDURES),
                    facts.text("body"),
                    facts.word("document_number"),
                ),
                events=(EventSpec("reconsideration_copy_received", ("procedure",)),),
                effects=(Notify("leader"),),
                clocks={"reconsideration": "ends", "reconsideration_answer": "starts"},
            ),
            Step(
                "record_acceptance", running, SAME, ("clerk",), "行政复议法（2023）第三十条",
                facts=(
                    facts.choice("procedure", facts.REVIEW_PROCEDURES),
                    facts.flag("extended"),
                ),
                events=(EventSpec("reconsideration_accepted", ("procedure", "extended")),),
                clocks={"reconsideration": "ends", "reconsideration_decision": "starts"},
            ),
            Step(
                "defend", ("copy_received",), "defended", ("leader",), REVIEW_LAW,
                guards=(appeal.defended_late(REVIEW_LAW, "reconsideration_answer"),),
                facts=(facts.text("reasons"), facts.text("evidence")),
                events=(EventSpec("reconsideration_answered"),),
                effects=(IssueNotice("N15"),),
                clocks={"reconsideration_answer": "ends"},
            ),
            Step(
                "suspend", running, SAME, ("clerk",), "行政复议法（2023）第三十九条",
                guards=(extension.not_suspended("行政复议法（2023）第三十九条"),),
                facts=(facts.text("reason"),),
            ),
            Step(
                "resume", running, SAME, ("clerk",), "行政复议法（2023）第四十条",
                guards=(extension.suspended("行政复议法（2023）第四十条"),),
                facts=(facts.text("reason"),),
            ),
            Step(
                "receive_decision", running, "decided", ("clerk",), "行政复议法（2023）第六十二条",
                guards=(
                    appeal.result_known("行政复议法（2023）第六十二条"),
                    common.ordered("decided_first", "行政复议法（2023）第六十二条", "decided_on"),
                ),
                facts=_decision_facts(REVIEW_COLUMNS),
                sets=_sets_result(REVIEW_COLUMNS),
                events=(EventSpec("reconsideration_decision_received", ("decided_on",)),),
                effects=(Notify("leader"), Notify("clerk")),
                clocks={
                    "reconsideration_decision": "ends",
                    "lawsuit_after_reconsideration": "starts",
                    "redo": "starts",
                },
            ),
            Step(
                "record_withdrawal", running, "withdrawn", ("clerk",),
                "行政复议法（2023）第七十四条",
                facts=(facts.days("decided_on"), facts.text("evidence")),
                sets=lambda _, __: {"result": "other"},
            ),
        ),
        words=WORDS,
    )  # fmt: skip


def litigation(statute: str) -> Procedure:  # long: one declaration, a step a paragraph
    """Return the machine of a suit; the court's own time has no clock of the agency."""
    return Procedure(
        key="litigation",
        statute=statute,
        states=(
            StateSpec("copy_received", clocks=("court_answer",)),
            StateSpec("defended", Phase.ELSEWHERE),
            StateSpec("judged", Phase.ELSEWHERE),
            StateSpec("second_instance", Phase.ELSEWHERE),
            StateSpec("final", Phase.FINAL),
        ),
        steps=(
            Step(
                "receive_copy", (NEW,), "copy_received", ("clerk",), SUIT_LAW,
                facts=(
                    facts.choice("group", ("direct", "after_reconsideration")),
                    facts.text("court"),
                    facts.word("document_number"),
                ),
                events=(EventSpec("lawsuit_copy_received"),),
                effects=(Notify("leader"),),
                clocks={
                    "lawsuit": "ends",
                    "lawsuit_after_reconsideration": "ends",
                    "court_answer": "starts",
                },
            ),
            Step(
                "defend", ("copy_received",), "defended", ("leader",), SUIT_LAW,
                guards=(appeal.defended_late(SUIT_LAW, "court_answer"),),
                facts=(facts.text("reasons"), facts.text("evidence")),
                events=(EventSpec("lawsuit_answered"),),
                effects=(IssueNotice("N15"),),
                clocks={"court_answer": "ends"},
            ),
            Step(
                "record_judgment", ("copy_received", "defended", "second_instance"), "judged",
                ("clerk",), "行政诉讼法第八十条",
                guards=(
                    appeal.result_known("行政诉讼法第八十条"),
                    common.ordered("decided_first", "行政诉讼法第八十条", "decided_on"),
                ),
                facts=(
                    facts.number("instance", required=True),
                    facts.flag("effective", required=True),
                    *_decision_facts(SUIT_COLUMNS),
                ),
                sets=_sets_result(SUIT_COLUMNS),
                events=(EventSpec("judgment_received", ("instance", "effective")),),
                effects=(Notify("leader"), Notify("clerk")),
                clocks={"redo": "starts"},
            ),
            Step(
                "go_second_instance", ("judged",), "second_instance", ("clerk",),
                "行政诉讼法第八十五条",
                guards=(appeal.judgment_appealable("行政诉讼法第八十五条"),),
                facts=(facts.text("grounds_text"),),
            ),
            Step(
                "close", ("judged",), "final", ("clerk",), "行政诉讼法第八十八条",
                guards=(appeal.judgment_effective("行政诉讼法第八十八条"),),
            ),
        ),
        words=WORDS,
    )  # fmt: skip
