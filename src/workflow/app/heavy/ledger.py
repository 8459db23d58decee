"""A ledger imported: its file first, then perhaps that of its appeals.

``{"mapping": {header: column}, "dry_run": false, "skip_bad": false}``. All of it is one
transaction with the note that it is done: killed in between, nothing is imported and nothing
noted, and the next process begins again.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from sqlmodel import Session

from workflow.app.heavy.given import laid_out
from workflow.app.ledger.elsewhere import said_elsewhere
from workflow.app.ledger.importing import Ledger, import_within
from workflow.app.ledger.tally import Imported
from workflow.app.office import Office
from workflow.app.running import Job, Kind, Step, tell_progress
from workflow.app.tasks import XLSX, TaskFile
from workflow.errors import Reason
from workflow.ledger.badrows import write_bad_rows
from workflow.ledger.sheets import open_sheets

BAD_ROWS = "bad.xlsx"


def _count(office: Office, job: Job) -> int:
    """Return how many lines the files have; InputError where one can't be read at all."""
    with laid_out(office, job) as paths:
        return sum(map(_lines, paths))


def _lines(path: Path) -> int:
    with open_sheets(path) as sheets:
        return sum(sum(any(row) for row in sheet.rows) for sheet in sheets)


def _some(office: Office, job: Job) -> Step:
    return Step(write=partial(_import, office, job))


def _import(office: Office, job: Job, session: Session) -> Step:
    with laid_out(office, job) as paths:
        bad = paths[0].with_name(BAD_ROWS)
        ledger = Ledger(
            agency=job.agency,
            path=paths[0],
            appeals=paths[1] if len(paths) > 1 else None,
            mapping=job.wanted["mapping"],
            dry_run=job.wanted["dry_run"],
            skip_bad=bad if job.wanted["skip_bad"] else None,
        )
        with said_elsewhere():
            result = import_within(office, session, ledger, job.actor, _advance(office, job))
        if result.bad and not bad.exists():  # nothing was taken: the list to mend all the same
            write_bad_rows(result.bad, bad)
        made = [TaskFile(BAD_ROWS, XLSX, bad.read_bytes())] if bad.exists() else []
    return Step(files=made, findings=_findings(result), counts=_counts(result), last=True)


def _advance(office: Office, job: Job) -> Callable[[int], None]:
    """Return what tells the progress of the one transaction that an import is."""
    done = 0

    def advance(rows: int) -> None:
        nonlocal done
        done += rows
        tell_progress(office, job, done, writing=True)

    return advance


def _findings(result: Imported) -> Sequence[Reason]:
    """Return what is wrong, row by row, then what is doubtful, each kind once."""
    wrong = [
        Reason("ledger.problem", {
            "place": one.place, "column": one.column, "what": one.reason.message
        })
        for row in result.bad
        for one in row.problems
    ]  # fmt: skip
    doubts = [
        Reason("ledger.doubt", {"what": one.first.message, "count": one.count})
        for one in result.doubts.values()
    ]
    return [*wrong, *doubts]


def _counts(result: Imported) -> dict[str, int]:
    appeals = result.appeals.added + result.appeals.changed
    requests = result.requests.to_json()
    return {**requests, "appeals": appeals, "bad": len(result.bad), "imported": int(result.done)}


LEDGER = Kind(_count, _some)
