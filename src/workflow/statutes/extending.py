"""How an answer is given more time: proposed by the clerk, consented to by the office's head."""

from workflow.core.effects import DraftNotice, IssueNotice, Notify
from workflow.core.procedure import SAME, EventSpec, Step
from workflow.statutes import facts
from workflow.statutes.rules import common, extension


def extension_steps(
    article: str, cap: int, handling: tuple[str, ...], later: tuple[str, ...]
) -> tuple[Step, ...]:
    """Return proposal and extension, once under any Regulation (2008 art. 24(2), 2019 art. 33(2)).

    ``cap`` are its working days, ``handling`` the states that it leads on from, ``later`` those
    that stay as they are.
    """
    return (
        Step(
            "propose_extension", handling, SAME, ("clerk",), article,
            guards=(
                common.within_reply_period("clock_runs", article),
                extension.within_cap(article, cap),
            ),
            facts=(facts.number("length"), facts.text("grounds_text")),
            effects=(
                DraftNotice("N04"), DraftNotice("N14", "N14-extension"), Notify("office_head"),
            ),
        ),
        _extend(article, cap, handling, "extended"),
        _extend(article, cap, later, SAME),
    )  # fmt: skip


def _extend(article: str, cap: int, sources: tuple[str, ...], target: str) -> Step:
    return Step(
        "extend", sources, target, ("office_head",), article,
        guards=(
            extension.in_time(article),
            extension.within_cap(article, cap),
            extension.consent_before_notice(article),
        ),
        facts=(
            facts.number("length", required=True),
            facts.days("consented_on", required=True),
            facts.text("grounds_text"),
        ),
        events=(EventSpec("extended", ("length",)),),
        effects=(
            IssueNotice("N04"), IssueNotice("N14", "N14-extension"), DraftNotice("N16"),
            Notify("clerk"),
        ),
        clocks={"reply": "moves"},
    )  # fmt: skip
