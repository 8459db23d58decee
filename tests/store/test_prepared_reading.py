"""Statements handed to the driver ready made read, and refuse, what SQLAlchemy would."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import exc
from sqlmodel import Session

from workflow.clock import CHINA
from workflow.errors import ConflictError, StorageError
from workflow.store.engine import Store
from workflow.store.prepared import Prepared, insert_into
from workflow.store.tables import DerivedCase, JournalHead, table_of
from workflow.store.tables.base import UtcDateTime

CASE, HEAD = table_of(DerivedCase), table_of(JournalHead)
#: A column of every kind that a table may have.
KINDS = sa.Table(
    "kinds",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("text", sa.Text),
    sa.Column("number", sa.BigInteger),
    sa.Column("flag", sa.Boolean),
    sa.Column("day", sa.Date),
    sa.Column("moment", UtcDateTime),
    sa.Column("plain_moment", sa.DateTime),
    sa.Column("hour", sa.Time),
    sa.Column("document", sa.JSON),
    sa.Column("raw", sa.LargeBinary),
    sa.Column("money", sa.Numeric(12, 2)),
    sa.Column("share", sa.Float),
)
MOMENT = datetime(2026, 11, 24, 4, 5, 6, 7, tzinfo=UTC)
ROW = {
    "id": 1,
    "text": "土地 %s :x ? 征收",
    "number": 2**40,
    "flag": False,
    "day": date(2020, 6, 9),
    "moment": MOMENT.astimezone(CHINA),
    "plain_moment": datetime(2026, 1, 2, 3, 4, 5),
    "hour": time(9, 30),
    "document": {"甲": [1, None, True], "b": {"c": "%"}},
    "raw": b"\x00\xff",
    "money": Decimal("12.30"),
    "share": 0.5,
}
NOTHING = dict.fromkeys(ROW) | {"id": 2}
ALL = sa.select(KINDS).order_by(KINDS.c.id)
KEYS = st.text("ab%:?", min_size=1, max_size=3)


@pytest.fixture
def kinds(store):
    with store.write() as session:
        KINDS.create(session.connection())
        session.execute(sa.insert(KINDS), [ROW, NOTHING])
    return store


@pytest.fixture
def heads(store):
    with store.write() as session:
        rows = [(name, at, f"d{at}", "m") for at, name in enumerate("abcdefghij", 1)]
        insert_into(HEAD).rows(session, rows)
    return store


def both(session, statement, values=None):
    """Return what SQLAlchemy reads and what the prepared statement does."""
    theirs = session.execute(statement, values or {}).all()
    return [tuple(row) for row in theirs], Prepared(statement).all(session, values or {})


def test_a_row_of_every_kind_of_value_and_of_nothing_is_read_the_same(kinds):
    with kinds.read() as session:
        theirs, ours = both(session, ALL)
    assert ours == theirs
    assert [[*map(type, row)] for row in ours] == [[*map(type, row)] for row in theirs]
    assert ours[0].moment == MOMENT
    assert ours[0].moment.utcoffset().total_seconds() == 0
    assert ours[0].document == ROW["document"]
    assert set(ours[1][1:-3]) <= {None}


def test_what_was_written_ready_made_is_what_sqlalchemy_reads(kinds):
    columns = {one.name: sa.bindparam(one.name) for one in KINDS.columns}
    insert = Prepared(sa.insert(KINDS).values(columns))
    with kinds.write() as session:
        insert.many(session, [ROW | {"id": 3}, NOTHING | {"id": 4}])
        insert.execute(session, ROW | {"id": 5})
        rows = [tuple(row)[1:] for row in session.execute(ALL)]
    assert rows == [rows[0], rows[1], rows[0], rows[1], rows[0]]


def test_an_expression_is_read_by_its_own_type(kinds):
    wanted = sa.select(
        sa.func.max(KINDS.c.moment),
        sa.func.count().label("many"),
        sa.func.avg(KINDS.c.number),
        sa.func.sum(KINDS.c.money).label("sum"),
        sa.case((KINDS.c.flag.is_(False), True), else_=None).label("answer"),
        KINDS.c.day,
        KINDS.c.day,
        sa.literal("x"),
    ).group_by(KINDS.c.flag, KINDS.c.day)
    with kinds.read() as session:
        theirs, ours = both(session, wanted.order_by(sa.desc("many"), KINDS.c.day))
    assert ours == theirs
    assert {row.many for row in ours} == {1}
    assert {type(row.sum) for row in ours} == {Decimal, type(None)}


def test_a_column_is_reached_by_its_name_and_its_place(heads):
    with heads.read() as session:
        row = Prepared(sa.select(HEAD).order_by(HEAD.c.chain)).first(session, {})
    assert (row.chain, row.count, row.digest) == (row[0], row[1], row[2]) == ("a", 1, "d1")


def test_a_value_of_the_statement_itself_holds_until_another_is_given(heads):
    some = sa.select(HEAD.c.chain).where(HEAD.c.count > sa.bindparam("least", 8))
    statement = Prepared(some.order_by(HEAD.c.chain).limit(5))
    with heads.read() as session:
        assert statement.all(session, {}) == [("i",), ("j",)]
        assert statement.all(session, {"least": 9}) == [("j",)]
        assert statement.all(session, {"least": None}) == []


def test_a_value_of_the_statement_itself_serves_each_of_many_executions(heads):
    change = sa.update(HEAD).where(HEAD.c.chain == sa.bindparam("at")).values(mac="new")
    with heads.write() as session:
        Prepared(change).many(session, [{"at": "a"}, {"at": "c"}])
    with heads.read() as session:
        changed = sa.select(HEAD.c.chain).where(HEAD.c.mac == "new").order_by(HEAD.c.chain)
        assert Prepared(changed).all(session, {}) == [("a",), ("c",)]


AMONG = (
    sa.select(HEAD.c.chain)
    .where(HEAD.c.chain.in_(sa.bindparam("chains", expanding=True)))
    .where(HEAD.c.count >= sa.bindparam("least"))
    .where(HEAD.c.count.not_in(sa.bindparam("without", expanding=True)))
    .order_by(HEAD.c.chain)
)
ASK_AMONG = Prepared(AMONG)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chains=st.lists(st.sampled_from("abcdefghijx"), max_size=12),
    without=st.lists(st.integers(0, 12), max_size=6),
    least=st.integers(0, 12),
)
def test_lists_of_any_length_are_asked_for_as_sqlalchemy_asks(heads, chains, without, least):
    values = {"chains": chains, "without": without, "least": least}
    with heads.read() as session:
        theirs = [tuple(row) for row in session.execute(AMONG, values)]
        assert ASK_AMONG.all(session, values) == theirs


def test_few_texts_serve_lists_of_many_lengths(heads):
    statement = Prepared(sa.select(HEAD).where(HEAD.c.chain.in_(sa.bindparam("c", expanding=True))))
    with heads.read() as session:
        for size in (1, 2, 3, 5, 8, 31, 40, 63, 127, 255, 500, 600, 1023):
            assert len(statement.all(session, {"c": [f"{at}" for at in range(size)] + ["a"]})) == 1
        assert statement.all(session, {"c": (f"{at}" for at in range(31_744))}) == []
    (compiled,) = statement._compiled.values()
    assert [*map(len, (text.names for text in compiled._texts.values()))] == [
        *(2**power for power in range(1, 11)),
        31_744,
    ]


def test_a_list_that_the_statement_holds_itself_is_kept(heads):
    with heads.read() as session:
        theirs, ours = both(session, AMONG.where(HEAD.c.chain.in_(["b", "c", "d"])), ASKED)
    assert ours == theirs == [("c",), ("d",)]


ASKED = {"chains": ["c", "d", "e"], "least": 1, "without": []}


def test_what_a_change_returns_is_read(heads):
    returning = sa.update(HEAD).where(HEAD.c.count > sa.bindparam("least")).values(mac="x")
    with heads.write() as session:
        rows = Prepared(returning.returning(HEAD.c.chain)).all(session, {"least": 8})
    assert sorted(rows) == [("i",), ("j",)]


def added_twice(session, count):
    insert, row = insert_into(HEAD), {"chain": "z", "count": 1, "digest": "", "mac": ""}
    insert.execute(session, row)
    assert count.first(session, {}).rows == 11
    insert.execute(session, row)


def test_a_transaction_sees_what_it_wrote_and_leaves_nothing_where_it_fails(heads):
    count = Prepared(sa.select(sa.func.count().label("rows")).select_from(HEAD))
    with pytest.raises(ConflictError), heads.write() as session:
        added_twice(session, count)
    with heads.read() as session:
        assert count.first(session, {}).rows == 10


def test_who_listens_to_the_engine_hears_of_it(heads):
    heard = []
    sa.event.listen(heads.engine, "before_cursor_execute", lambda *told: heard.append(told[2:4]))
    with heads.read() as session:
        Prepared(sa.select(HEAD.c.count).where(HEAD.c.chain == "a")).all(session, {})
    assert "journal_head" in heard[-1][0]
    assert len(heard[-1][1]) == 1


def test_a_statement_that_the_database_refuses_raises_sqlalchemys_own_error(heads):
    twice = {"chain": "a", "count": 1, "digest": "", "mac": ""}
    with Session(heads.engine) as session, pytest.raises(exc.IntegrityError) as refused:
        insert_into(HEAD).execute(session, twice)
    assert "journal_head" in refused.value.statement
    assert not refused.value.connection_invalidated
    assert refused.value.orig is refused.value.__cause__


def test_a_table_that_is_not_there_is_told_in_plain_words(store):
    with pytest.raises(StorageError) as told, store.read() as session:
        Prepared(sa.select(KINDS)).all(session, {})
    assert told.value.code == "store.failed"


def cut_off(store, session):
    own = session.execute(sa.select(sa.func.pg_backend_pid())).scalar_one()
    with store.engine.connect() as other:
        other.execute(sa.select(sa.func.pg_terminate_backend(own)))
    return session


def test_a_connection_that_was_lost_is_given_up_and_the_next_one_works(postgres):
    store = Store(postgres.new_database())
    whole = Prepared(sa.select(HEAD))
    with pytest.raises(StorageError) as told, store.write() as session:
        whole.all(cut_off(store, session), {})
    assert told.value.code == "store.unreachable"
    assert told.value.__cause__.connection_invalidated
    with store.read() as session:
        assert whole.all(session, {}) == []
    store.close()
