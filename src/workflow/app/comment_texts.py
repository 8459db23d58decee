"""The text of a comment sheet, to be changed by the supervisor before it becomes a Word file."""

from datetime import date

from workflow.documents.build import styles
from workflow.documents.build.document import Properties, build
from workflow.documents.build.xml import paragraph
from workflow.messages import say
from workflow.reports.rollup import Body


def comment_text(body: Body) -> str:
    """Return what a sheet says unless it is changed: what must be mended, then the reminders."""
    must, warn = body.checked.violations, body.checked.warnings
    name = body.name or body.file
    lines = [say("web_rollup.sheet_to", "zh", body=name)]
    counts = {"year": body.year, "must": len(must), "warn": len(warn)}
    opening = "sheet_some" if must else "sheet_warn" if warn else "sheet_none"
    lines.append(say(f"web_rollup.{opening}", "zh", **counts))
    lines += [f"{number}. {one.message}" for number, one in enumerate((*must, *warn), 1)]
    if must:
        lines.append(say("web_rollup.sheet_close", "zh"))
    return "\n".join(lines)


def sheet_of(body: Body, text: str, on: date) -> bytes:
    """Return a comment sheet with the text that the supervisor wrote, as .docx."""
    title = say("report.comments_title", "zh", year=body.year)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    content = [
        paragraph(styles.TITLE, title, spacing={"before": 0, "after": 579}),
        *(paragraph(styles.BODY, line) for line in lines),
    ]
    return build(content, Properties(title=title, on=on))
