"""Lists of cases and of deadlines, from the derived tables by index. Nothing personal in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.office import Office
from workflow.app.projecting import CASE, DEADLINE
from workflow.app.searching import matching
from workflow.app.users import roles_of
from workflow.store.prepared import Prepared

LISTED = (
    "number",
    "agency",
    "state",
    "open",
    "channel",
    "applicant",
    "submitted_on",
    "received_on",
    "due",
    "waiting_for",
    "decided_on",
    "outcome",
    "handler",
)


#: Cases due first on top, in the order of their index.
BY_URGENCY = (CASE.c.warn_on.asc().nulls_last(), CASE.c.chain)
#: Clocks that run for somebody else while the case waits.
OTHERS = (
    "correction_reply",
    "fee_payment",
    "third_party",
    "joint_agency",
    "other_agency",
    "reconsideration_decision",
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cases are wanted; None: all. ``year`` is that of receipt."""

    agency: str | None = None
    state: str | None = None
    open: bool | None = None
    overdue_on: date | None = None
    year: int | None = None
    text: str | None = None
    limit: int = 1000


def list_cases(office: Office, wanted: Filter) -> list[dict[str, Any]]:
    """Return the cases wanted, those due first on top."""
    listed = sa.select(*(CASE.c[name] for name in LISTED))
    with office.store.read() as session:
        found = listed.where(*_conditions(office, session, wanted)).order_by(*BY_URGENCY)
        rows = session.execute(found.limit(wanted.limit)).all()
    return [dict(zip(LISTED, row, strict=True)) for row in rows]


def _conditions(
    office: Office, session: Session, wanted: Filter
) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.agency is not None:
        yield CASE.c.agency == wanted.agency
    if wanted.state is not None:
        yield CASE.c.state == wanted.state
    if wanted.open is not None:
        yield CASE.c.open.is_(wanted.open)
    if wanted.overdue_on is not None:
        yield sa.and_(CASE.c.open, CASE.c.due < wanted.overdue_on)
    if wanted.year is not None:
        yield CASE.c.received_on.between(date(wanted.year, 1, 1), date(wanted.year, 12, 31))
    if wanted.text:
        yield matching(session, office.keys, wanted.text)


class DeskRow(NamedTuple):
    """One deadline on the desk: one row is one deadline, not one case."""

    number: str
    agency: str
    chain: str
    state: str
    clock: str
    child: str
    due: date | None
    warn_on: date | None
    waiting_for: str | None
    provisional: bool
    not_before: date | None
    not_after: date | None
    handler: str
    example: bool


def desk(
    office: Office, user: str, *, whole_agency: bool = False, agency: str | None = None
) -> list[DeskRow]:
    """Return the open duties of a user's agencies, by urgency; by default only his own cases.

    What waits for somebody else (no date) stands last. ``agency``: of this one alone.
    """
    found = _EVERYBODYS if whole_agency else _OWN
    return _rows(office, found, user, agency)


def awaited(office: Office, user: str, agency: str | None = None) -> list[DeskRow]:
    """Return what a user's open cases wait for from others, with the day on which it ends."""
    return _rows(office, _AWAITED, user, agency)


def _rows(office: Office, wanted: Prepared, user: str, agency: str | None) -> list[DeskRow]:
    with office.store.read() as session:
        held = {held for held, _ in roles_of(session, user) if held}
        agencies = sorted(held if agency is None else held & {agency})
        asked = {"agencies": agencies, "user": user, "today": office.today}
        return [*map(DeskRow._make, wanted.all(session, asked))]


def open_duties(today: date) -> sa.Select[Any]:
    """Return the statement for what all agencies must do, as their desks show it."""
    return _open_deadlines().where(_ours(sa.literal(today)))


def _ours(today: sa.ColumnElement[date]) -> sa.ColumnElement[bool]:
    """Select what the agency must do; and, while it may, whether to ask for a correction."""
    choice = sa.and_(DEADLINE.c.clock == "correction_notice", DEADLINE.c.due >= today, CASE.c.open)
    return sa.or_(DEADLINE.c.duty, choice)


def _open_deadlines() -> sa.Select[Any]:
    """Return the statement for all open deadlines, by urgency (the columns of ``DeskRow``)."""
    columns = (
        CASE.c.number,
        CASE.c.agency,
        CASE.c.chain,
        CASE.c.state,
        DEADLINE.c.clock,
        DEADLINE.c.child,
        DEADLINE.c.due,
        DEADLINE.c.warn_on,
        DEADLINE.c.waiting_for,
        DEADLINE.c.provisional,
        DEADLINE.c.not_before,
        DEADLINE.c.not_after,
        CASE.c.handler,
        CASE.c.example,
    )
    return (
        sa.select(*columns)
        .join(CASE, CASE.c.chain == DEADLINE.c.chain)
        .where(DEADLINE.c.open)
        .order_by(DEADLINE.c.warn_on.is_(None), DEADLINE.c.warn_on, CASE.c.number)
    )


_OF_AGENCIES = _open_deadlines().where(
    DEADLINE.c.agency.in_(sa.bindparam("agencies", expanding=True))
)
_BY_USER = CASE.c.handler == sa.bindparam("user")
_DUTIES = _OF_AGENCIES.where(_ours(sa.bindparam("today", type_=sa.Date)))
_EVERYBODYS, _OWN = Prepared(_DUTIES), Prepared(_DUTIES.where(_BY_USER))
_AWAITED = Prepared(_OF_AGENCIES.where(_BY_USER, CASE.c.open, DEADLINE.c.clock.in_(OTHERS)))
