"""Reading a document back: what its fields say now, after somebody worked on it by hand.

Every value outside loops stands in a hidden bookmark that names its field; Word, WPS and
LibreOffice carry it along when the value is edited. Where it was lost (a paragraph typed anew)
the value is found by the shape of its paragraph in the document as it was made.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflow.documents.compile import BOOKMARK
from workflow.documents.package import Package, open_package
from workflow.documents.xml import CHARACTERS, Element, W, nearest, text_of


@dataclass(frozen=True, slots=True)
class Shape:
    """A paragraph as standing texts and fields in turn: texts[0] fields[0] texts[1] …."""

    texts: tuple[str, ...]
    fields: tuple[str, ...]

    def read(self, text: str) -> Mapping[str, str] | None:
        """Return the values of the fields in a paragraph of this shape, None for another one."""
        pieces = [re.escape(standing) for standing in self.texts]
        found = re.fullmatch("(.*?)".join(pieces), text, re.DOTALL)
        return dict(zip(self.fields, found.groups(), strict=True)) if found else None


def read_back(document: bytes, made: bytes | None = None) -> dict[str, tuple[str, ...]]:
    """Return every text that each field has in the document, in reading order.

    ``made`` is the document as it was before anybody edited it. A field that stands at several
    places has several texts; one whose value can't be found any more is left out. Raises
    InputError where a document can't be opened.
    """
    package = open_package(document)
    found: dict[str, list[str]] = {}
    for name, text in _bookmarked(package):
        found.setdefault(name, []).append(text)
    for name, text in _shaped(made, package) if made else ():
        if name not in found:
            found[name] = [text]
    return {name: tuple(texts) for name, texts in found.items()}


def text_lines(package: Package) -> Iterator[str]:
    """Yield the text of every paragraph with text, part by part."""
    for part in package.stories():
        for paragraph in package.root(part).iter(f"{W}p"):
            if text := text_of(paragraph):
                yield text


@dataclass(slots=True)
class _Range:
    """A bookmark of ours that is open while a part is read."""

    field: str
    pieces: list[str] = dataclasses.field(default_factory=list)


def _bookmarked(package: Package) -> Iterator[tuple[str, str]]:
    for part in package.stories():
        yield from _ranges(package.root(part))


def _ranges(root: Element) -> Iterator[tuple[str, str]]:
    """Yield field and text of each of our bookmarks; a new paragraph in it is a newline."""
    ranges: dict[str, _Range] = {}
    for element in root.iter():
        number = element.get(f"{W}id", "")
        if name := _begins(element):
            ranges[number] = _Range(name)
        elif element.tag == f"{W}bookmarkEnd" and number in ranges:
            ended = ranges.pop(number)
            yield ended.field, "".join(ended.pieces)
        elif ranges and (piece := _piece(element)):
            for each in ranges.values():
                each.pieces.append(piece)


def _begins(element: Element) -> str:
    """Return the field of one of our bookmarks where it begins, else nothing."""
    name = element.get(f"{W}name", "") if element.tag == f"{W}bookmarkStart" else ""
    return name.removeprefix(BOOKMARK).partition("_")[2] if name.startswith(BOOKMARK) else ""


def _piece(element: Element) -> str:
    parent = element.getparent()
    if element.tag == f"{W}p":
        return "\n"
    if parent is None or parent.tag != f"{W}r":
        return ""
    return CHARACTERS.get(str(element.tag)) or (element.tag == f"{W}t" and element.text) or ""


def _shaped(made: bytes, package: Package) -> Iterator[tuple[str, str]]:
    lines = list(text_lines(package))
    for shape in shapes(open_package(made)):
        values: Mapping[str, str] | None = next(filter(None, map(shape.read, lines)), None)
        yield from (values or {}).items()


def shapes(package: Package) -> Iterator[Shape]:
    """Yield the shape of each paragraph that has values and enough standing text to tell it."""
    for part in package.stories():
        for paragraph in package.root(part).iter(f"{W}p"):
            shape = _shape(paragraph)
            if shape.fields and any(text.strip() for text in shape.texts):
                yield shape


def _shape(paragraph: Element) -> Shape:
    texts, fields, inside = [""], list[str](), False
    for element in paragraph.iter():
        if element is not paragraph and nearest(element, "p") is not paragraph:
            continue
        if name := _begins(element):
            fields.append(name)
            texts.append("")
            inside = True
        elif element.tag == f"{W}bookmarkEnd":
            inside = False
        elif not inside and element is not paragraph:
            texts[-1] += _piece(element)
    return Shape(tuple(texts), tuple(fields))
