"""Charts of the bench as SVG, the same bytes for the same figures.

Only an environment of ``requirements-bench.lock`` has what draws them: whoever writes a page
loads this module then.
"""

from collections.abc import Mapping, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt

from benchmarks.row import Row

#: Okabe and Ito's colours, told apart by everyone.
COLOURS = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#cc79a7",
    "#e69f00",
    "#56b4e9",
    "#000000",
    "#999999",
    "#8c6d31",
)
MARKERS = "os^Dv*PXh"
MET, MISSED, OPEN = COLOURS[2], COLOURS[1], COLOURS[7]
mpl.use("svg")
mpl.rcParams |= {"svg.hashsalt": "workflow", "svg.fonttype": "none", "font.size": 9}


def goals(rows: Sequence[Row], path: Path) -> None:
    """Draw each line's ratio to its baseline, with a stroke where its goal is."""
    figure, axes = plt.subplots(figsize=(8, 0.28 * len(rows) + 1))
    places = range(len(rows))
    axes.barh(places, [row.ratio for row in rows], color=[_colour(row) for row in rows], height=0.6)
    for at, row in enumerate(rows):
        if row.goal:
            axes.plot([row.goal, row.goal], [at - 0.42, at + 0.42], color="black", linewidth=2)
    axes.set_yticks(places, [row.name for row in rows])
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.axvline(1, color="#cccccc", linewidth=0.8, zorder=0)
    axes.set_xlabel("times as good as the baseline; the stroke is the goal, grey has none")
    _save(figure, path)


def _colour(row: Row) -> str:
    if not row.goal:
        return OPEN
    return MET if row.met else MISSED


def growth(lines: Mapping[str, Sequence[Row]], path: Path) -> None:
    """Draw how each line's time grows with the register, and how its ratio to the baseline does."""
    figure, (times, ratios) = plt.subplots(1, 2, figsize=(10, 4.5), sharex=True)
    for (name, rows), colour, marker in zip(
        lines.items(), cycle(COLOURS), cycle(MARKERS), strict=False
    ):
        sizes = [row.size for row in rows]
        drawn = {"label": name, "color": colour, "marker": marker}
        times.plot(sizes, [_time(row) / _time(rows[0]) for row in rows], **drawn)
        ratios.plot(sizes, [1 / row.ratio for row in rows], **drawn)
    times.set_ylabel("time, as a multiple of the smallest register's")
    ratios.set_ylabel("time, as a multiple of the baseline's in the same run")
    for axes in (times, ratios):
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("requests in the register")
        axes.grid(color="#dddddd", linewidth=0.6)
    ratios.legend(fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))
    _save(figure, path)


def _time(row: Row) -> float:
    return row.ours if row.less_is_better else 1 / row.ours


def _save(figure: Any, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, format="svg", bbox_inches="tight", metadata={"Date": None})
    plt.close(figure)
