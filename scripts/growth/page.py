"""How lines grow, as the last part of ``docs/performance.md``, with its chart."""

import json
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.row import Row, shown
from growth import SIZES

KEPT = Path("docs/growth.json")
PATH = Path("docs/performance.md")
CHART = Path("docs/images/bench-growth.svg")
HEAD = "\n## How each line grows\n"
SAID = """\
`scripts/bench --sizes 10k,100k,1m` makes registers of full journals, half of them one agency's own
(in four years; with the size also its open cases grow) and half of other agencies, and measures
over each of them. Requests are invented in one mix: natural persons 95 %; web 87 %, post 11 %, in
person 2 %; outcomes as counted from five published reports (`scripts/benchmarks/mix.py`). 5,000
come through the import of a ledger; the others are copies of these, each a case of its own with
its own chain, key, sealed values and search entries. A cell is the time of ours and how many times
the baseline's time it is, in the same run: how the ratio changes tells how ours grows.
"""

Found = dict[str, Any]


def write(found: Sequence[Found]) -> None:
    """Keep what was measured, draw it, and put it at the end of the page."""
    KEPT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    before = PATH.read_text("utf-8").partition(HEAD)[0].rstrip("\n")
    import_module("growth.charts").growth(_lines_of(found), CHART)
    PATH.write_text("\n".join([before, *section()]) + "\n", "utf-8")


def section() -> Iterator[str]:
    """Yield the part of the page, as it was measured last."""
    if not KEPT.exists():
        return
    found: list[Found] = json.loads(KEPT.read_text("utf-8"))
    yield HEAD
    yield SAID
    yield f"![Time and ratio of each line by the size of the register](images/{CHART.name})\n"
    yield "| line | " + " | ".join(f"{one['size']:,}" for one in found) + " | baseline |"
    yield "|" + " --- |" * (len(found) + 2)
    for rows in _lines_of(found).values():
        cells = " | ".join(map(_cell, rows))
        yield f"| {rows[0].name}: {rows[0].what} | {cells} | {rows[0].baseline_is} |"
    sizes = ", ".join(f"{one['bytes'] / 2**30:,.2f} GiB" for one in found)
    loads = ", ".join(f"{one['load']:.0f}" for one in found)
    yield f"\nThe database files hold {sizes}. The machine's load beside it: {loads} on two cores."
    measured = {one["size"] for one in found}
    missing = [f"{size:,}" for size in SIZES.values() if size not in measured]
    if missing:
        yield f"Not measured so: {', '.join(missing)} requests."


def _lines_of(found: Sequence[Found]) -> dict[str, list[Row]]:
    lines: dict[str, list[Row]] = {}
    for one in found:
        for row in one["rows"]:
            lines.setdefault(row["name"], []).append(Row(**row))
    return lines


def _cell(row: Row) -> str:
    return f"{row.ours:,.2f} {row.unit}, {shown(1 / row.ratio)} ×"
