"""A copy of a SQLite database while others write to it: the engine's own online backup."""

import sqlite3
from contextlib import closing
from pathlib import Path

from workflow.errors import StorageError
from workflow.store.backup_content import Content, content_of
from workflow.store.engine import SENTENCES, Store


def dump(store: Store, to: Path) -> Content:
    """Copy the database into a new file; return the content of the copy.

    All pages are copied inside one reading transaction: writers go on, in the WAL, and the copy
    is the state of one moment.
    """
    try:
        with closing(_open(store)) as source, closing(sqlite3.connect(to)) as target:
            source.backup(target, pages=-1)
    except sqlite3.Error as error:
        raise _plain(error) from error
    return content(to)


def content(path: Path) -> Content:
    """Return the content of a SQLite file that nobody else has open; it is left as one file."""
    copy = Store(f"sqlite:///{path}")
    try:
        with copy.read() as session:
            return content_of(session.connection())
    finally:
        copy.close()


def _open(store: Store) -> sqlite3.Connection:
    path = Path(store.url.database or "")
    if not path.is_file():
        raise StorageError("backup.nothing", path=path)
    return sqlite3.connect(path)


def _plain(error: sqlite3.Error) -> StorageError:
    what = str(error)
    code = next((code for said, code in SENTENCES if said in what), "store.failed")
    return StorageError(code, what=what)
