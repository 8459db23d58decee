"""Writing a file whole or not at all."""

import errno
import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from workflow.errors import StorageError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def write_file(path: Path, data: bytes) -> None:
    """Write bytes into a file, as ``writing`` does."""
    with writing(path) as file:
        file.write(data)


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """Give a file beside the target, to be flushed and renamed: a reader never sees half of it.

    Raises StorageError, at once, when the folder can't be written, and when the disk is full; the
    old file, if there was one, stays as it was and nothing is left over. What a killed writer
    left is written over by the next one of the same file.
    """
    with _told(path):
        descriptor, made = _open_beside(path)
        try:
            with os.fdopen(descriptor, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
                made.chmod(0o666 & ~_umask())
                made.replace(path)  # while it is still locked
        except BaseException:
            with suppress(OSError):
                made.unlink()
            raise
        _flush_folder(path.parent)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.half")


def forget_half(path: Path) -> None:
    """Remove what a killed writer left of a file that won't be written again."""
    _beside(path).unlink(missing_ok=True)


def _open_beside(path: Path) -> tuple[int, Path]:
    """Open the one hidden file in which a file is made; another writer of it is waited for.

    The lock goes with its holder, so that what nobody holds is a killed writer's.
    """
    made = _beside(path)
    while True:
        handle = os.open(made, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:  # a disk without locks
            os.close(handle)
            made.unlink(missing_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            return handle, Path(name)
        if _is_same(handle, made):
            os.ftruncate(handle, 0)
            return handle, made
        os.close(handle)  # the other writer has put it in its place meanwhile


def _is_same(handle: int, path: Path) -> bool:
    """Tell whether an open file still stands under its name."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(handle), path.stat())
    return False


def make_folder(path: Path) -> None:
    """Make a folder and those above it; StorageError says why not."""
    with _told(path):
        path.mkdir(parents=True, exist_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = "error.disk_full" if error.errno in _FULL else "error.file_unwritable"
        raise StorageError(code, path=path, what=error.strerror) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _flush_folder(folder: Path) -> None:
    """Flush the rename itself; some file systems can't, and need not."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
