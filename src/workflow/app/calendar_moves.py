"""What a holiday notice would move, before it is accepted: the open deadlines, day by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import get_agency, settings_of
from workflow.app.calendars import imported_notices, rules_of
from workflow.app.folding import Case, Rules, fold
from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.calendars import Notice, load
from workflow.core.deadlines import Deadline
from workflow.store import journals


@dataclass(frozen=True, slots=True)
class Move:
    """A deadline that would move; nothing of the case's content."""

    number: str
    agency: str
    clock: str
    child: str | None
    before: date | None
    after: date | None


def moved_by(office: Office, notice: Notice) -> list[Move]:
    """Return every open deadline that would have another date, by the date that it has now."""
    with office.store.read() as session:
        notices = (*imported_notices(session), notice)
        chains = session.execute(sa.select(CASE.c.chain).where(CASE.c.open)).scalars().all()
        found = [
            move for chain in chains for move in _moves(office, session, chain, notice, notices)
        ]
    return sorted(found, key=lambda one: (one.before or date.max, one.number))


def _moves(
    office: Office, session: Session, chain: str, notice: Notice, notices: tuple[Notice, ...]
) -> Iterator[Move]:
    entries = journals.read_chain(session, chain)
    agency = get_agency(session, str(entries[0].facts["agency"]))
    known = max(office.today, notice.known_since)
    calendar = load(agency.region, as_of=known, notices=notices)
    later = Rules(lambda _: calendar, settings_of(agency))
    was = fold(chain, entries, rules_of(session, agency), office.today)
    will = fold(chain, entries, later, office.today)
    before = _open_dates(was)
    for key, after in _open_dates(will).items():
        if after.due != (old := before[key]).due or after.warn_on != old.warn_on:
            yield Move(was.number, was.agency, after.clock, after.id, old.due, after.due)


def _open_dates(case: Case) -> dict[tuple[str, str | None], Deadline]:
    return {(one.clock, one.id): one for one in case.deadlines.deadlines if one.ended_on is None}
