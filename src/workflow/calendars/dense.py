"""Working days by index: a count is two array reads, whatever its length."""

from array import array
from datetime import date
from itertools import accumulate, compress

from workflow.core.calendar import Spans
from workflow.errors import InputError


class DenseDays:
    """Which days work between two dates, and how many did up to each.

    ``flags`` holds one byte a day from ``first`` on: 1 works, 0 doesn't.
    """

    __slots__ = ("_base", "_nth", "_upto", "first", "last")

    def __init__(self, first: date, flags: bytes | bytearray) -> None:
        self.first = first
        self.last = date.fromordinal(first.toordinal() + len(flags) - 1)
        start = first.toordinal()
        self._base = start - 1
        self._upto = array("i", accumulate(flags, initial=0))
        every = map(date.fromordinal, range(start, start + len(flags)))
        self._nth = tuple(compress(every, flags))

    def nth(self, after: date, n: int) -> date:
        """Return the n-th working day after a date (n ≥ 1)."""
        at = after.toordinal() - self._base
        if at >= 0:
            try:
                return self._nth[self._upto[at] + n - 1]
            except IndexError:
                pass
        raise self.beyond(after)

    def nth_outside(self, after: date, n: int, excluded: Spans) -> date:
        """Return the n-th working day after a date that no span leaves out."""
        for start, end in excluded.spans:
            if end <= after:
                continue
            before = self.count(after, start)
            if before >= n:
                break
            n -= before
            after = end
        return self.nth(after, n)

    def count(self, after: date, last: date) -> int:
        """Return the number of working days in (after, last]."""
        if last <= after:
            return 0
        return self._upto[self._index(last)] - self._upto[self._index(after)]

    def count_outside(self, after: date, last: date, excluded: Spans) -> int:
        """Return the number of working days in (after, last] that no span leaves out."""
        left_out = sum(
            self.count(max(after, start), min(last, end)) for start, end in excluded.spans
        )
        return self.count(after, last) - left_out

    def beyond(self, on: date) -> InputError:
        """Return the error of a date, or of a count from it, that leaves the calendar."""
        return InputError("calendar.out_of_range", on=on, first=self.first, last=self.last)

    def _index(self, on: date) -> int:
        at = on.toordinal() - self._base
        if 0 <= at < len(self._upto):
            return at
        raise self.beyond(on)
