"""What the clocks answer: deadlines with their state, their history and their proof."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from workflow.core.calendar import Why
from workflow.core.events import Event
from workflow.errors import Reason

#: The clocks whose passing is a breach by the agency itself. The others are a right that runs
#: out (correction_notice, the applicant's), or somebody else's time.
AGENCY_DUTIES = frozenset(
    {
        "confirmation",
        "reply",
        "service_proof",
        "reconsideration_answer",
        "court_answer",
        "redo",
    }
)

#: The keys of the law pack's settings that a date can depend on.
SETTING_KEYS = (
    "confirmation_days",
    "correction_days",
    "electronic_answer_on",
    "extension_cap_scope",
    "lapse_days",
    "late_correction_notice",
    "law_by",
    "letter_on_due_date",
    "manual_suspension",
    "non_reply_remedy",
    "other_agency_days",
    "payment",
    "reconsideration_first_2024",
    "reconsideration_law_by",
    "redo_days_2026",
    "regional_calendar",
    "service_proof_days",
    "suspension_start",
)


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


@dataclass(slots=True)  # not frozen: setting fourteen fields would cost three times as much
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
    history: Sequence[Replaced] = ()
    warnings: tuple[Reason, ...] = ()
    proof: Sequence[ProofRow] = ()

    @property
    def is_duty(self) -> bool:
        """Whether the agency breaches something when this clock runs out."""
        return self.clock in AGENCY_DUTIES

    @property
    def warn_on(self) -> date | None:
        """The day that warnings count towards: the earliest a provisional date can be."""
        return self.not_before or self.due


class Inputs(NamedTuple):
    """Everything that the dates of a case depend on.

    ``settings`` are the law pack's (a date depends on ``SETTING_KEYS`` of them), ``calendar`` the
    calendar's version. Record times and the numbers of journal entries change nothing.
    """

    events: tuple[Event, ...]
    law: str
    settings: Mapping[str, Any]
    calendar: str

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the inputs as canonical JSON: the same inputs, the same proof."""
        content = {
            "events": [[one.kind, one.on, one.id, dict(one.facts)] for one in self.events],
            "law": self.law,
            "settings": {key: self.settings[key] for key in SETTING_KEYS},
            "calendar": self.calendar,
        }
        text = json.dumps(
            content, default=str, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(text.encode()).hexdigest()


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
    inputs: Inputs | None = field(default=None, compare=False)

    @property
    def fingerprint(self) -> str | None:
        """The hash of what the dates were derived from, None where that isn't known."""
        return self.inputs.fingerprint if self.inputs else None

    def clock(self, name: str, child: str | None = None) -> Deadline | None:
        """Return the deadline of a clock (of one child, where it has children), or None."""
        for deadline in self.deadlines:
            if deadline.clock == name and (child is None or deadline.id == child):
                return deadline
        return None
