"""Names that begin with a text, found by an index on both databases.

Neither database uses a plain index for LIKE: SQLite's LIKE takes A for a, and PostgreSQL sorts by
the language that its database was made with. SQLite gets a range of bytes, PostgreSQL a LIKE that
``ix_journal_head_prefix`` answers.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Begins(FunctionElement[bool]):
    """Two ways to say the same: which one is said is the dialect's choice."""

    inherit_cache = True
    type = sa.Boolean()
    #: Said as it is: ``… = 1`` behind it would hide the range from the index.
    _is_implicitly_boolean = True


@compiles(_Begins)
def _like(element: _Begins, compiler: SQLCompiler, **given: Any) -> str:
    _, like = element.clauses
    return compiler.process(like, **given)


@compiles(_Begins, "sqlite")
def _range(element: _Begins, compiler: SQLCompiler, **given: Any) -> str:
    between, _ = element.clauses
    return compiler.process(between, **given)


def begins_with(column: sa.ColumnElement[str], prefix: str) -> sa.ColumnElement[bool]:
    """Return the condition that a column begins with a text; every text begins with none."""
    if not prefix:
        return sa.true()
    after = f"{prefix[:-1]}{chr(ord(prefix[-1]) + 1)}"
    between = sa.and_(column >= prefix, column < after).self_group()
    return _Begins(between, column.startswith(prefix, autoescape=True).self_group())
