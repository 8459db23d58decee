"""What deriving a case again changes: which dates moved, and which rows say something else now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from workflow.app.alike import DEADLINE_DATES, KEPT, Dates, Values

_AT = {name: at for at, name in enumerate(DEADLINE_DATES)}
#: Where a deadline stands, and what it is: rows that differ in it are other deadlines.
_SAME = ("place", "clock", "child", "duty")


class Shift(NamedTuple):
    """An open deadline whose date moved; ``overdue``: it was not, and now is."""

    clock: str
    child: str
    before: date
    after: date
    overdue: bool

    def plain(self) -> dict[str, Any]:
        """Return it as the journal keeps it."""
        return {
            "clock": self.clock,
            "id": self.child or None,
            "from": self.before.isoformat(),
            "to": self.after.isoformat(),
        }


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What deriving again does to a case.

    ``case`` are the new values of its row, None where they are the old ones; ``deadlines`` the
    rows that differ, all of them where ``anew``: they are others, or another number.
    """

    shifts: tuple[Shift, ...]
    case: Values | None
    deadlines: tuple[Values, ...]
    anew: bool


@lru_cache(KEPT)
def change_of(dates: Dates, case: Values, deadlines: tuple[Values, ...], on: date) -> Change:
    """Return what changes where a case's rows say ``case`` and ``deadlines``, and ought ``dates``.

    Equal rows of equal cases change alike, so it is found out once for all of them.
    """
    anew = [*map(_kind, deadlines)] != [*map(_kind, dates.deadlines)]
    differing = dates.deadlines if anew else tuple(
        new for old, new in zip(deadlines, dates.deadlines, strict=True) if new != old
    )  # fmt: skip
    shifts = tuple(shifts_between(deadlines, dates.deadlines, on))
    return Change(shifts, None if dates.case == case else dates.case, differing, anew)


def _kind(row: Values) -> Values:
    return tuple(row[_AT[name]] for name in _SAME)


def shifts_between(before: Iterable[Values], after: Iterable[Values], on: date) -> Iterator[Shift]:
    """Yield the open deadlines that stand in both with different dates, in their own order."""
    clock, child, due, is_open = (_AT[name] for name in ("clock", "child", "due", "open"))
    dates = {(row[clock], row[child]): row[due] for row in before if row[due]}
    for row in after:
        old = dates.get((row[clock], row[child]))
        if row[is_open] and row[due] and old and old != row[due]:
            yield Shift(row[clock], row[child], old, row[due], row[due] < on <= old)
