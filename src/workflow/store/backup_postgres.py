"""A dump of a PostgreSQL database while others write to it, by pg_dump of the same moment."""

import os
import shutil
import subprocess
from pathlib import Path

from workflow.errors import StorageError
from workflow.store.backup_content import Content, content_of
from workflow.store.engine import Store


def dump(store: Store, to: Path) -> Content:
    """Dump the database into a new file; return the content that was dumped.

    The snapshot in which the content is read is handed to pg_dump: both see the same moment.
    """
    with store.read() as session:
        connection = session.connection()
        snapshot = str(connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one())
        _run(store, "pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={to}")
        return content_of(connection)


def load(store: Store, dumped: Path) -> None:
    """Load a dump into an empty database, all or nothing."""
    options = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
    _run(store, "pg_restore", *options, str(dumped))


def listed(dumped: Path) -> set[str]:
    """Return the names of the tables whose rows are in a dump; StorageError where it is none."""
    told = _call([_found("pg_restore"), "--list", str(dumped)], {})
    words = (line.split() for line in told.splitlines() if " TABLE DATA " in line)
    return {parts[parts.index("DATA") + 2] for parts in words}


def _run(store: Store, program: str, *options: str) -> None:
    """Call a client program; the password goes through its environment, never its arguments."""
    url = store.url.set(drivername="postgresql")
    password = {} if url.password is None else {"PGPASSWORD": str(url.password)}
    address = url._replace(password=None).render_as_string(hide_password=False)
    _call([_found(program), f"--dbname={address}", *options], password)


def _found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise StorageError("backup.no_program", program=program)
    return path


def _call(arguments: list[str], password: dict[str, str]) -> str:
    done = subprocess.run(  # noqa: S603  (own arguments, no shell)
        arguments, capture_output=True, text=True, check=False, env=os.environ | password
    )
    if done.returncode != 0:
        what = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise StorageError("backup.program_failed", program=Path(arguments[0]).name, what=what)
    return done.stdout
