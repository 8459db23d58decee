"""A report in official format (GB/T 9704-2012): title, parts, body, table, signature."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from workflow.app.disclosing_sheet import day_text
from workflow.documents.build import page, styles
from workflow.documents.build.document import Properties, build
from workflow.documents.build.tables import Cell, Row, table
from workflow.documents.build.xml import Element, paragraph

ORDINALS = "一二三四五六七八九十"
_ROW, _HEAD = 397, 454


@dataclass(frozen=True, slots=True)
class Part:
    """A part under a heading of the first level: its paragraphs, then its sections by heading."""

    heading: str
    paragraphs: Sequence[str] = ()
    sections: Sequence[tuple[str, Sequence[str]]] = ()


@dataclass(frozen=True, slots=True)
class Appendix:
    """A table on a page of its own; ``widths`` are twips and add up to the type area."""

    title: str
    widths: Sequence[int]
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Text:
    """A whole report; ``signed`` is the agency that signs it on the day ``on``."""

    title: Sequence[str]
    preface: Sequence[str]
    parts: Sequence[Part]
    signed: str
    on: date
    appendices: Sequence[Appendix] = field(default=())


def official_docx(text: Text) -> bytes:
    """Return a report as .docx; the same text gives the same bytes."""
    body = [
        *_title(text.title),
        *_body(text.preface),
        *(element for number, part in enumerate(text.parts) for element in _part(number, part)),
        *_attachments(text.appendices),
        paragraph(styles.SIGNATURE, text.signed),
        paragraph(styles.DATE, day_text(text.on)),
        *(element for appendix in text.appendices for element in _appendix(appendix)),
    ]
    return build(body, Properties("".join(text.title), text.signed, text.on))


def _title(lines: Sequence[str]) -> Iterable[Element]:
    last = len(lines) - 1
    for n, line in enumerate(lines):
        yield paragraph(
            styles.TITLE, line, spacing={"before": 0, "after": page.LINE if n == last else 0}
        )


def _part(number: int, part: Part) -> Iterable[Element]:
    yield paragraph(styles.HEADING_1, f"{ORDINALS[number]}、{part.heading}")
    yield from _body(part.paragraphs)
    for n, (heading, paragraphs) in enumerate(part.sections):
        yield paragraph(styles.HEADING_2, f"（{ORDINALS[n]}）{heading}")
        yield from _body(paragraphs)


def _body(paragraphs: Iterable[str]) -> Iterable[Element]:
    return (paragraph(styles.BODY, text) for text in paragraphs if text)


def _attachments(appendices: Sequence[Appendix]) -> Iterable[Element]:
    """Yield the list of attachments, as it stands between text and signature."""
    for n, appendix in enumerate(appendices):
        style = styles.ATTACHMENT if n == 0 else styles.ATTACHMENT_NEXT
        number = f"{n + 1}. " if len(appendices) > 1 else ""
        yield paragraph(
            style, f"附件：{number}{appendix.title}" if n == 0 else number + appendix.title
        )


def _appendix(appendix: Appendix) -> Iterable[Element]:
    flush = {"firstLineChars": 0, "firstLine": 0}
    yield paragraph(styles.HEADING_1, "附件", pageBreakBefore=True, ind=flush)
    yield paragraph(
        styles.TITLE,
        appendix.title,
        spacing={"before": 0, "after": 200, "line": 660, "lineRule": "exact"},
    )
    head = Row(
        tuple(_cell(text, styles.TABLE_CENTRED) for text in appendix.head), _HEAD, header=True
    )
    rows = [Row(tuple(_cells(row)), _ROW) for row in appendix.rows]
    yield table(appendix.widths, [head, *rows])
    yield paragraph(styles.END)


def _cells(row: Sequence[str]) -> Iterable[Cell]:
    for text in row:
        number = text.replace(".", "").replace("-", "").isdecimal() or text in {"", "—"}
        yield _cell(text, styles.TABLE_CENTRED if number else styles.TABLE_TEXT)


def _cell(text: str, style: str) -> Cell:
    return Cell((paragraph(style, text),))
