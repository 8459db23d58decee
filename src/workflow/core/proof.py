"""Proof: the days of one count, a row each, the last of which is the due date.

A count knows its day 0, its term and what it leaves out; ``due`` and ``rows`` read the same three.
Rows are made when somebody looks at them, so that deriving all clocks of a case stays cheap.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple, Protocol

from workflow.core.calendar import NO_DAYS, Reading, Spans, Why
from workflow.core.deadlines import ProofRow
from workflow.core.lazily import Lazily
from workflow.core.terms import ONE_DAY, Term, last_day, no_source, proof


class Count(Protocol):
    """How a due date comes about. ``counts_days`` False: the date stands by itself."""

    @property
    def day_zero(self) -> date:
        """The day from which it counts, itself not counted."""
        ...

    @property
    def counts_days(self) -> bool:
        """Whether the days of a calendar are counted."""
        ...

    def due(self, reading: Reading) -> date:
        """Return the last day in one reading of the calendar."""
        ...

    def rows(self, reading: Reading) -> Iterator[ProofRow]:
        """Yield one row a day from day 0 + 1 to the last day."""
        ...


def settle(reading: Reading, day_zero: date, n: int, spans: Spans) -> tuple[date, Spans]:
    """Return the n-th working day outside some spans, and the spans that lead to it.

    A letter sent on the last day itself moves that day by its working days [J, law.md 1.4]: the
    last number is taken off that day and stands on the last working day of the span.
    """
    due = reading.nth_working_day(day_zero, n, spans)
    for span in spans.spans:
        if span[0] == due:
            moved = _with_last_day_moved(spans, span, reading)
            return reading.nth_working_day(day_zero, n, moved), moved
    return due, spans


def _with_last_day_moved(spans: Spans, moving: tuple[date, date], reading: Reading) -> Spans:
    """Leave out the day on which a span begins, and let its last working day count instead."""
    due, last = moving
    working = reading.working_days(due, last)
    if not working:
        return spans
    stands_on = reading.nth_working_day(due, working)
    others = (span for span in spans.spans if span != moving)
    return Spans.union([*others, (due - ONE_DAY, stands_on - ONE_DAY)])


class Counted(NamedTuple):
    """A term counted from its day 0, outside some spans (of working days only).

    ``source`` names what an excluded day is left out for.
    """

    term: Term
    day_zero: date
    spans: Spans = NO_DAYS
    source: Callable[[date], str | None] = no_source

    @property
    def counts_days(self) -> bool:
        """A term in calendar days asks the calendar too: its end rolls."""
        return True

    def due(self, reading: Reading) -> date:
        """Return the last day in one reading of the calendar."""
        if self.spans:
            return settle(reading, self.day_zero, self.term.length, self.spans)[0]
        return last_day(self.term, self.day_zero, reading)

    def rows(self, reading: Reading) -> Iterator[ProofRow]:
        """Yield one row a day from day 0 + 1 to the last day."""
        spans = self.spans
        if spans:
            spans = settle(reading, self.day_zero, self.term.length, spans)[1]
        return proof(self.term, self.day_zero, reading, spans, self.source)


@dataclass(frozen=True, slots=True)
class AgencySet:
    """A date that the agency set itself, one row, and no day rolls it.

    What came after it was set moves it: ``longer`` are the working days of extensions, ``spans``
    the days of consultations and suspensions, whose working days are added to the date.
    """

    on: date
    day_zero: date
    longer: int = 0
    spans: Spans = NO_DAYS

    @property
    def counts_days(self) -> bool:
        """Only what moves it is counted."""
        return self.longer > 0 or bool(self.spans)

    def due(self, reading: Reading) -> date:
        """Return the date, or the last of the working days added to it."""
        added = self._added(reading)
        return reading.nth_working_day(self.on, added) if added else self.on

    def rows(self, reading: Reading) -> Iterator[ProofRow]:
        """Yield the one row, and those of the working days added."""
        yield ProofRow(self.on, None, counted=False, why=Why.AGENCY_SET)
        added = self._added(reading)
        if added:
            yield from proof(Term(added), self.on, reading)

    def _added(self, reading: Reading) -> int:
        spans = self.spans.spans
        return self.longer + sum(reading.working_days(after, last) for after, last in spans)


@dataclass(frozen=True, slots=True)
class SameDay:
    """An act due on the day itself: nothing is counted."""

    day_zero: date

    @property
    def counts_days(self) -> bool:
        """Nothing is counted."""
        return False

    def due(self, reading: Reading) -> date:  # noqa: ARG002
        """Return the day."""
        return self.day_zero

    def rows(self, reading: Reading) -> Iterator[ProofRow]:  # noqa: ARG002
        """Yield nothing: no day lies between day 0 and the end."""
        return iter(())


def prove(count: Count, reading: Reading) -> Lazily[ProofRow]:
    """Return the rows of a count in one reading, made at the first look."""
    return Lazily(partial(count.rows, reading))
