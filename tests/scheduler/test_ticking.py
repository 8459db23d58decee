"""The tick and the thread beside it: heavy work begins at once, delays nothing, and is put back."""

import threading
import time
from datetime import timedelta

import pytest

from workflow import serving
from workflow.app import working
from workflow.app.office import Actor
from workflow.app.running import Kind, Step
from workflow.app.tasks import TASK, Order, progress, start
from workflow.scheduler.ticking import Ticker

LI = Actor("li", "clerk")
SOON = timedelta(milliseconds=20)


@pytest.fixture
def database_url(tmp_path, ready_sqlite):
    (tmp_path / "workflow.db").write_bytes(ready_sqlite.read_bytes())
    return f"sqlite:///{tmp_path}/workflow.db"


def wait_for(holds):
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def order(office):
    return start(office, Order("journal", "", {"derived": False}), LI)


def test_heavy_work_begins_within_moments_without_a_sweep(office):
    ticker = Ticker(office, sweep=lambda _: None, look=SOON)
    ticker.start()
    ident = order(office)
    wait_for(lambda: progress(office, ident).state == "finished")
    ticker.stop()


def test_sweeps_go_on_while_heavy_work_lasts(office, monkeypatch):
    begun, may_end, swept = threading.Event(), threading.Event(), []

    def slow(*_):
        begun.set()
        assert may_end.wait(10)
        return Step(last=True)

    monkeypatch.setattr(working, "KINDS", {"journal": Kind(lambda *_: 1, slow)})
    ticker = Ticker(office, swept.append, every=SOON, look=SOON)
    ticker.start()
    order(office)
    assert begun.wait(10)
    before = len(swept)
    wait_for(lambda: len(swept) > before + 2)
    may_end.set()
    ticker.stop()


def test_asked_to_stop_it_ends_the_step_and_puts_the_task_back(office, monkeypatch):
    begun, may_end, steps = threading.Event(), threading.Event(), []

    def some(_office, _job):
        begun.set()
        assert may_end.wait(10)
        steps.append(1)
        return Step(str(len(steps)), 1)

    monkeypatch.setattr(working, "KINDS", {"journal": Kind(lambda *_: 9, some)})
    ticker = Ticker(office, sweep=lambda _: None, look=SOON)
    ticker.start()
    ident = order(office)
    assert begun.wait(10)
    stopping = threading.Thread(target=ticker.stop)
    stopping.start()
    wait_for(ticker._stopping.is_set)
    may_end.set()
    stopping.join(10)
    assert not stopping.is_alive()
    assert (progress(office, ident).done, len(steps)) == (1, 1)
    with office.store.read() as session:
        assert session.execute(TASK.select()).one().claimed_until is None


def test_a_new_process_goes_on_at_once_with_what_a_killed_one_held(office, clock):
    ident = order(office)
    with office.store.write() as session:  # as kill -9 left it
        held = {"claimed_until": clock() + timedelta(minutes=5), "claimed_by": "gone"}
        session.execute(TASK.update().values(**held))
    ticker = Ticker(office, sweep=lambda _: None, look=SOON)
    ticker.start()
    wait_for(lambda: progress(office, ident).state == "finished")
    ticker.stop()


def test_a_failure_of_heavy_work_is_logged_and_the_thread_lives(office, monkeypatch, caplog):
    failing = [True]

    def once(*_):
        if failing:
            failing.clear()
            raise OSError("disk gone")

    monkeypatch.setattr("workflow.scheduler.ticking.do_heavy_work", once)
    ticker = Ticker(office, sweep=lambda _: None, look=SOON)
    ticker.start()
    wait_for(lambda: not failing)
    ticker.stop()
    assert "disk gone" in caplog.text


def test_a_step_that_never_ends_holds_up_no_end(office, monkeypatch, caplog):
    begun, may_end = threading.Event(), threading.Event()

    def endless(*_):
        begun.set()
        may_end.wait(20)
        return Step(last=True)

    monkeypatch.setattr(working, "KINDS", {"journal": Kind(lambda *_: 1, endless)})
    ticker = Ticker(office, sweep=lambda _: None, look=SOON, grace=SOON)
    ticker.start()
    order(office)
    assert begun.wait(10)
    ticker.stop()
    assert "takes too long" in caplog.text
    may_end.set()
    ticker._heavy.join(10)


def test_a_tick_that_was_missed_is_made_up_for_once_and_however_late_in_china_s_zone(
    office, monkeypatch
):
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    ticker = Ticker(office, sweep=lambda _: None)
    ticker.start()
    (interval,) = [
        one for one in ticker._scheduler.get_jobs() if str(one.trigger).startswith("int")
    ]
    ticker.stop()
    monkeypatch.undo()
    time.tzset()
    assert (interval.coalesce, interval.misfire_grace_time, interval.max_instances) == (
        True, None, 1
    )  # fmt: skip
    assert str(ticker._scheduler.timezone) == str(interval.trigger.timezone) == "Asia/Shanghai"


def test_pages_tick_on_sqlite_and_leave_it_to_the_workers_on_postgresql(
    tmp_path, monkeypatch, postgres
):
    monkeypatch.setattr(serving, "keep_for_good", lambda: None)
    monkeypatch.setattr(serving, "write_json_logs", lambda: None)
    for url, ticks in (
        (f"sqlite:///{tmp_path}/pages.db", True),
        (postgres.new_database(), False),
    ):
        monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path / url.partition(":")[0]))
        monkeypatch.setenv("WORKFLOW_DATABASE_URL", url)
        app = serving.make_app()
        assert (app.state.ticker is not None) is ticks
        if app.state.office.store.wake is not None:
            app.state.office.store.wake.close()
        app.state.office.store.close()
