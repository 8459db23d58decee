"""The database: transactions that lose nothing, and its errors in plain sentences.

SQLite: WAL, ``synchronous=FULL``, and BEGIN IMMEDIATE for every writer (the driver's default
begins at the first write and loses updates). PostgreSQL: row locks on the heads of chains.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from operator import methodcaller
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc
from sqlmodel import Session

from workflow.errors import ConflictError, InputError, StorageError, WorkflowError
from workflow.store.driver import CONNECTION, run

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


#: How a transaction begins that only reads, and sees one state of the database.
READS = {"sqlite": "BEGIN", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ"}

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
        self._reader = self.engine.execution_options(begin=READS[self.url.get_backend_name()])

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
            with self._begun(self._reader) as session:
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
            self._begun(self.engine) as session,
        ):
            yield session
            session.commit()
        if self.wake is not None and session.info.get(WAKES):
            self.wake()

    def _begun(self, engine: sa.Engine) -> Session:
        """Return a session whose transaction has begun.

        Where the server went away since a connection was last used, its BEGIN tells, and all that
        lie idle are given up with it: asking each whether it lives would cost a round trip a time.
        """
        session = Session(engine, expire_on_commit=False)
        try:
            session.info[CONNECTION] = session.connection()
        except exc.DBAPIError as error:
            session.close()
            if not error.connection_invalidated:
                raise
            self.engine.dispose()
            session.info[CONNECTION] = session.connection()
        return session

    def forget_old_pages(self) -> None:
        """Clear what the database itself still keeps of values that were destroyed.

        SQLite: the WAL is folded in and emptied (``secure_delete`` clears the pages). PostgreSQL:
        the tables that held keys and values are vacuumed; its own WAL goes with its retention.
        """
        tables = ("chain_key", "vault_value", "attachment", "document")
        told = ["PRAGMA wal_checkpoint(TRUNCATE)"]
        if not self.sqlite:
            told = [f"VACUUM {table}" for table in tables]
        with in_plain_words(), self.engine.execution_options(begin=None).connect() as connection:
            for one in told:
                connection.exec_driver_sql(one)

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
    is_sqlite = url.get_backend_name() == "sqlite"
    kept, begin = THREADS[url.get_backend_name()] // 4, "BEGIN IMMEDIATE" if is_sqlite else "BEGIN"
    pool = {"pool_size": kept, "max_overflow": 7 * kept}
    if not is_sqlite:
        url = url.set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, execution_options={"begin": begin}, **pool)
    if is_sqlite:
        sa.event.listen(engine, "connect", _configure)
    else:
        sa.event.listen(engine, "checkout", _leave_beginning_to_us)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    connection.text_factory = DECODE
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _leave_beginning_to_us(connection: Any, *_: Any) -> None:
    if not connection.autocommit:
        connection.autocommit = True


def _begin(connection: sa.Connection) -> None:
    """Begin the transaction, which the drivers would only do with its first statement."""
    options = connection.get_execution_options()
    if options["begin"] and options.get("isolation_level") != "AUTOCOMMIT":
        run(connection, options["begin"], ()).close()


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
