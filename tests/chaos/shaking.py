"""Kill everything at random while cases move over HTTP and the clock jumps.

``pytest`` runs it small, ``scripts/chaos`` at full size. Real processes on a real database: web
processes that people call, workers that sweep and send, a real HTTP receiver at the end. In
between all comes to rest a few times: whatever is due by then must have been told by then.
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).parents[1]))

from chaos.judging import come_to_rest, faults_of, figures_of, missing_reminders
from chaos.people import AGENCY, PEOPLE, Crowd, Receiver
from chaos.processes import KEYS, FileClock, Fleet, assemble
from conftest import PostgresServer
from workflow.adapters.queue import LIGHT
from workflow.app.agencies import NewAgency, add_agency
from workflow.app.contacts import NewContact, set_contact
from workflow.app.deliveries import CLAIM
from workflow.app.office import Actor
from workflow.app.tasks import Order, start
from workflow.app.users import NewUser, add_user
from workflow.bootstrap import install
from workflow.scheduler import cluster
from workflow.store.engine import Store
from workflow.store.schema import ready

ADMIN = Actor("root", "admin")
#: So long a rest may take until everything due is told (seconds): a killed worker's job is taken
#: back after a minute.
PATIENCE = 120.0


@dataclass(frozen=True)
class Size:
    """How much is shaken: pauses in seconds, jumps in days; ``rests`` are looks in between.

    ``patience`` is how long leases are waited for at the end (seconds); then they are freed.
    """

    cases: int
    kills: int
    pause: float
    jump: float
    seed: int = 1
    restarts: int = 0
    rests: int = 1
    patience: float = 0


@dataclass
class Outcome:
    """What the end looked like; ``faults`` must be empty."""

    figures: dict
    faults: dict


def found_town(office, receiver):
    """Make the town, its people, and their addresses at the receiver."""
    install(office.store, KEYS, office.now())
    add_agency(
        office, NewAgency(AGENCY, "良田镇人民政府（示例）", {"number_word": "良政公开"}), ADMIN
    )
    for name, role in PEOPLE.items():
        add_user(office, NewUser(name, f"{name}（示例）", (role,), AGENCY), ADMIN)
        set_contact(office, NewContact(name, "webhook", f"{receiver.address}/{name}"), ADMIN)


def shake(url, folder, roles, size, server=None):
    """Run the whole: start, kill and jump at random, rest, judge."""
    chance = random.Random(size.seed)
    receiver = Receiver()
    office = assemble(url, FileClock(folder / "clock.json"))
    found_town(office, receiver)
    fleet = Fleet(url, office.now, roles, chance, size.pause)
    crowd = Crowd(office, fleet.addresses, size.cases, size.pause / 10, size.seed)
    faults = {}
    fleet.start()
    try:
        fleet.wait_for_all()
        crowd.start()
        unrest(office, fleet, crowd, size, server, faults)
        fleet.wait_for_all()
        crowd.wait_for_moves(size.cases // 2, PATIENCE)
        crowd.stop()
        faults |= {"late at the end": late} if (late := rest(office)) else {}
    finally:
        crowd.ended.set()
        ended_badly = fleet.stop()
    faults |= {"did not end when asked": ended_badly} if ended_badly else {}
    if not office.store.sqlite:
        take_back_jobs(url, fleet)
    try:
        come_to_rest(office, size.patience)
        faults |= faults_of(office, receiver, crowd, fleet.disturbed)
        figures = figures_of(office, receiver, crowd) | {"ended_in": round(fleet.ended_in, 1)}
        return Outcome(figures, faults)
    finally:
        receiver.close()
        if not office.store.sqlite:
            office.store.wake.close()
        office.store.close()
        shutil.rmtree(fleet.log)


def unrest(office, fleet, crowd, size, server, faults):
    """Kill, jump, restart; rest and look a few times; order heavy work now and then."""
    restart_at = {size.kills * (n + 1) // (size.restarts + 1) for n in range(size.restarts)}
    rest_at = {size.kills * (n + 1) // (size.rests + 1) for n in range(size.rests)}
    for number in range(size.kills):
        fleet.kill_one()
        office.now.jump(timedelta(days=fleet.chance.uniform(0, size.jump)))
        if number in restart_at:
            begun = time.monotonic()
            restart(server)
            fleet.disturbed.restarts.append((begun, time.monotonic()))
        poke(office)
        if number % 5 == 0:
            start(office, Order("journal", AGENCY, {"derived": False}), ADMIN)
        if number in rest_at:
            crowd.may_go.clear()
            late = rest(office)
            crowd.may_go.set()
            faults |= {f"late after {number} kills": late} if late else {}


def rest(office):
    """Wait until everything that is due is told; return what isn't after a long time."""
    end = time.monotonic() + PATIENCE
    while late := missing_reminders(office):
        if time.monotonic() > end:
            return late
        poke(office)
        time.sleep(0.5)
    return []


def poke(office):
    """Ask for a sweep, as the queue's periodic task does each minute."""
    if not office.store.sqlite:
        with suppress(Exception):
            app = office.store.wake._app
            app.configure_task(cluster.SWEEP, queue=LIGHT, queueing_lock=cluster.SWEEP).defer()


def restart(server):
    """Restart PostgreSQL under everybody's feet, as a crash would."""
    data, log = str(server.folder / "data"), str(server.folder / "log")
    server._run("pg_ctl", "-D", data, "-l", log, "-m", "immediate", "-w", "restart")


def take_back_jobs(url, fleet):
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
    last.stop()


def main():
    """Run at full size; one JSON line a database, status 1 where anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    status = 0
    for database in ["postgresql", "sqlite"] if options.database == "both" else [options.database]:
        begun = time.monotonic()
        outcome = full(database, options)
        said = {"database": database, "kills": options.kills, **outcome.figures}
        said |= {"seconds": round(time.monotonic() - begun), "faults": outcome.faults}
        sys.stdout.write(json.dumps(said, ensure_ascii=False, default=str) + "\n")
        status |= bool(outcome.faults)
    return status


def full(database, options):
    folder = Path(tempfile.mkdtemp(prefix="workflow-chaos-"))
    size = Size(options.cases, options.kills, pause=2.0, jump=10, seed=options.seed, rests=5)
    size = replace(size, patience=CLAIM.total_seconds() + 30)
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
        return shake(server.new_database(), folder, roles, replace(size, restarts=2), server)
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
