"""The schema's version: made in an empty database, migrated on command, refused when newer."""

from importlib.resources import files
from typing import Any

import sqlalchemy as sa

from workflow.errors import StorageError
from workflow.store import queue_schema
from workflow.store.engine import Store, in_plain_words
from workflow.store.tables import METADATA

#: The revision that this program works with; a test holds it to the migrations' own head.
CURRENT = "0001"
#: The advisory lock under which PostgreSQL is migrated, so that one process does it.
MIGRATION_LOCK = 711_2019


def revision(store: Store) -> str | None:
    """Return the revision that the database is at, None where it is empty."""
    with in_plain_words(), store.engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return None if found is None else str(found)


def lacking(store: Store) -> list[str]:
    """Return the tables, and the columns of tables, that this program uses and that aren't there.

    A database whose revision has the right number may still be of another making: restored by
    hand, or made by a program between two releases.
    """
    with in_plain_words(), store.engine.connect() as connection:
        inspector = sa.inspect(connection)
        there = {
            table: {column["name"] for column in columns}
            for (_, table), columns in inspector.get_multi_columns().items()
        }
    missing = []
    for name, table in METADATA.tables.items():
        if name not in there:
            missing.append(name)
        else:
            own = [column.name for column in table.columns]
            missing += [f"{name}.{one}" for one in own if one not in there[name]]
    return missing


def ready(store: Store) -> None:
    """Make an empty database ready; refuse one that is older or newer than this program."""
    found = revision(store)
    if found == CURRENT:
        return
    if found is None:
        upgrade(store)
    elif found in known_revisions():
        raise StorageError("store.older_schema", found=found, current=CURRENT)
    else:
        raise StorageError("store.newer_schema", found=found, current=CURRENT)


def upgrade(store: Store) -> tuple[str | None, str]:
    """Migrate to the current revision; return the revisions before and after."""
    from alembic import command  # noqa: PLC0415  (costs start-up, needed once)

    before = revision(store)
    if before is not None and before not in known_revisions():
        raise StorageError("store.newer_schema", found=before, current=CURRENT)
    with in_plain_words(), store.engine.begin() as connection:
        if not store.sqlite:  # there, BEGIN IMMEDIATE keeps a second one out
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
        command.upgrade(configuration(connection), "head")
    if not store.sqlite and queue_schema.is_installed():
        queue_schema.upgrade(store)
    return before, CURRENT


def known_revisions() -> list[str]:
    """Return every revision that this program knows, the newest first."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415  (as above)

    scripts = ScriptDirectory.from_config(configuration(None))
    return [script.revision for script in scripts.walk_revisions()]


def configuration(connection: sa.Connection | None) -> Any:
    """Return Alembic's configuration: the scripts of this package, an open connection."""
    from alembic.config import Config  # noqa: PLC0415  (as above)

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(files("workflow.store") / "migrations"))
    return config
