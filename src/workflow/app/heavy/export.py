"""A long ledger written: the requests that somebody's filters leave.

``{"year": 2025, "masked": false, "kind": "all", "state": ""}``; the words that he looked for come
as a file, since they may name a person. Who ordered it sees what his role sees.
"""

import tempfile
from pathlib import Path
from typing import Any

from workflow.app.browsing import Wanted
from workflow.app.heavy.given import laid_out
from workflow.app.ledger.exporting import Export, count_rows, export_ledger
from workflow.app.office import Office
from workflow.app.running import Job, Kind, Step, tell_progress
from workflow.app.tasks import XLSX, TaskFile
from workflow.messages import say

#: So many requests are written between two notes of the progress.
A_NOTE = 500
#: So many requests are written while somebody waits for the page.
AT_ONCE = 1_000
WORDS = "words.txt"


def is_long_export(office: Office, wanted: Export) -> bool:
    """Tell whether an export is to be made in the background."""
    return count_rows(office, wanted) > AT_ONCE


def _count(office: Office, job: Job) -> int:
    return count_rows(office, _export(office, job, Path()))


def _some(office: Office, job: Job) -> Step:
    def advance(rows: int) -> None:
        if rows % A_NOTE == 0:
            tell_progress(office, job, rows)

    with tempfile.TemporaryDirectory(prefix="workflow-") as folder:
        wanted = _export(office, job, Path(folder) / "ledger.xlsx")
        count = export_ledger(office, wanted, job.actor, advance)
        year = job.wanted["year"] or ""
        name = say("web_ledger.file", "zh", agency=job.wanted["name"], year=year)
        file = TaskFile(f"{name}.xlsx", XLSX, wanted.path.read_bytes())
    return Step(done=count, files=[file], counts={"made": count}, last=True)


def _export(office: Office, job: Job, path: Path) -> Export:
    with laid_out(office, job) as given:
        words = "".join(one.read_text("utf-8") for one in given)
    told: Any = job.wanted
    only = Wanted(frozenset({job.agency}), told["kind"], told["state"], words)
    return Export(job.agency, path, told["year"], masked=told["masked"], only=only)


EXPORT = Kind(_count, _some)
