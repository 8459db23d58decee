"""A roll-up as an Excel file: the sum, the matrix of bodies and findings, every finding."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.styles import Alignment

from workflow.messages import say
from workflow.reports.rollup import Body, RollUp, matrix
from workflow.reports.workbook import put, report_xlsx, saved

_LEFT = Alignment(vertical="center", wrap_text=True)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_NAME_WIDTH, _MESSAGE_WIDTH = 36, 90


def rollup_xlsx(found: RollUp, late: Sequence[tuple[str, date | None]]) -> bytes:
    """Return the sum's workbook with three more sheets; ``late`` are the bodies past the day."""
    book = load_workbook(BytesIO(report_xlsx(found.total)))
    _matrix(book.create_sheet(say("report.sheet_matrix", "zh")), found.bodies)
    _findings(book.create_sheet(say("report.sheet_findings", "zh")), found)
    if late:
        _rows(
            book.create_sheet(say("report.sheet_late", "zh")),
            [
                (name, on.isoformat() if on else say("report.not_handed_in", "zh"))
                for name, on in late
            ],
        )
    return saved(book)


def _matrix(sheet: Any, bodies: Iterable[Body]) -> None:
    """Draw bodies × rules; an empty cell holds."""
    rules, rows = matrix(bodies)
    heads = [say(f"report.rule_{rule}", "zh") for rule in rules]
    for x, text in enumerate([say("report.head_body", "zh"), *heads], 1):
        put(sheet, 1, x, text, _CENTRED)
    for y, (body, counts) in enumerate(rows, 2):
        put(sheet, y, 1, body.name or body.file, _LEFT)
        for x, rule in enumerate(rules, 2):
            put(sheet, y, x, counts[rule] or "", _CENTRED)
    sheet.column_dimensions["A"].width = _NAME_WIDTH
    sheet.freeze_panes = "B2"


def _findings(sheet: Any, found: RollUp) -> None:
    lines = [
        (body.name or body.file, say(f"report.mark_{mark}", "zh"), finding.message)
        for body in found.bodies
        for mark, findings in (
            ("violation", body.checked.violations),
            ("warning", body.checked.warnings),
        )
        for finding in findings
    ]
    lines += [(each.file, say("report.mark_unread", "zh"), each.message) for each in found.unread]
    _rows(sheet, lines)
    sheet.column_dimensions["C"].width = _MESSAGE_WIDTH


def _rows(sheet: Any, lines: Iterable[Sequence[str]]) -> None:
    for y, line in enumerate(lines, 1):
        for x, text in enumerate(line, 1):
            put(sheet, y, x, text, _LEFT)
    sheet.column_dimensions["A"].width = _NAME_WIDTH
