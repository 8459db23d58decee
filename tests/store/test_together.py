"""What is sent together happens in its order, and is refused as if it were said one by one."""

import pytest
import sqlalchemy as sa

from workflow.errors import ConflictError, StorageError
from workflow.store.driver import together
from workflow.store.engine import Store
from workflow.store.prepared import Prepared, insert_into
from workflow.store.tables import JournalHead, table_of

HEAD = table_of(JournalHead)
INSERT = insert_into(HEAD)
OF = HEAD.c.chain == sa.bindparam("chain")
LOOK = Prepared(sa.select(HEAD.c.count).where(OF))
CHANGE = Prepared(sa.update(HEAD).where(OF).values(count=sa.bindparam("count")))
REMOVE = Prepared(sa.delete(HEAD).where(OF))


def head(chain, count):
    return {"chain": chain, "count": count, "digest": "d", "mac": "m"}


def counts(store):
    with store.read() as session:
        return dict(map(tuple, session.execute(sa.select(HEAD.c.chain, HEAD.c.count))))


def test_all_of_it_happens_in_the_order_in_which_it_was_said(store):
    with store.write() as session, together(session):
        INSERT.rows(session, [("a", 1, "d", "m"), ("b", 1, "d", "m")])
        INSERT.execute(session, head("c", 1))
        CHANGE.execute(session, {"chain": "a", "count": 2})
        REMOVE.execute(session, {"chain": "b"})
        INSERT.many(session, [head("b", 7), head("d", 8)])
        CHANGE.execute(session, {"chain": "a", "count": 3})
    assert counts(store) == {"a": 3, "b": 7, "c": 1, "d": 8}


def test_what_is_read_in_between_has_seen_what_was_written(store):
    with store.write() as session, together(session):
        INSERT.execute(session, head("a", 1))
        assert LOOK.first(session, {"chain": "a"}) == (1,)
        CHANGE.execute(session, {"chain": "a", "count": 2})
        assert LOOK.all(session, {"chain": "a"}) == [(2,)]
    assert counts(store) == {"a": 2}


def test_the_transaction_goes_on_afterwards_and_can_do_so_again(store):
    with store.write() as session:
        for count in range(1, 8):  # psycopg prepares what it meets for the sixth time
            with together(session):
                INSERT.execute(session, head(f"a{count}", count))
                CHANGE.execute(session, {"chain": "a1", "count": count})
            assert LOOK.first(session, {"chain": "a1"}) == (count,)
        session.execute(sa.delete(HEAD).where(HEAD.c.count < 7))
    assert counts(store) == {"a1": 7, "a7": 7}


def say_together(session):
    with together(session):
        INSERT.execute(session, head("b", 1))
        INSERT.execute(session, head("a", 1))
        CHANGE.execute(session, {"chain": "b", "count": 2})
    pytest.fail("the refusal comes at the end of what was said together")


def test_what_one_of_it_is_refused_for_is_said_and_nothing_of_it_stays(store):
    with store.write() as session:
        INSERT.execute(session, head("a", 5))
    with pytest.raises(ConflictError, match=r"store\.collision"), store.write() as session:
        say_together(session)
    assert counts(store) == {"a": 5}


def test_what_was_refused_is_said_where_the_answer_to_a_question_is_awaited(store):
    with store.write() as session:
        INSERT.execute(session, head("a", 5))
    with pytest.raises(ConflictError, match=r"store\.collision"), store.write() as session:
        ask_together(session)
    assert counts(store) == {"a": 5}


def ask_together(session):
    with together(session):
        INSERT.execute(session, head("a", 1))
        LOOK.first(session, {"chain": "a"})


def test_an_error_of_ones_own_within_leaves_nothing_either(store):
    with pytest.raises(NotADirectoryError), store.write() as session, together(session):
        fail_after(session)
    assert counts(store) == {}
    with store.write() as session, together(session):
        INSERT.execute(session, head("a", 1))
    assert counts(store) == {"a": 1}


def fail_after(session):
    INSERT.execute(session, head("a", 1))
    raise NotADirectoryError


def test_a_server_that_goes_away_meanwhile_is_said(postgres):
    store = Store(postgres.new_database())
    with pytest.raises(StorageError) as refused, store.write() as session, together(session):
        cut_off(store, session)
    assert refused.value.code == "store.unreachable"
    assert counts(store) == {}
    store.close()


def cut_off(store, session):
    own = session.connection().connection.dbapi_connection.info.backend_pid
    with store.engine.connect() as other:
        other.execute(sa.select(sa.func.pg_terminate_backend(own)))
    INSERT.execute(session, head("a", 1))
