"""办理结果: a code, a row of the report, or what is printed beside the row, with or without number.

Back from a row: where several outcomes share it, the outcome stays unknown (lifecycle.md).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from workflow.errors import Reason
from workflow.forms import all_forms, of_year
from workflow.forms.form import TOTAL_HANDLED
from workflow.messages import say
from workflow.reports.reading.labels import request_rows
from workflow.reports.reading.lines import squeeze
from workflow.statutes.registry import STATUTES

#: Rows that a report computes: no request ends in one.
COMPUTED = frozenset({"new_received", "carried_in", TOTAL_HANDLED, "carried_out"})
OTHER_TOTAL = "other_total"

_CODE = re.compile(r"A\s?(\d{1,2})(?!\d).*", re.DOTALL)
_PARTS = re.compile(r"[\s\-—–:：/／>》|]+")
#: What ledgers write for a row of which one outcome only can be meant, or of no one.
_USUAL = {
    "同意公开": "granted",
    "全部公开": "granted",
    "区分处理": "partial",
    "不存在": "A12",
    "政府信息不存在": "A12",
    "非本机关信息": "A13",
    "撤回": "A23",
    "撤回申请": "A23",
    "申请人撤回": "A23",
    "主动撤回": "A23",
    "其他": "other_misc",
    "其它": "other_misc",
    "总计": TOTAL_HANDLED,
    "合计": TOTAL_HANDLED,
}


@dataclass(frozen=True, slots=True)
class Result:
    """How a request ended: the outcome, or where several share it, only the report's row.

    ``misprint`` is the label that was taken for a misprinted one.
    """

    outcome: str | None = None
    row: str | None = None
    misprint: str | None = None


def read_result(text: str, year: int) -> Result | Reason:
    """Return how a request decided in a year ended, or why the words don't say it."""
    named, misprint = _named(text)
    if named is None:
        return Reason(f"ledger.result_{_why_not(text)}", {"text": text})
    if named in codes():
        return Result(outcome=named)
    if named in COMPUTED:
        return Reason("ledger.result_computed", {"text": text})
    if named == OTHER_TOTAL and not _has_total(year):
        return Reason("ledger.result_other_total", {"text": text, "year": year})
    outcome = outcome_of_row(named)
    label = _labels()[named] if misprint else None
    return Result(outcome, None if outcome else named, label)


def _has_total(year: int) -> bool:
    """Tell whether the report about a year has 其他处理 as one row: before 2021."""
    first = next(iter(all_forms().values()))
    return OTHER_TOTAL in (first if year < first.first_year else of_year(year)).results


@cache
def codes() -> frozenset[str]:
    """Return the codes of all outcomes of all statutes."""
    return frozenset(code for statute in STATUTES for code in statute.outcomes)


@cache
def outcome_of_row(row: str) -> str | None:
    """Return the one outcome that the report counts in a row; None where several share it."""
    found = [
        outcome.code
        for outcome in STATUTES[-1].outcomes.values()
        if outcome.rows.get("2021") == row
    ]
    return found[0] if len(found) == 1 else None


@cache
def row_of(outcome: str) -> str | None:
    """Return the row of the newest form that an outcome is counted in."""
    statute = next((one for one in reversed(STATUTES) if outcome in one.outcomes), None)
    return statute.outcomes[outcome].rows.get("2021") if statute else None


@cache
def _labels() -> dict[str, str]:
    return {row.key: row.label for form in all_forms().values() for row in form.rows}


def label_of(row: str) -> str:
    """Return what the report prints beside a row."""
    return _labels()[row]


@cache
def _words() -> dict[str, str]:
    """Return squeezed words → code or row: the outcomes' own names, and usual ones."""
    names = {squeeze(say(f"outcomes.{code}", "zh")): code for code in codes()}
    return names | {squeeze(word): named for word, named in _USUAL.items()}


@cache
def _named(text: str) -> tuple[str | None, bool]:
    """Return the code or row that a cell names, and whether its label was misprinted."""
    plain = unicodedata.normalize("NFKC", text).strip()
    code = _CODE.fullmatch(plain.upper())
    if code:
        named = f"A{int(code[1])}"
        return (named if named in codes() else None), False
    if plain.lower() in _labels():
        return plain.lower(), False
    parts = dict.fromkeys((plain, _PARTS.split(plain)[-1]))
    for part in parts:
        word = squeeze(part)
        if word in _words():
            return _words()[word], False
    labels = [label for part in parts if (label := request_rows().find(part))]
    exact = [label.key for label in labels if label.exact]
    if exact:
        return exact[0], False
    return (labels[0].key, True) if labels else (None, False)


def _why_not(text: str) -> str:
    headings = request_rows().headings | {"不予公开", "无法提供", "不予处理"}
    return "heading" if squeeze(text) in headings else "unknown"
