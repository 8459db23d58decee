"""N15: the agency's answer in a reconsideration or a lawsuit, with its list of evidence."""

from typing import Any

from workflow.core.fields import Field, NoticeFields
from workflow.core.past import latest
from workflow.messages import say
from workflow.statutes.notices.common import common, request
from workflow.statutes.notices.draft import Draft
from workflow.statutes.notices.fields import COMMON, CONTACT, REQUEST, Fields, field, optional
from workflow.statutes.notices.words import day, quoted, trimmed, words


def _column(name: str, example: str, *, required: bool = True) -> Field:
    return Field(name, say(f"notices.field_{name}", "zh"), "text", required, example)


EVIDENCE: Fields = (
    _column("number", "1"),
    _column("name", "政府信息公开申请表"),
    _column("source", "申请人提交", required=False),
    _column("proves", "申请人申请公开的内容和提交日期", required=False),
    _column("pages", "2", required=False),
)

DEFENCE = NoticeFields(
    "N15",
    (
        *COMMON,
        *CONTACT,
        *REQUEST,
        field("appeal", "reconsideration", "choice", choices=("reconsideration", "litigation")),
        field("body", "示例市示例区人民政府"),
        optional("appeal_number", "示例复字〔2024〕1号"),
        field("appellant", "示例申请人"),
        field("copy_received_on", "2024年8月5日", "date"),
        field("act", "《政府信息公开申请答复书》（示例公开〔2024〕1号-答）"),
        field("asked", "申请公开“示例村2015年土地整治项目实施方案”"),
        field("facts", ["本机关于2024年5月11日收到该申请。"], "list"),
        field("grounds", ["本机关已尽到合理检索义务。"], "list"),
        field("plea", "请求维持该答复"),
        optional("representative", "示例人员"),
        field("evidence", [{"number": "1", "name": "申请表"}], "list", items=EVIDENCE),
    ),
    title_zh=say("notices.N15", "zh"),
)


def defence(draft: Draft) -> dict[str, Any]:
    """Return the fields of N15 for one appeal: the act, the facts by day, the grounds."""
    kind = _kind(draft)
    child = draft.chosen(kind)
    entries = child.entries if child else ()
    copy, defended = latest(entries, "receive_copy"), latest(entries, "defend")
    body = draft.text("body" if kind == "reconsideration" else "court", copy)
    return {
        **common(draft),
        **request(draft),
        "appeal": kind,
        "body": body or _default_body(draft, kind),
        "appeal_number": draft.text("document_number", copy),
        "appellant": draft.text("appellant") or draft.case.applicant.name,
        "copy_received_on": day(copy.on if copy else draft.on),
        "act": draft.text("act") or words("act_answer"),
        "asked": words("asked", content=quoted(draft.case.content)),
        "facts": _facts(draft),
        "grounds": _lines(draft.text("reasons", defended)) or [words("grounds_open")],
        "plea": draft.text("plea") or words(f"plea_{kind}"),
        "representative": draft.text("representative"),
        "evidence": _evidence(draft),
    }


def _kind(draft: Draft) -> str:
    named = (draft.child or "").rpartition(":")[2]
    kinds = [child.kind for child in draft.case.children if child.id == named]
    kinds += [draft.extra.get("appeal", "")]
    kinds += [child.kind for child in draft.case.children if child.kind != "consultation"][-1:]
    return next((kind for kind in kinds if kind in {"reconsideration", "litigation"}), "litigation")


def _default_body(draft: Draft, kind: str) -> str:
    agency = draft.case.agency
    return agency.reconsideration_body if kind == "reconsideration" else agency.court


def _lines(text: str) -> list[str]:
    return [f"{trimmed(line)}。" for line in text.split("\n") if trimmed(line)]


def _facts(draft: Draft) -> list[str]:
    """Return the officer's own account, else the steps of the case by their days."""
    written = _lines(draft.text("facts"))
    told = [
        words(f"fact_{entry.trigger}", on=day(entry.on))
        for entry in draft.own
        if entry.trigger in _TOLD
    ]
    return written or told or [words("facts_open")]


_TOLD = (
    *("register", "confirm", "request_correction", "receive_correction", "extend", "delay"),
    *("request_reasons", "receive_reasons", "notify_fee", "receive_payment"),
    *("dispatch", "record_service", "supplement"),
)


def _evidence(draft: Draft) -> list[dict[str, str]]:
    given = draft.extra.get("evidence")
    rows = given if given is not None else _usual_evidence(draft)
    blank = {"source": "", "proves": "", "pages": ""}
    return [{**blank, **row, "number": str(place)} for place, row in enumerate(rows, 1)]


def _usual_evidence(draft: Draft) -> list[dict[str, str]]:
    triggers = {entry.trigger for entry in draft.own}
    papers = ("register", "request_correction", "extend", "dispatch", "record_service")
    return [
        {
            "name": words(f"paper_{trigger}"),
            "source": words("paper_source_applicant" if trigger == "register" else "paper_source"),
            "proves": words(f"paper_proves_{trigger}"),
        }
        for trigger in papers
        if trigger in triggers or trigger == "register"
    ]
