"""What the clocks ask of the law: terms with their articles, by version and by day.

``statutes.laws`` answers; no number of any law stands in ``core``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from workflow.core.deadlines import Basis
from workflow.core.terms import Term
from workflow.errors import Reason

#: The word for the Regulation that was in force on the receipt date.
AUTO = "auto"

#: The law pack's settings as the clocks read them, by key.
Settings = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """A term, the articles it stands on, and what isn't settled about it.

    ``term`` None: the law sets no limit (the 2008 Regulation's third party).
    """

    term: Term | None
    basis: tuple[Basis, ...]
    doubts: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Regulation:
    """A version of the Regulation, as far as clocks go. None: it has no such clock or act.

    ``consultations`` holds the parties whose time is excluded, each with the term of its reply,
    ``exclusion`` the article that excludes it. ``extension_cap`` is the most working days that
    all extensions add together. ``confirmation`` is the term to confirm a receipt,
    ``correction_period`` the applicant's where the notice states none, ``lapse`` the term in
    which the agency writes off what lapsed.
    """

    code: str
    reply: Rule
    extension_cap: int
    exclusion: Basis
    consultations: Mapping[str, Rule]
    confirmation: Rule | None = None
    correction_notice: Rule | None = None
    correction_period: Rule | None = None
    fee_payment: Rule | None = None
    delay: Basis | None = None
    lapse: Rule | None = None
    service_proof: Rule | None = None

    @property
    def reply_days(self) -> int:
        """The reply period in working days, before any extension."""
        assert self.reply.term is not None
        return self.reply.term.length


@dataclass(frozen=True, slots=True)
class Remedy:
    """What an applicant may do against an answer or its absence.

    ``lawsuit`` None: reconsideration comes first; both None: there is no remedy.
    ``awaits_payment_end``: not before the period to pay the fee is over.
    """

    reconsideration: Rule | None
    lawsuit: Rule | None
    awaits_payment_end: bool = False


@dataclass(frozen=True, slots=True)
class ReconsiderationLaw:
    """A version of the reconsideration law: the terms of agency and body, by procedure."""

    code: str
    answer: Mapping[str, Rule]
    decision: Mapping[str, Rule]
    extended_decision: Mapping[str, Rule]
    lawsuit_after: Rule


class Laws(Protocol):
    """The law book: every version in force on a day, read with the office's settings."""

    def regulation(self, code: str, received_on: date, settings: Settings) -> Regulation:
        """Return the Regulation of a code (``auto``: the one in force on the receipt date).

        Raises InputError for a receipt before any Regulation, or for an unknown code.
        """
        ...

    def remedy(
        self, decided_on: date, outcome: str | None, grounds: Sequence[str], settings: Settings
    ) -> Remedy:
        """Return the remedies against an answer, by its outcome, grounds and date."""
        ...

    def non_reply(self, ended_on: date, settings: Settings) -> Remedy:
        """Return the remedies where the reply period ended without an answer."""
        ...

    def reconsideration(self, on: date, settings: Settings) -> ReconsiderationLaw:
        """Return the reconsideration law in force on the day that decides the version."""
        ...

    def court_answer(self, on: date) -> Rule:
        """Return the term of the agency's answer to a complaint received on a day."""
        ...

    def redo(self, on: date, settings: Settings) -> Rule:
        """Return the term of a new answer whose order names none."""
        ...

    def ordered(self, on: date, term: Term) -> Rule:
        """Return the rule of a new answer whose order names its term."""
        ...
