"""The driver's own cursor, used directly: what is listened to and raised is SQLAlchemy's."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from workflow.store.compiled import Bound


def run(connection: sa.Connection, text: str, bound: Any, *, many: bool = False) -> Any:
    """Execute a text and return the cursor, from which rows can be fetched."""
    cursor: Any = connection.connection.cursor()
    for hear in connection.dispatch.before_cursor_execute:
        hear(connection, cursor, text, bound, None, many)
    try:
        (cursor.executemany if many else cursor.execute)(text, bound)
    except connection.dialect.loaded_dbapi.Error as error:
        raise told(connection, cursor, text, bound, error) from error
    return cursor


def run_many(connection: sa.Connection, text: str, rows: Sequence[Bound]) -> None:
    """Execute a text once a row; no rows, no call."""
    if len(rows) == 1:
        run(connection, text, rows[0]).close()
    elif rows:
        run(connection, text, rows, many=True).close()


def told(
    connection: sa.Connection, cursor: Any, text: str, bound: Any, error: Exception
) -> exc.DBAPIError:
    """Return SQLAlchemy's error of a driver's; a connection that is lost is given up."""
    dialect = connection.dialect
    raw: Any = connection.connection.dbapi_connection
    lost = dialect.is_disconnect(error, raw, cursor)  # type: ignore[arg-type]
    said = exc.DBAPIError.instance(
        text,
        bound,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=connection.engine.hide_parameters,
        connection_invalidated=lost,
        dialect=dialect,
    )
    if lost:
        connection.invalidate(error)
    assert isinstance(said, exc.DBAPIError)
    return said
