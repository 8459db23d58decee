"""Backups on both databases: made while others write, looked over, restored, compared."""

import errno
import json
import threading
import zipfile
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from workflow.app import keeping
from workflow.app.backing_up import back_up
from workflow.app.backup_checking import check_backup
from workflow.app.casefiles import casefile
from workflow.app.restoring import restore
from workflow.errors import InputError, StorageError
from workflow.store import schema
from workflow.store.backup_content import content_of, differing
from workflow.store.backup_file import scratch
from workflow.store.engine import Store

from .conftest import KEYS, NAME, Clerk

AT = datetime(2026, 11, 24, 4, tzinfo=UTC)


@pytest.fixture
def empty_place(office, tmp_path, request):
    """Give an empty database of the office's own kind."""
    if office.store.sqlite:
        store = Store(f"sqlite:///{tmp_path}/restored.db")
    else:
        store = Store(request.getfixturevalue("postgres").new_database("template1"))
    yield store
    store.close()


@pytest.fixture
def backup(office, clerk, tmp_path):
    clerk.register()
    return back_up(office.store, tmp_path / "backup.zip", lambda: AT).path


def codes(reasons):
    return [reason.code for reason in reasons]


def contents(store):
    with store.read() as session:
        return content_of(session.connection()).tables


def test_the_drill_backup_verify_restore_compare(office, clerk, backup, empty_place):
    found = check_backup(backup, KEYS, live=office.store)
    assert found.wrong == ()
    assert found.manifest.revision == schema.CURRENT
    restore(empty_place, backup)
    assert differing(contents(office.store), contents(empty_place)) == []
    restored = replace(office, store=empty_place)
    verified = keeping.verify(restored, derived=True)
    assert verified.broken == ()
    assert verified.entries == keeping.verify(office).entries
    assert casefile(restored, "良政公开〔2026〕1号").applicant.name == NAME
    assert Clerk(restored).register() == clerk.register() == "良政公开〔2026〕2号"


def test_a_backup_made_while_another_writes_is_the_state_of_one_moment(
    office, clerk, tmp_path, empty_place
):
    stop, written = threading.Event(), []

    def write():
        while not stop.is_set():
            written.append(clerk.register())

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [back_up(office.store, tmp_path / f"{n}.zip", lambda: AT).path for n in range(3)]
    finally:
        stop.set()
        writer.join()
    assert len(written) > 3  # it did write meanwhile
    assert [check_backup(path, KEYS).wrong for path in made] == [(), (), ()]
    restore(empty_place, made[-1])
    assert keeping.verify(replace(office, store=empty_place), derived=True).broken == ()


def test_the_key_and_the_person_are_not_in_it(office, backup):
    with zipfile.ZipFile(backup) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert NAME.encode() not in content
    assert bytes(range(32)) not in content
    assert bytes(range(32)).hex().encode() not in content
    assert backup.stat().st_mode & 0o777 == 0o600


def test_it_differs_from_a_database_that_went_on(office, clerk, backup):
    clerk.register()
    wrong = check_backup(backup, KEYS, live=office.store).wrong
    assert set(codes(wrong)) == {"backup.table_differs"}
    assert {"journal", "journal_head", "derived_case"} <= {one.values["table"] for one in wrong}


def unpacked(path):
    """Return the copy in a backup, None where it can't be read any more."""
    try:
        with zipfile.ZipFile(path) as archive:
            return next(archive.read(n) for n in archive.namelist() if n != "manifest.json")
    except (zipfile.BadZipFile, zlib.error):
        return None


def test_a_changed_byte_in_the_copy_is_found(backup):
    raw, copy = backup.read_bytes(), unpacked(backup)
    for at in range(200, len(raw) - 2000, len(raw) // 8):
        backup.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        if unpacked(backup) != copy:
            assert codes(check_backup(backup, KEYS).wrong) == ["backup.damaged"]
    backup.write_bytes(raw[: len(raw) // 2])
    assert codes(check_backup(backup, KEYS).wrong) == ["backup.not_a_backup"]


def test_a_manifest_that_lies_about_the_size_fills_no_disk(backup, tmp_path):
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        told = json.loads(old.read("manifest.json"))
        name = next(one for one in old.namelist() if one != "manifest.json")
        new.writestr(name, b"\0" * 50_000_000)
        new.writestr("manifest.json", json.dumps(told | {"size": 1000}))
    assert codes(check_backup(bomb, KEYS).wrong) == ["backup.damaged"]


def test_without_its_key_the_seals_are_not_checked_which_is_said(office, backup):
    expected = "backup.without_key" if office.store.sqlite else "backup.dump_not_loaded"
    found = check_backup(backup, None)
    assert (found.wrong, codes(found.doubts)) == ((), [expected])


def test_a_file_that_is_there_is_never_overwritten(office, backup):
    before = backup.read_bytes()
    with pytest.raises(InputError) as refused:
        back_up(office.store, backup, lambda: AT)
    assert refused.value.code == "backup.exists"
    assert backup.read_bytes() == before


def test_into_a_folder_it_takes_a_name_of_its_moment(office, tmp_path):
    made = back_up(office.store, tmp_path, lambda: AT)
    assert made.path == tmp_path / "workflow-20261124T040000Z.zip"


def test_a_folder_that_is_not_there_is_said_and_nothing_is_left(office, tmp_path):
    with pytest.raises(StorageError) as refused:
        back_up(office.store, tmp_path / "no" / "where.zip", lambda: AT)
    assert refused.value.code == "backup.not_written"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_nothing_is_restored_over_something(office, clerk, backup):
    before = contents(office.store)
    with pytest.raises(InputError) as refused:
        restore(office.store, backup)
    assert refused.value.code == "backup.not_empty"
    assert contents(office.store) == before


def test_a_damaged_backup_is_not_restored_by_halves(backup, empty_place):
    raw = bytearray(backup.read_bytes())
    raw[len(raw) // 3] ^= 0xFF
    backup.write_bytes(raw)
    with pytest.raises((StorageError, InputError)):
        restore(empty_place, backup)
    with empty_place.engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == []


def rewritten(backup, **changes):
    with zipfile.ZipFile(backup) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    told = json.loads(parts["manifest.json"]) | changes
    parts["manifest.json"] = json.dumps(told).encode()
    with zipfile.ZipFile(backup, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)


def test_a_backup_of_a_newer_program_is_refused_untouched(backup, empty_place):
    rewritten(backup, revision="9999")
    with pytest.raises(StorageError) as refused:
        restore(empty_place, backup)
    assert refused.value.code == "backup.newer_schema"
    assert codes(check_backup(backup, KEYS).doubts)[-1] in {
        "backup.other_schema",
        "backup.dump_not_loaded",
    }


def test_a_backup_of_the_other_kind_of_database_is_refused(office, backup, empty_place):
    rewritten(backup, kind="postgresql" if office.store.sqlite else "sqlite")
    with pytest.raises(InputError) as refused:
        restore(empty_place, backup)
    assert refused.value.code == "backup.other_kind"


def test_rows_that_are_not_those_of_the_manifest_are_told_by_table(backup, empty_place):
    with zipfile.ZipFile(backup) as old:
        tables = json.loads(old.read("manifest.json"))["tables"]
    tables["agency"]["digest"] = "0" * 64
    rewritten(backup, tables=tables)
    with pytest.raises(StorageError) as refused:
        restore(empty_place, backup)
    assert refused.value.code == "backup.differs"
    assert "agency" in refused.value.message


def test_an_empty_place_has_nothing_to_back_up(empty_url, tmp_path):
    store = Store(empty_url)
    with pytest.raises(StorageError) as refused:
        back_up(store, tmp_path / "b.zip", lambda: AT)
    assert refused.value.code == "backup.nothing"
    store.close()


def test_days_and_blobs_of_two_rows_never_read_alike(office, clerk):
    clerk.register(date(2026, 11, 19))
    one = contents(office.store)
    clerk.register(date(2026, 11, 19))
    told = {name for name, _, _ in differing(one, contents(office.store))}
    assert {"journal", "vault_value", "chain_key"} <= told
    assert "agency" not in told


def test_what_a_killed_backup_left_is_cleared_by_the_next_one(office, clerk, tmp_path):
    clerk.register()
    left = tmp_path / ".workflow-killed"
    left.mkdir()
    (left / "copy").write_bytes(b"half of a copy")
    back_up(office.store, tmp_path / "backup.zip", lambda: AT)
    assert not left.exists()


def test_a_backup_under_way_beside_another_keeps_its_folder(tmp_path):
    with scratch(tmp_path / "one.zip") as first:
        with scratch(tmp_path / "two.zip") as second:
            assert first.is_dir()
        assert (first.is_dir(), second.exists()) == (True, False)
    assert not first.exists()


def test_where_the_disk_knows_no_locks_nothing_is_cleared(tmp_path, monkeypatch):
    def refuse(_handle, _how):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", refuse)
    other = tmp_path / ".workflow-other"
    other.mkdir()
    with scratch(tmp_path / "one.zip") as folder:
        assert folder.is_dir()
    assert [path.name for path in tmp_path.iterdir()] == [other.name]
