"""Documents as PDF: ``{"documents": [ids]}``, the ids of rows of the register of documents."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from workflow.app.filing import DOCUMENT, content_of, file_name
from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.app.running import Job, Kind, Step
from workflow.app.tasks import TaskFile
from workflow.documents.pdf import Converter
from workflow.errors import Reason, StorageError, WorkflowError

#: So many documents share one start of LibreOffice, which is what costs most.
AT_ONCE = 8
PDF = "application/pdf"


def _count(_office: Office, job: Job) -> int:
    return len(job.wanted["documents"])


def _some(office: Office, job: Job) -> Step:
    """Convert the next documents; ``cursor`` is how many are done."""
    first = int(job.cursor or 0)
    idents = job.wanted["documents"][first : first + AT_ONCE]
    if not idents:
        return Step(last=True)
    sources, findings = _read(office, idents)
    files, refused = _convert([name for name, _ in sources], [one for _, one in sources])
    findings += refused
    counts = {"made": len(files), "left_out": len(findings)}
    return Step(str(first + len(idents)), len(idents), files, findings, counts)


def _read(office: Office, idents: Sequence[int]) -> tuple[list[tuple[str, bytes]], list[Reason]]:
    """Return the documents by their names; one that can't be read is left out."""
    found = sa.select(DOCUMENT, CASE.c.number.label("case_number"))
    found = found.join(CASE, CASE.c.chain == DOCUMENT.c.chain)
    found = found.where(DOCUMENT.c.id.in_(idents)).order_by(DOCUMENT.c.id)
    sources, findings = [], []
    with office.store.read() as session:
        for row in session.execute(found).mappings().all():
            try:
                sources.append((file_name(row), content_of(office, session, row["id"])))
            except StorageError as error:  # its key was destroyed
                findings.append(_left_out(file_name(row), error))
    return sources, findings


def _convert(
    names: Sequence[str], documents: Sequence[bytes]
) -> tuple[list[TaskFile], list[Reason]]:
    """Convert documents in one go; where that fails one by one, and leave out what is to blame."""
    converter = Converter()
    try:
        made = converter.to_pdf(documents)
    except StorageError as error:
        if error.code == "docx.office_missing":
            raise
        if len(documents) == 1:
            return [], [_left_out(names[0], error)]
        parts = [_convert([name], [one]) for name, one in zip(names, documents, strict=True)]
        return [one for files, _ in parts for one in files], [
            one for _, bad in parts for one in bad
        ]
    named: list[Any] = list(zip(names, made, strict=True))
    return [TaskFile(f"{name.removesuffix('.docx')}.pdf", PDF, one) for name, one in named], []


def _left_out(name: str, error: WorkflowError) -> Reason:
    return Reason("task.left_out", {"name": name, "what": error.message})


TO_PDF = Kind(_count, _some)
