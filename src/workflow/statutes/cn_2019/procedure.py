"""The request machine of the 2019 Regulation (依申请公开), with the article of every step.

Terms are read from ``terms``; dates come from the derived deadlines.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from workflow.core.effects import (
    ANSWER,
    BundleCase,
    DraftNotice,
    IssueNotice,
    Notify,
    TakeNumber,
)
from workflow.core.journal import Entry
from workflow.core.past import latest, since
from workflow.core.procedure import (
    NEW,
    SAME,
    Choice,
    EventSpec,
    Move,
    Past,
    Phase,
    Procedure,
    StateSpec,
    Step,
)
from workflow.statutes import facts
from workflow.statutes.answer_facts import CONTENT, answer_facts
from workflow.statutes.cn_2019.outcomes import OUTCOMES, REFUSALS
from workflow.statutes.rules import (
    answer,
    appeal,
    charging,
    common,
    correction,
    extension,
    intake,
    lapse,
    service,
)
from workflow.statutes.vocabulary import WORDS

IN_FORCE_FROM = date(2019, 5, 15)  # 条例第五十六条 [V]
CORRECTION_NOTICE_DAYS = 7  # working days, 条例第三十条 [V]
EXTENSION_CAP = 20  # working days in all, 条例第三十三条第二款 [V]; several within it [J]

HANDLING = ("received", "processing", "extended")
OPEN = (
    "submitted", *HANDLING, "correction_requested", "reasons_requested", "fee_notified",
    "in_review", "approved",
)  # fmt: skip
#: A21 and A22 are set by ``lapse``; they may be handed in again after a reviewer sent them back.
ANSWERS = tuple(code for code in OUTCOMES if code != "A23")

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


def _as_before(past: Past, _: Move) -> str:
    """Tell whether an extension was in force when the answer was handed in, or came since."""
    resets = ("receive_correction", "receive_payment", "receive_reasons", "restore", "reopen")
    return "extended" if latest(since(past, *resets), "extend") else "processing"


AS_BEFORE = Choice(("processing", "extended"), _as_before)


def _was_confirmed(_: Past, entry: Entry) -> bool:
    return not intake.received_at_once(entry.facts) and bool(entry.facts.get("received_on"))


def _restored(kind: str, past: Past, _: Entry) -> bool:
    return lapse.came_late(kind, past)


def _submitted_on(_: Past, entry: Entry) -> Mapping[str, Any]:
    """The receipt is said only where it is one: ``automatic`` is a word of the contract."""
    return {"receipt": "automatic"} if entry.facts.get("receipt") == "automatic" else {}


SUBMITTED = (
    EventSpec(
        "submitted",
        ("channel",),
        on="received_on",
        holds=lambda _, entry: intake.received_at_once(entry.facts),
        more=_submitted_on,
    ),
    EventSpec(
        "submitted",
        ("channel",),
        holds=lambda _, entry: not intake.received_at_once(entry.facts),
    ),
    EventSpec("confirmed", on="received_on", holds=_was_confirmed),
)

REGISTER_FACTS = (
    facts.choice("channel", facts.CHANNELS, required=True),
    facts.choice("receipt", ("automatic",)),
    facts.days("received_on"),
    facts.choice("applicant_class", facts.CLASSES),
    facts.text("applicant"),
    facts.text("identity_proof"),
    facts.text("contact"),
    facts.text("content"),
    facts.text("form_wanted"),
    facts.text("way_wanted"),
    facts.text("evidence"),
    facts.word("number"),
    facts.codes("duplicates"),
)
REGISTER_GUARDS = (
    intake.in_force("条例第五十六条", IN_FORCE_FROM, None),
    intake.receipt_not_early("条例第三十一条"),
    intake.contents_present("条例第二十九条"),
    intake.channel_evidence("条例第三十一条"),
    intake.likely_duplicate("条例第三十六条第（六）项"),
)

_INTAKE = (
    Step(
        "register", (NEW,), "received", ("clerk",), "条例第三十一条",
        when=intake.RECEIVED, guards=REGISTER_GUARDS, facts=REGISTER_FACTS, events=SUBMITTED,
        effects=(TakeNumber("request"), IssueNotice("N01")),
        clocks={"reply": "starts", "correction_notice": "starts"},
    ),
    Step(
        "register", (NEW,), "submitted", ("clerk",), "条例第三十一条",
        when=intake.WAITING, guards=REGISTER_GUARDS, facts=REGISTER_FACTS, events=SUBMITTED,
        effects=(TakeNumber("request"), IssueNotice("N01")),
        clocks={"confirmation": "starts"},
    ),
    Step(
        "confirm", ("submitted",), "received", ("clerk",), "条例第三十一条",
        guards=(intake.attempts_noted("国办公开办函〔2015〕207号"),),
        facts=(facts.text("attempts"), facts.text("evidence")),
        events=(EventSpec("confirmed"),),
        effects=(IssueNotice("N01"),),
        clocks={"confirmation": "ends", "reply": "starts", "correction_notice": "starts"},
    ),
    Step(
        "acknowledge", ("received",), "processing", ("clerk",), "条例第四十五条",
        effects=(IssueNotice("N01"),),
    ),
)  # fmt: skip

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

_EXTENSION_FACTS = (
    facts.number("length", required=True),
    facts.days("consented_on", required=True),
    facts.text("grounds_text"),
)
_EXTENSION_GUARDS = (
    extension.in_time("条例第三十三条第二款"),
    extension.within_cap("条例第三十三条第二款", EXTENSION_CAP),
    extension.consent_before_notice("条例第三十三条第二款"),
)


def _extend(sources: tuple[str, ...], target: str) -> Step:
    return Step(
        "extend", sources, target, ("office_head",), "条例第三十三条第二款",
        guards=_EXTENSION_GUARDS, facts=_EXTENSION_FACTS,
        events=(EventSpec("extended", ("length",)),),
        effects=(IssueNotice("N04"), Notify("clerk")),
        clocks={"reply": "moves"},
    )  # fmt: skip


_TIME = (
    Step(
        "propose_extension", HANDLING, SAME, ("clerk",), "条例第三十三条第二款",
        guards=(
            common.within_reply_period("clock_runs", "条例第三十三条第二款"),
            extension.within_cap("条例第三十三条第二款", EXTENSION_CAP),
        ),
        facts=(facts.number("length"), facts.text("grounds_text")),
        effects=(DraftNotice("N04"), DraftNotice("N14"), Notify("office_head")),
    ),
    _extend(HANDLING, "extended"),
    _extend(("in_review", "approved"), SAME),
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
        sets=lapse.lapsed_as(outcome),
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
    ),
)  # fmt: skip

_REVIEW = (
    Step(
        "submit_answer", HANDLING, "in_review", ("clerk",), "条例第三十六条",
        guards=(
            answer.outcome_complete(OUTCOMES, "条例第三十六条"),
            answer.grounds_fit(OUTCOMES, "条例第十四条至第十六条"),
            answer.consultations_open("条例第三十二条"),
        ),
        facts=answer_facts(ANSWERS, REFUSALS),
        effects=(DraftNotice(ANSWER), DraftNotice("N14"), Notify("reviewer")),
    ),
    *(
        Step(
            trigger, ("in_review",), SAME, ("reviewer", "office_head"), "条例第十七条",
            guards=(answer.not_the_author("条例第十七条"),),
            facts=(facts.text("opinion"),),
            effects=(DraftNotice("N14"), Notify("leader")),
        )
        for trigger in answer.REVIEWS
    ),
    Step(
        "return_answer", ("in_review", "approved"), AS_BEFORE, ("reviewer", "leader"),
        "条例第十七条",
        guards=(answer.comment_written("条例第十七条"),),
        facts=(facts.text("comment"),),
        effects=(Notify("clerk"),),
    ),
    Step(
        "approve", ("in_review",), "approved", ("leader",), "条例第十七条",
        guards=(
            answer.reviews_passed("条例第十七条"),
            answer.not_the_author("条例第十七条"),
        ),
        facts=(facts.text("opinion"),),
        effects=(DraftNotice("N14"), Notify("clerk")),
    ),
)  # fmt: skip

SERVICE_DECREE = "国办公开办函〔2016〕235号"

_SERVICE = (
    Step(
        "dispatch", ("approved",), "answered", ("clerk",), SERVICE_DECREE,
        guards=(
            service.postal_only(f"{SERVICE_DECREE}、邮政法第五十五条"),
            service.electronic_consent("条例第四十条"),
            service.answered_late("条例第三十三条"),
        ),
        facts=(
            facts.choice("way", facts.WAYS, required=True),
            facts.choice("carrier", facts.CARRIERS),
            facts.flag("consent"),
            facts.text("evidence"),
        ),
        events=(EventSpec("dispatched", ("way",), more=answer.answer_facts),),
        effects=(IssueNotice(ANSWER), DraftNotice("N13")),
        clocks={"reply": "ends", "redo": "ends", "service_proof": "starts"},
    ),
    Step(
        "supplement", ("answered", "served"), SAME, ("clerk", "leader"), "条例第三十六条",
        guards=(answer.supplement_approved("条例第十七条"),),
        facts=(*CONTENT, facts.text("text"), facts.word("approved_by")),
        effects=(IssueNotice("N10", "N10-supplement"),),
    ),
    Step(
        "record_service", ("answered",), "served", ("clerk",), SERVICE_DECREE,
        guards=(service.service_evidence(SERVICE_DECREE),),
        facts=(facts.text("evidence"), facts.text("place"), facts.text("recipient")),
        events=(EventSpec("served"),),
        effects=(IssueNotice("N13"),),
        clocks={"service_proof": "ends", "reconsideration": "starts", "lawsuit": "starts"},
    ),
)  # fmt: skip

_END = (
    Step(
        "withdraw", OPEN, "withdrawn", ("clerk",), "条例第二十七条",
        guards=(service.own_word("条例第二十七条"),),
        facts=(facts.text("statement"),),
        sets=lapse.lapsed_as("A23"),
        events=(EventSpec("withdrawn"),),
        clocks={"reply": "ends"},
    ),
    Step(
        "archive", ("served", "withdrawn"), "archived", ("clerk",), "条例第四十五条",
        guards=(common.nothing_open("条例第四十五条"),),
        effects=(BundleCase(),),
    ),
    Step(
        "reopen", ("answered", "served", "archived"), "processing", ("clerk",),
        "行政复议法、行政诉讼法",
        guards=(appeal.appeal_orders_it("行政复议法、行政诉讼法"),),
        facts=(facts.word("appeal"), facts.period("period")),
        events=(EventSpec("redo_ordered", ("period",)),),
        clocks={"redo": "starts"},
    ),
)  # fmt: skip


def answer_key(past: Sequence[Entry], given: Mapping[str, Any]) -> str:
    """Return the template key of the answer that goes into review or out (``N10-A12``)."""
    entry = answer.answer_entry(past)
    code = given.get("outcome") or (entry.facts.get("outcome") if entry else None)
    return (OUTCOMES[code].template if code in OUTCOMES else None) or "N10"


REQUEST = Procedure(
    key="request",
    statute="cn-2019",
    states=STATES,
    steps=(
        *_INTAKE, *_CORRECTION, *_TIME, *_FEE, *_LAPSE, *_REVIEW, *_SERVICE, *_END,
    ),
    words=WORDS,
    answer_key=answer_key,
)  # fmt: skip
