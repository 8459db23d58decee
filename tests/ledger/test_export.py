"""The ledger that comes out: the same columns, nothing that runs, nobody who needn't be seen."""

import csv

import pytest
from openpyxl import load_workbook

from ledger.conftest import CLERK
from ledger.ledgers import APPEAL, APPEALS, DAY, HEADER, NUMBER, cells, codes, row, table, xlsx
from workflow.app.ledger.exporting import Export, export_ledger, mask_name
from workflow.app.moving import Wanted, advance
from workflow.app.office import Actor
from workflow.app.registering import Application, register
from workflow.errors import InputError, NotFoundError, RefusedError, StorageError
from workflow.ledger.workbook import write_csv

OPEN = {"答复日期": None, "答复文号": None, "办理结果": None, "送达日期": None}


def export(desk, path, role="clerk", **more):
    count = export_ledger(desk.office, Export("liangtian", path, **more), Actor("li", role))
    return count, path


def test_what_went_in_comes_out(desk, tmp_path):
    rows = [
        row(备注="示例", 延期日期="2020-05-25", 延期工作日=10),
        row(申请编号="2", 受理渠道="平信", 申请人类别="社会组织", **OPEN),
        row(申请编号="3", 办理结果="（一）予以公开", 收到日期="2020-05-12", 科室="国土所"),
        row(申请编号="4", 办理结果="A23", 送达日期=None, 答复文号=None),
    ]
    appeals = [
        {**APPEAL, "结案日期": "2020-09-01", "结果": "结果维持"},
        {**APPEAL, "类型": "复议后起诉", "收到日期": "2020-10-01"},
    ]
    desk.take(xlsx(tmp_path / "a.xlsx", *rows, appeals=appeals, header=[*HEADER, "科室"]))
    count, path = export(desk, tmp_path / "out.xlsx")
    found = {made["申请编号"]: made for made in table(path)}
    assert count == len(found) == 4
    assert cells(path)[0] == [*HEADER, "科室"]
    assert found[NUMBER] == {
        "申请编号": NUMBER,
        "申请人": "张三（示例）",
        "申请人类别": "自然人",
        "受理渠道": "当面",
        "提交日期": DAY("2020-05-11"),
        "收到日期": DAY("2020-05-11"),
        "申请内容": "示例村土地征收补偿方案",
        "延期日期": DAY("2020-05-25"),
        "延期工作日": 10,
        "答复日期": DAY("2020-06-01"),
        "答复文号": "示例答〔2020〕1号",
        "办理结果": "A12",
        "送达日期": DAY("2020-06-03"),
        "备注": "示例",
        "科室": None,
    }
    assert (found["2"]["受理渠道"], found["2"]["收到日期"]) == ("平信", None)
    assert (found["3"]["办理结果"], found["3"]["科室"]) == ("（一）予以公开", "国土所")
    assert (found["4"]["办理结果"], found["4"]["答复日期"]) == ("A23", DAY("2020-06-01"))
    assert table(path, 1) == [
        dict(zip(APPEALS, (NUMBER, "行政复议", DAY("2020-07-01"), DAY("2020-09-01"), "结果维持"),
                 strict=True)),
        dict(zip(APPEALS, (NUMBER, "复议后起诉", DAY("2020-10-01"), None, "尚未审结"),
                 strict=True)),
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_the_export_imported_again_adds_nothing(local_desk, tmp_path, suffix):
    rows = [row(备注="示例"), row(申请编号="2", 办理结果="granted"), row(申请编号="3", **OPEN)]
    local_desk.take(xlsx(tmp_path / "a.xlsx", *rows, appeals=[APPEAL]))
    _, path = export(local_desk, tmp_path / f"out.{suffix}")
    beside = tmp_path / "out-复议诉讼.csv" if suffix == "csv" else None
    again = local_desk.take(path, appeals=beside)
    assert codes(again) == []
    assert (again.changes, again.requests.unchanged, again.appeals.unchanged) == (0, 3, 1)


def test_the_sheet_can_be_read_at_once(local_desk, tmp_path):
    local_desk.take(xlsx(tmp_path / "a.xlsx", row()))
    _, path = export(local_desk, tmp_path / "out.xlsx")
    sheet = load_workbook(path).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:N2"
    assert sheet.column_dimensions["G"].width == 40
    assert sheet["E2"].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("x")', "+1", "-1", "@SUM(1)", "\t=1"])
def test_no_text_is_ever_a_formula(local_desk, tmp_path, text):
    # a CSV brings the text as it is; an .xlsx would bring a formula's stored value
    given = row(申请人=f"{text}（示例）", 申请内容=text)
    write_csv(tmp_path / "a.csv", HEADER, [[given.get(name, "") for name in HEADER]])
    local_desk.take(tmp_path / "a.csv")
    _, path = export(local_desk, tmp_path / "out.xlsx")
    assert {cell.data_type for found in load_workbook(path).worksheets[0] for cell in found} <= {
        "s", "n", "d",
    }  # fmt: skip
    _, path = export(local_desk, tmp_path / "out.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert not [
            cell for found in csv.reader(file) for cell in found if cell[:1] in "=+-@\t" and cell
        ]


def test_a_formula_in_the_ledger_is_its_value_never_run(local_desk, tmp_path):
    path = xlsx(tmp_path / "a.xlsx", row(备注="=1+1", 申请内容="示例=方案"))
    local_desk.take(path)
    facts = local_desk.clear(NUMBER)[0].facts
    assert facts["content"] == "示例=方案"
    assert "notes" not in facts  # nobody computed it: there is no value


def test_a_supervisor_sees_no_names_and_others_nothing(local_desk, tmp_path):
    made = row(申请内容="张三（示例）要求公开示例方案", 备注="示例：电话13900000000", 科室="国土所")
    firm = row(申请编号="2", 申请人="示例公司", 申请人类别="商业企业")
    local_desk.take(xlsx(tmp_path / "a.xlsx", made, firm, header=[*HEADER, "科室"]))
    _, path = export(local_desk, tmp_path / "out.xlsx", "supervisor")
    first, second = sorted(table(path), key=lambda one: -len(one["申请编号"]))
    assert first["申请人"] == "张*****"
    assert first["申请内容"] == "张*****要求公开示例方案"
    assert first["备注"] == "（隐去）"
    assert "科室" not in first
    assert second["申请人"] == "示例公司"
    assert "张三" not in str(cells(path))
    for role in ("admin", "auditor", "security_officer"):
        with pytest.raises(RefusedError) as caught:
            export(local_desk, tmp_path / "none.xlsx", role)
        assert caught.value.code == "ledger.export_role"
    assert not (tmp_path / "none.xlsx").exists()


def test_a_clerk_can_ask_for_a_masked_ledger_too(local_desk, tmp_path):
    local_desk.take(xlsx(tmp_path / "a.xlsx", row()))
    _, path = export(local_desk, tmp_path / "out.xlsx", masked=True)
    assert table(path)[0]["申请人"] == mask_name("张三（示例）")


def test_one_year_is_that_of_receipt(local_desk, tmp_path):
    later = {"提交日期": "2021-01-04", "答复日期": "2021-01-20", "送达日期": None}
    waiting = row(申请编号="3", 受理渠道="平信", 提交日期="2020-12-31", **OPEN)
    local_desk.take(xlsx(tmp_path / "a.xlsx", row(), row(申请编号="2", **later), waiting))
    assert export(local_desk, tmp_path / "out.xlsx", year=2020)[0] == 1
    assert export(local_desk, tmp_path / "out.xlsx", year=2021)[0] == 1
    assert export(local_desk, tmp_path / "out.xlsx")[0] == 3


def test_a_case_that_was_registered_here_comes_out_too(local_desk, tmp_path):
    facts = {"channel": "web", "receipt": "automatic", "applicant": "李四（示例）",
             "applicant_class": "natural", "content": "示例"}  # fmt: skip
    application = Application("liangtian", DAY("2026-11-02"), facts)
    number = register(local_desk.office, application, CLERK).case.number
    facts = {"length": 10, "consented_on": "2026-11-10"}
    wanted = Wanted(number, "extend", DAY("2026-11-10"), facts)
    advance(local_desk.office, wanted, Actor("wang", "office_head"))
    _, path = export(local_desk, tmp_path / "out.xlsx")
    (found,) = table(path)
    assert (found["申请编号"], found["受理渠道"]) == (number, "网络")
    assert (found["收到日期"], found["延期工作日"]) == (DAY("2026-11-02"), 10)
    assert codes(local_desk.take(path)) == []


def test_a_file_that_can_not_be_written_is_said(local_desk, tmp_path):
    with pytest.raises(StorageError) as caught:
        export(local_desk, tmp_path / "nowhere" / "out.xlsx")
    assert caught.value.code == "error.file_unwritable"
    with pytest.raises(InputError) as caught:
        export(local_desk, tmp_path / "out.pdf")
    assert caught.value.code == "ledger.export_kind"
    with pytest.raises(NotFoundError):
        export_ledger(local_desk.office, Export("nowhere", tmp_path / "out.xlsx"), CLERK)


def test_letters_that_no_file_may_hold_are_left_out(local_desk, tmp_path):
    (tmp_path / "a.csv").write_text(
        f"申请编号,申请人类别,受理渠道,提交日期,申请内容\n{NUMBER},自然人,当面,2020-05-11,示例\x0b方案\n",
        "utf-8",
    )
    local_desk.take(tmp_path / "a.csv")
    _, path = export(local_desk, tmp_path / "out.xlsx")
    assert table(path)[0]["申请内容"] == "示例方案"
