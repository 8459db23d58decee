"""``workflow calendar``: the years known, and a list before it is accepted."""

import io
import json

import pytest

from calendars.example_lists import as_csv, as_json
from workflow.cli.calendars import bar
from workflow.cli.main import run

AS_OF = ("--as-of", "2026-12-03")


def test_list_shows_each_notice_and_since_when_it_is_known(capsys):
    assert run(["calendar", "list", "--as-of", "2026-11-24", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 22  # 19 years, three changes
    assert rows[-1] == {
        "year": 2026,
        "number": "国办发明电〔2025〕7号",
        "title": "国务院办公厅关于2026年部分节假日安排的通知",
        "mark": "V",
        "known_since": "2025-11-04",
        "source": "https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm",
        "off": 33,
        "work": 6,
    }


def test_list_knows_only_what_was_public_on_the_day(capsys):
    assert run(["calendar", "list", "--as-of", "2019-03-21"]) == 0
    out = capsys.readouterr().out
    assert "国办发明电〔2018〕15号" in out
    assert "国办发明电〔2019〕3号" not in out
    assert run(["calendar", "list"]) == 0
    assert "国办发明电〔2019〕3号" in capsys.readouterr().out


def test_list_of_a_region_says_what_was_not_found(capsys):
    assert run(["calendar", "list", "--region", "ningxia", *AS_OF]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 9
    assert "宁政办发〔2014〕233号" in lines[0]
    assert "公布日期未查到" in lines[1]
    assert "文号未查到" in lines[2]


def test_list_says_when_no_notice_is_known(capsys):
    assert run(["calendar", "list", "--region", "xizang", *AS_OF]) == 0
    assert capsys.readouterr().out == "2026-12-03 时没有已知的放假通知。\n"


def test_list_of_an_unknown_region_is_refused(capsys):
    assert run(["calendar", "list", "--region", "tibet"]) == 2
    assert "xizang" in capsys.readouterr().err


def preview(file, *options, year="2027"):
    return run(
        [
            "calendar", "preview", str(file), "--year", year, "--number", "示例号",
            "--dated", "2026-12-01", "--source", "示例", *AS_OF, *options,
        ]
    )  # fmt: skip


@pytest.fixture(autouse=True)
def data_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def listed(tmp_path):
    file = tmp_path / "2027.csv"
    file.write_text(as_csv(), "utf-8")
    return file


def test_preview_shows_every_line_and_the_sum(capsys, listed):
    assert preview(listed) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2027年1月1日（周五） 元旦：放假（不变）"
    assert "2027年1月30日（周六） 春节：放假 → 上班" in lines
    assert "2027年2月11日（周四） 春节：上班 → 放假" in lines
    assert lines[-2:] == [
        "示例号：共 32 天，其中 9 天与现在的日历不同。",
        "将改动 0 个期限，其中 0 个改后逾期。",
    ]


def test_preview_as_json_tells_each_day_before_and_after(capsys, tmp_path):
    file = tmp_path / "2027.json"
    file.write_text(json.dumps(as_json()), "utf-8")
    assert preview(file, "--json", "--known-since", "2026-12-02") == 0
    plan = json.loads(capsys.readouterr().out)
    assert (plan["number"], plan["year"], plan["known_since"]) == ("示例号", 2027, "2026-12-02")
    assert len(plan["days"]) == 32
    assert plan["days"][3] == {
        "on": "2027-01-30",
        "name": "春节",
        "before": {"works": False, "why": "weekend"},
        "after": {"works": True, "why": "swapped_workday"},
        "changes": True,
    }


def test_preview_of_a_change_needs_no_whole_year(capsys, tmp_path):
    file = tmp_path / "change.csv"
    file.write_text("日期,类型,名称\n2026-12-11,休,\n", "utf-8")
    assert preview(file, "--change", year="2026") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "2026年12月11日（周五） ：上班 → 放假",
        "示例号：共 1 天，其中 1 天与现在的日历不同。",
        "将改动 0 个期限，其中 0 个改后逾期。",
    ]


def test_preview_refuses_a_list_with_its_place(capsys, listed):
    listed.write_text(as_csv().replace("2027-05-08,班", "2027-05-01,班"), "utf-8")
    assert preview(listed) == 2
    said = capsys.readouterr().err
    assert "2027-05-01" in said
    assert str(listed) in said
    assert "calendar.list_day_twice" in said


def test_preview_of_a_missing_file_is_refused_and_makes_no_data_folder(capsys, tmp_path):
    assert preview(tmp_path / "none.csv") == 2
    assert "none.csv" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def import_list(file, *options):
    return run(
        [
            "calendar", "import", str(file), "--year", "2027", "--number", "示例号",
            "--dated", "2026-11-20", "--source", "示例", *options,
        ]
    )  # fmt: skip


def test_import_shows_the_list_accepts_it_and_says_what_moved(capsys, listed):
    assert import_list(listed, "--yes") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2027年1月1日（周五） 元旦：放假（不变）"
    assert lines[-1] == "已接受 示例号，改动了 0 个期限。"
    assert import_list(listed, "--yes") == 0  # again: a pass that was cut short goes on
    assert "示例号 已经接受过" in capsys.readouterr().out


def test_import_as_json_is_one_document(capsys, listed):
    assert import_list(listed, "--yes", "--json") == 0
    printed = capsys.readouterr()
    document = json.loads(printed.out)
    assert (document["number"], document["known"], document["moved"]) == ("示例号", False, [])
    assert "2027年1月1日（周五） 元旦" in printed.err


@pytest.mark.parametrize(("answer", "status"), [("y\n", 0), ("n\n", 2), ("", 2)])
def test_import_asks_before_it_accepts(capsys, monkeypatch, listed, answer, status):
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    assert import_list(listed) == status
    assert ("已接受 示例号" in capsys.readouterr().out) == (status == 0)


def test_an_agency_s_closures_are_added_and_listed(capsys):
    assert run(["agency", "add", "--code", "shili", "--name", "示例县人民政府"]) == 0
    closing = ["--agency", "shili", "--on", "2026-12-18", "--name", "示例决定"]
    assert run(["calendar", "close", *closing]) == 0
    said = capsys.readouterr().out
    assert "已记下关闭日 2026年12月18日（周五）（示例决定），改动了 0 个期限。" in said
    assert run(["calendar", "closures", "--agency", "shili"]) == 0
    assert capsys.readouterr().out == "2026年12月18日（周五）  示例决定\n"
    assert run(["calendar", "closures", "--agency", "shili", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"on": "2026-12-18", "name": "示例决定"}]


def test_the_bar_follows_the_pass(capsys):
    with bar("推算") as told:
        told(0, 2)
        told(1, 2)
        told(2, 2)
    assert "推算" in capsys.readouterr().err
