"""A report printed as Word, Excel or a page and read back is the report that it was."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from reports.pages import html_page
from reports.samples import documents, report, sample
from workflow.app.report_document import report_docx
from workflow.reports.model import TABLES
from workflow.reports.reading import read_report
from workflow.reports.workbook import report_xlsx

TEXT = {
    "0": "根据条例编制本报告。电子版见www.example.gov.cn/report/2024。",
    "1": {
        "主动公开": "1.公开信息123件。\n2.**一是**加强学习，**二是**更新目录。",
        "依申请公开": "收到申请12件，办结11件，结转下年度继续办理3件。",
        "政府信息管理": "没有变化 & 没有 <问题>。",
        "平台建设": "栏目已经更新。",
        "监督保障": "开展培训3次。",
        "组织领导": "成立领导小组。",
    },
    "5": "更新还不够及时。\n明年改进。",
    "6": "本年度没有收取政府信息公开信息处理费。",
}


def docx(found):
    return ".docx", report_docx(found, date(2025, 1, 20))


def xlsx(found):
    return ".xlsx", report_xlsx(found)


def same(read, found):
    assert (read.body, read.year, read.notes) == (found.body, found.year, ())
    for table in TABLES:
        assert read.table(table) == found.table(table)


@pytest.mark.parametrize("kind", [docx, xlsx])
@pytest.mark.parametrize("year", [2019, 2020, 2021, 2024])
def test_tables_and_words_come_back(tmp_path, kind, year):
    found = replace(report(sample(year)), text=TEXT)
    suffix, content = kind(found)
    path = tmp_path / f"报告{suffix}"
    path.write_bytes(content)
    read = read_report(path)
    same(read, found)
    assert read.text == found.text


@pytest.mark.parametrize("kind", [docx, xlsx])
@given(base=documents(most=999_999))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_report_comes_back(tmp_path, kind, base):
    suffix, content = kind(report(base))
    path = tmp_path / f"报告{suffix}"
    path.write_bytes(content)
    same(read_report(path), report(base))


@given(base=documents())
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_page_comes_back(tmp_path, base):
    path = tmp_path / "报告.html"
    path.write_text(html_page(base), "utf-8")
    same(read_report(path), report(base))


def test_a_text_that_begins_with_an_equals_sign_is_no_formula(tmp_path):
    found = replace(report(sample()), text={"6": "=HYPERLINK(1)"})
    path = tmp_path / "a.xlsx"
    path.write_bytes(report_xlsx(found))
    assert read_report(path).text["6"] == "=HYPERLINK(1)"


def test_the_same_report_gives_the_same_word_file():
    assert docx(report(sample())) == docx(report(sample()))
