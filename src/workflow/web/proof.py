"""Why a date is that day: the sum in one line, its sources, and the office's own settings.

Nothing is counted here: days and numbers come from the proof's rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.app.folding import Case
from workflow.app.reminder_words import label_of
from workflow.core.calendar import Calendar, Why
from workflow.core.deadlines import Basis, Deadline
from workflow.messages import say
from workflow.statutes.settings import LawSetting, all_settings
from workflow.web.strip import Segment, segments
from workflow.web.words import day_in_list


@dataclass(frozen=True, slots=True)
class Term:
    """One member of the sum: a day or a length, what it is, and the sign before it."""

    sign: str
    text: str
    what: str
    due: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """A deadline with all that explains it."""

    deadline: Deadline
    title: str
    terms: tuple[Term, ...]
    segments: tuple[Segment, ...]
    calendar_notes: tuple[str, ...]
    settings: tuple[LawSetting, ...]
    basis: str
    set_by_agency: bool

    @property
    def in_days(self) -> bool:
        """Whether calendar days were counted rather than working days."""
        return any(row.why is Why.CALENDAR_DAY for row in self.deadline.proof)


def proof_of(case: Case, deadline: Deadline, calendar: Calendar, today: date) -> Proof:
    """Return the explanation of a case's deadline; without a date it has no sum."""
    received = deadline.clock == "reply" and deadline.day_zero == case.deadlines.received_on
    start = say("web_case.sum_start_received" if received else "web_case.sum_start")
    return explain(deadline, start, calendar, today)


def explain(deadline: Deadline, start: str, calendar: Calendar, today: date) -> Proof:
    """Return the explanation of a deadline; ``start`` says what happened on its day 0."""
    parts = segments(deadline, calendar, today)
    return Proof(
        deadline=deadline,
        title=say(f"web_case.due_{deadline.clock}"),
        terms=tuple(_terms(deadline, start, parts, today)),
        segments=parts,
        calendar_notes=tuple(_sources(deadline)),
        settings=tuple(_settings(deadline)),
        basis=basis_text(deadline.basis),
        set_by_agency=any(row.why is Why.AGENCY_SET for row in deadline.proof),
    )


def basis_text(basis: Sequence[Basis]) -> str:
    """Return the articles as they are cited to an officer."""
    return "、".join(f"{say(f'clocks.law_{one.law}')}{one.article}" for one in basis)


def _terms(deadline: Deadline, start: str, parts: Sequence[Segment], today: date) -> Iterator[Term]:
    if not parts or deadline.day_zero is None:
        return
    yield Term("", day_in_list(deadline.day_zero, today), start)
    days = any(row.why is Why.CALENDAR_DAY for row in deadline.proof)
    unit = "days" if days else "working_days"
    for part in parts:
        length = say(f"web_case.sum_{unit}", n=part.count)
        what = say("web_case.sum_extension") if part.extension else _term_name(deadline)
        yield Term("＋", length, what)
        if part.suspended:
            text = say("web_case.sum_working_days", n=part.suspended)
            yield Term("＋", text, say("web_case.sum_suspended"))
        last = part is parts[-1]
        what = say("web_case.sum_due" if last else "web_case.sum_old_due")
        yield Term("＝", day_in_list(part.last, today), what, due=last)


def _term_name(deadline: Deadline) -> str:
    return say("web_case.sum_term", clock=label_of(deadline.clock))


def _sources(deadline: Deadline) -> Iterator[str]:
    """Yield the notices by which days of the proof are off or at work."""
    named = dict.fromkeys(
        row.source for row in deadline.proof if row.source and row.why is not Why.SUSPENDED
    )
    if named:
        yield say("web_case.source_calendar", notices="、".join(named))
    if deadline.not_after is not None:  # an unknown receipt has no bounds, and a warning of its own
        yield say("web_case.source_provisional")
    if any(row.why is Why.ROLLED for row in deadline.proof):
        yield say("web_case.source_rolled")


#: What happened to a date → the setting of the law pack that it then hangs on.
HANGS_ON = {
    Why.SUSPENDED: ("suspension_start", "letter_on_due_date"),
}


def _settings(deadline: Deadline) -> Iterator[LawSetting]:
    """Yield the open questions of law that touch this date."""
    known = all_settings()
    whys = {row.why for row in deadline.proof}
    keys = [key for why, names in HANGS_ON.items() if why in whys for key in names]
    if deadline.clock == "other_agency":
        keys.append("other_agency_days")
    if deadline.clock == "service_proof":
        keys.append("service_proof_days")
    if deadline.clock == "confirmation":
        keys.append("confirmation_days")
    if any(old.why == say("clocks.why_fee_paid") for old in deadline.history):
        keys.append("payment")
    yield from (known[key] for key in keys if key in known)
