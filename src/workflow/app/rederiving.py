"""Deriving cases again after their calendar changed: one pass that can stop and go on.

A case's derived row says under which calendar it was made. The pass takes the cases whose
calendar is another one now, some at a time in a transaction: the entries that journal what moved,
the derived rows, the messages. Killed in the middle, the next pass finds the cases that are left.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import get_agency
from workflow.app.calendars import arrived, rules_of
from workflow.app.folding import Case, Rules, fold
from workflow.app.inbox import Message, tell_all
from workflow.app.office import Actor, Office
from workflow.app.projecting import CASE, DEADLINE, Rows, project_all, rows_of
from workflow.app.reminder_words import day_in_words, label_of
from workflow.app.touched import chains_in, parts
from workflow.app.users import holders
from workflow.core.journal import Entry
from workflow.store import journals
from workflow.store.bulk import Bulk

#: The trigger of the entry. It is no step of any machine: state and events pass it over.
RECALCULATED = "recalculate"
VIA = "calendar"
#: So many cases share a transaction: no clerk waits long for one of them.
AT_ONCE = 100

#: (clock, child): which deadline of a case.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Move:
    """An open deadline whose date moved; ``overdue``: it was not, and now is."""

    chain: str
    number: str
    agency: str
    clock: str
    child: str
    before: date
    after: date
    overdue: bool

    def to_json(self) -> dict[str, Any]:
        """Return its JSON shape."""
        return {
            "number": self.number,
            "agency": self.agency,
            "clock": self.clock,
            "id": self.child or None,
            "from": self.before,
            "to": self.after,
            "overdue": self.overdue,
        }


def moves_between(case: Case, before: dict[Place, date], after: dict[Place, date]) -> list[Move]:
    """Return the deadlines that stand in both with different dates, in the order of the clocks."""
    return [
        Move(
            chain=case.chain,
            number=case.number,
            agency=case.agency,
            clock=clock,
            child=child,
            before=before[clock, child],
            after=due,
            overdue=due < case.as_of <= before[clock, child],
        )
        for (clock, child), due in after.items()
        if before.get((clock, child), due) != due
    ]


def open_dates(case: Case) -> dict[Place, date]:
    """Return the dates of a case's open deadlines."""
    return _open_dates(rows_of(case))


def _open_dates(rows: Rows) -> dict[Place, date]:
    found = rows[DEADLINE.name]
    return {(row["clock"], row["child"]): row["due"] for row in found if row["open"] and row["due"]}


def stale(office: Office, limit: int | None = None) -> list[str]:
    """Return the chains of the cases that a change of calendar can touch, the nearest first."""
    with office.store.read() as session:
        return chains_in(session, parts(session, office.today), limit)


def rederive_all(
    office: Office, actor: Actor, told: Callable[[int, int], None] = lambda _done, _of: None
) -> list[Move]:
    """Derive every stale case again; ``told`` hears how many are done of how many."""
    waiting = stale(office)
    found: list[Move] = []
    for first in range(0, len(waiting), AT_ONCE):
        told(first, len(waiting))
        found += rederive(office, waiting[first : first + AT_ONCE], actor)
    told(len(waiting), len(waiting))
    return found


def rederive(office: Office, chains: Sequence[str], actor: Actor) -> list[Move]:
    """Derive cases again in one transaction: all of it, or nothing.

    What moved is journalled, the rows are written, the people told.
    """
    with office.store.write() as session:
        again = _Again(office, session, actor, chains)
        moves = [move for chain in chains for move in again.derive(chain)]
        again.write(moves)
    return moves


class _Again:
    """Cases being derived again: everything is asked of the database for all of them at once."""

    def __init__(
        self, office: Office, session: Session, actor: Actor, chains: Sequence[str]
    ) -> None:
        self.office, self.session, self.actor = office, session, actor
        heads = journals.lock_all(session, office.keys.head_key, chains)
        self.bulk = Bulk(session, office.keys)
        self.bulk.stand(heads)
        self.entries = journals.read_chains(session, chains)
        self.before = _stored_dates(session, chains)
        self.agencies: dict[str, tuple[Rules, str | None, list[str]]] = {}
        self.rows: dict[str, Rows] = {}
        self.moved_by: dict[str, int] = {}

    def derive(self, chain: str) -> list[Move]:
        """Derive one case; what moved becomes the next entry of its chain."""
        entries = self.entries[chain]
        rules, because, _ = self._agency(str(entries[0].facts["agency"]))
        case = fold(chain, entries, rules, self.office.today)
        rows = rows_of(case)
        moves = moves_between(case, self.before[chain], _open_dates(rows))
        if moves:
            entry = self.bulk.append(self._entry(case, moves, because))
            self.moved_by[chain] = entry.entry
            rows[CASE.name][0]["version"] = entry.entry  # state and events pass the entry over
        self.rows[chain] = rows
        return moves

    def _agency(self, code: str) -> tuple[Rules, str | None, list[str]]:
        """Return an agency's rules, what changed its calendar last, and its heads."""
        if code not in self.agencies:
            agency = get_agency(self.session, code)
            because = [one.label for one in arrived(self.session) if one.concerns(agency)]
            heads = holders(self.session, code, "office_head")
            label = because[-1] if because else None
            self.agencies[code] = (rules_of(self.session, agency), label, heads)
        return self.agencies[code]

    def _entry(self, case: Case, moves: list[Move], because: str | None) -> Entry:
        facts = {
            "notice": because,
            "calendar": case.rules.calendar_on(case.as_of).version,
            "moves": [_plain(move) for move in moves],
        }
        now, name, role = self.office.now(), self.actor.name, self.actor.role
        made = (case.chain, RECALCULATED, self.office.today, now, name, role)
        return journals.make_entry(*made, facts=facts, via=VIA)

    def write(self, moves: Sequence[Move]) -> None:
        """Write journal, rows and messages."""
        self.bulk.flush()
        project_all(self.session, self.rows)
        messages = [one for move in moves for one in self._messages(move)]
        tell_all(self.session, messages, self.office.now())

    def _messages(self, move: Move) -> Iterator[Message]:
        handler = self.rows[move.chain][CASE.name][0]["handler"]
        heads = self._agency(move.agency)[2] if move.overdue else []
        for person in dict.fromkeys([handler, *heads]):
            entry = self.moved_by[move.chain]
            cause = f"{move.chain}/{entry}/{move.clock}/{move.child}/{person}"
            yield Message(cause, person, move.chain, "inbox.moved", _said(move))


def _stored_dates(session: Session, chains: Sequence[str]) -> dict[str, dict[Place, date]]:
    columns = (DEADLINE.c.chain, DEADLINE.c.clock, DEADLINE.c.child, DEADLINE.c.due)
    found = sa.select(*columns).where(DEADLINE.c.chain.in_(chains), DEADLINE.c.due.is_not(None))
    stored: dict[str, dict[Place, date]] = {chain: {} for chain in chains}
    for chain, clock, child, due in session.execute(found):
        stored[chain][clock, child] = due
    return stored


def _plain(move: Move) -> dict[str, Any]:
    return {
        "clock": move.clock,
        "id": move.child or None,
        "from": move.before.isoformat(),
        "to": move.after.isoformat(),
    }


def _said(move: Move) -> dict[str, Any]:
    return {
        "number": move.number,
        "clock": move.clock,
        "label": label_of(move.clock),
        "before": day_in_words(move.before),
        "day": day_in_words(move.after),
    }
