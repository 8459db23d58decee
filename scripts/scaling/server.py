"""A PostgreSQL server in a folder that is kept, everything at its defaults, and made cold."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from trust.server import CONFTEST, load
from workflow.store import schema
from workflow.store.engine import Store

NAME = "scale"


class Server:
    """The server of a folder: started where it stands, made where there is none."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.data = folder / "data"
        self._under: Any = load(CONFTEST).PostgresServer(folder)
        self._run = self._under._run  # noqa: SLF001

    def start(self) -> None:
        """Start it; the first time it and its database are made."""
        new = not self.data.exists()
        if new:
            self._run("initdb", "-D", str(self.data), "-U", "test", "-A", "trust", "-E", "UTF8")
        self._control("-o", f"-c listen_addresses='' -k {self.folder}", "start")
        if new:
            self._under._execute(f"CREATE DATABASE {NAME}")  # noqa: SLF001

    def stop(self) -> None:
        """Stop it; everything is on the disk then."""
        self._control("-m", "fast", "stop")

    def _control(self, *said: str) -> None:
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.data), "-l", log, "-t", "600", "-w", *said)

    def store(self) -> Store:
        """Return the product's store on its database, with all tables."""
        store = Store(self._under.url(NAME))
        schema.ready(store)
        return store

    def chill(self) -> None:
        """Start it again with nothing in memory: neither its own buffers nor the system's."""
        self.stop()
        for path in self.data.rglob("*"):
            if path.is_file():
                _forget(path)
        self.start()


def _forget(path: Path) -> None:
    """Let the system drop what it keeps of a file."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(file)


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Run the server of a folder; the folder stays."""
    server = Server(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
