"""The office's own papers: the self-inspection report and the guide, in official format."""

from collections.abc import Iterable

from wording.parts import Block, each, flat, when
from workflow.documents.build import page, styles
from workflow.documents.build.document import Properties
from workflow.documents.build.document import build as document
from workflow.documents.build.tables import Cell, Row, table
from workflow.documents.build.xml import Element, paragraph
from workflow.statutes.papers.notices import NOTICES

ROW, HEAD = 397, 454
CLOSE = {"before": 0, "after": 0}
#: The columns of the table behind: its field, its header, its width in twips, centred or not.
COLUMNS = {
    "SELF": (
        ("figure", "指标", 4845, False),
        ("now", "本期", 2000, True),
        ("before", "上年同期", 2000, True),
    ),
    "GUIDE": (
        ("item", "名称", 3045, False),
        ("responsible", "责任主体", 1700, False),
        ("attribute", "公开属性", 1300, False),
        ("time_limit", "公开时限", 1400, False),
        ("way_published", "公开方式", 1400, False),
    ),
}


def build() -> dict[str, bytes]:
    """Return the papers' templates by key."""
    return {key: paper(key) for key in NOTICES}


def paper(key: str) -> bytes:
    """Return the template of a paper."""
    last = CLOSE | {"after": page.LINE}
    body: list[Block] = [
        paragraph(styles.TITLE, "{{ agency_name }}", spacing=CLOSE),
        paragraph(styles.TITLE, "{{ title }}", spacing=last),
        each("text", "preface", "{{ text }}"),
        each(
            "part",
            "parts",
            paragraph(styles.HEADING_1, "{{ part.heading }}"),
            each("text", "part.paragraphs", "{{ text }}"),
            each(
                "section",
                "part.sections",
                paragraph(styles.HEADING_2, "{{ section.heading }}"),
                each("text", "section.paragraphs", "{{ text }}"),
            ),
        ),
        when("table_rows", paragraph(styles.ATTACHMENT, "附件：{{ table_title }}")),
        paragraph(styles.SIGNATURE, "{{ agency_name }}"),
        paragraph(styles.DATE, "{{ on }}"),
        when("table_rows", *behind(key)),
    ]
    return document(flat(body), Properties(NOTICES[key].spec.title_zh))


def behind(key: str) -> Iterable[Element]:
    """Yield the table on a page of its own."""
    flush = {"firstLineChars": 0, "firstLine": 0}
    yield paragraph(styles.HEADING_1, "附件", pageBreakBefore=True, ind=flush)
    exact = {"before": 0, "after": 200, "line": 660, "lineRule": "exact"}
    yield paragraph(styles.TITLE, "{{ table_title }}", spacing=exact)
    columns = COLUMNS[key]
    head = Row(tuple(_cell(header, centred=True) for _, header, _, _ in columns), HEAD, header=True)
    line = tuple(_cell(f"{{{{ row.{name} }}}}", centred=middle) for name, _, _, middle in columns)
    rows = (
        head,
        _control("{%tr for row in table_rows %}", len(columns)),
        Row(line, ROW),
        _control("{%tr endfor %}", len(columns)),
    )
    yield table([width for _, _, width, _ in columns], rows)
    yield paragraph(styles.END)


def _cell(text: str, *, centred: bool) -> Cell:
    style = styles.TABLE_CENTRED if centred else styles.TABLE_TEXT
    return Cell((paragraph(style, text),))


def _control(tag: str, columns: int) -> Row:
    """Return a row that governs the rows after it and vanishes itself."""
    return Row((Cell((paragraph(styles.TABLE_TEXT, tag),), columns),), 340)
