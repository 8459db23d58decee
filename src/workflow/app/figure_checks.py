"""Sums and chains between figures: what must hold, and what an officer should look at.

A broken sum is a violation; what differs from last year or from the register of disclosures is a
warning, since counts also change by clean-up, and an office may publish past its register.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.app.figure_kinds import WHOLES, Value, as_number, kind_of, known_kinds, label_of
from workflow.app.figure_periods import Period
from workflow.app.figures import Figures
from workflow.errors import InputError, Reason
from workflow.forms import of_year
from workflow.forms.form import PROACTIVE

#: A figure that is a part of another, without being its only part.
_AT_MOST: Mapping[str, str] = {
    "service_completed": "service_items",
    "fee_received_yuan": "fee_total_yuan",
}
#: Last year's columns and this year's, whose sum is this year's column (law.md 4.2, 4.5).
_CHAINS = (
    (("prev_items", "change"), (), "prev_items"),
    (("valid",), ("made", "-repealed"), "valid"),
)


@dataclass(frozen=True, slots=True)
class Sums:
    """What the checks of a period found."""

    violations: tuple[Reason, ...]
    warnings: tuple[Reason, ...]

    def to_json(self) -> dict[str, list[dict[str, Any]]]:
        """Return the shape of the contract's findings: code and sentence."""
        return {
            "violations": [reason.to_json() for reason in self.violations],
            "warnings": [reason.to_json() for reason in self.warnings],
        }


def check_sums(figures: Figures, period: Period, counted: Mapping[str, Value]) -> Sums:
    """Check a period's figures; ``counted`` is what the register of disclosures says of it."""
    values = figures.values(period)
    violations = [*_breakdowns(values), *_parts(figures, period), *_at_most(values)]
    warnings = [
        *_unknown(values),
        *_other_form(values, period),
        *_chains(figures, period),
        *_against_register(figures, period, counted),
    ]
    return Sums(tuple(violations), tuple(warnings))


def _breakdowns(values: Mapping[str, Value]) -> Iterator[Reason]:
    """Yield where the parts of a breakdown don't add up to the whole."""
    for name, whole in WHOLES.items():
        parts = {key: value for key, value in values.items() if key.startswith(f"{name}.")}
        found = sum(as_number(value) for value in parts.values())
        if parts and whole in values and found != as_number(values[whole]):
            told = {"name": label_of(name), "count": len(parts), "found": found}
            yield Reason(
                "figures.sum", {**told, "whole": label_of(whole), "expected": values[whole]}
            )


def _parts(figures: Figures, period: Period) -> Iterator[Reason]:
    """Yield where what was entered for a period isn't the sum of what its parts say."""
    for key in figures.keys(period):
        own, parts = figures.entered(period, key), figures.from_parts(period, key)
        if own and parts is not None and as_number(own.value) != as_number(parts):
            told = {"name": label_of(key), "period": period.label, "expected": own.value}
            yield Reason("figures.parts", {**told, "found": parts})


def _at_most(values: Mapping[str, Value]) -> Iterator[Reason]:
    for part, whole in _AT_MOST.items():
        if part in values and whole in values and _more(values[part], values[whole]):
            told = {"name": label_of(part), "found": values[part], "whole": label_of(whole)}
            yield Reason("figures.more_than", {**told, "expected": values[whole]})


def _more(one: Value, other: Value) -> bool:
    return as_number(one) > as_number(other)


def _unknown(values: Iterable[str]) -> Iterator[Reason]:
    for name in dict.fromkeys(kind_of(key).name for key in values):
        if name not in known_kinds():
            yield Reason("figures.unknown", {"key": name})


def _other_form(values: Iterable[str], period: Period) -> Iterator[Reason]:
    """Yield the cells of table 1 that the form of the year doesn't have."""
    try:
        form = of_year(period.year)
    except InputError:  # years before there was a form have figures too
        return
    cells = form.cells_of(PROACTIVE)
    for key in values:
        kind = kind_of(key)
        if kind.row and kind.column not in cells.get(kind.row, ()):
            yield Reason("figures.other_form", {"name": label_of(key), "form": form.key})


def _chains(figures: Figures, period: Period) -> Iterator[Reason]:
    """Yield where a year doesn't follow from the year before; only whole years are chained."""
    if period.kind != "Y":
        return
    now, before = figures.values(period), figures.values(period.last_year)
    for row in dict.fromkeys(kind.row for kind in known_kinds().values() if kind.row):
        for last, this, column in _CHAINS:
            found, expected = now.get(f"{row}.{column}"), _sum(row, before, last, now, this)
            if found is not None and expected is not None and as_number(found) != expected:
                name = label_of(f"{row}.{column}")
                yield Reason("figures.chain", {"name": name, "expected": expected, "found": found})


def _sum(
    row: str,
    before: Mapping[str, Value],
    last: Iterable[str],
    now: Mapping[str, Value],
    this: Iterable[str],
) -> Any:
    """Add up columns of last year and of this one; None where one isn't known."""
    known = [before.get(f"{row}.{column}") for column in last]
    signs = [-1 if column.startswith("-") else 1 for column in this]
    mine = [now.get(f"{row}.{column.lstrip('-')}") for column in this]
    if any(value is None for value in (*known, *mine)):
        return None
    total = sum(as_number(value) for value in known if value is not None)
    pairs = zip(signs, mine, strict=True)
    return total + sum(sign * as_number(value) for sign, value in pairs if value is not None)


def _against_register(
    figures: Figures, period: Period, counted: Mapping[str, Value]
) -> Iterator[Reason]:
    for key, found in counted.items():
        entered = figures.value(period, key)
        if entered is not None and as_number(entered) != as_number(found):
            told = {"name": label_of(key), "expected": entered, "found": found}
            yield Reason("figures.register_differs", told)
