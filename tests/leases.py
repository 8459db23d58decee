"""Leases that have run out: what a killed process leaves behind after a while."""

from datetime import timedelta

import sqlalchemy as sa

from workflow.app.deliveries import DELIVERY
from workflow.app.tasks import TASK
from workflow.store.leases import real_time


def run_out(office):
    """Let every lease on a delivery or a task end, as real time would."""
    with office.store.write() as session:
        ended = real_time(session) - timedelta(seconds=1)
        for table in (DELIVERY, TASK):
            held = sa.update(table).where(table.c.claimed_until.is_not(None))
            session.execute(held.values(claimed_until=ended))
