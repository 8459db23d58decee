"""Which reports are the sums of others: a county's beside those of its towns.

A report is the sum of others exactly when its fingerprint (``adding``) is the sum of theirs, so
that a sum is found among thousands of parts without keeping their tables.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflow.reports.adding import PRIME, Prints
from workflow.reports.checks import is_town

_AREA_ENDS = ("人民政府办公室", "人民政府", "政府")
_FEWEST_PARTS = 2
_LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Part:
    """A report among others: its place in their list, its body, its fingerprints."""

    place: int
    name: str
    prints: Prints


def sums_among(parts: Sequence[Part]) -> Iterator[tuple[Part, int]]:
    """Yield each report that is the sum of others, with how many.

    A sum of all others is found whatever it is called; a sum of some by the names: the parts lie
    in its area (金凤区 → 金凤区良田镇), the smallest areas first. A town has no parts.
    """
    left = _Left(parts)
    for each in sorted(parts, key=lambda each: -len(_area(each.name))):
        count = 0 if is_town(each.name) else left.parts_of(each)
        if count:
            left.drop(each)
            yield each, count


class _Left:
    """The reports that are still parts, by name, with the sums of their fingerprints."""

    def __init__(self, kept: Sequence[Part]) -> None:
        self._kept = sorted(kept, key=lambda each: each.name)
        self._names = [each.name for each in self._kept]
        self._totals = [sum(each.prints[n] for each in kept) for n in (0, 1)]
        self._filled = [sum(bool(each.prints[n]) for each in kept) for n in (0, 1)]

    def parts_of(self, each: Part) -> int:
        """Return how many parts a report is the sum of; 0 where it is none.

        By table 2; where that is empty, all parts' being empty too, by tables 1 and 3.
        """
        by = 0 if each.prints[0] else 1
        if not each.prints[by]:
            return 0
        alone = by == 0 or self._filled[0] == 0
        if (
            alone
            and self._filled[by] > _FEWEST_PARTS
            and _same(self._totals[by], 2 * each.prints[by])
        ):
            return len(self._kept) - 1
        inside = [other for other in self._inside(_area(each.name)) if other is not each]
        filled = [other.prints[by] for other in inside if other.prints[by]]
        alone = by == 0 or not any(other.prints[0] for other in inside)
        is_sum = alone and len(filled) >= _FEWEST_PARTS and _same(sum(filled), each.prints[by])
        return len(inside) if is_sum else 0

    def drop(self, each: Part) -> None:
        """Take a sum out: it is no part of a larger one."""
        at = next(n for n, other in enumerate(self._kept) if other is each)
        del self._kept[at], self._names[at]
        for n, number in enumerate(each.prints):
            self._totals[n] -= number
            self._filled[n] -= bool(number)

    def _inside(self, area: str) -> Sequence[Part]:
        if not area:
            return ()
        first = bisect_left(self._names, area)
        return self._kept[first : bisect_left(self._names, area + _LAST_CHARACTER)]


def _area(name: str) -> str:
    """Return the area that a body governs: its name without 人民政府 and what is in brackets."""
    own = re.split("[（(]", name, maxsplit=1)[0]
    return next((own.removesuffix(end) for end in _AREA_ENDS if own.endswith(end)), own)


def _same(one: int, other: int) -> bool:
    return (one - other) % PRIME == 0
