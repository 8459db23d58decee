"""Reminders: computed as "this threshold is reached and not yet sent", never remembered.

A sweep that was down for a week catches up: of several thresholds that one deadline passed
meanwhile the person hears the newest, which overtakes the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from workflow.app.calendars import rules_of
from workflow.app.inbox import insert_once, tell
from workflow.app.keeping import rederive
from workflow.app.listing import DeskRow, open_duties
from workflow.app.office import Office
from workflow.app.projecting import CASE, DEADLINE
from workflow.app.reading import read_case
from workflow.app.users import holders
from workflow.core.calendar import Calendar
from workflow.store.tables import Agency, Reminder, table_of

REMINDER = table_of(Reminder)
#: From the last day on, the head of the disclosure office hears of it too.
HEAD_FROM = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """A reminder that was sent: ``left`` working days before its last day (negative: late)."""

    number: str
    clock: str
    child: str
    due: date
    left: int
    person: str

    @property
    def code(self) -> str:
        """The code of its sentence."""
        if self.left > 0:
            return "inbox.due_in"
        return "inbox.due_today" if self.left == 0 else "inbox.late"

    @property
    def values(self) -> dict[str, Any]:
        """What fills its sentence."""
        return {
            "number": self.number,
            "clock": self.clock,
            "due": self.due.isoformat(),
            "days": abs(self.left),
        }


def sweep(office: Office, as_of: date | None = None) -> list[Sent]:
    """Send every reminder that is due on a day (default: today) and wasn't sent. One pass.

    Dates that hang on a holiday notice are derived again first: what was provisional may be firm.
    """
    on = as_of or office.today
    _refresh(office, on)
    sent: list[Sent] = []
    with office.store.write() as session:
        for agency in session.exec(select(Agency)).all():
            calendar = rules_of(session, agency).calendar_on(on)
            for duty in _duties_near(session, agency.code, calendar, on, office.remind_days):
                sent += _remind(office, session, duty, calendar, on)
    return sent


def _duties_near(
    session: Session, agency: str, calendar: Calendar, on: date, remind_days: tuple[int, ...]
) -> list[DeskRow]:
    """Return an agency's open duties whose first threshold is reached, by the index."""
    horizon = calendar.likely.nth_working_day(on, max(remind_days, default=1))
    near = open_duties().where(DEADLINE.c.agency == agency, DEADLINE.c.warn_on <= horizon)
    return [DeskRow(*row) for row in session.execute(near)]


def _refresh(office: Office, on: date) -> None:
    """Derive again the open cases whose dates may change by the mere passing of days."""
    with office.store.write() as session:
        stale = (
            sa.select(CASE.c.chain)
            .join(DEADLINE, DEADLINE.c.chain == CASE.c.chain)
            .where(DEADLINE.c.open, DEADLINE.c.provisional, CASE.c.as_of < on)
            .distinct()
        )
        for chain in session.execute(stale).scalars().all():
            rederive(office, session, read_case(office, session, chain))


def _remind(
    office: Office, session: Session, duty: DeskRow, calendar: Calendar, on: date
) -> Iterator[Sent]:
    last = duty.warn_on
    assert last is not None
    left = days_left(calendar, on, last)
    reached = thresholds_reached(left, office.remind_days)
    if not reached:
        return
    for person in _people(session, duty, left):
        if _note(session, duty, last, reached[-1], person, on):
            sent = Sent(duty.number, duty.clock, duty.child, last, left, person)
            cause = f"{duty.chain}/{duty.clock}/{duty.child}/{last}/{reached[-1]}/{person}"
            tell(session, person, duty.chain, sent.code, sent.values, cause, office.now())
            yield sent


def days_left(calendar: Calendar, on: date, last: date) -> int:
    """Return the working days after ``on`` up to and with ``last``; negative: that many late."""
    if on <= last:
        return calendar.likely.working_days(on, last)
    return -max(1, calendar.likely.working_days(last, on))


def thresholds_reached(left: int, remind_days: tuple[int, ...]) -> list[int]:
    """Return the thresholds that are reached, the newest last.

    Late ones count each working day; a day off adds none to the day before it.

    >>> thresholds_reached(3, (5, 3, 1)), thresholds_reached(-2, (5, 3, 1))
    ([5, 3], [5, 3, 1, 0, -1, -2])
    """
    before = sorted((days for days in remind_days if days >= max(left, 1)), reverse=True)
    if left > 0:
        return before
    return [*before, *range(0, left - 1, -1)]


def _people(session: Session, duty: DeskRow, left: int) -> list[str]:
    heads = holders(session, duty.agency, "office_head") if left <= HEAD_FROM else []
    return list(dict.fromkeys([duty.handler, *heads]))


def _note(
    session: Session, duty: DeskRow, due: date, threshold: int, person: str, on: date
) -> bool:
    """Note a threshold as told; return False where it, or a later one, was before."""
    key = {
        "chain": duty.chain,
        "clock": duty.clock,
        "child": duty.child,
        "due": due,
        "person": person,
    }
    told = sa.select(REMINDER.c.threshold).where(
        *(REMINDER.c[name] == value for name, value in key.items()),
        REMINDER.c.threshold <= threshold,
    )
    if session.execute(told).first():
        return False
    return insert_once(session, REMINDER, {**key, "threshold": threshold, "sent_on": on})
