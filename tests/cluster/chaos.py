"""Kill everything at random while cases move and the clock jumps; then nothing may be missing.

``pytest`` runs it small; ``scripts/chaos`` at full size. Real processes on a real database: web
processes that move cases, workers that sweep and send, a real HTTP receiver at the end. What is
asked of the end: every reminder that is due is there, each arrived, none twice except around a
disturbance, no job and no claim is stuck, and every date is that of the fold of its journal.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import sqlalchemy as sa

HERE = Path(__file__)
sys.path.insert(0, str(HERE.parents[1]))

from app.conftest import ADMIN, PEOPLE, Clerk  # noqa: E402
from conftest import PostgresServer  # noqa: E402
from workflow.adapters.channels import AppriseChannels  # noqa: E402
from workflow.adapters.keyfile import keyring  # noqa: E402
from workflow.adapters.queue import Waker  # noqa: E402
from workflow.app.agencies import NewAgency, add_agency  # noqa: E402
from workflow.app.contacts import NewContact, set_contact  # noqa: E402
from workflow.app.keeping import verify  # noqa: E402
from workflow.app.listing import Filter, list_cases  # noqa: E402
from workflow.app.office import Office  # noqa: E402
from workflow.app.reading import all_cases  # noqa: E402
from workflow.app.reminder_rules import WAITS, ReminderRules, days_left  # noqa: E402
from workflow.app.reminding import REMINDER  # noqa: E402
from workflow.app.users import NewUser, add_user  # noqa: E402
from workflow.app.working import work  # noqa: E402
from workflow.bootstrap import install  # noqa: E402
from workflow.errors import WorkflowError  # noqa: E402
from workflow.scheduler import cluster  # noqa: E402
from workflow.scheduler.ticking import Ticker  # noqa: E402
from workflow.store.engine import Store  # noqa: E402
from workflow.store.schema import ready  # noqa: E402

#: Where the injected clock begins: Monday 2020-03-02, noon in China; the year's notice was known.
BEGIN = datetime(2020, 3, 2, 4, tzinfo=UTC)
KEYS = keyring(bytes(range(32)))
#: Messages leave at any hour here: what is shaken is delivery, not the office's hours.
RULES = ReminderRules(
    quiet_from=datetime.min.time(), quiet_until=datetime.min.time(), working_days_only=False
)
#: A message is doubled by a disturbance if it lies within so many seconds before the second one.
AROUND = 60.0


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


def assemble(url, clock, channels=None):
    """Build an office as ``bootstrap`` does, under the injected clock."""
    office = Office(store=Store(url), keys=KEYS, now=clock, reminders=RULES, channels=channels)
    if not office.store.sqlite:
        office.store.wake = Waker(office.store.url)
    return office


def found_town(office, receiver):
    """Make the town, its people, and their addresses at the receiver."""
    install(office.store, KEYS, office.now())
    add_agency(
        office, NewAgency("liangtian", "良田镇人民政府（示例）", {"number_word": "良政公开"}), ADMIN
    )
    for name, roles in PEOPLE.items():
        add_user(office, NewUser(name, f"{name}（示例）", roles, "liangtian"), ADMIN)
        set_contact(office, NewContact(name, "webhook", f"{receiver.address}/{name}"), ADMIN)


class Receiver(ThreadingHTTPServer):
    """Takes what leaves the house; knows when each message came."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Taking)
        self.came = defaultdict(list)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}"


class Taking(BaseHTTPRequestHandler):
    def do_POST(self):
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.came[self.path.strip("/"), sent["message"]].append(time.monotonic())
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


# --- the processes that are killed -------------------------------------------------------------


def next_move(clerk, number, state, today, chance):  # noqa: PLR0911
    """Make the next sensible move of a case, sometimes a detour; a refused one is no harm."""
    if state == "received":
        return clerk.move(number, "acknowledge", today)
    if state in {"processing", "extended"}:
        if chance.random() < 0.3:
            return clerk.move(number, "extend", today, "zhao", length=5,
                              consented_on=today.isoformat())  # fmt: skip
        if chance.random() < 0.2:
            period = {"length": 10, "unit": "working_days"}
            return clerk.move(number, "request_correction", today, items="示例", period=period,
                              received_on=today.isoformat())  # fmt: skip
        return clerk.move(number, "submit_answer", today, outcome="A12", search_record="示例")
    if state == "correction_requested":
        return clerk.move(number, "receive_correction", today)
    if state == "in_review":
        trigger, who = chance.choice(
            [("pass_secrecy_review", "wang"), ("pass_legal_review", "wang"), ("approve", "sun")]
        )
        return clerk.move(number, trigger, today, who)
    return clerk.move(number, "dispatch", today, way="post", carrier="postal")


def move_cases(office, cases, seed, pause):
    """Register and move cases for ever: what request handlers do, in a process of their own."""
    clerk, chance = Clerk(office), random.Random(seed)
    while True:
        with suppress(WorkflowError):
            rows = list_cases(office, Filter(agency="liangtian", limit=cases + 1))
            waiting = [row for row in rows if row["state"] not in {"answered", "archived"}]
            if len(rows) < cases:
                clerk.register(office.today)
            elif waiting:
                row = chance.choice(waiting)
                next_move(clerk, row["number"], row["state"], office.today, chance)
        time.sleep(chance.uniform(0, pause))


def run_child(role, url, clock_path, cases, seed):
    """Be one process: ``web``, ``worker``, or both in one (``all``, on SQLite)."""
    office = assemble(url, FileClock(clock_path), AppriseChannels())
    clock_path.with_name(f"up-{os.getpid()}").touch()
    if role == "web":
        move_cases(office, cases, seed, 0.1)
    elif role == "worker":
        cluster.run(office)
    else:
        Ticker(office, every=timedelta(seconds=0.5)).start()
        move_cases(office, cases, seed, 0.05)


@dataclass
class Fleet:
    """The processes that run, started again whenever one is killed."""

    url: str
    clock: FileClock
    roles: tuple
    cases: int
    chance: random.Random
    pause: float
    running: list = field(default_factory=list)
    log: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="workflow-chaos-")))

    def start(self):
        self.running = [self._child(role) for role in self.roles]

    def _child(self, role):
        seed = self.chance.randrange(1 << 30)
        own = ["child", role, self.url, str(self.clock.path), str(self.cases), str(seed)]
        with (self.log / f"{role}.log").open("a") as log:
            return subprocess.Popen([sys.executable, str(HERE), *own], stdout=log, stderr=log)

    def kill_one(self):
        place = self.chance.randrange(len(self.roles))
        self._wait_for(self.running[place])
        time.sleep(self.chance.uniform(0, self.pause))
        self.running[place].kill()
        self.running[place].wait()
        self.running[place] = self._child(self.roles[place])

    def _wait_for(self, process):
        """Wait until a process has come up: one that is killed while it loads shakes nothing."""
        up = self.clock.path.with_name(f"up-{process.pid}")
        for _ in range(3600):
            if up.exists():
                return
            time.sleep(0.05)
        raise AssertionError([path.read_text()[-2000:] for path in self.log.iterdir()])

    def wait_for_all(self):
        for process in self.running:
            self._wait_for(process)

    def stop(self):
        """Ask the workers to end, kill the others, and wait for all."""
        for role, process in zip(self.roles, self.running, strict=True):
            process.send_signal(signal.SIGTERM if role == "worker" else signal.SIGKILL)
        for process in self.running:
            process.wait(60)


# --- what is asked of the end ------------------------------------------------------------------


def missing_reminders(office):
    """Return what should have been told by now and wasn't, by the journals themselves."""
    on, missing = office.today, []
    with office.store.read() as session:
        told = {
            (row.chain, row.clock, row.child, row.due, row.person): row.threshold
            for row in session.execute(sa.select(REMINDER).order_by(REMINDER.c.threshold.desc()))
        }
        for case in all_cases(office, session):
            calendar = case.rules.calendar_on(on)
            for one in case.deadlines.deadlines:
                open_ = one.ended_on is None and one.state.value not in {"met", "lapsed"}
                if not (open_ and one.warn_on and (one.is_duty or one.clock in WAITS)):
                    continue
                left = days_left(calendar, on, one.warn_on)
                if left == 0 and one.warn_on < on:  # a day off right after: nothing new is reached
                    continue
                for role, person in (("clerk", "li"), ("office_head", "zhao"), ("leader", "sun")):
                    reached = RULES.reached(one.clock, role, left)
                    key = (case.chain, one.clock, one.id or "", one.warn_on, person)
                    if reached is not None and told.get(key, 99) > reached:
                        missing.append((*key, reached))
    return missing


def count(office, statement):
    with office.store.read() as session:
        return session.execute(sa.text(statement)).scalar_one()


def not_delivered(office, receiver):
    """Return the reminders that no message of the receiver says."""
    came = {person: " ".join(text for who, text in receiver.came if who == person)
            for person in PEOPLE}  # fmt: skip
    with office.store.read() as session:
        rows = session.execute(sa.select(REMINDER)).all()
    return [row.id for row in rows if row.number not in came[row.person]]


def doubled_in_peace(receiver, disturbances):
    """Return the messages that came twice though nothing was disturbed in between."""
    return [
        said
        for said, times in receiver.came.items()
        for earlier, later in pairwise(times)
        if not any(earlier - AROUND <= at <= later for at in disturbances)
    ]


@dataclass
class Outcome:
    """What the end looked like; ``faults`` must be empty."""

    figures: dict
    faults: dict


def judge(office, receiver, disturbances):
    """Let everything come to rest, and look."""
    for _ in range(20):
        office.now.jump(timedelta(minutes=6))  # claims of the killed run out
        done = work(office)
        if not (done.reminders or done.carried.done or done.delivered.sent):
            break
    faults = {
        "reminders missing": missing_reminders(office),
        "reminders not delivered": not_delivered(office, receiver),
        "doubled in peace": doubled_in_peace(receiver, disturbances),
        "effects left": count(office, "SELECT count(*) FROM outbox WHERE done_at IS NULL"),
        "deliveries left": count(office, "SELECT count(*) FROM delivery WHERE sent_at IS NULL"),
        "journal and dates": [one.message for one in verify(office, derived=True).broken],
        "told again": list(work(office).reminders),
    }
    if not office.store.sqlite:
        faults["jobs stuck"] = count(
            office,
            "SELECT count(*) FROM queue.procrastinate_jobs WHERE status = 'doing'"
            " AND task_name NOT LIKE 'builtin%'",
        )
    figures = {
        "cases": count(office, "SELECT count(*) FROM derived_case"),
        "moves": count(office, "SELECT count(*) FROM journal WHERE chain LIKE 'request:%'"),
        "reminders": count(office, "SELECT count(*) FROM reminder"),
        "messages": sum(map(len, receiver.came.values())),
        "doubled": sum(len(times) - 1 for times in receiver.came.values()),
        "until": office.today.isoformat(),
    }
    return Outcome(figures, {name: found for name, found in faults.items() if found})


def poke(office):
    """Ask for a sweep, as the queue's periodic task does each minute."""
    if office.store.sqlite:
        return
    waker = office.store.wake
    with suppress(Exception):
        waker._app.configure_task(cluster.SWEEP, queueing_lock=cluster.SWEEP).defer()


@dataclass(frozen=True)
class Size:
    """How much is shaken: pauses in seconds, jumps in days."""

    cases: int
    kills: int
    pause: float
    jump: float
    seed: int = 1
    restarts: int = 0


def shake(url, folder, roles, size, server=None):
    """Run the whole: start, kill and jump at random, come to rest, judge."""
    chance = random.Random(size.seed)
    clock = FileClock(folder / "clock.json")
    receiver = Receiver()
    office = assemble(url, clock, AppriseChannels())
    found_town(office, receiver)
    fleet = Fleet(url, clock, roles, size.cases, chance, size.pause)
    fleet.start()
    disturbances = []
    restart_at = {size.kills * (n + 1) // (size.restarts + 1) for n in range(size.restarts)}
    try:
        fleet.wait_for_all()
        for number in range(size.kills):
            fleet.kill_one()
            disturbances.append(time.monotonic())
            clock.jump(timedelta(days=chance.uniform(0, size.jump)))
            if number in restart_at:
                restart(server)
            disturbances.append(time.monotonic())
            poke(office)
        fleet.wait_for_all()
        time.sleep(2 * size.pause)
    finally:
        fleet.stop()
    if not office.store.sqlite:
        come_to_rest(url, clock, fleet, disturbances)
    outcome = judge(office, receiver, disturbances)
    receiver.shutdown()
    receiver.server_close()
    if not office.store.sqlite:
        office.store.wake.close()
    office.store.close()
    shutil.rmtree(fleet.log)
    return outcome


def restart(server):
    """Restart PostgreSQL under everybody's feet, as a crash would."""
    data, log = str(server.folder / "data"), str(server.folder / "log")
    server._run("pg_ctl", "-D", data, "-l", log, "-m", "immediate", "-w", "restart")


def come_to_rest(url, clock, fleet, disturbances):
    """Let one fresh worker take back the jobs of the killed ones, and end it."""
    store = Store(url)
    with store.write() as session:  # the killed gave no sign for longer than a worker is believed
        session.execute(sa.text(
            "UPDATE queue.procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
        ))  # fmt: skip
    store.close()
    last = replace(fleet, roles=("worker",))
    last.start()
    last.wait_for_all()
    time.sleep(2)
    disturbances.append(time.monotonic())
    last.stop()


def main():
    """Parse the command line of ``scripts/chaos``, or be a child."""
    if sys.argv[1:2] == ["child"]:
        role, url, clock, cases, seed = sys.argv[2:]
        run_child(role, url, Path(clock), int(cases), int(seed))
        return 0
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    status = 0
    for database in ["postgresql", "sqlite"] if options.database == "both" else [options.database]:
        outcome = _full(database, options)
        said = {"database": database, **outcome.figures, "faults": outcome.faults}
        sys.stdout.write(json.dumps(said, ensure_ascii=False, default=str) + "\n")
        status |= bool(outcome.faults)
    return status


def _full(database, options):
    folder = Path(tempfile.mkdtemp(prefix="workflow-chaos-"))
    size = Size(options.cases, options.kills, pause=2.0, jump=10, seed=options.seed)
    if database == "sqlite":
        url = f"sqlite:///{folder}/workflow.db"
        store = Store(url)
        ready(store)
        store.close()
        return shake(url, folder, ("all",), size)
    server = PostgresServer(Path(tempfile.mkdtemp(prefix="workflow-pg-")))
    server.start()
    try:
        roles = ("web", "web", "web", "worker", "worker", "worker")
        url = server.new_database()
        return shake(url, folder, roles, replace(size, restarts=2), server)
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
