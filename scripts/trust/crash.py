"""Kill a working process at random points, many times, and look at what it left.

A child forked after the imports does random work and acknowledges each act through a pipe; a
random time after a random act it gets SIGKILL. Then every acknowledged act must be there, none
half there, the chain must verify, outbox and tasks complete, and nothing be left over.

What a killed process has handed to the kernel is there whatever happens to the process, so the
databases may lie in memory (``/dev/shm``) where there is one: the disk's own part in a loss of
power is ``powercut``'s.
"""

import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from acts import Work, copied, open_office, set_up
from acts import dice as roll
from heavy import Heavy
from soundness import wrong_with
from wholes import broken_wholes, left_over

from workflow.app.heavy.rederive import PAUSE
from workflow.app.office import Office

#: A database is worked on for so many kills, then a fresh one is taken.
KILLS_A_DATABASE = 12
#: A child may acknowledge so many acts, and then lives so many seconds longer, at most; one in
#: LONG lives longer, so that long acts are hit in their middle too.
MOST_ACTS, LONGEST_AFTER, LONG, LONGER_AFTER = 4, 0.06, 6, 0.4
#: How far it is is told after so many kills.
TOLD_EVERY = 240
MEMORY = Path("/dev/shm")  # noqa: S108  (whoever runs this may write there; it is emptied)


@dataclass(slots=True)
class Figures:
    """What a run of the driver found: ``acts`` are those acknowledged, by kind.

    ``seconds`` went by on the wall, ``cpu`` were spent by all processes.
    """

    kills: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        rounded = {"seconds": round(self.seconds, 1), "cpu": round(self.cpu, 1)}
        return asdict(self) | {"acts": dict(self.acts), **rounded}

    def __add__(self, other: "Figures") -> "Figures":
        """Return both runs as one, of the longer one's seconds."""
        return Figures(
            self.kills + other.kills,
            self.acts + other.acts,
            [*self.wrong, *other.wrong],
            max(self.seconds, other.seconds),
            self.cpu + other.cpu,
        )


@dataclass(slots=True)
class Place:
    """A database with the folder of its files, and the acts acknowledged so far."""

    office: Office
    folder: Path
    backups: bool
    acknowledged: list[tuple[Any, ...]] = field(default_factory=list)

    def work(self, dice: random.Random) -> Work:
        """Return work of every kind."""
        work = Work(self.office, dice)
        more = Heavy(work, self.folder).kinds()
        work.more = [one for one in more if self.backups or one.__name__ != "back_up"]
        return work

    def later(self) -> None:
        """Let the time pass after which another process may take a task over."""
        self.office.now.at += PAUSE + timedelta(seconds=1)  # type: ignore[attr-defined]

    def wrong(self, acts: list[tuple[Any, ...]]) -> list[str]:
        """Look at what a killed process left."""
        self.later()
        found = broken_wholes(self.office, [*self.acknowledged, *acts])
        found += wrong_with(self.office, [*self.acknowledged, *acts])
        self.office.store.close()  # nothing open goes into the next child
        self.acknowledged += [act for act in acts if act[0] != "backup"]  # looked at once
        return found


def kill_often(
    kills: int, fresh: Callable[[Path], str], folder: Path, seed: str, backups: bool = True
) -> Figures:
    """Kill ``kills`` times; ``fresh`` makes a database in a folder and returns its URL."""
    figures, started, spent = Figures(), time.monotonic(), cpu_spent()
    while figures.kills < kills:
        if figures.kills % TOLD_EVERY < KILLS_A_DATABASE:
            print(f"{seed}: {figures.kills} of {kills} kills", file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        office = open_office(fresh(folder), folder=folder / "documents")
        place = Place(office, folder, backups)
        for _ in range(min(KILLS_A_DATABASE, kills - figures.kills)):
            dice = roll(f"{seed}/{figures.kills}")
            acts = kill_once(place, dice)
            figures.kills += 1
            figures.acts.update(str(act[0]) for act in acts)
            figures.wrong += [f"{seed}, kill {figures.kills}: {one}" for one in place.wrong(acts)]
        figures.wrong += [f"{seed}, {figures.kills}: {one}" for one in left_over(office, folder)]
        office.store.close()
    figures.seconds, figures.cpu = time.monotonic() - started, cpu_spent() - spent
    return figures


def cpu_spent() -> float:
    """Return the seconds that this process and its dead children have computed."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def kill_once(place: Place, dice: random.Random) -> list[tuple[Any, ...]]:
    """Let a child work, kill it after a random act and time, return what it had acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(place.work(dice), writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        lines = [pipe.readline() for _ in range(1 + dice.randrange(MOST_ACTS))]
        longest = LONGEST_AFTER if dice.randrange(LONG) else LONGER_AFTER
        time.sleep(dice.random() * longest)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines += pipe.read().splitlines(keepends=True)
    whole = [line for line in lines[1:] if line.endswith(b"\n")]  # the first said: it begins
    return [tuple(json.loads(line)) for line in whole]


def _work(work: Work, writing: int) -> None:
    try:
        os.write(writing, b"\n")
        for act in work.acts():
            os.write(writing, json.dumps(act).encode() + b"\n")
    except BaseException:  # noqa: BLE001  (no second copy of the parent may run on)
        traceback.print_exc()
        os.write(writing, json.dumps(("traceback", traceback.format_exc())).encode() + b"\n")
    finally:
        os._exit(3)


def warm_up() -> None:
    """Work a little first, so that a child begins with what a long-running process has loaded."""
    with tempfile.TemporaryDirectory(prefix="workflow-warm-") as name:
        url = f"sqlite:///{name}/workflow.db"
        set_up(url)
        place = Place(open_office(url, folder=Path(name) / "documents"), Path(name), backups=True)
        work = place.work(roll(0))
        for _ in range(60):
            work.act()
        place.wrong([])


def _share_on_sqlite(kills: int, ready: Path, seed: str) -> Figures:
    warm_up()
    with tempfile.TemporaryDirectory(prefix="workflow-crash-", dir=ready.parent) as name:
        return kill_often(kills, partial(copied, ready), Path(name) / "work", seed)


def on_sqlite(kills: int, seed: int = 1, at_once: int = 1) -> Figures:
    """Run on SQLite files, ``at_once`` databases at a time."""
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="workflow-ready-", dir=memory) as name:
        ready = Path(name) / "workflow.db"
        set_up(f"sqlite:///{ready}")
        if at_once == 1:
            return _share_on_sqlite(kills, ready, str(seed))
        shares = [kills // at_once + (place < kills % at_once) for place in range(at_once)]
        with ProcessPoolExecutor(at_once, mp_context=get_context("fork")) as pool:
            seeds = [f"{seed}.{place}" for place in range(at_once)]
            parts = pool.map(_share_on_sqlite, shares, [ready] * at_once, seeds)
            return sum(parts, Figures())


def on_postgresql(kills: int, server: Any, seed: int = 1) -> Figures:
    """Run on databases of a PostgreSQL server, each a copy of one that is set up."""
    warm_up()
    template = str(server.new_database("template1"))
    set_up(template)
    named = str(sa.make_url(template).database)
    with tempfile.TemporaryDirectory(prefix="workflow-crash-") as name:
        folder = Path(name) / "work"
        fresh = partial(_fresh, server, named)
        return kill_often(kills, fresh, folder, str(seed), backups=False)


def _fresh(server: Any, template: str, _folder: Path) -> str:
    return str(server.new_database(template))
