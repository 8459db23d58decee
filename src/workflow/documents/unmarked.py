"""A document without our bookmarks: for a program that only prints it.

LibreOffice may lose a punctuation mark that hangs over the end of a line beside the end of a
bookmark; and on paper nobody needs to know which words were a field.
"""

from collections.abc import Iterator

from workflow.documents.archive import lay_out
from workflow.documents.compile import BOOKMARK
from workflow.documents.package import Package, open_package
from workflow.documents.xml import Element, W, serialise

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def unmarked(document: bytes) -> bytes:
    """Return the .docx without the hidden bookmarks around its values.

    Raises InputError where it can't be opened.
    """
    package = open_package(document)
    changed = {part: data for part in package.stories() if (data := _without(package, part))}
    if not changed:
        return document
    kept = lay_out(entry for name, entry in package.entries.items() if name not in changed)
    return kept.finish(changed)


def _without(package: Package, part: str) -> bytes | None:
    """Return a part without our bookmarks, None where it has none."""
    root = package.root(part)
    ours = list(_ours(root))
    for element in ours:
        parent = element.getparent()
        assert parent is not None
        parent.remove(element)
    return _DECLARATION + serialise(root).encode() if ours else None


def _ours(root: Element) -> Iterator[Element]:
    """Yield both ends of each of our bookmarks."""
    numbers = set()
    for element in root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        number = element.get(f"{W}id")
        if element.get(f"{W}name", "").startswith(BOOKMARK):
            numbers.add(number)
        if number in numbers:
            yield element
