"""The annual report as an Excel file: words on the first sheet, one sheet a table."""

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from workflow.forms.grid import Grid, grids
from workflow.reports.cells import plain, read_cell
from workflow.reports.model import Report
from workflow.reports.wording import Section, sections, title_lines

_LINE = Side(style="thin")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_FONT = Font(name="宋体", size=10.5)
_WIDTHS = {"proactive": (34, 20, 20, 20), "received": (8, 14, 40), "appeals": ()}
_NUMBER_WIDTH = 9
_TEXT_WIDTH = 100
_SHEETS = {"proactive": "表一 主动公开", "received": "表二 申请", "appeals": "表三 复议诉讼"}


def report_xlsx(report: Report) -> bytes:
    """Return the report as an .xlsx; texts are never formulas."""
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "报告"
    first.column_dimensions["A"].width = _TEXT_WIDTH
    for y, text in enumerate(_words(report), 1):
        put(first, y, 1, text, _LEFT, bordered=False)
    for name, grid in grids(report.printed_form).items():
        _draw(book.create_sheet(_SHEETS[name]), grid, report)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Return a workbook's file."""
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def put(
    sheet: Any, y: int, x: int, value: Any, alignment: Alignment, *, bordered: bool = True
) -> None:
    """Write a cell; a text that begins with = stays a text, what XML can't hold falls away."""
    text = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    cell = sheet.cell(y, x, text)
    if isinstance(value, str):
        cell.data_type = "s"
    cell.alignment, cell.font = alignment, _FONT
    if bordered:
        cell.border = _BORDER


def _words(report: Report) -> Iterable[str]:
    """Yield the paragraphs in the report's order; tables stand on their own sheets."""
    form = report.printed_form
    parts = sections(report, form)
    yield from title_lines(report)
    yield from parts.preface
    yield f"一、{form.parts[0]}"
    for section in parts.overview:
        yield from _section(section)
    yield f"五、{form.parts[4]}"
    yield from parts.problems
    yield f"六、{form.parts[5]}"
    yield from parts.matters


def _section(section: Section) -> Iterable[str]:
    if section.title:
        yield section.title
    yield from section.paragraphs


def _draw(sheet: Any, grid: Grid, report: Report) -> None:
    """Draw a table under its part's heading, merged as the form prints it."""
    form = report.printed_form
    part = ("proactive", "received", "appeals").index(grid.table) + 1
    put(sheet, 1, 1, f"{'一二三四五六'[part]}、{form.parts[part]}", _LEFT, bordered=False)
    table = report.table(grid.table)
    for cell in grid.cells:
        value: Any = cell.text
        if cell.field:
            row, column = cell.field
            value = plain(read_cell(table.get(row, {}).get(column)).number)
        y, x = cell.y + 2, cell.x + 1
        put(sheet, y, x, value, _LEFT if cell.kind == "label" else _CENTRED)
        if cell.height > 1 or cell.width > 1:
            last_y, last_x = y + cell.height - 1, x + cell.width - 1
            sheet.merge_cells(start_row=y, start_column=x, end_row=last_y, end_column=last_x)
    for x in range(grid.width):
        widths = _WIDTHS[grid.table]
        width = widths[x] if x < len(widths) else _NUMBER_WIDTH
        sheet.column_dimensions[get_column_letter(x + 1)].width = width
