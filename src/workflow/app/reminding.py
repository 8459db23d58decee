"""Reminders: computed as "this threshold is reached and not yet sent", never remembered.

Per calendar the working days left are counted once a date, and one INSERT … SELECT a role writes
whatever nobody heard yet: the unique key is the memory. A sweep that was down for a week tells of
the newest threshold that a deadline passed meanwhile; a date that moved is a new key.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from workflow.app.calendars import rules_of
from workflow.app.deliveries import queue_reminders
from workflow.app.inserting import insert_once
from workflow.app.office import Actor, Office
from workflow.app.office_deadlines import Desk, desks_of, own_deadlines
from workflow.app.projecting import CASE, DEADLINE
from workflow.app.rederiving import AT_ONCE, rederive
from workflow.app.reminder_rules import INTERNAL, WAITS, ReminderRules, days_left
from workflow.app.reminder_settings import rules_now
from workflow.app.reminder_words import code_of, values_of
from workflow.core.calendar import Calendar
from workflow.core.deadlines import AGENCY_DUTIES
from workflow.core.terms import previous_working_day
from workflow.store.tables import Account, AccountRole, Agency, Reminder, table_of

REMINDER = table_of(Reminder)
AGENCY = table_of(Agency)
ACCOUNT = table_of(Account)
ROLE = table_of(AccountRole)
#: Who stands in the journal where a date moved by the mere passing of days.
SWEEPER = Actor("workflow", "admin")
#: Roles that hear of a case besides its clerk.
ESCALATION = ("office_head", "leader")
#: Stands for the heads of the office where a case's clerk is gone.
IN_PLACE = "in place of the clerk"
#: The clocks of a request of which people are reminded.
REMINDED = AGENCY_DUTIES | frozenset(WAITS)
#: States in which a draft is still to be handed in.
BEFORE_REVIEW = ("processing", "extended")

#: In the order of ``_chosen``.
COLUMNS = (
    "chain", "clock", "child", "due", "threshold", "person", "number", "left_days", "basis",
    "sent_on", "made_at",
)  # fmt: skip
#: In the order of ``Sent``.
_TOLD = [
    REMINDER.c[name] for name in ("number", "clock", "child", "due", "left_days", "person", "basis")
]
#: The columns of a ``Step`` as a table.
STEP: Mapping[str, Any] = {
    "source": sa.String,
    "last": sa.Date,
    "told": sa.String,
    "shown": sa.Date,
    "left_days": sa.Integer,
    "threshold": sa.Integer,
}
AGENCIES: sa.BindParameter[Sequence[str]] = sa.bindparam("agencies", expanding=True)
_ACCOUNTS = sa.select(ACCOUNT.c.name, ACCOUNT.c.active)
_CHANGES = sa.select(sa.func.changes())

__all__ = ["REMINDER", "Sent", "days_left", "sweep"]


@dataclass(frozen=True, slots=True)
class Sent:
    """A reminder that was sent: ``left`` working days before its last day (negative: late)."""

    number: str
    clock: str
    child: str
    due: date
    left: int
    person: str
    basis: str = "law"

    @property
    def code(self) -> str:
        """The code of its sentence."""
        return code_of(self.clock, self.left, self.basis)

    @property
    def values(self) -> dict[str, Any]:
        """What fills its sentence."""
        return values_of(self.number, self.clock, self.due, self.left)

    def to_json(self) -> dict[str, Any]:
        """Return the JSON shape of ``remind --json``."""
        return {
            "person": self.person,
            "code": self.code,
            "number": self.number,
            "clock": self.clock,
            "due": self.due.isoformat(),
            "days": abs(self.left),
        }


@dataclass(frozen=True, slots=True)
class Step:
    """A date that somebody in a role must hear of: that of ``source``, told as ``told``.

    ``shown`` is the day told: the last one itself, or the internal one before it.
    """

    source: str
    last: date
    told: str
    shown: date
    left: int
    threshold: int


def sweep(office: Office, as_of: date | None = None) -> list[Sent]:
    """Send every reminder that is due on a day (default: today) and wasn't sent. One pass.

    Dates that hang on a holiday notice are derived again first: what was provisional may be firm.
    """
    sent: list[Sent] = []
    _pass(office, as_of or office.today, sent)
    return sorted(sent, key=lambda one: (one.due, one.number, one.clock))


def send_due(office: Office, as_of: date | None = None) -> int:
    """Do what ``sweep`` does and return how many were sent: the database alone handles the rows."""
    return _pass(office, as_of or office.today, None)


def _pass(office: Office, on: date, told: list[Sent] | None) -> int:
    """Send what is due; ``told`` gathers what was sent where somebody wants to read it."""
    office = replace(office, reminders=rules_now(office))
    if not _refresh(office, on):
        return 0
    with office.store.write() as session:
        newest = session.execute(sa.select(sa.func.max(REMINDER.c.id))).scalar_one() or 0
        count = 0
        desks = _desks(session, on)
        for agencies, calendar in _by_calendar(desks):
            count += _remind(_Wanted(office, session, agencies, on, newest, told), calendar)
        own = list(_remind_of_own(office, session, desks, on))
        if told is not None:
            told += own
        count += len(own)
        if count:
            queue_reminders(office, session, newest)
    return count


def _refresh(office: Office, on: date) -> bool:
    """Derive again the open cases whose dates may change by the mere passing of days.

    Return whether it came to its end: before that nobody is told of a date.
    """
    open_ends = sa.select(DEADLINE.c.chain).where(DEADLINE.c.open, DEADLINE.c.provisional)
    stale = sa.select(CASE.c.chain).where(CASE.c.chain.in_(open_ends), CASE.c.as_of < on)
    with office.store.read() as session:
        chains = session.execute(stale).scalars().all()
    for first in range(0, len(chains), AT_ONCE):
        if office.stopping():
            return False
        rederive(office, chains[first : first + AT_ONCE], SWEEPER)
    return True


def _desks(session: Session, on: date) -> list[Desk]:
    """Return all agencies as they stand on a day."""
    rows = session.execute(sa.select(AGENCY).order_by(AGENCY.c.code)).all()
    agencies = [cast("Agency", row) for row in rows]
    return desks_of(session, [(one, rules_of(session, one)) for one in agencies], on)


def _by_calendar(desks: Iterable[Desk]) -> list[tuple[list[str], Calendar]]:
    """Return the agencies that count by the same calendar, with it."""
    found: dict[str, tuple[list[str], Calendar]] = {}
    for desk in desks:
        found.setdefault(desk.calendar.version, ([], desk.calendar))[0].append(desk.code)
    return list(found.values())


def _remind(wanted: "_Wanted", calendar: Calendar) -> int:
    rules, session = wanted.office.reminders, wanted.session
    horizon = calendar.likely.nth_working_day(wanted.on, rules.farthest())
    dates = _dates(session, wanted.agencies, horizon)
    own = list(_steps(rules, dates, "clerk", calendar, wanted.on))
    count = wanted.tell(own, "clerk")
    if own and _somebody_gone(session, wanted.newest):
        count += wanted.tell(own, IN_PLACE)
    for role in ESCALATION:
        count += wanted.tell(list(_steps(rules, dates, role, calendar, wanted.on)), role)
    return count


def _somebody_gone(session: Session, newest: int) -> bool:
    """Tell whether a case may have a clerk who is no active user: the head hears in his place.

    Clerks who left stay on the list of users; who never was on it (a ledger imported from the
    command line) is seen by what was just written to him.
    """
    on_list = {row.name: row.active for row in session.execute(_ACCOUNTS)}
    if not all(on_list.values()):
        return True
    told = sa.select(REMINDER.c.person).where(REMINDER.c.id > newest).distinct()
    return not set(session.execute(told).scalars()) <= set(on_list)


def _dates(session: Session, agencies: Sequence[str], horizon: date) -> list[tuple[str, date]]:
    """Return every clock and last day (the earliest of a provisional one) that is near or past."""
    clocks = json.dumps([(clock,) for clock in sorted(REMINDED)])
    values = {"clocks": clocks, "agencies": list(agencies), "horizon": horizon}
    found = session.execute(_near(session.connection().dialect.name), values)
    return [(row.clock, row.day) for row in found]


# Statements are built once and asked often: building one costs as much as asking it.


@cache
def _near(dialect: str) -> sa.Select[Any]:
    """Return what asks for clocks and days.

    Days are few and deadlines many: the index is jumped along from day to day, and asked of each
    day which clocks it has.
    """
    days, clocks = _days(), _table(dialect, "clocks", {"clock": sa.String})
    there = sa.select(DEADLINE.c.chain).where(
        DEADLINE.c.agency == days.c.agency,
        DEADLINE.c.warn_on == days.c.day,
        DEADLINE.c.clock == clocks.c.clock,
        _awake(),
    )
    found = sa.select(clocks.c.clock, days.c.day).select_from(days.join(clocks, sa.true()))
    return found.where(days.c.day.is_not(None), there.exists()).distinct()


def _days() -> sa.CTE:
    """Return each agency's days on which something open ends, up to the horizon, one by one."""
    first = sa.select(AGENCY.c.code.label("agency"), _next_day(AGENCY.c.code, None))
    days = first.where(AGENCY.c.code.in_(AGENCIES)).cte("days", recursive=True)
    further = sa.select(days.c.agency, _next_day(days.c.agency, days.c.day))
    return days.union_all(further.where(days.c.day.is_not(None)))


def _next_day(
    agency: sa.ColumnElement[str], after: sa.ColumnElement[date] | None
) -> sa.Label[date]:
    horizon = sa.bindparam("horizon", type_=sa.Date)
    later = [] if after is None else [DEADLINE.c.warn_on > after]
    here = (DEADLINE.c.open, DEADLINE.c.agency == agency, DEADLINE.c.warn_on <= horizon)
    found = sa.select(DEADLINE.c.warn_on).where(*here, *later).order_by(DEADLINE.c.warn_on)
    return found.limit(1).scalar_subquery().label("day")


def _awake() -> sa.ColumnElement[bool]:
    """Select the open deadlines that somebody is reminded of: duties, and others' time."""
    return sa.and_(DEADLINE.c.open, sa.or_(DEADLINE.c.duty, DEADLINE.c.clock.in_(WAITS)))


def _steps(
    rules: ReminderRules,
    dates: Iterable[tuple[str, date]],
    role: str,
    calendar: Calendar,
    on: date,
) -> Iterator[Step]:
    for clock, last in dates:
        shown = [(clock, last)]
        if clock == "reply" and rules.internal_days:
            shown.append((INTERNAL, _before(calendar, last, rules.internal_days)))
        for told, day in shown:
            left = days_left(calendar, on, day)
            threshold = None if _just_over(left, day, on) else rules.reached(told, role, left)
            if threshold is not None:
                yield Step(clock, last, told, day, left, threshold)


def _just_over(left: int, last: date, on: date) -> bool:
    """Tell whether a day off follows a last day: it is over, and late by no working day yet."""
    return left == 0 and last < on


def _before(calendar: Calendar, last: date, days: int) -> date:
    """Return the working day that lies so many working days before a last day."""
    for _ in range(days):
        last = previous_working_day(calendar, last)
    return last


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One pass over the deadlines of some agencies."""

    office: Office
    session: Session
    agencies: Sequence[str]
    on: date
    newest: int
    told: list[Sent] | None

    def tell(self, steps: Sequence[Step], role: str) -> int:
        """Write what the clerk (or the holders of a role) didn't hear yet; return how many."""
        if not steps:
            return 0
        dialect = self.session.connection().dialect.name
        rows = [(one.source, one.last, one.told, one.shown, one.left, one.threshold)
                for one in steps]  # fmt: skip
        values = {
            "step": json.dumps(rows, default=date.isoformat),
            "agencies": list(self.agencies),
            "on": self.on,
            "now": self.office.now(),
        }
        made = _insertion(dialect, role)
        if self.told is not None:
            found = self.session.execute(made.returning(*_TOLD), values)
            new = [Sent(*row) for row in found]
            self.told.extend(new)
            return len(new)
        counted = {"preserve_rowcount": True}
        done = self.session.execute(made, values, execution_options=counted)
        if dialect == "sqlite":  # its driver counts no rows of a statement that begins with WITH
            return int(self.session.execute(_CHANGES).scalar_one())
        return int(done.rowcount)  # type: ignore[attr-defined]


@cache
def _insertion(dialect: str, role: str) -> Any:
    """Return the statement that writes what somebody didn't hear; whoever was faster wins."""
    step = _table(dialect, "step", STEP)
    chosen = _chosen(step, CASE.c.handler) if role == "clerk" else _of_holders(step, role)
    insert = sqlite.insert(REMINDER) if dialect == "sqlite" else postgresql.insert(REMINDER)
    return insert.from_select(list(COLUMNS), chosen).on_conflict_do_nothing()


def _of_holders(step: sa.CTE, role: str) -> sa.Select[Any]:
    held = "office_head" if role == IN_PLACE else role
    holds = sa.and_(ROLE.c.agency == CASE.c.agency, ROLE.c.role == held)
    active = sa.and_(ACCOUNT.c.name == ROLE.c.account, ACCOUNT.c.active)
    chosen = _chosen(step, ROLE.c.account).join(ROLE, holds).join(ACCOUNT, active)
    return chosen.where(_handler_gone()) if role == IN_PLACE else chosen


def _handler_gone() -> sa.ColumnElement[bool]:
    """Select the cases whose clerk can't be reminded any more."""
    clerk = ACCOUNT.alias("clerk")
    here = sa.select(clerk.c.name).where(clerk.c.name == CASE.c.handler, clerk.c.active)
    return ~here.exists()


def _chosen(step: sa.CTE, person: sa.ColumnElement[Any]) -> sa.Select[Any]:
    columns = [
        DEADLINE.c.chain,
        step.c.told,
        DEADLINE.c.child,
        step.c.shown,
        step.c.threshold,
        person.label("person"),
        CASE.c.number,
        step.c.left_days,
        _basis(step),
        sa.bindparam("on", type_=sa.Date),
        sa.bindparam("now", type_=REMINDER.c.made_at.type),
    ]
    same = sa.and_(DEADLINE.c.clock == step.c.source, DEADLINE.c.warn_on == step.c.last)
    return (
        sa.select(*columns)
        .select_from(step)
        .join(DEADLINE, same)
        .join(CASE, CASE.c.chain == DEADLINE.c.chain)
        .where(DEADLINE.c.agency.in_(AGENCIES), _awake(), _still(step), ~_heard(step, person))
    )


def _table(dialect: str, name: str, columns: Mapping[str, Any]) -> sa.CTE:
    """Return the rows of one JSON parameter as a table: their number changes no statement."""
    given = sa.bindparam(name, type_=sa.String)
    cells: list[sa.ColumnElement[Any]]
    if dialect == "sqlite":
        row = sa.func.json_each(given).table_valued("value", name="given")
        parts = [sa.func.json_extract(row.c.value, f"$[{at}]") for at in range(len(columns))]
        cells = [
            sa.type_coerce(part, kind) for part, kind in zip(parts, columns.values(), strict=True)
        ]
    else:
        value = sa.column("value", postgresql.JSONB)
        array = sa.cast(given, postgresql.JSONB)
        row = sa.func.jsonb_array_elements(array).table_valued(value, name="given")
        cells = [sa.cast(row.c.value[at].astext, kind) for at, kind in enumerate(columns.values())]
    named = [cell.label(column) for column, cell in zip(columns, cells, strict=True)]
    return sa.select(*named).select_from(row).cte(name).prefix_with("MATERIALIZED")


def _still(step: sa.CTE) -> sa.ColumnElement[bool]:
    """Leave out internal dates once the draft is handed in, and others' time of a closed case."""
    return sa.and_(
        sa.or_(step.c.told != INTERNAL, CASE.c.state.in_(BEFORE_REVIEW)),
        sa.or_(step.c.told.not_in(WAITS), CASE.c.open),
    )


def _heard(step: sa.CTE, person: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Select what the person heard, at this threshold or at a later one."""
    return (
        sa.select(REMINDER.c.id)
        .where(
            REMINDER.c.chain == DEADLINE.c.chain,
            REMINDER.c.clock == step.c.told,
            REMINDER.c.child == DEADLINE.c.child,
            REMINDER.c.due == step.c.shown,
            REMINDER.c.threshold <= step.c.threshold,
            REMINDER.c.person == person,
        )
        .exists()
    )


def _basis(step: sa.CTE) -> sa.ColumnElement[str]:
    open_end = sa.and_(DEADLINE.c.provisional, DEADLINE.c.not_before.is_not(None))
    return sa.case((step.c.told == INTERNAL, "internal"), (open_end, "provisional"), else_="law")


def _remind_of_own(
    office: Office, session: Session, desks: Sequence[Desk], on: date
) -> Iterator[Sent]:
    """Remind of the office's own dates: few, so one by one."""
    for one in own_deadlines(office, session, desks, on):
        threshold = office.reminders.reached(one.clock, "clerk", one.left)
        if threshold is None or _just_over(one.left, one.due, on):
            continue
        values = {
            "chain": one.chain,
            "clock": one.clock,
            "child": one.child,
            "due": one.due,
            "threshold": threshold,
            "number": one.number,
            "left_days": one.left,
            "basis": "law",
            "sent_on": on,
            "made_at": office.now(),
        }
        for person in one.people:
            if insert_once(session, REMINDER, {**values, "person": person}):
                yield Sent(one.number, one.clock, one.child, one.due, one.left, person)
