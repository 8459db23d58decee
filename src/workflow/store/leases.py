"""Leases: how long a process may hold a row, by the database's own time.

The office's clock is an argument, and a host's clock can be set. A lease by either runs out under
the hands of a process that is alive, and another one does the same work a second time. All
processes share one database, and its time passes as real time does.
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

_OF_SQLITE = sa.text("SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")
_OF_POSTGRESQL = sa.select(sa.func.clock_timestamp())


def real_time(session: Session) -> datetime:
    """Return what time it is for the database, in UTC."""
    if session.connection().dialect.name == "sqlite":
        return datetime.fromisoformat(session.execute(_OF_SQLITE).scalar_one())
    found: datetime = session.execute(_OF_POSTGRESQL).scalar_one()
    return found.astimezone(UTC)


def is_free(until: sa.Column[datetime], session: Session) -> sa.ColumnElement[bool]:
    """Select the rows that nobody holds, by the column that says until when somebody does."""
    return sa.or_(until.is_(None), until <= real_time(session))


def lease(session: Session, length: timedelta) -> datetime:
    """Return until when a row is held that is taken, or held on to, now."""
    return real_time(session) + length
