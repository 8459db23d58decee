"""Deriving cases again after their calendar changed: one pass that can stop and go on.

A case's derived row says under which calendar it was made. The pass takes the cases whose
calendar is another one now, each in a transaction of its own: the entry that journals what moved,
the derived rows, the messages. Killed in the middle, the next pass finds the cases that are left.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from workflow.app.agencies import get_agency
from workflow.app.calendars import arrived, rules_of
from workflow.app.folding import Case
from workflow.app.inbox import tell
from workflow.app.office import Actor, Office
from workflow.app.projecting import CASE, DEADLINE, project, rows_of
from workflow.app.reading import read_case
from workflow.app.recording import Draft, record
from workflow.app.reminder_words import day_in_words, label_of
from workflow.app.users import holders
from workflow.core.journal import Entry
from workflow.store import journals
from workflow.store.tables import Agency

#: The trigger of the entry. It is no step of any machine: state and events pass it over.
RECALCULATED = "recalculate"
VIA = "calendar"

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
    rows = rows_of(case)[DEADLINE.name]
    return {(row["clock"], row["child"]): row["due"] for row in rows if row["open"] and row["due"]}


def stale(office: Office, limit: int | None = None) -> list[str]:
    """Return the chains of the cases whose calendar has changed since they were derived.

    Those still open come first, the most urgent on top.
    """
    with office.store.read() as session:
        agencies = session.exec(select(Agency).order_by(col(Agency.code))).all()
        others = [_other_calendar(session, agency, office.today) for agency in agencies]
        order = (CASE.c.open.desc(), CASE.c.warn_on.is_(None), CASE.c.warn_on, CASE.c.chain)
        found = sa.select(CASE.c.chain).where(sa.or_(sa.false(), *others)).order_by(*order)
        return list(session.execute(found.limit(limit)).scalars())


def _other_calendar(session: Session, agency: Agency, on: date) -> sa.ColumnElement[bool]:
    version = rules_of(session, agency).calendar_on(on).version
    return sa.and_(CASE.c.agency == agency.code, CASE.c.calendar != version)


def rederive_all(
    office: Office, actor: Actor, told: Callable[[int, int], None] = lambda _done, _of: None
) -> list[Move]:
    """Derive every stale case again; ``told`` hears how many are done of how many."""
    waiting = stale(office)
    found: list[Move] = []
    for done, chain in enumerate(waiting):
        told(done, len(waiting))
        found += rederive_one(office, chain, actor)
    told(len(waiting), len(waiting))
    return found


def rederive_one(office: Office, chain: str, actor: Actor) -> list[Move]:
    """Derive a case again: journal what moved, write its rows, tell its people. All or nothing."""
    with office.store.write() as session:
        journals.lock(session, chain)
        case = read_case(office, session, chain)
        moves = moves_between(case, _stored_dates(session, chain), open_dates(case))
        if moves:
            entry = _journal(office, session, case, moves, actor)
            case = read_case(office, session, chain)
            _tell(office, session, case, entry, moves)
        project(session, case)
    return moves


def _stored_dates(session: Session, chain: str) -> dict[Place, date]:
    columns = (DEADLINE.c.clock, DEADLINE.c.child, DEADLINE.c.due)
    found = sa.select(*columns).where(DEADLINE.c.chain == chain, DEADLINE.c.due.is_not(None))
    return {(clock, child): due for clock, child, due in session.execute(found)}


def _journal(
    office: Office, session: Session, case: Case, moves: list[Move], actor: Actor
) -> Entry:
    agency = get_agency(session, case.agency)
    because = [one.label for one in arrived(session) if one.concerns(agency)]
    facts = {
        "notice": because[-1] if because else None,
        "calendar": case.rules.calendar_on(case.as_of).version,
        "moves": [_plain(move) for move in moves],
    }
    made = Draft(case.chain, RECALCULATED, office.today, actor.name, actor.role, facts, via=VIA)
    return record(office, session, made)


def _plain(move: Move) -> dict[str, Any]:
    return {
        "clock": move.clock,
        "id": move.child or None,
        "from": move.before.isoformat(),
        "to": move.after.isoformat(),
    }


def _tell(office: Office, session: Session, case: Case, entry: Entry, moves: list[Move]) -> None:
    handler = session.execute(
        sa.select(CASE.c.handler).where(CASE.c.chain == case.chain)
    ).scalar_one()
    for move in moves:
        heads = holders(session, case.agency, "office_head") if move.overdue else []
        for person in dict.fromkeys([handler, *heads]):
            cause = f"{case.chain}/{entry.entry}/{move.clock}/{move.child}/{person}"
            tell(session, person, case.chain, "inbox.moved", _said(move), cause, office.now())


def _said(move: Move) -> dict[str, Any]:
    return {
        "number": move.number,
        "clock": move.clock,
        "label": label_of(move.clock),
        "before": day_in_words(move.before),
        "day": day_in_words(move.after),
    }
