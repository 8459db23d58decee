"""Rules of dispatch and service (国办公开办函〔2016〕235号; 邮政法第五十五条)."""

from collections.abc import Sequence

from workflow.core.facts import given
from workflow.core.moves import Guard, Move, Situation
from workflow.core.past import latest
from workflow.errors import Reason
from workflow.statutes.rules.common import passed


def postal_only(article: str) -> Guard:
    """Ask that a letter goes by the postal enterprise: couriers may not carry official letters."""

    def check(_: Situation, move: Move) -> Sequence[Reason]:
        courier = move.facts.get("way") == "post" and move.facts.get("carrier") == "courier"
        return (Reason("guards.courier"),) if courier else ()

    return Guard("postal_only", article, check)


def electronic_consent(article: str) -> Guard:
    """Ask for the applicant's consent before an answer is sent electronically."""

    def check(_: Situation, move: Move) -> Sequence[Reason]:
        silent = move.facts.get("way") == "electronic" and not move.facts.get("consent")
        return (Reason("guards.no_electronic_consent"),) if silent else ()

    return Guard("electronic_consent", article, check)


def answered_late(article: str) -> Guard:
    """Say that the answer goes out after its last day: nothing cures that."""

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        due = passed(situation, "reply", move)
        return (Reason("guards.answer_late", {"due": due}),) if due else ()

    return Guard("answered_late", article, check, warns=True)


def service_evidence(article: str) -> Guard:
    """Ask for the evidence of service; electronic: the recipient's system, by default [J]."""

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        dispatched = latest(situation.own, "dispatch")
        electronic = dispatched is not None and dispatched.facts.get("way") == "electronic"
        if given(move.facts, "evidence"):
            return ()
        if electronic and situation.settings.get("electronic_service_same_day", True):
            return ()
        return (Reason("guards.service_evidence_missing"),)

    return Guard("service_evidence", article, check, about_facts=True)


def own_word(article: str) -> Guard:
    """Ask for the applicant's own declaration of withdrawal, attached."""

    def check(_: Situation, move: Move) -> Sequence[Reason]:
        said = given(move.facts, "statement")
        return () if said else (Reason("guards.statement_missing"),)

    return Guard("own_word", article, check, about_facts=True)
