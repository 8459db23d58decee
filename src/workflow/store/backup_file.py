"""The file of a backup: a zip of the database's copy and of a manifest that tells what is in it.

It is written beside its place and renamed when it is whole. The master key is never in it.
"""

import errno
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from workflow.errors import InputError, StorageError
from workflow.store.backup_content import TableContent

FORMAT = "workflow-backup/1"
MANIFEST = "manifest.json"
#: Kind of database → the name of its copy inside the zip.
MEMBERS = {"sqlite": "workflow.db", "postgresql": "workflow.pgdump"}
CHUNK = 1024 * 1024
#: Folders that backups and restores are made in begin so.
SCRATCH = ".workflow-"
#: What a broken or hostile zip makes the reader raise.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    EOFError,
    ArithmeticError,
    RecursionError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    ``kind`` is ``sqlite`` or ``postgresql``, ``revision`` the schema's, ``made_at`` UTC text.
    ``key_check`` tells which master key opens it (None: the installation had none yet),
    ``digest`` is the SHA-256 of the copy, ``size`` its bytes, ``tables`` what each table holds.
    """

    kind: str
    revision: str
    made_at: str
    key_check: str | None
    digest: str
    size: int
    tables: dict[str, TableContent]

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(table.rows for table in self.tables.values())


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def scratch(beside: Path) -> Iterator[Path]:
    """Give a folder of mode 0700 beside a path, gone afterwards, on the same disk.

    While it is in use it is locked, so that what a killed process left is known by being free:
    it is cleared away first. Where the disk knows no locks nothing is cleared.
    """
    try:
        with _locked(beside.parent) as alone:
            if alone:
                _clear_abandoned(beside.parent)
            folder = tempfile.TemporaryDirectory(prefix=SCRATCH, dir=beside.parent)
            lock = _lock(Path(folder.name))
        try:
            with folder as name:
                yield Path(name)
        finally:
            _unlock(lock)
    except OSError as error:
        raise StorageError("backup.not_written", path=beside, what=error.strerror) from error


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Let one process at a time look for abandoned folders and make its own; tell if it does."""
    lock = _lock(folder)
    try:
        yield lock is not None
    finally:
        _unlock(lock)


def _lock(folder: Path, *, wait: bool = True) -> int | None:
    """Lock a folder until the handle is closed (by the end of its process too), if that goes."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError:
            os.close(handle)
        else:
            return handle
    return None


def _unlock(lock: int | None) -> None:
    if lock is not None:
        os.close(lock)


def _clear_abandoned(folder: Path) -> None:
    """Remove the folders of processes that were killed; one that is in use is locked."""
    for path in folder.glob(f"{SCRATCH}*"):
        lock = _lock(path, wait=False)
        if lock is not None:
            with suppress(OSError):  # not ours to remove
                shutil.rmtree(path)
            _unlock(lock)


def pack(manifest: Manifest, copy: Path, to: Path) -> None:
    """Write the backup: whole or not at all, readable by its owner only."""
    half = copy.with_name("half.zip")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(copy, MEMBERS[manifest.kind])
        told = {"format": FORMAT, **asdict(manifest)}
        archive.writestr(MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))
    half.chmod(0o600)
    with half.open("rb") as file:
        os.fsync(file.fileno())
    half.replace(to)
    sync_folder(to.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder outlive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_manifest(path: Path) -> Manifest:
    """Return what a backup says of itself; InputError where the file is no backup."""
    try:
        with zipfile.ZipFile(path) as archive:
            told = json.loads(archive.read(MANIFEST))
        return _manifest(told)
    except FileNotFoundError as error:
        raise InputError("error.file_missing", path=path) from error
    except (*BROKEN, OSError, TypeError, AttributeError) as error:
        raise InputError("backup.not_a_backup", path=path) from error


def _manifest(told: Any) -> Manifest:
    if told.pop("format") != FORMAT or told["kind"] not in MEMBERS:
        raise ValueError(FORMAT)
    tables = {name: TableContent(**content) for name, content in told.pop("tables").items()}
    return Manifest(tables=tables, **told)


def unpack(path: Path, manifest: Manifest, folder: Path) -> Path:
    """Take the copy out into a folder; StorageError where it isn't what the manifest says.

    Not a byte more than the manifest tells is written, so that a bomb fills no disk.
    """
    copy = folder / MEMBERS[manifest.kind]
    try:
        with zipfile.ZipFile(path) as archive, archive.open(copy.name) as source:
            size, digest = _copy(source, copy, manifest.size)
    except BROKEN as error:
        raise StorageError("backup.damaged", path=path) from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # the zip points before its own beginning
            raise StorageError("backup.damaged", path=path) from error
        raise
    if (size, digest) != (manifest.size, manifest.digest):
        raise StorageError("backup.damaged", path=path)
    return copy


def _copy(source: Any, to: Path, limit: int) -> tuple[int, str]:
    size, hasher = 0, hashlib.sha256()
    with to.open("wb") as target:
        to.chmod(0o600)
        while size <= limit and (chunk := source.read(CHUNK)):
            target.write(chunk)
            hasher.update(chunk)
            size += len(chunk)
        target.flush()
        os.fsync(target.fileno())
    return size, hasher.hexdigest()
