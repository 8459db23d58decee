"""Whoever owns the database can change it; the journal says which entry, in whatever way."""

import json
from contextlib import suppress

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflow.core.journal import COLUMNS
from workflow.store import journals
from workflow.store.journals import JOURNAL

INTEGERS = ("entry", "supersedes")


@pytest.fixture
def forged(office, clerk):
    """An office of three cases whose owner switched the triggers off."""
    for _ in range(3):
        clerk.register()
    clerk.move("良政公开〔2026〕1号", "acknowledge")
    clerk.move("良政公开〔2026〕1号", "withdraw", statement="示例")
    off = {
        True: [f"DROP TRIGGER journal_no_{what}" for what in ("update", "delete", "replace")],
        False: ["ALTER TABLE journal DISABLE TRIGGER ALL"],
    }[office.store.sqlite]
    with office.store.write() as session:
        for statement in off:
            session.execute(sa.text(statement))
    return office


class UndoneError(Exception):
    pass


def said(office, *statements):
    """Forge inside a transaction that is taken back; return what verify says meanwhile."""
    found = []
    with suppress(UndoneError), office.store.write() as session:
        for statement in statements:
            session.execute(statement)
        broken = journals.verify(session, office.keys.head_key).broken
        found += [(one.chain, one.entry, one.what) for one in broken]
        raise UndoneError
    return found


HERE = (JOURNAL.c.chain == "request:1") & (JOURNAL.c.entry == 2)


@pytest.mark.parametrize("column", [*COLUMNS, "digest"])
def test_a_changed_column_names_its_entry(forged, column):
    value = 9 if column in INTEGERS else "x"
    found = said(forged, sa.update(JOURNAL).where(HERE).values({column: value}))
    assert found
    assert {chain for chain, _, _ in found} <= {"request:1", "x"}
    assert any(entry in {2, 3, 9, None} for _, entry, _ in found)


def test_every_byte_of_every_column_counts(forged):
    """One byte changed, added or taken away anywhere in an entry is found."""
    with forged.store.read() as session:
        rows = session.execute(sa.select(JOURNAL)).mappings().all()
    texts = [
        (row, name)
        for row in rows
        for name in (*COLUMNS, "digest")
        if name not in INTEGERS and row[name]
    ]

    @given(st.sampled_from(range(len(texts))), st.integers(0, 10**6), st.integers(0, 2))
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def mutate(which, at, way):
        row, name = texts[which]
        text = row[name]
        place = at % len(text)
        changed = [
            text[:place] + ("0" if text[place] != "0" else "1") + text[place + 1 :],
            text[:place] + "0" + text[place:],
            text[:place] + text[place + 1 :],
        ][way]
        here = (JOURNAL.c.chain == row["chain"]) & (JOURNAL.c.entry == row["entry"])
        assert said(forged, sa.update(JOURNAL).where(here).values({name: changed}))

    mutate()


def test_a_missing_entry_is_named(forged):
    found = said(forged, sa.delete(JOURNAL).where(HERE))
    assert ("request:1", 2, "missing") in found


def test_a_missing_tail_and_a_missing_case_are_named(forged):
    tail = sa.delete(JOURNAL).where(JOURNAL.c.chain == "request:1", JOURNAL.c.entry == 3)
    assert ("request:1", 3, "missing") in said(forged, tail)
    case = sa.delete(JOURNAL).where(JOURNAL.c.chain == "request:2")
    head = sa.text("DELETE FROM journal_head WHERE chain = 'request:2'")
    assert ("request:2", None, "chain_missing") in said(forged, case, head)


def test_an_added_entry_is_named(forged):
    with forged.store.read() as session:
        row = dict(session.execute(sa.select(JOURNAL).where(HERE)).mappings().one())
    found = said(forged, sa.insert(JOURNAL).values(**(row | {"entry": 4})))
    assert found == [("request:1", 4, "changed")] or ("request:1", 4, "added") in found


def test_two_entries_that_changed_places_are_named(forged):
    swaps = [(2, 99), (3, 2), (99, 3)]
    mine = JOURNAL.c.chain == "request:1"
    statements = [
        sa.update(JOURNAL).where(mine, JOURNAL.c.entry == one).values(entry=other)
        for one, other in swaps
    ]
    named = {entry for _, entry, _ in said(forged, *statements)}
    assert {2, 3} & named


def test_the_same_facts_in_another_order_are_found(forged):
    with forged.store.read() as session:
        first = JOURNAL.c.chain == "request:1", JOURNAL.c.entry == 1
        text = session.execute(sa.select(JOURNAL.c.facts).where(*first)).scalar_one()
    turned = json.dumps(dict(reversed(json.loads(text).items())), ensure_ascii=False)
    found = said(forged, sa.update(JOURNAL).where(*first).values(facts=turned))
    assert ("request:1", 1, "changed") in found


def test_a_case_given_to_another_chain_is_found(forged):
    move = sa.update(JOURNAL).where(JOURNAL.c.chain == "request:3").values(chain="request:4")
    found = said(forged, move)
    assert {("request:4", None, "chain_unannounced"), ("request:3", None, "missing")} <= set(
        found
    ) | {(chain, None, what) for chain, _, what in found}
