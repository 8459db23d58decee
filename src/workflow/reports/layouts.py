"""How a form lays a table out: its rows, their columns, and the place of each cell in the whole."""

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from workflow.forms import Form, all_forms
from workflow.reports.cells import Number

Row = tuple[Number, ...]
#: The most that all cells of a packed table may add up to: a cell has 64 bits, so that the sums
#: of a million such tables fit.
_MOST = 1 << 44


@dataclass(frozen=True, slots=True)
class Layout:
    """A table of a form.

    ``rows`` are the form's own, ``columns`` those of every row that any form has, as this form
    prints it where it does. ``takes`` take a row's cells out in that order, or raise KeyError.
    ``weights`` say by what a packed table multiplies each cell.
    """

    rows: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    takes: Mapping[str, Callable[[Any], Row]]
    weights: Mapping[tuple[str, str], int]
    packer: struct.Struct

    def pack(self, values: Sequence[int]) -> int | None:
        """Pack a whole table, cell by cell, into one integer; None for huge or negative numbers."""
        try:
            packed = self.packer.pack(*values)
        except struct.error:
            return None
        return int.from_bytes(packed, "little") if sum(values) <= _MOST else None

    def unpack(self, packed: int) -> dict[str, dict[str, Number]]:
        """Return a packed table by row and column."""
        numbers = iter(self.packer.unpack(packed.to_bytes(self.packer.size, "little")))
        return {row: {column: next(numbers) for column in self.columns[row]} for row in self.rows}


def layout_of(form: Form, name: str) -> Layout:
    """Return the layout of a form's table."""
    return _layout(form.key, name)


def columns_here(form: Form, name: str, row: str, cells: Mapping[str, Any]) -> Sequence[str]:
    """Return the columns of a row as its form prints it: this one, or the one it was taken from.

    Two forms print 规章 under different columns; the cells that are there tell which.
    """
    own, *others = _variants(form.key, name).get(row, ((),))
    if others and not any(column in cells for column in own if column not in others[0]):
        foreign = [column for column in others[0] if column not in own]
        if any(column in cells for column in foreign):
            return others[0]
    return own


@cache
def _layout(key: str, name: str) -> Layout:
    own = all_forms()[key].cells_of(name)
    columns = {row: variants[0] for row, variants in _variants(key, name).items()}
    places = [(row, column) for row in own for column in own[row]]
    return Layout(
        rows=tuple(own),
        columns=columns,
        takes={row: _take(names) for row, names in columns.items()},
        weights={place: 1 << 64 * at for at, place in enumerate(places)},
        packer=struct.Struct(f"<{len(places)}Q"),
    )


def _take(columns: Sequence[str]) -> Callable[[Any], Row]:
    if len(columns) == 1:
        return lambda cells: (cells[columns[0]],)
    return itemgetter(*columns)


@cache
def _variants(key: str, name: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return the columns of every row: as its own form prints it first, then as others do."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for form in sorted(all_forms().values(), key=lambda form: form.key != key):
        for row, columns in form.cells_of(name).items():
            variants = found.setdefault(row, [])
            if columns not in variants:
                variants.append(columns)
    return {row: tuple(variants) for row, variants in found.items()}
