"""A wrong call: one clear sentence with a code, status 2, no traceback."""

import os
import re
import stat
import tempfile
from pathlib import Path

import pytest

from workflow.cli import main
from workflow.cli.main import COMMANDS, run

WRONG = [
    (["nothing"], "error.no_such_command", "nothing"),
    (["due"], "error.missing_parameter", "FILE"),
    (["fee", "items", "--often"], "error.no_such_option", "--often"),
    (["fee", "items", "many"], "error.not_a_number", "N"),
    (["due", "nowhere.json"], "error.file_missing", "nowhere.json"),
    (
        ["case", "register", "--agency", "a", "--channel", "pigeon"],
        "error.not_a_choice",
        "in_person",
    ),
    (["due", "a.json", "b.json"], "error.extra_argument", "b.json"),
    (["case"], "error.missing_command", "bundle"),
    ([], "error.missing_command", "case"),
    (["fee", "items", "3", "--json=1"], "error.value_unwanted", "--json"),
    (["fee", "items", "3", "--json", "4"], "error.extra_argument", "4"),
    (["term", "--from"], "error.value_missing", "--from"),
    (["report", "build", "--explain", "granted"], "error.value_missing", "--explain"),
    (["serve", "--port", "99999999"], "error.not_in_range", "65535"),
    (["report", "rollup", "a.json", "--as-of", "gestern"], "term.date_wrong", "gestern"),
    (["retention", "--purge"], "trust.purge_call", "--as"),
    (["term", "--from", "yesterday", "--length", "1", "--unit", "months"], "term.", "yesterday"),
]


@pytest.mark.parametrize(("arguments", "code", "named"), WRONG)
def test_a_wrong_call_is_one_sentence_that_names_what_is_wrong(arguments, code, named, capsys):
    status = run(arguments)
    said = capsys.readouterr().err.strip()
    assert status == 2
    assert len(said.splitlines()) == 1
    assert f"[{code}" in said
    assert named in said
    assert "Traceback" not in said


@pytest.mark.parametrize("arguments", [arguments for arguments, code, _ in WRONG])
def test_no_word_of_the_library_stands_in_a_chinese_sentence(arguments, monkeypatch, capsys):
    monkeypatch.setenv("WORKFLOW_LANG", "zh")
    run(arguments)
    said = capsys.readouterr().err.rpartition("[")[0]
    for written in (*arguments, *COMMANDS):
        said = said.replace(written, "")
    assert not re.search(r"[a-z]{3,} [a-z]{3,}", said)


def test_english_is_there_for_those_who_ask_for_it(monkeypatch, capsys):
    monkeypatch.setenv("WORKFLOW_LANG", "en")
    run(["nothing"])
    assert "There is no command 'nothing'" in capsys.readouterr().err


def test_a_defect_shows_a_number_and_its_traceback_goes_to_a_private_log(
    monkeypatch, capsys, tmp_path
):
    def broken(*_arguments, **_options):
        raise RuntimeError("示例")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(main.workflow, "main", broken)
    assert run(["due"]) == 2
    said = capsys.readouterr().err
    log = tmp_path / f"workflow-errors-{os.getuid()}.log"
    assert "Traceback" not in said
    assert str(log) in said
    assert "RuntimeError: 示例" in log.read_text("utf-8")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    number = log.read_text("utf-8").splitlines()[0]
    assert number in said


def test_every_command_of_the_table_is_there_and_has_a_help_in_english(capsys):
    folder = Path(main.__file__).parent
    missing = [name for name, at in COMMANDS.items() if not (folder / f"{at}.py").exists()]
    assert missing == []
    for name in COMMANDS:
        assert run([name, "--help"]) == 0
        assert "Usage: workflow" in capsys.readouterr().out
