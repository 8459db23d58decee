"""The notice of every case that owes it, as a zip: ``{"notice": "N04"}``, for one agency or all."""

from collections.abc import Sequence

from workflow.app.letters import Owing, cases_owing, make_letters
from workflow.app.office import Office
from workflow.app.running import Job, Kind, Step
from workflow.app.tasks import DOCX, TaskFile
from workflow.errors import Reason, WorkflowError

#: So many notices are made between two notes of the progress.
AT_ONCE = 20


def _owing(office: Office, job: Job) -> Sequence[Owing]:
    """Return the cases behind the last one that was done, in the order of their chains."""
    owing = cases_owing(office, job.wanted["notice"], job.agency or None)
    return [one for one in owing if one.chain > job.cursor]


def _count(office: Office, job: Job) -> int:
    return len(_owing(office, job))


def _some(office: Office, job: Job) -> Step:
    owing = _owing(office, job)[:AT_ONCE]
    if not owing:
        return Step(last=True)
    files, findings = [], []
    for one in owing:
        try:
            ((_, content),) = make_letters(office, job.wanted["notice"], [one])
            files.append(TaskFile(f"{one.name}.docx", DOCX, content))
        except WorkflowError as error:
            values = {"name": one.name, "what": error.message}
            findings.append(Reason("task.left_out", values))
    counts = {"made": len(files), "left_out": len(findings)}
    return Step(owing[-1].chain, len(owing), files, findings, counts)


LETTERS = Kind(_count, _some)
