"""Statements handed to the driver ready made write what SQLAlchemy would."""

import re
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from workflow.errors import ConflictError
from workflow.store.compiled import Compiled
from workflow.store.prepared import Prepared, insert_into
from workflow.store.tables import (
    DerivedDeadline,
    Journal,
    JournalHead,
    NumberSeries,
    OutboxRow,
    table_of,
)

DEADLINE, HEAD, OUTBOX = map(table_of, (DerivedDeadline, JournalHead, OutboxRow))
SERIES = table_of(NumberSeries)
MOMENT = datetime(2026, 11, 24, 4, 5, 6, 7, tzinfo=UTC)
ROW = {
    "chain": "request:1",
    "place": 0,
    "agency": "lt",
    "clock": "reply",
    "child": "",
    "due": date(2020, 6, 9),
    "warn_on": None,
    "state": "running",
    "open": True,
    "duty": True,
    "waiting_for": None,
    "ended_on": None,
    "provisional": False,
    "not_before": None,
    "not_after": None,
}


def stored(store, table):
    with store.read() as session:
        order = sa.select(table).order_by(*table.primary_key)
        return [dict(row) for row in session.execute(order).mappings()]


def test_rows_are_the_ones_that_a_statement_of_sqlalchemy_would_have_written(store):
    rows = [ROW, ROW | {"place": 1, "due": None, "open": False, "child": "r1"}]
    with store.write() as session:
        session.execute(sa.insert(DEADLINE), rows)
    before = stored(store, DEADLINE)
    with store.write() as session:
        session.execute(sa.delete(DEADLINE))
        insert_into(DEADLINE).many(session, iter(rows))
    assert stored(store, DEADLINE) == before == rows


def test_a_moment_keeps_its_zone_and_the_database_gives_the_number(store):
    row = {"effect": "a", "kind": "notify", "chain": "c", "entry": 1, "payload": "{}"}
    insert = insert_into(OUTBOX)
    with store.write() as session:
        insert.execute(session, row | {"made_at": MOMENT, "attempts": 0})
        insert.execute(session, row | {"effect": "b", "made_at": MOMENT, "attempts": 0})
    first, second = stored(store, OUTBOX)
    assert (first["made_at"], first["done_at"]) == (MOMENT, None)
    assert second["id"] == first["id"] + 1


def test_a_row_in_the_order_of_its_columns_needs_no_names(store):
    insert = insert_into(HEAD)
    with store.write() as session:
        insert.rows(session, [("a", 1, "d", "m"), ("b", 2, "e", "n")])
        insert.rows(session, [])
    assert [tuple(row.values()) for row in stored(store, HEAD)] == [
        ("a", 1, "d", "m"),
        ("b", 2, "e", "n"),
    ]


def test_no_rows_are_no_call(store):
    with store.write() as session:
        insert_into(HEAD).many(session, [])
    assert stored(store, HEAD) == []


def test_a_condition_and_a_change_take_their_values_by_name(store):
    of_chain = HEAD.c.chain == sa.bindparam("chain")
    change = Prepared(sa.update(HEAD).where(of_chain).values(count=sa.bindparam("count")))
    look = Prepared(sa.select(HEAD.c.count).where(of_chain).with_for_update())
    remove = Prepared(sa.delete(HEAD).where(of_chain))
    with store.write() as session:
        insert_into(HEAD).rows(session, [("a", 1, "d", "m"), ("b", 2, "e", "n")])
        change.execute(session, {"chain": "a", "count": 7})
        assert look.first(session, {"chain": "a"}) == (7,)
        assert look.first(session, {"chain": "b"}) == (2,)
        remove.execute(session, {"chain": "a"})
        assert look.first(session, {"chain": "a"}) is None


def test_what_the_database_refuses_is_told_in_plain_words_and_nothing_stays(store):
    with pytest.raises(ConflictError, match=r"store\.collision"), store.write() as session:
        insert_into(HEAD).rows(session, [("a", 1, "d", "m"), ("a", 2, "e", "n")])
    assert stored(store, HEAD) == []


def test_a_missing_column_that_must_be_there_is_refused(store):
    with pytest.raises(ConflictError), store.write() as session:
        insert_into(HEAD).execute(session, {"chain": "a"})


def test_a_statement_is_compiled_once_for_each_kind_of_database(store):
    insert = insert_into(HEAD)
    with store.write() as session:
        insert.rows(session, [("a", 1, "d", "m")])
        (first,) = insert._compiled.values()
        insert.rows(session, [("b", 1, "d", "m")])
        (second,) = insert._compiled.values()
    assert first is second


@settings(max_examples=50)
@given(st.dates(date(1, 1, 1)), st.booleans())
def test_a_day_is_bound_as_sqlalchemy_binds_it(day, flag):
    _, bound = Compiled(insert_of(DEADLINE), sqlite.dialect()).ready(
        ROW | {"due": day, "open": flag}
    )
    names = [column.name for column in DEADLINE.columns]
    assert bound[names.index("due")] == day.isoformat()
    assert bound[names.index("open")] == int(flag)
    assert bound[names.index("warn_on")] is None


def insert_of(table):
    return insert_into(table)._statement


def names_written(table):
    text, _ = Compiled(insert_of(table), sqlite.dialect()).ready({})
    return re.findall(r"\w+", text[text.index("(") : text.index(")")])


def test_every_column_of_a_table_with_a_key_of_its_own_is_written():
    assert names_written(table_of(Journal)) == [one.name for one in table_of(Journal).columns]
    assert "id" not in names_written(OUTBOX)
    assert names_written(SERIES) == ["owner", "series", "year", "last"]
