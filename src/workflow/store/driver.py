"""The driver's own cursor, used directly: what is listened to and raised is SQLAlchemy's."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc
from sqlmodel import Session

from workflow.store.compiled import Bound

#: Where a session that the store began keeps its connection: asking for it costs as much as
#: executing what it is asked for.
CONNECTION = "connection"


def connection_of(session: Session) -> sa.Connection:
    """Return the connection that a session works on."""
    known: sa.Connection | None = session.info.get(CONNECTION)
    return session.connection() if known is None else known


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


@contextmanager
def together(session: Session) -> Iterator[None]:
    """Send the ready-made statements within in one message, and wait once for all answers.

    Within, only ready-made statements may be used (SQLAlchemy's own look for an answer at once);
    where one of them reads, it waits for the answers until there. What PostgreSQL refuses is
    raised at the end, or there. SQLite has no wait to save.
    """
    connection = connection_of(session)
    raw: Any = connection.connection.dbapi_connection
    if not hasattr(raw, "pipeline"):
        yield
        return
    try:
        with raw.pipeline():
            yield
    except connection.dialect.loaded_dbapi.Error as error:
        raise told(connection, None, "", None, error) from error


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
