"""A file that can't be read: one sentence in the reader's own language."""

import json
import re

import pytest

SUBMITTED = {"kind": "submitted", "on": "2020-09-14", "channel": "in_person"}
BAD = {
    "empty": (b"", "文件是空的"),
    "blank": (b" \n", "文件是空的"),
    "binary": (bytes(range(200, 256)), "不是 UTF-8 文本"),
    "gbk": ('{"events": "示例"}'.encode("gbk"), "不是 UTF-8 文本"),
    "utf16": ("{}".encode("utf-16"), "不是 UTF-8 文本"),
    "deep": (b"[" * 100_000, "括号套得太深"),
    "long number": (b'{"events": ' + b"9" * 5000 + b"}", "数字太长"),
}
COMMANDS = (("due",), ("report", "check"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_said_in_one_chinese_sentence(call, tmp_path, command, kind):
    content, why = BAD[kind]
    (tmp_path / "bad.json").write_bytes(content)
    status, out, err = call(*command, "bad.json", "--json")
    assert (status, out) == (2, "")
    assert why in err
    assert "bad.json" in err
    assert len(err.splitlines()) == 1
    assert not re.search(r"codec|Errno|recursion|sys\.|Expecting", err)


def test_english_readers_get_english(call, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKFLOW_LANG", "en")
    (tmp_path / "bad.json").write_bytes(b"")
    assert "the file is empty" in call("due", "bad.json")[2]


def test_a_folder_is_called_a_folder(call, tmp_path):
    (tmp_path / "folder").mkdir()
    status, _, err = call("due", "folder")
    assert status == 2
    assert "文件夹" in err
    assert "Errno" not in err


def test_a_folder_where_a_ledger_should_be_is_said_without_double_stops(call, tmp_path):
    (tmp_path / "folder").mkdir()
    status, _, err = call("ledger", "import", "folder", "--agency", "lt")
    assert status == 2
    assert "folder" in err
    assert "Path" not in err
    assert ".。" not in err


def test_a_broken_line_is_named_by_its_place(call, tmp_path):
    (tmp_path / "bad.json").write_text('{"law": "auto",\n "events": [{"kind"', "utf-8")
    assert "第 2 行" in call("due", "bad.json")[2]


def test_a_byte_order_mark_is_no_fault(call, tmp_path):
    text = json.dumps({"events": [SUBMITTED]})
    (tmp_path / "good.json").write_text(text, "utf-8-sig")
    assert call("due", "good.json", "--json")[0] == 0


def test_pure_commands_leave_nothing_behind(call, tmp_path):
    call("fee", "items", "35")
    call("term", "--from", "2024-08-05", "--length", "60", "--unit", "calendar_days")
    assert list(tmp_path.iterdir()) == []
