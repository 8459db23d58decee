"""N15: 行政复议答复书 and 行政诉讼答辩状, each with its evidence list on a page of its own."""

from wording.parts import Block, each, flat, kept, when
from workflow.documents.build import styles
from workflow.documents.build.document import Properties
from workflow.documents.build.document import build as document
from workflow.documents.build.tables import Cell, Row, table
from workflow.documents.build.xml import Element, paragraph

REVIEW, SUIT = "appeal == 'reconsideration'", "appeal == 'litigation'"
EVIDENCE = (680, 2700, 1700, 2985, 780)


def _either(review: str, suit: str) -> str:
    return f"{{% if {REVIEW} %}}{review}{{% else %}}{suit}{{% endif %}}"


def _heading(text: str) -> Element:
    return paragraph(styles.HEADING_1, text)


def _evidence() -> list[Element]:
    rows = (
        Row(_cells("序号", "证据名称", "证据来源", "证明对象", "页数"), header=True),
        Row((Cell((paragraph(styles.TABLE_TEXT, "{%tr for item in evidence %}"),), 5),)),
        Row(
            _cells(
                "{{ item.number }}",
                "{{ item.name }}",
                "{{ item.source }}",
                "{{ item.proves }}",
                "{{ item.pages }}",
            )
        ),
        Row((Cell((paragraph(styles.TABLE_TEXT, "{%tr endfor %}"),), 5),)),
    )
    title = paragraph(styles.TITLE, "证据目录", pageBreakBefore=True, spacing=TITLE_SPACE)
    by = paragraph(styles.FORM_HEAD, "提交人：{{ agency_name }}\t{{ date }}")
    return [title, by, table(EVIDENCE, rows, 45), paragraph(styles.END)]


TITLE_SPACE = {"before": 0, "after": 0, "line": 660, "lineRule": "exact"}


def _cells(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell((paragraph(styles.TABLE_CENTRED, text),)) for text in texts)


def n15() -> bytes:
    """Return the answer to a reconsideration or a suit, as the field ``appeal`` says."""
    us, them = _either("答复人", "答辩人"), _either("申请人", "原告")
    body: list[Block] = [
        paragraph(styles.TITLE, _either("行政复议答复书", "行政诉讼答辩状"), spacing=TITLE_SPACE),
        paragraph(styles.NUMBER, "{{ number }}"),
        f"{us}：{{{{ agency_name }}}}{{% if address %}}，住所：{{{{ address }}}}{{% endif %}}。",
        *when("representative", "负责人（委托代理人）：{{ representative }}。"),
        f"{them}：{{{{ appellant }}}}。",
        f"{them}不服{us}作出的{{{{ act }}}}，"
        + _either("申请行政复议", "提起行政诉讼")
        + "{% if appeal_number %}（案号：{{ appeal_number }}）{% endif %}。"
        f"{us}于{{{{ copy_received_on }}}}收到"
        + _either("行政复议申请书副本，现答复如下：", "起诉状副本，现答辩如下："),
        _heading("一、事实"),
        f"{them}{{{{ asked }}}}（申请编号：{{{{ application_number }}}}）。办理经过如下：",
        *each("line", "facts", "{{ line }}"),
        _heading("二、依据和理由"),
        *each("line", "grounds", "{{ line }}"),
        _heading("三、请求"),
        kept("{{ plea }}。"),
        kept("此致"),
        paragraph(styles.ADDRESSEE, "{{ body }}", spacing=NO_SPACE),
        paragraph(styles.ATTACHMENT, "附件：证据目录"),
        paragraph(styles.SIGNATURE, "{{ agency_name }}"),
        paragraph(styles.DATE, "{{ date }}"),
        *_evidence(),
    ]
    return document(flat(body), Properties("行政复议答复书、行政诉讼答辩状"))


NO_SPACE = {"before": 0, "after": 0, "line": 579, "lineRule": "exact"}


def build() -> dict[str, bytes]:
    """Return the defence by template key."""
    return {"N15": n15()}
