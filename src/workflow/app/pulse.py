"""How the work stands, in numbers: for health, metrics and the doctor. Nothing about any case."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.deliveries import DELIVERY
from workflow.app.heartbeats import HEARTBEAT, PATIENCE
from workflow.app.office import Office
from workflow.app.outbox import OUTBOX
from workflow.app.projecting import CASE, DEADLINE
from workflow.app.tasks import TASK


@dataclass(frozen=True, slots=True)
class Pulse:
    """Counts of this moment; ``last_pass`` is when a sweep ended (None: never)."""

    cases_open: int
    deadlines_overdue: int
    outbox_waiting: int
    outbox_failing: int
    deliveries_waiting: int
    deliveries_failing: int
    deliveries_given_up: int
    tasks_running: int
    tasks_failed: int
    processes: int
    last_pass: datetime | None

    def lines(self, now: datetime) -> Iterator[str]:
        """Yield the gauges in the Prometheus text format."""
        for field in fields(self)[:-1]:
            yield f"# TYPE workflow_{field.name} gauge"
            yield f"workflow_{field.name} {getattr(self, field.name)}"
        if self.last_pass is not None:
            yield "# TYPE workflow_seconds_since_last_pass gauge"
            yield f"workflow_seconds_since_last_pass {(now - self.last_pass).total_seconds():.0f}"

    def in_order(self, now: datetime) -> bool:
        """Tell whether somebody swept not long ago."""
        return self.last_pass is not None and now - self.last_pass <= PATIENCE


def take_pulse(office: Office) -> Pulse:
    """Count how the work stands; a few index look-ups."""
    now = office.now()
    queued, sent = OUTBOX.c.done_at.is_(None), DELIVERY.c.sent_at.is_(None)
    under_way = sa.and_(sent, DELIVERY.c.given_up_at.is_(None))
    overdue = (DEADLINE.c.open, DEADLINE.c.duty, DEADLINE.c.due < office.today)
    ended = TASK.c.finished_at
    with office.store.read() as session:
        last = session.execute(sa.select(HEARTBEAT.c.seen_at).order_by(
            HEARTBEAT.c.seen_at.desc()).limit(1)).scalar_one_or_none()  # fmt: skip
        return Pulse(
            cases_open=_count(session, CASE.c.open),
            deadlines_overdue=_count(session, *overdue),
            outbox_waiting=_count(session, queued),
            outbox_failing=_count(session, queued, OUTBOX.c.attempts > 0),
            deliveries_waiting=_count(session, under_way),
            deliveries_failing=_count(session, under_way, DELIVERY.c.attempts > 0),
            deliveries_given_up=_count(session, sent, DELIVERY.c.given_up_at.is_not(None)),
            tasks_running=_count(session, ended.is_(None), TASK.c.id.is_not(None)),
            tasks_failed=_count(session, ended.is_not(None), TASK.c.failure.is_not(None)),
            processes=_count(session, HEARTBEAT.c.seen_at >= now - PATIENCE),
            last_pass=last,
        )


def _count(session: Session, *conditions: sa.ColumnElement[bool]) -> int:
    found = sa.select(sa.func.count()).where(*conditions)
    return int(session.execute(found).scalar_one())
