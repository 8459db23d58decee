"""The kept versions of annual reports: one row each, locked once it is published."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.errors import NotFoundError, StorageError
from workflow.reports.model import Report, from_json, to_json
from workflow.store.tables import AnnualReport, table_of

REPORT = table_of(AnnualReport)


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a report: what went in, what was built, what is printed of it."""

    agency: str
    year: int
    version: int
    inputs: Mapping[str, Any]
    report: Report
    printed: Report
    content: bytes
    digest: str
    made_by: str
    published_on: date | None


def text_of(document: Any) -> str:
    """Return the one JSON text of a report or of its inputs; its bytes are what is hashed."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(printed: Report) -> str:
    """Return the hash under which a published report is locked (SHA-256 of its JSON)."""
    return hashlib.sha256(text_of(to_json(printed)).encode()).hexdigest()


def latest(session: Session, agency: str, year: int) -> Version | None:
    """Return the newest version of a report, None before the first draft."""
    found = _of(agency, year).order_by(REPORT.c.version.desc()).limit(1)
    row = session.execute(found).mappings().first()
    return _version(row) if row else None


def published(session: Session, agency: str, year: int) -> Version | None:
    """Return the newest published version, None where none is kept.

    StorageError where it isn't what was published any more.
    """
    found = _of(agency, year).where(REPORT.c.published_on.is_not(None))
    row = session.execute(found.order_by(REPORT.c.version.desc()).limit(1)).mappings().first()
    return _unchanged(_version(row)) if row else None


def all_published(session: Session) -> list[Version]:
    """Return every published version of every agency."""
    found = sa.select(REPORT).where(REPORT.c.published_on.is_not(None)).order_by(REPORT.c.id)
    return [_unchanged(_version(row)) for row in session.execute(found).mappings()]


def all_versions(session: Session, agency: str, year: int) -> list[Version]:
    """Return every version of a report, the first one first."""
    found = _of(agency, year).order_by(REPORT.c.version)
    return [_version(row) for row in session.execute(found).mappings()]


def wanted(session: Session, agency: str, year: int) -> Version:
    """Return the newest version, or raise NotFoundError."""
    found = latest(session, agency, year)
    if found is None:
        raise NotFoundError("report.no_version", agency=agency, year=year)
    return found


def save(session: Session, made: Version, at: datetime) -> None:
    """Write a version: over the draft of the same number, or as a new one. Never over a lock."""
    values = {
        "inputs": text_of(made.inputs),
        "report": text_of(to_json(made.report)),
        "printed": text_of(to_json(made.printed)),
        "content": made.content,
        "digest": made.digest,
        "made_by": made.made_by,
        "made_at": at,
        "published_on": made.published_on,
    }
    row = _same(made)
    changed = sa.update(REPORT).where(*row, REPORT.c.published_on.is_(None)).values(**values)
    if session.execute(changed.returning(REPORT.c.id)).first() is None:
        place = {"agency": made.agency, "year": made.year, "version": made.version}
        session.execute(sa.insert(REPORT).values(**place, **values))


def _same(made: Version) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        REPORT.c.agency == made.agency,
        REPORT.c.year == made.year,
        REPORT.c.version == made.version,
    )


def _of(agency: str, year: int) -> sa.Select[Any]:
    return sa.select(REPORT).where(REPORT.c.agency == agency, REPORT.c.year == year)


def _version(row: sa.RowMapping) -> Version:
    return Version(
        agency=row["agency"],
        year=row["year"],
        version=row["version"],
        inputs=json.loads(row["inputs"]),
        report=from_json(json.loads(row["report"]), row["agency"]),
        printed=from_json(json.loads(row["printed"]), row["agency"]),
        content=bytes(row["content"]),
        digest=row["digest"],
        made_by=row["made_by"],
        published_on=row["published_on"],
    )


def _unchanged(found: Version) -> Version:
    if digest_of(found.printed) != found.digest:
        values = {"agency": found.agency, "year": found.year, "version": found.version}
        raise StorageError("report.changed_after", **values)
    return found
