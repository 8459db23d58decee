"""``scripts/bench --sizes``: make each register once, measure, keep, and tell."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any

from growth import SIZES, page, say
from growth.lines import measured
from growth.register import make, opened


def run(folder: Path, sizes: Sequence[str]) -> None:
    """Measure each size that wasn't yet, and write what there is into the documentation."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in sizes:
        kept = folder / f"{name}.json"
        if not kept.exists():
            kept.write_text(json.dumps(_measure(folder / f"{name}.db", SIZES[name])), "utf-8")
    found = [folder / f"{name}.json" for name in SIZES]
    page.write([json.loads(one.read_text("utf-8")) for one in found if one.exists()])


def _measure(path: Path, size: int) -> dict[str, Any]:
    begun = perf_counter()
    make(path, size)
    say(f"{size:,} journals, {path.stat().st_size / 2**20:,.0f} MiB")
    made, rows = opened(path), []
    for row in measured(made, path, size):
        say(f"  {row.name}: {row.ours:,.2f} against {row.baseline:,.2f} {row.unit}")
        rows.append(asdict(row))
    made.store.close()
    return {
        "size": size,
        "load": round(os.getloadavg()[2], 1),
        "bytes": path.stat().st_size,
        "seconds": round(perf_counter() - begun),
        "rows": rows,
    }
