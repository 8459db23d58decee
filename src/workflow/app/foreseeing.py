"""What a holiday notice, a regional year or a closure would move, before anybody accepts it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import get_agency
from workflow.app.calendars import Arrival, rules_of
from workflow.app.filing import DOCUMENT, data_of
from workflow.app.folding import fold
from workflow.app.office import Office
from workflow.app.projecting import CASE, DEADLINE
from workflow.app.rederiving import Move, moves_between, open_dates
from workflow.store import journals


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A move to come, and the notices already sent that name the old date."""

    move: Move
    letters: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return its JSON shape."""
        return {**self.move.to_json(), "letters": list(self.letters)}


def foresee(
    office: Office, arrival: Arrival, told: Callable[[int, int], None] = lambda _done, _of: None
) -> list[Foreseen]:
    """Return what an arrival would move in the open cases, nearest old date first.

    Both sides are derived as of the day on which it is known, today at the earliest.
    """
    on = max(office.today, arrival.known_since)
    with office.store.read() as session:
        waiting = _open_cases(session)
        found: list[Foreseen] = []
        for done, chain in enumerate(waiting):
            told(done, len(waiting))
            found += _of_case(office, session, chain, arrival, on)
        told(len(waiting), len(waiting))
    return sorted(found, key=lambda one: (one.move.before, one.move.number))


def _open_cases(session: Session) -> list[str]:
    """Return the cases with any open deadline: an answered one may still have some."""
    found = (
        sa.select(CASE.c.chain)
        .where(sa.exists().where(DEADLINE.c.chain == CASE.c.chain, DEADLINE.c.open))
        .order_by(CASE.c.chain)
    )
    return list(session.execute(found).scalars())


def _of_case(
    office: Office, session: Session, chain: str, arrival: Arrival, on: date
) -> Iterator[Foreseen]:
    entries = journals.read_chain(session, chain)
    agency = get_agency(session, str(entries[0].facts["agency"]))
    if not arrival.concerns(agency):
        return
    now = fold(chain, entries, rules_of(session, agency), on)
    then = fold(chain, entries, rules_of(session, agency, arrival), on)
    for move in moves_between(then, open_dates(now), open_dates(then)):
        yield Foreseen(move, tuple(_naming(office, session, chain, move.before)))


def _naming(office: Office, session: Session, chain: str, on: date) -> Iterator[str]:
    """Yield the numbers of issued notices in whose text a date stands."""
    found = sa.select(DOCUMENT).where(DOCUMENT.c.chain == chain, DOCUMENT.c.status == "issued")
    written = (f"{on.year}年{on.month}月{on.day}日", on.isoformat())
    for row in session.execute(found.order_by(DOCUMENT.c.id)).mappings():
        text = data_of(office, session, row)
        if text is not None and any(form in text for form in written):
            yield row["number"] or row["notice"]
