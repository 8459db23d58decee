"""The master key changed, SM4 beside AES, values that were moved."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from workflow.adapters.ciphers import AES, SM4, decrypt, encrypt
from workflow.adapters.keyfile import keyring, make_key_file, next_path, read_key_file, take_next
from workflow.app import keeping
from workflow.app.casefiles import casefile
from workflow.app.listing import Filter, list_cases
from workflow.app.rotating import rotate
from workflow.bootstrap import build
from workflow.cli.main import run
from workflow.errors import StorageError
from workflow.settings import Settings
from workflow.store import vaults
from workflow.store.tables import ChainKey, VaultValue, table_of

from .conftest import ADMIN, CONTENT, KEYS, NAME, OFFICER, Clerk

VALUE, KEY = table_of(VaultValue), table_of(ChainKey)
NEW = keyring(b"n" * 32)
PLACE = "vault_value|value|request:1|1.applicant"


@pytest.mark.parametrize("cipher", [AES, SM4])
def test_a_value_opens_in_its_place_only(cipher):
    sealed = encrypt(cipher, b"k" * 32, PLACE, NAME.encode())
    assert decrypt(b"k" * 32, PLACE, sealed).decode() == NAME
    for key, place in ((b"k" * 32, PLACE.replace(":1|", ":2|")), (b"x" * 32, PLACE)):
        with pytest.raises(StorageError) as refused:
            decrypt(key, place, sealed)
        assert refused.value.code == "vault.damaged"


@pytest.mark.parametrize("cipher", [AES, SM4])
def test_every_changed_byte_of_a_sealed_value_is_found(cipher):
    sealed = encrypt(cipher, b"k" * 32, PLACE, b"value")
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(StorageError):
            decrypt(b"k" * 32, PLACE, changed)
    for length in range(len(sealed)):
        with pytest.raises(StorageError):
            decrypt(b"k" * 32, PLACE, sealed[:length])


def test_sm4_is_the_standards_cipher():
    # GB/T 32907-2016, appendix A.1: key and plaintext 0123456789abcdeffedcba9876543210
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    encryptor = Cipher(algorithms.SM4(block), modes.ECB()).encryptor()
    assert encryptor.update(block).hex() == "681edf34d206965e86b3e94f536e4246"


def test_what_either_cipher_sealed_opens_under_the_other_setting(office, clerk):
    number = clerk.register()
    sm4 = replace(office, keys=replace(KEYS, cipher=SM4))
    other = Clerk(sm4).register()
    for one in (office, sm4):
        assert casefile(one, number).applicant.name == casefile(one, other).applicant.name == NAME
    with office.store.read() as session:
        headers = {bytes(v)[:8] for v in session.execute(sa.select(VALUE.c.value)).scalars()}
    assert headers == {b"v1|AES-2", b"v1|SM4-G"}


def test_after_a_rotation_all_opens_under_the_new_key_and_nothing_under_the_old(office, clerk):
    number = clerk.register()
    assert rotate(office, NEW, ADMIN) == 1
    rotated = replace(office, keys=NEW)
    assert keeping.verify(rotated, derived=True).broken == ()
    assert casefile(rotated, number).content == CONTENT
    assert [row["number"] for row in list_cases(rotated, Filter(text="征收"))] == [number]
    with pytest.raises(StorageError), office.store.read() as session:
        vaults.check_keyring(session, KEYS)
    with pytest.raises(StorageError):
        casefile(office, number)


def test_a_process_with_the_old_key_can_write_nothing_more(office, clerk):
    number = clerk.register()
    rotate(office, NEW, ADMIN)
    for write in (clerk.register, lambda: clerk.move(number, "acknowledge")):
        with pytest.raises(StorageError) as refused:
            write()
        assert refused.value.code == "trust.in_use"
    with pytest.raises(StorageError) as refused, office.store.write() as session:
        vaults.Vault(session, KEYS, "draft:9").put("1.applicant", NAME)
    assert refused.value.code == "vault.wrong_key"
    assert keeping.verify(replace(office, keys=NEW), derived=True).broken == ()


def test_a_broken_journal_is_not_sealed_anew(office, clerk):
    clerk.register()
    with office.store.write() as session:
        session.execute(sa.text("UPDATE journal_head SET count = count + 1"))
    with pytest.raises(StorageError) as refused:
        rotate(office, NEW, ADMIN)
    assert refused.value.code == "trust.journal_broken"
    with office.store.read() as session:
        vaults.check_keyring(session, KEYS)


def test_the_old_wrapping_is_in_no_row_after_a_rotation(office, clerk):
    clerk.register()
    with office.store.read() as session:
        before = set(session.execute(sa.select(KEY.c.wrapped)).scalars())
    rotate(office, NEW, OFFICER)
    with office.store.read() as session:
        assert before.isdisjoint(session.execute(sa.select(KEY.c.wrapped)).scalars())


def test_the_former_key_is_kept_for_older_backups(tmp_path):
    path = tmp_path / "key"
    old = make_key_file(path)
    for number in (1, 2):
        new = make_key_file(next_path(path))
        former = take_next(path)
        assert former == tmp_path / f"key.former-{number}"
        assert (read_key_file(former), read_key_file(path)) == (old, new)
        assert former.stat().st_mode & 0o777 == 0o600
        old = new


@pytest.fixture
def settings(tmp_path):
    settings = Settings(data_dir=tmp_path / "data")
    build(settings).store.close()
    return settings


def test_a_rotation_stopped_before_the_file_is_finished_by_the_next_start(settings):
    office = build(settings)
    coming = make_key_file(next_path(settings.key_path))
    rotate(office, coming, ADMIN)  # and here the power goes
    office.store.close()
    again = build(settings)
    assert again.keys == coming == read_key_file(settings.key_path)
    again.store.close()


def test_a_rotation_stopped_before_the_database_leaves_the_old_key_in_force(settings):
    make_key_file(next_path(settings.key_path))
    office = build(settings)
    assert office.keys == read_key_file(settings.key_path)
    office.store.close()


def test_a_foreign_key_is_refused_with_or_without_a_next_one(settings):
    settings.key_path.unlink()
    make_key_file(settings.key_path)
    with pytest.raises(StorageError) as refused:
        build(settings)
    make_key_file(next_path(settings.key_path))
    with pytest.raises(StorageError) as again:
        build(settings)
    assert refused.value.code == again.value.code == "vault.wrong_key"


def test_the_command_rotates_and_the_setting_chooses_the_cipher(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("WORKFLOW_CIPHER", "sm4-gcm")
    assert run(["agency", "add", "--code", "liangtian", "--name", "良田镇（示例）"]) == 0
    before = (tmp_path / "key").read_bytes()
    assert run(["keys", "rotate", "--json"]) == 0
    assert '"cipher": "sm4-gcm"' in capsys.readouterr().out
    assert (tmp_path / "key").read_bytes() != before == (tmp_path / "key.former-1").read_bytes()
    assert run(["journal", "verify", "--derived"]) == 0
    monkeypatch.setenv("WORKFLOW_CIPHER", "rc4")
    assert run(["journal", "verify"]) == 2
