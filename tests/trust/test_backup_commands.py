"""``workflow backup``, ``backup verify`` and ``restore`` as somebody types them."""

import json

import pytest

from workflow.cli.main import run


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path / "data"))
    assert run(["agency", "add", "--code", "liangtian", "--name", "良田镇（示例）"]) == 0
    return tmp_path / "data"


def test_a_backup_goes_out_and_comes_back(data, tmp_path, monkeypatch, capsys):
    assert run(["backup", "one.zip"]) == 0
    told = capsys.readouterr()
    assert "one.zip" in told.out
    assert "没有密钥" in told.err
    assert run(["backup", "verify", "one.zip", "--same"]) == 0
    monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path / "other"))
    assert run(["restore", "one.zip"]) == 0
    assert str(tmp_path / "other" / "key") in capsys.readouterr().err
    assert run(["journal", "verify"]) == 2  # its key isn't there yet
    (tmp_path / "other" / "key").write_bytes((data / "key").read_bytes())
    (tmp_path / "other" / "key").chmod(0o600)
    assert run(["journal", "verify", "--derived"]) == 0
    assert run(["backup", "verify", "one.zip", "--same", "--json"]) == 0
    assert run(["restore", "one.zip"]) == 2


def test_status_and_json_of_a_good_and_a_bad_backup(data, tmp_path, capsys):
    assert run(["backup", "one.zip", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["contains_key"] is False
    assert run(["backup", "verify", "one.zip", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["sound"], told["wrong"], told["rows"]) == (True, [], made["rows"])
    (tmp_path / "one.zip").write_bytes(b"PK")
    assert run(["backup", "verify", "one.zip", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["wrong"][0]["code"] == "backup.not_a_backup"
    assert run(["backup", "verify", "none.zip"]) == 2


def test_help_names_both_ways(capsys):
    assert run(["backup", "--help"]) == 0
    assert "verify" in capsys.readouterr().out
