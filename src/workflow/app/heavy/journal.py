"""The journal (操作记录) verified with its derived tables: ``{"derived": true}``.

It is read in one view of the database, so it is one step: what is found holds of one moment.
"""

import json

from workflow.app.keeping import verify
from workflow.app.office import Office
from workflow.app.running import Job, Kind, Step
from workflow.app.tasks import JSON, TaskFile
from workflow.errors import Reason
from workflow.store import journals


def _count(office: Office, _job: Job) -> int:
    with office.store.read() as session:
        return len(journals.chains(session))


def _some(office: Office, job: Job) -> Step:
    found = verify(office, derived=job.wanted["derived"])
    findings = [
        Reason(one.breach.code, {
            "chain": one.breach.chain, "entry": one.breach.entry, "table": one.table
        })
        for one in found.broken
    ]  # fmt: skip
    text = json.dumps(found.to_json(), ensure_ascii=False, indent=1)
    made = [TaskFile("journal.json", JSON, text.encode())]
    counts = {"entries": found.entries, "chains": found.chains, "broken": len(found.broken)}
    return Step("", found.chains, made, findings, counts, last=True)


JOURNAL = Kind(_count, _some)
