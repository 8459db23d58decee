"""How far a long step is, where its row can't say so: on SQLite the step itself is the one writer.

A file beside the database with a number in it. Every process of the machine reads it: the page,
the command line, a second worker. It is worth nothing: the truth is what the step writes at its
end, and a mark that a killed process left is overwritten or cleared by the next one.
"""

from contextlib import suppress
from pathlib import Path

from workflow.app.office import Office


def mark(office: Office, task: int, done: int) -> None:
    """Leave a mark of how far a task is; where that can't be written nobody sees it, no more."""
    path = _path(office, task)
    fresh = path.with_name(f"{path.name}.new")
    with suppress(OSError):
        fresh.write_text(str(done), "ascii")
        fresh.replace(path)


def marked(office: Office, task: int) -> int:
    """Return how far the mark says that a task is; 0 without one."""
    if not office.store.sqlite:
        return 0
    with suppress(OSError, ValueError):
        return int(_path(office, task).read_text("ascii"))
    return 0


def clear(office: Office, task: int) -> None:
    """Take a task's mark away."""
    if office.store.sqlite:
        with suppress(OSError):
            _path(office, task).unlink(missing_ok=True)


def _path(office: Office, task: int) -> Path:
    database = Path(str(office.store.url.database))
    return database.with_name(f"{database.name}.task-{task}")
