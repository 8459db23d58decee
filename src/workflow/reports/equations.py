"""The equations of a form, run on the rows that are there (law.md 4.5)."""

from collections.abc import Iterator, Sequence
from functools import cache

from workflow.forms import Equation, Form, all_forms
from workflow.messages import say
from workflow.reports.cells import Number
from workflow.reports.findings import Finding, Place
from workflow.reports.layouts import Row
from workflow.reports.numbers import Numbers


def broken_equations(form: Form, table: str, numbers: Numbers) -> Iterator[Finding]:
    """Yield a finding for every column or row of a table whose equation doesn't hold."""
    for equation in form.equations:
        if equation.table != table:
            continue
        if equation.along == "column":
            yield from _along_columns(form, equation, numbers)
        else:
            yield from _along_rows(form, equation, numbers)


def _along_columns(form: Form, equation: Equation, numbers: Numbers) -> Iterator[Finding]:
    """Run an equation between rows; it needs the rows of its total, and all of a short sum.

    A sum over results takes in the results that only the other form has: it runs on the rows
    that are there.
    """
    grid = numbers.grid
    parts = [grid[row] for row in _parts(equation) if row in grid]
    totals = [grid[row] for row in equation.total if row in grid]
    whole = len(parts) == len(equation.parts) or equation.rule == "results_sum"
    if not parts or not whole or len(totals) < len(equation.total):
        return
    expected, found = _added(parts), _added(totals)
    if expected == found:
        return
    columns = numbers.columns[equation.total[0]]
    for column, wanted, there in zip(columns, expected, found, strict=True):
        if wanted != there:
            row = equation.total[0] if len(equation.total) == 1 else None
            yield _finding(Place(form, equation.table, row, column), equation, numbers, wanted)


def _added(rows: Sequence[Row]) -> Row:
    return rows[0] if len(rows) == 1 else tuple(map(sum, zip(*rows, strict=True)))


def _along_rows(form: Form, equation: Equation, numbers: Numbers) -> Iterator[Finding]:
    """Run an equation inside every row: its total is the last column."""
    for row, cells in numbers.grid.items():
        if sum(cells) != 2 * cells[-1]:
            place = Place(form, equation.table, row, equation.total[0])
            yield _finding(place, equation, numbers, sum(cells[:-1]))


def _finding(place: Place, equation: Equation, numbers: Numbers, expected: Number) -> Finding:
    """Say both sides with their parts, and how many of them are blank and were read as 0."""
    keys = (*equation.parts, *equation.total)
    if equation.along == "row":
        cells = [(place.row or "", key) for key in keys]
    else:
        cells = [(key, place.column or "") for key in keys if key in numbers.grid]
    side = [numbers.get(row, column) for row, column in cells]
    totals = len(equation.total)
    found = sum(side[-totals:])
    return place.find(
        equation.rule,
        expected,
        found,
        difference=abs(expected - found),
        parts="＋".join(str(part) for part in side[:-totals] if part) or "0",
        side=side,
        note=_note(cells, numbers),
    )


def _note(cells: Sequence[tuple[str, str]], numbers: Numbers) -> str:
    """Say what was blank: the total itself (the last cell), or how many cells of the sum."""
    if cells[-1] in numbers.blank:
        return say("report.total_read_as_zero")
    blank = sum(cell in numbers.blank for cell in cells)
    return say("report.read_as_zero", count=blank) if blank else ""


@cache
def _parts(equation: Equation) -> tuple[str, ...]:
    """Return an equation's parts; for the sum of results also those of the other forms."""
    if equation.rule != "results_sum":
        return equation.parts
    others = (row for form in all_forms().values() for row in form.results)
    return tuple(dict.fromkeys((*equation.parts, *others)))
