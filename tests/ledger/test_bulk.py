"""Chains written many at a time are the chains that would have been written one by one."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from workflow.adapters.keyfile import keyring
from workflow.core.chain import StoredEntry, check_chain, make_head
from workflow.core.journal import columns_of, entry_of
from workflow.errors import StorageError
from workflow.store import journals
from workflow.store.bulk import Bulk, NewChain
from workflow.store.numbers import last_taken, take
from workflow.store.vaults import Vault, install

MOMENT = datetime(2026, 11, 24, 4, tzinfo=UTC)
DAY = date(2020, 5, 11)
MADE = (DAY, MOMENT, "li", "clerk")


def entry(chain="", trigger="register", **more):
    return journals.make_entry(chain, trigger, *MADE, **more)


@pytest.fixture
def standing(store, keys):
    """An installation with one chain that stands."""
    with store.write() as session:
        install(session, keys, MOMENT)
        journals.append(session, keys.head_key, entry(journals.INSTALLATION, "install"))
        opening = entry(journals.INSTALLATION, "add_agency")
        journals.open_chain(session, keys.head_key, opening, "agency:a")
        journals.append(session, keys.head_key, entry("agency:a", "add_agency"))
    return store


def write(session, keys, count, entries=3):
    """Write so many new chains, each with entries and one personal value."""
    bulk = Bulk(session, keys)
    made = []
    for n in range(count):
        new = bulk.begin("request:")
        facts = {"applicant": new.put("1.applicant", f"张{n}（示例）")}
        new.add(entry(facts=facts))
        for _ in range(entries - 1):
            new.add(entry(trigger="acknowledge"))
        bulk.keep(new, entry("agency:a", "open_case"))
        made.append(new)
    return bulk, made


def test_what_is_written_holds_and_can_be_opened(standing, keys):
    with standing.write() as session:
        bulk, made = write(session, keys, 4)
        bulk.flush()
    with standing.read() as session:
        found = journals.verify(session, keys.head_key)
        assert found.broken == ()
        assert (found.entries, found.chains) == (2 + 1 + 4 + 4 * 3, 2 + 4)
        for n, new in enumerate(made):
            facts = journals.read_chain(session, new.name)[0].facts
            opened = Vault(session, keys, new.name).get_all(facts)
            assert opened == {"applicant": f"张{n}（示例）"}


def test_one_by_one_continues_where_many_ended_and_back(standing, keys):
    with standing.write() as session:
        bulk, (first, _) = write(session, keys, 2)
        bulk.flush()
        assert take(session, "installation", "case") == 3
        journals.append(session, keys.head_key, entry(first.name, "archive"))
        journals.append(session, keys.head_key, entry("agency:a", "change_agency"))
    with standing.write() as session:
        bulk, (third,) = write(session, keys, 1)
        bulk.append(entry(first.name, "reopen"))
        bulk.flush()
        assert third.name == "request:4"
    with standing.read() as session:
        assert journals.verify(session, keys.head_key).broken == ()
        assert [one.entry for one in journals.read_chain(session, first.name)] == [1, 2, 3, 4, 5]


def test_several_flushes_are_one_chain_of_the_agency(standing, keys):
    with standing.write() as session:
        bulk, _ = write(session, keys, 2)
        bulk.flush()
        bulk.append(entry("agency:a", "import_ledger"))
        bulk.flush()
        bulk.flush()
    with standing.read() as session:
        assert len(journals.read_chain(session, "agency:a")) == 1 + 2 + 1
        assert journals.verify(session, keys.head_key).broken == ()


def test_a_chain_that_isn_t_kept_leaves_no_trace_and_no_gap(standing, keys):
    with standing.write() as session:
        bulk = Bulk(session, keys)
        dropped = bulk.begin("request:")
        dropped.add(entry(facts={"applicant": dropped.put("1.applicant", "张三（示例）")}))
        kept = bulk.begin("request:")
        kept.add(entry())
        bulk.keep(kept, entry("agency:a", "open_case"))
        bulk.flush()
        assert kept.name == dropped.name == "request:1"
        assert last_taken(session, "installation", "case") == 1
        assert Vault(session, keys, "request:1").get_all({}) == {}
    with standing.read() as session:
        assert journals.verify(session, keys.head_key).broken == ()


def test_nothing_kept_takes_no_number(standing, keys):
    with standing.write() as session:
        bulk = Bulk(session, keys)
        bulk.begin("request:")
        bulk.flush()
        assert last_taken(session, "installation", "case") == 0
        assert take(session, "installation", "case") == 1


def test_a_rollback_takes_everything_back(standing, keys):
    def fail():
        with standing.write() as session:
            bulk, _ = write(session, keys, 3)
            bulk.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with standing.read() as session:
        count = select(func.count()).select_from(journals.JOURNAL)
        assert session.execute(count).scalar_one() == 3
        assert journals.verify(session, keys.head_key).broken == ()


def test_a_value_moved_to_another_place_can_not_be_opened(standing, keys):
    with standing.write() as session:
        bulk, made = write(session, keys, 2)
        bulk.flush()
    first, second = made
    facts = dict(first.entries[0].facts)
    with standing.read() as session, pytest.raises(StorageError):
        Vault(session, keys, second.name).get_all(facts)


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=20)), min_size=1, max_size=5))
def test_any_facts_make_a_chain_that_checks(found):
    keys = keyring(bytes(range(32)))
    new = NewChain("request:1", keys, keys.new_key("request:1"))
    for facts in found:
        new.add(entry(facts=facts))
    recorder = Recorder()
    bulk = Bulk(recorder, keys)
    bulk._next = 1
    bulk._standing["agency:a"] = (1, "0" * 64)
    bulk.keep(new, entry("agency:a", "open_case"))
    rows = [row for row in bulk._journal if row[0] == new.name]
    both = zip(new.entries, rows, strict=True)
    stored = [StoredEntry(columns_of(one), row[-1]) for one, row in both]
    head = make_head(keys.head_key, new.name, len(found), rows[-1][-1])
    assert check_chain(new.name, stored, head) == []
    assert [entry_of(columns_of(one)) for one in new.entries] == new.entries


class Recorder:
    """Stands where no database is asked."""

    def execute(self, *_):
        raise AssertionError("nothing is written before the flush")
