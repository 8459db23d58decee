"""What an order for many cases or documents is about: those of an agency and a year."""

from datetime import date

import sqlalchemy as sa

from workflow.app.filing import DOCUMENT
from workflow.app.office import Office
from workflow.app.projecting import CASE


def cases_of(office: Office, agency: str, year: int) -> list[str]:
    """Return the chains of the requests that an agency received in a year."""
    found = sa.select(CASE.c.chain).where(*_received(agency, year)).order_by(CASE.c.chain)
    with office.store.read() as session:
        return list(session.execute(found).scalars())


def documents_of(office: Office, agency: str, year: int, notice: str | None = None) -> list[int]:
    """Return the ids of the documents (of one notice) issued in an agency's cases of a year."""
    found = sa.select(DOCUMENT.c.id).join(CASE, CASE.c.chain == DOCUMENT.c.chain)
    found = found.where(*_received(agency, year), DOCUMENT.c.status == "issued")
    if notice is not None:
        found = found.where(DOCUMENT.c.notice == notice)
    with office.store.read() as session:
        return list(session.execute(found.order_by(DOCUMENT.c.id)).scalars())


def _received(agency: str, year: int) -> tuple[sa.ColumnElement[bool], ...]:
    inside = CASE.c.received_on.between(date(year, 1, 1), date(year, 12, 31))
    return CASE.c.agency == agency, inside
