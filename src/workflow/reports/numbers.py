"""A table's cells turned into numbers once, with what was blank and what had words in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from workflow.forms import Form, all_forms
from workflow.reports.cells import Number, Table, read_cell


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
    """A table as numbers, row by row.

    ``blank`` holds the cells that were read as 0, ``words`` those with more than a number in
    them, ``odd`` those that count nothing: negative or broken numbers.
    """

    values: Mapping[str, Mapping[str, Number]]
    blank: frozenset[tuple[str, str]]
    words: tuple[Words, ...]
    odd: tuple[tuple[str, str], ...]

    def get(self, row: str, column: str) -> Number:
        """Return a cell's number, 0 where the row isn't there."""
        return self.values.get(row, {}).get(column, 0)

    def full(self, row: str, parts: Sequence[str], total: str = "total") -> Number:
        """Return a row's total, or the sum of its parts where the total is blank."""
        if (row, total) in self.blank:
            return sum(self.get(row, part) for part in parts)
        return self.get(row, total)


def numbers_of(form: Form, name: str, table: Table) -> Numbers:
    """Read the cells of the rows that either form knows; other keys are not looked at.

    A cell that a row should have and hasn't is blank.
    """
    values: dict[str, dict[str, Number]] = {}
    blank: list[tuple[str, str]] = []
    words: list[Words] = []
    odd: list[tuple[str, str]] = []
    for row, cells in table.items():
        numbers: dict[str, Number] = {}
        for column in columns_here(form, name, row, cells):
            raw = cells.get(column)
            if type(raw) is int:
                numbers[column] = raw
                if raw < 0:
                    odd.append((row, column))
                continue
            cell = read_cell(raw)
            numbers[column] = cell.number
            if cell.number < 0 or type(cell.number) is not int:
                odd.append((row, column))
            if cell.blank:
                blank.append((row, column))
            elif cell.rest:
                words.append(Words(row, column, str(raw), cell.number, cell.rest))
        if numbers:
            values[row] = numbers
    return Numbers(values, frozenset(blank), tuple(words), tuple(odd))


def columns_here(form: Form, name: str, row: str, cells: Mapping[str, Any]) -> Sequence[str]:
    """Return the columns of a row as its form prints it: this one, or the one it was taken from.

    Two forms print 规章 under different columns; the cells that are there tell which.
    """
    own, *others = _layouts(form.key, name, row)
    if others and not any(column in cells for column in own if column not in others[0]):
        foreign = [column for column in others[0] if column not in own]
        if any(column in cells for column in foreign):
            return others[0]
    return own


@cache
def _layouts(key: str, name: str, row: str) -> tuple[tuple[str, ...], ...]:
    forms = sorted(all_forms().values(), key=lambda form: form.key != key)
    layouts = [form.cells_of(name).get(row) for form in forms]
    return tuple(dict.fromkeys(filter(None, layouts))) or ((),)
