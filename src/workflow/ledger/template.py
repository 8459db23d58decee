"""An empty ledger to fill in: lists to choose from, an example that is passed over, a legend."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from workflow.documents.write import writing
from workflow.forms import all_forms
from workflow.ledger import columns as col
from workflow.ledger.lines import EXAMPLE_NUMBER
from workflow.ledger.results import row_of
from workflow.ledger.words import APPEAL_LABELS, CHANNEL_LABELS, CLASS_LABELS, RESULT_LABELS
from workflow.messages import say
from workflow.statutes.registry import STATUTES

LEGEND = "填写说明"
_ROWS = 5000
_BOLD = Font(name="宋体", size=11, bold=True)
_BODY = Font(name="宋体", size=10.5)
_EXAMPLE = Font(name="宋体", size=10.5, italic=True, color="7A7A7A")
_FILL = PatternFill("solid", fgColor="E7ECF2")
_MUST = PatternFill("solid", fgColor="F6E3D5")
_WRAP = Alignment(vertical="top", wrap_text=True)
_DAY = "yyyy-mm-dd"
_DATES = (col.SUBMITTED, col.RECEIVED, col.EXTENDED, col.DECIDED, col.SERVED, col.CLOSED)

_EXAMPLES: dict[str, Any] = {
    col.NUMBER.label: EXAMPLE_NUMBER,
    col.APPLICANT.label: "张三（示例）",
    col.CLASS.label: CLASS_LABELS["natural"],
    col.CHANNEL.label: CHANNEL_LABELS["web"],
    col.SUBMITTED.label: date(2020, 5, 11),
    col.RECEIVED.label: date(2020, 5, 12),
    col.CONTENT.label: "示例村2019年土地征收补偿方案（示例）",
    col.EXTENDED.label: date(2020, 6, 8),
    col.EXTENDED_BY.label: 20,
    col.DECIDED.label: date(2020, 6, 22),
    col.DOCUMENT.label: "示例公开〔2020〕1号-答",
    col.SERVED.label: date(2020, 6, 24),
    col.NOTES.label: "示例",
}
_APPEAL_EXAMPLES: dict[str, Any] = {
    col.NUMBER.label: EXAMPLE_NUMBER,
    col.KIND.label: APPEAL_LABELS["reconsideration", None],
    col.APPEAL_RECEIVED.label: date(2020, 7, 20),
    col.CLOSED.label: date(2020, 9, 18),
    col.APPEAL_RESULT.label: RESULT_LABELS["upheld"],
}


def outcome_choices() -> list[str]:
    """Return what can be chosen as 办理结果: each code with its name."""
    return [f"{code} {say(f'outcomes.{code}', 'zh')}" for code in STATUTES[-1].outcomes]


def write_template(path: Path) -> None:
    """Write an empty ledger as .xlsx."""
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "台账"
    outcomes = outcome_choices()
    _fill(first, col.REQUESTS, {**_EXAMPLES, col.RESULT.label: outcomes[0]})
    appeals = book.create_sheet(col.APPEALS_SHEET)
    _fill(appeals, col.APPEALS, _APPEAL_EXAMPLES)
    _legend(book.create_sheet(LEGEND), outcomes)
    listed = f"='{LEGEND}'!$A$2:$A${len(outcomes) + 1}"
    _choose(first, col.REQUESTS, col.CLASS, _inline(CLASS_LABELS.values()))
    _choose(first, col.REQUESTS, col.CHANNEL, _inline(CHANNEL_LABELS.values()))
    _choose(first, col.REQUESTS, col.RESULT, listed)
    _choose(appeals, col.APPEALS, col.KIND, _inline(APPEAL_LABELS.values()))
    _choose(appeals, col.APPEALS, col.APPEAL_RESULT, _inline(RESULT_LABELS.values()))
    with writing(path) as file:
        book.save(file)


def _inline(words: Any) -> str:
    return f'"{",".join(words)}"'


def _fill(sheet: Any, columns: Sequence[col.Column], example: dict[str, Any]) -> None:
    """Write header and example; numbers are text, so that Excel makes no dates of them."""
    for at, column in enumerate(columns, 1):
        letter = get_column_letter(at)
        head, cell = sheet.cell(1, at, column.label), sheet.cell(2, at, example.get(column.label))
        head.font, head.fill = _BOLD, (_MUST if column.required else _FILL)
        cell.font, cell.alignment = _EXAMPLE, _WRAP
        sheet.column_dimensions[letter].width = column.width
        if column in _DATES or column == col.APPEAL_RECEIVED:
            sheet.column_dimensions[letter].number_format = _DAY
            cell.number_format = _DAY
        elif column in (col.NUMBER, col.DOCUMENT):
            sheet.column_dimensions[letter].number_format = "@"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}2"


def _choose(sheet: Any, columns: Sequence[col.Column], column: col.Column, formula: str) -> None:
    """Offer a list in a column; what isn't in it is asked about, not refused."""
    letter = get_column_letter(columns.index(column) + 1)
    offered = DataValidation("list", formula1=formula, allow_blank=True, errorStyle="warning")
    offered.error = say("ledger.not_in_list", "zh")
    sheet.add_data_validation(offered)
    offered.add(f"{letter}2:{letter}{_ROWS}")


def _legend(sheet: Any, outcomes: Sequence[str]) -> None:
    """Write the outcomes with the row of the report each is counted in, then the rules."""
    lines: list[tuple[str, str]] = [(col.RESULT.label, say("ledger.legend_row", "zh"))]
    lines += [(text, _printed(text.partition(" ")[0])) for text in outcomes]
    lines += [("", "")]
    lines += [(name, say(f"ledger.legend_{key}", "zh")) for name, key in _RULES]
    for y, pair in enumerate(lines, 1):
        for x, text in enumerate(pair, 1):
            cell = sheet.cell(y, x, text)
            cell.font, cell.alignment = (_BOLD if y == 1 else _BODY), _WRAP
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 42, 80


_RULES = (
    (col.NUMBER.label, "number"),
    (col.CHANNEL.label, "channel"),
    (col.RECEIVED.label, "received"),
    (col.RESULT.label, "result"),
    (col.APPEALS_SHEET, "appeals"),
)


def _printed(code: str) -> str:
    newest = list(all_forms().values())[-1]
    row = next(row for row in newest.rows if row.key == row_of(code))
    return f"{row.group or ''}{row.label}"
