"""What the tables of both laws have in common: the forms that no law words for itself."""

from collections.abc import Iterable, Mapping

from workflow.statutes.notices.approval import APPROVAL, approval
from workflow.statutes.notices.defence import DEFENCE, defence
from workflow.statutes.notices.proof import PROOF, proof
from workflow.statutes.notices.registry import Notice
from workflow.statutes.notices.service import SERVICE, service
from workflow.statutes.outcome import Outcome

_FORMS = {
    "N13": Notice(SERVICE, service),
    "N14": Notice(APPROVAL, approval),
    "N15": Notice(DEFENCE, defence),
    "N16": Notice(PROOF, proof),
}


def table(letters: Iterable[Notice]) -> Mapping[str, Notice]:
    """Return a law's letters by their numbers, and the forms beside them."""
    return {letter.spec.notice: letter for letter in letters} | _FORMS


def answered_by(outcomes: Mapping[str, Outcome], notice: str) -> tuple[str, ...]:
    """Return the outcomes that a notice tells of."""
    return tuple(code for code, outcome in outcomes.items() if outcome.notice == notice)
