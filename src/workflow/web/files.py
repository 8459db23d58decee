"""Files that come with a form, laid out while they are read; files made to be saved."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.datastructures import FormData, UploadFile

from workflow.app.report_uploads import plain_name
from workflow.errors import InputError, RefusedError, WorkflowError

#: An office's table with years of rows stays far below.
LARGEST = 20 * 1024 * 1024
TABLES = (".xlsx", ".csv")


@contextmanager
def laid_out(form: FormData, field: str = "file", kinds: Sequence[str] = TABLES) -> Iterator[Path]:
    """Lay an uploaded file into a folder of its own, under its own name, while it is read.

    InputError where there is none, it is too large or of another kind. What is said of the file
    meanwhile names it as it was uploaded.
    """
    upload = _given(form, field)
    name = plain_name(upload.filename or "")
    if Path(name).suffix.lower() not in kinds:
        raise InputError("upload.kind", name=name, kinds="、".join(kinds))
    content = upload.file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise InputError("upload.large", name=name, limit=LARGEST // 1024 // 1024)
    with placed(name, content) as path:
        yield path


def is_given(form: FormData, field: str) -> bool:
    """Tell whether a form came with a file in a field."""
    upload = form.get(field)
    return isinstance(upload, UploadFile) and bool(upload.filename)


@contextmanager
def placed(name: str, content: bytes) -> Iterator[Path]:
    """Lay a file out under its name while it is read; what is said of it names only that."""
    with tempfile.TemporaryDirectory(prefix="workflow-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            yield path
        except WorkflowError as error:
            raise _renamed(error, path) from error


def _given(form: FormData, field: str) -> UploadFile:
    upload = form.get(field)
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise InputError("web_files.none")
    return upload


def _renamed(error: WorkflowError, path: Path) -> WorkflowError:
    """Return an error about a laid-out file with the file's own name in it."""
    values: dict[str, Any] = {
        name: str(value).replace(str(path), path.name) if isinstance(value, str | Path) else value
        for name, value in error.values.items()
    }
    if isinstance(error, RefusedError):
        return RefusedError(error.code, error.reasons, **values)
    return type(error)(error.code, **values)


def made(suffix: str, write: Callable[[Path], Any]) -> bytes:
    """Return the file that ``write`` makes at a place that it is given."""
    with tempfile.TemporaryDirectory(prefix="workflow-") as folder:
        path = Path(folder) / f"file{suffix}"
        write(path)
        return path.read_bytes()
