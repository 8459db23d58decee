"""N13: the proof of service, one for each document that is served."""

from typing import Any

from workflow.core.fields import NoticeFields
from workflow.messages import say
from workflow.statutes.notices.common import common, request
from workflow.statutes.notices.draft import Draft
from workflow.statutes.notices.fields import COMMON, REQUEST, field, optional
from workflow.statutes.notices.words import day, words

SERVICE = NoticeFields(
    "N13",
    (
        *COMMON,
        *REQUEST,
        field("document_name", "政府信息公开申请答复书"),
        optional("document_number", "示例公开〔2024〕1号-答"),
        field("recipient", "示例申请人"),
        field("place", "示例市示例区示例镇示例路1号"),
        field("ways_above", "□直接送达　■邮寄送达"),
        field("ways_below", "□委托其他行政机关送达　□电子送达"),
        optional("mail_number", "示例邮件号"),
        optional("dispatched_on", "2024年6月29日", "date"),
        optional("served_on", "2024年7月1日", "date"),
        optional("served_by", "示例人员"),
        optional("refusal", ""),
        optional("witness", ""),
        optional("remark", ""),
    ),
    title_zh=say("notices.N13", "zh"),
)
_WAYS = ("direct", "post", "through_agency", "electronic")


def service(draft: Draft) -> dict[str, Any]:
    """Return the fields of N13 for a document: the answer, or the one named in extra."""
    sent, served = draft.entry("dispatch"), draft.entry("record_service")
    way = draft.fact("way", sent)
    ticked = [("■" if key == way else "□") + words(f"way_{key}") for key in _WAYS]
    applicant = draft.case.applicant
    notice = draft.extra.get("document_notice", "N10")
    return {
        **common(draft),
        **request(draft),
        "document_name": draft.text("document_name") or words(f"document_{notice}"),
        "document_number": draft.text("document_number"),
        "recipient": draft.text("recipient") or applicant.name,
        "place": draft.text("place", served) or applicant.address or words("place_open"),
        "ways_above": "　".join(ticked[:2]),
        "ways_below": "　".join(ticked[2:]),
        "mail_number": draft.text("mail_number", sent),
        "dispatched_on": day(sent.on if sent else None),
        "served_on": day(served.on if served else None),
        "served_by": draft.person(served.actor) if served else "",
        "refusal": draft.text("refusal", served),
        "witness": draft.text("witness", served),
        "remark": draft.text("remark", served),
    }
