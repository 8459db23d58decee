"""A statement that is executed again and again: compiled once, then handed straight to the driver.

Building and compiling a statement anew, and turning each execution and each row into objects,
costs more than SQLite takes to do what it says. Values are bound, rows are read and errors are
told as SQLAlchemy would; who listens to its ``before_cursor_execute`` hears of these too.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.store.compiled import Compiled, Values
from workflow.store.driver import connection_of, run, run_many, told


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
        connection = connection_of(session)
        text, bound = self._for(connection.dialect).ready(values)
        run(connection, text, bound).close()

    def all(self, session: Session, values: Values) -> list[Any]:
        """Execute it once and return its rows: tuples, whose values have their columns' names."""
        connection = connection_of(session)
        compiled = self._for(connection.dialect)
        text, bound = compiled.ready(values)
        cursor = run(connection, text, bound)
        try:
            found = cursor.fetchall()
        except connection.dialect.loaded_dbapi.Error as error:
            raise told(connection, cursor, text, bound, error) from error
        rows = compiled.rows(cursor, found)
        cursor.close()
        return rows

    def first(self, session: Session, values: Values) -> Any | None:
        """Execute what gives few rows once and return the first, None where there is none."""
        return next(iter(self.all(session, values)), None)

    def many(self, session: Session, rows: Iterable[Values]) -> None:
        """Execute it once a row, in one call of the driver; no rows, no call."""
        connection = connection_of(session)
        run_many(connection, *self._for(connection.dialect).many(rows))

    def rows(self, session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
        """Execute it once a row of texts, numbers and bytes in the order of its names."""
        connection = connection_of(session)
        run_many(connection, *self._for(connection.dialect).plain(rows))

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
