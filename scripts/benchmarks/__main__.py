"""``scripts/bench``: run the lines, print a table or JSON; exit 1 where a goal isn't met."""

import argparse
import json
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from benchmarks import LARGE, LINES, measure
from benchmarks.document import write
from benchmarks.row import Row, shown
from growth import SIZES


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; progress goes to standard error."""
    asked = _parser().parse_args(arguments)
    if asked.sizes:
        import_module("growth.grown").run(asked.folder, asked.sizes.split(","))
        return 0
    rows: list[Row] = []
    for name in asked.only or [*LINES, *(LARGE if asked.large else ())]:
        print(f"{name} …", file=sys.stderr, flush=True)
        rows += measure(name, asked.size)
    if asked.json:
        print(json.dumps([row.to_json() for row in rows], ensure_ascii=False, indent=1))
    else:
        for row in rows:
            print(_line(row))
    if asked.write:
        write(rows)
    return 0 if all(row.met for row in rows) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument(
        "--only", action="append", choices=sorted(LINES | LARGE), help="a line; may repeat"
    )
    parser.add_argument("--large", action="store_true", help="also the lines that take minutes")
    parser.add_argument("--size", type=int, help="of the lines that grow with the register")
    parser.add_argument(
        "--sizes", help=f"how lines grow: {','.join(SIZES)}, or some of them; written at once"
    )
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path("build/growth"),
        help="of the registers",
    )
    parser.add_argument("--write", action="store_true", help="write docs/performance.md anew")
    return parser


def _line(row: Row) -> str:
    met = f"goal {shown(row.goal)} x, {'met' if row.met else 'NOT MET'}" if row.goal else "no goal"
    times = f"{row.ours:,.2f} against {row.baseline:,.2f} {row.unit}"
    said = f"{row.name}: {shown(row.ratio)} x ({met}); {times}"
    return "\n".join([said, *(f"    {reason}" for reason in row.reasons)])


if __name__ == "__main__":
    sys.exit(main())
