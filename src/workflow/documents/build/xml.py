"""WordprocessingML elements, written in the order that the schema demands.

Word refuses or ignores children out of order, so the two property elements are made from keyword
arguments and sorted here; nothing else needs to know the order. Lengths are twips (1/20 pt), font
sizes half points, as the file stores them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from workflow.documents.values import clean

Element = etree._Element  # noqa: SLF001  (lxml has no public name for it)

PARAGRAPH_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "pBdr", "tabs"),
    *("kinsoku", "wordWrap", "snapToGrid", "spacing", "ind", "jc", "outlineLvl", "rPr"),
)
RUN_ORDER = ("rFonts", "b", "bCs", "snapToGrid", "color", "spacing", "sz", "szCs", "lang")


def el(tag: str, *children: Element | None, **attributes: Any) -> Element:
    """Return ``<w:tag>`` with its children (None is left out) and its ``w:`` attributes."""
    made: Element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend([child for child in children if child is not None])
    return made


def _ordered(tag: str, order: Sequence[str], values: Mapping[str, Any]) -> Element:
    unknown = set(values) - set(order)
    if unknown:
        raise ValueError(f"no place in {tag} for {sorted(unknown)}")
    return el(tag, *(_property(name, values[name]) for name in order if name in values))


def _property(name: str, value: Any) -> Element:
    if isinstance(value, etree._Element):  # noqa: SLF001
        return value
    if isinstance(value, Mapping):
        return el(name, **value)
    if value is True:
        return el(name)
    return el(name, val=int(value) if value is False else value)


def ppr(**values: Any) -> Element:
    """Return ``<w:pPr>``: True is a bare element, a mapping its attributes, else ``w:val``."""
    return _ordered("pPr", PARAGRAPH_ORDER, values)


def rpr(**values: Any) -> Element:
    """Return ``<w:rPr>``, with the conventions of ``ppr``."""
    return _ordered("rPr", RUN_ORDER, values)


def borders(tag: str, **sides: Mapping[str, Any]) -> Element:
    """Return a border element (``pBdr``, ``tblBorders``, ``tcBorders``); sides in schema order."""
    order = ("top", "left", "bottom", "right", "insideH", "insideV")
    return el(tag, *(el(side, **sides[side]) for side in order if side in sides))


def line(size: int, color: str = "000000") -> dict[str, Any]:
    """Return the attributes of a single border line; ``size`` in eighths of a point."""
    return {"val": "single", "sz": size, "space": 0, "color": color}


def run(text: str, **properties: Any) -> Element:
    """Return a run in its style's East Asian font; a newline is a line break, a tab a tab.

    What XML can't hold falls away.
    """
    made = el("r", rpr(rFonts={"hint": "eastAsia"}, **properties))
    for index, row in enumerate(clean(text).split("\n")):
        if index:
            made.append(el("br"))
        for place, piece in enumerate(row.split("\t")):
            if place:
                made.append(el("tab"))
            if piece:
                made.append(_text(piece))
    return made


def _text(piece: str) -> Element:
    made = el("t")
    made.text = piece
    if piece.strip() != piece:
        made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def paragraph(style: str, *content: str | Element, **properties: Any) -> Element:
    """Return a paragraph of a style; texts become runs, ``properties`` go over the style's."""
    runs = [run(piece) if isinstance(piece, str) else piece for piece in content]
    return el("p", ppr(pStyle=style, **properties), *runs)


def page_field() -> list[Element]:
    """Return the runs of a PAGE field."""
    instruction = el("instrText")
    instruction.text = "PAGE"
    hint = {"rFonts": {"hint": "eastAsia"}}
    return [
        el("r", rpr(**hint), el("fldChar", fldCharType="begin")),
        el("r", rpr(**hint), instruction),
        el("r", rpr(**hint), el("fldChar", fldCharType="separate")),
        run("1"),
        el("r", rpr(**hint), el("fldChar", fldCharType="end")),
    ]
