"""``docs/performance.md``: the rows of the last whole run, and the machine they were taken on."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.machine import describe
from benchmarks.row import Row

PATH = Path("docs/performance.md")
HEAD = """\
# Performance

Written by `scripts/bench --write`. Every line of ours stands beside a baseline that did the same
work in the same run. Trust the ratios: absolute times depend on the machine and on what else it
does. A ratio above 1 means that ours is the faster.
"""


def write(rows: Sequence[Row]) -> None:
    """Write the document anew."""
    PATH.write_text("\n".join(lines(rows)) + "\n", "utf-8")


def lines(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the document line by line."""
    yield HEAD
    yield from _table(("line", "ours", "baseline", "ratio", "goal", "met"), map(_cells, rows))
    yield ""
    for row in rows:
        yield f"* **{row.name}**: {row.what} ({row.size} a measuring), against {row.baseline_is}."
    yield "\n## The machine\n"
    yield from _table(("", ""), describe())


def _cells(row: Row) -> tuple[str, ...]:
    shown = row.to_json()
    return (
        row.name,
        f"{row.ours:,.2f} {row.unit}",
        f"{row.baseline:,.2f} {row.unit}",
        f"{row.ratio:,.1f} ×",
        f"{row.goal:,.0f} ×",
        "yes" if shown["met"] else "**no**",
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for cells in rows:
        yield "| " + " | ".join(cells) + " |"
