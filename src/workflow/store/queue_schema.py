"""The tables of procrastinate, in a schema of their own beside ours; PostgreSQL only.

It ships its schema whole and each change as a script; which scripts a database has seen stands in
``queue.migration``. Nothing of ours lives there: a queue that is lost is filled again by the
sweep, so backup and restore leave it out and ``db upgrade`` makes it anew.
"""

import importlib.util
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from workflow.store.engine import Store, in_plain_words

SCHEMA = "queue"
#: The advisory lock under which one process migrates the queue.
LOCK = 711_2020


def is_installed() -> bool:
    """Tell whether the extra ``cluster`` is there."""
    return importlib.util.find_spec("procrastinate") is not None


def upgrade(store: Store) -> list[str]:
    """Make or migrate the queue's tables; return the scripts that were new to the database.

    Each script in a transaction of its own: a value added to an enum can be used only after it.
    """
    with _looking_at_it(store) as connection:
        fresh = connection.exec_driver_sql("SELECT to_regclass('procrastinate_jobs')").scalar()
        if fresh is None:
            _run(connection, _whole())
            names = [path.name for path in _scripts()]
            _note(connection, names)
            return names
    return [path.name for path in _scripts() if _apply(store, path)]


def _apply(store: Store, path: Path) -> bool:
    with _looking_at_it(store) as connection:
        if path.name in _applied(connection):
            return False
        _run(connection, path.read_text("utf-8"))
        _note(connection, [path.name])
        return True


@contextmanager
def _looking_at_it(store: Store) -> Iterator[sa.Connection]:
    """Give a transaction that sees the queue's schema and keeps a second migration out."""
    with in_plain_words(), store.engine.begin() as connection:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        connection.exec_driver_sql(f"SET LOCAL search_path TO {SCHEMA}")
        connection.exec_driver_sql(
            "CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY,"
            " applied_at timestamptz NOT NULL DEFAULT now())"
        )
        yield connection


def _note(connection: sa.Connection, names: Sequence[str]) -> None:
    insert = sa.text("INSERT INTO migration VALUES (:name)")
    connection.execute(insert, [{"name": name} for name in names])


def missing_scripts(store: Store) -> list[str]:
    """Return what the queue of a database lacks; nothing on SQLite or without the extra."""
    if store.sqlite or not is_installed():
        return []
    with in_plain_words(), store.engine.connect() as connection:
        made = connection.exec_driver_sql("SELECT to_regclass('queue.migration')").scalar()
        applied = set() if made is None else _applied(connection)
    return [path.name for path in _scripts() if path.name not in applied]


def _applied(connection: sa.Connection) -> set[str]:
    return set(connection.exec_driver_sql("SELECT name FROM queue.migration").scalars())


def _scripts() -> Iterator[Path]:
    from procrastinate.schema import SchemaManager  # noqa: PLC0415  (an extra)

    folder = Path(SchemaManager.get_migrations_path())
    yield from sorted(folder.glob("*.sql"), key=lambda path: path.name)


def _whole() -> str:
    from procrastinate.schema import SchemaManager  # noqa: PLC0415  (an extra)

    return str(SchemaManager.get_schema())


def _run(connection: sa.Connection, script: str) -> None:
    """Run a script of many statements: the driver itself takes it whole where nothing is bound."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(script)
    finally:
        cursor.close()
