"""What the reply period leaves out: consultations and manual suspensions, as one union of days.

A consultation lasts from its letter (or the letter's receipt, as the office's setting says) to
its reply, at the latest to its own last day: a reply after that changes nothing.
"""

from dataclasses import dataclass
from datetime import date

from workflow.core.calendar import NO_DAYS, Reading, Spans
from workflow.core.clock_laws import Rule
from workflow.core.events import Event
from workflow.core.proof import Suspension


@dataclass(slots=True)
class Letter:
    """A consultation on its way, in one reading of the calendar.

    ``last`` is the last day of its own term, None where the law sets none.
    """

    id: str
    sent_on: date
    last: date | None
    received_on: date | None = None
    answered_on: date | None = None

    @property
    def end(self) -> date | None:
        """The reply, at the latest the last day of its own term; None while nothing ends it."""
        if self.last is None or self.answered_on is None:
            return self.last or self.answered_on
        return min(self.last, self.answered_on)

    @property
    def is_unsure(self) -> bool:
        """Whether its end hangs on a receipt that isn't known."""
        if self.received_on is not None or self.last is None:
            return False
        return self.answered_on is None or self.answered_on > self.last


class Excluded:
    """The letters and pauses of a case, and the union of their days."""

    __slots__ = (
        "_from_receipt",
        "_reading",
        "_spans",
        "letters",
        "pauses",
        "rules",
    )

    def __init__(self, reading: Reading, *, from_receipt: bool) -> None:
        self._reading = reading
        self._from_receipt = from_receipt
        self.letters: dict[str | None, Letter] = {}
        self.rules: dict[str | None, Rule] = {}
        self.pauses: list[tuple[date, date | None]] = []
        self._spans: Spans | None = NO_DAYS

    @property
    def spans(self) -> Spans:
        """The union of what has an end."""
        if self._spans is None:
            closed = [(start, end) for start, end, _ in self._intervals() if end is not None]
            self._spans = Spans.union(closed)
        return self._spans

    @property
    def waits_for_party(self) -> bool:
        """Whether a party without a limit hasn't replied."""
        return any(letter.end is None for letter in self.letters.values())

    @property
    def is_open(self) -> bool:
        """Whether something without an end leaves the reply without a date."""
        return self.waits_for_party or any(end is None for _, end in self.pauses)

    def send(self, event: Event, rule: Rule) -> None:
        """Begin a consultation; until its receipt is known its term counts from the letter."""
        self.rules[event.id] = rule
        self.letters[event.id] = Letter(event.id or "", event.on, self._last(rule, event.on))
        self._spans = None

    def receive(self, event: Event) -> None:
        """Count a consultation's term from its receipt; the first receipt stands."""
        letter = self.letters.get(event.id)
        if letter is not None and letter.received_on is None:
            letter.received_on = event.on
            letter.last = self._last(self.rules[event.id], event.on)
            self._spans = None

    def answer(self, event: Event) -> None:
        """End a consultation by its reply; the first reply stands."""
        letter = self.letters.get(event.id)
        if letter is not None and letter.answered_on is None:
            letter.answered_on = event.on
            self._spans = None

    def pause(self, on: date, until: date | None = None) -> None:
        """Begin a manual suspension, or leave out a span of days."""
        self.pauses.append((on, until))
        self._spans = None

    def resume(self, on: date) -> None:
        """End the manual suspension that is open, if one is."""
        if self.pauses and self.pauses[-1][1] is None:
            self.pauses[-1] = (self.pauses[-1][0], on)
            self._spans = None

    def suspensions(self, after: date, pause_source: str) -> tuple[Suspension, ...]:
        """Return what ends after a day 0, each with its source, for the proof."""
        return tuple(
            Suspension(start, end, source or pause_source)
            for start, end, source in self._intervals()
            if end is not None and end > after
        )

    def holds(self, on: date) -> bool:
        """Tell whether a day lies in an excluded interval, an open one included."""
        return any(start < on and (end is None or on <= end) for start, end, _ in self._intervals())

    def is_unsure_after(self, day_zero: date) -> bool:
        """Tell whether a date counted from a day 0 hangs on a receipt that isn't known."""
        return any(
            letter.is_unsure and letter.last is not None and letter.last > day_zero
            for letter in self.letters.values()
        )

    def _intervals(self) -> list[tuple[date, date | None, str]]:
        """Return (start, end, source) of all that excludes days; a pause has no source."""
        found: list[tuple[date, date | None, str]] = []
        for letter in self.letters.values():
            start = letter.received_on if self._from_receipt else letter.sent_on
            if start is not None:
                found.append((start, letter.end, letter.id))
        found += [(start, end, "") for start, end in self.pauses]
        return found

    def _last(self, rule: Rule, start: date) -> date | None:
        if rule.term is None:
            return None
        return self._reading.nth_working_day(start, rule.term.length)
