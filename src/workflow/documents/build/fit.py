"""Fitting a letter to the length of an agency's name.

The built-in letters are set for a name of 13 characters. A name must stand on one line of 156 mm
in the head, and its signature must keep the date in place: both depend on the number of its
characters alone. That is no matter of a field: a word processor refuses a template whose font size
is ``{{ size }}``. So the styles are adjusted once an agency, before the template is compiled or
given to the office to edit.
"""

import io
import zipfile
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

from workflow.documents.build import styles
from workflow.documents.build.document import same_bytes
from workflow.documents.build.letter import HEADER_DISTANCE
from workflow.documents.build.page import TEXT_WIDTH
from workflow.documents.build.xml import Element

#: 156 mm hold 28 characters; a signature of more than 15 reaches into the left of its block.
CHARACTERS = 28
LONGEST_CENTRED = 15
#: A larger name begins higher in its line and ends lower: by these parts of its size, measured.
ABOVE_INK, BELOW_INK = 0.14, 0.164


@dataclass(frozen=True, slots=True)
class Fit:
    """The values that depend on a name's length; twips, ``size`` in half points."""

    size: int
    line: int
    after: int
    header_distance: int
    left_chars: int
    left: int


def fit(name: str) -> Fit:
    """Return the values for a name: 36 pt at most, and what fills one line of 156 mm.

    >>> fit("银川市金凤区良田镇人民政府")
    Fit(size=64, line=800, after=127, header_distance=1613, left_chars=1230, left=3862)
    """
    points = min(36, 418 // max(len(name), 1))
    smaller = styles.HEAD_SIZE / 2 - points
    left_chars = styles.SIGNATURE_INDENT["leftChars"]
    if len(name) > LONGEST_CENTRED:
        left_chars = max(0, round((CHARACTERS - len(name) - 0.5) * 100))
    return Fit(
        size=2 * points,
        line=25 * points,
        after=styles.HEAD_AFTER + round(20 * BELOW_INK * smaller),
        header_distance=HEADER_DISTANCE + round(20 * ABOVE_INK * smaller),
        left_chars=left_chars,
        left=min(
            styles.SIGNATURE_INDENT["left"], round(left_chars / 100 * TEXT_WIDTH / CHARACTERS)
        ),
    )


def fit_to_agency(docx: bytes, name: str) -> bytes:
    """Return a letter with its head and signature fitted to the name; anything else unchanged."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    sheet, body = (etree.fromstring(parts[n]) for n in ("word/styles.xml", "word/document.xml"))
    if body.find(f".//{qn('w:titlePg')}") is None:
        return docx
    _fit_styles(sheet, fit(name))
    _set(body, "pgMar", header=fit(name).header_distance)
    for path, root in (("word/styles.xml", sheet), ("word/document.xml", body)):
        parts[path] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return same_bytes(_packed(parts))


def _fit_styles(sheet: Element, values: Fit) -> None:
    by_id = {style.get(qn("w:styleId")): style for style in sheet.iter(qn("w:style"))}
    head = by_id[styles.HEAD]
    for size in ("sz", "szCs"):
        _set(head, size, val=values.size)
    _set(head, "spacing", line=values.line, after=values.after)
    for key in (styles.SIGNATURE, styles.DATE):
        _set(by_id[key], "ind", leftChars=values.left_chars, left=values.left)


def _set(root: Element, tag: str, **attributes: int) -> None:
    found = root.find(f".//{qn(f'w:{tag}')}")
    assert found is not None, f"no w:{tag}"
    for name, value in attributes.items():
        found.set(qn(f"w:{name}"), str(value))


def _packed(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()
