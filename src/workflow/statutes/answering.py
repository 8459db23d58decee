"""From the draft of an answer to its service: the same under both Regulations but for articles."""

from collections.abc import Mapping, Sequence
from typing import Any

from workflow.core.effects import ANSWER, DraftNotice, IssueNotice, Notify
from workflow.core.journal import Entry
from workflow.core.past import latest, since
from workflow.core.procedure import SAME, Choice, EventSpec, Move, Past, Step
from workflow.statutes import facts
from workflow.statutes.answer_facts import CONTENT, answer_facts
from workflow.statutes.outcome import Outcome, answer_entry
from workflow.statutes.rules import answer, service

SERVICE_DECREE = "国办公开办函〔2016〕235号"
#: After these the request is handled afresh: an earlier extension shows in its state no more.
AFRESH = ("receive_correction", "receive_payment", "receive_reasons", "restore", "reopen")


def _as_before(past: Past, _: Move) -> str:
    """Tell whether an extension was told before the answer was handed in, or since."""
    return "extended" if latest(since(past, *AFRESH), "extend") else "processing"


AS_BEFORE = Choice(("processing", "extended"), _as_before)


class AnswerKey:
    """Which template the answer of a statute takes: the notice, narrowed to the outcome."""

    def __init__(self, outcomes: Mapping[str, Outcome]) -> None:
        self.outcomes = outcomes

    def __call__(self, past: Sequence[Entry], given: Mapping[str, Any]) -> str:
        """Return the key for the outcome that a move gives, or that stands in the past."""
        entry = answer_entry(past)
        code = given.get("outcome") or (entry.facts.get("outcome") if entry else None)
        outcome = self.outcomes.get(str(code))
        return (outcome.template if outcome else None) or "N10"


def review_steps(  # long: one declaration, a step a paragraph
    articles: Mapping[str, str],
    outcomes: Mapping[str, Outcome],
    sources: tuple[str, ...],
) -> tuple[Step, ...]:
    """Return the steps from the draft to the signature; ``sources`` are where one may draft.

    A23 is the applicant's to give. A21 and A22 are set by ``lapse``; they can be handed in again
    after a reviewer sent them back.
    """
    answers = tuple(code for code in outcomes if code != "A23")
    refusals = tuple(code for code, outcome in outcomes.items() if outcome.refusal)
    article = articles["review"]
    not_the_author = answer.not_the_author(article)
    return (
        Step(
            "submit_answer", sources, "in_review", ("clerk",), articles["submit_answer"],
            guards=(
                answer.outcome_complete(outcomes, articles["submit_answer"]),
                answer.grounds_fit(outcomes, articles["grounds"]),
                answer.consultations_open(articles["third_party"]),
            ),
            facts=answer_facts(answers, refusals),
            effects=(DraftNotice(ANSWER), DraftNotice("N14"), Notify("reviewer")),
        ),
        *(
            Step(
                trigger, ("in_review",), SAME, ("reviewer", "office_head"), article,
                guards=(not_the_author,),
                facts=(facts.text("opinion"), facts.flag("checked")),
                effects=(DraftNotice("N14"), Notify("leader")),
            )
            for trigger in answer.REVIEWS
        ),
        Step(
            "return_answer", ("in_review", "approved"), AS_BEFORE, ("reviewer", "leader"), article,
            guards=(answer.comment_written(article),),
            facts=(facts.text("comment"),),
            effects=(Notify("clerk"),),
        ),
        Step(
            "approve", ("in_review",), "approved", ("leader",), article,
            guards=(answer.reviews_passed(article), not_the_author),
            facts=(facts.text("opinion"),),
            effects=(DraftNotice("N14"), Notify("clerk")),
        ),
    )  # fmt: skip


def service_steps(articles: Mapping[str, str], internal: tuple[str, ...]) -> tuple[Step, ...]:
    """Return dispatch, supplement and service; ``internal`` are clocks that run in between."""
    return (
        Step(
            "dispatch", ("approved",), "answered", ("clerk",), SERVICE_DECREE,
            guards=(
                service.postal_only(f"{SERVICE_DECREE}、邮政法第五十五条"),
                service.electronic_consent(articles["form"]),
                service.answered_late(articles["reply"]),
            ),
            facts=(
                facts.choice("way", facts.WAYS, required=True),
                facts.choice("carrier", facts.CARRIERS),
                facts.flag("consent"),
                facts.text("evidence"),
            ),
            events=(EventSpec("dispatched", ("way",), more=answer.answer_facts),),
            effects=(
                IssueNotice(ANSWER), IssueNotice("N14"), IssueNotice("N16"), DraftNotice("N13"),
            ),
            clocks={"reply": "ends", "redo": "ends"} | dict.fromkeys(internal, "starts"),
        ),
        Step(
            "supplement", ("answered", "served"), SAME, ("clerk", "leader"),
            articles["submit_answer"],
            guards=(answer.supplement_approved(articles["review"]),),
            facts=(*CONTENT, facts.text("text"), facts.word("approved_by")),
            effects=(IssueNotice("N10", "N10-supplement"),),
        ),
        Step(
            "record_service", ("answered",), "served", ("clerk",), SERVICE_DECREE,
            guards=(service.service_evidence(SERVICE_DECREE),),
            facts=(facts.text("evidence"), facts.text("place"), facts.text("recipient")),
            events=(EventSpec("served"),),
            effects=(IssueNotice("N13"),),
            clocks={"reconsideration": "starts", "lawsuit": "starts"}
            | dict.fromkeys(internal, "ends"),
        ),
    )  # fmt: skip
