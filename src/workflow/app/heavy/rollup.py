"""Annual reports of several bodies checked and added up: the reports come as the order's files.

What comes out: the sum as .docx, .xlsx and .json, and a comment sheet a body.
"""

import json
from collections.abc import Iterator, Sequence

from workflow.app.comment_texts import comment_text, sheet_of
from workflow.app.office import Office
from workflow.app.report_comments import file_name
from workflow.app.report_document import report_docx
from workflow.app.report_uploads import Upload, roll_up_uploads
from workflow.app.running import Job, Kind, Step
from workflow.app.tasks import DOCX, INPUT, JSON, XLSX, TaskFile, files
from workflow.errors import Reason
from workflow.messages import say
from workflow.reports.rollup import RollUp
from workflow.reports.rollup_workbook import rollup_xlsx


def _count(office: Office, job: Job) -> int:
    return len(_uploads(office, job))


def _uploads(office: Office, job: Job) -> list[Upload]:
    with office.store.read() as session:
        given = files(office, session, job.id, INPUT)
        return [Upload(one.name, one.content) for one in given]


def _some(office: Office, job: Job) -> Step:
    uploads = _uploads(office, job)
    found = roll_up_uploads(uploads, say("report.rollup_name", "zh", count=len(uploads)))
    counts = {
        "added": sum(body.left_out is None for body in found.bodies),
        "unread": len(found.unread),
        "violations": sum(len(body.checked.violations) for body in found.bodies),
        "warnings": sum(len(body.checked.warnings) for body in found.bodies),
    }
    made = list(_files(office, found))
    return Step("", len(uploads), made, _findings(found), counts, last=True)


def _files(office: Office, found: RollUp) -> Iterator[TaskFile]:
    name = say("web_rollup.file", "zh", year=found.total.year)
    text = json.dumps(found.to_json(), ensure_ascii=False, indent=1)
    yield TaskFile(f"{name}.docx", DOCX, report_docx(found.total, office.today))
    yield TaskFile(f"{name}.xlsx", XLSX, rollup_xlsx(found, ()))
    yield TaskFile(f"{name}.json", JSON, text.encode())
    for number, body in enumerate(found.bodies, 1):
        sheet = sheet_of(body, comment_text(body), office.today)
        yield TaskFile(file_name(body, number), DOCX, sheet)


def _findings(found: RollUp) -> Sequence[Reason]:
    unread = [Reason("task.left_out", {"name": one.file, "what": one.message})
              for one in found.unread]  # fmt: skip
    wrong = [
        Reason("task.left_out", {"name": body.name or body.file, "what": one.message})
        for body in found.bodies
        for one in body.checked.violations
    ]
    return [*unread, *wrong]


ROLLUP = Kind(_count, _some)
