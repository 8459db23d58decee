#!/usr/bin/env python3
"""Measure one PostgreSQL with a million full journals and ten million derived rows.

scripts/scale.py FOLDER [--journals 1000000] [--derived 10000000]

The ledgers of ten agencies come through the product's own import; every case of them is then
copied for the other agencies as a case of its own (``benchmarks.copies``), so that all journals
are whole and verify. Derived rows are then multiplied inside the database: they have the real
shapes and indexes, but no journals. The server stays in FOLDER, so that a run that was stopped
goes on after its last whole step; delete the folder when done. About an hour and 40 GB at full
size. Writes docs/scale.json and the tables of docs/scale.md.
"""

import argparse
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import machine
from scaling import page
from scaling.building import cases, fill, multiply
from scaling.measuring import figures, verified
from scaling.server import Server, running
from workflow.adapters.clock import FixedClock
from workflow.adapters.keyfile import keyring
from workflow.app.office import Office
from workflow.bootstrap import install

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)


def main() -> None:
    """Fill, measure, multiply, measure again, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--journals", type=int, default=1_000_000)
    parser.add_argument("--derived", type=int, default=10_000_000)
    asked = parser.parse_args()
    with running(asked.folder.resolve()) as server:
        found = Found(asked.folder / "found.json")
        office = opened(server)
        found.once("making", lambda: fill(office, asked.journals))
        found.once("journals", lambda: figures(server, office, cases(office)))
        found.once("verified", lambda: verified(office))
        found.once("multiplied", lambda: multiply(office, asked.derived))
        found.once("derived", lambda: figures(server, office, cases(office)))
        office.store.close()
    page.write({"machine": dict(machine.describe()), "load": load(), **found.all})
    print(page.OUT)


class Found:
    """What a run has found so far, kept beside the server: what is there isn't done again."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.all: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {}

    def once(self, name: str, work: Callable[[], Any]) -> None:
        """Do one step, unless it was done."""
        if name not in self.all:
            self.all[name] = work()
            self.file.write_text(json.dumps(self.all), "utf-8")


def opened(server: Server) -> Office:
    """Return an office on the server's database, on a day that stands still."""
    store = server.store()
    keys = keyring(bytes(range(32)))
    office = Office(store=store, keys=keys, now=FixedClock(NOW))
    install(store, keys, NOW)
    return office


def load() -> str:
    """Return how busy the machine is: how many wait for its processors."""
    return f"{os.getloadavg()[2]:.1f}"


if __name__ == "__main__":
    main()
