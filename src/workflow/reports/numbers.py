"""A table's cells turned into numbers once, with what was blank and what had words in it.

Most tables hold whole numbers only; they are read row by row without looking at each cell, which
is what makes a roll-up of thousands of reports cheap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from workflow.forms import Form
from workflow.forms.form import TOTAL
from workflow.reports.cells import Number, Table, read_cell
from workflow.reports.layouts import Row, columns_here, layout_of

_WHOLE = frozenset({int})


@dataclass(frozen=True, slots=True)
class Words:
    """A number cell with more in it than a number."""

    row: str
    column: str
    raw: str
    number: Number
    rest: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """A table as numbers: ``grid`` has a row's numbers in the order of its ``columns``.

    ``blank`` holds the cells that were read as 0, ``words`` those with more than a number in
    them, ``odd`` those that count nothing: negative or broken numbers. ``packed`` is the whole
    table as one integer where it is complete, in the form's order and of whole numbers: the
    packed sum of such tables is the sum of what they packed (``layouts``).
    """

    grid: Mapping[str, Row]
    columns: Mapping[str, Sequence[str]]
    blank: frozenset[tuple[str, str]] = frozenset()
    words: tuple[Words, ...] = ()
    odd: tuple[tuple[str, str], ...] = ()
    packed: int | None = None

    def get(self, row: str, column: str) -> Number:
        """Return a cell's number, 0 where it isn't there."""
        if row not in self.grid or column not in self.columns[row]:
            return 0
        return self.grid[row][self.columns[row].index(column)]

    def has(self, row: str, column: str) -> bool:
        """Tell whether the table has a cell."""
        return row in self.grid and column in self.columns[row]

    def cells(self, row: str) -> dict[str, Number]:
        """Return a row's numbers by column; nothing where there is no such row."""
        if row not in self.grid:
            return {}
        return dict(zip(self.columns[row], self.grid[row], strict=True))

    def totals(self) -> dict[str, Number]:
        """Return each row's total, its last number; of a blank one, the sum of its parts."""
        if not self.blank:
            return {row: cells[-1] for row, cells in self.grid.items()}
        return {
            row: sum(cells) if (row, TOTAL) in self.blank else cells[-1]
            for row, cells in self.grid.items()
        }


def numbers_of(form: Form, name: str, table: Table) -> Numbers:
    """Read the cells of the rows that either form knows; other keys are not looked at.

    A cell that a row should have and hasn't is blank.
    """
    layout = layout_of(form, name)
    takes = layout.takes
    try:
        grid = {row: takes[row](cells) for row, cells in table.items() if row in takes}
    except KeyError:
        return _Reader().read(form, name, table)
    values: list[Any] = list(chain.from_iterable(grid.values()))
    if _WHOLE.issuperset(map(type, values)):
        packed = layout.pack(values) if tuple(grid) == layout.rows else None
        if packed is not None or min(values, default=0) >= 0:
            return Numbers(grid, layout.columns, packed=packed)
    return _Reader().read(form, name, table)


@dataclass(slots=True)
class _Reader:
    """Reads a table cell by cell."""

    grid: dict[str, Row] = field(default_factory=dict)
    columns: dict[str, Sequence[str]] = field(default_factory=dict)
    blank: list[tuple[str, str]] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    odd: list[tuple[str, str]] = field(default_factory=list)

    def read(self, form: Form, name: str, table: Table) -> Numbers:
        for row, cells in table.items():
            columns = columns_here(form, name, row, cells)
            if columns:
                self.columns[row] = columns
                self.grid[row] = tuple([self._cell(row, c, cells.get(c)) for c in columns])
        blank, words, odd = frozenset(self.blank), tuple(self.words), tuple(self.odd)
        return Numbers(self.grid, self.columns, blank, words, odd)

    def _cell(self, row: str, column: str, raw: Any) -> Number:
        cell = read_cell(raw)
        if cell.number < 0 or type(cell.number) is not int:
            self.odd.append((row, column))
        if cell.blank:
            self.blank.append((row, column))
        elif cell.rest:
            self.words.append(Words(row, column, str(raw), cell.number, cell.rest))
        return cell.number
