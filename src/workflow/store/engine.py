"""The database: transactions that lose nothing, and its errors in plain sentences.

SQLite: WAL, ``synchronous=FULL``, and BEGIN IMMEDIATE for every writer (the driver's default
begins at the first write and loses updates). PostgreSQL: row locks on the heads of chains.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from operator import methodcaller
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc
from sqlmodel import Session

from workflow.errors import ConflictError, InputError, StorageError, WorkflowError

#: Set in a session's ``info`` by whoever leaves work behind: after the commit, and only then,
#: ``Store.wake`` is called (where there is one: a worker in another process begins at once).
WAKES = "leaves work"
BUSY_MS = 30_000
PRAGMAS = (
    f"busy_timeout={BUSY_MS}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",  # a destroyed key leaves no copy on a free page
)


#: A damaged row is to be found, not to stop the search. Called for every text that is read.
DECODE = methodcaller("decode", "utf-8", "surrogateescape")


#: So many threads of a process work at once: PostgreSQL's connections are shared by all processes.
#: A thread that writes may read beside it, so there are twice as many connections; a quarter of
#: the threads' number stays open.
THREADS = {"sqlite": 40, "postgresql": 16}


class Store:
    """One database. ``read`` sees one moment of it; ``write`` is all or nothing."""

    def __init__(self, url: str) -> None:
        self.url = _known_kind(url)
        self.engine = _engine(self.url)
        self._turns: AbstractContextManager[None] = Turns() if self.sqlite else nullcontext()
        self.wake: Callable[[], None] | None = None
        self._moment = threading.local()
        self._reader = self.engine.execution_options(
            **({"isolation_level": "REPEATABLE READ"} if not self.sqlite else {"begin": ""})
        )

    @property
    def sqlite(self) -> bool:
        """Whether the database is a SQLite file rather than PostgreSQL."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def threads(self) -> int:
        """How many threads may use it at once without waiting for a connection."""
        return THREADS[self.url.get_backend_name()]

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that reads one state of the database and changes nothing."""
        shared: Session | None = getattr(self._moment, "session", None)
        with in_plain_words():
            if shared is not None:
                yield shared
                return
            with Session(self._reader) as session:
                yield session

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """Let every ``read`` of this thread within see the same moment, in one transaction.

        A page that is put together of several readings contradicts itself nowhere. Nothing may be
        written within.
        """
        with self.read() as session:
            before = getattr(self._moment, "session", None)
            self._moment.session = session
            try:
                yield
            finally:
                self._moment.session = before

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session whose changes are committed together, or not at all."""
        assert getattr(self._moment, "session", None) is None, "nothing is written in one moment"
        with (
            in_plain_words(),
            self._turns,
            Session(self.engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            session.connection()
            yield session
        if self.wake is not None and session.info.get(WAKES):
            self.wake()

    def forget_old_pages(self) -> None:
        """Clear what the database itself still keeps of values that were destroyed.

        SQLite: the WAL is folded in and emptied (``secure_delete`` clears the pages). PostgreSQL:
        the tables that held keys and values are vacuumed; its own WAL goes with its retention.
        """
        plain = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        with in_plain_words():
            if self.sqlite:
                with closing(self.engine.raw_connection()) as connection:
                    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return
            with plain.connect() as connection:
                for table in ("chain_key", "vault_value", "attachment", "document"):
                    connection.exec_driver_sql(f"VACUUM {table}")

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


class Turns:
    """The writers of this process take turns: SQLite has one at a time, and no queue of its own.

    Its waiting is a poll with growing pauses, in which the last to come may be the first; fifty
    at once would make some of them wait for ever.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=BUSY_MS / 1000):
            raise ConflictError("store.busy", what="database is locked")

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def _known_kind(url: str) -> sa.URL:
    try:
        read = sa.make_url(url)
    except exc.ArgumentError as error:
        raise InputError("store.bad_url") from error
    if read.get_backend_name() not in {"sqlite", "postgresql"}:
        raise InputError("store.bad_url")
    return read


def _engine(url: sa.URL) -> sa.Engine:
    kept = THREADS[url.get_backend_name()] // 4
    pool = {"pool_size": kept, "max_overflow": 7 * kept}
    if url.get_backend_name() != "sqlite":
        driver = url.set(drivername="postgresql+psycopg")
        return sa.create_engine(driver, pool_pre_ping=True, **pool)
    engine = sa.create_engine(url, execution_options={"begin": "IMMEDIATE"}, **pool)
    sa.event.listen(engine, "connect", _configure)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    connection.text_factory = DECODE
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options()['begin']}")


@contextmanager
def in_plain_words() -> Iterator[None]:
    """Turn the database's own errors into StorageError or ConflictError."""
    try:
        yield
    except exc.DBAPIError as error:
        raise _plain(error) from error
    except exc.TimeoutError as error:
        raise ConflictError("store.busy", what="every connection is in use") from error


#: What the drivers say → the sentence for it.
SENTENCES = (
    ("database or disk is full", "store.disk_full"),
    ("No space left", "store.disk_full"),
    ("disk I/O error", "store.disk_broken"),
    ("readonly database", "store.read_only"),
    ("read-only transaction", "store.read_only"),
    ("unable to open database file", "store.not_writable"),
    ("database is locked", "store.busy"),
    ("deadlock detected", "store.busy"),
    ("could not serialize", "store.busy"),
    ("not a database", "store.not_a_database"),
    ("malformed", "store.not_a_database"),
    ("append-only", "store.append_only"),
    ("connection", "store.unreachable"),
)


def _plain(error: exc.DBAPIError) -> WorkflowError:
    what = str(error.orig)
    first_line = what.strip().splitlines()[0]
    for said, code in SENTENCES:
        if said in what:
            kind = ConflictError if code == "store.busy" else StorageError
            return kind(code, what=first_line)
    if isinstance(error, exc.IntegrityError):
        return ConflictError("store.collision")
    return StorageError("store.failed", what=first_line)
