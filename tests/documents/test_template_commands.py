"""``workflow template``: what a clerk and a script see."""

import json
import os
import subprocess
import sys

import pytest

from documents.wordfile import with_lines
from workflow.cli.main import run
from workflow.documents.library import builtin, builtin_keys


@pytest.fixture
def bad(tmp_path):
    path = tmp_path / "bad.docx"
    path.write_bytes(with_lines("{{ addresee }}", "2024年5月11日"))
    return path


def test_the_list_names_every_template(capsys):
    assert run(["template", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["key"] for row in rows] == list(builtin_keys("cn-2019"))
    assert {"N01", "N04", "N10-A12", "N16"} <= {row["key"] for row in rows}
    assert all(row["title"] for row in rows)
    assert run(["template", "list"]) == 0
    assert "N04\t政府信息公开申请延期答复告知书" in capsys.readouterr().out


def test_a_new_template_is_the_built_in_one_and_passes_its_check(tmp_path, capsys):
    out = tmp_path / "延期.docx"
    assert run(["template", "new", "N04", str(out)]) == 0
    assert out.read_bytes() == builtin("cn-2019", "N04")
    assert run(["template", "check", str(out), "--notice", "N04"]) == 0
    assert "可以用作 N04" in capsys.readouterr().out


def test_a_new_template_never_overwrites_a_file(tmp_path, capsys):
    out = tmp_path / "mine.docx"
    out.write_bytes(b"mine")
    assert run(["template", "new", "N04", str(out)]) == 2
    assert out.read_bytes() == b"mine"
    assert "已经存在" in capsys.readouterr().err


def test_a_bad_template_has_exit_status_1_and_its_findings(bad, capsys):
    assert run(["template", "check", str(bad), "--notice", "N04"]) == 1
    out = capsys.readouterr().out
    assert "第1段" in out
    assert "addressee" in out
    assert "第2段" in out
    assert "[typed_date]" in out


def test_the_findings_in_json(bad, capsys):
    assert run(["template", "check", str(bad), "--notice", "N10-A12", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert (document["notice"], document["law"]) == ("N10-A12", "cn-2019")
    found = {finding["code"]: finding for finding in document["findings"]}
    assert {"unknown_field", "typed_date", "no_remedy"} <= set(found)
    assert "addressee" in found["unknown_field"]["suggestion"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "missing.docx", "--notice", "N04"], "missing.docx"),
        (["check", "{bad}", "--notice", "N99"], "N99"),
        (["check", "{bad}", "--notice", "N04", "--law", "cn-1999"], "cn-1999"),
        (["check", "{bad}", "--notice", "N04", "--on", "yesterday"], "yesterday"),
        (["check", "{bad}"], "--notice"),
        (["new", "N99", "out.docx"], "N99"),
        (["new", "N04", "no/such/folder/out.docx"], "no/such/folder"),
    ],
)
def test_a_wrong_call_has_exit_status_2_and_one_sentence(bad, capsys, arguments, words):
    assert run(["template", *(text.replace("{bad}", str(bad)) for text in arguments)]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert "Traceback" not in error
    assert error.count("\n") == 1


def test_what_is_no_word_file_has_exit_status_2(tmp_path, capsys):
    path = tmp_path / "x.docx"
    path.write_bytes(b"plain text")
    assert run(["template", "check", str(path), "--notice", "N04"]) == 2
    assert ".docx" in capsys.readouterr().err


def test_checking_touches_no_data_folder_and_loads_no_database(bad, tmp_path):
    program = (
        "import sys; from workflow.cli.main import run; run(sys.argv[1:]);"
        "sys.exit('sqlalchemy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "template", "check", str(bad), "--notice", "N04"],
        cwd=tmp_path,
        env={**os.environ, "WORKFLOW_DATA_DIR": str(tmp_path / "data")},
        capture_output=True,
        check=False,
    )
    assert "第1段".encode() in done.stdout
    assert done.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["bad.docx"]


def test_the_english_sentences_say_the_same(bad, capsys, monkeypatch):
    monkeypatch.setenv("WORKFLOW_LANG", "en")
    assert run(["template", "check", str(bad), "--notice", "N04"]) == 1
    assert "Did you mean “addressee”?" in capsys.readouterr().out
