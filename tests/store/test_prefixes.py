"""Chains by the beginning of their names: the very ones, and without reading all the others."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflow.store.journals import HEAD, chains
from workflow.store.prefixes import begins_with

#: What LIKE would take for more than a character, what sorts oddly, and what lies just beside.
NAMES = st.text(alphabet="aAbB/%_-:09。土\\'\u00e9", max_size=6)
BY_LANGUAGE = 'ALTER TABLE journal_head ALTER COLUMN chain TYPE varchar COLLATE "und-x-icu"'


def write(store, names):
    rows = [{"chain": name, "count": 1, "digest": "", "mac": ""} for name in names]
    with store.write() as session:
        session.execute(sa.delete(HEAD))
        if rows:
            session.execute(sa.insert(HEAD), rows)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(names=st.sets(NAMES, max_size=12), prefix=NAMES)
def test_just_those_that_begin_with_it_are_found(store, names, prefix):
    write(store, names)
    with store.read() as session:
        found = chains(session, prefix)
    assert sorted(found) == sorted(name for name in names if name.startswith(prefix))


@pytest.mark.parametrize("prefix", ["disclosure:shili/", "record_amendment:"])
def test_they_are_found_by_an_index(store, prefix):
    """PostgreSQL is given a language's order, as most installations have: no plain index helps."""
    if not store.sqlite:
        with store.write() as session:
            session.execute(sa.text(BY_LANGUAGE))
    write(store, [f"request:{n}" for n in range(3000)] + ["disclosure:shili/2024-1"])
    question = sa.select(HEAD.c.chain).where(begins_with(HEAD.c.chain, prefix))
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        line.execute(sa.text("ANALYZE"))
        said = question.compile(line, compile_kwargs={"literal_binds": True})
        word = "EXPLAIN QUERY PLAN" if store.sqlite else "EXPLAIN"
        plan = " ".join(map(str, line.exec_driver_sql(f"{word} {said}").all()))
    assert ("SEARCH" if store.sqlite else "ix_journal_head_prefix") in plan, plan
