"""A web page: its paragraphs and tables, spans opened up."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html

from workflow.errors import InputError
from workflow.reports.reading.lines import Line, tidy
from workflow.reports.reading.text import decode

_BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "title", "td", "th", "section"}
_SKIPPED = {"script", "style", "noscript", "template"}
_BOLD = {"b", "strong"}
_WIDEST, _TALLEST = 60, 200


def read_lines(path: Path) -> list[Line]:
    """Return the lines of an HTML file; only innermost tables are grids, others are layout."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    text = decode(path)
    if not text.strip():
        raise InputError("report.empty_file", path=path)
    root = html.document_fromstring(text.encode(), parser=parser)
    return list(_Page().lines(root))


class _Page:
    """Walks a page; text gathers until a block ends it."""

    def __init__(self) -> None:
        self.gathered: list[str] = []
        self.grids = 0

    def lines(self, root: Any) -> Iterator[Line]:
        yield from self._walk(root)
        yield from self._flush()

    def _walk(self, element: Any) -> Iterator[Line]:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag not in _SKIPPED and tag:
            if tag == "table" and element.find(".//table") is None:
                yield from self._flush()
                yield from self._grid(element)
            else:
                yield from self._inside(element, tag)
        self.gathered.append(element.tail or "")

    def _inside(self, element: Any, tag: str) -> Iterator[Line]:
        if tag in _BLOCKS or tag == "br":
            yield from self._flush()
        mark = "**" if tag in _BOLD and (element.text_content() or "").strip() else ""
        self.gathered.append(mark + (element.text or ""))
        for child in element:
            yield from self._walk(child)
        self.gathered.append(mark)
        if tag in _BLOCKS:
            yield from self._flush()

    def _flush(self) -> Iterator[Line]:
        text = tidy("".join(self.gathered))
        self.gathered = []
        if text:
            yield Line((text,))

    def _grid(self, table: Any) -> Iterator[Line]:
        """Yield a table's rows; a cell that a span covers is None."""
        self.grids += 1
        covered: dict[tuple[int, int], None] = {}
        for y, row in enumerate(table.iter("tr")):
            cells: list[str | None] = []
            for cell in row.iterchildren("td", "th"):
                while (y, len(cells)) in covered:
                    cells.append(None)
                width, height = _span(cell, "colspan", _WIDEST), _span(cell, "rowspan", _TALLEST)
                x = len(cells)
                spanned = ((y + dy, x + dx) for dy in range(height) for dx in range(width))
                covered |= dict.fromkeys(spanned)
                cells += ["".join(cell.text_content().split()), *[None] * (width - 1)]
            while (y, len(cells)) in covered:
                cells.append(None)
            yield Line(tuple(cells), self.grids)


def _span(cell: Any, name: str, most: int) -> int:
    raw = (cell.get(name) or "1").strip()
    return min(max(int(raw), 1), most) if raw.isdecimal() and len(raw) < len("10000") else 1
