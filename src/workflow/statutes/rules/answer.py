"""Rules of the answer: what its outcome demands, who has looked at it, who may sign it."""

from collections.abc import Mapping, Sequence
from typing import Any

from workflow.core.facts import given
from workflow.core.moves import Guard, Move, Situation
from workflow.core.past import of, since
from workflow.core.steps import Past
from workflow.errors import Reason
from workflow.messages import say
from workflow.statutes.outcome import Outcome, answer_entry, grounds_of

REVIEWS = ("pass_secrecy_review", "pass_legal_review")
#: Steps that put an answer before the reviewers.
SUBMISSIONS = ("submit_answer", "lapse")


def outcome_complete(outcomes: Mapping[str, Outcome], article: str) -> Guard:
    """Ask that the answer carries all that its outcome demands."""

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        outcome = outcomes.get(str(move.facts.get("outcome")))
        return outcome.lacking(situation.own, move.facts) if outcome else ()

    return Guard("outcome_complete", article, check, about_facts=True)


def grounds_fit(outcomes: Mapping[str, Outcome], article: str) -> Guard:
    """Ask that each ground given is one for which the law refuses."""

    def check(_: Situation, move: Move) -> Sequence[Reason]:
        refusals = [code for code, outcome in outcomes.items() if outcome.refusal]
        wrong = [ground for ground in move.facts.get("grounds", ()) if ground not in refusals]
        return tuple(Reason("guards.ground_wrong", {"ground": ground}) for ground in wrong)

    return Guard("grounds_fit", article, check)


def consultations_open(article: str) -> Guard:
    """Say that an opinion is still awaited while the answer goes to review."""

    def check(situation: Situation, _: Move) -> Sequence[Reason]:
        waiting = [c for c in situation.children if c.kind == "consultation" and c.state == "sent"]
        waiting += [
            c for c in situation.children if c.kind == "consultation" and c.state == "received"
        ]
        return tuple(Reason("guards.opinion_awaited", {"id": child.id}) for child in waiting)

    return Guard("consultations_open", article, check, warns=True)


def not_the_author(article: str, *authoring: str) -> Guard:
    """Ask for a second pair of eyes: who wrote the draft neither reviews nor approves it.

    A small office may allow it (``author_may_approve``); then the journal says so.
    """

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        drafts = of(situation.own, *(authoring or SUBMISSIONS))
        if not drafts or drafts[-1].actor != move.actor:
            return ()
        return (Reason("guards.same_person"),)

    return Guard("not_the_author", article, check, waived_by="author_may_approve")


def reviews_passed(article: str, *reviews: str) -> Guard:
    """Ask that each review was passed since the draft was last handed in."""

    def check(situation: Situation, _: Move) -> Sequence[Reason]:
        passed = {entry.trigger for entry in since(situation.own, *SUBMISSIONS)}
        return tuple(
            Reason("guards.review_missing", {"review": say(f"triggers.request_{name}")})
            for name in (reviews or REVIEWS)
            if name not in passed
        )

    return Guard("reviews_passed", article, check)


def supplement_approved(article: str) -> Guard:
    """Ask who approved a supplementary answer: it goes the way of an answer."""

    def check(_: Situation, move: Move) -> Sequence[Reason]:
        if move.role == "leader":
            return ()
        if not given(move.facts, "approved_by"):
            return (Reason("guards.supplement_not_approved"),)
        return (Reason("guards.same_person"),) if move.facts["approved_by"] == move.actor else ()

    return Guard(
        "supplement_approved", article, check, waived_by="author_may_approve", about_facts=True
    )


def comment_written(article: str) -> Guard:
    """Ask what has to be mended before an answer is sent back."""

    def check(_: Situation, move: Move) -> Sequence[Reason]:
        said = given(move.facts, "comment") or bool(move.reason and move.reason.strip())
        return () if said else (Reason("guards.comment_missing"),)

    return Guard("comment_written", article, check, about_facts=True)


def answer_facts(past: Past, _: Any) -> Mapping[str, Any]:
    """Return outcome and grounds of the answer that goes out, as the clocks read them."""
    entry = answer_entry(past)
    facts = entry.facts if entry else {}
    outcome = facts.get("outcome")
    return {"outcome": outcome, "grounds": list(grounds_of(facts))} if outcome else {}
