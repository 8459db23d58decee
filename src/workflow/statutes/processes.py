"""The other processes of an office on the same engine: amendment, disclosure, supervision, report.

They run under the 2019 Regulation; each has one date of its own (``other_terms``).
"""

from workflow.core.effects import DraftNotice, IssueNotice, Notify
from workflow.core.procedure import NEW, Phase, Procedure, StateSpec, Step
from workflow.statutes import facts
from workflow.statutes.rules import answer, common, publishing
from workflow.statutes.vocabulary import WORDS

STATUTE = "cn-2019"

_ENDS = (("amend", "amended"), ("refuse", "refused"), ("transfer", "transferred"))

#: 更正申请: a wrong record about oneself (art. 41: no time limit in the Regulation).
RECORD_AMENDMENT = Procedure(
    key="record_amendment",
    statute=STATUTE,
    states=(
        StateSpec("received", clocks=("amendment",)),
        StateSpec("verifying", clocks=("amendment",)),
        StateSpec("amended", Phase.FINAL),
        StateSpec("refused", Phase.FINAL),
        StateSpec("transferred", Phase.FINAL),
    ),
    steps=(
        Step(
            "register", (NEW,), "received", ("clerk",), "条例第四十一条",
            guards=(publishing.evidence_of_error("条例第四十一条"),),
            facts=(facts.text("applicant"), facts.text("record"), facts.text("evidence")),
            clocks={"amendment": "starts"},
        ),
        Step(
            "verify", ("received",), "verifying", ("clerk",), "条例第四十一条",
            facts=(facts.text("opinion"),),
        ),
        *(
            Step(
                trigger, ("received", "verifying") if trigger == "transfer" else ("verifying",),
                state, ("clerk",), "条例第四十一条",
                facts=(
                    facts.text("correction", required=trigger == "amend"),
                    facts.text("reasons", required=trigger == "refuse"),
                    facts.text("transferred_to", required=trigger == "transfer"),
                ),
                effects=(IssueNotice("N12"),),
                clocks={"amendment": "ends"},
            )
            for trigger, state in _ENDS
        ),
    ),
    words=WORDS,
)  # fmt: skip

ATTRIBUTES = ("proactive", "on_request", "withheld")
#: Where an agency publishes (art. 23-25).
PLACES = ("website", "weibo", "wechat", "gazette", "terminal", "notice_board", "press", "other")

#: What is said of a document in its draft, and of its new text when it is revised.
_ABOUT = (
    facts.word("category"),
    facts.word("document_number"),
    facts.text("item_content"),
    facts.text("basis"),
    facts.text("responsible"),
    facts.text("time_limit"),
    facts.text("way_published"),
    facts.text("disclosure_kind"),
    facts.text("site_column"),
)
_PUBLISHING = (
    facts.text("place_published", required=True),
    facts.codes("channels", PLACES),
)

#: Who wrote the newest text neither reviews nor approves it.
_DRAFTING = ("draft", "revise")
#: The steps of a revision: all in ``revised``, until the new text is published too.
_REVISION = (
    Step(
        "pass_secrecy_review", ("revised",), "revised", ("reviewer",), "条例第十七条",
        guards=(answer.not_the_author("条例第十七条", *_DRAFTING),),
        facts=(facts.text("opinion"),),
        effects=(DraftNotice("N14"), Notify("leader")),
    ),
    Step(
        "return", ("revised",), "revised", ("reviewer", "leader"), "条例第十七条",
        guards=(answer.comment_written("条例第十七条"),),
        facts=(facts.text("comment"),),
        effects=(Notify("clerk"),),
    ),
    Step(
        "approve", ("revised",), "revised", ("leader",), "条例第十七条",
        guards=(
            publishing.revision_passed("条例第十七条", "pass_secrecy_review"),
            answer.not_the_author("条例第十七条", *_DRAFTING),
        ),
        facts=(facts.text("opinion"),),
        effects=(IssueNotice("N14"), Notify("clerk")),
    ),
    Step(
        "publish", ("revised",), "published", ("clerk",), "条例第二十六条",
        guards=(publishing.revision_passed("条例第十七条", "approve"),),
        facts=_PUBLISHING,
        clocks={"disclosure": "ends"},
    ),
)  # fmt: skip

#: 主动公开 (art. 19-26): 20 working days from making or change (art. 26). A published document
#: that changed is ``revised``: the old text stands while the new one is reviewed (art. 17).
DISCLOSURE = Procedure(
    key="disclosure",
    statute=STATUTE,
    states=(
        StateSpec("drafted", clocks=("disclosure",)),
        StateSpec("secrecy_reviewed", clocks=("disclosure",)),
        StateSpec("approved", clocks=("disclosure",)),
        StateSpec("published", Phase.FINAL),
        StateSpec("revised", clocks=("disclosure",)),
        StateSpec("taken_down", Phase.FINAL),
    ),
    steps=(
        Step(
            "draft", (NEW, "drafted"), "drafted", ("clerk",), "条例第二十六条",
            facts=(
                facts.text("title", required=True),
                facts.choice("attribute", ATTRIBUTES),
                facts.days("made_on"),
                facts.codes("requests"),
                *_ABOUT,
            ),
            effects=(DraftNotice("N14"), Notify("reviewer")),
            clocks={"disclosure": "starts"},
        ),
        Step(
            "pass_secrecy_review", ("drafted",), "secrecy_reviewed", ("reviewer",),
            "条例第十七条",
            guards=(
                publishing.attribute_stated("条例第十七条"),
                answer.not_the_author("条例第十七条", *_DRAFTING),
            ),
            facts=(facts.text("opinion"),),
            effects=(DraftNotice("N14"), Notify("leader")),
        ),
        Step(
            "return", ("drafted", "secrecy_reviewed"), "drafted", ("reviewer", "leader"),
            "条例第十七条",
            guards=(answer.comment_written("条例第十七条"),),
            facts=(facts.text("comment"),),
            effects=(Notify("clerk"),),
        ),
        Step(
            "approve", ("secrecy_reviewed",), "approved", ("leader",), "条例第十七条",
            guards=(answer.not_the_author("条例第十七条", *_DRAFTING),),
            facts=(facts.text("opinion"),),
            effects=(IssueNotice("N14"), Notify("clerk")),
        ),
        Step(
            "publish", ("approved",), "published", ("clerk",), "条例第二十三条",
            guards=(publishing.proactive("条例第十九条"),),
            facts=_PUBLISHING,
            clocks={"disclosure": "ends"},
        ),
        Step(
            "revise", ("published", "revised"), "revised", ("clerk",), "条例第二十六条",
            facts=(facts.text("title"), facts.text("text"), *_ABOUT),
            effects=(DraftNotice("N14"), Notify("reviewer")),
            clocks={"disclosure": "starts"},
        ),
        *_REVISION,
        Step(
            "take_down", ("published", "revised"), "taken_down", ("leader",), "条例第十八条",
            guards=(common.reason_written("take_down_reason", "条例第十八条", "reason"),),
            facts=(facts.text("reason"),),
            clocks={"disclosure": "ends"},
        ),
    ),
    words=WORDS,
)  # fmt: skip

#: 责令改正 (art. 47): the supervisor's order to a subordinate agency.
SUPERVISION = Procedure(
    key="supervision",
    statute=STATUTE,
    states=(
        StateSpec("ordered", clocks=("supervision",)),
        StateSpec("complied", Phase.FINAL),
    ),
    steps=(
        Step(
            "order", (NEW,), "ordered", ("supervisor",), "条例第四十七条",
            facts=(
                facts.word("agency", required=True),
                facts.text("grounds_text", required=True),
                facts.days("until", required=True),
            ),
            effects=(Notify("office_head"),),
            clocks={"supervision": "starts"},
        ),
        Step(
            "comply", ("ordered",), "complied", ("office_head", "supervisor"), "条例第四十七条",
            facts=(facts.text("measures", required=True), facts.text("evidence")),
            clocks={"supervision": "ends"},
        ),
    ),
    words=WORDS,
)  # fmt: skip

#: 年度报告 (art. 49, 50): by 31 January, a date that doesn't roll.
ANNUAL_REPORT = Procedure(
    key="annual_report",
    statute=STATUTE,
    states=(
        StateSpec("drafting", clocks=("report",)),
        StateSpec("checked", clocks=("report",)),
        StateSpec("approved", clocks=("report",)),
        StateSpec("published", Phase.FINAL),
    ),
    steps=(
        Step(
            "draft", (NEW, "drafting", "checked"), "drafting", ("clerk",), "条例第五十条",
            facts=(facts.number("year", required=True), facts.word("form")),
            effects=(DraftNotice("AR"),),
            clocks={"report": "starts"},
        ),
        Step(
            "check", ("drafting",), "checked", ("clerk",), "条例第五十条",
            guards=(publishing.no_violation("条例第五十条"),),
            facts=(facts.number("violations", required=True),),
            effects=(Notify("leader"),),
        ),
        Step(
            "approve", ("checked",), "approved", ("leader",), "条例第四十九条",
            guards=(answer.not_the_author("条例第四十九条", "draft"),),
            facts=(facts.text("opinion"),),
            effects=(Notify("clerk"),),
        ),
        Step(
            "publish", ("approved",), "published", ("clerk",), "条例第四十九条",
            facts=(facts.word("sha256", required=True), facts.text("place_published")),
            effects=(IssueNotice("AR"),),
            clocks={"report": "ends"},
        ),
        Step(
            "reissue", ("published",), "drafting", ("clerk",), "条例第四十九条",
            guards=(common.reason_written("reissue_reason", "条例第四十九条", "reason"),),
            facts=(facts.text("reason"),),
            effects=(DraftNotice("AR"),),
            clocks={"report": "starts"},
        ),
    ),
    words=WORDS,
)  # fmt: skip

PROCESSES = {
    procedure.key: procedure
    for procedure in (RECORD_AMENDMENT, DISCLOSURE, SUPERVISION, ANNUAL_REPORT)
}
