"""How a case leaves the desk, and how an appeal brings it back."""

from collections.abc import Mapping

from workflow.core.effects import BundleCase, Notify
from workflow.core.procedure import EventSpec, Step
from workflow.statutes import facts
from workflow.statutes.rules import appeal, common, lapse, service

APPEAL_LAWS = "行政复议法、行政诉讼法"


def ending_steps(articles: Mapping[str, str], open_states: tuple[str, ...]) -> tuple[Step, ...]:
    """Return withdrawal, filing, and the new answer that an appeal orders."""
    return (
        Step(
            "withdraw", open_states, "withdrawn", ("clerk",), articles["withdraw"],
            guards=(service.own_word(articles["withdraw"]),),
            facts=(facts.text("statement"),),
            sets=lapse.ends_as("A23"),
            events=(EventSpec("withdrawn"),),
            clocks={"reply": "ends"},
        ),
        Step(
            "archive", ("served", "withdrawn"), "archived", ("clerk",), articles["archive"],
            guards=(common.nothing_open(articles["archive"]),),
            effects=(BundleCase(),),
        ),
        Step(
            "reopen", ("answered", "served", "archived"), "processing", ("clerk",), APPEAL_LAWS,
            guards=(appeal.appeal_orders_it(APPEAL_LAWS),),
            facts=(facts.word("appeal"), facts.period("period"), facts.days("ordered_on")),
            sets=appeal.as_ordered,
            events=(EventSpec("redo_ordered", ("period",), on="ordered_on"),),
            effects=(Notify("office_head"),),
            clocks={"redo": "starts"},
        ),
    )  # fmt: skip
