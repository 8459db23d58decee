"""Reading a document back: what its fields say now, after somebody worked on it by hand.

Every value outside loops stands in a hidden bookmark that names its field; Word, WPS and
LibreOffice carry it along when the value is edited. Where it was lost (a paragraph typed anew)
the paragraph's shape finds the value.
"""

from collections.abc import Iterator, Mapping

from workflow.documents.compile import BOOKMARK, CompiledTemplate
from workflow.documents.package import Package, open_package
from workflow.documents.xml import CHARACTERS, Element, W, text_of


def read_back(template: CompiledTemplate, document: bytes) -> dict[str, tuple[str, ...]]:
    """Return every text that each field has in the document, in reading order.

    A field that stands at several places has several texts. A field whose value can't be found
    any more is left out. Raises InputError where the document can't be opened.
    """
    package = open_package(document)
    found: dict[str, list[str]] = {}
    for field, text in _bookmarked(package):
        found.setdefault(field, []).append(text)
    for field, text in _shaped(template, package):
        if field not in found:
            found[field] = [text]
    return {field: tuple(texts) for field, texts in found.items()}


def text_lines(package: Package) -> Iterator[str]:
    """Yield the text of every paragraph with text, part by part."""
    for part in package.stories():
        for paragraph in package.root(part).iter(f"{W}p"):
            if text := text_of(paragraph):
                yield text


def _bookmarked(package: Package) -> Iterator[tuple[str, str]]:
    for part in package.stories():
        yield from _ranges(package.root(part))


def _ranges(root: Element) -> Iterator[tuple[str, str]]:
    """Yield field and text of each of our bookmarks; a new paragraph in it is a newline."""
    names: dict[str, str] = {}
    texts: dict[str, list[str]] = {}
    for element in root.iter():
        tag = str(element.tag)
        if tag == f"{W}bookmarkStart" and element.get(f"{W}name", "").startswith(BOOKMARK):
            number = element.get(f"{W}id", "")
            names[number] = element.get(f"{W}name", "").removeprefix(BOOKMARK).partition("_")[2]
            texts[number] = []
        elif tag == f"{W}bookmarkEnd" and (number := element.get(f"{W}id", "")) in texts:
            yield names[number], "".join(texts.pop(number))
        elif texts and (piece := _piece(element, tag)):
            for pieces in texts.values():
                pieces.append(piece)


def _piece(element: Element, tag: str) -> str:
    parent = element.getparent()
    if tag == f"{W}p":
        return "\n"
    if parent is None or parent.tag != f"{W}r":
        return ""
    return (element.text or "") if tag == f"{W}t" else CHARACTERS.get(tag, "")


def _shaped(template: CompiledTemplate, package: Package) -> Iterator[tuple[str, str]]:
    lines = list(text_lines(package))
    for shape in template.shapes:
        values: Mapping[str, str] | None = next(filter(None, map(shape.read, lines)), None)
        yield from (values or {}).items()
