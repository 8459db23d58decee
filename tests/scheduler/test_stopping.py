"""SIGTERM while messages leave, one after the other, to a receiver that is slow: nothing is lost.

Real processes of the command line on both databases, a real mail server, a real HTTP receiver.
"""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from email import message_from_bytes
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import urlopen

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller

from workflow.app.agencies import NewAgency, add_agency
from workflow.app.contacts import NewContact, set_contact
from workflow.app.deliveries import DELIVERY, deliver
from workflow.app.inbox import tell
from workflow.app.office import Actor
from workflow.app.users import NewUser, add_user
from workflow.bootstrap import build
from workflow.settings import load_settings

# apprise itself imports what later Pythons drop
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

ADMIN = Actor("root", "admin")
MESSAGES = 30
#: All of them take the receiver far longer than a process may take to end.
SLOW, PATIENCE = 0.5, 12
#: Whatever the hour at which the tests run.
ANY_HOUR = {"quiet_from": "00:00", "quiet_until": "00:00", "working_days_only": False}


class SlowMailbox:
    """A mail server that takes its time; ``titles`` are what arrived."""

    def __init__(self):
        self.titles, self.pause = [], SLOW
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._server = Controller(self, hostname="127.0.0.1", port=port)
        self._server.start()
        self.contact = ("mail", "li@example.invalid")
        self.mail_url = f"mailto://127.0.0.1:{port}?from=gongkai@example.invalid&mode=insecure"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        await asyncio.sleep(self.pause)
        mail = message_from_bytes(envelope.content)
        self.titles.append(str(make_header(decode_header(mail["Subject"]))))
        return "250 OK"

    def close(self):
        self._server.stop()


class SlowHook(ThreadingHTTPServer):
    """A web hook that takes its time."""

    mail_url = None

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Hooked)
        self.titles, self.pause = [], SLOW
        self.contact = ("webhook", f"http://127.0.0.1:{self.server_port}/li")
        self._thread = threading.Thread(target=self.serve_forever)
        self._thread.start()

    def close(self):
        self.shutdown()
        self._thread.join()
        self.server_close()


class Hooked(BaseHTTPRequestHandler):
    def do_POST(self):
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(self.server.pause)
        self.server.titles.append(sent["title"])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def receiver(kind):
    receiver = kind()
    yield receiver
    receiver.close()


@pytest.fixture
def office(database_url, receiver, tmp_path, monkeypatch):
    """An office as the settings build it; a clerk has more messages than leave at a time."""
    monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("WORKFLOW_DATABASE_URL", database_url)
    monkeypatch.setenv("WORKFLOW_REMINDERS", json.dumps(ANY_HOUR))
    if receiver.mail_url:
        monkeypatch.setenv("WORKFLOW_MAIL_URL", receiver.mail_url)
    office = build(load_settings())
    add_agency(office, NewAgency("liangtian", "良田镇人民政府（示例）", {}), ADMIN)
    add_user(office, NewUser("li", "李（示例）", ("clerk",), "liangtian"), ADMIN)
    set_contact(office, NewContact("li", *receiver.contact), ADMIN)
    with office.store.write() as session:
        for number in range(MESSAGES):
            said = {"number": f"示例第{number}号"}
            about = ("installation", "inbox.waits", said, f"{number}/li")
            tell(session, "li", *about, office.now())
    yield office
    if office.store.wake is not None:
        office.store.wake.close()
    office.store.close()


def started(*arguments):
    program = [sys.executable, "-m", "workflow", *arguments]
    return subprocess.Popen(program, stderr=subprocess.PIPE, text=True, env=os.environ)


def wait_for(holds, process):
    end = time.monotonic() + 60
    while not holds():
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < end
        time.sleep(0.05)


def end(process):
    process.send_signal(signal.SIGTERM)
    try:
        _, said = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert process.returncode in {0, -signal.SIGTERM}, said  # uvicorn passes the signal on
    return said


def sent(office):
    with office.store.read() as session:
        rows = session.execute(sa.select(DELIVERY.c.sent_at, DELIVERY.c.claimed_until)).all()
    assert not any(row.claimed_until for row in rows)  # nothing is held by who is gone
    return sum(row.sent_at is not None for row in rows)


@pytest.mark.parametrize(
    ("database_url", "kind", "command"),
    [
        ("sqlite", SlowHook, ("serve", "--port", "0")),
        ("sqlite", SlowMailbox, ("worker",)),
        ("postgresql", SlowMailbox, ("worker",)),
    ],
    ids=["pages with a tick", "embedded worker", "worker of the queue"],
    indirect=["database_url"],
)
def test_asked_to_stop_who_sends_ends_the_message_under_way_and_the_next_one_sends_the_rest(
    office, receiver, command
):
    process = started(*command)
    wait_for(lambda: receiver.titles, process)
    assert "Traceback" not in end(process)
    first = sent(office)
    assert 0 < first == len(receiver.titles) < MESSAGES
    receiver.pause = 0
    assert deliver(office).sent == MESSAGES - first  # at once: no lease has to run out
    assert set(Counter(receiver.titles).values()) == {1}
    assert len(receiver.titles) == sent(office) == MESSAGES


@pytest.mark.parametrize(
    ("database_url", "kind"), [("sqlite", SlowHook)], ids=["sqlite"], indirect=["database_url"]
)
def test_a_caller_who_never_ends_his_call_holds_no_process_for_ever(office):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = started("serve", "--no-scheduler", "--grace", "1", "--port", str(port))
    wait_for(lambda: answers(port), process)
    with socket.create_connection(("127.0.0.1", port)) as caller:
        head = "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
        kind = "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        caller.sendall(f"{head}{kind}name=".encode())
        time.sleep(0.2)
        assert "timeout graceful shutdown exceeded" in end(process)


def answers(port):
    with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
        return True
    return False
