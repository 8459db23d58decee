"""Documents of cases and the versions of their templates."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from workflow.store.tables.base import Row, UtcDateTime, one_of


class Document(Row, table=True):
    """A notice of a case: drafted, then issued (it never changes again), or void.

    ``entry`` is the journal entry that caused it, ``child`` the consultation or appeal it belongs
    to (empty: the request). ``data`` and ``content`` (the .docx) are encrypted under the case's
    key; ``digest`` is the SHA-256 of the content. ``key`` is the template's that was wanted
    (``N10-A12``), ``template`` the version that it was made from. A void document keeps its number.
    """

    __tablename__ = "document"
    __table_args__ = (
        one_of("status", ("draft", "issued", "void")),
        sa.UniqueConstraint("chain", "entry", "notice", "child"),
    )

    id: int | None = Field(default=None, primary_key=True)
    chain: str
    entry: int
    notice: str
    child: str = ""
    number: str | None = None
    status: str
    key: str
    template: str
    template_digest: str
    data: bytes
    content: bytes
    digest: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    issued_on: date | None = None


class TemplateVersion(Row, table=True):
    """A version of an office's own template; the product's own travel in the package.

    ``agency`` is empty for a template of the whole installation, ``key`` is ``N10`` or
    ``N10-A12``. At most one version of a key is active; which one was when stands in the journal.
    """

    __tablename__ = "template_version"
    __table_args__ = (
        sa.UniqueConstraint("agency", "law", "key", "version"),
        sa.Index(
            "uq_template_version_active",
            "agency",
            "law",
            "key",
            unique=True,
            sqlite_where=sa.text("active = 1"),
            postgresql_where=sa.text("active"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    agency: str = ""
    law: str
    key: str
    version: int
    active: bool
    digest: str
    content: bytes
    installed_by: str
    installed_at: datetime = Field(sa_type=UtcDateTime)
