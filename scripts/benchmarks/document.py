"""``docs/performance.md``: the rows of the last whole run, and the machine they were taken on."""

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from benchmarks.machine import describe
from benchmarks.row import Row, shown
from growth import page as growth_page

PATH = Path("docs/performance.md")
CHART = Path("docs/images/bench-goals.svg")
HEAD = """\
# Performance

Written by `scripts/bench --write`. Every line of ours stands beside a baseline that did the same
work in the same run, asserted by what both gave. Trust the ratios: absolute times depend on the
machine and on what else it does. A ratio above 1 means that ours is the faster; a goal of 0.67
means that ours may take one and a half times as long. A line without a goal only says where we
stand: beside a library that does more at once, or a peer that does less.
"""


def write(rows: Sequence[Row]) -> None:
    """Write the document anew, with its chart; how lines grow is kept as it was measured."""
    import_module("growth.charts").goals(rows, CHART)
    PATH.write_text("\n".join([*lines(rows), *growth_page.section()]) + "\n", "utf-8")


def lines(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the document line by line."""
    yield HEAD
    yield f"![Each line's ratio to its baseline, beside its goal](images/{CHART.name})\n"
    yield from _table(("line", "ours", "baseline", "ratio", "goal", "met"), map(_cells, rows))
    yield ""
    for row in rows:
        yield f"* **{row.name}**: {row.what} ({row.size} a measuring), against {row.baseline_is}."
    yield from _missed([row for row in rows if not row.met])
    yield "\n## The machine\n"
    yield from _table(("", ""), describe())


def _missed(rows: Sequence[Row]) -> Iterator[str]:
    """Yield what the time of each line that misses its goal went into, by its profile."""
    if not rows:
        return
    yield "\n## Goals that were missed\n"
    yield "What a profile of our side says; shares of functions hold what these call:\n"
    for row in rows:
        yield f"* **{row.name}**, {shown(row.ratio)} × instead of {shown(row.goal)} ×:"
        yield from (f"  * {reason}" for reason in row.reasons)


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.name,
        f"{row.ours:,.2f} {row.unit}",
        f"{row.baseline:,.2f} {row.unit}",
        f"{shown(row.ratio)} ×",
        f"{shown(row.goal)} ×" if row.goal else "—",
        "" if not row.goal else "yes" if row.met else "**no**",
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for cells in rows:
        yield "| " + " | ".join(cells) + " |"
