"""Reminders: computed as "this threshold is reached and not yet sent", never remembered.

Per calendar the working days left are counted once a date, and one INSERT … SELECT a role writes
whatever nobody heard yet: the unique key is the memory. A sweep that was down for a week tells of
the newest threshold that a deadline passed meanwhile; a date that moved is a new key.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from workflow.app.agencies import get_agency
from workflow.app.calendars import rules_of
from workflow.app.deliveries import queue_reminders
from workflow.app.inserting import insert_once
from workflow.app.office import Actor, Office
from workflow.app.office_deadlines import own_deadlines
from workflow.app.projecting import CASE, DEADLINE
from workflow.app.rederiving import rederive_one
from workflow.app.reminder_rules import INTERNAL, WAITS, ReminderRules, days_left
from workflow.app.reminder_words import code_of, values_of
from workflow.core.calendar import Calendar
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
#: States in which a draft is still to be handed in.
BEFORE_REVIEW = ("processing", "extended")

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
    on = as_of or office.today
    _refresh(office, on)
    sent: list[Sent] = []
    with office.store.write() as session:
        newest = session.execute(sa.select(sa.func.max(REMINDER.c.id))).scalar_one() or 0
        for agencies, calendar in _by_calendar(session, on):
            sent += _remind(office, session, agencies, calendar, on)
        sent += _remind_of_own(office, session, on)
        queue_reminders(office, session, newest)
    return sorted(sent, key=lambda one: (one.due, one.number, one.clock))


def _refresh(office: Office, on: date) -> None:
    """Derive again the open cases whose dates may change by the mere passing of days."""
    open_ends = sa.select(DEADLINE.c.chain).where(DEADLINE.c.open, DEADLINE.c.provisional)
    stale = sa.select(CASE.c.chain).where(CASE.c.chain.in_(open_ends), CASE.c.as_of < on)
    with office.store.read() as session:
        chains = session.execute(stale).scalars().all()
    for chain in chains:
        rederive_one(office, chain, SWEEPER)


def _by_calendar(session: Session, on: date) -> list[tuple[list[str], Calendar]]:
    """Return the agencies that count by the same calendar, with it."""
    found: dict[str, tuple[list[str], Calendar]] = {}
    for code in session.execute(sa.select(AGENCY.c.code).order_by(AGENCY.c.code)).scalars().all():
        calendar = rules_of(session, get_agency(session, code)).calendar_on(on)
        found.setdefault(calendar.version, ([], calendar))[0].append(code)
    return list(found.values())


def _remind(
    office: Office, session: Session, agencies: Sequence[str], calendar: Calendar, on: date
) -> Iterator[Sent]:
    rules = office.reminders
    dates = _dates(session, agencies, calendar.likely.nth_working_day(on, rules.farthest()))
    wanted = _Wanted(office, session, agencies, on)
    own = list(_steps(rules, dates, "clerk", calendar, on))
    yield from wanted.tell(own, CASE.c.handler)
    if _somebody_gone(session):
        yield from wanted.tell(own, ROLE.c.account, "office_head", _handler_gone())
    for role in ESCALATION:
        steps = list(_steps(rules, dates, role, calendar, on))
        yield from wanted.tell(steps, ROLE.c.account, role)


def _dates(session: Session, agencies: Sequence[str], horizon: date) -> list[tuple[str, date]]:
    """Return every clock and last day (the earliest of a provisional one) that is near or past."""
    found = (
        sa.select(DEADLINE.c.clock, DEADLINE.c.warn_on)
        .where(_awake(agencies), DEADLINE.c.warn_on <= horizon)
        .distinct()
    )
    return [(row.clock, row.warn_on) for row in session.execute(found)]


def _awake(agencies: Sequence[str]) -> sa.ColumnElement[bool]:
    """Select the open deadlines that somebody is reminded of: duties, and others' time."""
    kind = sa.or_(DEADLINE.c.duty, DEADLINE.c.clock.in_(WAITS))
    return sa.and_(DEADLINE.c.open, DEADLINE.c.agency.in_(agencies), kind)


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


def _somebody_gone(session: Session) -> bool:
    """Tell whether any case's clerk is no active user: clerks are few, each found by the index."""
    clerk = ""
    following = sa.select(sa.func.min(CASE.c.handler)).where(CASE.c.handler > sa.bindparam("after"))
    active = set(session.execute(sa.select(ACCOUNT.c.name).where(ACCOUNT.c.active)).scalars())
    while (found := session.execute(following, {"after": clerk}).scalar_one()) is not None:
        if found not in active:
            return True
        clerk = found
    return False


def _handler_gone() -> sa.ColumnElement[bool]:
    """Select the cases whose clerk can't be reminded any more: the head hears in his place."""
    clerk = ACCOUNT.alias("clerk")
    here = sa.select(clerk.c.name).where(clerk.c.name == CASE.c.handler, clerk.c.active)
    return ~here.exists()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One pass over the deadlines of some agencies."""

    office: Office
    session: Session
    agencies: Sequence[str]
    on: date

    def tell(
        self,
        steps: Sequence[Step],
        person: sa.ColumnElement[Any],
        role: str | None = None,
        only: sa.ColumnElement[bool] | None = None,
    ) -> list[Sent]:
        """Write what a person (or the holders of a role) didn't hear yet, and return it."""
        if not steps:
            return []
        step = _as_table(steps)
        chosen = self._chosen(step, person)
        if role is not None:
            chosen = chosen.join(ROLE, sa.and_(ROLE.c.agency == CASE.c.agency, ROLE.c.role == role))
            chosen = chosen.join(ACCOUNT, sa.and_(ACCOUNT.c.name == person, ACCOUNT.c.active))
        if only is not None:
            chosen = chosen.where(only)
        return _insert(self.session, chosen)

    def _chosen(self, step: sa.CTE, person: sa.ColumnElement[Any]) -> sa.Select[Any]:
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
            sa.literal(self.on, sa.Date),
            sa.literal(self.office.now(), REMINDER.c.made_at.type),
        ]
        same = sa.and_(DEADLINE.c.clock == step.c.source, DEADLINE.c.warn_on == step.c.last)
        return (
            sa.select(*columns)
            .select_from(step)
            .join(DEADLINE, same)
            .join(CASE, CASE.c.chain == DEADLINE.c.chain)
            .where(_awake(self.agencies), _still(step), ~_heard(step, person))
        )


def _as_table(steps: Sequence[Step]) -> sa.CTE:
    """Return the steps as rows that a statement can join: dates are few, deadlines many."""
    columns = (
        sa.column("source", sa.String),
        sa.column("last", sa.Date),
        sa.column("told", sa.String),
        sa.column("shown", sa.Date),
        sa.column("left_days", sa.Integer),
        sa.column("threshold", sa.Integer),
    )
    rows = [(one.source, one.last, one.told, one.shown, one.left, one.threshold) for one in steps]
    return sa.values(*columns, name="steps").data(rows).cte("step")


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


#: In the order of ``_Wanted._chosen``.
COLUMNS = (
    "chain", "clock", "child", "due", "threshold", "person", "number", "left_days", "basis",
    "sent_on", "made_at",
)  # fmt: skip
TOLD = ("number", "clock", "child", "due", "left_days", "person", "basis")


def _insert(session: Session, chosen: sa.Select[Any]) -> list[Sent]:
    """Write the reminders chosen; whoever was faster wins, and only the new ones are returned."""
    sqlite_ = session.connection().dialect.name == "sqlite"
    insert = sqlite.insert(REMINDER) if sqlite_ else postgresql.insert(REMINDER)
    made = (
        insert.from_select(list(COLUMNS), chosen)
        .on_conflict_do_nothing()
        .returning(*(REMINDER.c[name] for name in TOLD))
    )
    return [Sent(*row) for row in session.execute(made)]


def _remind_of_own(office: Office, session: Session, on: date) -> Iterator[Sent]:
    """Remind of the office's own dates: few, so one by one."""
    for one in own_deadlines(office, session, on):
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
