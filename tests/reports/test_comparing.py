"""Reports of several years beside each other."""

import json
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from reports.samples import document, documents, report
from workflow.app.report_comparison import change_text, comparison_docx
from workflow.documents.build.chart import CHART, Chart, chart_xml, workbook_of
from workflow.errors import InputError
from workflow.messages import say
from workflow.reports.comparing import COMPARED, Series, compare

ON = date(2026, 1, 20)


def year_of(year, granted, carried_out=0):
    return report(document(year, leaves={"granted": (granted,)}, carried_out=(carried_out,)))


THREE = compare(
    [(year_of(2024, 12, 3), "register"), (year_of(2022, 4), "published"),
     (year_of(2023, 10), "published")]
)  # fmt: skip


def test_the_years_are_in_order_with_where_they_are_from():
    assert [(one.year, one.source) for one in THREE.years] == [
        (2022, "published"), (2023, "published"), (2024, "register"),
    ]  # fmt: skip
    series = {one.key: list(one.values.items()) for one in THREE.series}
    assert series["granted"] == [(2022, 4), (2023, 10), (2024, 12)]
    assert series["carried_out"] == [(2022, 0), (2023, 0), (2024, 3)]


def test_two_forms_stand_beside_each_other():
    old = report(document(2020, leaves={"other_total": (7,)}))
    new = report(document(2021, leaves={"other_misc": (2,), "other_overdue_fee": (3,)}))
    (other,) = (s for s in compare([(old, "file"), (new, "file")]).series if s.key == "other")
    assert other.values == {2020: 7, 2021: 5}


@given(st.lists(documents(year=2024, most=300), min_size=1, max_size=3))
@settings(max_examples=20, deadline=None)
def test_the_figures_are_those_of_the_tables(bases):
    reports = [replace(report(base), year=2022 + n, body="示例") for n, base in enumerate(bases)]
    found = {one.key: one.values for one in compare([(r, "file") for r in reports]).series}
    for one in reports:
        assert found["new_received"][one.year] == one.received["new_received"]["total"]
        assert found["answered"][one.year] == one.received["total_handled"]["total"]
        results = [found[key][one.year] for key in COMPARED["results"]]
        assert sum(results) == one.received["total_handled"]["total"]
        assert found["review_cases"][one.year] == one.appeals["review"]["total"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({2023: 5, 2024: 8}, "+3（+60.0%）"),
        ({2023: 8, 2024: 5}, "-3（-37.5%）"),
        ({2023: 5, 2024: 5}, "0"),
        ({2023: 0, 2024: 5}, "+5"),
        ({2024: 5}, "—"),
    ],
)
def test_the_change_is_on_the_year_before(values, said):
    assert change_text(Series("granted", values)) == said


@pytest.mark.parametrize(
    ("reports", "code"),
    [
        ([], "report.nothing_to_compare"),
        ([(year_of(2024, 1), "file")] * 2, "report.year_twice"),
        (
            [(year_of(2023, 1), "file"), (replace(year_of(2024, 1), body="甲"), "file")],
            "report.several_bodies",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused(reports, code):
    with pytest.raises(InputError) as refused:
        compare(reports)
    assert refused.value.code == code


@pytest.fixture(scope="module")
def packed():
    return comparison_docx(THREE, ON)


class TestTheDocument:
    def test_it_has_a_native_chart_for_every_figure_that_is_not_always_0(self, packed):
        drawn = [one for one in THREE.series if any(one.values.values())]
        with zipfile.ZipFile(BytesIO(packed)) as parts:
            charts = [name for name in parts.namelist() if name.startswith("word/charts/chart")]
            books = [name for name in parts.namelist() if name.startswith("word/embeddings/")]
            shown = parts.read("word/document.xml").count(b"<c:chart ")
        assert len(charts) == len(books) == shown == len(drawn) == 4

    def test_the_figures_of_a_chart_are_in_the_workbook_inside_it(self, packed):
        with zipfile.ZipFile(BytesIO(packed)) as parts:
            book = load_workbook(BytesIO(parts.read("word/embeddings/chart1.xlsx")))
            chart = etree.fromstring(parts.read("word/charts/chart1.xml"))
            rels = parts.read("word/charts/_rels/chart1.xml.rels").decode()
        rows = list(book["数据"].iter_rows(values_only=True))
        assert rows[1:] == [("2022年", 4), ("2023年", 10), ("2024年", 15)]
        cached = chart.xpath("//c:val//c:v/text()", namespaces={"c": CHART})
        assert cached == ["4", "10", "15"]
        assert "../embeddings/chart1.xlsx" in rels

    def test_what_is_always_0_is_named_and_every_figure_is_in_the_table(self, packed):
        opened = Document(BytesIO(packed))
        text = "\n".join(one.text for one in opened.paragraphs)
        assert "行政复议、行政诉讼各年均为0件" in text
        assert "2022年、2023年为已公布的年度报告数据" in text
        assert "2024年为按登记的案件统计的数据，尚未公布" in text
        (table,) = opened.tables
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        assert rows[0] == ["项目", "2022年", "2023年", "2024年", "比上年"]
        assert ["予以公开", "4", "10", "12", "+2（+20.0%）"] in rows
        assert len(rows) == 1 + sum(map(len, COMPARED.values()))

    def test_the_same_figures_give_the_same_bytes(self, packed):
        assert comparison_docx(THREE, ON) == packed

    def test_each_chart_says_its_figures_to_who_cannot_see_it(self, packed):
        with zipfile.ZipFile(BytesIO(packed)) as parts:
            body = parts.read("word/document.xml").decode()
        assert 'descr="新收申请（件）：2022年 4，2023年 10，2024年 15"' in body


def in_order(element, *names):
    found = [etree.QName(child).localname for child in element]
    places = [found.index(name) for name in names if name in found]
    assert all(before < after for before, after in pairwise(places))
    return set(found) <= set(names)


def test_the_parts_of_a_chart_are_in_the_order_of_the_schema():
    chart = etree.fromstring(chart_xml(Chart("标题", ("甲", "乙"), (1, 2))))
    names = {"c": CHART}
    (series,) = chart.iterfind(".//c:ser", names)
    assert in_order(
        series, "idx", "order", "tx", "spPr", "invertIfNegative", "dPt", "dLbls", "cat", "val"
    )
    (bars,) = chart.iterfind(".//c:barChart", names)
    assert in_order(bars, "barDir", "grouping", "varyColors", "ser", "gapWidth", "axId")
    (axis,) = chart.iterfind(".//c:valAx", names)
    assert in_order(
        axis, "axId", "scaling", "delete", "axPos", "crossAx", "crosses", "crossBetween"
    )
    assert in_order(chart, "roundedCorners", "chart", "spPr", "txPr", "externalData")


@pytest.mark.parametrize("value", [0, 3, 1036, 1_234_567, 7730.28])
def test_a_figure_stands_in_chart_and_workbook_as_it_is(value):
    chart = Chart("标题", ("甲",), (value,))
    read = etree.fromstring(chart_xml(chart)).xpath("//c:val//c:v/text()", namespaces={"c": CHART})
    book = load_workbook(BytesIO(workbook_of(chart)))
    assert float(read[0]) == book["数据"]["B2"].value == value


def test_a_comparison_in_json_names_years_sources_and_figures():
    said = json.loads(json.dumps(THREE.to_json()))
    assert said["years"][-1] == {"year": 2024, "source": "register"}
    assert said["figures"]["granted"] == {"2022": 4, "2023": 10, "2024": 12}


def test_every_figure_that_is_compared_has_a_name():
    for key in (key for keys in COMPARED.values() for key in keys):
        assert say(f"report.figure_{key}", "zh")
