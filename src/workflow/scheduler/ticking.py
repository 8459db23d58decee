"""The tick inside ``workflow serve``: one interval that calls the sweep.

A thread beside it does heavy work, so that an hour of it delays no reminder. Which work is due
the database knows; a tick that was missed is caught up by the next one. Where the database is
PostgreSQL several processes may serve: there ``workflow worker`` sweeps instead.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from workflow.app.office import Office
from workflow.app.running import release_all
from workflow.app.working import do_heavy_work, look_after
from workflow.clock import CHINA

log = logging.getLogger("workflow.scheduler")

EVERY = timedelta(seconds=60)
#: So often somebody looks whether heavy work was ordered: one question by an index.
LOOK = timedelta(seconds=2)
#: So long a step of heavy work may take to its end; one that takes longer (a large journal
#: verified) is left: nothing of it is written, and the next process begins it again.
GRACE = timedelta(seconds=15)
#: Without a finished pass for so long the scheduler is out of order.
PATIENCE = timedelta(minutes=5)


class Ticker:
    """Sweeps at once and then once a minute, in a thread of its own; a pass never overlaps."""

    def __init__(
        self,
        office: Office,
        sweep: Callable[[Office], object] = look_after,
        every: timedelta = EVERY,
        look: timedelta = LOOK,
        grace: timedelta = GRACE,
    ) -> None:
        self._stopping = threading.Event()
        self.office = replace(office, stopping=self._stopping.is_set)
        self.sweep = sweep
        self.every = every
        self.look = look
        self.grace = grace
        self.started: datetime | None = None
        self.finished: datetime | None = None
        self.failures = 0
        self._scheduler = BackgroundScheduler(timezone=CHINA)
        self._heavy = threading.Thread(target=self._work_heavily, name="heavy work", daemon=True)

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
        self._heavy.start()

    def stop(self) -> None:
        """Let the row and the step of heavy work under way end, and tick no more."""
        self._stopping.set()
        self._scheduler.shutdown(wait=True)
        self._heavy.join(self.grace.total_seconds())
        if self._heavy.is_alive():
            log.warning("a step of heavy work takes too long: the next process begins it again")

    def tick(self) -> None:
        """Run one pass; a failure is logged and the next tick tries again."""
        try:
            self.sweep(self.office)
        except Exception:
            self.failures += 1
            log.exception("sweep failed")
        else:
            self.finished = self.office.now()

    def _work_heavily(self) -> None:
        """Do heavy work as it is ordered. Who held a claim before is gone: one process ticks."""
        prepare = release_all if self.office.store.sqlite else None
        while not self._stopping.is_set():
            try:
                if prepare is not None:
                    prepare(self.office)
                    prepare = None
                do_heavy_work(self.office)
            except Exception:
                log.exception("heavy work failed")
            self._stopping.wait(self.look.total_seconds())

    def in_order(self, now: datetime) -> bool:
        """Tell whether a pass ended not long ago (or the first one isn't overdue)."""
        last = self.finished or self.started
        return last is not None and now - last <= PATIENCE
