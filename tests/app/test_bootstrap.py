"""Settings, the data folder and the key: what is wrong is said in one sentence."""

import os

import pytest
import sqlalchemy as sa

from workflow.app.agencies import NewAgency, add_agency
from workflow.app.office import Actor
from workflow.bootstrap import build
from workflow.errors import InputError, StorageError
from workflow.settings import load_settings
from workflow.store import vaults


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("WORKFLOW_"):
            monkeypatch.delenv(name)
    return tmp_path


def closed(office):
    office.store.close()
    return office


def test_an_empty_folder_is_made_with_database_and_key(place):
    closed(build())
    folder = place / "workflow-data"
    assert sorted(path.name for path in folder.iterdir()) == ["key", "workflow.db"]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "key").stat().st_mode & 0o777 == 0o600
    closed(build())


def test_variables_win_over_the_file(place, monkeypatch):
    (place / "workflow.toml").write_text('data_dir = "from-file"\nremind_days = [7]\n')
    assert load_settings().data_dir.name == "from-file"
    assert load_settings().remind_days == (7,)
    monkeypatch.setenv("WORKFLOW_DATA_DIR", "from-variable")
    assert load_settings().data_dir.name == "from-variable"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('password = "x"', "password"),
        ('master_key = "00"', "master_key"),
        ('secret = "x"', "secret"),
        ('database_url = "postgresql://li:pass@host/base"', "database_url"),
    ],
)
def test_a_secret_in_the_file_is_refused(place, text, name):
    (place / "workflow.toml").write_text(text + "\n")
    with pytest.raises(InputError) as refused:
        load_settings()
    assert refused.value.code == "store.secret_in_file"
    assert name in refused.value.message
    assert "pass@" not in refused.value.message


def test_paths_of_keys_and_addresses_without_passwords_are_fine(place):
    (place / "workflow.toml").write_text(
        'key_file = "k"\nsecret_file = "s"\ndatabase_url = "postgresql://li@host/base"\n'
    )
    assert load_settings().key_path.name == "k"
    assert load_settings().secret_path.name == "s"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "lang = 'zh'\nremind_day = [7]",
            "第 2 行“remind_day”不是设置项，没有生效。是不是想写“remind_days”",
        ),
        ("[reminders]\n'quite_from' = 18:30:00", "第 2 行“reminders.quite_from”不是设置项"),
        ("[reminders]\nquite_from = 18:30:00", "是不是想写“reminders.quiet_from”？"),
        ("reminders.review = 3", "第 1 行“reminders.review”不是设置项"),
        ("[colour]\ndark = true", "第 1 行“colour”不是设置项，没有生效。请删去"),
        ("data_dir = 'here'\n\n  Lang='en'", "第 3 行“Lang”"),
    ],
)
def test_a_name_that_is_no_setting_is_told_with_its_place_and_what_was_meant(place, text, sentence):
    (place / "workflow.toml").write_text(text + "\n")
    with pytest.raises(InputError) as refused:
        load_settings()
    assert refused.value.code == "store.setting_unknown"
    assert sentence in refused.value.message


@pytest.mark.parametrize("text", ["not toml at all", "remind_days = 'often'"])
def test_a_file_that_cannot_be_read_is_named(place, text):
    (place / "workflow.toml").write_text(text)
    with pytest.raises(InputError) as refused:
        load_settings()
    assert refused.value.code in {"store.toml_broken", "store.setting_wrong"}


def test_another_key_is_refused_and_a_lost_one_is_not_made_anew(place):
    closed(build())
    key = place / "workflow-data" / "key"
    kept = key.read_text()
    key.write_text("00" * 32)
    with pytest.raises(StorageError) as wrong:
        build()
    assert wrong.value.code == "vault.wrong_key"
    key.unlink()
    with pytest.raises(StorageError) as lost:
        build()
    assert lost.value.code == "vault.key_missing"
    assert not key.exists()
    key.touch(0o600)
    key.write_text(kept)
    closed(build())


def test_a_folder_that_cannot_be_made_is_named(place):
    (place / "workflow-data").write_text("a file")
    with pytest.raises(StorageError) as refused:
        build()
    assert refused.value.code == "store.folder_not_writable"
    assert "workflow-data" in refused.value.message


@pytest.mark.parametrize("url", ["nonsense", "oracle://x/y", "mysql://x/y"])
def test_an_address_that_is_no_database_is_refused(place, monkeypatch, url):
    monkeypatch.setenv("WORKFLOW_DATABASE_URL", url)
    with pytest.raises(InputError) as refused:
        build()
    assert refused.value.code == "store.bad_url"


def test_an_installation_remembers_where_its_documents_lie(place, monkeypatch):
    office = build()
    assert office.documents_dir is None
    with office.store.write() as session:
        vaults.give_documents_folder(session, "../documents")
    closed(office)
    again = closed(build())
    assert again.documents_dir.resolve() == place / "documents"
    monkeypatch.setenv("WORKFLOW_DOCUMENTS_DIR", str(place / "elsewhere"))
    assert closed(build()).documents_dir == place / "elsewhere"


@pytest.fixture
def unprivileged():
    """Acts as nobody where the tests run as root, for whom every folder is writable."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(65534)
    yield
    os.seteuid(me)


def test_a_folder_that_became_read_only_is_one_sentence(place, request):
    office = build()
    add_agency(office, NewAgency("first", "示例", {}), Actor("cli", "admin"))
    office.store.close()
    (place / "workflow-data" / "workflow.db").chmod(0o444)
    (place / "workflow-data").chmod(0o555)
    request.getfixturevalue("unprivileged")
    with pytest.raises(StorageError) as refused:
        add_agency(office, NewAgency("second", "示例", {}), Actor("cli", "admin"))
    assert refused.value.code in {"store.read_only", "store.not_writable"}
    office.store.close()


def test_a_new_database_is_readable_by_its_owner_alone(tmp_path):
    office = build(load_settings(data_dir=tmp_path / "data"))
    with office.store.write() as session:
        session.execute(sa.text("SELECT 1"))
        modes = {
            path.name: path.stat().st_mode & 0o077
            for path in (tmp_path / "data").iterdir()
            if path.name.startswith("workflow.db")
        }
    office.store.close()
    assert modes["workflow.db"] == 0
    assert set(modes.values()) == {0}
