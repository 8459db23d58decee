"""The reply slip of N05: a page of its own that the third party fills in and sends back."""

from workflow.documents.build import styles
from workflow.documents.build.tables import Cell, Row, table
from workflow.documents.build.xml import Element, paragraph

COLUMNS = (1647, 7198)


def _row(label: str, *lines: str, height: int = 567, style: str = styles.FORM_TEXT) -> Row:
    content = tuple(paragraph(style, text) for text in lines)
    return Row((Cell((paragraph(styles.FORM_LABEL, label),)), Cell(content)), height)


def reply_slip() -> list[Element]:
    """Return the slip: agree or disagree with reasons, name, signature, date."""
    title = paragraph(
        styles.TITLE,
        "意见回执",
        pageBreakBefore=True,
        spacing={"before": 0, "after": 200, "line": 660, "lineRule": "exact"},
    )
    signed = paragraph(
        styles.FORM_TEXT, "签名（盖章）：　　　　　　　　　年　　月　　日", jc="right"
    )
    rows = (
        _row("来文文号", "{{ number }}"),
        _row("征求意见\n的信息", "{{ summary }}", height=1400),
        _row("是否同意\n公　　开", "□同意公开　　□同意部分公开　　□不同意公开", height=900),
        _row("不同意公开\n的内容和理由", "", height=3600),
        _row("附　　件", "", height=900),
        Row(
            (Cell((paragraph(styles.FORM_LABEL, "第　三　方"),)), Cell((signed,))),
            1400,
        ),
        _row("联系电话", ""),
    )
    note = paragraph(styles.FORM_TEXT, "请填写后送交{{ agency_name }}。", spacing=_ABOVE)
    return [title, table(COLUMNS, rows), note]


_ABOVE = {"before": 120, "after": 0, "line": 400, "lineRule": "exact"}
