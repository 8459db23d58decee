"""Somebody writes into the journal past its triggers: ``journal verify`` finds every way."""

import json
import shutil
import sqlite3

import pytest

CHAIN = "chain='request:1'"
#: A way to tamper → the kinds of breach of which at least one is named.
WAYS = {
    "a fact changed": [f"UPDATE journal SET facts=facts||' ' WHERE {CHAIN} AND entry=2"],
    "a day changed": [f"UPDATE journal SET \"on\"='2024-05-08' WHERE {CHAIN} AND entry=2"],
    "an actor changed": [f"UPDATE journal SET actor='x' WHERE {CHAIN} AND entry=2"],
    "a role changed": [f"UPDATE journal SET role='leader' WHERE {CHAIN} AND entry=2"],
    "a record time changed": [
        f"UPDATE journal SET recorded_at='2024-05-07T00:00:00+00:00' WHERE {CHAIN} AND entry=2"
    ],
    "a digest changed": [f"UPDATE journal SET digest='0' WHERE {CHAIN} AND entry=2"],
    "one gone from the middle": [f"DELETE FROM journal WHERE {CHAIN} AND entry=2"],
    "the last one gone": [f"DELETE FROM journal WHERE {CHAIN} AND entry=3"],
    "the case gone": [f"DELETE FROM journal WHERE {CHAIN}"],
    "the case gone, head and all": [
        f"DELETE FROM journal WHERE {CHAIN}", f"DELETE FROM journal_head WHERE {CHAIN}",
    ],
    "the head gone": [f"DELETE FROM journal_head WHERE {CHAIN}"],
    "the head turned back": [f"UPDATE journal_head SET count=count-1 WHERE {CHAIN}"],
    "two in each other's place": [
        f"UPDATE journal SET entry=90 WHERE {CHAIN} AND entry=2",
        f"UPDATE journal SET entry=2 WHERE {CHAIN} AND entry=3",
        f"UPDATE journal SET entry=3 WHERE {CHAIN} AND entry=90",
    ],
    "everything gone": ["DELETE FROM journal", "DELETE FROM journal_head"],
}  # fmt: skip


@pytest.fixture
def used(office):
    number = office.register("2024-05-06")
    office.advance(number, "acknowledge", "2024-05-07")
    office.advance(number, "withdraw", "2024-05-08", statement="本人声明")
    return office


def tamper(path, statements):
    with sqlite3.connect(path) as database:
        found = database.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall()
        for (name,) in found:
            database.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            assert database.execute(statement).rowcount > 0
    database.close()


@pytest.mark.usefixtures("used")
def test_every_way_of_tampering_is_found_and_said_without_holes(call, tmp_path, monkeypatch):
    assert call("journal", "verify", "--json")[0] == 0
    for way, statements in WAYS.items():
        shutil.rmtree(tmp_path / "copy", ignore_errors=True)
        shutil.copytree(tmp_path / "workflow-data", tmp_path / "copy")
        tamper(tmp_path / "copy" / "workflow.db", statements)
        monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path / "copy"))
        status, out, _ = call("journal", "verify", "--json")
        broken = json.loads(out)["broken"]
        assert status == 1, way
        assert broken, way
        assert all({"chain", "entry", "what"} <= set(one) for one in broken), way
        assert not any("None" in one["message"] for one in broken), way


@pytest.mark.usefixtures("used")
def test_a_key_of_another_office_is_found_out(call, tmp_path):
    key = tmp_path / "workflow-data" / "key"
    key.write_text("0" * 64 + "\n", "utf-8")
    status, _, err = call("journal", "verify", "--json")
    assert status in {1, 2}
    assert "Traceback" not in err
