"""``workflow term`` as the contract has it: JSON, sentences, files, refusals."""

import json
import subprocess
import sys

import pytest

from workflow.cli.main import run

AS_OF = ("--as-of", "2026-11-24")


def term(*options, day_zero="2019-05-15", length="20", unit="working_days", as_of=AS_OF):
    return run(["term", "--from", day_zero, "--length", length, "--unit", unit, *as_of, *options])


def answer(capsys, *options, **values):
    assert term("--json", *options, **values) == 0
    return json.loads(capsys.readouterr().out)


def test_a_firm_date_has_no_bounds(capsys):
    assert answer(capsys) == {
        "due": "2019-06-13", "provisional": False, "not_before": None, "not_after": None,
    }  # fmt: skip


def test_a_provisional_date_has_both(capsys):
    assert answer(capsys, day_zero="2026-12-03") == {
        "due": "2026-12-31", "provisional": True,
        "not_before": "2026-12-29", "not_after": "2027-01-06",
    }  # fmt: skip


def test_calendar_units_roll_unless_told_not_to(capsys):
    months = {"day_zero": "2019-08-31", "length": "6", "unit": "months"}
    assert answer(capsys, **months)["due"] == "2020-03-02"
    assert answer(capsys, "--no-roll", **months)["due"] == "2020-02-29"
    days = {"day_zero": "2024-08-05", "length": "60", "unit": "calendar_days"}
    assert answer(capsys, "--calendar", "cn", **days)["due"] == "2024-10-08"


def test_the_calendar_is_the_one_known_on_the_day_asked(capsys):
    # 2019-04-22 + 8 wd: with the change of 2019-03-22, 04-28 works, 05-01 … 05-03 and 05-05 shift
    before = answer(capsys, day_zero="2019-04-22", length="8", as_of=("--as-of", "2019-03-21"))
    after = answer(capsys, day_zero="2019-04-22", length="8", as_of=("--as-of", "2019-03-22"))
    # before: 23-26=1-4 29 30=5 6 05-02=7 05-03=8 · after: 23-26=1-4 28=5 29 30=6 7 05-05日=8
    assert (before["due"], after["due"]) == ("2019-05-03", "2019-05-05")


def test_without_as_of_today_counts(capsys):
    assert answer(capsys, as_of=())["due"] == "2019-06-13"


def test_a_calendar_file_stands_alone_or_lies_over_the_built_in_one(capsys, tmp_path):
    file = tmp_path / "本单位.json"
    file.write_text(json.dumps({"weekend": [5, 6], "holidays": ["2019-06-13"]}), "utf-8")
    # 06-07 works when it stands alone: 06-12 would be 20, and 06-13 isn't reached
    assert answer(capsys, "--calendar", str(file))["due"] == "2019-06-12"
    file.write_text(json.dumps({"extends": "cn", "holidays": ["2019-06-13"]}), "utf-8")
    assert answer(capsys, "--calendar", str(file))["due"] == "2019-06-14"


def test_people_read_the_date_with_its_weekday_in_chinese(capsys):
    assert term(day_zero="2026-11-24") == 0
    assert capsys.readouterr().out == "到期日：2026年12月22日（周二）\n"
    assert term(day_zero="2026-12-03") == 0
    out = capsys.readouterr().out
    assert "（暂定）：2026年12月31日（周四）" in out
    assert "最早 2026年12月29日（周二）" in out
    assert "最晚 2027年1月6日（周三）" in out


def test_english_is_there_for_those_who_ask(capsys, monkeypatch):
    monkeypatch.setenv("WORKFLOW_LANG", "en")
    assert term() == 0
    assert capsys.readouterr().out == "Due: 2019-06-13 (Thu)\n"


@pytest.mark.parametrize(
    ("values", "code", "named"),
    [
        ({"day_zero": "2019-02-30"}, "term.date_wrong", "--from"),
        ({"day_zero": "昨天"}, "term.date_wrong", "昨天"),
        ({"as_of": ("--as-of", "x")}, "term.date_wrong", "--as-of"),
        ({"length": "0"}, "term.length_wrong", "0"),
        ({"length": "-3"}, "term.length_wrong", "-3"),
        ({"length": "二十"}, "term.length_wrong", "二十"),
        ({"length": "2.5"}, "term.length_wrong", "2.5"),
        ({"unit": "weeks"}, "error.not_a_choice", "weeks"),
        ({"length": "99999", "unit": "months"}, "term.too_long", "99999"),
        ({"day_zero": "2001-01-01"}, "calendar.out_of_range", "2001-01-01"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_status_two(capsys, values, code, named):
    assert term(**values) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert code in said.err
    assert named in said.err
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        (None, "error.file_missing", "c.json"),
        ('{"weekend": [5, 6], "holidays": ["2019-', "error.json_broken", "c.json"),
        ('{"holidays": ["2019-10-12"], "workdays": ["2019-10-12"]}', "calendar.day_twice", "c"),
    ],
)  # fmt: skip
def test_a_wrong_calendar_file_is_refused_by_its_name(capsys, tmp_path, text, code, named):
    file = tmp_path / "c.json"
    if text is not None:
        file.write_text(text, "utf-8")
    assert term("--calendar", str(file)) == 2
    said = capsys.readouterr().err
    assert code in said
    assert named in said


def test_term_touches_no_data_folder_and_no_database(tmp_path):
    code = (
        "import sys; from workflow.cli.main import run;"
        "status = run(['term', '--from', '2019-05-15', '--length', '20',"
        " '--unit', 'working_days', '--as-of', '2026-11-24', '--json']);"
        "heavy = {'sqlalchemy', 'sqlmodel', 'fastapi', 'docx'} & set(sys.modules);"
        "sys.exit(status or bool(heavy))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["due"] == "2019-06-13"
    assert list(tmp_path.iterdir()) == []
