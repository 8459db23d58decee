"""The processes that are killed: web processes that serve HTTP, workers, or both in one.

They are the product's own (``web.app``, ``scheduler``) under the injected clock.
"""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

HERE = Path(__file__)
sys.path.insert(0, str(HERE.parents[1]))

import uvicorn  # noqa: E402

from workflow.adapters.channels import AppriseChannels  # noqa: E402
from workflow.adapters.keyfile import keyring  # noqa: E402
from workflow.adapters.queue import Waker  # noqa: E402
from workflow.app.office import Office  # noqa: E402
from workflow.app.reminder_rules import ReminderRules  # noqa: E402
from workflow.scheduler import cluster  # noqa: E402
from workflow.scheduler.ticking import Ticker  # noqa: E402
from workflow.store.engine import Store  # noqa: E402
from workflow.web.app import create_app  # noqa: E402
from workflow.web.logs import write_json_logs  # noqa: E402

#: Where the injected clock begins: Monday 2020-03-02, noon in China; the year's notice was known.
BEGIN = datetime(2020, 3, 2, 4, tzinfo=UTC)
KEYS = keyring(bytes(range(32)))
#: Messages leave at any hour here: what is shaken is delivery, not the office's hours.
RULES = ReminderRules(
    quiet_from=datetime.min.time(), quiet_until=datetime.min.time(), working_days_only=False
)
#: So long a process may take to end (seconds): ``TimeoutStopSec`` of the units in deploy/.
TO_END = 40
#: Roles of a process that answers HTTP.
SERVES = ("web", "all")


class FileClock:
    """The injected clock of all processes: real time from BEGIN on, plus the jumps in a file."""

    def __init__(self, path):
        self.path = path
        if not path.exists():
            self._write({"zero": time.time(), "jumped": 0.0})  # noqa: TID251

    def _write(self, content):
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(content))
        fresh.replace(self.path)

    def __call__(self):
        content = json.loads(self.path.read_text())
        real = time.time() - content["zero"]  # noqa: TID251
        return BEGIN + timedelta(seconds=real + content["jumped"])

    def jump(self, by):
        content = json.loads(self.path.read_text())
        self._write(content | {"jumped": content["jumped"] + by.total_seconds()})


class SignedChannels(AppriseChannels):
    """The product's own channels; each message says which process sent it."""

    def send(self, channel, address, title, body):
        super().send(channel, f"{address}/{os.getpid()}", title, body)


@dataclass
class Disturbances:
    """What was done to the processes: who was killed when, and when PostgreSQL was away."""

    kills: dict = field(default_factory=dict)
    restarts: list = field(default_factory=list)


def assemble(url, clock):
    """Build an office as ``bootstrap`` does, under the injected clock."""
    office = Office(
        store=Store(url), keys=KEYS, now=clock, reminders=RULES, channels=SignedChannels()
    )
    if not office.store.sqlite:
        office.store.wake = Waker(office.store.url)
    return office


def be(role, url, clock_path, port):
    """Be one process: ``web``, ``worker``, or both in one (``all``, on SQLite)."""
    write_json_logs()
    office = assemble(url, FileClock(clock_path))
    if role == "worker":
        clock_path.with_name(f"up-{os.getpid()}").touch()
        cluster.run(office)
        return
    ticker = Ticker(office, every=timedelta(seconds=0.5)) if role == "all" else None
    app = create_app(office, ticker)
    uvicorn.run(app, host="127.0.0.1", port=port, log_config=None, access_log=False)


def free_port():
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return bound.getsockname()[1]


@dataclass
class Fleet:
    """The processes that run, started again whenever one is killed; web ones keep their port."""

    url: str
    clock: FileClock
    roles: tuple
    chance: random.Random
    pause: float
    running: list = field(default_factory=list)
    disturbed: Disturbances = field(default_factory=Disturbances)
    ended_in: float = 0.0
    log: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="workflow-chaos-")))

    def __post_init__(self):
        self.ports = [free_port() for _ in self.roles]

    @property
    def addresses(self):
        """Where the web processes listen."""
        pairs = zip(self.roles, self.ports, strict=True)
        return [f"http://127.0.0.1:{port}" for role, port in pairs if role in SERVES]

    def start(self):
        self.running = [self._child(place) for place in range(len(self.roles))]

    def _child(self, place):
        role = self.roles[place]
        own = [role, self.url, str(self.clock.path), str(self.ports[place])]
        program = [sys.executable, str(HERE), *own]
        with (self.log / f"{role}.log").open("a") as log:
            return subprocess.Popen(program, stdout=log, stderr=log)

    def kill_one(self):
        """Kill a random process once it is up, and start another in its place."""
        place = self.chance.randrange(len(self.roles))
        self.wait_for(place)
        time.sleep(self.chance.uniform(0, self.pause))
        self.running[place].kill()
        self.running[place].wait()
        self.disturbed.kills[self.running[place].pid] = time.monotonic()
        self.running[place] = self._child(place)

    def wait_for(self, place):
        """Wait until a process has come up: one that is killed while it loads shakes nothing."""
        for _ in range(3600):
            if self._is_up(place):
                return
            time.sleep(0.05)
        raise AssertionError([path.read_text()[-2000:] for path in self.log.iterdir()])

    def _is_up(self, place):
        if self.roles[place] not in SERVES:
            return self.clock.path.with_name(f"up-{self.running[place].pid}").exists()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[place]}/healthz", timeout=5):
                return True
        except OSError:
            return False

    def wait_for_all(self):
        for place in range(len(self.roles)):
            self.wait_for(place)

    def stop(self):
        """Ask everybody to end, as systemd does; return the roles of those who didn't."""
        begun = time.monotonic()
        for process in self.running:
            process.send_signal(signal.SIGTERM)
        late = [process.args[2] for process in self.running if not _ended(process)]
        self.ended_in = time.monotonic() - begun
        return late


def _ended(process):
    """Tell whether a process ended in order and in time; else it is killed, as systemd does."""
    try:
        return process.wait(TO_END) in {0, -signal.SIGTERM}
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False


if __name__ == "__main__":
    be(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
