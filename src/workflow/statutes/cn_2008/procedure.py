"""The request machine of the 2008 Regulation: no fee, no delay, a correction without effect.

A correction (art. 21(4)) has no term and resets nothing [J]; the answer may be given while it is
awaited. Only a third party's time is excluded (art. 24(3)).
"""

from datetime import timedelta

from workflow.core.effects import IssueNotice
from workflow.core.procedure import EventSpec, Phase, Procedure, StateSpec, Step
from workflow.statutes import facts
from workflow.statutes.answering import AnswerKey, review_steps, service_steps
from workflow.statutes.cn_2008.outcomes import OUTCOMES
from workflow.statutes.cn_2008.terms import CODE, EXTENSION_CAP, IN_FORCE
from workflow.statutes.cn_2019.terms import IN_FORCE as NEXT_IN_FORCE
from workflow.statutes.ending import ending_steps
from workflow.statutes.extending import extension_steps
from workflow.statutes.registering import register_steps
from workflow.statutes.rules import correction
from workflow.statutes.vocabulary import WORDS

IN_FORCE_UNTIL = NEXT_IN_FORCE - timedelta(days=1)

HANDLING = ("received", "processing", "extended")
#: Awaiting a correction stops nothing here: the answer may go out all the same.
ANSWERABLE = (*HANDLING, "correction_requested")
IN_REVIEW = ("in_review", "approved")
OPEN = ("submitted", *ANSWERABLE, *IN_REVIEW)

STATES = (
    # until both sides confirm the receipt, the 2008 text starts no clock
    StateSpec("submitted", Phase.ELSEWHERE),
    StateSpec("received", clocks=("reply",)),
    StateSpec("processing", clocks=("reply", "redo")),
    StateSpec("correction_requested", clocks=("reply",)),
    StateSpec("extended", clocks=("reply", "redo")),
    StateSpec("in_review", clocks=("reply", "redo")),
    StateSpec("approved", clocks=("reply", "redo")),
    StateSpec("answered", Phase.CLOSED),
    StateSpec("served", Phase.CLOSED, ("reconsideration", "lawsuit")),
    StateSpec("withdrawn", Phase.CLOSED),
    StateSpec("archived", Phase.FINAL),
)

#: The source of each step and rule that both Regulations share.
ARTICLES = {
    "register": "条例（2008）第二十条",
    "in_force": "条例（2008）第三十八条",
    "contents": "条例（2008）第二十条",
    "duplicate": "条例（2008）第二十一条",
    "acknowledge": "条例（2008）第二十一条",
    "submit_answer": "条例（2008）第二十一条",
    "grounds": "条例（2008）第八条、第十四条",
    "third_party": "条例（2008）第二十三条",
    "review": "条例（2008）第十四条",
    "form": "条例（2008）第二十六条",
    "reply": "条例（2008）第二十四条",
    "withdraw": "条例（2008）第二十条",
    "archive": "条例（2008）第四条",
}
CORRECTION = "条例（2008）第二十一条第（四）项"
TIME = "条例（2008）第二十四条第二款"

_CORRECTION = (
    Step(
        "request_correction", HANDLING, "correction_requested", ("clerk",), CORRECTION,
        guards=(correction.once_only(CORRECTION),),
        facts=(
            facts.text("items", required=True),
            facts.period("period"),
            facts.days("received_on"),
        ),
        events=(EventSpec("correction_requested", ("received_on", "period")),),
        effects=(IssueNotice("N02"),),
        clocks={"reply": "follows"},
    ),
    Step(
        "receive_correction", ("correction_requested",), "processing", ("clerk",), CORRECTION,
        facts=(facts.text("corrected_content"), facts.text("evidence")),
        events=(EventSpec("corrected"),),
        clocks={"reply": "follows"},
    ),
)  # fmt: skip

REQUEST = Procedure(
    key="request",
    statute=CODE,
    states=STATES,
    steps=(
        *register_steps(ARTICLES, {"reply": "starts"}, (), IN_FORCE, IN_FORCE_UNTIL),
        *_CORRECTION,
        *extension_steps(TIME, EXTENSION_CAP, HANDLING, (*IN_REVIEW, "correction_requested")),
        *review_steps(ARTICLES, OUTCOMES, ANSWERABLE),
        *service_steps(ARTICLES, ()),
        *ending_steps(ARTICLES, OPEN),
    ),
    words=WORDS,
    answer_key=AnswerKey(OUTCOMES),
)
