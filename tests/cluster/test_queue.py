"""Cluster mode: jobs are hints after the commit, the rows are the truth."""

import asyncio
import contextlib
import threading
import time
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from procrastinate.schema import SchemaManager

from workflow.adapters.queue import CARRY, LIGHT, Waker
from workflow.app import handlers
from workflow.app.handlers import carry_out
from workflow.app.inbox import inbox
from workflow.app.outbox import waiting
from workflow.app.reminding import sweep
from workflow.errors import RefusedError
from workflow.scheduler import cluster
from workflow.scheduler.cluster import SWEEP, make_queue, run_worker
from workflow.store import queue_schema
from workflow.store.engine import Store
from workflow.store.schema import ready, upgrade

ON = date(2026, 11, 20)


def jobs(office):
    with office.store.read() as session:
        found = sa.text("SELECT task_name, status FROM queue.procrastinate_jobs ORDER BY id")
        return [tuple(row) for row in session.execute(found)]


@pytest.fixture
def office(office):
    office.store.wake = Waker(office.store.url)
    yield office
    office.store.wake.close()


def wait_for(holds, seconds=20):
    for _ in range(seconds * 20):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError(f"not after {seconds} s")


def work_for(office, until):
    """Run a worker until something holds, then ask it to stop."""

    async def working():
        stop = asyncio.Event()
        worker = asyncio.create_task(run_worker(office, stop))
        await asyncio.to_thread(wait_for, until)
        stop.set()
        await worker

    asyncio.run(working())


def nothing_waits(office):
    with office.store.read() as session:
        return waiting(session, 1) == []


def test_a_move_defers_one_job_after_its_commit(office, clerk):
    number = clerk.register(ON)
    assert jobs(office) == [(CARRY, "todo")]
    clerk.move(number, "acknowledge", ON)
    assert jobs(office) == [(CARRY, "todo")]  # one queued is enough


def test_a_refused_move_defers_nothing(office, clerk):
    number = clerk.register(ON)
    carry_out(office)
    with office.store.write() as session:
        session.execute(sa.text("SET LOCAL search_path TO queue"))
        session.execute(sa.text("DELETE FROM procrastinate_jobs"))
    with pytest.raises(RefusedError):
        clerk.move(number, "dispatch", ON, way="post", carrier="postal")
    assert jobs(office) == []


def test_a_queue_that_cannot_be_reached_stops_no_move(office, clerk, caplog):
    url = office.store.url.set(query={"host": "/nowhere"})
    office.store.wake = Waker(url, timeout=0.2)
    number = clerk.register(ON)
    assert number in str(number)
    assert "next sweep" in caplog.text
    assert not nothing_waits(office)


def test_a_worker_does_what_moves_left_and_catches_up_on_reminders(office, clerk, clock):
    clock.set(ON)
    clerk.register(ON)
    clock.set(date(2026, 12, 16))  # due 2026-12-18: told two days before the last one
    work_for(office, lambda: nothing_waits(office) and inbox(office, "li"))
    assert sweep(office) == []
    assert all(status != "doing" for _, status in jobs(office))


def test_two_workers_share_the_work_and_do_nothing_twice(office, clerk):
    for _ in range(6):
        clerk.register(ON)

    async def two():
        stop = asyncio.Event()
        workers = [asyncio.create_task(run_worker(office, stop)) for _ in range(2)]
        await asyncio.to_thread(wait_for, lambda: nothing_waits(office))
        stop.set()
        await asyncio.gather(*workers)

    asyncio.run(two())
    with office.store.read() as session:
        attempts = session.execute(sa.text("SELECT attempts FROM outbox")).scalars().all()
    assert attempts == [1] * 6


def test_a_job_of_a_killed_worker_is_taken_back(office, monkeypatch):
    async def prepare():
        app = make_queue(office)
        async with app.open_async():
            await app.configure_task(CARRY, queue=LIGHT, queueing_lock=CARRY).defer_async()
            worker = await app.job_manager.register_worker()
            job = await app.job_manager.fetch_job(queues=None, worker_id=worker)
            assert job.task_name == CARRY

    asyncio.run(prepare())
    with office.store.write() as session:
        session.execute(
            sa.text("UPDATE queue.procrastinate_workers SET last_heartbeat = now() - interval '1h'")
        )
    assert jobs(office) == [(CARRY, "doing")]
    work_for(office, lambda: all(status == "todo" for _, status in jobs(office)))


def test_a_worker_asked_to_stop_ends_the_effect_under_way_and_leaves_the_rest(
    office, clerk, monkeypatch
):
    for _ in range(3):
        clerk.register(ON)
    begun, may_end = threading.Event(), threading.Event()
    whole = handlers._carry_one

    def slow(office, ident):
        begun.set()
        assert may_end.wait(10)
        return whole(office, ident)

    monkeypatch.setattr(handlers, "_carry_one", slow)

    async def stopping():
        stop = asyncio.Event()
        worker = asyncio.create_task(run_worker(office, stop))
        await asyncio.to_thread(begun.wait, 10)
        stop.set()
        await asyncio.sleep(0.2)
        assert not worker.done()
        may_end.set()
        await worker

    asyncio.run(stopping())
    with office.store.read() as session:
        left = len(waiting(session))
    assert 0 < left < 3  # two passes may have been at work, each at one effect
    assert all(status != "doing" for _, status in jobs(office))
    work_for(office, lambda: nothing_waits(office))  # the next one does it at once


def test_a_worker_that_never_heard_of_its_end_is_told_again(monkeypatch):
    monkeypatch.setattr(cluster, "GRACE", -0.9)

    async def deaf():
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(60)
        await asyncio.sleep(60)

    async def ending():
        task = asyncio.create_task(deaf())
        await asyncio.sleep(0)
        await asyncio.wait_for(cluster._end({task}), 10)
        assert task.cancelled()

    asyncio.run(ending())


def test_a_step_of_heavy_work_that_takes_too_long_holds_up_no_end(office, monkeypatch):
    monkeypatch.setattr(cluster, "GRACE", 0.2)
    begun, may_end = threading.Event(), threading.Event()

    def endless(_):
        begun.set()
        may_end.wait(60)

    monkeypatch.setattr(cluster, "do_heavy_work", endless)
    monkeypatch.setattr(cluster, "waits", lambda _: True)
    work_for(office, begun.is_set)  # comes back, though the step goes on
    may_end.set()
    assert (cluster.HEAVY, "doing") not in jobs(office)


def test_heavy_work_that_fails_fails_its_job_and_no_worker(office, monkeypatch, caplog):
    def broken(_):
        raise OSError("disk gone")

    monkeypatch.setattr(cluster, "do_heavy_work", broken)
    monkeypatch.setattr(cluster, "waits", lambda _: True)
    work_for(office, lambda: (cluster.HEAVY, "failed") in jobs(office))
    assert "disk gone" in caplog.text


def test_the_sweep_is_deferred_each_minute_once(office):
    app = make_queue(office)
    periodic = [
        (task.task.name, task.cron) for task in app.periodic_registry.periodic_tasks.values()
    ]
    assert periodic == [(SWEEP, "* * * * *")]


SCRIPTS = sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))


def test_the_queue_is_made_with_the_database_and_known_to_be_current(office):
    assert queue_schema.missing_scripts(office.store) == []
    with office.store.read() as session:
        names = session.execute(sa.text("SELECT name FROM queue.migration")).scalars().all()
    assert sorted(names) == [path.name for path in SCRIPTS]


def test_a_queue_of_an_older_release_is_brought_forward(postgres):
    store = Store(postgres.new_database("template1"))
    old = store.engine.execution_options(isolation_level="AUTOCOMMIT")
    with old.connect() as connection:  # as the release before the last two scripts left it
        connection.exec_driver_sql("CREATE SCHEMA queue")
        connection.exec_driver_sql("SET search_path TO queue")
        connection.exec_driver_sql(
            "CREATE TABLE migration (name text PRIMARY KEY,"
            " applied_at timestamptz NOT NULL DEFAULT now())"
        )
        for path in SCRIPTS[:-2]:
            connection.connection.cursor().execute(path.read_text("utf-8"))
            connection.execute(sa.text("INSERT INTO migration VALUES (:n)"), {"n": path.name})
        connection.exec_driver_sql("SET search_path TO DEFAULT")
    assert queue_schema.missing_scripts(store) == [path.name for path in SCRIPTS[-2:]]
    upgrade(store)
    assert queue_schema.missing_scripts(store) == []
    store.close()


def test_sqlite_has_no_queue(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/workflow.db")
    ready(store)
    assert queue_schema.missing_scripts(store) == []
    store.close()
