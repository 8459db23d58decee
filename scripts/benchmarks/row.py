"""One measured line, and how seconds are taken."""

import gc
import timeit
from collections.abc import Callable
from dataclasses import dataclass
from time import process_time
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured: ours and the baseline in one unit, and the ratio the goal is about.

    ``less_is_better``: seconds, where the ratio is baseline over ours; else rates, ours over the
    baseline. ``goal`` is the least ratio wanted. ``size`` is how much work one measuring did.
    """

    name: str
    what: str
    ours: float
    baseline: float
    baseline_is: str
    goal: float
    unit: str
    size: int
    less_is_better: bool = True

    @property
    def ratio(self) -> float:
        """How many times better ours is."""
        if self.less_is_better:
            return self.baseline / self.ours
        return self.ours / self.baseline

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape."""
        return {
            "name": self.name,
            "what": self.what,
            "ours": round(self.ours, 3),
            "baseline": round(self.baseline, 3),
            "baseline_is": self.baseline_is,
            "ratio": round(self.ratio, 2),
            "goal": self.goal,
            "met": self.ratio >= self.goal,
            "unit": self.unit,
            "size": self.size,
        }


def microseconds(work: Callable[[], Any], size: int, *, repeat: int = 25) -> float:
    """Return the fastest time of one piece of work in µs; ``size`` pieces make one measuring.

    A measuring should take milliseconds: the fastest of many short ones is the one in which
    nobody else used the processor.
    """
    gc.collect()
    return min(timeit.repeat(work, number=1, repeat=repeat, timer=process_time)) / size * 1e6
