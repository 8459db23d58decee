"""Many writers at once: each gets his turn, nobody's work is lost, and readers don't wait."""

import threading

import pytest
import sqlalchemy as sa

from workflow.errors import ConflictError
from workflow.store import engine
from workflow.store.engine import Turns
from workflow.store.tables import NumberSeries, table_of

SERIES = table_of(NumberSeries)
WRITERS, EACH = 20, 5


@pytest.fixture
def counter(store):
    """A number that writers read and write back, one higher."""
    with store.write() as session:
        session.execute(sa.insert(SERIES).values(owner="a", series="s", year=2026, last=0))
    return sa.select(SERIES.c.last).with_for_update()


def at_once(work, count=WRITERS):
    """Run work in so many threads at once; return what went wrong in any of them."""
    wrong = []
    start = threading.Barrier(count)

    def run():
        start.wait()
        try:
            for _ in range(EACH):
                work()
        except Exception as error:  # noqa: BLE001  (told to the test)
            wrong.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_writers_that_read_and_write_at_once_lose_nothing(store, counter):
    def count():
        with store.write() as session:
            last = session.execute(counter).scalar_one()
            session.execute(sa.update(SERIES).values(last=last + 1))

    assert at_once(count) == []
    with store.read() as session:
        assert session.execute(sa.select(SERIES.c.last)).scalar_one() == WRITERS * EACH


def test_a_writer_may_read_beside_its_own_transaction_however_many_do(store, counter):
    def look():
        with store.write() as session:
            session.execute(counter)
            with store.read() as beside:
                beside.execute(sa.select(SERIES.c.last)).scalar_one()

    assert at_once(look, min(WRITERS, store.threads)) == []


def test_a_reader_doesnt_wait_for_the_writer(store, counter):
    with store.write() as session:
        session.execute(sa.update(SERIES).values(last=7))
        with store.read() as beside:
            assert beside.execute(sa.select(SERIES.c.last)).scalar_one() == 0


def test_who_waits_too_long_for_his_turn_is_told_that_somebody_saves(monkeypatch):
    monkeypatch.setattr(engine, "BUSY_MS", 10)
    turns, told = Turns(), []

    def wait():
        try:
            with turns:
                told.append("in")
        except ConflictError as error:
            told.append(error.code)

    with turns:
        other = threading.Thread(target=wait)
        other.start()
        other.join()
    assert told == ["store.busy"]


def test_a_turn_that_ended_badly_is_given_on(store, counter):
    def fail():
        with store.write() as session:
            session.execute(counter)
            raise ZeroDivisionError

    assert [type(error) for error in at_once(fail, 3)] == [ZeroDivisionError] * 3
    with store.write() as session:
        assert session.execute(counter).scalar_one() == 0


def test_when_every_connection_is_in_use_it_is_told_in_plain_words(database_url, monkeypatch):
    monkeypatch.setattr(engine, "THREADS", {"sqlite": 4, "postgresql": 4})
    small = engine.Store(database_url)
    small.engine.pool._timeout = 0.01
    held = [small.engine.connect() for _ in range(8)]
    with pytest.raises(ConflictError, match=r"store\.busy"), small.read() as session:
        session.connection()
    for connection in held:
        connection.close()
    small.close()


def test_all_that_is_read_in_one_moment_is_of_that_moment(store, counter):
    last = sa.select(SERIES.c.last)

    def write(value):
        with store.write() as session:
            session.execute(sa.update(SERIES).values(last=value))

    with store.one_moment():
        with store.read() as first:
            assert first.execute(last).scalar_one() == 0
        writer = threading.Thread(target=write, args=(7,))
        writer.start()
        writer.join()
        with store.read() as again:
            assert again is first
            assert again.execute(last).scalar_one() == 0
    with store.read() as session:
        assert session.execute(last).scalar_one() == 7


def test_nothing_is_written_in_one_moment_and_another_thread_reads_its_own(store, counter):
    seen = []

    def look():
        with store.read() as session:
            seen.append(session)

    with store.one_moment(), store.read() as own:
        with pytest.raises(AssertionError, match="one moment"), store.write():
            pass
        other = threading.Thread(target=look)
        other.start()
        other.join()
        assert seen[0] is not own
    with store.write() as session:
        session.execute(counter)
