"""The fields that notices have in common, and how a field is declared.

A field's label stands in the catalogue (``notices.field_<name>``); its example is invented and
follows one request of an invented town from notice to notice.
"""

from collections.abc import Iterable
from typing import Any

from workflow.core.fields import REMEDY, Field, FieldKind
from workflow.messages import say

Fields = tuple[Field, ...]


def field(
    name: str,
    example: Any,
    kind: FieldKind = "text",
    *,
    choices: tuple[str, ...] = (),
    items: Fields = (),
) -> Field:
    """Declare a field that always holds something."""
    return Field(name, _label(name), kind, example=example, choices=choices, items=items)


def optional(name: str, example: Any, kind: FieldKind = "text", *, items: Fields = ()) -> Field:
    """Declare a field that may be empty whatever the outcome."""
    return Field(name, _label(name), kind, required=False, example=example, items=items)


def only_for(
    outcomes: Iterable[str],
    every: Iterable[str],
    name: str,
    example: Any,
    kind: FieldKind = "text",
    *,
    items: Fields = (),
) -> Field:
    """Declare a field that holds something for some outcomes of a notice and not for the rest."""
    empty_for = frozenset(every) - frozenset(outcomes)
    return Field(name, _label(name), kind, example=example, can_be_empty_for=empty_for, items=items)


def _label(name: str) -> str:
    return say(f"notices.field_{name}", "zh")


#: On every document: who sends it, under which number, on which day.
COMMON: Fields = (
    field("agency_name", "示例市示例区示例镇人民政府"),
    field("number", "示例公开〔2024〕1号-延"),
    field("date", "2024年6月8日", "date"),
)

#: How to reach the office: the note below the date, the place where papers are handed in.
CONTACT: Fields = (
    optional("office_name", "示例镇党政综合办公室"),
    optional("telephone", "000-0000000"),
    optional("address", "示例市示例区示例镇示例路1号"),
    optional("postcode", "000000"),
)

#: The request that a letter speaks of.
REQUEST: Fields = (
    field("application_number", "示例公开〔2024〕1号"),
    optional("received_on", "2024年5月11日", "date"),
    field("content", "示例村2015年土地整治项目实施方案"),
)

#: A letter to the applicant about his request.
TO_APPLICANT: Fields = (
    *COMMON,
    *CONTACT,
    *REQUEST,
    field("addressee", "示例申请人"),
    field("you", "您"),
    field(
        "receipt",
        "本机关于2024年5月11日收到您当面提交的政府信息公开申请（申请编号：示例公开〔2024〕1号），"
        "申请公开“示例村2015年土地整治项目实施方案”。",
    ),
)

COURSE = optional(
    "course",
    "因查找档案需要时间，本机关已于2024年6月8日告知您延长答复期限，答复期限延长至2024年7月9日。",
)

REMEDY_FIELD = field(
    REMEDY,
    "如您不服本答复，可以自收到本答复书之日起60日内向示例市示例区人民政府申请行政复议，"
    "也可以自收到本答复书之日起6个月内依法向示例市示例区人民法院提起行政诉讼。",
)

ATTACHMENTS = optional(
    "attachments",
    [{"number": "1.", "text": "示例村2015年土地整治项目实施方案"}],
    "list",
    items=(
        Field("number", _label("item_number"), "text", required=False, example="1."),
        Field("text", _label("attachment"), "text", example="示例村2015年土地整治项目实施方案"),
    ),
)

#: The rows of a numbered list that is set as paragraphs.
NUMBERED: Fields = (
    Field("number", _label("item_number"), "text", required=False, example="1."),
    Field("text", _label("item_text"), "text", example="所需政府信息的名称或者文号"),
    Field("end", _label("item_end"), "text", example="；"),
)
