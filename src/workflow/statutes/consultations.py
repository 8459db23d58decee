"""Consultations (征求意见): children of a request, any number in parallel.

A third party that stays silent leaves the decision to the agency (art. 32); a joint agency that
stays silent consents (art. 34). The applicant's name never appears in the letter.
"""

from collections.abc import Mapping
from typing import Any

from workflow.core.effects import IssueNotice
from workflow.core.journal import Entry
from workflow.core.procedure import (
    NEW,
    EventSpec,
    Move,
    Past,
    Phase,
    Procedure,
    Selector,
    StateSpec,
    Step,
)
from workflow.statutes import facts
from workflow.statutes.rules import common, consulting
from workflow.statutes.vocabulary import WORDS


def _asks_third_party(past: Past, _: Move) -> bool:
    return consulting.party(past) == "third_party"


def _asks_agency(past: Past, move: Move) -> bool:
    return not _asks_third_party(past, move)


def _party(past: Past, _: Entry) -> Mapping[str, Any]:
    return {"party": consulting.party(past)}


THIRD_PARTY = Selector("third_party", _asks_third_party, "guards.not_third_party")
AGENCY = Selector("agency", _asks_agency, "guards.not_third_party")


def consultation(statute: str, articles: Mapping[str, str], clocks: Mapping[str, str]) -> Procedure:
    """Return the machine of a statute's consultations.

    ``articles`` are those by which each kind of party is asked (their keys are the kinds that
    the statute knows), ``clocks`` the kinds' own clocks: a statute without them sets no limit,
    so that nobody's silence ends a consultation by itself.
    """
    named = "、".join(dict.fromkeys(articles.values()))
    third = articles["third_party"]
    waiting = tuple(clocks.values()) or ("reply",)
    return Procedure(
        key="consultation",
        statute=statute,
        states=(
            StateSpec("drafted", clocks=("reply",)),
            StateSpec("sent", clocks=waiting),
            StateSpec("received", clocks=waiting),
            StateSpec("replied", Phase.FINAL),
            *((StateSpec("silent", Phase.FINAL),) if clocks else ()),
            StateSpec("overridden", Phase.FINAL),
        ),
        steps=(
            _draft(tuple(articles), named),
            _send(THIRD_PARTY, (IssueNotice("N05"), IssueNotice("N06")), third, clocks),
            _send(AGENCY, (IssueNotice("N08"),), named, clocks),
            Step(
                "record_receipt", ("sent",), "received", ("clerk",), named,
                facts=(facts.text("evidence"),),
                events=(EventSpec("consultation_received"),),
                clocks=dict.fromkeys(clocks.values(), "moves"),
            ),
            _reply(named, clocks),
            *((_close_silent(named, clocks),) if clocks else ()),
            _override(third, ("replied", "silent") if clocks else ("replied",)),
        ),
        words=WORDS,
    )  # fmt: skip


def _draft(kinds: tuple[str, ...], article: str) -> Step:
    return Step(
        "draft", (NEW,), "drafted", ("clerk",), article,
        guards=(consulting.request_open(article),),
        facts=(
            facts.choice("party", kinds, required=True),
            facts.text("party_name"),
            facts.text("summary"),
            facts.text("grounds_text"),
        ),
    )  # fmt: skip


def _send(
    when: Selector, letters: tuple[IssueNotice, ...], article: str, clocks: Mapping[str, str]
) -> Step:
    return Step(
        "send", ("drafted",), "sent", ("clerk",), article,
        when=when,
        guards=(consulting.request_open(article), consulting.sent_late(article)),
        facts=(facts.text("evidence"),),
        events=(EventSpec("consultation_sent", more=_party),),
        effects=letters,
        clocks=_suspending(when, clocks) | dict.fromkeys(clocks.values(), "starts"),
    )  # fmt: skip


def _suspending(when: Selector, clocks: Mapping[str, str]) -> dict[str, str]:
    """Return what a letter does to the reply clock: a third party's always stops it."""
    return {"reply": "suspends"} if clocks or when is THIRD_PARTY else {}


def _reply(article: str, clocks: Mapping[str, str]) -> Step:
    return Step(
        "record_reply", ("sent", "received"), "replied", ("clerk",), article,
        guards=(consulting.refusal_reasoned(article),),
        facts=(
            facts.choice("answer", ("agree", "refuse"), required=True),
            facts.text("reasons"),
            facts.flag("reasonable"),
            facts.text("evidence"),
        ),
        events=(EventSpec("consultation_answered"),),
        clocks={"reply": "resumes"} | dict.fromkeys(clocks.values(), "ends"),
    )  # fmt: skip


def _close_silent(article: str, clocks: Mapping[str, str]) -> Step:
    return Step(
        "close_silent", ("sent", "received"), "silent", ("clerk",), article,
        guards=(consulting.silence_complete(article),),
        clocks=dict.fromkeys(clocks.values(), "ends"),
    )  # fmt: skip


def _override(article: str, sources: tuple[str, ...]) -> Step:
    return Step(
        "override", sources, "overridden", ("leader",), article,
        guards=(
            consulting.third_party_only(article),
            common.reason_written("public_interest", article, "public_interest"),
        ),
        facts=(facts.text("public_interest"), facts.text("published")),
        effects=(IssueNotice("N07"),),
    )  # fmt: skip
