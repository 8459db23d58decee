"""The cells beside a label: which of them are the row's values."""

import re
from collections.abc import Sequence
from typing import Any

from workflow.reports.cells import BLANKS, plain, read_cell

_DIGIT = re.compile(r"\d")


def value(text: str | None) -> Any:
    """Return what a cell holds: a number, None where it is empty, else its text."""
    if text is None or not text.strip():
        return None
    cell = read_cell(text)
    return text.strip() if cell.blank or cell.rest else plain(cell.number)


def is_value(text: str | None) -> bool:
    """Tell whether a cell can be a value: a number with or without words, or a mark for none."""
    return text is not None and (text.strip() in BLANKS or bool(_DIGIT.search(text)))


def fit(cells: Sequence[str], wanted: int) -> list[str] | None:
    """Return as many values as the row has columns, or None where it isn't clear which.

    Pasted rows have empty cells around their values, left over from merged ones. They go where
    all wanted values are filled; with fewer, nobody can tell which of them are blank.

    >>> fit(["", "0", "1", ""], 2)
    ['0', '1']
    >>> fit(["", "0", ""], 2)
    """
    if len(cells) == wanted:
        return list(cells)
    filled = [cell for cell in cells if cell.strip()]
    at = next((n for n, cell in enumerate(cells) if cell.strip()), 0)
    run = list(cells[at : at + wanted])
    return run if len(filled) == wanted and all(cell.strip() for cell in run) else None
