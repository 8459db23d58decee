"""Cluster mode: procrastinate on PostgreSQL distributes and schedules the same pass.

The outbox row in the case's transaction stays the truth; a job only says "look now". Every minute
a periodic task, deferred once however many workers run, sweeps what was left. No lock is held by
a job: what two workers do at once, the rows decide. There is no leader.
"""

import asyncio
import logging
import signal
from typing import Any

import procrastinate
from procrastinate import exceptions, jobs

from workflow.adapters.queue import CARRY, conninfo
from workflow.app.deliveries import deliver
from workflow.app.handlers import carry_out
from workflow.app.office import Office
from workflow.app.tasks import run_tasks
from workflow.app.working import work

log = logging.getLogger("workflow.cluster")

SWEEP = "workflow.sweep"
EVERY_MINUTE = "* * * * *"
#: A job whose worker gave no sign for so long belongs to nobody any more (seconds).
STALLED = 60.0
#: So long a worker that was asked to stop may take for the pass under way (seconds).
GRACE = 30.0
#: Pauses before a worker that lost the database begins again (seconds).
PAUSES = (1.0, 2.0, 5.0, 10.0)


def make_queue(office: Office) -> procrastinate.App:
    """Return procrastinate's app with our jobs; they run in threads, since they block."""
    connect = conninfo(office.store.url)
    connector = procrastinate.PsycopgConnector(
        conninfo=connect["conninfo"], kwargs={"options": connect["options"]}, min_size=1, max_size=5
    )
    app = procrastinate.App(connector=connector)

    @app.task(name=CARRY, queueing_lock=CARRY)
    def carry() -> None:
        carry_out(office)
        deliver(office)
        run_tasks(office)

    @app.periodic(cron=EVERY_MINUTE)
    @app.task(name=SWEEP, queueing_lock=SWEEP)
    def sweep(timestamp: int = 0) -> None:
        del timestamp  # the office's clock tells the time
        work(office)

    del carry, sweep
    return app


async def run_worker(office: Office, stop: asyncio.Event) -> None:
    """Work until asked to stop; then finish the job under way, or return it after ``GRACE``.

    A database that went away is waited for. The first thing that a worker does is a sweep: what
    fell due while nobody worked is caught up at once.
    """
    failures = 0
    while not stop.is_set():
        app = make_queue(office)
        try:
            async with app.open_async():
                await _release_stalled(app)
                await _defer_once(app, SWEEP)
                failures = 0
                await _work_until(app, stop)
        except (exceptions.ConnectorException, OSError) as error:
            log.warning("the queue can't be reached: %s", type(error).__name__)
        if not stop.is_set():
            pause = PAUSES[min(failures, len(PAUSES) - 1)]
            failures += 1
            await _wait(stop, pause)


async def _work_until(app: procrastinate.App, stop: asyncio.Event) -> None:
    """Run a worker until it is asked to stop or loses the database."""
    worker = asyncio.create_task(
        app.run_worker_async(
            concurrency=2,
            install_signal_handlers=False,
            shutdown_graceful_timeout=GRACE,
            delete_jobs="successful",
        )
    )
    stopped = asyncio.create_task(stop.wait())
    tidying = asyncio.create_task(_tidy(app))
    await asyncio.wait({worker, stopped}, return_when=asyncio.FIRST_COMPLETED)
    for task in (stopped, tidying):
        task.cancel()
    worker.cancel()  # procrastinate's own way to ask for a graceful stop
    await asyncio.gather(worker, stopped, tidying, return_exceptions=True)


async def _tidy(app: procrastinate.App) -> None:
    """Take back, now and then, the jobs of workers that were killed."""
    while True:
        await asyncio.sleep(STALLED / 2)
        await _release_stalled(app)


async def _release_stalled(app: procrastinate.App) -> None:
    """Close the jobs of killed workers: their rows still wait, and the next job finds them."""
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED)
    for job in stalled:
        assert job.id is not None
        await app.job_manager.finish_job_by_id_async(job.id, jobs.Status.FAILED, delete_job=True)
        log.warning("job %s of a killed worker is taken back", job.task_name)
        await _defer_once(app, job.task_name)


async def _defer_once(app: procrastinate.App, name: str) -> None:
    """Defer a job unless one is queued already."""
    try:
        await app.configure_task(name, queueing_lock=name).defer_async()
    except exceptions.AlreadyEnqueued:
        log.debug("%s is queued already", name)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


def run(office: Office) -> None:
    """Work until SIGTERM or SIGINT."""
    asyncio.run(_run(office))


async def _run(office: Office) -> None:
    stop = asyncio.Event()
    loop: Any = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await run_worker(office, stop)
