"""The calendar of an agency: national, its region's, what the office imported over both."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import settings_of
from workflow.app.folding import CalendarOn, Rules
from workflow.app.office import Actor, Office
from workflow.calendars import Notice, PublishedCalendar, load
from workflow.core.journal import canonical
from workflow.errors import ConflictError
from workflow.store import journals
from workflow.store.tables import Agency, CalendarImport, table_of

IMPORT = table_of(CalendarImport)
NATIONAL = "national"
DATES = frozenset({"dated", "known_since"})


def rules_of(session: Session, agency: Agency) -> Rules:
    """Return what the agency's cases are read by."""
    calendar_on = _calendar_on(agency.region, imported_notices(session))
    return Rules(calendar_on=calendar_on, settings=settings_of(agency))


def _calendar_on(region: str | None, notices: tuple[Notice, ...]) -> CalendarOn:
    def on(as_of: date) -> PublishedCalendar:
        return load(region, as_of=as_of, notices=notices)

    return on


def imported_notices(session: Session) -> tuple[Notice, ...]:
    """Return the holiday notices that this office accepted since the package was published."""
    found = sa.select(IMPORT.c.content).where(IMPORT.c.scope == NATIONAL).order_by(IMPORT.c.id)
    return tuple(notice_of(json.loads(text)) for text in session.execute(found).scalars())


def accept_notice(office: Office, notice: Notice, actor: Actor) -> None:
    """Accept a holiday notice that a person has checked; the same one twice is a conflict.

    It counts from its ``known_since`` on; open cases are derived again by whoever asks next.
    """
    content = canonical(notice_document(notice))
    digest = hashlib.sha256(content.encode()).hexdigest()
    with office.store.write() as session:
        if session.execute(sa.select(IMPORT.c.id).where(IMPORT.c.digest == digest)).first():
            raise ConflictError("agency.notice_known", number=notice.number)
        session.execute(
            sa.insert(IMPORT).values(
                scope=NATIONAL,
                content=content,
                digest=digest,
                source=notice.source,
                known_since=notice.known_since,
                imported_by=actor.name,
                imported_at=office.now(),
            )
        )
        facts = {"number": notice.number, "year": notice.year, "content_digest": digest}
        made = (office.today, office.now(), actor.name, actor.role)
        entry = journals.make_entry(journals.INSTALLATION, "accept_notice", *made, facts=facts)
        journals.append(session, office.keys.head_key, entry)


def notice_document(notice: Notice) -> dict[str, Any]:
    """Return a notice as JSON values: days as text."""
    document = asdict(notice) | {name: getattr(notice, name).isoformat() for name in DATES}
    document["unsets"] = [on.isoformat() for on in notice.unsets]
    for name in ("off", "work"):
        document[name] = [[on.isoformat(), said] for on, said in getattr(notice, name)]
    return document


def notice_of(document: Mapping[str, Any]) -> Notice:
    """Return the notice that ``notice_document`` wrote."""
    values = {field.name: document[field.name] for field in fields(Notice)}
    values |= {name: date.fromisoformat(document[name]) for name in DATES}
    values["unsets"] = tuple(date.fromisoformat(on) for on in document["unsets"])
    for name in ("off", "work"):
        values[name] = tuple((date.fromisoformat(on), said) for on, said in document[name])
    return Notice(**values)
