"""Secrets and people stay out of logs, messages, settings and the words of errors."""

import logging

import pytest

from workflow.app.moving import Wanted
from workflow.app.users import NewUser, add_user
from workflow.cli.main import run
from workflow.errors import RefusedError, WorkflowError
from workflow.settings import load_settings
from workflow.store.engine import Store

from .conftest import ADMIN, CONTENT, KEYS, NAME, PERSON

SECRETS = (NAME, CONTENT, PERSON["id_number"], PERSON["telephone"], "correct horse battery")


def test_no_log_and_no_message_carries_a_key_a_password_or_a_person(office, clerk, caplog):
    caplog.set_level(logging.DEBUG)
    said = []
    user = NewUser("zhou", "周（示例）", ("clerk",), "liangtian", password="correct horse battery")
    add_user(office, user, ADMIN)
    number = clerk.register()
    clerk.move(number, "withdraw", statement="示例：本人声明撤回")
    for attempt in (lambda: clerk.move(number, "extend"), lambda: add_user(office, user, ADMIN)):
        with pytest.raises(WorkflowError) as refused:
            attempt()
        said.append(str(refused.value))
        if isinstance(refused.value, RefusedError):
            said += [reason.message for reason in refused.value.reasons]
    told = caplog.text + "".join(said) + repr(user) + repr(KEYS) + repr(office)
    for secret in (*SECRETS, bytes(range(32)).hex(), KEYS.wrapping_key.hex(), repr(KEYS.head_key)):
        assert secret not in told
    assert repr(Wanted(number, "x", office.today))  # what names a case may be said


@pytest.mark.parametrize(
    "line", ['secret_key = "x"', 'password = "x"', 'database_url = "postgresql://u:geheim@h/d"']
)
def test_a_key_or_password_in_the_settings_file_is_refused(tmp_path, monkeypatch, capsys, line):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "workflow.toml").write_text(line)
    assert run(["journal", "verify"]) == 2
    told = capsys.readouterr()
    assert "store.secret_in_file" in told.err
    assert "geheim" not in told.err + told.out


def test_a_database_password_is_in_no_error_and_no_setting_s_text(monkeypatch):
    url = "postgresql://user:geheim@127.0.0.1:1/none"
    monkeypatch.setenv("WORKFLOW_DATABASE_URL", url)
    store = Store(load_settings().database)
    with pytest.raises(WorkflowError) as refused, store.read() as session:
        session.connection()
    store.close()
    assert "geheim" not in str(refused.value)
    assert "geheim" not in str(store.url)


def test_a_wrong_setting_is_named_without_its_value(monkeypatch):
    monkeypatch.setenv("WORKFLOW_CIPHER", "geheim")
    with pytest.raises(WorkflowError) as refused:
        load_settings()
    assert "geheim" not in str(refused.value)
