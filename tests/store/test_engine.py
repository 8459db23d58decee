"""Transactions that lose nothing, and the database's own errors in plain sentences."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa

from workflow.errors import ConflictError, StorageError
from workflow.store.engine import Store
from workflow.store.numbers import last_taken, take
from workflow.store.tables import Account, Installation, NumberSeries, table_of

AT = datetime(2020, 5, 11, 9, 30, tzinfo=timezone(timedelta(hours=8)))


TAKE_SOME = """
import sys
from workflow.store.engine import Store
from workflow.store.numbers import take
store = Store(sys.argv[1])
for _ in range(25):
    with store.write() as session:
        take(session, "liangtian", "request", 2020)
"""


def test_processes_that_read_then_write_lose_no_update(database_url, store):
    with store.write() as session:
        take(session, "liangtian", "request", 2020)
    command = [sys.executable, "-c", TAKE_SOME, database_url]
    writers = [subprocess.Popen(command) for _ in range(4)]
    assert [writer.wait() for writer in writers] == [0, 0, 0, 0]
    with store.read() as session:
        assert last_taken(session, "liangtian", "request", 2020) == 101


def test_a_rollback_gives_the_number_back(store):
    def fail():
        with store.write() as session:
            take(session, "liangtian", "request", 2020)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.write() as session:
        assert take(session, "liangtian", "request", 2020) == 1
        assert take(session, "liangtian", "request", 2021) == 1
        assert take(session, "liangtian", "request", 2020) == 2


def test_a_reader_sees_one_state_while_others_write(store):
    count = sa.select(sa.func.count()).select_from(table_of(NumberSeries))
    with store.read() as reader:
        before = reader.execute(count).scalar_one()
        with store.write() as writer:
            take(writer, "liangtian", "request", 2020)
        assert reader.execute(count).scalar_one() == before == 0
    with store.read() as reader:
        assert reader.execute(count).scalar_one() == 1


def test_sqlite_writes_to_the_disk_before_it_says_done(store):
    if store.sqlite:
        with store.read() as session:
            pragmas = {
                name: session.execute(sa.text(f"PRAGMA {name}")).scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
            }
        assert pragmas == {
            "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1,
        }  # fmt: skip
    else:
        with store.read() as session:
            level = session.execute(sa.text("SHOW transaction_isolation")).scalar_one()
        assert level == "repeatable read"


def test_moments_keep_their_instant_on_both_databases(store):
    with store.write() as session:
        session.add(Installation(id=1, key_check="x", made_at=AT))
    with store.read() as session:
        found = session.get(Installation, 1).made_at
    assert found == AT
    assert found.tzinfo is UTC
    naive = sa.update(table_of(Installation)).values(made_at=datetime(2020, 5, 11))
    with pytest.raises(sa.exc.StatementError, match="zone"), store.write() as session:
        session.execute(naive)


def test_the_same_row_twice_is_a_conflict(store):
    with store.write() as session:
        session.add(Account(name="li", display_name="示例"))
    with pytest.raises(ConflictError) as refused, store.write() as session:
        session.add(Account(name="li", display_name="示例"))
    assert refused.value.code == "store.collision"


def test_a_model_validates_what_it_is_given():
    with pytest.raises(ValueError, match="year"):
        NumberSeries(owner="a", series="b", year="last year", last=1)


def test_a_code_outside_the_list_is_refused_by_the_database(store):
    wrong = sa.text("INSERT INTO account_role (account, agency, role) VALUES ('li', '', 'king')")
    with store.write() as session:
        session.add(Account(name="li", display_name="示例"))
    with pytest.raises(ConflictError), store.write() as session:
        session.execute(wrong)


def test_a_full_disk_is_said_and_nothing_is_half_written(tmp_path, ready_sqlite):
    path = tmp_path / "workflow.db"
    path.write_bytes(ready_sqlite.read_bytes())
    store = Store(f"sqlite:///{path}")
    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    sa.event.listen(
        store.engine,
        "checkout",
        lambda raw, *_: raw.execute(f"PRAGMA max_page_count={pages}"),
    )
    many = [
        {"name": f"{name}", "display_name": "x" * 4000, "active": True, "failures": 0}
        for name in range(200)
    ]
    with pytest.raises(StorageError) as refused, store.write() as session:
        session.execute(sa.insert(table_of(Account)), many)
    assert refused.value.code == "store.disk_full"
    with store.read() as session:
        assert session.get(Account, "0") is None
    store.close()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: path.write_text("not a database" * 100), "store.not_a_database"),
        (lambda path: path.mkdir(), "store.not_writable"),
    ],
)
def test_a_file_that_is_no_database_is_said(tmp_path, make, code):
    path: Path = tmp_path / "workflow.db"
    make(path)
    store = Store(f"sqlite:///{path}")
    with pytest.raises(StorageError) as refused, store.read() as session:
        session.execute(sa.text("SELECT 1 FROM journal"))
    assert refused.value.code == code
    store.close()


def test_a_server_that_is_not_there_is_said(tmp_path):
    store = Store(f"postgresql://nobody@/none?host={tmp_path}")
    with pytest.raises(StorageError) as refused, store.read() as session:
        session.execute(sa.text("SELECT 1"))
    assert refused.value.code == "store.unreachable"


def test_dates_stay_dates(store):
    day = date(2020, 5, 11)
    with store.read() as session:
        assert session.execute(sa.select(sa.literal(day))).scalar_one() == day


def test_connections_that_died_in_the_pool_are_replaced_before_anything_is_asked(postgres):
    store, other = Store(postgres.new_database()), Store(postgres.url("postgres"))
    with store.read() as one, store.read() as two:  # two lie in the pool afterwards
        numbers = [session.scalar(sa.select(sa.func.pg_backend_pid())) for session in (one, two)]
    with other.write() as session:
        killed = [session.scalar(sa.select(sa.func.pg_terminate_backend(at))) for at in numbers]
    with store.write() as session:
        session.add(Account(name="li", display_name="示例"))
    with store.read() as session:
        assert session.get(Account, "li").display_name == "示例"
        assert session.scalar(sa.select(sa.func.pg_backend_pid())) not in numbers
    assert killed == [True, True]
    other.close()
    store.close()


def test_a_server_that_is_gone_is_said_once_and_not_asked_for_ever(postgres):
    store = Store(f"{postgres.url('nowhere')}")
    with pytest.raises(StorageError) as refused, store.read():
        pass
    assert refused.value.code in {"store.failed", "store.unreachable"}
    store.close()


def test_a_reader_sees_one_state_and_a_writer_what_was_committed_meanwhile(database_url):
    store = Store(database_url)
    count = sa.select(sa.func.count()).select_from(table_of(Account))
    with store.read() as reader:
        before = reader.scalar(count)
        with store.write() as writer:
            writer.add(Account(name="li", display_name="示例"))
        assert reader.scalar(count) == before
    with store.write() as writer:
        assert writer.scalar(count) == before + 1
    store.close()


TWICE = [{"name": "li", "display_name": "示例", "active": True, "failures": 0}] * 2


def test_a_connection_that_was_used_outside_transactions_begins_one_again(postgres):
    store = Store(postgres.new_database())
    plain = store.engine.execution_options(isolation_level="AUTOCOMMIT")
    with plain.connect() as connection:
        connection.exec_driver_sql("VACUUM journal")
    store.forget_old_pages()
    with pytest.raises(ConflictError), store.write() as session:
        session.execute(sa.insert(table_of(Account)), TWICE)
    with store.read() as session:
        assert session.get(Account, "li") is None
        level = session.scalar(sa.text("SHOW transaction_isolation"))
    assert level == "repeatable read"
    store.close()
