"""The law book: which version governs on a day, and its terms (a ``core.clock_laws.Laws``).

A request is governed by the Regulation in force on its receipt date [J, law.md 2]; an open case
keeps its version, since a receipt date never moves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from operator import itemgetter

from workflow.core.clock_laws import AUTO, ReconsiderationLaw, Regulation, Remedy, Rule, Settings
from workflow.core.terms import Term
from workflow.errors import InputError, Reason
from workflow.statutes import litigation, reconsideration
from workflow.statutes.cn_2008 import terms as cn_2008
from workflow.statutes.cn_2019 import terms as cn_2019


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the Regulation: its code, the day it came into force, and its terms."""

    code: str
    in_force: date
    terms: Callable[[Settings], Regulation]


#: Every version of the Regulation, the newest first. A new one is one more row.
REGULATIONS = (
    Version(cn_2019.CODE, cn_2019.IN_FORCE, cn_2019.regulation),
    Version(cn_2008.CODE, cn_2008.IN_FORCE, cn_2008.regulation),
)

#: No Regulation was in force before this day.
FIRST_DAY = min(version.in_force for version in REGULATIONS)

#: The settings that a version's terms are made from.
_TERM_SETTINGS = (
    "confirmation_days",
    "correction_days",
    "lapse_days",
    "other_agency_days",
    "service_proof_days",
)
_term_settings = itemgetter(*_TERM_SETTINGS)

#: Written off for want of payment: to be contested after the payment period (FEE art. 8 [M 95 %]).
UNPAID = "A22"
#: The applicant's own withdrawal and the like: nothing to contest (law.md 1.8).
WITHDRAWN = "A23"


def regulation_code(received_on: date) -> str:
    """Return the code of the Regulation in force on a day; before the first: InputError."""
    for version in REGULATIONS:
        if received_on >= version.in_force:
            return version.code
    raise InputError("clocks.before_any_regulation", on=received_on, first=FIRST_DAY)


class LawBook:
    """Every version that the product knows, by the day that decides it."""

    def regulation(self, code: str, received_on: date, settings: Settings) -> Regulation:
        """Return the Regulation of a code (``auto``: the one in force on the receipt date)."""
        in_force = regulation_code(received_on)
        chosen = in_force if code == AUTO else code
        return _regulation(chosen, _term_settings(settings))

    def remedy(
        self, decided_on: date, outcome: str | None, grounds: Sequence[str], settings: Settings
    ) -> Remedy:
        """Return the remedies against an answer, by its outcome, grounds and date."""
        if outcome == WITHDRAWN:
            return Remedy(None, None)
        request = reconsideration.request_rule(decided_on)
        if reconsideration.comes_first(outcome, grounds, decided_on, settings):
            return Remedy(request, None)
        suit = litigation.suit_rule(decided_on)
        doubt = _doubt_of_order(outcome, grounds, decided_on)
        suit = replace(suit, doubts=doubt) if doubt else suit
        return Remedy(request, suit, awaits_payment_end=outcome == UNPAID)

    def non_reply(self, ended_on: date, settings: Settings) -> Remedy:
        """Return the remedies where the reply period ended without an answer."""
        request = reconsideration.non_reply_rule(ended_on)
        # SPC25 2(2): choice; XF23 23(1)(3) could be argued [J 75 %]
        first = settings["non_reply_remedy"] == "reconsideration_first"
        if first and ended_on >= reconsideration.LAW_OF_2023:
            return Remedy(request, None)
        return Remedy(request, litigation.suit_rule(ended_on))

    def reconsideration(self, on: date, settings: Settings) -> ReconsiderationLaw:  # noqa: ARG002
        """Return the reconsideration law in force on the day that decides the version."""
        return reconsideration.version(on)

    def court_answer(self, on: date) -> Rule:  # noqa: ARG002
        """Return the term of the agency's answer to a complaint."""
        return litigation.court_answer_rule()

    def redo(self, on: date, settings: Settings) -> Rule:
        """Return the term of a new answer whose order names none."""
        return reconsideration.redo_rule(on, settings)

    def ordered(self, on: date, term: Term) -> Rule:  # noqa: ARG002
        """Return the rule of a new answer whose order names its term."""
        return reconsideration.ordered_rule(term)


#: The one law book.
LAWS = LawBook()


@lru_cache(maxsize=64)
def _regulation(code: str, values: tuple[int, ...]) -> Regulation:
    settings = dict(zip(_TERM_SETTINGS, values, strict=True))
    for version in REGULATIONS:
        if code == version.code:
            return version.terms(settings)
    codes = "、".join([AUTO, *(version.code for version in REGULATIONS)])
    raise InputError("clocks.law_unknown", law=code, laws=codes)


def _doubt_of_order(
    outcome: str | None, grounds: Sequence[str], decided_on: date
) -> tuple[Reason, ...]:
    """Return why it isn't sure that a suit may come first: outcome or grounds aren't known."""
    if decided_on < reconsideration.LAW_OF_2023:
        return ()
    if outcome is None:
        return (Reason("clocks.outcome_unknown"),)
    if outcome == reconsideration.PARTIAL and not grounds:
        return (Reason("clocks.grounds_unknown"),)
    return ()
