"""A statement that is executed again and again: compiled once, then handed straight to the driver.

Building and compiling a statement anew, and turning each execution and each row into objects,
costs more than SQLite takes to do what it says. Values are bound, rows are read and errors are
told as SQLAlchemy would; who listens to its ``before_cursor_execute`` hears of these too.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc
from sqlmodel import Session

from workflow.store.compiled import Bound, Compiled, Values


class Prepared:
    """One statement with named parameters, for every dialect that asks for it.

    A name that isn't given has the value that it has in the statement, else NULL; that of a list
    (``expanding``) must be given.
    """

    def __init__(self, statement: sa.Select[Any] | sa.sql.expression.UpdateBase) -> None:
        self._statement = statement
        self._compiled: dict[str, Compiled] = {}

    def execute(self, session: Session, values: Values) -> None:
        """Execute what gives no rows once."""
        connection = session.connection()
        text, bound = self._for(connection.dialect).ready(values)
        _run(connection, text, bound).close()

    def all(self, session: Session, values: Values) -> list[Any]:
        """Execute it once and return its rows: tuples, whose values have their columns' names."""
        connection = session.connection()
        compiled = self._for(connection.dialect)
        text, bound = compiled.ready(values)
        cursor = _run(connection, text, bound)
        try:
            found = cursor.fetchall()
        except connection.dialect.loaded_dbapi.Error as error:
            raise _told(connection, cursor, text, bound, error) from error
        rows = compiled.rows(cursor.description, found)
        cursor.close()
        return rows

    def first(self, session: Session, values: Values) -> Any | None:
        """Execute what gives few rows once and return the first, None where there is none."""
        return next(iter(self.all(session, values)), None)

    def many(self, session: Session, rows: Iterable[Values]) -> None:
        """Execute it once a row, in one call of the driver; no rows, no call."""
        connection = session.connection()
        _run_many(connection, *self._for(connection.dialect).many(rows))

    def rows(self, session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
        """Execute it once a row of texts, numbers and bytes in the order of its names."""
        connection = session.connection()
        _run_many(connection, *self._for(connection.dialect).plain(rows))

    def _for(self, dialect: sa.Dialect) -> Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = Compiled(self._statement, dialect)
        return found


def insert_into(table: sa.Table) -> Prepared:
    """Return the statement that writes rows of a table, a missing column being NULL.

    A number that the database itself gives is left to it.
    """
    columns = [column for column in table.columns if column is not table.autoincrement_column]
    return Prepared(sa.insert(table).values({one.name: sa.bindparam(one.name) for one in columns}))


def _run(connection: sa.Connection, text: str, bound: Any, *, many: bool = False) -> Any:
    cursor: Any = connection.connection.cursor()
    for hear in connection.dispatch.before_cursor_execute:
        hear(connection, cursor, text, bound, None, many)
    try:
        (cursor.executemany if many else cursor.execute)(text, bound)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, cursor, text, bound, error) from error
    return cursor


def _run_many(connection: sa.Connection, text: str, rows: Sequence[Bound]) -> None:
    if len(rows) == 1:
        _run(connection, text, rows[0]).close()
    elif rows:
        _run(connection, text, rows, many=True).close()


def _told(
    connection: sa.Connection, cursor: Any, text: str, bound: Any, error: Exception
) -> exc.DBAPIError:
    """Return SQLAlchemy's error of a driver's; a connection that is lost is given up."""
    dialect = connection.dialect
    raw: Any = connection.connection.dbapi_connection
    lost = dialect.is_disconnect(error, raw, cursor)  # type: ignore[arg-type]
    told = exc.DBAPIError.instance(
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
    assert isinstance(told, exc.DBAPIError)
    return told
