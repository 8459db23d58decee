"""A table's cells turned into numbers once, with what was blank and what had words in it.

Most tables hold whole numbers only; they are read row by row without looking at each cell, which
is what makes a roll-up of thousands of reports cheap.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import Any

from workflow.forms import Form, all_forms
from workflow.reports.cells import Number, Table, read_cell

Row = tuple[Number, ...]
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
    them, ``odd`` those that count nothing: negative or broken numbers.
    """

    grid: Mapping[str, Row]
    columns: Mapping[str, Sequence[str]]
    blank: frozenset[tuple[str, str]] = frozenset()
    words: tuple[Words, ...] = ()
    odd: tuple[tuple[str, str], ...] = ()

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

    def full(self, row: str, parts: Sequence[str], total: str = "total") -> Number:
        """Return a row's total, or the sum of its parts where the total is blank."""
        if (row, total) in self.blank:
            return sum(self.get(row, part) for part in parts)
        return self.get(row, total)


def numbers_of(form: Form, name: str, table: Table) -> Numbers:
    """Read the cells of the rows that either form knows; other keys are not looked at.

    A cell that a row should have and hasn't is blank.
    """
    takes = _takes(form.key, name)
    try:
        grid = {row: takes[row](cells) for row, cells in table.items() if row in takes}
    except KeyError:
        return _Reader().read(form, name, table)
    values: list[Any] = list(chain.from_iterable(grid.values()))
    if _WHOLE.issuperset(map(type, values)) and min(values, default=0) >= 0:
        return Numbers(grid, _columns(form.key, name))
    return _Reader().read(form, name, table)


def columns_here(form: Form, name: str, row: str, cells: Mapping[str, Any]) -> Sequence[str]:
    """Return the columns of a row as its form prints it: this one, or the one it was taken from.

    Two forms print 规章 under different columns; the cells that are there tell which.
    """
    own, *others = _layouts(form.key, name).get(row, ((),))
    if others and not any(column in cells for column in own if column not in others[0]):
        foreign = [column for column in others[0] if column not in own]
        if any(column in cells for column in foreign):
            return others[0]
    return own


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


@cache
def _columns(key: str, name: str) -> Mapping[str, tuple[str, ...]]:
    return {row: layouts[0] for row, layouts in _layouts(key, name).items()}


@cache
def _takes(key: str, name: str) -> Mapping[str, Callable[[Any], Row]]:
    """Return for every row what takes its cells out in printed order, or raises KeyError."""
    return {row: _take(columns) for row, columns in _columns(key, name).items()}


def _take(columns: Sequence[str]) -> Callable[[Any], Row]:
    if len(columns) == 1:
        return lambda cells: (cells[columns[0]],)
    return itemgetter(*columns)


@cache
def _layouts(key: str, name: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return the columns of every row: as its own form prints it first, then as others do."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for form in sorted(all_forms().values(), key=lambda form: form.key != key):
        for row, columns in form.cells_of(name).items():
            layouts = found.setdefault(row, [])
            if columns not in layouts:
                layouts.append(columns)
    return {row: tuple(layouts) for row, layouts in found.items()}
