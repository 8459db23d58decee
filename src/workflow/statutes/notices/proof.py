"""N16: the proof of a due date, day by day, to be followed with a wall calendar."""

from collections.abc import Sequence
from typing import Any

from workflow.core.deadlines import Deadline, ProofRow
from workflow.core.fields import Field, NoticeFields
from workflow.errors import InputError
from workflow.messages import say
from workflow.statutes.notices.common import common, request
from workflow.statutes.notices.draft import Draft
from workflow.statutes.notices.fields import COMMON, REQUEST, Fields, field, optional
from workflow.statutes.notices.words import day, words

WEEKDAYS = "一二三四五六日"


def _row(name: str, example: str, *, required: bool = True) -> Field:
    return Field(name, say(f"notices.field_{name}", "zh"), "text", required, example)


PROOF_ROW: Fields = (
    _row("on", "2024年5月13日"),
    _row("weekday", "星期一"),
    _row("day", "1", required=False),
    _row("why", "工作日"),
)
REPLACED_ROW: Fields = (
    _row("due", "2024年6月10日"),
    _row("until", "2024年6月8日"),
    _row("change", "延期"),
)
_EXAMPLE_ROW = {"on": "2024年5月13日", "weekday": "星期一", "day": "1", "why": "工作日"}

PROOF = NoticeFields(
    "N16",
    (
        *COMMON,
        *REQUEST,
        field("clock_name", "答复期限"),
        optional("basis", "《中华人民共和国政府信息公开条例》第三十三条第二款"),
        optional("day_zero", "2024年5月11日", "date"),
        field("due", "2024年6月11日", "date"),
        optional("counted", 20, "number"),
        field("sum", "计入20个工作日，最后一日为2024年6月11日"),
        optional("provisional", ""),
        optional("history", [], "list", items=REPLACED_ROW),
        field("rows", [_EXAMPLE_ROW], "list", items=PROOF_ROW),
    ),
    title_zh=say("notices.N16", "zh"),
)


def proof(draft: Draft) -> dict[str, Any]:
    """Return the fields of N16 for one clock of the case (``clock=`` in extra; reply by default).

    Raises InputError where the clock doesn't run or has no date.
    """
    clock = draft.extra.get("clock", "reply")
    deadline = draft.deadline(clock, (draft.child or "").rpartition(":")[2] or None)
    if deadline is None or deadline.due is None:
        raise InputError("notices.no_date", clock=words(f"clock_{clock}"))
    return {
        **common(draft),
        **request(draft),
        "clock_name": words(f"clock_{clock}"),
        "basis": "；".join(words(f"law_{basis.law}") + basis.article for basis in deadline.basis),
        "day_zero": day(deadline.day_zero),
        "due": day(deadline.due),
        "counted": sum(row.counted for row in deadline.proof),
        "sum": _sum(deadline),
        "provisional": _bounds(deadline),
        "history": [
            {"due": day(old.due), "until": day(old.until), "change": old.why}
            for old in deadline.history
        ],
        "rows": rows(deadline.proof),
    }


def rows(proof_rows: Sequence[ProofRow]) -> list[dict[str, str]]:
    """Return one row a day: the day, its weekday, its number if it counts, and why or why not."""
    return [
        {
            "on": day(row.on),
            "weekday": words("weekday", name=WEEKDAYS[row.on.weekday()]),
            "day": str(row.day) if row.counted else "",
            "why": words(f"why_{row.why}") + (f"（{row.source}）" if row.source else ""),
        }
        for row in proof_rows
    ]


def _sum(deadline: Deadline) -> str:
    counted = [row for row in deadline.proof if row.counted]
    calendar = any(row.why == "calendar_day" for row in counted)
    key = "sum_set" if not counted else "sum_calendar_days" if calendar else "sum_working_days"
    return words(key, counted=len(counted), due=day(deadline.due))


def _bounds(deadline: Deadline) -> str:
    if not deadline.provisional:
        return ""
    if deadline.not_before is None:
        return words("provisional")
    return words(
        "provisional_between",
        earliest=day(deadline.not_before),
        latest=day(deadline.not_after),
    )
