"""The drivers of ``scripts/trust`` at a small size: each must also be able to fail."""

import os

import crash
import disk
import fuzz
import powercut
import pytest
import races
import sqlalchemy as sa
from acts import Work, dice, open_office, set_up
from soundness import wrong_with

from workflow.store.engine import Store
from workflow.store.journals import JOURNAL
from workflow.store.tables import VaultValue, table_of

pytestmark = pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")


def test_what_was_acknowledged_before_a_kill_is_there_on_sqlite():
    found = crash.on_sqlite(8, seed=7)
    assert found.wrong == []
    assert found.kills == 8
    assert found.acts.total() >= 8
    assert found.acts["entry"] > 0


def test_what_was_acknowledged_before_a_kill_is_there_on_postgresql(postgres):
    found = crash.on_postgresql(3, postgres, seed=7)
    assert found.wrong == []
    assert found.acts.total() >= 3


def test_a_wal_cut_at_any_block_loses_nothing_that_was_on_the_disk():
    found = powercut.cut_often(10, seed=7)
    assert (found.wrong, found.cuts) == ([], 10)


def test_a_full_disk_and_a_read_only_one_are_said_and_lose_nothing():
    found = disk.try_disk(seed=7)
    assert found.wrong == []
    assert "store.disk_" in found.full
    assert min(found.acts_before_full, found.acts_after_space) > 0
    assert "store." in found.read_only or os.geteuid() != 0


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_eight_writers_lose_no_update_and_losers_get_a_sentence(kind, tmp_path, request):
    if kind == "sqlite":
        url = f"sqlite:///{tmp_path}/workflow.db"
    else:
        url = request.getfixturevalue("postgres").new_database("template1")
    found = races.race(url, 6)
    assert (found.lost, found.traces, found.wrong) == (0, [], [])
    assert found.succeeded > 8
    assert found.losers["journal.overtaken"] > 0
    assert "抢先办理" in found.sentence


def test_no_input_makes_a_parser_trace_hang_or_write_by_halves():
    found = fuzz.fuzz(300, seed=7)
    assert found.wrong == []
    assert sum(found.inputs.values()) >= 300
    assert len(found.inputs) == 22


@pytest.fixture
def worked(tmp_path):
    url = f"sqlite:///{tmp_path}/workflow.db"
    set_up(url)
    office = open_office(url, documents=False)
    work = Work(office, dice("worked"))
    acts = [*work.register("in_person"), *work.register("in_person")]
    yield office, acts
    office.store.close()


def test_the_check_sees_a_lost_act(worked):
    office, acts = worked
    assert wrong_with(office, acts) == []
    assert wrong_with(office, [*acts, ("entry", "request:9", 1, "register")]) != []
    assert wrong_with(office, [("effect", "request:1/1/draft_notice/N99")]) != []


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM vault_value WHERE chain = 'request:1'",
        "INSERT INTO vault_value SELECT chain, 'stray', value FROM vault_value LIMIT 1",
        "DELETE FROM derived_search WHERE chain = 'request:2'",
        "UPDATE derived_case SET state = 'served' WHERE chain = 'request:2'",
        "UPDATE derived_case SET number = '良政公开〔2026〕9号' WHERE chain = 'request:2'",
        "UPDATE outbox SET payload = 'no JSON' WHERE done_at IS NULL",
    ],
)
def test_the_check_sees_what_is_half_there(worked, damage):
    office, acts = worked
    with office.store.write() as session:
        session.execute(sa.text(damage))
    try:
        found = wrong_with(office, acts)
    except Exception as error:  # noqa: BLE001  (a value that is gone raises)
        found = [str(error)]
    assert found != []


def test_random_work_makes_many_kinds_of_entries_and_every_value_is_sealed(tmp_path):
    url = f"sqlite:///{tmp_path}/workflow.db"
    set_up(url)
    office = open_office(url, documents=False)
    work = Work(office, dice("many"))
    for _ in range(60):
        work.act()
    office.store.close()
    store = Store(url)
    with store.read() as session:
        kinds = set(session.execute(sa.select(JOURNAL.c.trigger)).scalars())
        values = session.execute(sa.select(table_of(VaultValue).c.value)).scalars().all()
    store.close()
    assert len(kinds) > 8
    assert all(bytes(value).startswith(b"v1|AES-256-GCM|") for value in values)
