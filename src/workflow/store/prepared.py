"""A statement that is executed again and again: compiled once, then handed straight to the driver.

Building and compiling a statement anew, and turning each row into an execution of its own, costs
more than SQLite takes to write the row. Values are bound as SQLAlchemy would bind them, and the
database's errors are SQLAlchemy's own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

DAYS_KEPT = 20_000
Values = Mapping[str, Any]
#: A row as the driver takes it: a tuple in the order of its marks, or (psycopg) values by name.
Bound = Sequence[Any] | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement in the words of one dialect, its names in order, and how some are bound."""

    text: str
    names: tuple[str, ...]
    by_position: bool
    binds: Sequence[tuple[int, Callable[[Any], Any]]]

    def bound(self, values: Values) -> Bound:
        """Return values as the driver takes them; one that isn't given is NULL."""
        found = [*map(values.get, self.names)]
        for at, bind in self.binds:
            found[at] = bind(found[at])
        return tuple(found) if self.by_position else dict(zip(self.names, found, strict=True))


class Prepared:
    """One statement with named parameters, for every dialect that asks for it."""

    def __init__(self, statement: sa.Select[Any] | sa.sql.expression.UpdateBase) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def execute(self, session: Session, values: Values) -> sa.CursorResult[Any]:
        """Execute it once; a name that ``values`` doesn't give is NULL."""
        connection = session.connection()
        compiled = self._for(connection.dialect)
        return connection.exec_driver_sql(compiled.text, compiled.bound(values))

    def many(self, session: Session, rows: Iterable[Values]) -> None:
        """Execute it once a row, in one call of the driver; no rows, no call."""
        connection = session.connection()
        compiled = self._for(connection.dialect)
        bound: Any = [compiled.bound(row) for row in rows]
        if bound:
            connection.exec_driver_sql(compiled.text, bound)

    def rows(self, session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
        """Execute it once a row of texts, numbers and bytes in the order of its names."""
        connection = session.connection()
        compiled = self._for(connection.dialect)
        if compiled.by_position:
            bound: Any = rows
        else:
            bound = [dict(zip(compiled.names, row, strict=True)) for row in rows]
        if rows:
            connection.exec_driver_sql(compiled.text, bound)

    def _for(self, dialect: sa.Dialect) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _compile(self._statement, dialect)
        return found


def insert_into(table: sa.Table) -> Prepared:
    """Return the statement that writes rows of a table, a missing column being NULL.

    A number that the database itself gives is left to it.
    """
    columns = [column for column in table.columns if column is not table.autoincrement_column]
    return Prepared(sa.insert(table).values({one.name: sa.bindparam(one.name) for one in columns}))


def _compile(statement: Any, dialect: sa.Dialect) -> _Compiled:
    compiled = statement.compile(dialect=dialect)
    order = compiled.positiontup
    names = tuple(order or compiled.binds)
    found = [(at, _bind(compiled.binds[name].type, dialect)) for at, name in enumerate(names)]
    binds = [(at, process) for at, process in found if process is not None]
    return _Compiled(str(compiled), names, order is not None, binds)


def _bind(kind: Any, dialect: sa.Dialect) -> Callable[[Any], Any] | None:
    """Return how values of a type are bound; days, which come again and again, from memory."""
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    is_day = process is not None and isinstance(kind, sa.Date)
    return lru_cache(DAYS_KEPT)(process) if is_day else process
