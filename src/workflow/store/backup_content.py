"""What a database holds, table by table, in a form in which two can be compared."""

import hashlib
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class TableContent:
    """The rows of a table: how many, and the SHA-256 over all of them in the order of the key."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Content:
    """A database at one moment: its schema's revision, its master key's check, its tables."""

    revision: str | None
    key_check: str | None
    tables: dict[str, TableContent]


def content_of(connection: sa.Connection) -> Content:
    """Return what a database holds."""
    return Content(
        revision=_only(connection, "alembic_version", "version_num"),
        key_check=_only(connection, "installation", "key_check"),
        tables=tables_of(connection),
    )


def _only(connection: sa.Connection, table: str, column: str) -> str | None:
    if not sa.inspect(connection).has_table(table):
        return None
    found: sa.Select[Any] = sa.select(sa.column(column)).select_from(sa.table(table))
    value = connection.execute(found).scalar_one_or_none()
    return None if value is None else str(value)


def tables_of(connection: sa.Connection) -> dict[str, TableContent]:
    """Return the content of every table by its name, as the database itself lists them.

    Tables are read by reflection rather than by the models, so that a backup of an older schema
    has a content too. Values are compared as the driver gives them: only databases of one kind
    can be compared.
    """
    inspector = sa.inspect(connection)
    return {
        name: _table(connection, inspector, name) for name in sorted(inspector.get_table_names())
    }


def _table(connection: sa.Connection, inspector: sa.Inspector, name: str) -> TableContent:
    quote = connection.dialect.identifier_preparer.quote
    columns = sorted(column["name"] for column in inspector.get_columns(name))
    key = inspector.get_pk_constraint(name)["constrained_columns"] or columns
    statement = (
        f"SELECT {', '.join(map(quote, columns))} FROM {quote(name)}"  # noqa: S608  (own names)
        f" ORDER BY {', '.join(_ordered(connection, inspector, name, one) for one in key)}"
    )
    hasher, rows = hashlib.sha256(), 0
    streaming = connection.execution_options(yield_per=500)
    for row in streaming.exec_driver_sql(statement):
        hasher.update(row_text(row))
        rows += 1
    return TableContent(rows, hasher.hexdigest())


def _ordered(connection: sa.Connection, inspector: sa.Inspector, table: str, column: str) -> str:
    """Return the column in an order that no locale of the server changes."""
    quoted = connection.dialect.identifier_preparer.quote(column)
    if connection.dialect.name != "postgresql":
        return quoted
    kinds = {one["name"]: one["type"] for one in inspector.get_columns(table)}
    return f'{quoted} COLLATE "C"' if isinstance(kinds[column], sa.String) else quoted


def row_text(row: Any) -> bytes:
    """Return a row as bytes that no other row has.

    >>> row_text((1, "ab", None, b"c"))
    b'3:int1:15:str2:ab6:bytes1:c;'
    """
    return b"".join(_value(value) for value in row) + b";"


def _value(value: Any) -> bytes:
    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    kind = "bytes" if isinstance(value, bytes | memoryview) else type(value).__name__
    return b"%d:%s%d:%s" % (len(kind), kind.encode(), len(raw), raw)


def differing(
    one: dict[str, TableContent], other: dict[str, TableContent]
) -> list[tuple[str, int, int]]:
    """Return the tables whose rows differ: name, rows here, rows there (-1: no such table)."""
    nothing = TableContent(-1, "")
    names = sorted(set(one) | set(other))
    pairs = [(name, one.get(name, nothing), other.get(name, nothing)) for name in names]
    return [(name, here.rows, there.rows) for name, here, there in pairs if here != there]
