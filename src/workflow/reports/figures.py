"""The figures that a narrative names, and the cells of the tables that they repeat."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from workflow.forms import all_forms
from workflow.forms.form import RECEIVED, TOTAL_HANDLED
from workflow.reports.cells import Number, read_cell
from workflow.reports.numbers import Numbers

#: figure → rows of table 2 whose totals it adds up; a name that ends with _ takes a family.
ROWS: dict[str, tuple[str, ...]] = {
    "requests": ("new_received",),
    "received": ("new_received",),
    "new_received": ("new_received",),
    "carried_in": ("carried_in",),
    "received_and_handled": ("new_received", "carried_in"),
    "answered": (TOTAL_HANDLED,),
    "granted": ("granted",),
    "partial": ("partial",),
    "granted_or_partial": ("granted", "partial"),
    "denied": ("deny_",),
    "unable": ("unable_",),
    "not_processed": ("reject_",),
    "other": ("other_",),
    "carried_out": ("carried_out",),
}

#: figure → groups of table 3.
GROUPS: dict[str, tuple[str, ...]] = {
    "review_cases": ("review",),
    "filed_reviews": ("review",),
    "litigation_cases": ("litigation_direct", "litigation_after_review"),
    "filed_suits": ("litigation_direct", "litigation_after_review"),
}

#: figure → the classes of applicants whose requests it adds up, as a slice of a row of table 2.
CLASSES = {"natural": slice(0, 1), "organisations": slice(1, -1)}

#: figure → the figure or cells that its parts add up to, and the place of the number in a part.
BREAKDOWNS: Mapping[str, tuple[tuple[str, int], ...]] = {
    "by_unit": (("received_and_handled", 0),),
    "website_categories": (("website_items", 0),),
    "fee_breakdown": (("fee_cases", 0), ("fee_total_yuan", 1)),
}

_ABOUT = re.compile(r"[万亿余约多近]")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
_DOWN = re.compile(r"下降|回落|减少|降低|^-")


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage as printed, with the size of its last digit."""

    value: float
    step: float


def table_figures(received: Numbers, appeals: Numbers) -> dict[str, Number]:
    """Return every figure that tables 2 and 3 give, by its name.

    A blank total counts as the sum of its row, since a narrative speaks of the row.
    """
    totals = received.totals() | appeals.totals()
    single, several = _plan()
    found = {key: totals.get(row, 0) for key, row in single}
    found |= {key: sum([totals.get(row, 0) for row in rows]) for key, rows in several}
    handled = [received.grid.get(row, ()) for row in ROWS["received_and_handled"]]
    return found | {key: sum([sum(row[part]) for row in handled]) for key, part in CLASSES.items()}


def share(tables: Mapping[str, Number], key: str) -> float | None:
    """Return a result's share of all results in percent; None where there are none."""
    part, whole = tables.get(key), tables["answered"]
    return None if part is None or not whole else float(100 * part / whole)


def exact(raw: Any) -> Number | None:
    """Return a figure's number; None where it is text, or only about right (18万余条)."""
    if type(raw) is int:
        return raw
    if isinstance(raw, str) and _ABOUT.search(raw):
        return None
    if isinstance(raw, int | float | str) and not isinstance(raw, bool):
        cell = read_cell(raw)
        return None if cell.blank or (cell.rest and not cell.number) else cell.number
    return None


def percent(raw: Any) -> Percent | None:
    """Read a percentage with its direction.

    >>> percent("较去年回落12.3%")
    Percent(value=-12.3, step=0.1)
    """
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        raw = f"{raw}%"
    found = _PERCENT.search(raw) if isinstance(raw, str) else None
    if not found:
        return None
    digits = found.group(1)
    decimals = len(digits.partition(".")[2])
    sign = -1 if _DOWN.search(raw) else 1
    return Percent(sign * float(digits), round(0.1**decimals, decimals))


def parts_of(raw: Any, place: int) -> Iterator[Number]:
    """Yield one number of every part of a breakdown: the part itself, or its n-th."""
    for part in raw.values() if isinstance(raw, dict) else ():
        each = part if isinstance(part, list) else [part]
        number = exact(each[place]) if place < len(each) else None
        if number is not None:
            yield number


@cache
def _plan() -> tuple[Sequence[tuple[str, str]], Sequence[tuple[str, tuple[str, ...]]]]:
    """Return the figures that are one row's total, and those that add up several, with the rows.

    A family takes its rows from every form: whichever is there counts.
    """
    every = dict.fromkeys(row for form in all_forms().values() for row in form.cells_of(RECEIVED))
    rows = {
        key: tuple(
            row
            for name in names
            for row in (every if name.endswith("_") else names)
            if row == name or (name.endswith("_") and row.startswith(name))
        )
        for key, names in (ROWS | GROUPS).items()
    }
    several = [(key, each) for key, each in rows.items() if len(each) > 1]
    return [(key, each[0]) for key, each in rows.items() if len(each) == 1], several
