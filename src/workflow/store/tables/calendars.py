"""Calendars that an office imported over the built-in ones."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from workflow.store.tables.base import Row, UtcDateTime


class CalendarImport(Row, table=True):
    """A calendar layer: ``content`` as it was accepted, with its source and since when known.

    ``scope`` is ``national``, a region (``ningxia``) or an agency's code (its closures).
    """

    __tablename__ = "calendar_import"

    id: int | None = Field(default=None, primary_key=True)
    scope: str
    content: str = Field(sa_type=sa.Text)
    digest: str = Field(unique=True)
    source: str
    known_since: date
    imported_by: str
    imported_at: datetime = Field(sa_type=UtcDateTime)
