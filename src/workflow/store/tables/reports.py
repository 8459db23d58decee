"""The annual reports of agencies: what was drafted, what was published and can't change."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from workflow.store.tables.base import Row, UtcDateTime


class AnnualReport(Row, table=True):
    """One version of an agency's report about a year; its state is folded from the journal.

    ``inputs`` and ``report`` are canonical JSON (contract, 'Annual report'), ``printed`` what is
    published: the same with its numbers in the text. ``digest`` is the SHA-256 of ``printed``. A
    published version (``published_on``) is locked; a reissued one is a new row.
    """

    __tablename__ = "annual_report"
    __table_args__ = (sa.UniqueConstraint("agency", "year", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    agency: str
    year: int
    version: int
    inputs: str = Field(sa_type=sa.Text)
    report: str = Field(sa_type=sa.Text)
    printed: str = Field(sa_type=sa.Text)
    content: bytes
    digest: str
    made_by: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    published_on: date | None = None
