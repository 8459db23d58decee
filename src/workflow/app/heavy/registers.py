"""Long lists from Excel into the registers: what was published, figures of periods.

A list of documents comes as its file alone. Figures come with a text beside their file, where the
numbers are from: free words, so they are kept as a file is; ``{"period": code}`` is that of rows
that name none. All rows or none, in one transaction with the note that it is done.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sqlmodel import Session

from workflow.app.disclosing_import import read_list, write_list
from workflow.app.figure_files import Import, read_figures
from workflow.app.figure_periods import read_period
from workflow.app.figures import Entering, enter_within
from workflow.app.heavy.given import laid_out
from workflow.app.office import Office
from workflow.app.running import Job, Kind, Step
from workflow.errors import Reason, RefusedError

VIA = "task"
#: Names the file in which the source of figures stands.
SOURCE = "source.txt"
#: Reads the given files: what is to be written, and how many rows that are.
Read = Callable[[Office, Job, Sequence[Path]], tuple[Any, int]]
#: Writes what was read, and returns its counts by name.
Write = Callable[[Office, Session, Job, Any], dict[str, int]]


def _kind(read: Read, write: Write) -> Kind:
    """Return the work of one step: read it all, or find what is wrong; then write it all."""

    def count(office: Office, job: Job) -> int:
        with laid_out(office, job) as paths:
            try:
                return read(office, job, paths)[1]
            except RefusedError as error:
                return len(error.reasons)

    def some(office: Office, job: Job) -> Step:
        with laid_out(office, job) as paths:
            try:
                read_in = read(office, job, paths)[0]
            except RefusedError as error:
                return _refused(error, paths[0])
        return Step(write=partial(written, office, job, read_in))

    def written(office: Office, job: Job, read_in: Any, session: Session) -> Step:
        counts = write(office, session, job, read_in)
        return Step(counts=counts | {"imported": 1}, last=True)

    return Kind(count, some)


def _refused(error: RefusedError, path: Path) -> Step:
    """Return a step that took nothing: what is wrong is found, row by row."""
    values = {name: path.name if value == path else value for name, value in error.values.items()}
    found = [Reason(error.code, values), *error.reasons]
    return Step(findings=found, counts={"bad": len(error.reasons), "imported": 0}, last=True)


def _read_list(office: Office, job: Job, paths: Sequence[Path]) -> tuple[Any, int]:
    rows = read_list(office, paths[0], job.actor)
    return rows, len(rows)


def _write_list(office: Office, session: Session, job: Job, rows: Any) -> dict[str, int]:
    done = write_list(office, session, job.agency, rows, job.actor)
    return {"added": done.added, "unchanged": done.unchanged}


def _read_figures(office: Office, job: Job, paths: Sequence[Path]) -> tuple[Any, int]:
    period = read_period(job.wanted["period"])
    source = "".join(path.read_text("utf-8") for path in paths[1:])
    entering = read_figures(office, Import(job.agency, paths[0], period, source))
    return entering, sum(len(one.values) for one in entering)


def _write_figures(
    office: Office, session: Session, job: Job, entering: Sequence[Entering]
) -> dict[str, int]:
    done = enter_within(office, session, entering, job.actor, VIA)
    changed = sum(len(one.changed) for one in done)
    return {"added": changed, "unchanged": sum(len(one.unchanged) for one in done)}


DISCLOSURES = _kind(_read_list, _write_list)
FIGURES = _kind(_read_figures, _write_figures)
