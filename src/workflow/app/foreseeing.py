"""What a holiday notice, a regional year or a closure would move, before anybody accepts it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import get_agency
from workflow.app.alike import Frame, dates_of, frame_of, read_told
from workflow.app.calendars import Arrival, arrived, sources_of
from workflow.app.filing import DOCUMENT, data_of
from workflow.app.office import Office
from workflow.app.rederiving import AT_ONCE, Move
from workflow.app.rewriting import stored_cases
from workflow.app.shifting import shifts_between
from workflow.app.touched import chains_in, parts

_WITHOUT_FILE = [column for column in DOCUMENT.c if column.name != "content"]


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

    Both sides are derived as of the day on which it is known, today at the earliest. Only cases
    that it can touch are looked at.
    """
    on = max(office.today, arrival.known_since)
    found: list[Foreseen] = []
    with office.store.read() as session:
        waiting = chains_in(session, parts(session, on, arrival))
        both = _Both(session, arrival, on)
        for first in range(0, len(waiting), AT_ONCE):
            told(first, len(waiting))
            moves = list(both.moves(waiting[first : first + AT_ONCE]))
            found += _with_letters(office, session, moves)
        told(len(waiting), len(waiting))
    return sorted(found, key=lambda one: (one.move.shift.before, one.move.number))


class _Both:
    """Cases derived twice: under the calendar as it is, and with what is to come."""

    def __init__(self, session: Session, arrival: Arrival, on: date) -> None:
        self._session, self._on = session, on
        self._arrivals = tuple(arrived(session))
        self._coming = (*self._arrivals, arrival)
        self._frames: dict[str, tuple[Frame, Frame]] = {}

    def moves(self, chains: Sequence[str]) -> Iterator[Move]:
        """Yield the dates of cases that would move."""
        told = read_told(self._session, chains)
        for row in stored_cases(self._session, chains):
            now, then = (dates_of(one, told[row.chain]) for one in self._of(row.agency))
            for shift in shifts_between(now.deadlines, then.deadlines, self._on):
                yield Move(row.chain, row.number, row.agency, shift)

    def _of(self, code: str) -> tuple[Frame, Frame]:
        if code not in self._frames:
            agency = get_agency(self._session, code)
            now, then = (
                frame_of(sources_of(agency, given), agency.settings, self._on)
                for given in (self._arrivals, self._coming)
            )
            self._frames[code] = now, then
        return self._frames[code]


def _with_letters(office: Office, session: Session, moves: Sequence[Move]) -> Iterator[Foreseen]:
    """Add to moves the numbers of issued notices in whose text the old date stands."""
    letters = _letters(office, session, {one.chain for one in moves})
    for move in moves:
        said = letters.get(move.chain, ())
        names = (name for name, text in said if _names(text, move.shift.before))
        yield Foreseen(move, tuple(names))


def _letters(
    office: Office, session: Session, chains: Collection[str]
) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return the issued notices of cases: what each is called, and what it says."""
    issued = sa.select(*_WITHOUT_FILE).where(DOCUMENT.c.status == "issued")
    chosen = issued.where(DOCUMENT.c.chain.in_(chains)).order_by(DOCUMENT.c.id)
    found: dict[str, list[tuple[str, str]]] = {}
    for row in session.execute(chosen).mappings():
        text = data_of(office, session, row)
        if text is not None:
            found.setdefault(row["chain"], []).append((row["number"] or row["notice"], text))
    return found


def _names(text: str, on: date) -> bool:
    """Tell whether a day stands in a text, as letters write it or as data do."""
    return f"{on.year}年{on.month}月{on.day}日" in text or on.isoformat() in text
