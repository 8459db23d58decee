"""Adding tables up cheaply, and fingerprints of which sums have the sums.

A complete table of whole numbers is one integer (``numbers.Numbers.packed``): thousands of them
are added as integers, and row by row only what is printed in another way.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random

from workflow.forms import Form, form_named
from workflow.reports.cells import Number
from workflow.reports.layouts import layout_of
from workflow.reports.numbers import Numbers

#: A prime drawn at random: two tables that differ have the same fingerprint once in 2 to the 59.
PRIME = 1033004790892949053

#: Amounts are printed with six decimals at most (万元): so much larger, they are whole.
_DECIMALS = 10**6

#: The fingerprint of a report by table 2, and by tables 1 and 3 where table 2 is empty.
Prints = tuple[int, int]


@dataclass(slots=True)
class Sum:
    """The sum of reports on one form; rows that are printed under other columns are kept apart."""

    form: Form
    packed: dict[str, int] = field(default_factory=dict)
    rows: dict[tuple[str, str, Sequence[str]], Sequence[Number]] = field(default_factory=dict)

    def add(self, tables: Mapping[str, Numbers]) -> None:
        """Add a report's numbers."""
        self._put(tables, operator.add)

    def take_away(self, tables: Mapping[str, Numbers]) -> None:
        """Take the numbers of a report that was added away again."""
        self._put(tables, operator.sub)

    def table(self, name: str) -> dict[str, dict[str, Number]]:
        """Return a table's sums by row and column: the form's rows, and others that count."""
        found = layout_of(self.form, name).unpack(self.packed.get(name, 0))
        for (table, row, columns), numbers in self.rows.items():
            if table == name:
                cells = found.setdefault(row, {})
                for column, number in zip(columns, numbers, strict=True):
                    cells[column] = cells.get(column, 0) + number
        return found

    def _put(self, tables: Mapping[str, Numbers], by: Callable[[Number, Number], Number]) -> None:
        for name, numbers in tables.items():
            if numbers.packed is not None:
                self.packed[name] = int(by(self.packed.get(name, 0), numbers.packed))
                continue
            for row, cells in numbers.grid.items():
                if any(cells):
                    key = (name, row, numbers.columns[row])
                    before = self.rows.get(key) or (0,) * len(cells)
                    self.rows[key] = tuple(map(by, before, cells))


def prints_of(form: Form, tables: Mapping[str, Numbers]) -> Prints:
    """Return a report's fingerprints: linear (modulo ``PRIME``), zero where nothing counts."""
    received = _print(form, "received", tables["received"])
    if received:
        return received, 0
    others = (_print(form, name, tables[name]) for name in ("appeals", "proactive"))
    return 0, sum(others) % PRIME


def _print(form: Form, name: str, numbers: Numbers) -> int:
    if numbers.packed is not None:
        return numbers.packed * _factor(name) % PRIME
    rows = (
        sum(map(operator.mul, weights, (int(cell * _DECIMALS) for cell in cells)))
        for row, cells in numbers.grid.items()
        for weights in [_weights(form.key, name, row, tuple(numbers.columns[row]))]
        if any(cells)
    )
    added: int = sum(rows)
    return added * _factor(name) % PRIME


@cache
def _weights(key: str, name: str, row: str, columns: tuple[str, ...]) -> tuple[int, ...]:
    """Return the weights of a row's cells: those of a packed table, else drawn for the row."""
    known, draw = layout_of(form_named(key), name).weights, Random(row)  # noqa: S311  (no secret)
    own = [known.get((row, column)) or draw.getrandbits(59) | 1 for column in columns]
    return tuple(weight * pow(_DECIMALS, -1, PRIME) % PRIME for weight in own)


@cache
def _factor(name: str) -> int:
    """Return a table's own factor, the same in every run."""
    return Random(name).getrandbits(59) | 1  # noqa: S311  (no secret)
