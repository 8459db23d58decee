"""Who was shown whose personal data."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from workflow.store.tables.base import Row, UtcDateTime


class Showing(Row, table=True):
    """One showing: a page, a list, a file, an answer of the interface or of a command.

    ``cases`` are the numbers of the cases' chains as ranges (``3,7-12``), ``first`` and ``last``
    the lowest and highest of them, so that those of one case are found without reading all.
    ``what`` are the kinds of data, joined by commas; ``act`` is the page's or command's address.
    Nothing personal stands in it.
    """

    __tablename__ = "showing"
    __table_args__ = (sa.Index(None, "first", "last"), sa.Index(None, "at"))

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    person: str
    role: str
    agency: str
    via: str
    act: str
    what: str
    cases: str = Field(sa_type=sa.Text)
    count: int
    first: int
    last: int
