"""The tick inside ``workflow serve``: one interval that calls the sweep, nothing else.

Which work is due the database knows; a tick that was missed is caught up by the next one. Where
the database is PostgreSQL several processes may serve: there ``workflow worker`` sweeps instead.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from workflow.app.office import Office
from workflow.app.working import work
from workflow.clock import CHINA

log = logging.getLogger("workflow.scheduler")

EVERY = timedelta(seconds=60)
#: Without a finished pass for so long the scheduler is out of order.
PATIENCE = timedelta(minutes=5)


class Ticker:
    """Sweeps at once and then once a minute, in a thread of its own; a pass never overlaps."""

    def __init__(
        self, office: Office, sweep: Callable[[Office], object] = work, every: timedelta = EVERY
    ) -> None:
        self.office = office
        self.sweep = sweep
        self.every = every
        self.started: datetime | None = None
        self.finished: datetime | None = None
        self.failures = 0
        self._scheduler = BackgroundScheduler(timezone=CHINA)

    def start(self) -> None:
        """Begin to tick."""
        self.started = self.office.now()
        self._scheduler.add_job(
            self.tick,
            "interval",
            seconds=self.every.total_seconds(),
            coalesce=True,
            misfire_grace_time=None,
            max_instances=1,
        )
        self._scheduler.add_job(self.tick, misfire_grace_time=None)
        self._scheduler.start()

    def stop(self) -> None:
        """Let the pass under way end, and tick no more."""
        self._scheduler.shutdown(wait=True)

    def tick(self) -> None:
        """Run one pass; a failure is logged and the next tick tries again."""
        try:
            self.sweep(self.office)
        except Exception:
            self.failures += 1
            log.exception("sweep failed")
        else:
            self.finished = self.office.now()

    def in_order(self, now: datetime) -> bool:
        """Tell whether a pass ended not long ago (or the first one isn't overdue)."""
        last = self.finished or self.started
        return last is not None and now - last <= PATIENCE
