"""The request machine of the 2019 Regulation (依申请公开), with the article of every step.

Terms are read from ``terms``; dates come from the derived deadlines.
"""

from functools import partial

from workflow.core.effects import ANSWER, DraftNotice, IssueNotice, Notify
from workflow.core.journal import Entry
from workflow.core.procedure import SAME, EventSpec, Past, Phase, Procedure, StateSpec, Step
from workflow.statutes import facts
from workflow.statutes.answering import AnswerKey, review_steps, service_steps
from workflow.statutes.cn_2019.outcomes import OUTCOMES
from workflow.statutes.cn_2019.terms import CODE, CORRECTION_NOTICE_DAYS, EXTENSION_CAP, IN_FORCE
from workflow.statutes.ending import ending_steps
from workflow.statutes.extending import extension_steps
from workflow.statutes.registering import register_steps
from workflow.statutes.rules import charging, common, correction, extension, intake, lapse
from workflow.statutes.vocabulary import WORDS

HANDLING = ("received", "processing", "extended")
IN_REVIEW = ("in_review", "approved")
OPEN = (
    "submitted", *HANDLING, "correction_requested", "reasons_requested", "fee_notified",
    *IN_REVIEW,
)  # fmt: skip
STATES = (
    StateSpec("submitted", clocks=("confirmation",)),
    StateSpec("received", clocks=("reply", "correction_notice")),
    StateSpec("processing", clocks=("reply", "redo")),
    StateSpec("correction_requested", clocks=("correction_reply",)),
    StateSpec("extended", clocks=("reply", "redo")),
    StateSpec("reasons_requested", clocks=("reply",)),
    StateSpec("fee_notified", clocks=("fee_payment",)),
    StateSpec("in_review", clocks=("reply", "redo")),
    StateSpec("approved", clocks=("reply", "redo")),
    StateSpec("answered", Phase.CLOSED, ("service_proof",)),
    StateSpec("served", Phase.CLOSED, ("reconsideration", "lawsuit")),
    StateSpec("withdrawn", Phase.CLOSED),
    StateSpec("archived", Phase.FINAL),
)


#: The source of each step and rule that both Regulations share.
ARTICLES = {
    "register": "条例第三十一条",
    "in_force": "条例第五十六条",
    "contents": "条例第二十九条",
    "duplicate": "条例第三十六条第（六）项",
    "acknowledge": "条例第四十五条",
    "submit_answer": "条例第三十六条",
    "grounds": "条例第十四条至第十六条",
    "third_party": "条例第三十二条",
    "review": "条例第十七条",
    "form": "条例第四十条",
    "reply": "条例第三十三条",
    "withdraw": "条例第二十七条",
    "archive": "条例第四十五条",
}

_CORRECTION = (
    Step(
        "request_correction", HANDLING, "correction_requested", ("clerk",), "条例第三十条",
        guards=(
            correction.notice_in_time("条例第三十条", CORRECTION_NOTICE_DAYS),
            correction.once_only("条例第三十条"),
            intake.notice_received("条例第三十条"),
        ),
        facts=(
            facts.text("items", required=True),
            facts.period("period", required=True),
            facts.days("received_on"),
        ),
        events=(EventSpec("correction_requested", ("received_on", "period")),),
        effects=(IssueNotice("N02"),),
        clocks={"correction_notice": "ends", "correction_reply": "starts", "reply": "stands"},
    ),
    Step(
        "extend_correction", ("correction_requested",), SAME, ("clerk",), "条例第三十条",
        guards=(
            correction.good_reason("条例第三十条"),
            correction.later_than_before("条例第三十条"),
        ),
        facts=(facts.days("until", required=True), facts.text("good_reason")),
        events=(EventSpec("correction_period_extended", ("until",)),),
        clocks={"correction_reply": "moves"},
    ),
    Step(
        "receive_correction", ("correction_requested",), "processing", ("clerk",),
        "条例第三十条",
        guards=(correction.reply_late("条例第三十条"),),
        facts=(facts.text("corrected_content"), facts.text("evidence")),
        events=(EventSpec("corrected"),),
        clocks={"correction_reply": "ends", "reply": "resets"},
    ),
)  # fmt: skip

_TIME = (
    Step(
        "request_reasons", HANDLING, "reasons_requested", ("clerk",), "条例第三十五条",
        facts=(
            facts.text("counts", required=True),
            facts.days("until"),
            facts.days("received_on"),
        ),
        events=(EventSpec("reasons_requested"),),
        effects=(IssueNotice("N03"),),
        clocks={"reply": "follows"},
    ),
    Step(
        "receive_reasons", ("reasons_requested",), "processing", ("clerk",), "条例第三十五条",
        facts=(facts.text("reasons"), facts.flag("reasonable")),
        events=(EventSpec("reasons_received"),),
        clocks={"reply": "follows"},
    ),
    Step(
        "delay", (*HANDLING, "in_review"), SAME, ("office_head",), "条例第三十五条",
        guards=(
            extension.reasons_accepted("条例第三十五条"),
            common.within_reply_period("delay_in_time", "条例第三十五条"),
            extension.later_date("条例第三十五条"),
        ),
        facts=(
            facts.days("until", required=True),
            facts.flag("reasonable"),
            facts.text("grounds_text"),
        ),
        events=(EventSpec("delayed", ("until",)),),
        effects=(IssueNotice("N04"), Notify("clerk")),
        clocks={"reply": "moves"},
    ),
    Step(
        "suspend", HANDLING, SAME, ("office_head",), "条例未规定",
        guards=(
            common.reason_written("suspend_reason", "条例未规定", "reason"),
            extension.not_suspended("条例未规定"),
            extension.without_basis("条例未规定"),
        ),
        facts=(facts.text("reason"),),
        events=(EventSpec("suspended", ("reason",)),),
        clocks={"reply": "suspends"},
    ),
    Step(
        "resume", HANDLING, SAME, ("office_head",), "条例未规定",
        guards=(
            common.reason_written("resume_reason", "条例未规定", "reason"),
            extension.suspended("条例未规定"),
        ),
        facts=(facts.text("reason"),),
        events=(EventSpec("resumed"),),
        clocks={"reply": "resumes"},
    ),
)  # fmt: skip

FEE_DECREE = "国办函〔2020〕109号"


def _restored(kind: str, past: Past, _: Entry) -> bool:
    return lapse.came_late(kind, past)


_FEE = (
    Step(
        "notify_fee", HANDLING, "fee_notified", ("office_head",), f"{FEE_DECREE}第六条",
        guards=(
            common.within_reply_period("fee_in_time", f"{FEE_DECREE}第六条"),
            charging.something_due(f"{FEE_DECREE}第四条、第五条"),
            intake.notice_received(f"{FEE_DECREE}第六条"),
        ),
        facts=(
            facts.choice("tariff", facts.TARIFFS, required=True),
            facts.number("count", required=True),
            facts.number("amount_fen"),
            facts.days("received_on"),
            facts.text("grounds_text"),
        ),
        sets=charging.amount,
        events=(EventSpec("fee_notified", ("received_on",)),),
        effects=(IssueNotice("N09"), Notify("clerk")),
        clocks={"fee_payment": "starts", "reply": "stands"},
    ),
    Step(
        "receive_payment", ("fee_notified",), "processing", ("clerk",), f"{FEE_DECREE}第七条",
        guards=(lapse.paid_in_time(f"{FEE_DECREE}第六条"),),
        facts=(facts.number("amount_fen"), facts.text("evidence")),
        events=(EventSpec("fee_paid"),),
        clocks={"fee_payment": "ends", "reply": "resets"},
    ),
)  # fmt: skip


def _lapse(source: str, clock: str, outcome: str, article: str) -> Step:
    return Step(
        "lapse", (source,), "in_review", ("clerk",), article,
        guards=(lapse.period_over(article, clock), lapse.no_good_reason(article)),
        facts=(facts.flag("good_reason"),),
        sets=lapse.ends_as(outcome),
        events=(EventSpec("lapsed"),),
        effects=(DraftNotice(ANSWER), Notify("reviewer")),
        clocks={clock: "ends", "reply": "resets"},
    )  # fmt: skip


_LAPSE = (
    _lapse("correction_requested", "correction_reply", "A21", "条例第三十条"),
    _lapse("fee_notified", "fee_payment", "A22", f"{FEE_DECREE}第六条"),
    Step(
        "restore", ("in_review",), "processing", ("clerk",), "条例第三十条",
        when=lapse.AFTER_LAPSE,
        guards=(
            common.reason_written("restore_reason", "条例第三十条", "good_reason"),
            lapse.came_before("条例第三十条"),
            lapse.came_after_notice("条例第三十条"),
        ),
        facts=(facts.days("came_on"), facts.text("good_reason")),
        events=(
            EventSpec("corrected", on="came_on", holds=partial(_restored, "corrected")),
            EventSpec("fee_paid", on="came_on", holds=partial(_restored, "fee_paid")),
        ),
        clocks={"reply": "resets"},
        takes_back="lapse",
    ),
)  # fmt: skip

REQUEST = Procedure(
    key="request",
    statute=CODE,
    states=STATES,
    steps=(
        *register_steps(
            ARTICLES,
            {"reply": "starts", "correction_notice": "starts"},
            ("confirmation",),
            IN_FORCE,
            None,
        ),
        *_CORRECTION,
        *extension_steps("条例第三十三条第二款", EXTENSION_CAP, HANDLING, IN_REVIEW),
        *_TIME,
        *_FEE,
        *_LAPSE,
        *review_steps(ARTICLES, OUTCOMES, HANDLING),
        *service_steps(ARTICLES, ("service_proof",)),
        *ending_steps(ARTICLES, OPEN),
    ),
    words=WORDS,
    answer_key=AnswerKey(OUTCOMES),
)
