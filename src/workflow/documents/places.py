"""Where in a document something stands, as a person would find it on the page."""

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.documents.xml import Element, W, nearest, text_of
from workflow.messages import say

_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph with its sentence of place: ``第3段：“现答复如下……”``."""

    paragraph: Element
    name: str
    text: str

    def __str__(self) -> str:
        """Return the place with the beginning of its text."""
        text = " ".join(self.text.split())
        shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "……"
        return say("docx.place", name=self.name, text=shown)


def places(root: Element) -> Iterator[Place]:
    """Yield every paragraph of a part with its place; empty paragraphs are not counted.

    A paragraph of the body is counted among those of the body (``第3段``), one of a table by
    table, row and cell, the others by what they stand in (``页眉第1段``).
    """
    counts: dict[str, int] = {}
    tables = {table: number for number, table in enumerate(root.iter(f"{W}tbl"), 1)}
    story = _story(root)
    for paragraph in root.iter(f"{W}p"):
        text = text_of(paragraph)
        where = say("docx.in_box") if nearest(paragraph, "txbxContent") is not None else story
        cell = nearest(paragraph, "tc")
        if cell is not None:
            yield Place(paragraph, where + _cell_name(cell, tables), text)
            continue
        counts[where] = counts.get(where, 0) + bool(text.strip())
        number = max(counts[where], 1)
        yield Place(paragraph, where + say("docx.nth_paragraph", number=number), text)


def _story(root: Element) -> str:
    names = {"hdr": "docx.in_header", "ftr": "docx.in_footer"}
    names |= {"footnotes": "docx.in_notes", "endnotes": "docx.in_notes"}
    code = names.get(str(root.tag).removeprefix(W))
    return say(code) if code else ""


def _cell_name(cell: Element, tables: dict[Element, int]) -> str:
    row, table = nearest(cell, "tr"), nearest(cell, "tbl")
    if row is None or table is None:
        return ""
    return say(
        "docx.nth_cell",
        table=tables[table],
        row=list(table.iter(f"{W}tr")).index(row) + 1,
        cell=list(row.iter(f"{W}tc")).index(cell) + 1,
    )
