"""What the clocks answer: deadlines with their state, their history and their proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflow.core.calendar import Why
from workflow.errors import Reason


class State(StrEnum):
    """How a deadline stands on the day asked about (contract, 'States')."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    MET = "met"
    LATE = "late"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal source: the law's code and the article as it is cited."""

    law: str
    article: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """A due date that held until ``until``, and why it no longer does (补正, 延期, …)."""

    due: date
    until: date
    why: str


@dataclass(frozen=True, slots=True)
class ProofRow:
    """One day of a proof: its number if it counted, else why it didn't, and the source."""

    on: date
    day: int | None
    counted: bool
    why: Why
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of one clock, and everything that makes it that day.

    ``due`` is None while the clock stands still waiting (``waiting_for``: ``correction``,
    ``payment``, ``third_party``). ``not_before`` and ``not_after`` bound a provisional date.
    ``ended_on`` is the day of the event that ended the clock, None while nothing did.
    The last counted row of ``proof`` (or its rolled or agency-set last row) is ``due``.
    """

    clock: str
    due: date | None
    state: State
    id: str | None = None
    day_zero: date | None = None
    ended_on: date | None = None
    waiting_for: str | None = None
    provisional: bool = False
    not_before: date | None = None
    not_after: date | None = None
    basis: tuple[Basis, ...] = ()
    history: tuple[Replaced, ...] = ()
    warnings: tuple[Reason, ...] = ()
    proof: Sequence[ProofRow] = ()

    @property
    def warn_on(self) -> date | None:
        """The day that warnings count towards: the earliest a provisional date can be."""
        return self.not_before or self.due


@dataclass(frozen=True, slots=True)
class Derivation:
    """All deadlines of a case, derived from its events under one law and one calendar.

    ``received_on`` is the first receipt (None until it is confirmed), ``day_zero`` what the reply
    clock counts from now, ``law`` and ``reconsideration_law`` the versions applied.
    """

    received_on: date | None
    day_zero: date | None
    law: str
    reconsideration_law: str | None
    warnings: tuple[Reason, ...]
    deadlines: tuple[Deadline, ...]

    def clock(self, name: str, child: str | None = None) -> Deadline | None:
        """Return the deadline of a clock (of one child, where it has children), or None."""
        for deadline in self.deadlines:
            if deadline.clock == name and (child is None or deadline.id == child):
                return deadline
        return None
