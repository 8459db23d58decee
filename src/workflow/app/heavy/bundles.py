"""The bundles (案卷) of many cases, one zip each: ``{"cases": [chains]}``."""

import sqlalchemy as sa

from workflow.app.bundle import bundle
from workflow.app.filing import safe_name
from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.app.running import Job, Kind, Step
from workflow.app.tasks import ZIP, TaskFile
from workflow.errors import Reason, WorkflowError

#: So many cases are bundled between two notes of the progress.
AT_ONCE = 4


def _count(_office: Office, job: Job) -> int:
    return len(job.wanted["cases"])


def _some(office: Office, job: Job) -> Step:
    """Bundle the next cases; ``cursor`` is how many are done."""
    first = int(job.cursor or 0)
    chains = job.wanted["cases"][first : first + AT_ONCE]
    if not chains:
        return Step(last=True)
    found = sa.select(CASE.c.number, CASE.c.agency).where(CASE.c.chain.in_(chains))
    with office.store.read() as session:
        rows = session.execute(found.order_by(CASE.c.chain)).all()
    files, findings = [], []
    for row in rows:
        try:
            content = bundle(office, row.number, row.agency)
            files.append(TaskFile(f"{safe_name(row.number)}.zip", ZIP, content))
        except WorkflowError as error:
            values = {"name": row.number, "what": error.message}
            findings.append(Reason("task.left_out", values))
    counts = {"made": len(files), "left_out": len(findings)}
    return Step(str(first + len(chains)), len(chains), files, findings, counts)


BUNDLES = Kind(_count, _some)
