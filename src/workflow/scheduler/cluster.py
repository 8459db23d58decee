"""Cluster mode: procrastinate on PostgreSQL distributes and schedules the same pass.

The outbox row in the case's transaction stays the truth; a job only says "look now". Every minute
a periodic task, deferred once however many workers run, sweeps what was left. No lock is held by
a job: what two workers do at once, the rows decide. There is no leader.
"""

import asyncio
import logging
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import procrastinate
from procrastinate import exceptions, jobs

from workflow.adapters.queue import CARRY, LIGHT, conninfo
from workflow.app.deliveries import deliver
from workflow.app.handlers import carry_out
from workflow.app.office import Office
from workflow.app.running import waits
from workflow.app.working import do_heavy_work, look_after

log = logging.getLogger("workflow.cluster")

SWEEP = "workflow.sweep"
#: Heavy work, in a queue of its own: however long it takes, messages and reminders don't wait.
HEAVY = "workflow.heavy"
EVERY_MINUTE = "* * * * *"
#: A job whose worker gave no sign for so long belongs to nobody any more (seconds).
STALLED = 60.0
#: So long a worker that was asked to stop may take for the row under way (seconds).
GRACE = 25.0
#: Pauses before a worker that lost the database begins again (seconds).
PAUSES = (1.0, 2.0, 5.0, 10.0)


def make_queue(office: Office) -> procrastinate.App:
    """Return procrastinate's app with our jobs; what blocks runs in threads."""
    connect = conninfo(office.store.url)
    connector = procrastinate.PsycopgConnector(
        conninfo=connect["conninfo"], kwargs={"options": connect["options"]}, min_size=1, max_size=8
    )
    app = procrastinate.App(connector=connector)

    @app.task(name=CARRY, queue=LIGHT, queueing_lock=CARRY)
    async def carry() -> None:
        await asyncio.to_thread(carry_out, office)
        await asyncio.to_thread(deliver, office)
        await call_for_heavy_work()

    @app.periodic(cron=EVERY_MINUTE)
    @app.task(name=SWEEP, queue=LIGHT, queueing_lock=SWEEP)
    async def sweep(timestamp: int = 0) -> None:
        del timestamp  # the office's clock tells the time
        await asyncio.to_thread(look_after, office)
        await call_for_heavy_work()

    @app.task(name=HEAVY, queue=HEAVY, queueing_lock=HEAVY)
    async def heavy() -> None:
        await _apart(do_heavy_work, office)

    async def call_for_heavy_work() -> None:
        if await asyncio.to_thread(waits, office):
            await _defer_once(app, HEAVY, HEAVY)

    del carry, sweep, heavy
    return app


async def _apart(do: Callable[[Office], object], office: Office) -> None:
    """Work in a thread for which the process doesn't wait once its grace is over.

    A step of heavy work may be long (a large journal verified); nothing of it is written before
    its end, and the next process begins it again.
    """
    ended: Future[None] = Future()
    ended.set_running_or_notify_cancel()

    def work() -> None:
        try:
            do(office)
        except Exception as error:  # noqa: BLE001  (the job fails with it)
            ended.set_exception(error)
        else:
            ended.set_result(None)

    threading.Thread(target=work, name="heavy work", daemon=True).start()
    await asyncio.wrap_future(ended)


async def run_worker(office: Office, stop: asyncio.Event) -> None:
    """Work until asked to stop; then end after the row under way, or return the jobs in ``GRACE``.

    A database that went away is waited for. The first thing that a worker does is a sweep: what
    fell due while nobody worked is caught up at once.
    """
    office = replace(office, stopping=stop.is_set)
    failures = 0
    while not stop.is_set():
        app = make_queue(office)
        try:
            async with app.open_async():
                await _release_stalled(app)
                await _defer_once(app, SWEEP, LIGHT)
                failures = 0
                await _work_until(app, stop)
        except (exceptions.ConnectorException, OSError) as error:
            log.warning("the queue can't be reached: %s", type(error).__name__)
        if not stop.is_set():
            pause = PAUSES[min(failures, len(PAUSES) - 1)]
            failures += 1
            await _wait(stop, pause)


async def _work_until(app: procrastinate.App, stop: asyncio.Event) -> None:
    """Run both workers until asked to stop, or until one of them loses the database."""
    workers = [
        asyncio.create_task(_worker(app, LIGHT, concurrency=2)),
        asyncio.create_task(_worker(app, HEAVY, concurrency=1)),
    ]
    stopped = asyncio.create_task(stop.wait())
    tidying = asyncio.create_task(_tidy(app))
    await asyncio.wait({*workers, stopped}, return_when=asyncio.FIRST_COMPLETED)
    await _end({*workers, stopped, tidying})


async def _end(pending: set[asyncio.Task[Any]]) -> None:
    """Cancel tasks until they have ended; for a worker that is the way to ask for a graceful stop.

    Python loses a cancellation that comes just as what was waited for comes: a worker that still
    runs once its grace is over never heard of it.
    """
    while pending:
        for task in pending:
            task.cancel()
        ended, pending = await asyncio.wait(pending, timeout=GRACE + 1)
        await asyncio.gather(*ended, return_exceptions=True)


async def _worker(app: procrastinate.App, queue: str, concurrency: int) -> None:
    await app.run_worker_async(
        queues=[queue],
        concurrency=concurrency,
        install_signal_handlers=False,
        shutdown_graceful_timeout=GRACE,
        delete_jobs="successful",
    )


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
        await _defer_once(app, job.task_name, job.queue)


async def _defer_once(app: procrastinate.App, name: str, queue: str) -> None:
    """Defer a job unless one is queued already."""
    try:
        await app.configure_task(name, queue=queue, queueing_lock=name).defer_async()
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
