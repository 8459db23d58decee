"""The report's tables as rows of cells on the form's own grid, with findings and links."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.forms import Form
from workflow.forms.grid import GridCell, grids
from workflow.messages import say
from workflow.reports.cells import plain, read_cell
from workflow.reports.findings import Checked, Finding
from workflow.reports.model import Report

#: Part of the report → its table.
TABLES = {2: "proactive", 3: "received", 4: "appeals"}
PARTS = range(1, 7)
STRONG = ("new_received", "carried_in", "total_handled", "carried_out")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A finding with the number that stands beside its cell, and the part that it is in."""

    number: int
    finding: Finding
    must: bool
    part: int


def numbered(checked: Checked) -> tuple[Numbered, ...]:
    """Return the findings as the page numbers them: what must be changed first."""
    both = [(one, True) for one in checked.violations]
    both += [(one, False) for one in checked.warnings]
    return tuple(
        Numbered(number, one, must, part_of(one)) for number, (one, must) in enumerate(both, 1)
    )


def part_of(finding: Finding) -> int:
    """Return the part of the report that a finding is in."""
    return next((part for part, table in TABLES.items() if table == finding.table), 1)


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as it is drawn: a head, a label, or a number with what belongs to it."""

    cell: GridCell
    looks: str
    value: str = ""
    before: str = ""
    spoken: str = ""
    finding: Numbered | None = None
    opened: bool = False


def rows(
    report: Report,
    form: Form,
    table: str,
    findings: tuple[Numbered, ...],
    opened: tuple[str, str] | None,
    before: Mapping[tuple[str, str, str], tuple[Any, Any]],
) -> list[list[Shown]]:
    """Return a table's rows of cells; ``opened`` is the cell whose cases are shown."""
    grid = grids(form)[table]
    found: list[list[Shown]] = [[] for _ in range(grid.height)]
    for cell in sorted(grid.cells, key=lambda one: (one.y, one.x)):
        found[cell.y].append(_shown(report, form, table, cell, findings, opened, before))
    return found


def _shown(
    report: Report,
    form: Form,
    table: str,
    cell: GridCell,
    findings: tuple[Numbered, ...],
    opened: tuple[str, str] | None,
    before: Mapping[tuple[str, str, str], tuple[Any, Any]],
) -> Shown:
    if cell.field is None:
        return Shown(cell, _head_looks(form, table, cell))
    row, column = cell.field
    raw = report.table(table).get(row, {}).get(column)
    typed = isinstance(raw, str) and table == "proactive"
    value = str(raw) if typed else str(plain(read_cell(raw).number))
    finding = next((one for one in findings if _is_here(one.finding, table, row, column)), None)
    last = before.get((table, row, column), (None, None))[1]
    return Shown(
        cell,
        " ".join(_looks(value, column, finding, is_open=opened == cell.field)),
        value,
        "" if last is None else str(last),
        say(
            "web_report.cell",
            row=form.row_label(table, row),
            column=form.column_label(table, row, column),
            n=value,
        ),
        finding,
        opened == cell.field,
    )


def _head_looks(form: Form, table: str, cell: GridCell) -> str:
    if cell.kind != "label":
        return "head"
    row = form.rows[cell.y - grids(form)[table].head_rows].key if table == "received" else ""
    return "label strong" if row in STRONG else "label"


def _is_here(finding: Finding, table: str, row: str, column: str) -> bool:
    return (finding.table, finding.row, finding.column) == (table, row, column)


def _looks(value: str, column: str, finding: Numbered | None, *, is_open: bool) -> Iterator[str]:
    yield "number"
    if value == "0":
        yield "zero"
    if column == "total":
        yield "total"
    if finding and finding.must:
        yield "found"
    if is_open:
        yield "opened"


def typed_table(form: Form, typed: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return table 1 as it was typed (``row.column`` fields): numbers where they are numbers."""
    found: dict[str, dict[str, Any]] = {}
    for row, columns in form.cells_of("proactive").items():
        for column in columns:
            text = typed.get(f"{row}.{column}", "").strip()
            if text:
                found.setdefault(row, {})[column] = int(text) if text.isdecimal() else text
    return found
