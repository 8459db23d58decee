"""An office's table in .xlsx or .csv: the rows below its header, by column, with their place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from workflow.errors import InputError, Reason, RefusedError
from workflow.ledger.columns import normal
from workflow.ledger.dates import blank
from workflow.ledger.header import SEARCHED
from workflow.ledger.problems import Place, Problem
from workflow.ledger.sheets import Sheet, open_sheets

#: So many bad rows are told at once.
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is looked for: columns by label with their other names, those it must have."""

    columns: Mapping[str, Sequence[str]]
    needed: tuple[str, ...]

    def label(self, header: Any) -> str:
        """Return the column that a header names, the header itself where it names none."""
        plain = normal(str(header or ""))
        for label, others in self.columns.items():
            if plain == label or plain in others:
                return label
        return plain


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its cells by column, where it stands, and day 0 of its serial numbers."""

    place: Place
    cells: Mapping[str, Any]
    epoch: date

    def text(self, column: str) -> str:
        """Return a cell as text, empty where there is nothing in it."""
        value = self.cells.get(column)
        return "" if blank(value) else str(value).strip()


def rows_of(path: Path, table: Table) -> Iterator[TableRow]:
    """Yield the rows of every sheet that has the table; InputError where none has it."""
    if path.suffix.lower() not in {".xlsx", ".csv"}:
        raise InputError("figures.import_kind", path=path)
    found = False
    with open_sheets(path) as sheets:
        for sheet in sheets:
            rows = enumerate(sheet.rows, 1)
            names = _header(rows, table)
            if names is not None:
                found = True
                yield from _below(names, rows, sheet)
    if not found:
        raise InputError("figures.no_table", path=path, columns="、".join(table.needed))


def _header(rows: Iterator[tuple[int, Sequence[Any]]], table: Table) -> list[str] | None:
    """Return the columns of the first row that names all that are needed."""
    for _, row in islice(rows, SEARCHED):
        names = [table.label(cell) for cell in row]
        if set(table.needed) <= set(names):
            return names
    return None


def _below(
    names: Sequence[str], rows: Iterator[tuple[int, Sequence[Any]]], sheet: Sheet
) -> Iterator[TableRow]:
    for number, row in rows:
        cells = {name: value for name, value in zip(names, row, strict=False) if name}
        if not all(blank(value) for value in cells.values()):
            yield TableRow(Place(number, sheet.name), cells, sheet.epoch)


def refuse_bad(problems: Iterable[Problem], path: Path) -> None:
    """Raise RefusedError with every bad row, its column and how to mend it, where there are any."""
    found = list(problems)
    if found:
        told = [Reason("report.finding", {"message": problem.message}) for problem in found]
        count = len({str(problem.place) for problem in found})
        raise RefusedError("figures.import_bad", told[:SHOWN], path=path, count=count)
