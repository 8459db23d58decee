"""The printed tables of a form as grids: which cell covers which places.

Word files, Excel files and pages are all drawn from these, so that merged cells are the same
everywhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from workflow.forms.form import AppealGroup, Clause, Form, Row

Kind = Literal["corner", "head", "clause", "label", "number"]

_LABELS = 3
_PROACTIVE_WIDTH = 4
INFORMATION = "信息内容"
APPLICANTS = "申请人情况"
ORGANISATIONS = "法人或其他组织"


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell with its upper left place and its size; a number says whose it is by keys."""

    y: int
    x: int
    height: int
    width: int
    kind: Kind
    text: str = ""
    field: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a form: its cells in reading order, and its size in places."""

    table: str
    cells: tuple[GridCell, ...]
    height: int
    width: int
    head_rows: int


def grids(form: Form) -> dict[str, Grid]:
    """Return the three tables of a form by name, in the order of its parts."""
    return {
        "proactive": _proactive(form),
        "received": _received(form),
        "appeals": _appeals(form),
    }


def _received(form: Form) -> Grid:
    """Lay table 2 out: three columns of labels, seven of numbers, three rows of heads."""
    head_rows = 3
    cells = [*_received_heads(form)]
    for y, row in enumerate(form.rows, head_rows):
        cells += _labels(form, row, y)
        for x, column in enumerate(form.columns, _LABELS):
            cells.append(GridCell(y, x, 1, 1, "number", field=(row.key, column.key)))
    height, width = head_rows + len(form.rows), _LABELS + len(form.columns)
    return Grid("received", tuple(cells), height, width, head_rows)


def _received_heads(form: Form) -> Iterator[GridCell]:
    grouped = [column for column in form.columns if column.group]
    classes = len(form.columns) - 1
    yield GridCell(0, 0, 3, _LABELS, "corner", form.corner)
    yield GridCell(0, _LABELS, 1, classes, "head", APPLICANTS)
    for x, column in enumerate(form.columns, _LABELS):
        if column.group:
            yield GridCell(2, x, 1, 1, "head", column.label)
        elif column.key == "total":
            yield GridCell(0, x, 3, 1, "head", column.label)
        else:
            yield GridCell(1, x, 2, 1, "head", column.label)
    yield GridCell(1, _LABELS + classes - len(grouped), 1, len(grouped), "head", ORGANISATIONS)


def _labels(form: Form, row: Row, y: int) -> Iterator[GridCell]:
    """Yield the labels of a row; the first row of a section or group carries the merged cell."""
    if row.section is None:
        yield GridCell(y, 0, 1, _LABELS, "label", row.label)
        return
    same = [other for other in form.rows if other.section == row.section]
    if same[0] is row:
        yield GridCell(y, 0, len(same), 1, "head", row.section)
    if row.group is None:
        yield GridCell(y, 1, 1, 2, "label", row.label)
        return
    grouped = [other for other in same if other.group == row.group]
    if grouped[0] is row:
        yield GridCell(y, 1, len(grouped), 1, "head", row.group)
    yield GridCell(y, 2, 1, 1, "label", row.label)


def _proactive(form: Form) -> Grid:
    """Lay table 1 out: a block a clause; the last column of a block fills the width."""
    cells: list[GridCell] = []
    y = 0
    for clause in form.clauses:
        cells += _clause(clause, y)
        y += 2 + len(clause.rows)
    return Grid("proactive", tuple(cells), y, _PROACTIVE_WIDTH, 0)


def _clause(clause: Clause, y: int) -> Iterator[GridCell]:
    last = _PROACTIVE_WIDTH - len(clause.columns)
    widths = [1] * (len(clause.columns) - 1) + [last]
    yield GridCell(y, 0, 1, _PROACTIVE_WIDTH, "clause", clause.clause)
    yield GridCell(y + 1, 0, 1, 1, "clause", INFORMATION)
    for x, (column, width) in enumerate(zip(clause.columns, widths, strict=True), 1):
        yield GridCell(y + 1, x, 1, width, "clause", column.label)
    for at, row in enumerate(clause.rows, y + 2):
        yield GridCell(at, 0, 1, 1, "label", row.label)
        for x, (column, width) in enumerate(zip(clause.columns, widths, strict=True), 1):
            yield GridCell(at, x, 1, width, "number", field=(row.key, column.key))


def _appeals(form: Form) -> Grid:
    """Lay table 3 out: three groups of five columns, three rows of heads, one of numbers."""
    five = len(form.appeal_columns)
    cells = [*_appeal_heads(form.appeal_groups, five)]
    for n, group in enumerate(form.appeal_groups):
        for x, column in enumerate(form.appeal_columns, n * five):
            cells.append(GridCell(2, x, 1, 1, "head", column.label))
            cells.append(GridCell(3, x, 1, 1, "number", field=(group.key, column.key)))
    return Grid("appeals", tuple(cells), 4, five * len(form.appeal_groups), 3)


def _appeal_heads(groups: Sequence[AppealGroup], five: int) -> Iterator[GridCell]:
    x = 0
    for name, members in groupby(groups, key=lambda group: group.group):
        inside = list(members)
        if name:
            yield GridCell(0, x, 1, five * len(inside), "head", name)
        for group in inside:
            yield GridCell(1 if name else 0, x, 1 if name else 2, five, "head", group.label)
            x += five
