"""Health and numbers where workers sweep: in order while one of them did not long ago."""

import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.conftest import NAME, PERSON
from browserless import Client
from workflow.app.keeping import check_database
from workflow.app.office import Actor
from workflow.app.pulse import take_pulse
from workflow.app.tasks import Order, start
from workflow.app.working import look_after, work
from workflow.errors import StorageError
from workflow.scheduler.ticking import Ticker
from workflow.store import schema
from workflow.store.engine import Store
from workflow.web.app import create_app


def test_pages_without_a_tick_are_in_order_while_some_worker_swept(office, clock, pages):
    assert pages.get("/readyz").status_code == 503  # nobody ever swept
    look_after(office)
    answer = pages.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": True, "schema": True, "scheduler": True}
    clock.at += timedelta(minutes=6)
    assert pages.get("/readyz").json()["scheduler"] is False


def test_a_database_that_went_away_is_said_and_no_traceback(office, tmp_path, pages):
    office.store.close()
    gone = Store(f"sqlite:///{tmp_path}/nowhere/at-all.db")
    object.__setattr__(office, "store", gone)
    answer = pages.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": False, "schema": False, "scheduler": False}


def test_a_database_of_an_older_making_is_not_ready(office, clock, pages):
    look_after(office)
    with office.store.write() as session:
        session.execute(sa.text("ALTER TABLE derived_deadline RENAME COLUMN due TO due_on"))
    assert schema.lacking(office.store) == ["derived_deadline.due"]
    answer = pages.get("/readyz")
    assert (answer.status_code, answer.json()["schema"]) == (503, False)
    with pytest.raises(StorageError, match=r"derived_deadline\.due"):
        check_database(office.store)
    with office.store.write() as session:
        session.execute(sa.text("ALTER TABLE derived_deadline RENAME COLUMN due_on TO due"))
    assert pages.get("/readyz").status_code == 200
    with office.store.write() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))
    assert pages.get("/readyz").json() == {"database": True, "schema": False, "scheduler": False}


def gauges(pages):
    found = re.findall(r"^(workflow_\w+) (\d+)$", pages.get("/metrics").text, re.MULTILINE)
    return {name: int(value) for name, value in found}


def test_the_numbers_tell_how_the_work_stands(office, clerk, clock, pages):
    clock.set(date(2020, 5, 11))
    clerk.register(date(2020, 5, 11))
    start(office, Order("journal", "", {"derived": False}), Actor("guan", "admin"))
    before = gauges(pages)
    assert before["workflow_cases_open"] == 1
    assert before["workflow_tasks_running"] == 1
    assert before["workflow_outbox_waiting"] > 0
    clock.set(date(2020, 6, 20))
    work(office)
    after = gauges(pages)
    assert after["workflow_outbox_waiting"] == after["workflow_tasks_running"] == 0
    assert after["workflow_deadlines_overdue"] > 0
    assert after["workflow_processes"] == 1
    clock.at += timedelta(seconds=90)
    assert gauges(pages)["workflow_seconds_since_last_pass"] == 90
    assert not take_pulse(office).in_order(clock() + timedelta(minutes=6))


def test_every_number_has_its_type_and_none_speaks_of_anybody(office, clerk, clock, pages):
    clock.set(date(2020, 5, 11))
    number = clerk.register(date(2020, 5, 11))
    pages.get("/cases/1")
    text = pages.get("/metrics").text
    samples = {line.partition("{")[0].partition(" ")[0] for line in text.splitlines()
               if not line.startswith("#")}  # fmt: skip
    typed = set(re.findall(r"^# TYPE (\w+) (?:counter|gauge)$", text, re.MULTILINE))
    assert samples == typed
    for personal in (NAME, number, "li", *PERSON.values()):
        assert personal not in re.findall(r'"([^"]*)"', text)
    assert number not in text


def test_a_process_that_ticks_is_judged_by_its_own_tick(office, clock):
    look_after(office)  # somebody else swept: that is no excuse
    ticker = Ticker(office)
    pages = Client(create_app(office, ticker))
    assert pages.get("/readyz").status_code == 503
    ticker.tick()
    assert pages.get("/readyz").status_code == 200


@pytest.fixture
def database_url(tmp_path, ready_sqlite):
    (tmp_path / "workflow.db").write_bytes(ready_sqlite.read_bytes())
    return f"sqlite:///{tmp_path}/workflow.db"
