"""The cells of a worksheet are the ones that openpyxl reads, whatever the file's way of writing."""

import io
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from workflow.errors import InputError
from workflow.ledger.cells import Book
from workflow.ledger.sheets import open_sheets

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WIDEST = 50
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12).filter(
        lambda text: not text.startswith("=")
    ),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)).map(
        lambda on: on.replace(microsecond=0)
    ),
    st.just(time(9, 30)),
    st.just(timedelta(hours=30)),
)


def workbook(rows: list[list[Any]]) -> io.BytesIO:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file


def changed(file: io.BytesIO, **parts: str) -> io.BytesIO:
    """Return a workbook with the ``sheet`` or ``strings`` of another hand."""
    made = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = "sheet" if name.startswith("xl/worksheets/") else name
            new.writestr(name, parts.get(part, old.read(name)))
    return made


def sheet_xml(rows: str, prefix: str = "") -> str:
    space = f"xmlns:{prefix.rstrip(':')}" if prefix else "xmlns"
    return (
        f'<{prefix}worksheet {space}="{MAIN}"><{prefix}sheetData>{rows}'
        f"</{prefix}sheetData></{prefix}worksheet>"
    )


def both(file: io.BytesIO) -> tuple[list[Any], list[Any]]:
    """Return the rows as we read them and as openpyxl does, an empty text as an empty cell."""
    book = Book(file)
    ours = [trimmed(row) for _, path in book.sheets() for row in book.rows(path, WIDEST)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's word on a day beyond all days
        sheet = load_workbook(file, read_only=True, data_only=True).worksheets[0]
        sheet.reset_dimensions()
        theirs = [*map(trimmed, sheet.iter_rows(values_only=True))]
    return ours, theirs


def trimmed(row: Any) -> tuple[Any, ...]:
    cells = [None if cell == "" else cell for cell in row]
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=6), min_size=1, max_size=6))
def test_what_openpyxl_wrote_reads_as_openpyxl_reads_it(rows):
    ours, theirs = both(workbook(rows))
    assert ours == theirs
    assert [[type(cell) for cell in row] for row in ours] == [
        [type(cell) for cell in row] for row in theirs
    ]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" t="inlineStr"><is><t>张三</t></is></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>张</t></r><r><t>三</t></r></is></c></row>',
        '<row><c t="inlineStr"><is><t>张</t><rPh sb="0" eb="1"><t>zhang</t></rPh></is></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t/></is></c><c r="B1"><v/></c></row>',
        "<row><c><v>1</v></c><c><v>2.5</v></c></row><row><c><v>1E3</v></c></row>",
        '<row r="2"><c r="B2"><v>1</v></c></row><row r="5"><c r="D5" t="b"><v>1</v></c></row>',
        '<row r="3"><c r="A3"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>',
        '<row r="1"><c r="A1" t="str"><f>A2&amp;"1"</f><v>甲1</v></c></row>',
        '<row r="1"><c r="A1"><f>SUM(B1:B2)</f><v>3</v></c><c r="B1"><f>NOW()</f></c></row>',
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>',
        '<row r="1"><c r="A1" t="d"><v>2020-05-11T00:00:00</v></c></row>',
        '<row r="1"><c r="C1" t="inlineStr"><is><t xml:space="preserve"> 空 </t></is></c></row>',
        '<row ht="20"><c r="A1" s="1"><v>43962</v></c><c r="B1" s="1"><v>99999999</v></c></row>',
    ],
)
def test_other_hands_write_otherwise(rows):
    made = changed(workbook([[date(2020, 5, 11)]]), sheet=sheet_xml(rows))
    ours, theirs = both(made)
    assert ours == theirs
    assert ours


def test_a_prefix_before_every_name_changes_nothing():
    rows = '<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>张三</x:t></x:is></x:c></x:row>'
    ours, theirs = both(changed(workbook([[1]]), sheet=sheet_xml(rows, "x:")))
    assert ours == theirs == [("张三",)]


def test_strings_that_the_sheets_share_are_found():
    plain = Workbook()
    plain.active.append(["张三", "李四", "张三"])
    file = io.BytesIO()
    plain.save(file)
    ours, theirs = both(file)
    assert ours == theirs == [("张三", "李四", "张三")]


def test_the_signs_that_xml_can_not_hold_come_back():
    shared = Workbook()
    shared.active.append(["第一行_x000D_\n第二行", "_x0041_", "a_xyz", "_"])
    file = io.BytesIO()
    shared.save(file)
    ours, _ = both(file)
    assert ours == [("第一行\r\n第二行", "A", "a_xyz", "_")]


def test_what_stands_far_to_the_right_is_left_out():
    row = [*range(WIDEST + 5)]
    ours, _ = both(workbook([row]))
    assert ours == [tuple(range(WIDEST))]


def test_a_document_type_makes_the_file_a_broken_one(tmp_path: Path):
    bomb = '<!DOCTYPE worksheet [<!ENTITY a "aaaa">]>' + sheet_xml(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>'
    )
    path = tmp_path / "台账.xlsx"
    path.write_bytes(changed(workbook([[1]]), sheet=bomb).getvalue())
    with pytest.raises(InputError, match="打不开"), open_sheets(path) as sheets:
        [list(sheet.rows) for sheet in sheets]
