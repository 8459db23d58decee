"""Forms that stay in the file: N13 service, N14 approval, N16 the proof of a date."""

from wording.parts import flat, when
from workflow.documents.build import styles
from workflow.documents.build.document import Properties
from workflow.documents.build.document import build as document
from workflow.documents.build.tables import Cell, Row, table
from workflow.documents.build.xml import Element, paragraph

FOUR = (1247, 3175, 1247, 3176)
TWO_LINES, OPINION, THREE_LINES = 567, 1000, 1234


def _label(text: str) -> Cell:
    return Cell((paragraph(styles.FORM_LABEL, text),))


def _text(*lines: str, span: int = 1) -> Cell:
    return Cell(tuple(paragraph(styles.FORM_TEXT, line) for line in lines), span)


def pair(left: str, left_text: str, right: str, right_text: str) -> Row:
    """Return a row of two labels, each with its text."""
    return Row((_label(left), _text(left_text), _label(right), _text(right_text)), 567)


def wide(label: str, *lines: str, height: int = 567) -> Row:
    """Return a row of one label with its lines over the whole width."""
    return Row((_label(label), _text(*lines, span=3)), height)


def signed(label: str, signer: str, height: int = OPINION) -> Row:
    """Return a row for an opinion, with the signature below it."""
    opinion = paragraph(styles.FORM_TEXT, f"{{{{ {signer}_opinion }}}}")
    name = paragraph(styles.FORM_TEXT, f"{{{{ {signer}_signed }}}}", jc="right")
    return Row((_label(label), Cell((opinion, name), 3)), height)


def head(title: str) -> list[Element]:
    """Return the title of a form, and the line with agency and number."""
    return [
        paragraph(styles.TITLE, title, spacing=NO_SPACE_BEFORE),
        paragraph(styles.FORM_HEAD, "单位：{{ agency_name }}\t编号：{{ number }}"),
    ]


NO_SPACE_BEFORE = {"before": 0, "after": 0, "line": 660, "lineRule": "exact"}
END = styles.END


def n14() -> bytes:
    """政府信息公开审批单."""
    title = "政府信息公开审批单"
    rows = (
        pair("申请编号", "{{ application_number }}", "申请人", "{{ applicant }}"),
        pair("收到日期", "{{ received }}", "答复期限", "{{ due_note }}"),
        wide("申请内容", "{{ content }}", height=680),
        wide("拟发文书", "{{ document }}"),
        wide("公开属性", "{{ boxes_above }}", "{{ boxes_below }}", height=850),
        wide("拟答复\n意见", "{{ opinion }}", height=THREE_LINES),
        pair("拟稿人", "{{ drafted }}", "核稿人", "{{ checked }}"),
        signed("保密审查\n意　见", "secrecy"),
        signed("法制审核\n意　见", "legal"),
        signed("公开机构\n负责人\n意　见", "office_head", THREE_LINES),
        signed("分管领导\n意　见", "deputy"),
        signed("主要领导\n签　发", "leader"),
        wide("备　注", "{{ remark }}"),
    )
    return document([*head(title), table(FOUR, rows), paragraph(END)], Properties(title))


def n13() -> bytes:
    """送达回证."""
    title = "送达回证"
    signature = "受送达人签名（盖章）：　　　　　　年　　月　　日"
    rows = (
        wide("申请编号", "{{ application_number }}"),
        wide("送达文书", "{{ document_name }}"),
        wide("文　　号", "{{ document_number }}"),
        wide("受送达人", "{{ recipient }}"),
        wide("送达地点", "{{ place }}", height=680),
        wide("送达方式", "{{ ways_above }}", "{{ ways_below }}", height=850),
        pair("发出日期", "{{ dispatched_on }}", "邮件号", "{{ mail_number }}"),
        pair("送达日期", "{{ served_on }}", "送达人", "{{ served_by }}"),
        Row((_label("签　　收"), _right("", signature)), THREE_LINES),
        wide("代收人及\n代收理由", "", height=OPINION),
        wide("拒收情况", "{{ refusal }}", height=OPINION),
        wide("见证人", "{{ witness }}"),
        wide("备　　注", "{{ remark }}", height=OPINION),
    )
    return document([*head(title), table(FOUR, rows), paragraph(END)], Properties(title))


def _right(*lines: str) -> Cell:
    return Cell(tuple(paragraph(styles.FORM_TEXT, line, jc="right") for line in lines), 3)


DAYS = (2000, 1000, 900, 4945)
CHANGES = (2800, 2800, 3245)


def _cells(*texts: str, style: str = styles.TABLE_CENTRED) -> tuple[Cell, ...]:
    return tuple(Cell((paragraph(style, text),)) for text in texts)


def _control(tag: str, columns: int) -> Row:
    """Return a row that governs the rows after it and vanishes itself."""
    return Row((Cell((paragraph(styles.TABLE_TEXT, tag),), columns),), 340)


def _looped(loop: str, *texts: str) -> tuple[Row, Row, Row]:
    size = len(texts)
    return (
        _control(f"{{%tr for {loop} %}}", size),
        Row(_cells(*texts), 300),
        _control("{%tr endfor %}", size),
    )


def n16() -> bytes:
    """期限计算说明: the proof of a due date, one row a day."""
    title = "期限计算说明"
    facts = (
        pair("申请编号", "{{ application_number }}", "期　　限", "{{ clock_name }}"),
        pair("起算日", "{{ day_zero }}", "届满日", "{{ due }}"),
        wide("依　　据", "{{ basis }}"),
        wide("合　　计", "{{ sum }}", *when_line("provisional", "{{ provisional }}")),
    )
    changes = table(
        CHANGES,
        (
            Row(_cells("曾经的届满日", "有效至", "变动原因"), 340, header=True),
            *_looped("row in history", "{{ row.due }}", "{{ row.until }}", "{{ row.change }}"),
        ),
    )
    total = Row(
        (
            Cell((paragraph(styles.TABLE_CENTRED, "合计"),), 2),
            *_cells("{{ counted }}", "最后一日：{{ due }}"),
        ),
        340,
    )
    days = table(
        DAYS,
        (
            Row(_cells("日期", "星期", "第几日", "说明"), 300, header=True),
            *_looped(
                "row in rows", "{{ row.on }}", "{{ row.weekday }}", "{{ row.day }}", "{{ row.why }}"
            ),
            total,
        ),
        upright_margin=0,
    )
    note = (
        "起算日当日不计，从次日起逐日计算；“第几日”为空的，当日不计入期限。"
        "可以对照国务院办公厅节假日安排通知核对。"
    )
    body = [
        *head(title),
        table(FOUR, facts),
        *flat(when("history", paragraph(styles.FORM_TEXT, "期限变动", spacing=CAPTION), changes)),
        paragraph(styles.FORM_TEXT, "逐日计算", keepNext=True, spacing=CAPTION),
        days,
        paragraph(styles.TABLE_NOTE, note, jc="left", spacing=NOTE_SPACE),
    ]
    return document(body, Properties(title))


CAPTION = {"before": 113, "after": 57, "line": 400, "lineRule": "exact"}
NOTE_SPACE = {"before": 57, "after": 0, "line": 280, "lineRule": "exact"}


def when_line(condition: str, text: str) -> tuple[str, ...]:
    """Return a line of a cell that vanishes where its condition doesn't hold."""
    return (f"{{% if {condition} %}}{text}{{% endif %}}",)


def build() -> dict[str, bytes]:
    """Return the forms by template key."""
    return {"N13": n13(), "N14": n14(), "N16": n16()}
