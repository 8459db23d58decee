"""Projections of the journal, written with each move; they can be dropped and made again."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workflow.store.tables.base import Row

OPEN_ONLY: dict[str, Any] = {
    "sqlite_where": sa.text("open = 1"),
    "postgresql_where": sa.text("open"),
}
#: What the annual report groups by, then the days that it compares: counted out of the index alone.
REPORT = ("agency", "applicant", "outcome", "row", "channel", "received_on", "decided_on")


class DerivedCase(Row, table=True):
    """One request: what lists, the desk and the annual report ask for, by index.

    ``version`` is the number of entries it was derived from; ``as_of`` the day on which, under
    ``calendar``. ``reach`` is the last day that its dates depend on: a calendar that differs only
    after it changes nothing here. The dates of decision, dispatch and service are those of the
    first decision (``reports.facts``).
    """

    __tablename__ = "derived_case"
    __table_args__ = (
        sa.UniqueConstraint("agency", "number"),
        sa.Index(None, "number"),
        sa.Index(None, "agency", "received_on"),
        sa.Index(None, "agency", "decided_on"),
        sa.Index("ix_derived_case_open", "agency", "warn_on", "chain", **OPEN_ONLY),
        sa.Index("ix_derived_case_state", "agency", "state", **OPEN_ONLY),
        sa.Index("ix_derived_case_report", *REPORT),
        sa.Index(None, "agency", "submitted_on", "chain"),
        sa.Index("ix_derived_case_handler", "handler", **OPEN_ONLY),
        sa.Index("ix_derived_case_reach", "agency", "calendar", "reach", "chain"),
    )

    chain: str = Field(primary_key=True)
    agency: str
    number: str
    statute: str
    state: str
    open: bool
    channel: str
    applicant: str
    handler: str
    submitted_on: date
    received_on: date | None = None
    decided_on: date | None = None
    dispatched_on: date | None = None
    served_on: date | None = None
    outcome: str | None = None
    row: str | None = None
    due: date | None = None
    warn_on: date | None = None
    waiting_for: str | None = None
    reply_state: str | None = None
    calendar: str
    as_of: date
    reach: date
    version: int
    example: bool = False


class DerivedDeadline(Row, table=True):
    """One deadline of a case.

    ``open``: nothing ended it yet. ``duty``: it is the agency's own, somebody must be warned.
    """

    __tablename__ = "derived_deadline"
    __table_args__ = (
        sa.Index("ix_derived_deadline_open", "agency", "warn_on", "clock", "duty", **OPEN_ONLY),
        sa.Index(
            "ix_derived_deadline_provisional",
            "chain",
            sqlite_where=sa.text("open = 1 AND provisional = 1"),
            postgresql_where=sa.text("open AND provisional"),
        ),
    )

    chain: str = Field(primary_key=True)
    place: int = Field(primary_key=True)
    agency: str
    clock: str
    child: str = ""
    due: date | None = None
    warn_on: date | None = None
    state: str
    open: bool
    duty: bool
    waiting_for: str | None = None
    ended_on: date | None = None
    provisional: bool = False
    not_before: date | None = None
    not_after: date | None = None


class DerivedAppeal(Row, table=True):
    """A reconsideration or suit as table 3 of the annual report counts it.

    ``appealed_on`` is the day on which its first judgment went to the second instance, with that
    judgment's own date and result (``first_decided_on``, ``first_result``).
    """

    __tablename__ = "derived_appeal"
    __table_args__ = (sa.Index(None, "agency", "received_on"),)

    chain: str = Field(primary_key=True)
    child: str = Field(primary_key=True)
    agency: str
    group: str
    received_on: date
    decided_on: date | None = None
    result: str | None = None
    first_decided_on: date | None = None
    first_result: str | None = None
    appealed_on: date | None = None


class DerivedRedo(Row, table=True):
    """A new answer that an appeal ordered, for the setting ``count_redo``."""

    __tablename__ = "derived_redo"
    __table_args__ = (sa.Index(None, "agency", "ordered_on"),)

    chain: str = Field(primary_key=True)
    place: int = Field(primary_key=True)
    agency: str
    ordered_on: date
    decided_on: date | None = None
    outcome: str | None = None
    row: str | None = None


class DerivedFee(Row, table=True):
    """A fee notice and its payment, for part 六 of the annual report; amounts in 分."""

    __tablename__ = "derived_fee"
    __table_args__ = (sa.Index(None, "agency", "notified_on"),)

    chain: str = Field(primary_key=True)
    place: int = Field(primary_key=True)
    agency: str
    notified_on: date
    fen: int
    paid_on: date | None = None
    paid_fen: int = 0


class DerivedDisclosure(Row, table=True):
    """An item of the register of disclosures as its list filters and sorts it.

    ``since`` is day 0 of the term in which it is owed, None: it isn't. ``day`` is that of its
    publishing, else of its making, else of its draft. ``channels`` stand between spaces, and so do
    the keyed digests of its texts in ``digests``; that of its ``site_column`` stands alone.
    """

    __tablename__ = "derived_disclosure"
    __table_args__ = (sa.Index(None, "agency", "since"), sa.Index(None, "agency", "day"))

    chain: str = Field(primary_key=True)
    agency: str
    year: int
    number: int
    state: str
    since: date | None = None
    day: date
    category: str | None = None
    site_column: str | None = None
    channels: str
    digests: str


class DerivedSearch(Row, table=True):
    """What a case is found by: the keyed digests of its texts, searchable, not readable.

    ``digests``: eight bytes each, in order. ``portion`` names those that were indexed with it.
    """

    __tablename__ = "derived_search"
    __table_args__ = ({"sqlite_with_rowid": False},)

    chain: str = Field(primary_key=True)
    portion: int = Field(sa_type=sa.BigInteger)
    digests: bytes


class DerivedGram(Row, table=True):
    """The cases of a portion that have a digest: the numbers of their chains, four bytes each."""

    __tablename__ = "derived_gram"
    __table_args__ = ({"sqlite_with_rowid": False},)

    digest: int = Field(primary_key=True, sa_type=sa.BigInteger)
    portion: int = Field(primary_key=True, sa_type=sa.BigInteger)
    cases: bytes


DERIVED: tuple[type[Row], ...] = (
    DerivedCase,
    DerivedDeadline,
    DerivedAppeal,
    DerivedRedo,
    DerivedFee,
    DerivedDisclosure,
    DerivedSearch,
    DerivedGram,
)
