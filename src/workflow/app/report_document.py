"""The annual report as a Word file: title, six parts, three tables by the form's own grids.

The document of a form is built once with tags in it and compiled once; a report then only fills
it. What the tags take is ``report_fields``. Layout: documents.md, 8 (GB/T 9704-2012, portrait, no
red head, no signature, one table a page).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from workflow.documents.build import page, styles
from workflow.documents.build.document import Properties, build
from workflow.documents.build.tables import Cell, Row, table
from workflow.documents.build.xml import Element, paragraph, run
from workflow.documents.compile import CompiledTemplate, compile_template
from workflow.documents.values import Xml
from workflow.forms import Form, form_named
from workflow.forms.grid import Grid, GridCell, grids
from workflow.reports.cells import plain, read_cell
from workflow.reports.model import Report
from workflow.reports.wording import Section, sections, title_lines

#: Column widths in twips (documents.md, 8); each adds up to the type area of 8845.
_WIDTHS = {
    "proactive": (2835, 2003, 2003, 2004),
    "received": (567, 1021, 2840, *(631,) * 7),
    "appeals": (*(589,) * 14, 599),
}
_MARGINS = {"proactive": 85, "received": 45, "appeals": 45}
#: Heights of head rows and number rows, by form; table 2 must end on its page.
_HEIGHTS = {
    "2019": {"received": ((380, 380, 850), 420)},
    "2021": {"received": ((312, 312, 850), 335)},
}
_PLAIN_HEIGHTS = {"proactive": ((), 397), "appeals": ((397, 397, 680), 454)}
#: Digits → size in half points: up to 4 digits at 10.5 pt, 5 at 9 pt, 6 and more at 7.5 pt.
_SIZES = ((5, 18), (6, 15))
_WIDE_COLUMN = 1500
_LONG_TOKEN = re.compile(r"[A-Za-z0-9@:/._\-—]{12,}")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def report_docx(report: Report, created: date) -> bytes:
    """Return the report as a .docx on its form; ``created`` is its date."""
    form = report.printed_form
    title = "".join(title_lines(report))
    fields = report_fields(report, form)
    return template_of(form.key).render(fields, title=title, creator=report.body, created=created)


@cache
def template_of(key: str) -> CompiledTemplate:
    """Return the form's compiled template."""
    return compile_template(template_docx(key))


def template_docx(key: str) -> bytes:
    """Return a form's document with its tags, as a Word file that can be opened and changed."""
    form = form_named(key)
    tables = grids(form)
    body = [
        paragraph(styles.TITLE, "{{ body }}", spacing=_before(0)),
        paragraph(styles.TITLE, "{{ title }}", spacing=_before(0, after=page.LINE)),
        *_written("preface"),
        _heading(form, 1),
        *_overview(),
        _heading(form, 2, keep=True),
        _table(form, tables["proactive"]),
        _heading(form, 3, page_break=True),
        _table(form, tables["received"]),
        _heading(form, 4, keep=True),
        _table(form, tables["appeals"]),
        _heading(form, 5, after_table=True),
        *_written("problems"),
        _heading(form, 6),
        *_written("matters"),
    ]
    return build(body, Properties(title=f"{form.key}年格式"))


def report_fields(report: Report, form: Form) -> dict[str, Any]:
    """Return what the form's document takes: words by section, numbers by table, row, column.

    Blank cells are printed as 0, numbers with words as the number.
    """
    body, title = title_lines(report)
    parts = sections(report, form)
    return {
        "body": body,
        "title": title,
        "preface": _paragraphs(parts.preface),
        "overview": [_section(section) for section in parts.overview],
        "problems": _paragraphs(parts.problems),
        "matters": _paragraphs(parts.matters),
        **{name: _numbers(report, form, grid) for name, grid in grids(form).items()},
    }


def _numbers(report: Report, form: Form, grid: Grid) -> Mapping[str, str]:
    """Return a table's numbers by row and column in one name: ``granted_natural``."""
    cells = report.table(grid.table)
    return {
        f"{row}_{column}": _sized(_digits(cells.get(row, {}).get(column)), grid)
        for row, columns in form.cells_of(grid.table).items()
        for column in columns
    }


def _digits(raw: Any) -> str:
    return str(raw) if type(raw) is int else str(plain(read_cell(raw).number))


def _sized(digits: str, grid: Grid) -> str:
    """Return a number in the size that keeps it on one line of a narrow column."""
    if len(digits) < _SIZES[0][0] or grid.table == "proactive":
        return digits
    size = next(size for least, size in reversed(_SIZES) if len(digits) >= least)
    properties = f'<w:rFonts w:hint="eastAsia"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    return Xml(f"</w:t></w:r><w:r><w:rPr>{properties}</w:rPr><w:t>{digits}")


def _section(section: Section) -> dict[str, Any]:
    return {"title": section.title, "paragraphs": _paragraphs(section.paragraphs)}


def _paragraphs(texts: Sequence[str]) -> list[dict[str, Any]]:
    """Return paragraphs as runs; ``**`` marks bold ones, a long address isn't justified."""
    return [{"address": bool(_LONG_TOKEN.search(t)), "pieces": [*_pieces(t)]} for t in texts]


def _pieces(text: str) -> Iterator[dict[str, Any]]:
    for n, piece in enumerate(_BOLD.split(text)):
        if piece:
            yield {"bold": bool(n % 2), "text": piece}


def _before(twips: int, after: int = 0) -> dict[str, int]:
    return {"before": twips, "after": after}


def _heading(
    form: Form,
    part: int,
    *,
    keep: bool = False,
    page_break: bool = False,
    after_table: bool = False,
) -> Element:
    """Return the heading of a part, with room to a table below or above it."""
    more: dict[str, Any] = {}
    if keep or page_break:
        more["spacing"] = {"after": 113}
    if after_table:
        more["spacing"] = {"before": 170}
    if page_break:
        more["pageBreakBefore"] = True
    return paragraph(
        styles.HEADING_1, f"{'一二三四五六'[part - 1]}、{form.parts[part - 1]}", **more
    )


def _written(name: str) -> list[Element]:
    """Return a loop over the paragraphs of a part."""
    return [
        paragraph(styles.BODY, f"{{%p for paragraph in {name} %}}"),
        paragraph(styles.BODY, "{%p if paragraph.address %}"),
        paragraph(styles.ADDRESS, *_runs()),
        paragraph(styles.BODY, "{%p else %}"),
        paragraph(styles.BODY, *_runs()),
        paragraph(styles.BODY, "{%p endif %}"),
        paragraph(styles.BODY, "{%p endfor %}"),
    ]


def _overview() -> list[Element]:
    """Return a loop over the sections of part 一; a section without a title has no heading."""
    return [
        paragraph(styles.BODY, "{%p for section in overview %}"),
        paragraph(styles.BODY, "{%p if section.title %}"),
        paragraph(styles.HEADING_2, "{{ section.title }}"),
        paragraph(styles.BODY, "{%p endif %}"),
        *_written("section.paragraphs"),
        paragraph(styles.BODY, "{%p endfor %}"),
    ]


def _runs() -> list[Element]:
    return [
        run("{% for piece in paragraph.pieces %}{% if piece.bold %}"),
        run("{{ piece.text }}", b=True),
        run("{% else %}"),
        run("{{ piece.text }}"),
        run("{% endif %}{% endfor %}"),
    ]


def _table(form: Form, grid: Grid) -> Element:
    heads, height = _HEIGHTS[form.key].get(grid.table) or _PLAIN_HEIGHTS[grid.table]
    places = {(cell.y, cell.x): cell for cell in grid.cells}
    covering = {(cell.y + dy, cell.x): cell for cell in grid.cells for dy in range(1, cell.height)}
    rows = []
    for y in range(grid.height):
        is_head = y < grid.head_rows
        keep = y < grid.height - 1 and grid.table != "received"
        cells = tuple(_row_cells(places, covering, y, grid, keep=keep))
        rows.append(Row(cells, heads[y] if is_head else height, header=is_head))
    return table(_WIDTHS[grid.table], rows, side_margin=_MARGINS[grid.table])


def _row_cells(
    places: Mapping[tuple[int, int], GridCell],
    covering: Mapping[tuple[int, int], GridCell],
    y: int,
    grid: Grid,
    *,
    keep: bool,
) -> Iterator[Cell]:
    """Yield the cells of a row from the left; what a cell above covers continues it."""
    x = 0
    while x < grid.width:
        above = covering.get((y, x))
        cell = above or places[y, x]
        merge = "continue" if above else "restart" if cell.height > 1 else None
        content = () if above else (_content(cell, grid, keep=keep),)
        yield Cell(content, cell.width, merge)
        x += cell.width


def _content(cell: GridCell, grid: Grid, *, keep: bool) -> Element:
    kept: dict[str, Any] = {"keepNext": True} if keep else {}
    if cell.field:
        row, column = cell.field
        tag = f"{{{{ {grid.table}.{row}_{column} }}}}"
        return paragraph(styles.TABLE_CENTRED, tag, **kept)
    style = {"corner": styles.TABLE_NOTE, "label": styles.TABLE_TEXT}
    return paragraph(style.get(cell.kind, styles.TABLE_CENTRED), _broken(cell, grid), **kept)


def _broken(cell: GridCell, grid: Grid) -> str:
    """Return a label with its line breaks: wrapping never decides where a head is broken."""
    if cell.kind == "corner":
        return cell.text.replace("之和，", "之和，\n")
    if cell.kind != "head":
        return cell.text
    if cell.text.startswith("（") or (cell.height > 1 and "、" in cell.text):
        return re.sub(r"^（.）", r"\g<0>\n", cell.text)
    width = sum(_WIDTHS[grid.table][cell.x : cell.x + cell.width])
    if width > _WIDE_COLUMN or len(cell.text) <= len("自然人"):
        return cell.text
    return "\n".join(re.findall("..?", cell.text))
