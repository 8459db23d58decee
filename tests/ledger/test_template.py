"""The empty ledger: what it offers is what the import takes."""

import pytest
from openpyxl import load_workbook

from ledger.ledgers import APPEALS, HEADER, cells, codes, line, row
from workflow.ledger.lines import EXAMPLE_NUMBER
from workflow.ledger.results import Result, read_result
from workflow.ledger.template import outcome_choices, write_template
from workflow.ledger.words import read_appeal, read_appeal_result, read_channel, read_class


@pytest.fixture
def template(tmp_path):
    write_template(tmp_path / "template.xlsx")
    return tmp_path / "template.xlsx"


def offered(sheet):
    """Return the inline lists of a sheet by the column they stand in."""
    return {
        str(one.sqref).partition("2:")[0]: one.formula1.strip('"').split(",")
        for one in sheet.data_validations.dataValidation
    }


def test_it_has_the_columns_of_the_contract_and_an_example_marked_as_one(template):
    assert cells(template)[0] == list(HEADER)
    assert cells(template, 1)[0] == list(APPEALS)
    example = dict(zip(HEADER, cells(template)[1], strict=True))
    assert example["申请编号"] == EXAMPLE_NUMBER
    assert "示例" in example["申请人"]
    assert load_workbook(template).worksheets[0].freeze_panes == "A2"


def test_every_choice_it_offers_is_taken(template):
    first, second, legend = load_workbook(template).worksheets
    lists = offered(first)
    assert all(read_class(text) for text in lists["C"])
    assert all(read_channel(text) != (None, False) for text in lists["D"])
    lists = offered(second)
    assert all(read_appeal(text) for text in lists["B"])
    assert all(read_appeal_result(text) for text in lists["E"])
    listed = [cell.value for cell in legend["A"][1:25]]
    assert listed == outcome_choices()
    assert [read_result(text, 2024) for text in listed] == [
        Result(outcome=f"A{n}") for n in range(1, 25)
    ]


def test_the_list_of_outcomes_ends_where_the_legend_does(template):
    book = load_workbook(template)
    assert offered(book.worksheets[0])["L"] == ["='填写说明'!$A$2:$A$25"]
    assert book["填写说明"]["A26"].value in (None, "")
    assert book["填写说明"]["B25"].value == "（六）其他处理3.其他"


def test_fed_as_it_is_it_adds_nothing(local_desk, template):
    result = local_desk.take(template)
    assert (result.done, codes(result), result.changes) == (True, [], 0)


def test_filled_in_below_the_example_it_is_a_ledger(local_desk, template):
    book = load_workbook(template)
    chosen = row(办理结果="A12 信息不存在")
    book.worksheets[0].append(line(chosen))
    book.save(template)
    assert codes(local_desk.take(template)) == []
    assert local_desk.numbers() == {chosen["申请编号"]}
    assert local_desk.case(chosen["申请编号"]).events[1].facts["outcome"] == "A12"
