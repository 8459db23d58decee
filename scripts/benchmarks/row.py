"""One measured line, how seconds are taken, and what a line that misses its goal spends them on."""

import cProfile
import gc
import pstats
import timeit
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import process_time
from typing import Any

#: So many functions are named where a goal is missed.
REASONS = 5
#: A function with a larger share than this holds all the work: it explains nothing.
_MOST = 0.9


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured: ours and the baseline in one unit, and the ratio the goal is about.

    ``less_is_better``: seconds, where the ratio is baseline over ours; else rates, ours over the
    baseline. ``goal`` is the least ratio wanted. ``size`` is how much work one measuring did.
    ``reasons`` say what the time went into, where the goal was missed.
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
    reasons: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Whether the goal was reached."""
        return self.ratio >= self.goal

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
            "met": self.met,
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


def explained(row: Row, work: Callable[[], Any], *known: str) -> Row:
    """Return the row, with what the time went into where it misses its goal.

    ``known`` is said first: the limit that stands in its way.
    """
    if row.met:
        return row
    profile = cProfile.Profile()
    profile.runcall(work)
    return replace(row, reasons=(*known, *_reasons(profile)))


def _reasons(profile: cProfile.Profile) -> Iterator[str]:
    """Yield whose code the time was spent in, then the functions of ours that it passed through."""
    found: dict[Any, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    total = sum(own for _, _, own, _, _ in found.values())
    packages: Counter[str] = Counter()
    for (file, _, name), (_, _, own, _, _) in found.items():
        packages[_package(file, name)] += own
    shares = (f"{name} {own / total:.0%}" for name, own in packages.most_common(REASONS))
    yield f"own time: {', '.join(shares)}"
    by_all = sorted(found.items(), key=lambda item: -item[1][3])
    ours = [item for item in by_all if "/workflow/" in item[0][0] and item[1][3] < _MOST * total]
    for (file, _, name), (_, calls, _, spent, _) in ours[:REASONS]:
        yield f"{spent / total:.0%} in `{_package(file, name)}`: `{name}`, {calls:,} calls"


def _package(file: str, name: str) -> str:
    """Return the package that a function belongs to; of ours the module, of C the kind of object.

    >>> _package("~", "<method 'commit' of 'sqlite3.Connection' objects>")
    'sqlite3.Connection'
    >>> _package("/x/site-packages/sqlalchemy/sql/base.py", "f"), _package("~", "<built-in f>")
    ('sqlalchemy', 'built-ins')
    """
    parts = Path(file).with_suffix("").parts
    for root in ("site-packages", "src"):
        if root in parts:
            inside = parts[parts.index(root) + 1 :]
            return ".".join(inside) if inside[0] == "workflow" else inside[0]
    kind = name.partition("' of '")[2].partition("'")[0]
    return kind if "." in kind else "built-ins" if file == "~" else "standard library"


def shown(ratio: float) -> str:
    """Return a ratio as a table shows it: small ones need their decimals."""
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:,.2f}"  # noqa: PLR2004
