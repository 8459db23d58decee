"""The commands by the names of the contract, as a program calls them."""

import json
import sqlite3
import subprocess
import sys

import pytest

from workflow.cli.main import run


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty place, with nothing set."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATA_DIR", "DATABASE_URL", "KEY_FILE", "LANG"):
        monkeypatch.delenv(f"WORKFLOW_{name}", raising=False)
    return tmp_path


@pytest.fixture
def call(capsys):
    def call(*arguments):
        capsys.readouterr()
        status = run([str(one) for one in arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


@pytest.fixture
def town(call):
    assert call("agency", "add", "--code", "liangtian", "--name", "良田镇人民政府", "--region",
                "ningxia", "--number-word", "良政公开")[0] == 0  # fmt: skip
    for name, role in (("li", "clerk"), ("wang", "reviewer"), ("zhao", "office_head"),
                       ("sun", "leader")):  # fmt: skip
        assert call("user", "add", "--name", name, "--agency", "liangtian", "--role", role)[0] == 0


@pytest.fixture
def number(town, call):
    status, out, _ = call(
        "case", "register", "--agency", "liangtian", "--channel", "in_person",
        "--submitted", "2020-05-11", "--class", "natural", "--applicant", "张三（示例）",
        "--content", "示例内容", "--id-number", "640104200001011001", "--as", "li",
    )  # fmt: skip
    assert status == 0
    return out.strip()


def test_agencies_are_listed_as_the_contract_says(town, call):
    status, out, _ = call("agency", "list", "--json")
    assert status == 0
    assert json.loads(out) == [{"code": "liangtian", "name": "良田镇人民政府", "region": "ningxia"}]


def test_register_prints_the_number_and_nothing_else_on_standard_output(number):
    assert number == "良政公开〔2020〕1号"


def test_show_has_all_that_the_contract_names(number, call):
    status, out, _ = call("case", "show", number, "--json")
    shown = json.loads(out)
    assert status == 0
    assert shown["state"] == "received"
    assert shown["events"][0]["kind"] == "submitted"
    reply = next(one for one in shown["deadlines"] if one["clock"] == "reply")
    assert reply["due"] == "2020-06-10"
    assert reply["proof"][-1] == {
        "on": "2020-06-10", "day": 20, "counted": True, "why": "workday", "source": None,
    }  # fmt: skip
    assert [one["notice"] for one in shown["documents"]] == ["N01"]
    assert "acknowledge" in [move["trigger"] for move in shown["allowed"]]
    refused = next(move for move in shown["refused"] if move["trigger"] == "request_correction")
    assert refused["reasons"][0]["code"] == "guards.correction_late"


def test_a_refused_move_says_all_reasons_and_leaves_with_1(number, call):
    status, out, err = call(
        "case", "advance", number, "extend", "--on", "2020-06-12", "--as", "zhao",
        "--fact", "length=30",
    )  # fmt: skip
    assert (status, out) == (1, "")
    assert len(err.strip().splitlines()) == 4
    assert "2020年6月10日" in err
    assert "[guards.over_cap]" in err
    assert "Traceback" not in err


def test_a_whole_case_by_commands(number, call):
    moves = [
        ("acknowledge", "2020-05-12", "li"),
        ("extend", "2020-06-09", "zhao", "length=20", "consented_on=2020-06-08"),
        ("submit_answer", "2020-06-16", "li", "outcome=A12", "search_record=示例"),
        ("pass_secrecy_review", "2020-06-16", "wang"),
        ("pass_legal_review", "2020-06-16", "wang"),
        ("approve", "2020-06-17", "sun"),
        ("dispatch", "2020-06-18", "li", "way=post", "carrier=postal"),
        ("record_service", "2020-06-22", "li", "evidence=示例"),
        ("archive", "2020-07-01", "li"),
    ]
    for trigger, on, who, *facts in moves:
        typed = [part for fact in facts for part in ("--fact", fact)]
        status, out, err = call("case", "advance", number, trigger, "--on", on, "--as", who, *typed)
        assert (status, "不能办" in err) == (0, False), err
    _, out, _ = call("case", "show", number, "--json")
    assert json.loads(out)["state"] == "archived"
    status, out, _ = call("journal", "verify", "--derived", "--json")
    assert status == 0
    assert json.loads(out)["broken"] == []
    status, out, _ = call("case", "list", "--year", 2020, "--json")
    assert [row["outcome"] for row in json.loads(out)] == ["A12"]


def test_why_and_what_if_answer_in_json(number, call):
    status, out, _ = call("case", "why", number, "extend", "--on", "2020-06-12", "--json")
    assert status == 1
    assert [one["code"] for one in json.loads(out)["reasons"]] == ["guards.extension_late"]
    status, out, _ = call("case", "why", number, "acknowledge")
    assert (status, out.strip()) == (0, "“受理告知”可以办。")
    status, out, _ = call("case", "what-if", number, "--json")
    assert status == 0
    assert "acknowledge" in [one["trigger"] for one in json.loads(out)["moves"]]


def test_a_consultation_by_its_kind_gets_an_id(number, call):
    status, out, _ = call(
        "case", "advance", number, "draft", "--on", "2020-05-12", "--as", "li",
        "--child", "consultation", "--fact", "party=third_party", "--json",
    )  # fmt: skip
    assert status == 0
    assert json.loads(out)["child"] == "consultation:c1"
    status, _, err = call(
        "case", "advance", number, "send", "--on", "2020-05-13", "--as", "li",
        "--child", "consultation:c1",
    )  # fmt: skip
    assert status == 0, err


def test_a_rectification_by_command(number, call):
    call("case", "advance", number, "extend", "--on", "2020-06-09", "--as", "zhao",
         "--fact", "length=10", "--fact", "consented_on=2020-06-08")  # fmt: skip
    status, out, _ = call(
        "case", "rectify", number, 2, "--fact", "length=15", "--reason", "示例：录错",
        "--as", "zhao", "--json",
    )  # fmt: skip
    assert status == 0
    assert json.loads(out)["due"] == "2020-07-02"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("case", "show", "无〔2020〕9号"), "无〔2020〕9号"),
        (("case", "advance", "NO", "teleport", "--on", "2020-05-12", "--as", "li"), "teleport"),
        (("case", "advance", "NO", "acknowledge", "--on", "yesterday", "--as", "li"), "yesterday"),
        (("case", "advance", "NO", "extend", "--on", "2020-05-12", "--as", "zhao",
          "--fact", "length"), "length"),
        (("case", "advance", "NO", "extend", "--on", "2020-05-12", "--as", "zhao",
          "--fact", "length=ten"), "ten"),
        (("case", "rectify", "NO", "9", "--reason", "x", "--as", "li"), "9"),
        (("case", "register", "--agency", "nowhere", "--channel", "in_person", "--submitted",
          "2020-05-11", "--class", "natural", "--applicant", "x", "--content", "x", "--as", "li"),
         "nowhere"),
        (("agency", "add", "--code", "Big Town", "--name", "x"), "Big Town"),
        (("agency", "add", "--code", "x", "--name", "x", "--region", "tibet"), "tibet"),
        (("agency", "add", "--code", "x", "--name", "x", "--number-pattern", "{n}"), "年份"),
        (("user", "add", "--name", "x", "--agency", "liangtian", "--role", "king"), "king"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_one_clear_sentence(number, call, arguments, said):
    named = [number if one == "NO" else one for one in arguments]
    status, out, err = call(*named)
    assert status in {1, 2}
    assert out == ""
    assert said in err
    assert "Traceback" not in err


def test_roles_that_exclude_each_other_are_refused(town, call):
    status, _, err = call("user", "add", "--name", "li", "--role", "auditor")
    assert status == 1
    assert "roles.exclusive" in err
    status, _, err = call("user", "add", "--name", "new", "--role", "clerk")
    assert (status, "--agency" in err) == (2, True)


def test_a_role_that_one_does_not_hold_is_refused(number, call):
    status, _, err = call(
        "case", "advance", number, "acknowledge", "--on", "2020-05-12", "--as", "sun",
        "--role", "clerk",
    )  # fmt: skip
    assert status == 1
    assert "case.role_not_held" in err


def test_who_is_not_on_record_is_trusted_and_named(number, call):
    status, _, err = call(
        "case", "advance", number, "acknowledge", "--on", "2020-05-12", "--as", "visitor"
    )
    assert status == 0
    assert "visitor" in err
    _, out, _ = call("case", "show", number, "--json")
    entry = json.loads(out)["journal"][1]
    assert (entry["actor"], entry["via"]) == ("visitor", "cli")


def test_a_pass_with_nothing_to_do_says_so(town, call):
    assert call("remind", "--as-of", "2020-06-03", "--json")[:2] == (0, "[]\n")
    status, out, _ = call("worker", "--once", "--json")
    assert status == 0
    done = json.loads(out)
    assert [done[name] for name in ("done", "failed", "reminders", "written")] == [[], [], [], []]


def test_remind_names_person_and_day_once(number, call):
    status, out, _ = call("remind", "--as-of", "2020-06-03")
    assert status == 0
    assert "li：" in out
    assert "2020年6月10日" in out
    assert "li：" not in call("remind", "--as-of", "2020-06-03")[1]


def test_the_database_is_checked_upgraded_and_rebuilt(number, call):
    assert call("db", "check", "--json")[:2] == (
        0, json.dumps({"revision": "0001", "append_only": True}, indent=1) + "\n",
    )  # fmt: skip
    assert call("db", "upgrade")[0] == 0
    status, out, _ = call("db", "rebuild", "--json")
    assert (status, json.loads(out)) == (0, {"cases": 1})


def test_a_broken_journal_leaves_with_1_and_names_the_place(number, call, folder):
    base = sqlite3.connect(folder / "workflow-data" / "workflow.db")
    base.execute("DROP TRIGGER journal_no_update")
    base.execute("UPDATE journal SET actor = 'x' WHERE chain = 'request:1'")
    base.commit()
    base.close()
    status, out, _ = call("journal", "verify", "--json")
    found = json.loads(out)
    assert status == 1
    assert [(one["chain"], one["entry"], one["what"]) for one in found["broken"]] == [
        ("request:1", 1, "changed")
    ]
    status, out, _ = call("journal", "verify")
    assert "“request:1”第 1 条" in out
    assert call("db", "check")[0] == 2


def test_a_command_starts_by_itself(number):
    command = [sys.executable, "-m", "workflow", "case", "list", "--json"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert [row["number"] for row in json.loads(done.stdout)] == [number]
    assert done.stderr == ""


def test_the_second_of_two_officers_is_told_who_was_faster_and_no_rule(number, call):
    move = ("case", "advance", number, "acknowledge", "--on", "2020-05-12", "--as", "li")
    assert call(*move, "--expect", "1")[0] == 0
    status, _, err = call(*move, "--expect", "1")
    assert status == 1
    assert "[journal.overtaken]" in err
    assert "li" in err
    assert "受理告知" in err


def test_files_are_put_into_the_answer_listed_saved_and_taken_away(number, call, folder):
    for name in ("报告.pdf", "多余.pdf"):
        (folder / name).write_bytes(b"%PDF-1.4 example")
    said = ("--as", "li", "--agency", "liangtian")
    status, out, _ = call("case", "file", "add", number, "报告.pdf", "多余.pdf", *said)
    assert (status, "报告.pdf（answer.1）" in out) == (0, True)
    assert call("case", "file", "remove", number, "answer.2", *said, "--json")[0] == 0
    listed = json.loads(call("case", "file", "list", number, "--json")[1])
    assert listed == [
        {"ref": "answer.1", "name": "报告.pdf", "size": 16, "entries": [], "chosen": True}
    ]
    moved = call("case", "advance", number, "submit_answer", "--on", "2020-06-01", "--as", "li",
                 "--fact", "outcome=A2", "--fact", "files=answer.1")  # fmt: skip
    assert moved[0] == 0
    assert "第 2 条记录" in call("case", "file", "list", number)[1]
    assert call("case", "file", "save", number, "answer.1", "again.pdf")[0] == 0
    assert (folder / "again.pdf").read_bytes() == b"%PDF-1.4 example"
    status, _, err = call("case", "file", "remove", number, "answer.1", *said)
    assert (status, "answer_files.not_now" in err) == (1, True)


def test_a_wrong_file_for_an_answer_is_told_in_one_sentence(number, call, folder):
    (folder / "a.exe").write_bytes(b"MZ")
    assert call("case", "file", "list", number)[2].strip() == "案卷里没有答复附件。"
    for name, code in (("a.exe", "web_register.file_kind"), ("none.pdf", "error.file_missing")):
        status, _, err = call("case", "file", "add", number, name, "--as", "li")
        assert (status, code in err, "Traceback" in err) == (2, True, False)


def test_what_happened_is_noted_and_read_again(number, call):
    said = ("--as", "li", "--on", "2020-05-12")
    status, out, _ = call("case", "note", number, "示例：来电话问过", *said)
    assert (status, "第 2 条记录" in out) == (0, True)
    (noted,) = json.loads(call("case", "notes", number, "--json")[1])
    assert (noted["text"], noted["on"], noted["actor"]) == ("示例：来电话问过", "2020-05-12", "li")
    assert "示例：来电话问过" in call("case", "notes", number)[1]
    assert call("case", "note", number, " ", "--as", "li")[0] == 2
    entry = json.loads(call("case", "show", number, "--json")[1])["journal"][-1]
    assert (entry["trigger"], entry["via"]) == ("note", "cli")


def test_cases_are_linked_listed_and_parted(number, call):
    other = call(
        "case", "register", "--agency", "liangtian", "--channel", "in_person",
        "--submitted", "2020-05-20", "--class", "natural", "--applicant", "李四（示例）",
        "--content", "同一事项", "--as", "li",
    )[1].strip()  # fmt: skip
    said = ("--reason", "同一事项（示例）", "--as", "li")
    assert call("case", "links", number)[2].strip() == "这件申请没有关联案件。"
    assert call("case", "link", number, other, *said)[0] == 0
    assert call("case", "link", number, other, *said)[0] == 2
    for one, there in ((number, other), (other, number)):
        (found,) = json.loads(call("case", "links", one, "--json")[1])
        assert (found["number"], found["reason"]) == (there, "同一事项（示例）")
    assert other in call("case", "links", number)[1]
    assert call("case", "unlink", number, other, *said, "--json")[0] == 0
    assert json.loads(call("case", "links", other, "--json")[1]) == []


def test_a_term_that_nobody_used_is_over_and_not_late(number, call):
    shown = call("case", "show", number)[1]
    assert "2020-05-20  补正告知  已经过了" in shown  # no correction was asked for
    assert "2020-06-10  答复  逾期" in shown
    lines = json.loads(call("case", "show", number, "--json")[1])["deadlines"]
    notice = next(one for one in lines if one["clock"] == "correction_notice")
    assert (notice["state"], notice["ended_on"]) == ("late", None)  # as the contract counts
