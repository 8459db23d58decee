"""Tables and forms: fixed layout over the whole type area, black single lines, rows kept whole.

Widths are twips and add up to the type area; ``w:tblGrid`` and the cells agree, so that no
program has to guess.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workflow.documents.build.page import TEXT_WIDTH
from workflow.documents.build.xml import Element, borders, el, line

OUTER, INNER = line(8), line(4)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell over ``span`` columns; ``merge``: ``restart`` or ``continue`` of a vertical one."""

    content: tuple[Element, ...] = ()
    span: int = 1
    merge: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row at least ``height`` twips high; a ``header`` row is repeated on every page."""

    cells: tuple[Cell, ...]
    height: int = 397
    header: bool = False


def table(
    columns: Sequence[int],
    rows: Iterable[Row | Element],
    side_margin: int = 85,
    upright_margin: int = 17,
    width: int = TEXT_WIDTH,
) -> Element:
    """Return a table; ``columns`` are widths in twips, an Element stands for a row made elsewhere.

    The margins are those within each cell, left and right, above and below; ``width`` is that of
    the type area.

    Raises ValueError where the widths don't add up to the type area or a row's spans to its grid.
    """
    if sum(columns) != width:
        raise ValueError(f"columns add up to {sum(columns)}, not {width}")
    grid = el("tblGrid", *(el("gridCol", w=width) for width in columns))
    made = [row if not isinstance(row, Row) else _row(row, columns) for row in rows]
    return el("tbl", _properties(side_margin, upright_margin, width), grid, *made)


def _properties(side: int, upright: int, width: int) -> Element:
    edges = dict.fromkeys(("top", "left", "bottom", "right"), OUTER)
    inside = dict.fromkeys(("insideH", "insideV"), INNER)
    margins = {"top": upright, "left": side, "bottom": upright, "right": side}
    return el(
        "tblPr",
        el("tblW", w=width, type="dxa"),
        el("jc", val="center"),
        borders("tblBorders", **edges, **inside),
        el("tblLayout", type="fixed"),
        el("tblCellMar", *(el(edge, w=inner, type="dxa") for edge, inner in margins.items())),
    )


def _row(row: Row, columns: Sequence[int]) -> Element:
    if sum(cell.span for cell in row.cells) != len(columns):
        raise ValueError(f"a row spans {sum(c.span for c in row.cells)} of {len(columns)} columns")
    properties = el(
        "trPr",
        el("cantSplit"),
        el("trHeight", val=row.height, hRule="atLeast"),
        el("tblHeader") if row.header else None,
    )
    cells, start = [], 0
    for cell in row.cells:
        cells.append(_cell(cell, sum(columns[start : start + cell.span])))
        start += cell.span
    return el("tr", properties, *cells)


def _cell(cell: Cell, width: int) -> Element:
    properties = el(
        "tcPr",
        el("tcW", w=width, type="dxa"),
        el("gridSpan", val=cell.span) if cell.span > 1 else None,
        el("vMerge", val=cell.merge) if cell.merge else None,
        el("vAlign", val="center"),
    )
    return el("tc", properties, *(cell.content or (el("p"),)))
