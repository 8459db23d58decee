"""Killed at any moment: what was acknowledged is there, nothing is half there, the chain holds."""

import signal
import subprocess
import sys
import time

import pytest

from workflow.app import keeping
from workflow.app.handlers import carry_out
from workflow.app.listing import Filter, list_cases

WORK = """
import sys
from datetime import UTC, date, datetime
from workflow.adapters.keyfile import keyring
from workflow.app.handlers import carry_out
from workflow.app.moving import Wanted, advance
from workflow.app.office import Actor, Office
from workflow.app.registering import Application, register
from workflow.store.engine import Store
clock = lambda: datetime(2026, 11, 24, tzinfo=UTC)
office = Office(Store(sys.argv[1]), keyring(bytes(range(32))), clock)
clerk, on = Actor("li", "clerk"), date(2026, 11, 20)
facts = {"channel": "in_person", "applicant": "示例", "content": "示例"}
while True:
    number = register(office, Application("liangtian", on, facts), clerk).case.number
    advance(office, Wanted(number, "acknowledge", on), clerk)
    print(number, flush=True)
    carry_out(office)
"""


@pytest.mark.parametrize("after", [0.05, 0.4, 0.9])
def test_every_acknowledged_case_survives_a_kill(office, after):
    url = office.store.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", WORK, url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        first = worker.stdout.readline().strip()
        time.sleep(after)
        worker.send_signal(signal.SIGKILL)
        acknowledged = [first, *worker.stdout.read().split()]
    assert keeping.verify(office, derived=True).broken == ()
    rows = {row["number"]: row["state"] for row in list_cases(office, Filter())}
    assert [rows[number] for number in acknowledged] == ["processing"] * len(acknowledged)
    assert sorted(rows) == sorted(f"良政公开〔2026〕{n}号" for n in range(1, len(rows) + 1))
    assert len(rows) - len(acknowledged) <= 1  # one may have been saved and not yet said
    assert carry_out(office).failed == ()
    assert carry_out(office).done == ()
