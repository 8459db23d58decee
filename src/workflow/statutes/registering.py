"""Registration, confirmation, acknowledgement: the same under both Regulations but for articles."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflow.core.effects import IssueNotice, TakeNumber
from workflow.core.journal import Entry
from workflow.core.procedure import NEW, EventSpec, Past, Step
from workflow.statutes import facts
from workflow.statutes.rules import intake

FACTS = (
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


def _at_once(_: Past, entry: Entry) -> bool:
    return intake.received_at_once(entry.facts)


def _later(past: Past, entry: Entry) -> bool:
    return not _at_once(past, entry)


def _confirmed(past: Past, entry: Entry) -> bool:
    return _later(past, entry) and bool(entry.facts.get("received_on"))


def _automatic(_: Past, entry: Entry) -> Mapping[str, Any]:
    """Say the receipt only where it is the platform's own."""
    return {"receipt": "automatic"} if entry.facts.get("receipt") == "automatic" else {}


#: What comes in person, signed for, or with the platform's receipt is received by coming in;
#: anything else when it is confirmed, which the registration may know already.
EVENTS = (
    EventSpec("submitted", ("channel",), on="received_on", holds=_at_once, more=_automatic),
    EventSpec("submitted", ("channel",), holds=_later),
    EventSpec("confirmed", on="received_on", holds=_confirmed),
)


def register_steps(  # long: one declaration, a step a paragraph
    articles: Mapping[str, str],
    clocks: Mapping[str, str],
    waiting: tuple[str, ...],
    since: date,
    until: date | None,
) -> tuple[Step, ...]:
    """Return the first steps of a request under a law in force from ``since`` to ``until``.

    ``clocks`` is what a receipt does to which clock, ``waiting`` are those that run until it.
    """
    article = articles["register"]
    guards = (
        intake.in_force(articles["in_force"], since, until),
        intake.receipt_not_early(article),
        intake.contents_present(articles["contents"]),
        intake.channel_evidence(article),
        intake.likely_duplicate(articles["duplicate"]),
    )

    def register(target: str, selector: Any, started: Mapping[str, str]) -> Step:
        return Step(
            "register", (NEW,), target, ("clerk",), article,
            when=selector, guards=guards, facts=FACTS, events=EVENTS, clocks=started,
            effects=(TakeNumber("request"), IssueNotice("N01")),
        )  # fmt: skip

    return (
        register("received", intake.RECEIVED, clocks),
        register("submitted", intake.WAITING, dict.fromkeys(waiting, "starts")),
        Step(
            "confirm", ("submitted",), "received", ("clerk",), article,
            guards=(intake.attempts_noted("国办公开办函〔2015〕207号"),),
            facts=(facts.text("attempts"), facts.text("evidence")),
            events=(EventSpec("confirmed"),),
            effects=(IssueNotice("N01"),),
            clocks={**dict.fromkeys(waiting, "ends"), **clocks},
        ),
        Step(
            "acknowledge", ("received",), "processing", ("clerk",), articles["acknowledge"],
            effects=(IssueNotice("N01", "N01-acceptance"),),
        ),
    )  # fmt: skip
