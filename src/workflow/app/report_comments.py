"""The comment sheet of a body: what must be changed in its report, and what to look at."""

import re
from collections.abc import Iterable
from datetime import date

from workflow.documents.build import styles
from workflow.documents.build.document import Properties, build
from workflow.documents.build.xml import Element, paragraph
from workflow.messages import say
from workflow.reports.findings import Finding
from workflow.reports.rollup import Body

_UNSAFE = re.compile(r"[^\w（）()-]+")


def comment_sheet(body: Body, on: date) -> bytes:
    """Return a body's comment sheet as .docx."""
    name = body.name or body.file
    title = say("report.comments_title", "zh", year=body.year)
    checked = body.checked
    content = [
        paragraph(styles.TITLE, name, spacing={"before": 0}),
        paragraph(styles.TITLE, title, spacing={"before": 0, "after": 579}),
        paragraph(styles.BODY, _opening(body)),
        *_list("comments_violations", checked.violations),
        *_list("comments_warnings", checked.warnings),
    ]
    return build(content, Properties(title=f"{name}{title}", on=on))


def file_name(body: Body, number: int) -> str:
    """Return a file name for a body's sheet: its number in the roll-up and its name."""
    return f"{number:04d}-{_UNSAFE.sub('-', body.name or 'report')[:60]}.docx"


def _opening(body: Body) -> str:
    counts = {"violations": len(body.checked.violations), "warnings": len(body.checked.warnings)}
    sentence = "comments_some" if any(counts.values()) else "comments_none"
    values = {"form": body.checked.form, "year": body.year, **counts}
    return say(f"report.{sentence}", "zh", **values)


def _list(head: str, findings: Iterable[Finding]) -> list[Element]:
    lines = [
        paragraph(styles.BODY, f"{number}.{finding.message}")
        for number, finding in enumerate(findings, 1)
    ]
    return [paragraph(styles.HEADING_1, say(f"report.{head}", "zh")), *lines] if lines else []
