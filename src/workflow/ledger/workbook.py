"""Ledgers as .xlsx and .csv files: widths, frozen header, filter, and no text that is a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from workflow.documents.write import writing

_HEADER = Font(name="宋体", size=11, bold=True)
_BODY = Font(name="宋体", size=10.5)
_FILL = PatternFill("solid", fgColor="E7ECF2")
_TOP = Alignment(vertical="top", wrap_text=True)
_LAST_ROW = 1_048_576
_DAY = "yyyy-mm-dd"
#: How a text may begin that a spreadsheet takes for a formula.
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")

Row = Sequence[Any]


def add_sheet(
    book: Workbook, title: str, header: Sequence[tuple[str, int]], rows: Iterable[Row]
) -> Any:
    """Add a sheet to a write-only workbook: header (text and width), then the rows."""
    sheet = book.create_sheet(title)
    for at, (_, width) in enumerate(header, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "A2"
    last = get_column_letter(len(header))
    count = 1
    sheet.append([_cell(sheet, name, header=True) for name, _ in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
        count += 1
    sheet.auto_filter.ref = f"A1:{last}{min(count, _LAST_ROW)}"
    return sheet


def _cell(sheet: Any, value: Any, *, header: bool = False) -> Any:
    """Return a cell; a text that begins with = stays a text."""
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    if isinstance(value, date):
        cell.number_format = _DAY
    cell.font, cell.alignment = (_HEADER if header else _BODY), _TOP
    if header:
        cell.fill = _FILL
    return cell


@contextmanager
def new_workbook(path: Path) -> Iterator[Workbook]:
    """Give a write-only workbook that is saved at the end, whole or not at all.

    StorageError says why it can't be written, before anything is made.
    """
    with writing(path) as file:
        book = Workbook(write_only=True)
        try:
            yield book
        except BaseException:
            for sheet in book.worksheets:
                sheet.close()  # ends the streams that wait for more rows
            raise
        book.save(file)


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Row]) -> None:
    """Write a CSV for Excel (UTF-8 with its mark); a text is never a formula."""
    with writing(path) as file:
        text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow(header)
        writer.writerows([_text(value) for value in row] for row in rows)
        text.detach()


def _text(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_ACTIVE) else text
