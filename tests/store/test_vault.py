"""Personal values: encrypted under the key of their chain, bound to their place, destroyable."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from workflow.adapters.keyfile import keyring, make_key_file, read_key_file
from workflow.errors import StorageError
from workflow.store import vaults
from workflow.store.tables import Attachment, ChainKey, VaultValue, table_of
from workflow.store.vaults import Vault

AT = datetime(2020, 5, 11, tzinfo=UTC)
VALUE, KEY, ATTACHMENT = table_of(VaultValue), table_of(ChainKey), table_of(Attachment)


def put(store, keys, chain, **values):
    with store.write() as session:
        vault = Vault(session, keys, chain)
        return {name: vault.put(f"1.{name}", value) for name, value in values.items()}


def get(store, keys, chain, refs):
    with store.read() as session:
        return Vault(session, keys, chain).get_all(refs)


def test_values_come_back_and_no_two_ciphertexts_are_alike(store, keys):
    said = {"name": "张三（示例）", "person": {"id_number": "1234"}, "again": "张三（示例）"}
    refs = put(store, keys, "request:1", **said)
    assert get(store, keys, "request:1", refs) == said
    with store.read() as session:
        sealed = [bytes(v) for v in session.execute(sa.select(VALUE.c.value)).scalars()]
    assert len(set(sealed)) == 3
    assert all("张三".encode() not in one for one in sealed)


def test_a_value_moved_to_another_place_does_not_open(store, keys):
    refs = put(store, keys, "request:1", name="张三", other="李四")
    with store.write() as session:
        moved = sa.select(VALUE.c.value).where(VALUE.c.ref == "1.other").scalar_subquery()
        session.execute(sa.update(VALUE).where(VALUE.c.ref == "1.name").values(value=moved))
    with pytest.raises(StorageError) as refused:
        get(store, keys, "request:1", refs)
    assert refused.value.code == "vault.damaged"


def test_a_value_of_another_case_does_not_open(store, keys):
    refs = put(store, keys, "request:1", name="张三")
    put(store, keys, "request:2", name="李四")
    with store.write() as session:
        theirs = sa.select(VALUE.c.value).where(VALUE.c.chain == "request:2").scalar_subquery()
        session.execute(sa.update(VALUE).where(VALUE.c.chain == "request:1").values(value=theirs))
    with pytest.raises(StorageError):
        get(store, keys, "request:1", refs)


def test_a_wrapped_key_of_another_case_does_not_open(store, keys):
    refs = put(store, keys, "request:1", name="张三")
    put(store, keys, "request:2", name="李四")
    with store.write() as session:
        theirs = sa.select(KEY.c.wrapped).where(KEY.c.chain == "request:2").scalar_subquery()
        session.execute(sa.update(KEY).where(KEY.c.chain == "request:1").values(wrapped=theirs))
    with pytest.raises(StorageError):
        get(store, keys, "request:1", refs)


def test_a_value_that_is_not_the_one_the_journal_names_is_refused(store, keys):
    refs = put(store, keys, "request:1", name="张三")
    forged = {"name": {**refs["name"], "digest": "0" * 64}}
    with pytest.raises(StorageError) as refused:
        get(store, keys, "request:1", forged)
    assert refused.value.code == "vault.damaged"
    with pytest.raises(StorageError) as missing:
        get(store, keys, "request:1", {"name": {**refs["name"], "ref": "9.name"}})
    assert missing.value.code == "vault.missing"


def test_a_destroyed_key_takes_the_values_of_its_case_only(store, keys):
    refs = put(store, keys, "request:1", name="张三")
    others = put(store, keys, "request:2", name="李四")
    with store.write() as session:
        Vault(session, keys, "request:1").destroy(AT)
    assert get(store, keys, "request:1", refs) == {}
    assert get(store, keys, "request:2", others) == {"name": "李四"}
    with pytest.raises(StorageError) as refused:
        put(store, keys, "request:1", more="x")
    assert refused.value.code == "vault.destroyed"


def test_attachments_are_encrypted_with_their_names(store, keys):
    with store.write() as session:
        Vault(session, keys, "request:1").attach(
            "1.scan", "张三.pdf", "application/pdf", b"%PDF", AT
        )
    with store.read() as session:
        row = session.execute(sa.select(ATTACHMENT)).one()
        vault = Vault(session, keys, "request:1")
        assert vault.open("attachment|name", "1.scan", bytes(row.name)).decode() == "张三.pdf"
        assert vault.open("attachment|content", "1.scan", bytes(row.content)) == b"%PDF"
    assert b"%PDF" not in bytes(row.content)
    assert (row.size, row.media_type) == (4, "application/pdf")


def test_another_master_key_is_refused_before_it_does_harm(store, keys):
    with store.write() as session:
        assert vaults.install(session, keys, AT)
        assert not vaults.install(session, keys, AT)
    with store.read() as session, pytest.raises(StorageError) as refused:
        vaults.check_keyring(session, keyring(b"x" * 32))
    assert refused.value.code == "vault.wrong_key"


def test_the_key_file_is_made_once_for_its_owner_only(tmp_path):
    path = tmp_path / "key"
    made = make_key_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key_file(path) == made == make_key_file(path)
    assert "wrapping_key" not in repr(made)


@pytest.mark.parametrize("content", ["", "zz", "00" * 31, "00" * 33, "\xff\xff"])
def test_a_file_that_holds_no_key_is_refused(tmp_path, content):
    path = tmp_path / "key"
    path.touch(0o600)
    path.write_text(content, "latin-1")
    with pytest.raises(StorageError) as refused:
        read_key_file(path)
    assert refused.value.code == "vault.key_unreadable"


def test_a_key_file_that_others_can_read_or_that_is_gone_is_refused(tmp_path):
    path = tmp_path / "key"
    make_key_file(path)
    path.chmod(0o640)
    with pytest.raises(StorageError) as refused:
        read_key_file(path)
    assert refused.value.code == "vault.key_open_to_others"
    with pytest.raises(StorageError) as missing:
        read_key_file(tmp_path / "none")
    assert missing.value.code == "vault.key_missing"
    with pytest.raises(StorageError) as unwritten:
        make_key_file(tmp_path / "no" / "folder")
    assert unwritten.value.code == "vault.key_not_written"


def test_many_values_are_kept_under_the_names_of_their_references(store, keys):
    said = {"1.name": "张三（示例）", "1": "示例理由", "1.person": {"id_number": "1234"}}
    with store.write() as session:
        refs = Vault(session, keys, "request:1").put_all(said)
    assert {name: ref["ref"] for name, ref in refs.items()} == {name: name for name in said}
    assert get(store, keys, "request:1", refs) == said


def test_no_values_make_no_key(store, keys):
    with store.write() as session:
        vault = Vault(session, keys, "request:1")
        assert vault.put_all({}) == {}
        assert vault.wrapped() is None
