"""The list of bad rows: an .xlsx that can be corrected and fed again."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from workflow.ledger import columns as col
from workflow.ledger.problems import BadRow
from workflow.ledger.workbook import add_sheet, new_workbook, write_csv

_HINTS = ((col.HINT_ROW, 16), (col.HINT_COLUMN, 20), (col.HINT_MEND, 60))
_WIDTH = 16


def write_bad_rows(rows: Sequence[BadRow], path: Path) -> None:
    """Write the bad rows as they were, each with its place, its columns and the mend before it.

    The first three columns are passed over when the file is fed again. A .csv holds no appeals'
    sheet: they follow in a file of their own beside it.
    """
    requests = [row for row in rows if not row.appeal]
    appeals = [row for row in rows if row.appeal]
    if path.suffix.lower() == ".csv":
        _write_csv(path, requests, col.REQUESTS)
        if appeals:
            _write_csv(path.with_stem(f"{path.stem}-{col.APPEALS_SHEET}"), appeals, col.APPEALS)
        return
    with new_workbook(path) as book:
        header = _header(requests, col.REQUESTS)
        add_sheet(book, "台账", header, _cells(requests, header))
        if appeals:
            header = _header(appeals, col.APPEALS)
            add_sheet(book, col.APPEALS_SHEET, header, _cells(appeals, header))


def _write_csv(path: Path, rows: Sequence[BadRow], columns: tuple[col.Column, ...]) -> None:
    header = _header(rows, columns)
    write_csv(path, [name for name, _ in header], _cells(rows, header))


def _header(rows: Sequence[BadRow], columns: tuple[col.Column, ...]) -> list[tuple[str, int]]:
    own = [(column.label, column.width) for column in columns]
    known = {label for label, _ in own}
    extra = dict.fromkeys(name for row in rows for name in row.cells if name not in known)
    return [*_HINTS, *own, *((name, _WIDTH) for name in extra)]


def _cells(rows: Sequence[BadRow], header: Sequence[tuple[str, int]]) -> Iterator[list[Any]]:
    names = [name for name, _ in header[len(_HINTS) :]]
    for row in rows:
        problems = row.problems
        where = "、".join(dict.fromkeys(problem.column for problem in problems))
        mend = "\n".join(f"{problem.column}：{problem.reason.message}" for problem in problems)
        yield [str(row.place), where, mend, *(row.cells.get(name) for name in names)]
