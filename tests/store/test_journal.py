"""The journal on both databases: it only grows, and whatever is done to it shows."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from workflow.core.journal import COLUMNS
from workflow.errors import ConflictError, StorageError
from workflow.store import journals
from workflow.store.append_only import is_append_only

COPIED = ", ".join(f'"{column}"' for column in (*COLUMNS[2:], "digest"))
THIRD = "chain='request:1' AND entry=3"
AT = datetime(2020, 5, 11, 1, 0, tzinfo=UTC)


def entry(chain, trigger="acknowledge", **rest):
    return journals.make_entry(chain, trigger, date(2020, 5, 11), AT, "li", "clerk", **rest)


@pytest.fixture
def written(store, keys):
    """A small installation: one agency, two cases, of three entries and of one."""
    with store.write() as session:
        key = keys.head_key
        opening = entry("installation", "add_agency", facts={"code": "liangtian"})
        journals.open_chain(session, key, opening, "agency:liangtian")
        journals.append(session, key, entry("agency:liangtian", "add_agency"))
        for number, triggers in ((1, ["register", "acknowledge", "extend"]), (2, ["register"])):
            chain = f"request:{number}"
            journals.open_chain(session, key, entry("agency:liangtian", "open_case"), chain)
            for trigger in triggers:
                facts = {"length": 20, "text": "土地"}
                child = "consultation:c1" if trigger == "extend" else None
                journals.append(session, key, entry(chain, trigger, facts=facts, child=child))
    return store


def broken(store, keys):
    with store.read() as session:
        found = journals.verify(session, keys.head_key)
    return [(breach.chain, breach.entry, breach.what) for breach in found.broken]


def triggers_off(store):
    """Return what only somebody who owns the database can do."""
    if store.sqlite:
        return [f"DROP TRIGGER journal_no_{what}" for what in ("update", "delete", "replace")]
    return ["ALTER TABLE journal DISABLE TRIGGER ALL"]


def tamper(store, *statements):
    """Change a journal behind the product's back."""
    with store.write() as session:
        for statement in [*triggers_off(store), *statements]:
            session.execute(sa.text(statement))


def test_an_untouched_journal_is_sound(written, keys):
    with written.read() as session:
        found = journals.verify(session, keys.head_key)
    assert (found.entries, found.chains, found.broken) == (8, 4, ())


def test_entries_come_back_as_they_were_written(written):
    with written.read() as session:
        entries = journals.read_chain(session, "request:1")
    assert [e.entry for e in entries] == [1, 2, 3]
    assert [e.trigger for e in entries] == ["register", "acknowledge", "extend"]
    assert entries[2].facts == {"length": 20, "text": "土地"}
    assert entries[2].child == "consultation:c1"
    assert entries[0].recorded_at == AT


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET actor = 'wang'",
        "UPDATE journal SET facts = facts",
        "DELETE FROM journal",
        "DELETE FROM journal WHERE chain = 'request:2'",
    ],
)
def test_the_database_refuses_to_change_or_remove_an_entry(written, keys, statement):
    with pytest.raises(StorageError) as refused, written.write() as session:
        session.execute(sa.text(statement))
    assert refused.value.code == "store.append_only"
    assert broken(written, keys) == []


def test_replacing_or_truncating_is_refused_too(written, keys):
    statement = (
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE chain = 'request:2'"
        if written.sqlite
        else "TRUNCATE journal"
    )
    with pytest.raises(StorageError) as refused, written.write() as session:
        session.execute(sa.text(statement))
    assert refused.value.code == "store.append_only"


def test_a_missing_trigger_is_noticed(written):
    with written.read() as session:
        assert is_append_only(session.connection(), "journal")
    tamper(written)
    with written.read() as session:
        assert not is_append_only(session.connection(), "journal")


@pytest.mark.parametrize("column", [*COLUMNS, "digest"])
def test_a_change_in_any_column_is_found(written, keys, column):
    value = "7" if column in {"entry", "supersedes"} else "'x'"
    tamper(
        written,
        f"UPDATE journal SET \"{column}\" = {value} WHERE chain = 'request:1' AND entry = 2",
    )
    found = broken(written, keys)
    assert found
    assert any(chain in {"request:1", "x"} for chain, _, _ in found)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("DELETE FROM journal WHERE chain='request:1' AND entry=2", ("request:1", 2, "missing")),
        ("DELETE FROM journal WHERE chain='request:1' AND entry=3", ("request:1", 3, "missing")),
        ("DELETE FROM journal WHERE chain='request:2'", ("request:2", None, "missing")),
        (
            f"INSERT INTO journal SELECT chain, 4, {COPIED} FROM journal WHERE {THIRD}",
            ("request:1", 4, "changed"),
        ),
        ("DELETE FROM journal_head WHERE chain='request:1'", ("request:1", None, "head_missing")),
        (
            "UPDATE journal_head SET count=2 WHERE chain='request:1'",
            ("request:1", None, "head_changed"),
        ),
        (
            "UPDATE journal_head SET mac='0' WHERE chain='request:1'",
            ("request:1", None, "head_changed"),
        ),
    ],
)
def test_what_is_missing_or_added_is_named(written, keys, statement, expected):
    tamper(written, statement)
    assert expected in broken(written, keys)


@given(place=st.integers(0, 7), column=st.sampled_from([*COLUMNS, "digest"]), raw=st.binary())
@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
def test_any_bytes_in_any_column_are_found(written, keys, place, column, raw):
    """SQLite keeps whatever bytes are put into a text: also those that are no text."""
    if not written.sqlite:
        raw = raw.decode("utf-8", "ignore").replace("\0", "").encode()
    where = "(chain, entry) = (SELECT chain, entry FROM journal ORDER BY chain, entry LIMIT 1"
    number = column in {"entry", "supersedes"}
    value = f"{len(raw) + 20}" if number else f"CAST(X'{raw.hex()}' AS TEXT)"
    if not written.sqlite:
        value = value if number else f"convert_from(decode('{raw.hex()}', 'hex'), 'UTF8')"
    with written.engine.connect() as connection:
        connection.begin()
        for drop in triggers_off(written):
            connection.exec_driver_sql(drop)
        old = f'SELECT "{column}" FROM journal WHERE {where} OFFSET {place})'
        before = connection.exec_driver_sql(old).scalar()
        connection.exec_driver_sql(
            f'UPDATE journal SET "{column}" = {value} WHERE {where} OFFSET {place})'
        )
        session = Session(connection)
        changed = before != (int(value) if number else raw.decode("utf-8", "surrogateescape"))
        assert bool(journals.verify(session, keys.head_key).broken) == changed
        connection.rollback()


def test_a_head_whose_count_is_no_number_is_found(written, keys):
    if written.sqlite:
        tamper(written, "UPDATE journal_head SET count = 'many' WHERE chain = 'request:1'")
    else:
        tamper(written, "UPDATE journal_head SET count = -1 WHERE chain = 'request:1'")
    assert ("request:1", None, "head_changed") in broken(written, keys)


def test_a_case_removed_with_its_head_is_found_by_its_agency(written, keys):
    tamper(
        written,
        "DELETE FROM journal WHERE chain = 'request:2'",
        "DELETE FROM journal_head WHERE chain = 'request:2'",
    )
    assert broken(written, keys) == [("request:2", None, "chain_missing")]


def test_a_cut_tail_with_a_rewritten_head_is_found(written, keys):
    tamper(
        written,
        "DELETE FROM journal WHERE chain = 'request:1' AND entry = 3",
        "UPDATE journal_head SET count = 2, digest ="
        " (SELECT digest FROM journal WHERE chain = 'request:1' AND entry = 2)"
        " WHERE chain = 'request:1'",
    )
    assert broken(written, keys) == [("request:1", None, "head_changed")]


def test_two_entries_in_each_others_place_are_found(written, keys):
    tamper(
        written,
        "UPDATE journal SET entry = 9 WHERE chain = 'request:1' AND entry = 2",
        "UPDATE journal SET entry = 2 WHERE chain = 'request:1' AND entry = 3",
        "UPDATE journal SET entry = 3 WHERE chain = 'request:1' AND entry = 9",
    )
    assert ("request:1", 2, "changed") in broken(written, keys)


def test_a_case_nobody_opened_is_found(written, keys):
    with written.write() as session:
        journals.append(session, keys.head_key, entry("request:99", "register"))
    assert broken(written, keys) == [("request:99", None, "chain_unannounced")]


def test_who_comes_late_is_told_who_when_and_what(written, keys):
    with pytest.raises(ConflictError) as late, written.write() as session:
        journals.append(session, keys.head_key, entry("request:1"), expected=2)
    assert late.value.code == "journal.overtaken"
    assert "li" in late.value.message
    assert "2020-05-11 09:00" in late.value.message  # in China
    assert "extend" in late.value.message


def test_what_fails_in_the_middle_leaves_nothing(written, keys):
    def fail():
        with written.write() as session:
            journals.append(session, keys.head_key, entry("request:1"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with written.read() as session:
        assert len(journals.read_chain(session, "request:1")) == 3
    assert broken(written, keys) == []
