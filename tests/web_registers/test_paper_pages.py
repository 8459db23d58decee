"""自查报告、指南 as Word files from the page, in the officer's words where he wrote any."""

import io

import pytest
from docx import Document

from web_registers.conftest import CLERK
from workflow.app.disclosing_catalogue import keep
from workflow.app.figure_periods import read_period
from workflow.app.figures import Entering, enter

INSPECTION = "/figures/papers/self-inspection.docx"
GUIDE = "/figures/papers/guide.docx"


def words(page):
    assert page.status == 200, page.text
    document = Document(io.BytesIO(page.answer.content))
    cells = [cell.text for one in document.tables for row in one.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


@pytest.fixture
def wang(browser):
    return browser("wang")


def test_the_report_of_a_half_year_has_the_figures_and_the_register(wang, office, register):
    period = read_period("2026H2")
    values = {"website_items": 7, "training_sessions": 3}
    enter(office, Entering("hewan", period, values, dict.fromkeys(values, "示例")), CLERK)
    register.publish()
    text = words(wang.submit("/figures/papers?period=2026H2", INSPECTION))
    assert "2026年下半年政府信息公开工作自查报告" in text
    assert "通过政府网站公开信息7件" in text
    assert "培训次数3次" in text
    assert "本期收到政府信息公开申请" in text
    assert "云川县河湾镇人民政府（示例）" in text
    assert "2026年11月24日" in text


def test_what_the_record_finds_wanting_is_proposed_and_goes_out_as_the_officer_leaves_it(
    wang, register
):
    register.draft(made_on="2026-09-01")
    register.draft(made_on="2026-11-23", title="还有时间的（示例）")
    page = wang.get("/figures/papers?period=2026H2")
    (proposed,) = page.form(INSPECTION)["problems"]
    assert "有1件政府信息到期末仍未公开" not in proposed or "主动〔2026〕1号" in proposed
    text = words(
        wang.submit(
            "/figures/papers?period=2026H2", INSPECTION, problems="示例：人手少。\n示例：栏目旧。"
        )
    )
    assert "示例：人手少。\n示例：栏目旧。" in text
    assert "政务公开基本目录尚未编制" not in text
    assert "编制政务公开基本目录" in text  # the plan that was left as proposed


def test_the_guide_has_catalogue_office_hours_and_what_the_law_says(wang, office):
    keep(office, "hewan", [{"title": "财政预算", "attribute": "proactive"}], CLERK)
    hours = "周一至周五 9:00—12:00（示例）"
    text = words(wang.submit("/figures/papers", GUIDE, hours=hours, on="11.20"))
    assert "政府信息公开指南" in text
    assert hours in text
    assert "财政预算" in text
    assert "20个工作日" in text
    assert "云川县人民法院（示例）" in text
    assert "2026年11月20日" in text


def test_what_the_record_lacks_is_named_before_the_guide_is_made(wang):
    page = wang.get("/figures/papers")
    assert "机关资料里还没有：" in page.text
    assert "传真" in page.text


@pytest.mark.parametrize(
    ("address", "typed", "said"),
    [
        (INSPECTION, {"on": "去年底"}, "落款日期“去年底”读不懂"),
        (INSPECTION, {"period": "明年"}, "期间“明年”认不出"),
        (GUIDE, {"on": "2018-01-01"}, "2019"),
    ],
)
def test_what_cant_be_read_is_said_and_the_words_stay(wang, address, typed, said):
    page = wang.submit("/figures/papers", address, **typed)
    assert page.status == 400
    assert said in page.text


def test_the_halves_are_those_up_to_today(wang):
    text = wang.get("/figures/papers").text
    for label in ("2026年下半年", "2026年上半年", "2025年下半年", "2025年上半年"):
        assert label in text
    assert "2027" not in text
    assert wang.get("/figures/papers?period=x").status == 400


def test_another_half_year_is_written_of_on_request(wang):
    text = words(wang.submit("/figures/papers?period=2026H1", INSPECTION))
    assert "2026年上半年" in text
