"""``workflow ledger``: what a person sees, and the way straight to the report."""

import json
from datetime import date

import pytest

from ledger.ledgers import APPEAL, APPEALS, HEADER, NUMBER, row, table, text, xlsx
from workflow.cli.main import run


@pytest.fixture
def workflow(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        status = run([str(one) for one in arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    assert call("agency", "add", "--code", "lt", "--name", "良田镇人民政府（示例）")[0] == 0
    return call


def test_import_then_build_is_the_five_minute_way_in(workflow, tmp_path):
    ledger = xlsx(tmp_path / "a.xlsx", row(), row(申请编号="2", 办理结果="予以公开"))
    appeals = text(tmp_path / "b.csv", {**APPEAL, "结果": "尚未审结"}, header=APPEALS)
    status, out, _ = workflow("ledger", "import", ledger, "--agency", "lt", "--appeals", appeals)
    assert (status, out.strip()) == (
        0,
        "已导入：新增2件，补充0件，没有变化0件；复议诉讼1件。",
    )
    status, out, _ = workflow("report", "build", "--agency", "lt", "--year", 2020, "--json", "-")
    report = json.loads(out)
    assert status == 0
    assert report["received"]["granted"]["natural"] == 1
    assert report["received"]["unable_not_held"]["natural"] == 1
    assert report["appeals"]["review"]["pending"] == 1
    explain = ("report", "build", "--agency", "lt", "--year", 2020, "--explain")
    assert workflow(*explain, "granted", "natural")[1].split() == ["2"]
    assert json.loads(workflow("journal", "verify", "--derived", "--json")[1])["broken"] == []


def test_bad_rows_are_listed_and_nothing_is_imported(workflow, tmp_path):
    ledger = xlsx(tmp_path / "a.xlsx", row(), row(申请编号="2", 提交日期="5月11日"))
    status, out, err = workflow("ledger", "import", ledger, "--agency", "lt")
    assert status == 2
    assert "第3行“提交日期”" in err
    assert "请写成 2020-05-11" in err
    assert "[ledger.date_unreadable]" in err
    assert out.startswith("没有导入")
    assert json.loads(workflow("case", "list", "--json")[1]) == []


def test_the_answer_in_json_names_row_column_code_and_sentence(workflow, tmp_path):
    ledger = xlsx(tmp_path / "a.xlsx", row(受理渠道="邮寄"), row(申请编号="2", 办理结果="不予公开"))
    status, out, _ = workflow("ledger", "import", ledger, "--agency", "lt", "--json")
    said = json.loads(out)
    assert (status, said["done"], said["bad_rows"]) == (2, False, 1)
    (bad,) = said["bad"]
    assert (bad["sheet"], bad["row"], bad["column"]) == ("Sheet", 3, "办理结果")
    assert bad["code"] == "ledger.result_heading"
    (doubt,) = said["warnings"]
    assert (doubt["code"], doubt["count"]) == ("ledger.mail_taken_as_signed", 1)


def test_skip_bad_writes_the_rest_into_a_file(workflow, tmp_path):
    ledger = xlsx(tmp_path / "a.xlsx", row(), row(申请编号="2", 申请人类别="法人"))
    bad = tmp_path / "bad.xlsx"
    status, out, err = workflow("ledger", "import", ledger, "--agency", "lt", "--skip-bad", bad)
    assert status == 0
    assert "新增1件" in out
    assert "有1行没有导入" in err
    assert table(bad)[0]["申请编号"] == "2"
    status, _, err = workflow(
        "ledger", "import", ledger, "--agency", "lt", "--skip-bad", tmp_path / "no" / "bad.xlsx"
    )
    assert (status, "[error.file_unwritable]" in err) == (2, True)


def test_a_trial_says_so(workflow, tmp_path):
    ledger = xlsx(tmp_path / "a.xlsx", row())
    status, out, _ = workflow("ledger", "import", ledger, "--agency", "lt", "--dry-run")
    assert (status, out.startswith("试算（没有写入）：新增1件")) == (0, True)
    assert json.loads(workflow("case", "list", "--json")[1]) == []


def test_headers_are_mapped_by_the_options_that_the_refusal_proposes(workflow, tmp_path):
    header = ["登记号" if name == "申请编号" else name for name in HEADER]
    made = {("登记号" if name == "申请编号" else name): cell for name, cell in row().items()}
    ledger = xlsx(tmp_path / "a.xlsx", made, header=header)
    status, _, err = workflow("ledger", "import", ledger, "--agency", "lt")
    assert (status, "--map 登记号=申请编号" in err) == (2, True)
    told = ("--map", "登记号=申请编号")
    assert workflow("ledger", "import", ledger, "--agency", "lt", *told)[0] == 0
    assert "没有变化1件" in workflow("ledger", "import", ledger, "--agency", "lt")[1]
    status, _, err = workflow("ledger", "import", ledger, "--agency", "lt", "--map", "登记号")
    assert (status, "[ledger.map_shape]" in err) == (2, True)


def test_export_and_template_write_their_files(workflow, tmp_path):
    workflow("ledger", "import", xlsx(tmp_path / "a.xlsx", row()), "--agency", "lt")
    status, out, _ = workflow("ledger", "export")
    assert (status, "ledger-lt.xlsx" in out) == (0, True)
    (made,) = table(tmp_path / "ledger-lt.xlsx")
    assert (made["申请编号"], made["提交日期"]) == (NUMBER, date(2020, 5, 11))
    assert workflow("ledger", "export", "b.csv", "--agency", "lt")[0] == 0
    assert workflow("ledger", "export", "--out", "c.xlsx", "--role", "auditor")[0] == 1
    assert workflow("ledger", "template", "t.xlsx")[0] == 0
    assert workflow("ledger", "template", "t.csv")[0] == 2
    assert (tmp_path / "t.xlsx").exists()


def test_an_export_must_know_whose_ledger_it_is(workflow):
    workflow("agency", "add", "--code", "other", "--name", "示例县人民政府")
    status, _, err = workflow("ledger", "export", "a.xlsx")
    assert (status, "[ledger.agency_needed]" in err) == (2, True)


def test_repeats_and_counts_are_told(workflow, tmp_path):
    again = row(申请编号="2", 提交日期="2020-05-20")
    workflow("ledger", "import", xlsx(tmp_path / "a.xlsx", row(), again), "--agency", "lt")
    assert "相似度80" in workflow("ledger", "repeats")[1]
    assert json.loads(workflow("ledger", "repeats", "--json")[1])[0]["number"] == "2"
    assert "没有发现" in workflow("ledger", "repeats", "--number", "9")[1]
    assert "2020年2件" in workflow("ledger", "counts", "--year", 2020)[1]
    assert "没有申请" in workflow("ledger", "counts", "--year", 2021)[1]
    assert json.loads(workflow("ledger", "counts", "--year", 2020, "--json")[1])[0]["total"] == 2


def test_only_the_first_of_many_problems_are_printed(workflow, tmp_path):
    rows = [row(申请编号=str(n), 提交日期="不详") for n in range(60)]
    _, _, err = workflow("ledger", "import", text(tmp_path / "a.csv", *rows), "--agency", "lt")
    assert err.count("[ledger.date_unreadable]") == 50
    assert "还有10处" in err


def test_a_file_that_is_not_there_is_said(workflow):
    status, _, err = workflow("ledger", "import", "nowhere.xlsx", "--agency", "lt")
    assert (status, "[error.file_missing]" in err) == (2, True)
