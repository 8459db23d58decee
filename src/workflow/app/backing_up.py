"""Backups: a copy of one moment, made while the work goes on, without the key that opens it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workflow.core.journal import utc_text
from workflow.errors import InputError, StorageError
from workflow.store import backup_postgres, backup_sqlite, schema
from workflow.store.backup_file import Manifest, digest_of, pack, scratch
from workflow.store.engine import Store

DUMPS = {"sqlite": backup_sqlite.dump, "postgresql": backup_postgres.dump}


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was made: where, and what it says of itself."""

    path: Path
    manifest: Manifest


def back_up(store: Store, out: Path, now: Callable[[], datetime]) -> BackedUp:
    """Write a backup into a new file (into a new file of a folder, where a folder is named).

    InputError where the file is there already; nothing half-written is ever seen.
    """
    at = now()
    path = out / f"workflow-{at:%Y%m%dT%H%M%SZ}.zip" if out.is_dir() else out
    if path.exists():
        raise InputError("backup.exists", path=path)
    if schema.revision(store) is None:
        raise StorageError("backup.nothing")
    with scratch(path) as folder:
        manifest = _copy(store, folder / "copy", utc_text(at))
        pack(manifest, folder / "copy", path)
    return BackedUp(path, manifest)


def _copy(store: Store, copy: Path, made_at: str) -> Manifest:
    kind = store.url.get_backend_name()
    content = DUMPS[kind](store, copy)
    return Manifest(
        kind=kind,
        revision=str(content.revision),
        made_at=made_at,
        key_check=content.key_check,
        digest=digest_of(copy),
        size=copy.stat().st_size,
        tables=content.tables,
    )
