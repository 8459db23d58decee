"""N14: the approval sheet, with the disclosure attribute and an opinion of each reviewer.

Who checked the draft (核稿人) is the reviewer who said so of himself. A head of office who reviews
an answer signs in his own cell too. What nobody has signed yet is left open for the paper.
"""

from typing import Any

from workflow.core.fields import NoticeFields
from workflow.core.journal import Entry
from workflow.messages import say
from workflow.statutes.notices.common import common, request
from workflow.statutes.notices.draft import Draft
from workflow.statutes.notices.fields import COMMON, REQUEST, field, optional
from workflow.statutes.notices.words import day, to_date, words
from workflow.statutes.rules.answer import REVIEWS

#: The boxes of the form, and the outcomes that tick them (the groups of the report's form).
BOXES = {
    "granted": ("A1", "A2"),
    "partial": ("A3",),
    "denied": ("A4", "A5", "A6", "A7", "A8", "A9", "A10", "A11"),
    "unable": ("A12", "A13", "A14", "A15"),
    "rejected": ("A16", "A17", "A18", "A19", "A20"),
    "other": ("A21", "A22", "A23", "A24"),
}
#: Characters of a name that stand beside a day in a cell of 56 mm at 12 pt.
_NAME_BESIDE_DAY = 3
SIGNERS = ("secrecy", "legal", "office_head", "deputy", "leader")
#: The entry that holds each signer's opinion. A deputy's is written by hand.
_SIGNED_BY = {
    "secrecy": ("pass_secrecy_review",),
    "legal": ("pass_legal_review",),
    "office_head": ("extend", "delay", "notify_fee"),
    "leader": ("approve",),
}
_SIGNED_EXAMPLE = "签名：示例人员　　2024年6月24日"

APPROVAL = NoticeFields(
    "N14",
    (
        *COMMON,
        *REQUEST,
        field("applicant", "示例申请人（自然人）"),
        field("received", "2024年5月11日（当面）"),
        field("due_note", "2024年7月9日（已延期）"),
        field("document", "政府信息公开申请答复书（示例公开〔2024〕1号-答）"),
        field("boxes_above", "□予以公开　□部分公开　□不予公开"),
        field("boxes_below", "■无法提供　□不予处理　□其他"),
        field("opinion", "经检索，该政府信息不存在，拟告知申请人。"),
        optional("drafted", "示例人员　2024年6月24日"),
        optional("checked", "示例人员　2024年6月24日"),
        *(optional(f"{signer}_opinion", "同意。") for signer in SIGNERS),
        *(field(f"{signer}_signed", _SIGNED_EXAMPLE) for signer in SIGNERS),
        optional("remark", ""),
    ),
    title_zh=say("notices.N14", "zh"),
)


def approval(draft: Draft) -> dict[str, Any]:
    """Return the fields of N14 for the answer, extension or fee that is to be approved.

    The sheet of an extension (``N14-extension``) is not that of the answer which follows it.
    """
    proposed = _proposed(draft)
    outcome = draft.fact("outcome", proposed)
    return {
        **common(draft),
        **request(draft),
        "applicant": _applicant(draft),
        "received": _received(draft),
        "due_note": _due(draft),
        "document": _document(draft, proposed),
        **_boxes(outcome if isinstance(outcome, str) else None),
        "opinion": _opinion(draft, proposed),
        "drafted": _person(draft, proposed),
        "checked": _person(draft, _checked(draft, proposed)),
        **_signatures(draft, proposed),
        "remark": draft.text("remark"),
    }


def _proposed(draft: Draft) -> Entry | None:
    """Return the entry that asks for the approval; who proposed an extension drafted its sheet."""
    extension = draft.entry("propose_extension") or draft.entry("extend")
    if draft.notice == "N14-extension":
        return extension
    return draft.entry("submit_answer", "lapse", "notify_fee") or extension


def _applicant(draft: Draft) -> str:
    applicant = draft.case.applicant
    return f"{applicant.name}（{words(f'class_{applicant.kind}')}）"


def _received(draft: Draft) -> str:
    received = draft.case.deadlines.received_on if draft.case.deadlines else None
    on = day(received or draft.case.submitted_on)
    return f"{on}（{words(f'channel_{draft.case.channel}')}）"


def _due(draft: Draft) -> str:
    reply = draft.deadline("reply")
    if reply is None or reply.due is None:
        return words("due_open")
    moved = words("due_extended") if draft.entry("extend", "delay") else ""
    return day(reply.due) + moved


def _document(draft: Draft, proposed: Entry | None) -> str:
    notice = draft.extra.get("document_notice")
    if notice is None:
        by_trigger = {"propose_extension": "N04", "extend": "N04", "notify_fee": "N09"}
        outcome = str(draft.fact("outcome", proposed) or "")
        refused = outcome in {*BOXES["rejected"], *BOXES["other"]}
        notice = by_trigger.get(proposed.trigger if proposed else "", "N11" if refused else "N10")
    number = draft.extra.get("document_number", "")
    return words(f"document_{notice}") + (f"（{number}）" if number else "")


def _boxes(outcome: str | None) -> dict[str, str]:
    marks = [
        ("■" if outcome in codes else "□") + words(f"box_{key}") for key, codes in BOXES.items()
    ]
    return {"boxes_above": "　".join(marks[:3]), "boxes_below": "　".join(marks[3:])}


def _opinion(draft: Draft, proposed: Entry | None) -> str:
    written = draft.text("proposed_opinion")
    if written:
        return f"{written}。"
    outcome = draft.fact("outcome", proposed)
    trigger = proposed.trigger if proposed else "submit_answer"
    key = f"proposed_{outcome}" if outcome else f"proposed_{trigger}"
    return words(key, length=draft.fact("length", proposed) or "")


def _person(draft: Draft, entry: Entry | None) -> str:
    """Return a name with its day; a longer name has the day below it, or the cell would tear it."""
    if entry is None:
        return ""
    name = draft.person(entry.actor)
    return name + ("　" if len(name) <= _NAME_BESIDE_DAY else "\n") + day(entry.on)


def _checked(draft: Draft, proposed: Entry | None) -> Entry | None:
    """Return the review by somebody who says that he checked the draft's text."""
    return next((one for one in _reviews(draft, proposed) if one.facts.get("checked")), None)


def _reviews(draft: Draft, proposed: Entry | None) -> list[Entry]:
    """Return the reviews of what is to be approved, the newest first."""
    since = proposed.entry if proposed else 0
    return [one for one in reversed(draft.own) if one.entry >= since and one.trigger in REVIEWS]


def _by_the_head(draft: Draft, proposed: Entry | None) -> Entry | None:
    return next((one for one in _reviews(draft, proposed) if one.role == "office_head"), None)


def _signatures(draft: Draft, proposed: Entry | None) -> dict[str, str]:
    made: dict[str, str] = {}
    since = proposed.entry if proposed else 0
    for signer in SIGNERS:
        entry = draft.entry(*_SIGNED_BY.get(signer, ()))
        entry = entry if entry and entry.entry >= since else None
        if entry is None and signer == "office_head":
            entry = _by_the_head(draft, proposed)
        made[f"{signer}_opinion"] = _signer_opinion(draft, signer, entry)
        made[f"{signer}_signed"] = _signature(draft, entry)
    return made


def _signer_opinion(draft: Draft, signer: str, entry: Entry | None) -> str:
    written = draft.text(f"{signer}_opinion") or (draft.text("opinion", entry) if entry else "")
    return f"{written}。" if written else words(f"opinion_{signer}") if entry else ""


def _signature(draft: Draft, entry: Entry | None) -> str:
    if entry is None:
        return words("unsigned")
    on = to_date(entry.facts.get("consented_on")) or entry.on
    return words("signed", name=draft.person(entry.actor), on=day(on))
