"""Files are opened by what they hold, read once, and said to be broken in one sentence."""

import contextlib
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from ledger.ledgers import HEADER, row, text, xlsx
from workflow.errors import InputError
from workflow.ledger.columns import REQUESTS
from workflow.ledger.dates import EPOCH_1900
from workflow.ledger.header import Reading
from workflow.ledger.lines import is_appeals, table_of
from workflow.ledger.sheets import Sheet, encoding_of, open_sheets


def rows_of(path):
    with open_sheets(path) as sheets:
        return {sheet.name: [list(found) for found in sheet.rows] for sheet in sheets}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk", "gb2312"])
def test_a_text_file_is_read_in_its_own_encoding(tmp_path, encoding):
    path = text(tmp_path / "a.csv", row(), encoding=encoding)
    (found,) = rows_of(path).values()
    assert found[0] == list(HEADER)
    assert found[1][1] == "张三（示例）"


def test_a_rare_character_that_only_gb18030_has_is_kept(tmp_path):
    # 𠮷 (U+20BB7) has no code in GBK: people with such names exist
    path = text(tmp_path / "a.csv", row(申请人="𠮷三（示例）"), encoding="gb18030")
    assert encoding_of(path) == "gb18030"
    assert rows_of(path)[""][1][1] == "𠮷三（示例）"


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_separator_is_the_one_that_is_there(tmp_path, delimiter):
    path = text(tmp_path / "a.csv", row(申请内容="示例，方案、批复"), delimiter=delimiter)
    assert rows_of(path)[""][0] == list(HEADER)


def test_the_name_of_a_file_says_nothing_about_its_kind(tmp_path):
    made = xlsx(tmp_path / "a.xlsx", row())
    made.rename(tmp_path / "a.csv")
    assert rows_of(tmp_path / "a.csv")["Sheet"][0] == list(HEADER)


def test_a_sheet_that_lies_about_its_size_is_read_whole(tmp_path):
    made = xlsx(tmp_path / "a.xlsx", *(row(申请编号=str(n)) for n in range(20)))
    lying = tmp_path / "b.xlsx"
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(lying, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                assert b'ref="A1:N21"' in content
                content = content.replace(b'ref="A1:N21"', b'ref="A1:B2"')
            target.writestr(entry, content)
    assert len(rows_of(lying)["Sheet"]) == 21
    assert rows_of(lying)["Sheet"][20][11] == "A12"


def test_a_file_that_unpacks_to_far_more_than_a_ledger_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("workflow.ledger.sheets.LARGEST", 100)
    with pytest.raises(InputError) as caught:
        rows_of(xlsx(tmp_path / "a.xlsx", row()))
    assert caught.value.code == "ledger.too_large"


def test_a_cell_longer_than_a_csv_may_hold_is_said_with_its_row(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n" + '"' + "示" * 200_000 + '"\n', "utf-8")
    with pytest.raises(InputError) as caught:
        rows_of(tmp_path / "a.csv")
    assert caught.value.code == "ledger.broken_csv"


def test_a_sheet_is_closed_when_the_reading_ends(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", row())
    with open_sheets(path) as sheets:
        next(next(sheets).rows)
    path.unlink()
    assert not path.exists()


@given(st.binary(max_size=400))
def test_any_bytes_are_a_file_or_an_error_in_one_sentence(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(content)
        with contextlib.suppress(InputError):
            assert isinstance(rows_of(path), dict)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("复议诉讼", True), ("行政复议情况", True), ("台账", False), ("", False), ("2020年", False)],
)
def test_the_sheet_of_appeals_is_known_by_its_name(name, wanted):
    assert is_appeals(Sheet(name, iter(()))) == wanted


def lines(*rows):
    table = table_of(Sheet("", iter(rows)), Reading(REQUESTS))
    return [(one.place.row, one.cells.get("申请编号")) for one in table.lines]


def test_rows_keep_the_number_that_excel_shows():
    assert lines(["标题"], [], HEADER, ["1"], [None], ["2"]) == [(4, "1"), (6, "2")]


def test_sums_examples_and_repeated_headers_are_no_rows():
    example = ["示例行，导入时跳过", "张三（示例）"]
    assert lines(HEADER, example, ["1"], HEADER, ["小计", 3], [None, "合计："], ["2"]) == [
        (3, "1"),
        (7, "2"),
    ]


def test_a_number_marked_as_an_example_is_a_number():
    assert lines(HEADER, ["示例〔2020〕1号"]) == [(2, "示例〔2020〕1号")]


def test_a_short_row_lacks_its_last_cells():
    table = table_of(Sheet("", iter([HEADER, ["1", "张三（示例）"]])), Reading(REQUESTS))
    (line,) = table.lines
    assert line.cells["送达日期"] is None
    assert table.sheet.epoch == EPOCH_1900 == date(1899, 12, 30)


def test_an_empty_sheet_is_no_table(tmp_path):
    Workbook().save(tmp_path / "a.xlsx")
    with open_sheets(tmp_path / "a.xlsx") as sheets:
        assert [table_of(sheet, Reading(REQUESTS)) for sheet in sheets] == [None]
