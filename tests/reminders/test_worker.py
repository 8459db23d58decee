"""``workflow worker``: sweeps at once, ticks on, ends the pass under way when asked to stop."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date, timedelta

import pytest

from workflow.app import working
from workflow.app.heartbeats import beat, in_order, last_pass, process_name
from workflow.app.inbox import inbox
from workflow.app.working import work
from workflow.scheduler.ticking import Ticker
from workflow.settings import Settings
from workflow.store.engine import Store


def test_a_part_that_fails_holds_up_no_warning(office, number, clock, monkeypatch):
    def broken(_):
        raise RuntimeError("a defect")

    monkeypatch.setattr(working, "carry_out", broken)
    clock.set(date(2020, 6, 3))
    with pytest.raises(RuntimeError):
        work(office)
    assert [one["code"] for one in inbox(office, "li")] == ["inbox.due_in"]
    assert last_pass(office) is None  # it didn't end well: health says so
    monkeypatch.undo()
    work(office)
    assert in_order(office)


def test_a_process_is_forgotten_a_week_after_its_last_pass(office, clock):
    beat(office)
    assert process_name().endswith(str(os.getpid()))
    first = last_pass(office)
    clock.at += timedelta(minutes=6)
    assert not in_order(office)
    beat(office)
    assert last_pass(office) == first + timedelta(minutes=6)


def test_the_tick_catches_up_at_once_and_survives_a_failure(office, number, clock):
    clock.set(date(2020, 6, 12))  # two days late, nothing told yet
    passes = []
    ended = threading.Event()

    def sweeping(office):
        passes.append(len(passes))
        if len(passes) == 1:
            raise RuntimeError("the first pass fails")
        work(office)
        ended.set()

    ticker = Ticker(office, sweeping, every=timedelta(seconds=0.2))
    ticker.start()
    assert ended.wait(10)
    ticker.stop()
    assert ticker.failures == 1
    assert [one["code"] for one in inbox(office, "li")] == ["inbox.due_late"]


def environment(folder):
    own = {name: value for name, value in os.environ.items() if not name.startswith("WORKFLOW_")}
    return own | {"WORKFLOW_DATA_DIR": str(folder)}


def start(folder, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "workflow", "worker", *arguments],
        env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        cwd=folder,
    )  # fmt: skip


def swept(folder):
    store = Store(Settings(data_dir=folder).database)
    try:
        with store.read() as session:
            return session.connection().exec_driver_sql("SELECT count(*) FROM heartbeat").scalar()
    finally:
        store.close()


def test_a_worker_ends_with_status_0_when_it_is_asked_to_stop(tmp_path):
    start(tmp_path, "--once").communicate(timeout=60)
    process = start(tmp_path, "--every", "1")
    deadline = time.monotonic() + 30
    while swept(tmp_path) < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert swept(tmp_path) == 2
    for line in said.splitlines():
        json.loads(line)  # the log is JSON, a line an event


def test_one_pass_prints_what_it_did(tmp_path):
    process = start(tmp_path, "--once", "--json")
    told = json.loads(process.communicate(timeout=60)[0])
    assert told["done"] == told["failed"] == told["reminders"] == []
    assert told["delivered"] == {"sent": 0, "failed": 0, "given_up": []}
