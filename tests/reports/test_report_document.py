"""The report as a Word file: title, parts, merged cells, sizes, and its pages as they fall."""

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from reports.samples import document, report, sample
from workflow.app.report_document import report_docx, template_docx
from workflow.documents.pdf import Converter
from workflow.forms import form_named
from workflow.reports.reading import read_report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TOWN = Path(__file__).parent / "data" / "liangtian_2020.txt"
ON = date(2021, 1, 29)


def part(content, name="word/document.xml"):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def body(found):
    return etree.fromstring(part(report_docx(found, ON))).find(f"{W}body")


def tables(found):
    return body(found).findall(f"{W}tbl")


def text(element):
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


def merges(table):
    """Return every labelled cell's size: columns from its span, rows from what continues it."""
    rows = [[_cell(cell) for cell in row.findall(f"{W}tc")] for row in table.findall(f"{W}tr")]
    found = {}
    for y, row in enumerate(rows):
        x = 0
        for words, span, merge in row:
            height = 1
            while merge == "restart" and _continues(rows, y + height, x):
                height += 1
            if merge != "continue" and words and not words.isdecimal():
                found[words] = (height, span)
            x += span
    return found


def _cell(cell):
    span, merge = (cell.find(f"{W}tcPr/{W}{name}") for name in ("gridSpan", "vMerge"))
    width = 1 if span is None else int(span.get(f"{W}val"))
    return text(cell), width, None if merge is None else merge.get(f"{W}val")


def _continues(rows, y, x):
    at = 0
    for _, span, merge in rows[y] if y < len(rows) else ():
        if at == x:
            return merge == "continue"
        at += span
    return False


@pytest.mark.parametrize(("year", "rows", "results"), [(2020, 26, 20), (2024, 28, 22)])
def test_table_2_has_the_rows_and_merges_of_its_form(year, rows, results):
    table = tables(report(sample(year)))[1]
    assert len(table.findall(f"{W}tr")) == rows  # 3 of heads and 23 or 25
    found = merges(table)
    assert found["三、本年度办理结果"] == (results, 1)
    assert found["（三）不予公开"] == (8, 1)
    assert found["（四）无法提供"] == (3, 1)
    assert found["（五）不予处理"] == (5, 1)
    assert found["（六）其他处理"] == ((1, 2) if year == 2020 else (3, 1))
    assert found["（七）总计"] == (1, 2)
    assert found["一、本年新收政府信息公开申请数量"] == (1, 3)
    assert found["申请人情况"] == (1, 6)
    assert found["法人或其他组织"] == (1, 5)
    assert found["自然人"] == (2, 1)
    assert found["总计"] == (3, 1)
    assert found["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"] == (3, 3)


def test_table_3_has_the_merges_of_the_form():
    found = merges(tables(report(sample()))[2])
    assert found["行政复议"] == (2, 5)
    assert found["行政诉讼"] == (1, 10)
    assert found["未经复议直接起诉"] == (1, 5)
    assert found["复议后起诉"] == (1, 5)


@pytest.mark.parametrize("year", [2020, 2024])
def test_grid_and_cells_agree_in_every_row(year):
    for table in tables(report(sample(year))):
        widths = [int(col.get(f"{W}w")) for col in table.find(f"{W}tblGrid")]
        assert sum(widths) == 8845
        for row in table.findall(f"{W}tr"):
            cells = [int(cell.find(f".//{W}tcW").get(f"{W}w")) for cell in row.findall(f"{W}tc")]
            assert sum(cells) == 8845


def test_the_six_headings_are_the_forms_own_words_in_order():
    found = [text(p) for p in body(report(sample())).findall(f"{W}p")]
    heads = [words for words in found if re.match("[一二三四五六]、", words)]
    parts = form_named("2021").parts
    assert heads == [f"{n}、{name}" for n, name in zip("一二三四五六", parts, strict=True)]


def test_the_title_stands_in_two_lines_and_there_is_no_signature():
    paragraphs = [text(p) for p in body(report(sample())).findall(f"{W}p")]
    assert paragraphs[:2] == ["示例县人民政府", "2024年政府信息公开工作年度报告"]
    assert "盖章" not in "".join(paragraphs)


@pytest.mark.parametrize(
    ("number", "size"),
    [(9999, None), (10000, "18"), (99999, "18"), (100000, "15"), (1234567, "15")],
)
def test_a_long_number_is_smaller_so_that_it_stays_on_one_line(number, size):
    table = tables(report(document(leaves={"granted": (number,)})))[1]
    run = next(r for r in table.iter(f"{W}r") if text(r) == str(number))
    found = run.find(f"{W}rPr/{W}sz")
    assert (None if found is None else found.get(f"{W}val")) == size


def test_zeros_are_printed_and_blanks_are_zeros():
    base = sample()
    base["received"]["deny_process"] = dict.fromkeys(base["received"]["deny_process"], "/")
    base["proactive"]["admin_fee"]["amount_wan_yuan"] = "251000元"
    numbers = [
        text(cell)
        for table in tables(report(base))
        for cell in table.iter(f"{W}tc")
        if cell.find(f".//{W}vMerge") is None
    ]
    assert "" not in numbers
    assert "/" not in numbers
    assert "251000" in numbers


def test_what_the_text_says_cannot_break_the_document():
    words = {"5": "甲 & 乙 <w:p> {{ 7 * 7 }} {% if x %}", "6": "第一段\n\n第二段"}
    found = replace(report(sample()), text=words)
    paragraphs = [text(p) for p in body(found).findall(f"{W}p")]
    assert "甲 & 乙 <w:p> {{ 7 * 7 }} {% if x %}" in paragraphs
    assert paragraphs[-2:] == ["第一段", "第二段"]


def test_the_file_names_its_agency_and_no_library():
    core = part(report_docx(report(sample()), ON), "docProps/core.xml").decode()
    assert "示例县人民政府2024年政府信息公开工作年度报告" in core
    assert "python-docx" not in core


@pytest.mark.parametrize("key", ["2019", "2021"])
def test_the_template_is_a_word_file_with_a_tag_in_every_number_cell(key):
    words = text(etree.fromstring(part(template_docx(key))))
    form = form_named(key)
    for table in ("received", "appeals", "proactive"):
        for row, columns in form.cells_of(table).items():
            for column in columns:
                assert f"{{{{ {table}.{row}_{column} }}}}" in words


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The town's report, and its words on the other form, page by page as text."""
    town = replace(read_report(TOWN), body="银川市金凤区良田镇人民政府")
    large = {"granted": (23456, 3), "deny_process": (123456,), "other_misc": (7,)}
    new = replace(report(document(2024, town.body, large)), text=town.text)
    folder = tmp_path_factory.mktemp("pdf")
    found = {}
    made = Converter().to_pdf([report_docx(town, ON), report_docx(new, ON)])
    for name, content in zip(("2019", "2021"), made, strict=True):
        path = folder / f"{name}.pdf"
        path.write_bytes(content)
        command = ["pdftotext", "-layout", str(path), "-"]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found[name] = out.split("\f")[:-1]
    return found


@pytest.mark.parametrize("key", ["2019", "2021"])
class TestPages:
    """As LibreOffice lays them out."""

    def test_every_table_stands_on_one_page(self, pages, key):
        first = {"2019": "采购总金额", "2021": "本年收费金额"}[key]
        ends = (("第二十条第（一）项", first), ("申请人情况", "四、结转下年度继续办理"))
        for begin, end in ends:
            [page] = [page for page in pages[key] if begin in page]
            assert end in page

    def test_table_2_begins_its_page_under_its_heading(self, pages, key):
        [page] = [page for page in pages[key] if "申请人情况" in page]
        assert page.strip().startswith("三、收到和处理政府信息公开申请情况")

    def test_every_page_bears_its_number(self, pages, key):
        for number, page in enumerate(pages[key], 1):
            assert re.search(rf"— ?{number} ?—", page.strip().splitlines()[-1])

    def test_it_is_as_long_as_the_towns_report(self, pages, key):
        assert len(pages[key]) == 7
