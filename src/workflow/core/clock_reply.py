"""The reply clock: a fold over the events of a case, in one reading of the calendar.

Day 0 is the receipt; the period is counted afresh from a correction or a payment received,
longer by extensions, and leaves out the union of the consultations. What comes after the date
then due moves nothing. The fold runs once a reading, so that a provisional date has its bounds.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from workflow.core.calendar import Reading
from workflow.core.clock_case import SIGNED_WAYS, Case
from workflow.core.clock_excluded import Excluded
from workflow.core.clock_laws import Rule
from workflow.core.deadlines import Basis, Replaced
from workflow.core.events import Event
from workflow.core.lazily import Lazily
from workflow.core.proof import AgencySet, Count, Counted, settle
from workflow.core.terms import Term
from workflow.errors import Reason


class ReplyFold:
    """The reply clock after all events: its date, how that came about, and what it waits for.

    ``awaiting`` holds what is awaited since when (``correction``, ``payment``), ``idle`` the
    spans [from, to) in which something was, ``void`` whether the notice that asked for it was
    too late, ``answer`` and ``withdrawn_on`` what ended it. With ``trace``, ``replaced`` holds
    the dates that each event replaced: the same fold, which then counts after every event.
    """

    __slots__ = (
        "_bare",
        "_due",
        "_stale",
        "agency_set",
        "agency_set_longer",
        "agency_set_stops",
        "answer",
        "awaiting",
        "case",
        "day_zero",
        "excluded",
        "extended_by",
        "idle",
        "length",
        "reading",
        "regulation",
        "replaced",
        "void",
        "warnings",
        "withdrawn_on",
    )

    def __init__(self, case: Case, reading: Reading, *, trace: bool = False) -> None:
        self.case = case
        self.reading = reading
        self.regulation = case.regulation
        self.day_zero: date | None = None
        self.length = case.regulation.reply_days
        self.extended_by = 0
        self.agency_set: date | None = None
        self.agency_set_longer = 0
        self.agency_set_stops = 0
        self.excluded = Excluded(
            reading, from_receipt=case.settings["suspension_start"] == "receipt"
        )
        self.awaiting: dict[str, date] = {}
        self.void: dict[str, bool] = {}
        self.idle: list[tuple[date, date]] = []
        self.warnings: list[Reason] = []
        self.answer: Event | None = None
        self.withdrawn_on: date | None = None
        self.replaced: list[Replaced] = []
        self._due: date | None = None
        self._bare: date | None = None
        self._stale = False
        self._run(trace=trace)

    @property
    def due(self) -> date | None:
        """The date; None before the receipt and while the clock stands still."""
        if self._stale:
            self._due = self._recount()
            self._stale = False
        return self._due

    @property
    def history(self) -> Lazily[Replaced]:
        """The dates replaced, in order."""
        return Lazily(lambda: ReplyFold(self.case, self.reading, trace=True).replaced)

    @property
    def count(self) -> Count | None:
        """How ``due`` comes about, None while there is no date."""
        if self.due is None or self.day_zero is None:
            return None
        if self.agency_set:
            return self._agency_set(self.agency_set, self.day_zero)
        spans = self.excluded.spans()
        return Counted(Term(self.length), self.day_zero, spans, self._source)

    @property
    def waiting_for(self) -> str | None:
        """What the clock stands still for: ``correction``, ``payment`` or ``third_party``."""
        party = "third_party" if self.excluded.waits_for_party else None
        return next(iter(self.awaiting), party)

    @property
    def is_unsure(self) -> bool:
        """Whether the date hangs on a consultation's receipt that isn't known."""
        if self.due is None or self.day_zero is None:
            return False
        return self.excluded.is_unsure_after(self.day_zero, self._first_stop)

    @property
    def basis(self) -> tuple[Basis, ...]:
        """The articles on which the date stands now."""
        own = self.regulation.reply.basis
        if self.agency_set and self.regulation.delay:
            own = (self.regulation.delay,)
            if not self.excluded.spans(self._first_stop):
                return own
        return (*own, self.regulation.exclusion) if self.excluded.has_letters else own

    def stands_still(self, on: date) -> bool:
        """Tell whether a day lies in an excluded interval, or something is awaited on it."""
        if self.awaiting and min(self.awaiting.values()) <= on:
            return True
        if self.idle and any(since <= on < until for since, until in self.idle):
            return True
        return self.excluded.holds(on, self._first_stop)

    def _run(self, *, trace: bool) -> None:
        """Let each event act in turn, until the clock has ended."""
        for event in self.case.events:
            act = _ACTS.get(event.kind)
            if act is None:
                continue
            before = self.due if trace else None
            act(self, event)
            self._stale = True
            if before is not None and before != self.due:
                why = self.case.words[f"clocks.why_{event.kind}"]
                self.replaced.append(Replaced(before, event.on, why))
            if self.answer or self.withdrawn_on:
                return

    def _recount(self) -> date | None:
        if self.day_zero is None or self.awaiting or self.excluded.is_open(self._first_stop):
            return None
        if self.agency_set:
            return self._agency_set(self.agency_set, self.day_zero).due(self.reading)
        return settle(self.reading, self.day_zero, self.length, self.excluded.spans())[0]

    def _source(self, on: date) -> str:
        """Name what excludes a day: consultations by their ids, a suspension by its word."""
        pause = self.case.words["clocks.source_suspended"]
        names = (source or pause for source in self.excluded.sources(on))
        return "、".join(dict.fromkeys(names))

    @property
    def _first_stop(self) -> int:
        """The first stop that matters: the agency set its own date knowing those before it."""
        return self.agency_set_stops if self.agency_set else 0

    def _agency_set(self, on: date, day_zero: date) -> AgencySet:
        spans = self.excluded.spans(self.agency_set_stops)
        return AgencySet(on, day_zero, self.agency_set_longer, spans)

    # what each event does

    def received(self, event: Event) -> None:
        """Start the clock on the receipt."""
        if event is self.case.receipt:
            self.day_zero = event.on

    def correction_requested(self, event: Event) -> None:
        """Stop the clock, if the notice went out within its term."""
        rule = self.regulation.correction_notice
        if rule is None:
            self._warn("clocks.not_in_law", kind=event.kind, law=self.regulation.code)
            return
        last = self._last_day_for_notice(rule)
        late = last is not None and event.on > last
        self.void["correction"] = late and self.case.settings["late_correction_notice"] != "stops"
        if late:
            self._warn("clocks.correction_after_its_term", on=event.on, due=last)
        if not self.void["correction"]:
            self.awaiting["correction"] = event.on

    def corrected(self, event: Event) -> None:
        """Count afresh from the corrected application."""
        if self.regulation.correction_notice and not self.void.get("correction"):
            self._reset("correction", event.on)

    def fee_notified(self, event: Event) -> None:
        """Stop the clock, if the notice went out inside the reply period."""
        if self.regulation.fee_payment is None:
            self._warn("clocks.not_in_law", kind=event.kind, law=self.regulation.code)
            return
        self.void["payment"] = self._is_after_due(event, "clocks.fee_after_due")
        if not self.void["payment"]:
            self.awaiting["payment"] = event.on

    def fee_paid(self, event: Event) -> None:
        """Count afresh from the payment."""
        if self.regulation.fee_payment is None or self.void.get("payment"):
            return
        since = self.awaiting.get("payment")
        if self.case.settings["payment"] == "suspends" and since:
            self.excluded.pause(since, event.on)
            del self.awaiting["payment"]
            return
        self._reset("payment", event.on)

    def lapsed(self, event: Event) -> None:
        """Give the agency its own term to write off what wasn't corrected or paid."""
        rule = self.regulation.lapse
        if rule is None or rule.term is None:
            self._warn("clocks.not_in_law", kind=event.kind, law=self.regulation.code)
            return
        if self.void and not self.awaiting:
            self._warn("clocks.lapse_without_effect", on=event.on)
            return
        for since in self.awaiting.values():
            self.idle.append((since, event.on))
        self.awaiting.clear()
        self._start(event.on, rule.term.length)

    def consultation_sent(self, event: Event) -> None:
        """Leave out the consultation's days, if the letter went out by the date then due."""
        party = event.facts["party"]
        rule = self.regulation.consultations.get(party)
        if rule is None:
            self._warn("clocks.party_not_excluded", party=self.case.words[f"clocks.party_{party}"])
        elif not self._is_after_due(event, "clocks.letter_after_due") and not self._on_due(event):
            if self.agency_set:
                self._warn("clocks.agency_set_moves", on=event.on, due=self.agency_set)
            self.excluded.send(event, rule.term.length if rule.term else None)

    def consultation_received(self, event: Event) -> None:
        """Know the consultation's own last day."""
        self.excluded.receive(event)

    def consultation_answered(self, event: Event) -> None:
        """End the consultation; an answer after its last day changes nothing."""
        self.excluded.answer(event)

    def extended(self, event: Event) -> None:
        """Add working days, at most as many in total as the law allows."""
        if self._is_after_due(event, "clocks.extension_after_due"):
            return
        if self.day_zero is None or self.awaiting:
            self._warn("clocks.nothing_to_extend", on=event.on)
            return
        room = self.regulation.extension_cap - self.extended_by
        length = min(event.facts["length"], room)
        if length < event.facts["length"]:
            self._warn("clocks.extension_over_cap", cap=self.regulation.extension_cap)
        self.extended_by += length
        if self.agency_set:
            self.agency_set_longer += length
        else:
            self.length += length

    def delayed(self, event: Event) -> None:
        """Take the date that the agency set (art. 35); it isn't rolled."""
        if self.regulation.delay is None:
            self._warn("clocks.not_in_law", kind=event.kind, law=self.regulation.code)
        elif self._is_after_due(event, "clocks.delay_after_due"):
            return
        elif self.day_zero is None or self.awaiting:
            self._warn("clocks.nothing_to_extend", on=event.on)
        else:
            self.agency_set = event.facts["until"]
            self.agency_set_longer = 0
            self.agency_set_stops = len(self.excluded.stops)

    def suspended(self, event: Event) -> None:
        """Honour a manual suspension, and say that the Regulation knows none."""
        self._warn("clocks.suspension_without_basis", on=event.on)
        if self.case.settings["manual_suspension"] == "ignored":
            return
        if not self._is_after_due(event, "clocks.suspension_after_due"):
            self.excluded.pause(event.on)

    def resumed(self, event: Event) -> None:
        """End a manual suspension."""
        self.excluded.resume(event.on)

    def withdrawn(self, event: Event) -> None:
        """End the clock: nothing is asked for any more."""
        self.withdrawn_on = event.on

    def dispatched(self, event: Event) -> None:
        """End the clock by the answer."""
        self.answer = event
        if event.facts.get("way") in SIGNED_WAYS and not self.case.next_after(event, "served"):
            self._warn("clocks.signature_unknown", on=event.on)

    def _start(self, day_zero: date, length: int) -> None:
        if self.day_zero is None:
            return
        self.day_zero = day_zero
        self.length = length
        self._bare = None
        self.agency_set = None
        self.agency_set_longer = 0
        if self.case.settings["extension_cap_scope"] == "period":
            self.extended_by = 0

    def _reset(self, awaited: str, on: date) -> None:
        since = self.awaiting.pop(awaited, None)
        if since:
            self.idle.append((since, on))
        self.void.setdefault(awaited, False)
        self._start(on, self.regulation.reply_days)

    def _last_day_for_notice(self, rule: Rule) -> date | None:
        if rule.term is None or self.case.received_on is None or self.day_zero is None:
            return None
        return self.reading.nth_working_day(self.case.received_on, rule.term.length)

    def _is_after_due(self, event: Event, code: str) -> bool:
        if self._earliest and event.on <= self._earliest:
            return False
        if self.due is None or event.on <= self.due:
            return False
        self._warn(code, on=event.on, due=self.due)
        return True

    @property
    def _earliest(self) -> date | None:
        """A day before which no due date can lie, at little cost: what is left out only adds."""
        if self._bare is None and self.day_zero is not None:
            self._bare = self.reading.nth_working_day(self.day_zero, self.length)
        return self.agency_set or self._bare

    def _on_due(self, event: Event) -> bool:
        """Tell whether a letter goes out on the last day and the office doesn't count it [J]."""
        return self.case.settings["letter_on_due_date"] == "ignored" and event.on == self.due

    def _warn(self, code: str, **values: Any) -> None:
        self.warnings.append(Reason(code, values))


_ACTS: dict[str, Callable[[ReplyFold, Event], None]] = {
    "submitted": ReplyFold.received,
    "confirmed": ReplyFold.received,
    "correction_requested": ReplyFold.correction_requested,
    "corrected": ReplyFold.corrected,
    "fee_notified": ReplyFold.fee_notified,
    "fee_paid": ReplyFold.fee_paid,
    "lapsed": ReplyFold.lapsed,
    "consultation_sent": ReplyFold.consultation_sent,
    "consultation_received": ReplyFold.consultation_received,
    "consultation_answered": ReplyFold.consultation_answered,
    "extended": ReplyFold.extended,
    "delayed": ReplyFold.delayed,
    "suspended": ReplyFold.suspended,
    "resumed": ReplyFold.resumed,
    "withdrawn": ReplyFold.withdrawn,
    "dispatched": ReplyFold.dispatched,
}
