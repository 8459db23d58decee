"""The files that a task was given, laid out while they are read."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workflow.app.office import Office
from workflow.app.report_uploads import plain_name
from workflow.app.running import Job
from workflow.app.tasks import INPUT, files
from workflow.errors import InputError


@contextmanager
def laid_out(office: Office, job: Job) -> Iterator[list[Path]]:
    """Lay the given files out under their own names; an error names them by these."""
    with tempfile.TemporaryDirectory(prefix="workflow-") as folder:
        paths = []
        with office.store.read() as session:
            for number, one in enumerate(files(office, session, job.id, INPUT)):
                path = Path(folder) / str(number) / plain_name(one.name)
                path.parent.mkdir()
                path.write_bytes(one.content)
                paths.append(path)
        try:
            yield paths
        except InputError as error:
            raise InputError(error.code, **_own_names(error.values)) from error


def _own_names(values: dict[str, object]) -> dict[str, object]:
    return {name: one.name if isinstance(one, Path) else one for name, one in values.items()}
