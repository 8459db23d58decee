"""What the doctor asks of the queue: jobs that nobody is at, or that nobody takes up."""

from collections.abc import Iterator

import sqlalchemy as sa

from workflow.adapters.queue import LIGHT
from workflow.app.examining import Finding, mend, note
from workflow.store.engine import Store

#: A worker that gave no sign for so many seconds is gone, and a job of moments that waits for so
#: long waits for nobody. Workers give one every ten seconds.
PATIENCE = 300
#: Jobs under way whose worker is gone, jobs of moments that wait, jobs that failed. Heavy work may
#: well wait for the work before it.
COUNTS = sa.text("""
    SELECT count(*) FILTER (
        WHERE job.status = 'doing' AND coalesce(worker.last_heartbeat < now() - patience, true)
    ) AS stalled, count(*) FILTER (
        WHERE job.status = 'todo' AND job.queue_name = :light
          AND coalesce(job.scheduled_at, deferred.at) < now() - patience
    ) AS waiting, count(*) FILTER (WHERE job.status = 'failed') AS failed
    FROM queue.procrastinate_jobs AS job
    LEFT JOIN queue.procrastinate_workers AS worker ON worker.id = job.worker_id
    LEFT JOIN LATERAL (
        SELECT max(at) AS at FROM queue.procrastinate_events WHERE job_id = job.id
    ) AS deferred ON true,
    make_interval(secs => :patience) AS patience
""")


def examine_queue(store: Store) -> Iterator[Finding]:
    """Look for jobs that are stuck; nothing on SQLite, which has no queue."""
    if store.sqlite:
        return
    with store.read() as session:
        found = session.execute(COUNTS, {"light": LIGHT, "patience": PATIENCE}).one()
    if found.stalled:
        yield mend("jobs_stalled", count=found.stalled)
    if found.waiting:
        yield mend("jobs_waiting", count=found.waiting, minutes=PATIENCE // 60)
    if found.failed:
        yield note("jobs_failed", count=found.failed)
