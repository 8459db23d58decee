"""Fixtures that all tests share: a real PostgreSQL a session, a database of its own a test."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from workflow.adapters.keyfile import FileKeyring, keyring
from workflow.store.engine import Store
from workflow.store.schema import ready

#: The server refuses to run as root: it then runs as one of these.
SERVER_USERS = ("postgres", "nobody")


class PostgresServer:
    """A throw-away server on a socket of its own; every database is a copy of a ready one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = max(
            Path("/usr/lib/postgresql").glob("*/bin"), key=lambda at: float(at.parts[-2])
        )
        self.user = self._server_user()
        self.made = 0

    def _server_user(self) -> str | None:
        if os.geteuid() != 0:
            return None
        known = {entry.pw_name for entry in pwd.getpwall()}
        user = next(name for name in SERVER_USERS if name in known)
        shutil.chown(self.folder, user)
        return user

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self.bin / program, *arguments],
            check=True,
            capture_output=True,
            user=self.user,
            cwd=self.folder,
        )

    def start(self) -> None:
        data = str(self.folder / "data")
        self._run(
            "initdb", "-D", data, "-U", "test", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"
        )
        options = f"-c listen_addresses='' -k {self.folder} -c fsync=off -c max_connections=60"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start")
        self._execute("CREATE DATABASE ready")
        self._make_ready(self.url("ready"))

    @staticmethod
    def _make_ready(url: str) -> None:
        store = Store(url)
        ready(store)
        store.close()

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def url(self, database: str) -> str:
        return f"postgresql://test@/{database}?host={self.folder}"

    def _execute(self, statement: str) -> None:
        url = sa.make_url(self.url("postgres")).set(drivername="postgresql+psycopg")
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)

    def new_database(self, template: str = "ready") -> str:
        """Make a database and return its URL."""
        self.made += 1
        name = f"test_{self.made}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    folder = Path(tempfile.mkdtemp(prefix="workflow-pg-"))
    server = PostgresServer(folder)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def ready_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database of the current schema, to be copied."""
    path = tmp_path_factory.mktemp("ready") / "workflow.db"
    store = Store(f"sqlite:///{path}")
    ready(store)
    store.close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database in which nothing is yet, on each of the two."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/empty.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database("template1")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, ready_sqlite: Path) -> str:
    """A database of the current schema, on each of the two."""
    if request.param == "sqlite":
        shutil.copy(ready_sqlite, tmp_path / "workflow.db")
        return f"sqlite:///{tmp_path}/workflow.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    store = Store(database_url)
    yield store
    store.close()


@pytest.fixture
def keys() -> FileKeyring:
    return keyring(bytes(range(32)))
