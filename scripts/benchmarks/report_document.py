"""The annual report as a Word file: compiled once, against docxtpl on the same tags and fields."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from bench_docx import by_docxtpl, lines, rate
from benchmarks.row import Row, explained
from workflow.app.report_document import report_docx, report_fields, template_docx
from workflow.forms import form_named
from workflow.reports.model import Report

ON = date(2024, 1, 29)
GOAL = 50.0
SIZE = 200
FEW = 5


def measure() -> Iterator[Row]:
    """Yield the one row; both documents have the same lines in the same order."""
    report = _report()
    form = report.printed_form
    data, fields = template_docx(form.key), report_fields(report, form)
    ours, theirs = partial(report_docx, report, ON), partial(by_docxtpl, data, fields)
    assert lines(ours()) == lines(theirs())
    row = Row(
        name="report-document",
        what="annual report as .docx from its figures, fields included",
        ours=rate(ours, SIZE),
        baseline=rate(theirs, FEW),
        baseline_is="docxtpl, same template, fields made beforehand",
        goal=GOAL,
        unit="documents/s",
        size=SIZE,
        less_is_better=False,
    )
    yield explained(row, lambda: rate(ours, SIZE))


def _report() -> Report:
    """Return a town's report: numbers of up to three digits, some words in each part."""
    form = form_named("2021")
    tables: dict[str, Any] = {
        name: {
            row: {column: (at * 7) % 900 for at, column in enumerate(columns)}
            for row, columns in form.cells_of(name).items()
        }
        for name in ("received", "appeals", "proactive")
    }
    words = "本镇全年主动公开政府信息，依法办理申请。\n今后继续改进。"
    text = {"1": {"主动公开": words, "依申请公开": words}, "5": words, "6": words}
    return Report(body="示例镇人民政府", year=2023, form=form.key, text=text, **tables)
