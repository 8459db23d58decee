"""What the annual report counts: one value a request, one an appeal. Nothing personal."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class AppealFacts:
    """One reconsideration or suit.

    ``group`` is ``review``, ``litigation_direct`` or ``litigation_after_review``;
    ``received_on`` the day its copy reached the agency, ``decided_on`` the date of the deciding
    document, ``result`` one of ``upheld``, ``corrected``, ``other`` or the disposition in words
    (驳回复议请求), None while pending. A judgment that went to the second instance on
    ``appealed_on`` stands in ``first_decided_on`` and ``first_result``; from that day on it
    counts only by the setting ``judgment_under_appeal``.
    """

    id: str
    group: str
    received_on: date
    decided_on: date | None = None
    result: str | None = None
    first_decided_on: date | None = None
    first_result: str | None = None
    appealed_on: date | None = None


@dataclass(frozen=True, slots=True)
class RedoFacts:
    """An answer made anew because an appeal ordered it; the setting ``count_redo`` decides.

    ``ordered_on`` is the day of the order, ``decided_on`` that of the new answer (None: open),
    ``outcome`` or ``row`` how it ended.
    """

    ordered_on: date
    decided_on: date | None = None
    outcome: str | None = None
    row: str | None = None


@dataclass(frozen=True, slots=True)
class FeeFacts:
    """A fee notice (国办函〔2020〕109号): its day and amount, and what was paid on which day.

    Amounts are in 分 (fen).
    """

    notified_on: date
    fen: int
    paid_on: date | None = None
    paid_fen: int = 0


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """One request as tables 2 and 3 see it.

    ``applicant`` is the column (natural, enterprise, research, social, legal, other).
    ``received_on`` is the first receipt, None until it is confirmed. ``decided_on``,
    ``dispatched_on`` and ``served_on`` belong to the *first* decision; which one counts is the
    setting ``decided_by``. ``outcome`` is A1-A24; where an imported ledger leaves it unknown,
    ``row`` holds the report row and ``outcome`` is None. ``channel`` is the way it came.
    """

    number: str
    applicant: str
    received_on: date | None
    decided_on: date | None = None
    dispatched_on: date | None = None
    served_on: date | None = None
    outcome: str | None = None
    row: str | None = None
    appeals: tuple[AppealFacts, ...] = ()
    redos: tuple[RedoFacts, ...] = ()
    channel: str = ""
    fees: tuple[FeeFacts, ...] = ()
