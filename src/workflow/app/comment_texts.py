"""The text of a comment sheet, to be changed by the supervisor before it becomes a Word file."""

import io
import zipfile
from datetime import date

from workflow.app.report_comments import file_name
from workflow.documents.build import styles
from workflow.documents.build.document import Properties, build
from workflow.documents.build.xml import paragraph
from workflow.messages import say
from workflow.reports.rollup import Body, RollUp

#: Zip entries carry this day: the same reports make the same file.
NO_TIME = (1980, 1, 1, 0, 0, 0)


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


def comment_sheets(found: RollUp, on: date) -> bytes:
    """Return a zip of the comment sheets of all bodies, each with the text proposed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, body in enumerate(found.bodies, 1):
            sheet = sheet_of(body, comment_text(body), on)
            archive.writestr(zipfile.ZipInfo(file_name(body, number), NO_TIME), sheet)
    return packed.getvalue()
