"""Agencies and the series from which their applications take numbers."""

import sqlalchemy as sa
from sqlmodel import Field

from workflow.store.tables.base import Row


class Agency(Row, table=True):
    """An agency's own record, as its letters name it (``core.casefile.AgencyCard``).

    ``settings`` is JSON: the law pack's settings that this agency chose. ``number_pattern`` makes
    the application's number, ``numbering`` (JSON) those of its notices (notices.md, 'Numbers').
    """

    __tablename__ = "agency"

    code: str = Field(primary_key=True)
    name: str
    short_name: str
    number_word: str
    number_pattern: str
    parent: str | None = Field(default=None, foreign_key="agency.code")
    region: str | None = None
    address: str = ""
    postcode: str = ""
    telephone: str = ""
    fax: str = ""
    email: str = ""
    website: str = ""
    office_name: str = ""
    reconsideration_body: str = ""
    reconsideration_online: str = ""
    court: str = ""
    numbering: str = Field(default="{}", sa_type=sa.Text)
    settings: str = Field(default="{}", sa_type=sa.Text)
    example: bool = False


class NumberSeries(Row, table=True):
    """The last number taken from a series: a locked row, since a sequence leaves gaps."""

    __tablename__ = "number_series"

    owner: str = Field(primary_key=True)
    series: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    last: int
