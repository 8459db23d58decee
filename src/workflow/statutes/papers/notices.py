"""What the templates of the office's own papers may name; no law words them.

They stand beside the laws' notices, so that an office checks, installs and withdraws its own
version of them in the same way: ``--law papers``.
"""

from dataclasses import dataclass

from workflow.core.fields import NoticeFields
from workflow.messages import say
from workflow.statutes.notices.fields import Fields, field, optional

LAW = "papers"
SELF_INSPECTION, GUIDE = "SELF", "GUIDE"


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
    return Paper(NoticeFields(key, fields, title_zh=say(f"notices.{key}", "zh"), statute=LAW))


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
}
