"""An official document as a file: python-docx's container with this project's parts.

python-docx brings the package; its styles, settings and font table are replaced, the parts that
only carry its template's past (thumbnail, custom XML, numbering …) are dropped. The same content
gives the same bytes, whenever it is built.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from docx.section import Section
from lxml import etree

from workflow.documents.build.chart import Chart, embed
from workflow.documents.build.fonts import font_table
from workflow.documents.build.page import lying_section, text_section
from workflow.documents.build.settings import settings_part
from workflow.documents.build.styles import (
    EMPTY_HEADER,
    PAGE_NUMBER,
    PAGE_NUMBER_LIFT,
    styles_part,
)
from workflow.documents.build.xml import Element, page_field, paragraph

_DROPPED = ("thumbnail", "customXml", "stylesWithEffects", "numbering", "webSettings", "theme")
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself: its title, the agency that made it, the document's date."""

    title: str
    creator: str = ""
    on: date = date(2019, 5, 15)


@dataclass(frozen=True, slots=True)
class FirstPage:
    """Header and footer of page one where they differ from the others', and the header's place."""

    header: tuple[Element, ...]
    footer: tuple[Element, ...]
    header_distance: int


def build(
    body: Iterable[Element],
    properties: Properties,
    first_page: FirstPage | None = None,
    charts: Sequence[Chart] = (),
    *,
    lying: bool = False,
) -> bytes:
    """Return the .docx of a body (paragraphs and tables) with page numbers at its foot.

    Pages are numbered "— 1 —", odd pages at the right, even ones at the left; a ``first_page``
    of its own carries no number. ``charts`` are those that the body places, in their order.
    ``lying``: the sheets lie on their side, for a wide table.
    """
    document = docx.Document()
    _replace_parts(document)
    embed(document, charts)
    _fill_body(document, body, first_page, lying=lying)
    _describe(document, properties)
    saved = io.BytesIO()
    document.save(saved)
    return same_bytes(saved.getvalue())


def _replace_parts(document: Document) -> None:
    _swap(document.styles.element, styles_part())
    _swap(document.settings.element, settings_part())
    for rels in (document.part.rels, document.part.package.rels):
        for key in [k for k, rel in rels.items() if rel.reltype.rpartition("/")[2] in _DROPPED]:
            del rels[key]
    fonts = document.part.part_related_by(RT.FONT_TABLE)
    fonts._blob = etree.tostring(  # noqa: SLF001  (python-docx has no font table of its own)
        font_table(), xml_declaration=True, encoding="UTF-8", standalone=True
    )


def _swap(old: Element, new: Element) -> None:
    for child in list(old):
        old.remove(child)
    old.extend(list(new))


def _fill_body(
    document: Document, body: Iterable[Element], first_page: FirstPage | None, *, lying: bool
) -> None:
    root = document.element.body
    section = document.sections[0]
    _number_pages(section)
    if first_page:
        _own_first_page(section, first_page)
    references = [child for child in root.sectPr if child.tag.endswith("Reference")]
    references.sort(key=lambda child: child.tag == qn("w:footerReference"))
    if first_page:
        new = text_section(*references, header=first_page.header_distance, title_page=True)
    else:
        new = lying_section(*references) if lying else text_section(*references)
    for child in list(root):
        root.remove(child)
    root.extend([*body, new])


def _number_pages(section: Section) -> None:
    odd = {"jc": "right", "ind": {"rightChars": 100, "right": 280}}
    even = {"jc": "left", "ind": {"leftChars": 100, "left": 280}}
    for footer, place in ((section.footer, odd), (section.even_page_footer, even)):
        number = paragraph(PAGE_NUMBER, "— ", *page_field(), " —", **place)
        _refill(footer, (number, paragraph(PAGE_NUMBER_LIFT)))
    for header in (section.header, section.even_page_header):
        _refill(header, (paragraph(EMPTY_HEADER),))


def _own_first_page(section: Section, first_page: FirstPage) -> None:
    section.different_first_page_header_footer = True
    _refill(section.first_page_header, first_page.header)
    _refill(section.first_page_footer, first_page.footer)


def _refill(story: object, content: Iterable[Element]) -> None:
    story.is_linked_to_previous = False  # type: ignore[attr-defined]
    element: Element = story._element  # type: ignore[attr-defined]  # noqa: SLF001
    for child in list(element):
        element.remove(child)
    element.extend(list(content))


def _describe(document: Document, properties: Properties) -> None:
    core = document.core_properties
    moment = datetime(properties.on.year, properties.on.month, properties.on.day, tzinfo=UTC)
    core.title = properties.title
    core.author = core.last_modified_by = properties.creator
    core.language = "zh-CN"
    core.created = core.modified = moment.replace(tzinfo=None)
    core.comments = core.keywords = core.subject = core.category = ""
    core.revision = 1


def same_bytes(packed: bytes) -> bytes:
    """Return the file with its parts in a fixed order and without times: bytes that compare."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        names = sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return made.getvalue()
