"""The file of a backup: a zip of the database's copy and of a manifest that tells what is in it.

It is written beside its place and renamed when it is whole. The master key is never in it.
"""

import errno
import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
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
    """Give a folder of mode 0700 beside a path, gone afterwards, on the same disk."""
    try:
        with tempfile.TemporaryDirectory(prefix=".workflow-", dir=beside.parent) as folder:
            yield Path(folder)
    except OSError as error:
        raise StorageError("backup.not_written", path=beside, what=error.strerror) from error


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
