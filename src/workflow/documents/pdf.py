"""PDF by LibreOffice, when it is installed: its own profile, one call at a time, never for ever.

LibreOffice is another program with a large appetite: calls wait in a queue (a lock file, so that
the server and the worker share it), each has a fresh profile, is killed after its time, and sees
our font aliases (``fonts.conf``) through FONTCONFIG_FILE.
"""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path

from workflow.documents.unmarked import unmarked
from workflow.errors import StorageError

_PROGRAMS = ("soffice", "libreoffice")


def find_office() -> str | None:
    """Return the path of LibreOffice, or None where it isn't installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


@dataclass(frozen=True, slots=True)
class Converter:
    """Turns .docx into PDF.

    ``program`` is LibreOffice (None: not installed), ``timeout`` the seconds that one call may
    take, for each document of it, ``queue`` the lock file of all callers on this machine.
    """

    program: str | None = field(default_factory=find_office)
    timeout: float = 60.0
    queue: Path = field(default_factory=lambda: Path(tempfile.gettempdir()) / "workflow-pdf.lock")

    def to_pdf(self, documents: Sequence[bytes]) -> list[bytes]:
        """Return a PDF for each .docx, in order; several in one call cost a fifth each.

        Raises StorageError when LibreOffice is missing, fails or takes too long, InputError where
        a document can't be opened.
        """
        if self.program is None:
            raise StorageError("docx.office_missing")
        if not documents:
            return []
        with tempfile.TemporaryDirectory(prefix="workflow-pdf-") as name, self._turn():
            folder = Path(name)
            sources = [folder / f"{number:05}.docx" for number in range(len(documents))]
            for source, document in zip(sources, documents, strict=True):
                source.write_bytes(unmarked(document))
            self._run(folder, sources)
            return [_read(source.with_suffix(".pdf")) for source in sources]

    def _run(self, folder: Path, sources: Sequence[Path]) -> None:
        profile = (folder / "profile").as_uri()
        options = ("--headless", "--norestore", "--nologo", "--convert-to", "pdf", "--outdir")
        command = [str(self.program), f"-env:UserInstallation={profile}", *options, str(folder)]
        with as_file(files("workflow.documents") / "fonts.conf") as fonts:
            environment = {**os.environ, "FONTCONFIG_FILE": str(fonts), "HOME": str(folder)}
            _call([*command, *map(str, sources)], environment, self.timeout * len(sources))

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for our turn: one conversion at a time on this machine."""
        with self.queue.open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _call(command: Sequence[str], environment: dict[str, str], timeout: float) -> None:
    """Run LibreOffice in a session of its own, so that a late one is ended with its children."""
    with subprocess.Popen(  # noqa: S603  (the program is LibreOffice, found by us)
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            _, complaint = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, 9)
            process.communicate()
            raise StorageError("docx.office_slow", seconds=int(timeout)) from error
    if process.returncode != 0:
        what = complaint.decode(errors="replace").strip()[:200]
        raise StorageError("docx.office_failed", what=what or process.returncode)


def _read(path: Path) -> bytes:
    if not path.exists():
        raise StorageError("docx.office_failed", what=path.name)
    return path.read_bytes()
