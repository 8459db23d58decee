"""Rules of what an office publishes of its own accord, and of records that are wrong."""

from collections.abc import Sequence

from workflow.core.facts import given
from workflow.core.moves import Guard, Move, Situation
from workflow.core.past import since
from workflow.errors import Reason
from workflow.messages import say


def _attribute(situation: Situation) -> str | None:
    """Return the disclosure attribute (公开属性) as it was last stated."""
    stated = [entry.facts.get("attribute") for entry in situation.own if entry.trigger == "draft"]
    return next((attribute for attribute in reversed(stated) if attribute), None)


def attribute_stated(article: str) -> Guard:
    """Ask for the disclosure attribute: a document without one goes back."""

    def check(situation: Situation, _: Move) -> Sequence[Reason]:
        return () if _attribute(situation) else (Reason("guards.attribute_missing"),)

    return Guard("attribute_stated", article, check)


def proactive(article: str) -> Guard:
    """Ask that the document is one to publish of the agency's own accord."""

    def check(situation: Situation, _: Move) -> Sequence[Reason]:
        attribute = _attribute(situation)
        if attribute in {None, "proactive"}:
            return ()
        return (Reason("guards.not_proactive", {"attribute": say(f"facts.{attribute}")}),)

    return Guard("proactive", article, check)


def revision_passed(article: str, trigger: str) -> Guard:
    """Ask that a review was passed since the document was last revised or its revision returned.

    An office may publish slight changes without it (``revision_unreviewed``); the journal says so.
    """

    def check(situation: Situation, _: Move) -> Sequence[Reason]:
        here = {entry.trigger for entry in since(situation.own, "revise", "return")}
        if trigger in here:
            return ()
        return (
            Reason("guards.revision_not_passed", {"act": say(f"triggers.disclosure_{trigger}")}),
        )

    return Guard("revision_passed", article, check, waived_by="revision_unreviewed")


def no_violation(article: str) -> Guard:
    """Ask that the report's equations hold."""

    def check(_: Situation, move: Move) -> Sequence[Reason]:
        count = move.facts.get("violations")
        return (Reason("guards.violations", {"count": count}),) if count else ()

    return Guard("no_violation", article, check)


def evidence_of_error(article: str) -> Guard:
    """Ask for the evidence that the record is wrong."""

    def check(_: Situation, move: Move) -> Sequence[Reason]:
        there = given(move.facts, "evidence")
        return () if there else (Reason("guards.evidence_of_error"),)

    return Guard("evidence_of_error", article, check, overridable=True, about_facts=True)
