"""A .docx as blocks that a page can show at its true proportion: paragraphs, tables, fields.

Only what is seen is read: texts with the style of their paragraph, and which field of the notice
a piece of text comes from (the hidden bookmarks that rendering leaves).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.documents.compile import BOOKMARK
from workflow.documents.package import open_package
from workflow.documents.xml import CHARACTERS, Element, W

MAIN = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text and the field it was filled from (empty: standing text)."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: ``style`` is the id of its style (``GwBody``)."""

    style: str
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """Its text alone."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells, each its lines and how many columns it spans."""

    rows: tuple[tuple[tuple[tuple[Line, ...], int], ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document as it is shown: the head that its first page carries, and its blocks."""

    head: str
    blocks: tuple[Line | Grid, ...]

    @property
    def text(self) -> str:
        """All its text, a line a paragraph."""
        return "\n".join(_texts(self.blocks))


def _texts(blocks: tuple[Line | Grid, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Line):
            yield block.text
        else:
            for row in block.rows:
                for lines, _ in row:
                    yield from (line.text for line in lines)


def read_sheet(content: bytes) -> Sheet:
    """Return a .docx as blocks; InputError where it can't be opened."""
    package = open_package(content)
    body = package.root(MAIN).find(f"{W}body")
    reader = _Reader()
    blocks = tuple(reader.blocks(body)) if body is not None else ()
    heads = (
        _text(package.root(part)) for part in package.stories() if part.startswith("word/header")
    )
    return Sheet(next((head for head in heads if head), ""), blocks)


def _text(root: Element) -> str:
    return "".join(found.text or "" for found in root.iter(f"{W}t")).strip()


class _Reader:
    """Walks a body in order, remembering in which bookmarks it stands."""

    def __init__(self) -> None:
        self.open: dict[str, str] = {}

    def blocks(self, parent: Element) -> Iterator[Line | Grid]:
        for child in parent:
            if child.tag == f"{W}p":
                yield self.line(child)
            elif child.tag == f"{W}tbl":
                yield self.grid(child)
            elif child.tag == f"{W}sdt":
                for inner in child.iter(f"{W}sdtContent"):
                    yield from self.blocks(inner)
            else:
                self.mark(child)

    def line(self, paragraph: Element) -> Line:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        spans: list[Span] = []
        for element in paragraph.iter():
            self.mark(element)
            text = _piece(element)
            field = next(reversed(self.open.values()), "")
            if text and spans and spans[-1].field == field:
                spans[-1] = Span(spans[-1].text + text, field)
            elif text:
                spans.append(Span(text, field))
        return Line(style.get(f"{W}val", "") if style is not None else "", tuple(spans))

    def grid(self, table: Element) -> Grid:
        return Grid(
            tuple(
                tuple(self.cell(cell) for cell in row.iterfind(f"{W}tc"))
                for row in table.iterfind(f"{W}tr")
            )
        )

    def cell(self, cell: Element) -> tuple[tuple[Line, ...], int]:
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        lines = tuple(one for one in self.blocks(cell) if isinstance(one, Line))
        return lines, int(span.get(f"{W}val", "1")) if span is not None else 1

    def mark(self, element: Element) -> None:
        number = element.get(f"{W}id", "")
        if element.tag == f"{W}bookmarkStart":
            name = element.get(f"{W}name", "")
            if name.startswith(BOOKMARK):
                self.open[number] = name.removeprefix(BOOKMARK).partition("_")[2]
        elif element.tag == f"{W}bookmarkEnd":
            self.open.pop(number, None)


def _piece(element: Element) -> str:
    parent = element.getparent()
    if parent is None or parent.tag != f"{W}r":
        return ""
    return (element.text or "") if element.tag == f"{W}t" else CHARACTERS.get(str(element.tag), "")
