"""``workflow serve``: the process, its health, its numbers, its log, the sweep inside."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import httpx
import pytest

from web.browser import Browser
from workflow.app.heartbeats import beat
from workflow.app.moving import Wanted, advance
from workflow.app.office import Actor
from workflow.app.outbox import OUTBOX
from workflow.scheduler.ticking import Ticker
from workflow.web.app import create_app


class Pass:
    """A sweep that counts its passes and can be made to fail."""

    def __init__(self):
        self.count = 0
        self.failing = False
        self.happened = threading.Event()

    def __call__(self, office):
        self.count += 1
        self.happened.set()
        if self.failing:
            raise OSError("disk gone")


def test_up_and_in_order(browser, office):
    beat(office)  # a worker swept
    assert browser().get("/healthz").answer.json() == {"status": "up"}
    answer = browser().get("/readyz").answer
    assert answer.json() == {"database": True, "schema": True, "scheduler": True}


def test_a_scheduler_whose_passes_dont_end_is_out_of_order(office, clock):
    sweep = Pass()
    ticker = Ticker(office, sweep)
    visitor = Browser(create_app(office, ticker))
    assert visitor.get("/readyz").status == 503  # it was never started
    ticker.tick()
    assert visitor.get("/readyz").status == 200
    clock.at += timedelta(minutes=6)
    sweep.failing = True
    ticker.tick()
    answer = visitor.get("/readyz")
    assert answer.status == 503
    assert answer.answer.json()["scheduler"] is False
    assert "workflow_sweep_failures_total 1" in visitor.get("/metrics").html


def test_the_scheduler_sweeps_at_once_and_again_and_stops(office):
    sweep = Pass()
    ticker = Ticker(office, sweep, every=timedelta(milliseconds=50))
    ticker.start()
    assert sweep.happened.wait(5)
    deadline = time.monotonic() + 5
    while sweep.count < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    ticker.stop()
    counted = sweep.count
    assert counted >= 3
    time.sleep(0.15)
    assert sweep.count == counted


def test_a_failed_pass_doesnt_stop_the_scheduler(office):
    sweep = Pass()
    sweep.failing = True
    ticker = Ticker(office, sweep)
    ticker.tick()
    sweep.failing = False
    ticker.tick()
    assert (sweep.count, ticker.failures) == (2, 1)
    assert ticker.finished == office.now()


def test_the_numbers_name_routes_and_no_case(browser):
    wang = browser("wang")
    wang.get("/cases/1?what=x")
    text = wang.get("/metrics").html
    line = 'workflow_answers_total{method="GET",route="/cases/{ident}",status="200"} 1'
    assert line in text
    assert "workflow_outbox_waiting 0" in text
    assert "/cases/1" not in text


def test_a_defect_shows_a_number_and_no_traceback(browser, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("workflow.web.pages.desk.desk", broken)
    page = browser("wang").get("/")
    assert page.status == 500
    assert "没有保存，不是您的问题" in page.text
    assert "secret" not in page.html
    assert "Traceback" not in page.html


@pytest.mark.parametrize("length", ["80000001000", "many"])
def test_a_form_too_large_is_not_read(browser, length):
    page = browser("wang").post("/register", {"x": "y"}, **{"content-length": length})
    assert page.status == 413


def served(folder):
    environment = {**os.environ, "WORKFLOW_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "workflow", "serve", "--port", "0"]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, cwd=folder)


def test_the_command_serves_logs_json_and_leaves_when_told(folder):
    process = served(folder)
    lines = []
    try:
        address = None
        for line in process.stderr:
            lines.append(line)
            if "等候" in line:
                address = line.removeprefix("已在 ").partition(" ")[0]
                break
        assert address, lines
        assert httpx.get(f"{address}/healthz").json() == {"status": "up"}
        assert httpx.get(f"{address}/cases/1?q=%E5%BC%A0").status_code == 303
    finally:
        process.send_signal(signal.SIGTERM)
        lines += process.communicate(timeout=20)[1].splitlines(keepends=True)
    logged = [json.loads(line) for line in lines if line.startswith("{")]
    asked = next(one for one in logged if one.get("route") == "/cases/{ident}")
    assert (asked["method"], asked["status"], asked["user"]) == ("GET", 303, None)
    assert "%E5" not in "".join(lines)
    assert any(one["event"] == "Application shutdown complete." for one in logged)


def test_the_sweep_inside_carries_out_what_waits(office, folder):
    facts = {"outcome": "A12", "search_record": "未检索到（示例）"}
    advance(
        office, Wanted("request:1", "submit_answer", office.today, facts), Actor("wang", "clerk")
    )
    ticker = Ticker(office)
    ticker.tick()
    assert ticker.failures == 0
    with office.store.read() as session:
        assert session.execute(OUTBOX.select().where(OUTBOX.c.done_at.is_(None))).all() == []
