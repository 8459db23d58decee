"""What the reply period leaves out: consultations and manual suspensions, as one union of days.

A consultation lasts from its letter (or the letter's receipt, as the office's setting says) to
its reply, at the latest to its own last day: a reply after that changes nothing.
"""

from dataclasses import dataclass
from datetime import date

from workflow.core.calendar import NO_DAYS, Reading, Spans
from workflow.core.events import Event

#: (start, last day or None while nothing ends it, source): the days (start, last] don't count.
Interval = tuple[date, date | None, str]


@dataclass(slots=True)
class Stop:
    """A consultation, or a suspension by hand: what stops the count from ``since`` on.

    ``source`` is the consultation's id, empty for a suspension. ``limit`` is the consultation's
    own term in working days from its receipt (while that isn't known, from its letter); None: it
    lasts until something ends it.
    """

    source: str
    since: date
    limit: int | None = None
    received_on: date | None = None
    ended_on: date | None = None

    def last(self, reading: Reading) -> date | None:
        """Return the last day of its own term, None where it has none."""
        if self.limit is None:
            return None
        return reading.nth_working_day(self.received_on or self.since, self.limit)

    def end(self, reading: Reading) -> date | None:
        """Return the reply, at the latest the last day of its own term; None while it is open."""
        last = self.last(reading)
        if last is None or self.ended_on is None:
            return last or self.ended_on
        return min(last, self.ended_on)

    def is_unsure_after(self, day_zero: date, reading: Reading) -> bool:
        """Tell whether its end hangs on a receipt that isn't known, and lies after a day 0."""
        if self.received_on is not None:
            return False
        last = self.last(reading)
        if last is None or last <= day_zero:
            return False
        return self.ended_on is None or self.ended_on > last


class Excluded:
    """The consultations and suspensions of a case in their order, and the union of their days.

    In what is asked, ``first`` leaves out those before a place in that order: a date that the
    agency set itself moves by what came after it was set.
    """

    __slots__ = ("_from_receipt", "_intervals", "_letters", "_reading", "_spans", "stops")

    def __init__(self, reading: Reading, *, from_receipt: bool) -> None:
        self._reading = reading
        self._from_receipt = from_receipt
        self._letters: dict[str | None, Stop] = {}
        self._intervals: list[Interval] | None = None
        self._spans: dict[int, Spans] = {}
        self.stops: list[Stop] = []

    @property
    def has_letters(self) -> bool:
        """Whether anybody was consulted."""
        return bool(self._letters)

    @property
    def waits_for_party(self) -> bool:
        """Whether a party without a limit hasn't replied."""
        letters = self._letters.values()
        return any(one.limit is None and one.ended_on is None for one in letters)

    def send(self, event: Event, limit: int | None) -> None:
        """Begin a consultation."""
        stop = self._letters[event.id] = Stop(event.id or "", event.on, limit)
        self._begin(stop)

    def receive(self, event: Event) -> None:
        """Count a consultation's own term from its receipt; the first receipt stands."""
        letter = self._letters.get(event.id)
        if letter is not None and letter.received_on is None:
            letter.received_on = event.on
            self._changed()

    def answer(self, event: Event) -> None:
        """End a consultation by its reply; the first reply stands."""
        letter = self._letters.get(event.id)
        if letter is not None and letter.ended_on is None:
            letter.ended_on = event.on
            self._changed()

    def pause(self, on: date, until: date | None = None) -> None:
        """Begin a manual suspension, or leave out a span of days."""
        self._begin(Stop("", on, ended_on=until))

    def resume(self, on: date) -> None:
        """End the manual suspension that is open, if one is."""
        for stop in reversed(self.stops):
            if not stop.source and stop.ended_on is None:
                stop.ended_on = on
                self._changed()
                return

    def is_open(self, first: int = 0) -> bool:
        """Tell whether something without an end leaves the reply without a date."""
        return any(stop.limit is None and stop.ended_on is None for stop in self.stops[first:])

    def spans(self, first: int = 0) -> Spans:
        """Return the union of what has an end."""
        if not self.stops:
            return NO_DAYS
        if first not in self._spans:
            closed = [(start, end) for start, end, _ in self._of(first) if end is not None]
            self._spans[first] = Spans.union(closed)
        return self._spans[first]

    def sources(self, on: date) -> list[str]:
        """Return what excludes a day: the stops it lies in, else those that begin on it."""
        found = [
            (start, source) for start, end, source in self._of(0) if end and start <= on <= end
        ]
        holding = [source for start, source in found if start < on]
        return holding or [source for _, source in found]

    def holds(self, on: date, first: int = 0) -> bool:
        """Tell whether a day lies in an excluded interval; an open one holds from its first day.

        While nothing ends it the reply has no date, so that also on its first day it is awaited.
        """
        return any(
            start <= on if end is None else start < on <= end for start, end, _ in self._of(first)
        )

    def is_unsure_after(self, day_zero: date, first: int = 0) -> bool:
        """Tell whether a date counted from a day 0 hangs on a receipt that isn't known."""
        return any(stop.is_unsure_after(day_zero, self._reading) for stop in self.stops[first:])

    def _begin(self, stop: Stop) -> None:
        self.stops.append(stop)
        self._changed()

    def _changed(self) -> None:
        self._intervals = None
        self._spans.clear()

    def _of(self, first: int) -> list[Interval]:
        """Return the intervals that exclude days; they are computed once for all stops."""
        if first:
            return self._cut(self.stops[first:])
        if self._intervals is None:
            self._intervals = self._cut(self.stops)
        return self._intervals

    def _cut(self, stops: list[Stop]) -> list[Interval]:
        found: list[Interval] = []
        for stop in stops:
            by_receipt = self._from_receipt and stop.source
            start = stop.received_on if by_receipt else stop.since
            if start is not None:
                found.append((start, stop.end(self._reading), stop.source))
        return found
