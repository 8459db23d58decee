"""WordprocessingML in lxml: names, and a parser that fetches and expands nothing."""

from collections.abc import Iterator

from lxml import etree

from workflow.errors import InputError

Element = etree._Element  # noqa: SLF001  (lxml's only name for the type)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
STRICT = b"http://purl.oclc.org/ooxml/"

#: What a paragraph's text holds beside ``w:t``: the characters that these elements stand for.
CHARACTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


def parse(data: bytes, part: str) -> Element:
    """Parse one part strictly; a DTD, an entity or broken XML raises InputError naming it."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise InputError("docx.entities", part=part)
    if STRICT in data:
        raise InputError("docx.strict")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InputError("docx.broken_part", part=part, what=error.msg) from error
    if root.getroottree().docinfo.internalDTD is not None:  # another encoding hid it
        raise InputError("docx.entities", part=part)
    return root


def serialise(root: Element) -> str:
    """Return a part as text, without its XML declaration."""
    return etree.tostring(root, encoding="unicode")


def make(tag: str, **attributes: str) -> Element:
    """Make an element of the main namespace: ``make("t")``, ``make("br", type="page")``."""
    found = etree.Element(f"{W}{tag}")
    for name, value in attributes.items():
        found.set(f"{W}{name}", value)
    return found


def nearest(element: Element, tag: str) -> Element | None:
    """Return the nearest ancestor of a name in the main namespace, or None."""
    return next(element.iterancestors(f"{W}{tag}"), None)


def characters(paragraph: Element) -> Iterator[tuple[Element, str]]:
    """Yield each piece of a paragraph's own text with its element, in reading order.

    Text of a text box that hangs on the paragraph belongs to the box's paragraphs; tracked
    deletions are no text.
    """
    for element in paragraph.iter(f"{W}t", *CHARACTERS):
        parent = element.getparent()
        if parent is None or parent.tag != f"{W}r" or nearest(element, "p") is not paragraph:
            continue
        yield element, CHARACTERS.get(str(element.tag)) or element.text or ""


def text_of(paragraph: Element) -> str:
    """Return a paragraph's own text: ``w:br`` as a newline, ``w:tab`` as a tab."""
    return "".join(piece for _, piece in characters(paragraph))
