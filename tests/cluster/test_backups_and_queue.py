"""Backup and restore with the queue beside the tables: taken along, current, and work goes on."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from cluster.test_queue import jobs, nothing_waits, work_for
from workflow.adapters.queue import CARRY, Waker
from workflow.app.backing_up import back_up
from workflow.app.backup_checking import check_backup
from workflow.app.inbox import inbox
from workflow.app.office import Actor
from workflow.app.restoring import restore
from workflow.app.tasks import Order, progress, start
from workflow.store import queue_schema
from workflow.store.engine import Store

ON = date(2026, 11, 20)
AT = datetime(2026, 11, 24, 4, tzinfo=UTC)


@pytest.fixture
def office(office):
    office.store.wake = Waker(office.store.url)
    yield office
    office.store.wake.close()


@pytest.fixture
def restored(office, clerk, clock, postgres, tmp_path):
    """The office out of a backup that was made while jobs, effects and a task were waiting."""
    clock.set(ON)
    clerk.register(ON)
    start(office, Order("journal", "liangtian", {"derived": True}), Actor("zhao", "office_head"))
    assert jobs(office) == [(CARRY, "todo")]
    made = back_up(office.store, tmp_path / "backup.zip", lambda: AT).path
    assert check_backup(made, office.keys, live=office.store).wrong == ()
    store = Store(postgres.new_database("template1"))
    restore(store, made)
    store.wake = Waker(store.url)
    yield replace(office, store=store)
    store.wake.close()
    store.close()


def test_a_backup_takes_the_queue_along_and_its_restore_is_of_this_release(restored):
    assert queue_schema.missing_scripts(restored.store) == []
    assert jobs(restored) == [(CARRY, "todo")]


def test_what_waited_when_the_backup_was_made_is_done_after_its_restore(restored):
    assert not nothing_waits(restored)
    work_for(
        restored, lambda: nothing_waits(restored) and progress(restored, 1).state == "finished"
    )
    assert progress(restored, 1).counts["broken"] == 0
    said = [one["code"] for one in inbox(restored, "zhao")]
    assert "task.told_finished" in said


def test_a_queue_that_was_lost_is_made_again_and_nothing_with_it(office, clerk, clock):
    clock.set(ON)
    clerk.register(ON)
    with office.store.write() as session:
        session.execute(sa.text("DROP SCHEMA queue CASCADE"))
    queue_schema.upgrade(office.store)
    assert jobs(office) == []
    work_for(office, lambda: nothing_waits(office))
