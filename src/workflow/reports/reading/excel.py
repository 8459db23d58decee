"""An Excel file: every row of every sheet, merged cells opened up."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workflow.errors import InputError, why_unreadable
from workflow.reports.reading.lines import Line
from workflow.reports.reading.word import LARGEST_PART

_MOST_ROWS = 5_000
_WIDEST = 60


def read_lines(path: Path) -> list[Line]:
    """Return the lines of an .xlsx, formulas by their stored value; a sheet is a grid."""
    from openpyxl import load_workbook  # noqa: PLC0415  (slow to import, and rarely needed)

    try:
        _refuse_bomb(path)
        with path.open("rb") as file:  # ours to close, whatever is in it
            book = load_workbook(file, data_only=True)
    except InputError:
        raise
    except FileNotFoundError as error:
        raise InputError("error.file_missing", path=path) from error
    except (PermissionError, IsADirectoryError) as error:
        raise InputError("error.file_unreadable", path=path, what=why_unreadable(error)) from error
    except Exception as error:  # openpyxl lets out whatever a broken file makes it meet
        raise InputError("report.broken_file", path=path) from error
    return [line for n, sheet in enumerate(book.worksheets, 1) for line in _sheet(sheet, n)]


def _refuse_bomb(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST_PART:
            raise InputError("report.too_large", path=path)


def _sheet(sheet: Any, number: int) -> Iterator[Line]:
    covered = {
        (row, column)
        for merged in sheet.merged_cells.ranges
        for row in range(merged.min_row, min(merged.max_row, _MOST_ROWS) + 1)
        for column in range(merged.min_col, min(merged.max_col, _WIDEST) + 1)
        if (row, column) != (merged.min_row, merged.min_col)
    }
    width = min(sheet.max_column, _WIDEST)
    for row in sheet.iter_rows(max_row=min(sheet.max_row, _MOST_ROWS), max_col=width):
        cells = [None if (cell.row, cell.column) in covered else _text(cell.value) for cell in row]
        if any(cells):
            yield Line(tuple(cells), number)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
