"""The lines of a sheet under its header: what is a row of the ledger, and what only looks so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from workflow.ledger.columns import APPEALS_SHEET, NUMBER, Column
from workflow.ledger.dates import blank
from workflow.ledger.header import SEARCHED, Header, Reading, find_header
from workflow.ledger.problems import Place
from workflow.ledger.sheets import Cells, Sheet
from workflow.ledger.words import text_of

#: The number of the example row of the template: it is no request.
EXAMPLE_NUMBER = "示例行，导入时跳过"
_SUMS = frozenset({"合计", "总计", "小计", "共计", "累计"})
_APPEAL_SHEETS = (APPEALS_SHEET, "行政复议", "行政诉讼", "复议", "诉讼")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the ledger: the cells of its columns, and the extra ones by their headers."""

    place: Place
    cells: Mapping[str, Any]
    notes: Mapping[str, Any]

    @property
    def all(self) -> dict[str, Any]:
        """All its cells, by column or by their own header."""
        return {**self.cells, **self.notes}


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose header was found, and the lines below it, once through."""

    sheet: Sheet
    header: Header
    lines: Iterator[Line]


def is_appeals(sheet: Sheet) -> bool:
    """Tell whether a sheet holds the reconsiderations and suits, by its name."""
    return any(word in sheet.name for word in _APPEAL_SHEETS)


def table_of(sheet: Sheet, reading: Reading) -> Table | None:
    """Return a sheet as a table; None where no header is found (a sheet of instructions)."""
    start = list(islice(sheet.rows, SEARCHED))
    header = find_header(start, reading)
    if header is None:
        return None
    rows = enumerate(chain(start, sheet.rows), 1)
    below = islice(rows, header.last_row, None)
    return Table(sheet, header, _lines(sheet, header, reading.columns, below))


def _lines(
    sheet: Sheet,
    header: Header,
    columns: tuple[Column, ...],
    rows: Iterator[tuple[int, Cells]],
) -> Iterator[Line]:
    for row, cells in rows:
        if all(blank(cell) for cell in cells):
            continue
        found = header.cells(cells)
        known = {label: found.get(label) for label in header.columns.values()}
        if _is_no_row(cells, known, columns):
            continue
        notes = {name: found[name] for name in header.notes.values() if name in found}
        yield Line(Place(row, sheet.name), known, notes)


def _is_no_row(cells: Cells, known: Mapping[str, Any], columns: tuple[Column, ...]) -> bool:
    """Tell whether a line is a sum, the template's example, or the header printed again."""
    first = next((text_of(cell) for cell in cells if not blank(cell)), "")
    number = text_of(known.get(NUMBER.label))
    if first.rstrip(":：") in _SUMS or number == EXAMPLE_NUMBER:
        return True
    texts = ((one.label, known.get(one.label)) for one in columns)
    again = sum(isinstance(text, str) and text_of(text) == label for label, text in texts)
    return again > 1
