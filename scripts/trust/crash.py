"""Kill a working process at random points, many times, and look at what it left.

A child forked after the imports does random work and acknowledges each act through a pipe; a
random time after a random act it gets SIGKILL. Then every acknowledged act must be there, none
half there, the chain must verify and the outbox complete.
"""

import json
import os
import random
import signal
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from acts import Work, copied, open_office, set_up
from acts import dice as roll
from soundness import wrong_with

#: A database is worked on for so many kills, then a fresh one is taken.
KILLS_A_DATABASE = 25
#: A child may acknowledge so many acts, and then lives so many seconds longer, at most.
MOST_ACTS, LONGEST_AFTER = 6, 0.06


@dataclass(slots=True)
class Figures:
    """What a run of the driver found: ``acts`` are those acknowledged, by kind."""

    kills: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self) | {"acts": dict(self.acts), "seconds": round(self.seconds, 1)}


def kill_often(
    kills: int, fresh: Callable[[Path], str], seed: int = 1, backups: bool = True
) -> Figures:
    """Kill ``kills`` times; ``fresh`` makes a database that is set up and returns its URL."""
    warm_up()
    figures, started = Figures(), time.monotonic()
    while figures.kills < kills:
        with tempfile.TemporaryDirectory(prefix="workflow-crash-") as name:
            folder = Path(name)
            url = fresh(folder)
            acknowledged: list[tuple[Any, ...]] = []
            for _ in range(min(KILLS_A_DATABASE, kills - figures.kills)):
                dice = roll(f"{seed}/{figures.kills}")
                acts = kill_once(url, dice, folder if backups else None)
                _look(figures, url, acts, acknowledged)
    figures.seconds = time.monotonic() - started
    return figures


def _look(
    figures: Figures, url: str, acts: list[tuple[Any, ...]], acknowledged: list[tuple[Any, ...]]
) -> None:
    figures.kills += 1
    figures.acts.update(str(act[0]) for act in acts)
    office = open_office(url)
    found = wrong_with(office, [*acknowledged, *acts])
    figures.wrong += [f"kill {figures.kills}: {one}" for one in found]
    office.store.close()
    acknowledged += [act for act in acts if act[0] != "backup"]  # a backup is looked at once


def kill_once(url: str, dice: random.Random, folder: Path | None) -> list[tuple[Any, ...]]:
    """Let a child work, kill it after a random act and time, return what it had acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(url, dice, folder, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        lines = [pipe.readline() for _ in range(1 + dice.randrange(MOST_ACTS))]
        time.sleep(dice.random() * LONGEST_AFTER)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines += pipe.read().splitlines(keepends=True)
    whole = [line for line in lines[1:] if line.endswith(b"\n")]  # the first said: it begins
    return [tuple(json.loads(line)) for line in whole]


def _work(url: str, dice: random.Random, folder: Path | None, writing: int) -> None:
    try:
        work = Work(open_office(url), dice, folder)
        os.write(writing, b"\n")
        for act in work.acts():
            os.write(writing, json.dumps(act).encode() + b"\n")
    except BaseException:  # noqa: BLE001  (no second copy of the parent may run on)
        traceback.print_exc()
    finally:
        os._exit(3)


def warm_up() -> None:
    """Work a little first, so that a child begins with what a long-running process has loaded."""
    with tempfile.TemporaryDirectory(prefix="workflow-warm-") as name:
        url = f"sqlite:///{name}/workflow.db"
        set_up(url)
        office = open_office(url)
        work = Work(office, roll(0))
        for _ in range(60):
            work.act()
        wrong_with(office, [])
        office.store.close()


def on_sqlite(kills: int, seed: int = 1) -> Figures:
    """Run on SQLite files."""
    with tempfile.TemporaryDirectory(prefix="workflow-ready-") as name:
        ready = Path(name) / "workflow.db"
        set_up(f"sqlite:///{ready}")
        return kill_often(kills, lambda folder: copied(ready, folder), seed)


def on_postgresql(kills: int, server: Any, seed: int = 1) -> Figures:
    """Run on databases of a PostgreSQL server, each a copy of one that is set up."""
    template = str(server.new_database("template1"))
    set_up(template)
    name = str(sa.make_url(template).database)
    return kill_often(kills, lambda _: str(server.new_database(name)), seed, backups=False)
