"""``workflow task``: ordered in one process, done in another, fetched in a third."""

import json
import zipfile

import pytest

from ledger.ledgers import row, xlsx
from reports.samples import document
from workflow.cli.main import run


@pytest.fixture
def house(tmp_path, monkeypatch, ready_sqlite):
    """A data folder with an agency; the command line is all that touches it."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "workflow.db").write_bytes(ready_sqlite.read_bytes())
    monkeypatch.setenv("WORKFLOW_DATA_DIR", str(folder))
    assert (
        run(["agency", "add", "--code", "shili", "--name", "示例县人民政府", "--as", "root"]) == 0
    )
    return tmp_path


def said(capsys, *arguments, status=0):
    capsys.readouterr()
    assert run([*arguments, "--json"]) == status
    return json.loads(capsys.readouterr().out)


def ordered(capsys, *arguments):
    return str(said(capsys, "task", *arguments)["task"])


def worked():
    assert run(["worker", "--once"]) == 0


def test_a_ledger_is_ordered_done_and_shown(house, capsys):
    file = xlsx(house / "台账.xlsx", row(), row(申请编号="示例〔2020〕2号"))
    number = ordered(capsys, "ledger", str(file), "--agency", "shili")
    assert said(capsys, "task", "show", number)["state"] == "waiting"
    worked()
    shown = said(capsys, "task", "show", number, "--wait")
    assert (shown["state"], shown["counts"]["added"]) == ("finished", 2)
    assert [one["id"] for one in said(capsys, "task", "list", "--agency", "shili")] == [1]


def test_bad_rows_left_out_are_fetched_into_a_folder(house, capsys):
    file = xlsx(house / "台账.xlsx", row(), row(申请编号="示例〔2020〕2号", 受理渠道="飞鸽"))
    number = ordered(capsys, "ledger", str(file), "--agency", "shili", "--skip-bad")
    worked()
    out = said(capsys, "task", "fetch", number, str(house))["path"]
    assert out.endswith("bad.xlsx")
    assert run(["task", "show", number]) == 0
    assert "飞鸽" in capsys.readouterr().err


def test_bundles_and_pdfs_of_a_year_are_ordered_by_agency(house, capsys):
    xlsx(house / "台账.xlsx", row())
    assert run(["ledger", "import", str(house / "台账.xlsx"), "--agency", "shili"]) == 0
    bundles = ordered(capsys, "bundles", "--agency", "shili", "--year", "2020")
    documents = ordered(capsys, "pdf", "--agency", "shili", "--year", "2020", "--notice", "N10")
    worked()
    assert said(capsys, "task", "show", bundles)["counts"] == {"made": 1, "left_out": 0}
    assert said(capsys, "task", "show", documents)["total"] == 0
    out = house / "案卷.zip"
    assert run(["task", "fetch", bundles, str(out)]) == 0
    assert zipfile.is_zipfile(out)


def test_reports_are_rolled_up_and_the_journal_verified(house, capsys):
    report = house / "甲镇.json"
    report.write_text(json.dumps(document(body="甲镇（示例）")))
    numbers = [
        ordered(capsys, "rollup", str(report), "--agency", "shili"),
        ordered(capsys, "verify"),
        ordered(capsys, "rederive"),
        ordered(capsys, "letters", "N10", "--agency", "shili"),
    ]
    worked()
    states = [said(capsys, "task", "show", number)["state"] for number in numbers]
    assert states == ["finished"] * 4


def test_a_failed_task_is_status_1_and_a_cancelled_one_does_nothing(house, capsys):
    wrong = house / "别的.csv"
    wrong.write_text("a,b\n1,2\n")
    number = ordered(capsys, "ledger", str(wrong), "--agency", "shili")
    other = ordered(capsys, "verify")
    assert said(capsys, "task", "cancel", other)["state"] == "cancelled"
    worked()
    assert (
        said(capsys, "task", "show", number, status=1)["failure"]["code"] == "ledger.no_header_here"
    )
    assert run(["task", "fetch", number, str(house / "out")]) != 0
    assert run(["task", "list"]) == 0
    assert "失败" in capsys.readouterr().out
