"""The office's own papers: self-inspection report, guide, catalogue, the sheet of a disclosure."""

from collections.abc import Iterable, Sequence

from wording import forms
from wording.parts import Block, each, flat, when
from workflow.documents.build import page, styles
from workflow.documents.build.document import Properties
from workflow.documents.build.document import build as document
from workflow.documents.build.tables import Cell, Row, table
from workflow.documents.build.xml import Element, el, paragraph
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


#: The catalogue across a sheet on its side: field, header, width in twips, centred or not.
ATTRIBUTES = (
    ("serial", "序号", 600, True),
    ("item", "名称", 1560, False),
    ("item_content", "公开内容", 1990, False),
    ("disclosure_basis", "公开依据", 1796, False),
    ("responsible", "责任主体", 1240, True),
    ("attribute", "公开属性", 1030, True),
    ("time_limit", "公开时限", 1240, False),
    ("way_published", "公开方式", 1240, False),
    ("disclosure_kind", "公开类型", 1030, True),
    ("site_column", "所属栏目", 1030, True),
)
EXACT = {"before": 0, "after": 200, "line": 660, "lineRule": "exact"}


def build() -> dict[str, bytes]:
    """Return the papers' templates by key."""
    written = {key: paper(key) for key in COLUMNS}
    return written | {"CATALOGUE": catalogue(), "APPROVAL": disclosure_sheet()}


def catalogue() -> bytes:
    """政务公开基本目录: nine attributes an item, on sheets that lie on their side."""
    note = "编制单位：{{ agency_name }}\t共{{ count }}项　　更新日期：{{ on }}"
    body: list[Block] = [
        paragraph(styles.TITLE, "{{ title }}", spacing=EXACT),
        paragraph(styles.FORM_HEAD, note, tabs=at_the_edge()),
        wide_table(ATTRIBUTES, "catalogue_rows"),
        paragraph(styles.END),
    ]
    return document(flat(body), Properties(NOTICES["CATALOGUE"].spec.title_zh), lying=True)


def at_the_edge() -> Element:
    """Return the tab of a form's head, moved to the edge of a sheet on its side."""
    old, new = (
        el("tab", val="clear", pos=page.TEXT_WIDTH),
        el("tab", val="right", pos=page.ACROSS),
    )
    return el("tabs", old, new)


def disclosure_sheet() -> bytes:
    """信息公开审批单 of a document to be published."""
    rows = (
        forms.wide("名　　称", "{{ item }}", height=850),
        forms.pair("文　　号", "{{ issued_number }}", "形成日期", "{{ made_on }}"),
        forms.wide("公开内容", "{{ item_content }}", height=1000),
        forms.pair("公开期限", "{{ disclosure_due }}", "类　　别", "{{ category }}"),
        forms.wide("公开属性", "{{ attribute_boxes }}"),
        forms.wide("公开依据", "{{ disclosure_basis }}", height=850),
        forms.pair("责任主体", "{{ responsible }}", "公开时限", "{{ time_limit }}"),
        forms.pair("公开方式", "{{ way_published }}", "公开类型", "{{ disclosure_kind }}"),
        forms.wide("所属栏目", "{{ site_column }}"),
        forms.wide("拟稿人", "{{ drafted }}"),
        forms.signed("保密审查\n意　　见", "secrecy", 1000),
        forms.signed("主要领导\n签　　发", "leader", 1000),
        forms.wide(
            "公开情况",
            "{{ channel_boxes }}",
            "公开日期：{{ published_on }}　　公开位置：{{ place_published }}",
            height=1000,
        ),
    )
    title = NOTICES["APPROVAL"].spec.title_zh
    body = [*forms.head(title), table(forms.FOUR, rows), paragraph(styles.END)]
    return document(body, Properties(title))


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
    yield paragraph(styles.TITLE, "{{ table_title }}", spacing=EXACT)
    yield wide_table(COLUMNS[key], "table_rows")
    yield paragraph(styles.END)


#: A column of a table: its field, its header, its width in twips, centred or not.
Column = tuple[str, str, int, bool]


def wide_table(columns: Sequence[Column], rows: str) -> Element:
    """Return a table with a line for each row of a list; its head is repeated on every page."""
    head = Row(tuple(_cell(header, centred=True) for _, header, _, _ in columns), HEAD, header=True)
    line = tuple(_cell(f"{{{{ row.{name} }}}}", centred=middle) for name, _, _, middle in columns)
    looped = (
        head,
        _control(f"{{%tr for row in {rows} %}}", len(columns)),
        Row(line, ROW),
        _control("{%tr endfor %}", len(columns)),
    )
    widths = [width for _, _, width, _ in columns]
    return table(widths, looped, width=sum(widths))


def _cell(text: str, *, centred: bool) -> Cell:
    style = styles.TABLE_CENTRED if centred else styles.TABLE_TEXT
    return Cell((paragraph(style, text),))


def _control(tag: str, columns: int) -> Row:
    """Return a row that governs the rows after it and vanishes itself."""
    return Row((Cell((paragraph(styles.TABLE_TEXT, tag),), columns),), 340)
