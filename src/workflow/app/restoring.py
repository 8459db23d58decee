"""Restoring: a backup into an empty place, never over anything; what came out equals what went in.

An older schema is migrated on the way; a newer one is refused before anything is touched.
"""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from workflow.app.backup_checking import compared
from workflow.errors import InputError, StorageError
from workflow.store import backup_postgres, backup_sqlite, schema
from workflow.store.backup_content import TableContent, content_of
from workflow.store.backup_file import Manifest, read_manifest, scratch, sync_folder, unpack
from workflow.store.engine import Store, in_plain_words


def restore(store: Store, path: Path) -> Manifest:
    """Restore a backup into the place that the settings name; return what it says of itself.

    InputError where the place isn't empty or the backup is of the other kind of database,
    StorageError where it is damaged or newer than this program.
    """
    manifest = read_manifest(path)
    _check(store, manifest)
    RESTORERS[manifest.kind](store, path, manifest)
    return manifest


def _check(store: Store, manifest: Manifest) -> None:
    kind = store.url.get_backend_name()
    if kind != manifest.kind:
        raise InputError("backup.other_kind", kind=manifest.kind)
    if manifest.revision not in schema.known_revisions():
        raise StorageError("backup.newer_schema", found=manifest.revision, current=schema.CURRENT)
    if not _is_empty(store):
        raise InputError("backup.not_empty", place=store.url.database)


def _is_empty(store: Store) -> bool:
    if store.sqlite and not Path(store.url.database or "").exists():
        return True
    with in_plain_words(), store.engine.connect() as connection:
        return not sa.inspect(connection).get_table_names()


def _restore_sqlite(store: Store, path: Path, manifest: Manifest) -> None:
    """Make the database beside its place, compare and migrate it there, then put it in place."""
    place = Path(store.url.database or "")
    store.close()
    with scratch(place) as folder:
        copy = unpack(path, manifest, folder)
        _refuse_differing(manifest, lambda: backup_sqlite.content(copy).tables)
        made = Store(f"sqlite:///{copy}")
        schema.upgrade(made)
        made.close()
        copy.replace(place)
        sync_folder(place.parent)


def _restore_postgres(store: Store, path: Path, manifest: Manifest) -> None:
    """Load the dump in one transaction, compare what is there now, then migrate it."""
    with scratch(path.absolute()) as folder:
        backup_postgres.load(store, unpack(path, manifest, folder))

    def loaded() -> dict[str, TableContent]:
        with store.read() as session:
            return content_of(session.connection()).tables

    _refuse_differing(manifest, loaded)
    schema.upgrade(store)


def _refuse_differing(manifest: Manifest, there: Callable[[], dict[str, TableContent]]) -> None:
    wrong = compared(manifest.tables, there())
    if wrong:
        raise StorageError("backup.differs", what="；".join(one.message for one in wrong))


RESTORERS = {"sqlite": _restore_sqlite, "postgresql": _restore_postgres}
