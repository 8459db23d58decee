"""What all tables share: names of constraints, moments in UTC, codes with a CHECK."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import SQLModel

#: Every constraint has a name from the first migration on, so that a later one can change it.
METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Row(SQLModel):
    """The base of all tables: what is assigned is validated, which SQLModel alone doesn't do."""

    metadata = METADATA
    model_config = {"validate_assignment": True}


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """A moment: stored as UTC, given back aware; a naive one is refused.

    SQLite's own DateTime drops the zone without converting, which moves Chinese moments by eight
    hours.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Turn an aware moment into UTC (without its zone on SQLite, which has none)."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without its zone is no moment")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self,
        value: datetime | None,
        dialect: sa.Dialect,  # noqa: ARG002  (SQLAlchemy passes it)
    ) -> datetime | None:
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(column: str, codes: Iterable[str]) -> sa.CheckConstraint:
    """Return the CHECK that a text column holds one of these codes (never an Enum's name)."""
    listed = ", ".join(f"'{code}'" for code in codes)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)


def table_of(model: type[SQLModel]) -> sa.Table:
    """Return the Core table of a model, for statements that need no objects."""
    return cast("sa.Table", cast("Any", model).__table__)
