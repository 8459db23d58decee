"""What the templates of the office's own papers may name; no law words them.

They stand beside the laws' notices, so that an office checks, installs and withdraws its own
version of them in the same way: ``--law papers``.
"""

from dataclasses import dataclass

from workflow.core.fields import NoticeFields
from workflow.messages import say
from workflow.statutes.notices.fields import Fields, field, optional

LAW = "papers"
SELF_INSPECTION, GUIDE, CATALOGUE, APPROVAL = (
    "SELF",
    "GUIDE",
    "CATALOGUE",
    "APPROVAL",
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the office and the fields of its template."""

    spec: NoticeFields


_TEXTS = ["示例：第一段。", "示例：第二段。"]
_HEADING = field("heading", "一、工作开展情况")
_SECTIONS = optional(
    "sections",
    [{"heading": "（一）主动公开情况", "paragraphs": _TEXTS}],
    "list",
    items=(field("heading", "（一）主动公开情况"), optional("paragraphs", _TEXTS, "list")),
)
_PART = {"heading": "一、工作开展情况", "paragraphs": _TEXTS, "sections": _SECTIONS.example}


def _declared(key: str, fields: Fields) -> Paper:
    return Paper(NoticeFields(key, fields, title_zh=say(f"notices.{key}", "zh"), statute=LAW))


def _paper(key: str, title: str, attachment: str, items: Fields) -> Paper:
    """Declare a paper: title, preface, parts with their sections, signature, a table behind."""
    row = {item.name: item.example for item in items}
    fields = (
        field("agency_name", "河湾镇人民政府（示例）"),
        field("title", title),
        field("preface", _TEXTS[:1], "list"),
        field(
            "parts",
            [_PART],
            "list",
            items=(_HEADING, optional("paragraphs", _TEXTS, "list"), _SECTIONS),
        ),
        field("table_title", attachment),
        optional("table_rows", [row], "list", items=items),
        field("on", "2026年11月24日"),
    )
    return _declared(key, fields)


#: A row of the catalogue: the nine attributes of an item behind its serial number.
_ITEM: Fields = (
    field("serial", "1"),
    field("item", "财政预算、决算"),
    optional("item_content", "年度预算、决算报告及报表"),
    optional("disclosure_basis", "《中华人民共和国预算法》第十四条"),
    optional("responsible", "财政所"),
    optional("attribute", "主动公开"),
    optional("time_limit", "批准后20日内"),
    optional("way_published", "政府网站"),
    optional("disclosure_kind", "定期公开"),
    optional("site_column", "财政资金"),
)
#: The approval sheet of a document to be published: what is marked optional is left to be signed.
_SHEET: Fields = (
    field("agency_name", "河湾镇人民政府（示例）"),
    field("number", "主动〔2026〕7号"),
    field("item", "河湾镇2026年防汛抗旱应急预案（示例）"),
    optional("issued_number", "河政办发〔示例〕4号"),
    optional("made_on", "2026年4月2日"),
    optional("item_content", "组织体系、预警响应、转移路线"),
    optional("disclosure_due", "2026年4月30日"),
    optional("category", "应急管理"),
    field("attribute_boxes", "■主动公开　□依申请公开　□不予公开"),
    *_ITEM[3:5],
    *_ITEM[6:],
    field("drafted", "王示例　2026年4月3日"),
    optional("secrecy_opinion", "不涉密，可以公开。"),
    field("secrecy_signed", "签名：刘示例　　2026年4月7日"),
    optional("leader_opinion", "同意公开。"),
    field("leader_signed", "签名：孙示例　　2026年4月8日"),
    field("channel_boxes", "■网站　□微博　□微信"),
    field("published_on", "2026年4月9日"),
    field("place_published", "www.hewan.example"),
)
NOTICES = {
    SELF_INSPECTION: _paper(
        SELF_INSPECTION,
        "2026年上半年政府信息公开工作自查报告",
        "统计数字一览",
        (field("figure", "网站公开信息"), field("now", "123"), field("before", "110")),
    ),
    GUIDE: _paper(
        GUIDE,
        "政府信息公开指南",
        "政务公开基本目录",
        (
            field("item", "财政预算"),
            optional("responsible", "财政所"),
            optional("attribute", "主动公开"),
            optional("time_limit", "20个工作日"),
            optional("way_published", "政府网站"),
        ),
    ),
    CATALOGUE: _declared(
        CATALOGUE,
        (
            field("agency_name", "河湾镇人民政府（示例）"),
            field("title", "河湾镇政务公开基本目录"),
            field("count", "8"),
            field("on", "2026年11月24日"),
            optional(
                "catalogue_rows", [{one.name: one.example for one in _ITEM}], "list", items=_ITEM
            ),
        ),
    ),
    APPROVAL: _declared(APPROVAL, _SHEET),
}
