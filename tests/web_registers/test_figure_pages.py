"""数据填报: the town's figures typed once, their sums checked, found again in the built report."""

import io

import openpyxl
import pytest

from disclosures.conftest import CATEGORIES, NARRATIVE
from web_registers.test_ledger_page import table
from workflow.app import annual_report
from workflow.app.annual_report import Inputs
from workflow.app.figure_periods import read_period
from workflow.app.figures import figures_of
from workflow.app.report_register import OfficeRegister

SOURCE = "网站后台统计（示例）"


@pytest.fixture
def wang(browser):
    return browser("wang")


def typed(values, period="2026", source=SOURCE):
    form = {f"value.{key}": str(value) for key, value in values.items()}
    return form | {"period": period, "source": source}


def enter(wang, values, categories=None, **more):
    page = wang.get(f"/figures?period={more.get('period', '2026')}")
    fields = page.form("/figures") | {k: [v] for k, v in typed(values, **more).items()}
    if categories is not None:
        fields["new_name"] = list(categories)
        fields["new_value"] = [str(value) for value in categories.values()]
    return wang.post("/figures", fields)


def value(office, key, period="2026"):
    return figures_of(office, "hewan").value(read_period(period), key)


def test_the_towns_figures_are_typed_once_and_stand_in_the_report(wang, office):
    page = wang.follow(enter(wang, NARRATIVE, CATEGORIES))
    assert "2026年：保存了 20 个数" in page.text
    assert "网站分类 12 类，合计 123，与网站公开信息 123 相符" in page.text
    report = annual_report.build(OfficeRegister(office), "hewan", 2026, Inputs())
    figures = report.report.figures
    assert figures["website_categories"] == CATEGORIES
    assert {name: figures[name] for name in NARRATIVE} == NARRATIVE


def test_categories_that_dont_add_up_are_told(wang):
    enter(wang, {"website_items": 123}, CATEGORIES | {"扶贫工作": 58})
    page = wang.get("/figures?period=2026")
    assert "合计 122，与网站公开信息 123 不符" in page.text
    assert "12项相加为122" in page.text


def test_last_year_and_the_source_stand_beside(wang):
    enter(wang, {"weibo_items": 235}, period="2025", source="微博后台（示例）")
    wang.follow(enter(wang, {"weibo_items": 240}))
    page = wang.get("/figures?period=2026")
    form = page.form("/figures")
    assert (form["value.weibo_items"], form["source.weibo_items"]) == (["240"], [SOURCE])
    row = page.html.split('for="value-weibo_items"')[1].split("</tr>")[0]
    assert "</span>235</td>" in row


def test_a_figure_without_a_source_is_refused_and_nothing_typed_is_lost(wang, office):
    page = enter(wang, {"weibo_items": 235, "wechat_items": "九"}, source="")
    assert page.status == 400
    assert "有 2 处要改" in page.text
    assert "“微博公开信息”没有来源" in page.text
    assert "“九”不是数字" in page.text
    assert page.form("/figures")["value.wechat_items"] == ["九"]
    assert value(office, "weibo_items") is None


def test_an_emptied_field_takes_the_figure_back_and_its_history_stays(wang, office):
    enter(wang, {"weibo_items": 235})
    enter(wang, {"weibo_items": ""})
    assert value(office, "weibo_items") is None
    page = wang.get("/figures?period=2026&key=weibo_items")
    assert "微博公开信息：填过的数" in page.text
    assert "（收回）" in page.text
    assert SOURCE in page.text
    assert "王示例" in page.text


def test_quarters_add_up_to_their_year(wang, office):
    for quarter in range(1, 5):
        enter(wang, {"training_sessions": quarter}, period=f"2026Q{quarter}")
    assert value(office, "training_sessions") == 10
    assert "10（由分段相加）" in wang.get("/figures?period=2026").text


def test_what_the_register_counts_is_shown_and_a_difference_is_told(wang, register):
    register.publish(category="部门文件")
    page = wang.get("/figures?period=2026")
    assert "1（主动公开登记簿）" in page.text
    wang.follow(enter(wang, {"website_items": 2}))
    assert "填报2，主动公开登记簿中为1" in wang.get("/figures?period=2026").text


def test_cells_of_table_one_are_typed_here_and_stand_in_part_two(wang, office):
    wang.follow(enter(wang, {"normative.made": 3, "normative.valid": 5}))
    report = annual_report.build(OfficeRegister(office), "hewan", 2026, Inputs()).report
    assert report.proactive["normative"]["made"] == 3


def test_figures_come_from_a_filled_in_file(wang, office):
    content = wang.get("/figures/export.xlsx?period=2026").answer.content
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    header = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if row[header.index("指标")].value == "weibo_items":
            row[header.index("数值")].value = 235
            row[header.index("来源")].value = SOURCE
    kept = io.BytesIO()
    book.save(kept)
    form = wang.get("/figures?period=2026").form("/figures/import")
    files = {"file": ("填报.xlsx", kept.getvalue(), "x/y")}
    wang.follow(wang.post("/figures/import", form, files))
    assert value(office, "weibo_items") == 235
    assert ["2026", "weibo_items", "微博公开信息"] in [
        row[:3] for row in table(wang.get("/figures/export.xlsx?period=2026").answer)
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("填报.xlsx", b"x", "填报.xlsx"),
        ("填报.csv", "指标,数值\nweibo_items,很多\n".encode(), "第2行"),
        ("填报.json", b"{", "填报.json"),
        ("填报.docx", b"x", ".csv"),
    ],
)
def test_a_file_that_cant_be_read_is_refused_in_words(wang, office, name, content, said):
    form = wang.get("/figures?period=2026").form("/figures/import")
    page = wang.post("/figures/import", form, {"file": (name, content, "x/y")})
    assert page.status == 400
    assert said in page.text
    assert "/tmp" not in page.html
    assert value(office, "weibo_items") is None


def test_a_period_that_is_none_is_said(wang):
    page = wang.get("/figures?period=明年")
    assert page.status == 400
    assert "期间“明年”认不出" in page.text


def test_who_enters_no_figures_reads_them_and_is_refused(browser, office):
    enter(browser("wang"), {"weibo_items": 235})
    sun = browser("sun")
    page = sun.get("/figures?period=2026")
    assert "235" in page.text
    assert 'name="value.' not in page.html
    token = sun.get("/").form("/sign-out")["form_token"][0]
    refused = sun.post("/figures", typed({"weibo_items": 1}) | {"form_token": token})
    assert refused.status == 409
    assert value(office, "weibo_items") == 235


def test_half_a_year_never_passes_for_the_whole(wang, office, register):
    """The register has one document of the year; the first half says 52: neither is the year's."""
    register.publish()
    enter(wang, {"website_items": 52}, period="2026H1")
    enter(wang, {"website_items": 9}, period="2026Q3")
    page = wang.get("/figures?period=2026")
    row = page.html.split('for="value-website_items"')[1].split("</tr>")[0]
    assert "还缺 2026年第4季度" in row
    assert "登记簿" not in row
    figures = annual_report.build(OfficeRegister(office), "hewan", 2026, Inputs()).report.figures
    assert "website_items" not in figures
    enter(wang, {"website_items": 0}, period="2026Q4")
    row = wang.get("/figures?period=2026").html.split('for="value-website_items"')[1]
    assert "61（由分段相加）" in row.split("</tr>")[0]


def test_where_nothing_was_entered_the_register_counts(wang, register):
    register.publish()
    row = wang.get("/figures?period=2026").html.split('for="value-website_items"')[1]
    assert "1（主动公开登记簿）" in row.split("</tr>")[0]


def test_what_stands_at_a_moment_is_not_said_to_be_added_up(wang):
    enter(wang, {"staff_part_time": 3}, period="2026H1")
    row = wang.get("/figures?period=2026").html.split('for="value-staff_part_time"')[1]
    assert "3（取最近一段）" in row.split("</tr>")[0]


def test_table_1_stands_in_the_forms_own_order(wang):
    page = wang.get("/figures?period=2026").html
    names = ["regulations.made", "regulations.repealed", "regulations.valid", "normative.made"]
    places = [page.index(f'for="value-{name}"') for name in names]
    assert places == sorted(places)


@pytest.mark.parametrize("path", ["/figures", "/figures/papers", "/disclosures/catalogue"])
def test_the_menu_shows_to_which_part_the_page_belongs(wang, path):
    page = wang.get(path).html
    menu = page.split("<nav")[1].split("</nav>")[0]
    assert '<a href="/disclosures" aria-current="page">' in menu
    assert menu.count("aria-current") == 1
