"""The figures that a narrative names, and the cells of the tables that they repeat."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.forms import Form
from workflow.forms.form import TOTAL_HANDLED
from workflow.reports.cells import Number, read_cell
from workflow.reports.numbers import Numbers

#: figure → rows of table 2 whose totals it adds up; a name that ends with _ takes a family.
ROWS: Mapping[str, tuple[str, ...]] = {
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
GROUPS: Mapping[str, tuple[str, ...]] = {
    "review_cases": ("review",),
    "filed_reviews": ("review",),
    "litigation_cases": ("litigation_direct", "litigation_after_review"),
    "filed_suits": ("litigation_direct", "litigation_after_review"),
}

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


def of_tables(form: Form, received: Numbers, appeals: Numbers, key: str) -> Number | None:
    """Return what the tables say for a figure; None where they say nothing about it.

    A blank total counts as the sum of its row, since a narrative speaks of the row.
    """
    if key in GROUPS:
        results = tuple(c.key for c in form.appeal_columns if c.key != "total")
        return sum(appeals.full(group, results) for group in GROUPS[key])
    if key == "natural":
        return received.get("new_received", key) + received.get("carried_in", key)
    if key == "organisations":
        rows, classes = ("new_received", "carried_in"), form.classes[1:]
        return sum(received.get(row, column) for row in rows for column in classes)
    if key not in ROWS:
        return None
    rows_of = (row for family in ROWS[key] for row in _family(received, family))
    return sum(received.full(row, form.classes) for row in rows_of)


def share(form: Form, received: Numbers, appeals: Numbers, key: str) -> float | None:
    """Return a result's share of all results in percent; None where there are none."""
    part = of_tables(form, received, appeals, key)
    whole = of_tables(form, received, appeals, "answered")
    return None if part is None or not whole else float(100 * part / whole)


def exact(raw: Any) -> Number | None:
    """Return a figure's number; None where it is text, or only about right (18万余条)."""
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


def _family(received: Numbers, name: str) -> Iterator[str]:
    if not name.endswith("_"):
        yield name
        return
    yield from (row for row in received.grid if row.startswith(name))
