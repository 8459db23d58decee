"""Deriving cases again after their calendar changed: one pass that can stop and go on.

Which cases a change can touch the database knows at every moment (``touched``). The pass takes
some at a time in a transaction: the entries that journal what moved, the derived rows as far as
they differ, the messages. Killed in the middle, the next pass finds the cases that are left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlmodel import Session

from workflow.app.agencies import get_agency
from workflow.app.alike import KEPT, Frame, Told, Values, dates_of, frame_of, read_told
from workflow.app.asides import RECALCULATED
from workflow.app.calendars import arrived, sources_of
from workflow.app.inbox import Message, tell_all
from workflow.app.office import Actor, Office
from workflow.app.reminder_words import day_in_words, label_of
from workflow.app.rewriting import Rewriting, dates_in, stored_cases, stored_deadlines
from workflow.app.shifting import Shift, change_of
from workflow.app.touched import chains_in, count_in, parts
from workflow.app.users import holders
from workflow.core.journal import Entry, Shared
from workflow.messages import language
from workflow.store import journals
from workflow.store.bulk import Bulk

VIA = "calendar"
#: So many cases share a transaction: no clerk waits long for one of them.
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Move:
    """An open deadline of a case whose date moved."""

    chain: str
    number: str
    agency: str
    shift: Shift

    def to_json(self) -> dict[str, Any]:
        """Return its JSON shape."""
        return {
            "number": self.number,
            "agency": self.agency,
            "clock": self.shift.clock,
            "id": self.shift.child or None,
            "from": self.shift.before,
            "to": self.shift.after,
            "overdue": self.shift.overdue,
        }


def stale(office: Office, limit: int | None = None) -> list[str]:
    """Return the chains of the cases that a change of calendar can touch, the nearest first."""
    with office.store.read() as session:
        return chains_in(session, parts(session, office.today), limit)


def stale_count(office: Office) -> int:
    """Return how many cases a change of calendar can touch."""
    with office.store.read() as session:
        return count_in(session, parts(session, office.today))


def rederive(office: Office, chains: Sequence[str], actor: Actor) -> list[Move]:
    """Derive cases again in one transaction: all of it, or nothing."""
    with office.store.write() as session:
        return rederive_within(office, session, chains, actor)


def rederive_within(
    office: Office, session: Session, chains: Sequence[str], actor: Actor
) -> list[Move]:
    """Derive cases again in a transaction of the caller.

    What moved is journalled, rows that differ are written, the people told.
    """
    again = _Again(office, session, actor)
    again.lock(chains)
    told, deadlines = read_told(session, chains), stored_deadlines(session, chains)
    for row in stored_cases(session, chains):
        again.derive(row, told[row.chain], deadlines[row.chain])
    again.write()
    return again.moves


@dataclass(frozen=True, slots=True)
class _Known:
    """An agency as a pass needs it: the frame of its dates, and what changed its calendar last."""

    frame: Frame
    calendar: str
    because: str | None


class _Again:
    """Cases being derived again: everything is asked and written for all of them at once."""

    def __init__(self, office: Office, session: Session, actor: Actor) -> None:
        self.office, self.session, self.actor = office, session, actor
        self.today, self.now, self.language = office.today, office.now(), language()
        self.bulk = Bulk(session, office.keys)
        self.moves: list[Move] = []
        self.arrivals = tuple(arrived(session))
        self.agencies: dict[str, _Known] = {}
        self.heads: dict[str, list[str]] = {}
        self.messages: list[Message] = []
        self.rows = Rewriting(self.today)

    def lock(self, chains: Sequence[str]) -> None:
        """Lock the chains; nothing is built upon one that isn't sealed by our key."""
        self.bulk.stand(journals.lock_all(self.session, self.office.keys.head_key, chains))

    def _agency(self, code: str) -> _Known:
        """Return an agency as it stands in this transaction."""
        known = self.agencies.get(code)
        if known is None:
            row = get_agency(self.session, code)
            own = sources_of(row, self.arrivals)
            frame = frame_of(own, row.settings, self.today)
            because = own.arrivals[-1].label if own.arrivals else None
            known = self.agencies[code] = _Known(frame, frame.calendar, because)
        return known

    def derive(self, row: Any, told: Sequence[Told], deadlines: Sequence[Values]) -> None:
        """Derive a case and gather what is to be written; what moved is its next entry."""
        agency, version = self._agency(row.agency), row.version
        dates = dates_of(agency.frame, tuple(told))
        change = change_of(dates, dates_in(row), tuple(deadlines), self.today)
        if change.shifts:
            version = self._journal(row, agency, change.shifts).entry
        self.rows.take(row, agency.calendar, version, change)

    def _journal(self, row: Any, agency: _Known, shifts: tuple[Shift, ...]) -> Entry:
        facts = _facts(agency, shifts)
        now, name, role = self.now, self.actor.name, self.actor.role
        made = (row.chain, row.version + 1, RECALCULATED, self.today, now, name, role)
        entry = self.bulk.append(Entry(*made, facts=facts, via=VIA))
        for one in shifts:
            self.moves.append(Move(row.chain, row.number, row.agency, one))
            self._tell(row, entry, one)
        return entry

    def _tell(self, row: Any, entry: Entry, shift: Shift) -> None:
        """Tell the case's clerk what moved; of what is late now, the heads of the office too."""
        heads = self._heads(row.agency) if shift.overdue else ()
        said = {"number": row.number, **_said(shift, self.language)}
        for person in dict.fromkeys((row.handler, *heads)):
            cause = f"{row.chain}/{entry.entry}/{shift.clock}/{shift.child}/{person}"
            self.messages.append(Message(cause, person, row.chain, "inbox.moved", said))

    def _heads(self, agency: str) -> list[str]:
        if agency not in self.heads:
            self.heads[agency] = holders(self.session, agency, "office_head")
        return self.heads[agency]

    def write(self) -> None:
        """Write journal, rows and messages."""
        self.bulk.flush()
        self.rows.flush(self.session)
        tell_all(self.session, self.messages, self.now)


@lru_cache(KEPT)
def _facts(agency: _Known, shifts: tuple[Shift, ...]) -> Shared:
    """Return what the journal says of a case that moved: the same of all that moved alike."""
    moves = [one.plain() for one in shifts]
    return Shared({"notice": agency.because, "calendar": agency.calendar, "moves": moves})


@lru_cache(KEPT)
def _said(shift: Shift, _language: str) -> Mapping[str, Any]:
    return {
        "clock": shift.clock,
        "label": label_of(shift.clock),
        "before": day_in_words(shift.before),
        "day": day_in_words(shift.after),
    }
