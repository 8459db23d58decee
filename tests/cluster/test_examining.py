"""The doctor and the queue: jobs whose worker is gone, jobs that nobody takes, jobs that failed."""

import asyncio

import sqlalchemy as sa

from cluster.test_queue import jobs, office, work_for  # noqa: F401
from workflow.adapters.queue import CARRY, LIGHT
from workflow.adapters.queue_examined import examine_queue
from workflow.scheduler.cluster import HEAVY, SWEEP, make_queue
from workflow.store.engine import Store


def codes(office):  # noqa: F811
    return [(one.level, one.code) for one in examine_queue(office.store)]


def defer(office, *names, fetch=False):  # noqa: F811
    """Defer jobs; ``fetch``: a worker takes one and is never heard of again."""

    async def deferring():
        app = make_queue(office)
        async with app.open_async():
            for name, queue in names:
                await app.configure_task(name, queue=queue, queueing_lock=name).defer_async()
            if fetch:
                worker = await app.job_manager.register_worker()
                await app.job_manager.fetch_job(queues=None, worker_id=worker)

    asyncio.run(deferring())


def pass_time(office):  # noqa: F811
    """Let ten minutes pass for all that the queue noted."""
    with office.store.write() as session:
        for table, column in (("workers", "last_heartbeat"), ("events", "at")):
            earlier = f"{column} = {column} - interval '10 minutes'"
            session.execute(sa.text(f"UPDATE queue.procrastinate_{table} SET {earlier}"))


def test_a_queue_in_order_gives_no_finding(office):  # noqa: F811
    defer(office, (CARRY, LIGHT), fetch=True)
    assert codes(office) == []


def test_a_job_whose_worker_is_gone_is_found_until_a_worker_takes_it_back(office):  # noqa: F811
    defer(office, (CARRY, LIGHT), fetch=True)
    pass_time(office)
    assert codes(office) == [("mend", "doctor.jobs_stalled")]
    work_for(office, lambda: all(status != "doing" for _, status in jobs(office)))
    assert codes(office) == []


def test_jobs_that_nobody_takes_are_found(office):  # noqa: F811
    defer(office, (SWEEP, LIGHT), (CARRY, LIGHT))
    pass_time(office)
    (finding,) = examine_queue(office.store)
    assert (finding.code, finding.values["count"]) == ("doctor.jobs_waiting", 2)
    assert "workflow worker" in finding.mend


def test_heavy_work_may_wait_for_the_work_before_it(office):  # noqa: F811
    defer(office, (HEAVY, HEAVY))
    pass_time(office)
    assert codes(office) == []


def test_a_job_that_failed_is_worth_knowing(office):  # noqa: F811
    defer(office, (CARRY, LIGHT))
    with office.store.write() as session:
        session.execute(sa.text("SET LOCAL search_path TO queue"))
        session.execute(sa.text("UPDATE procrastinate_jobs SET status = 'failed'"))
    assert codes(office) == [("note", "doctor.jobs_failed")]


def test_sqlite_has_no_queue_to_look_at(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/workflow.db")
    assert list(examine_queue(store)) == []
    store.close()
