"""This year's report against last year's: what was carried over, what is in force."""

from collections.abc import Iterator

from workflow.forms.form import TOTAL
from workflow.reports.findings import Finding, Place
from workflow.reports.model import Report
from workflow.reports.numbers import Numbers

CARRIED_IN, CARRIED_OUT = "carried_in", "carried_out"
_IN_FORCE = ("made", "repealed", "valid")


def year_chain(
    report: Report, now: Numbers, before: Numbers
) -> tuple[list[Finding], list[Finding]]:
    """Compare 上年结转 with last year's 结转下年度: violations and warnings.

    The totals differ: a violation. Only classes differ (a correction in January): a warning for
    each of them (law.md 4.5, 4).
    """
    rows_here = CARRIED_IN in now.grid and CARRIED_OUT in before.grid
    if not rows_here:
        return [], []
    form = report.due_form
    differing = [
        Place(form, "received", CARRIED_IN, column).find(
            "year_chain",
            before.get(CARRIED_OUT, column),
            now.get(CARRIED_IN, column),
            sentence="year_chain" if column == TOTAL else "year_chain_class",
            year=report.year - 1,
        )
        for column in (*form.classes, TOTAL)
        if before.get(CARRIED_OUT, column) != now.get(CARRIED_IN, column)
    ]
    totals = [finding for finding in differing if finding.column == TOTAL]
    return (totals, []) if totals else ([], differing)


def in_force_chain(report: Report, now: Numbers, before: Numbers) -> Iterator[Finding]:
    """Yield a warning where 现行有效 isn't last year's, plus made, minus repealed (law.md 4.5, 6).

    Counts also change by clean-up or reorganisation, so it is never a violation [J].
    """
    made, repealed, valid = _IN_FORCE
    for row in now.grid:
        if not (now.has(row, valid) and before.has(row, valid)):
            continue
        cells, last = now.cells(row), before.get(row, valid)
        expected = last + cells[made] - cells[repealed]
        if expected != cells[valid]:
            yield Place(report.due_form, "proactive", row, valid).find(
                "valid_chain",
                expected,
                cells[valid],
                last=last,
                made=cells[made],
                repealed=cells[repealed],
            )
