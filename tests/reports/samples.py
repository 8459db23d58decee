"""Reports that balance, made from a few leaf counts; and ways to spoil them."""

import copy
from typing import Any

from hypothesis import strategies as st

from workflow.forms import of_year
from workflow.reports.model import from_json

CLASSES = ("natural", "enterprise", "research", "social", "legal", "other")


def row(*parts: int) -> dict[str, int]:
    """Return a row of table 2 with its total; parts that aren't given are 0."""
    filled = [*parts, *[0] * (6 - len(parts))]
    return {**dict(zip(CLASSES, filled, strict=True)), "total": sum(filled)}


def document(
    year: int = 2024,
    body: str = "示例县人民政府",
    leaves: dict[str, tuple[int, ...]] | None = None,
    carried_in: tuple[int, ...] = (),
    carried_out: tuple[int, ...] = (),
    appeals: dict[str, tuple[int, int, int, int]] | None = None,
) -> dict[str, Any]:
    """Return a balanced report as JSON: ``leaves`` are the results, 一 follows from the rest."""
    form = of_year(year)
    leaves = leaves or {}
    results = {key: row(*leaves.get(key, ())) for key in form.results}
    handled = [sum(r[c] for r in results.values()) for c in CLASSES]
    came, left = row(*carried_in), row(*carried_out)
    new = [h + left[c] - came[c] for h, c in zip(handled, CLASSES, strict=True)]
    received = {"new_received": row(*new), "carried_in": came}
    received |= results | {"total_handled": row(*handled), "carried_out": left}
    given = appeals or {}
    return {
        "body": body,
        "year": year,
        "form": form.key,
        "received": {key: received[key] for key in form.cells_of("received")},
        "appeals": {key: five(*given.get(key, (0, 0, 0, 0))) for key in form.cells_of("appeals")},
        "proactive": {
            key: dict.fromkeys(columns, 0) for key, columns in form.cells_of("proactive").items()
        },
        "narrative": {"figures": {}, "text": {}},
    }


def five(*four: int) -> dict[str, int]:
    names = ("upheld", "corrected", "other", "pending")
    return {**dict(zip(names, four, strict=True)), "total": sum(four)}


def sample(year: int = 2024, **more: Any) -> dict[str, Any]:
    """Return a balanced report with something in it: 12 + 2 = 11 + 3."""
    leaves = {
        "granted": (5, 1),
        "partial": (1,),
        "deny_third_party": (1,),
        "unable_not_held": (2, 0, 0, 1),
    }
    given = {"leaves": leaves, "carried_in": (2,), "carried_out": (2, 1)}
    appeals = {"review": (3, 1, 0, 1), "litigation_direct": (0, 0, 1, 0)}
    return document(year, **{**given, "appeals": appeals, **more})


def spoiled(base: dict[str, Any], **cells: Any) -> dict[str, Any]:
    """Return a copy with cells replaced: ``received__granted__natural=7``."""
    made = copy.deepcopy(base)
    for place, value in cells.items():
        table, key, column = place.split("__")
        made[table][key][column] = value
    return made


def report(base: dict[str, Any]):
    return from_json(base, "示例.json")


@st.composite
def documents(draw: st.DrawFn, year: int | None = None, most: int = 99999) -> dict[str, Any]:
    """Draw a balanced report of either form with any numbers in its leaves."""
    of = year or draw(st.sampled_from([2019, 2020, 2021, 2025]))
    form = of_year(of)
    counts = st.tuples(*[st.integers(0, most)] * 6)
    leaves = {key: draw(counts) for key in draw(st.sets(st.sampled_from(form.results)))}
    came = draw(counts)
    handled = [sum(numbers[n] for numbers in leaves.values()) for n in range(6)]
    # 四 is at least what makes 一 = 三 + 四 − 二 no less than 0
    left = tuple(max(0, c - h) + x for c, h, x in zip(came, handled, draw(counts), strict=True))
    four = st.tuples(*[st.integers(0, most)] * 4)
    groups = {key: draw(four) for key in form.cells_of("appeals")}
    made = document(of, "示例县人民政府", leaves, came, left, groups)
    for cells in made["proactive"].values():
        cells |= {key: draw(st.integers(0, 9_999_999)) for key in cells}
    return made
