"""主动公开 from the draft to the website, without a browser."""

import io
from datetime import date

import openpyxl
import pytest
from docx import Document

from web.test_access import knock
from web_registers.conftest import DUE, LEADER, REVIEWER, TITLE
from workflow.app.disclosing_reading import find_item, items_of

NINE = {
    "title": TITLE,
    "attribute": "proactive",
    "made_on": "10.30",
    "document_number": "河政发〔2026〕21号",
    "category": "财政资金",
    "item_content": "资金规模、分配结果（示例）",
    "basis": "条例第二十条",
    "responsible": "财政所",
    "time_limit": "20个工作日",
    "way_published": "主动公开",
    "disclosure_kind": "全社会",
    "site_column": "财政公开",
}


def test_a_document_goes_through_the_pages_from_its_draft_to_the_website(browser, office):
    wang, liu, sun = browser("wang"), browser("liu"), browser("sun")
    made = wang.follow(wang.submit("/disclosures/new", **NINE))
    assert "主动〔2026〕1号" in made.text
    assert "2026年11月27日（周五）" in made.text
    passed = liu.follow(liu.submit("/disclosures/2026-1/do/pass_secrecy_review", opinion="不涉密"))
    assert "不涉密" in passed.text
    sun.follow(sun.submit("/disclosures/2026-1/do/approve"))
    form = {"place_published": "www.hewan.example/1", "channels": ["website", "wechat"]}
    page = wang.follow(wang.submit("/disclosures/2026-1/do/publish", **form))
    assert "11月24日（周二）公开" in page.text
    item = find_item(office, "hewan", "2026-1")
    assert (item.state, item.channels) == ("published", ("website", "wechat"))
    assert item.made_on == date(2026, 10, 30)
    assert {name: item.facts[name] for name in NINE if name != "made_on"} == {
        name: text for name, text in NINE.items() if name != "made_on"
    }
    assert {entry.via for entry in item.entries} == {"web"}


def test_the_term_is_shown_day_by_day_from_the_day_it_was_made(browser, register):
    assert register.draft().deadline.due == DUE
    page = browser("wang").get("/disclosures/2026-1")
    assert "10月30日（周五）" in page.text
    assert "20 个工作日" in page.text
    assert "条例第二十六条" in page.text
    assert "11月27日 周五，第 20 个工作日" in page.html
    assert "还剩 3 个工作日" in page.text


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(browser, office):
    wang = browser("wang")
    page = wang.submit("/disclosures/new", title="", made_on="去年底", basis="条例第二十条")
    assert page.status == 400
    assert "形成日期“去年底”读不懂" in page.text
    kept = page.form("/disclosures/new")
    assert (kept["made_on"], kept["basis"]) == (["去年底"], ["条例第二十条"])
    again = wang.submit("/disclosures/new", at=page, made_on="10.30")
    assert again.status == 409
    assert "名称没有填" in again.text
    assert items_of(office, "hewan") == []


def test_a_half_written_draft_is_kept_and_gone_once_it_is_registered(browser):
    wang = browser("wang")
    wang.submit("/disclosures/new", title="写到一半（示例）", action="draft")
    page = wang.get("/disclosures/new")
    assert page.form("/disclosures/new")["title"] == ["写到一半（示例）"]
    wang.follow(wang.submit("/disclosures/new", at=page))
    assert wang.get("/disclosures/new").form("/disclosures/new")["title"] == [""]


def test_a_document_without_its_attribute_is_returned(browser, register):
    register.draft(attribute="")
    liu, wang = browser("liu"), browser("wang")
    page = liu.get("/disclosures/2026-1")
    assert "没有写明公开属性" in page.text
    assert 'class="button primary" href="/disclosures/2026-1/do/return"' in page.html
    page = liu.follow(liu.submit("/disclosures/2026-1/do/return"))
    assert "没有标明公开属性，按规定退回" in page.text
    assert "没有标明公开属性" in wang.get("/disclosures").text
    wang.follow(wang.submit("/disclosures/2026-1/do/draft", attribute="proactive"))
    assert browser("liu").get("/disclosures/2026-1/do/pass_secrecy_review").status == 200


def test_who_may_not_decide_reads_why(browser, office, register):
    register.draft()
    page = browser("wang").get("/disclosures/2026-1/do/pass_secrecy_review")
    assert "现在不能办“保密审查通过”" in page.text
    assert "由审核人办理" in page.text
    answer = knock(browser("wang"), "POST", "/disclosures/2026-1/do/pass_secrecy_review")
    assert "由审核人办理" in answer.text
    assert find_item(office, "hewan", "2026-1").state == "drafted"


def test_the_second_of_two_officers_is_told_and_keeps_what_he_typed(browser, register):
    register.draft()
    wang = browser("wang")
    page = wang.get("/disclosures/2026-1/do/draft")
    register.step("pass_secrecy_review", date(2026, 11, 24), "2026-1", REVIEWER)
    register.step("return", date(2026, 11, 24), "2026-1", LEADER, comment="改标题")
    answer = wang.submit("/disclosures/2026-1/do/draft", at=page, title="改过的标题（示例）")
    assert answer.status == 409
    assert "没有保存：别人刚刚办过这件" in answer.text
    assert answer.form("/disclosures/2026-1/do/draft")["title"] == ["改过的标题（示例）"]


def test_a_revision_begins_a_new_term_and_shows_the_old_one(browser, register):
    register.publish()
    wang = browser("wang")
    form = {"on": "11.23", "text": "金额更正（示例）"}
    page = wang.follow(wang.submit("/disclosures/2026-1/do/revise", **form))
    # 11-24=1 … 11-27=4, 11-30=5 … 12-4=9, 12-7=10 … 12-11=14, 12-14=15 … 12-18=19, 12-21=20
    assert "2026年12月21日（周一）" in page.text
    assert "信息变更" in page.text
    assert "第 1 版：最迟 2026年11月27日（周五），2026年11月5日（周四）公开，按时" in page.text
    assert "有 1 项还没有公开" in wang.get("/disclosures").text


def test_what_is_taken_down_says_why_and_stays_in_the_list(browser, register):
    register.publish()
    sun = browser("sun")
    refused = sun.submit("/disclosures/2026-1/do/take_down", reason="")
    assert refused.status == 409
    page = sun.follow(sun.submit("/disclosures/2026-1/do/take_down", reason="内容失效（示例）"))
    assert "已撤下" in page.text
    assert "内容失效（示例）" in page.text
    assert TITLE in sun.get("/disclosures?state=taken_down").text


def test_the_approval_sheet_is_downloaded_with_what_was_signed(browser, register):
    register.approve()
    answer = browser("wang").get("/disclosures/2026-1/sheet.docx").answer
    text = "".join(Document(io.BytesIO(answer.content)).element.body.itertext())
    assert TITLE in text
    assert "孙示例" in text
    assert "刘示例" in text


def test_the_list_has_what_is_owed_first_then_the_newest(browser, register):
    register.publish(title="已经公开的（示例）")
    register.draft(title="晚一点的（示例）", made_on="2026-11-02")
    register.draft(title="先到期的（示例）")
    html = browser("wang").get("/disclosures").html
    places = [html.index(word) for word in ("先到期的", "晚一点的", "已经公开的")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("q=河政发〔2026〕21号", {"甲"}),
        ("q=甲+财政", set()),
        ("state=owed", {"乙"}),
        ("state=published", {"甲"}),
        ("column=财政公开", {"甲"}),
        ("category=部门文件", {"乙"}),
        ("channel=weibo", {"甲"}),
        ("channel=wechat", set()),
        ("period=2026-11", {"甲"}),
        ("period=2026Q4", {"甲", "乙"}),
        ("period=2025", set()),
    ],
)
def test_the_list_is_filtered(browser, register, query, there):
    more = {"site_column": "财政公开", "document_number": "河政发〔2026〕21号"}
    register.publish(title="示例甲", channels=("weibo",), **more)
    register.draft(title="示例乙", category="部门文件")
    page = browser("wang").get(f"/disclosures?{query}")
    assert {one for one in "甲乙" if f"示例{one}" in page.text} == there


def test_a_period_that_is_none_is_said_at_its_field(browser):
    page = browser("wang").get("/disclosures?period=去年底")
    assert page.status == 400
    assert "期间“去年底”认不出" in page.text


def test_a_long_list_has_pages_and_one_beyond_the_last_is_the_last(browser, register):
    for n in range(51):
        register.draft(title=f"示例{n:02}号")
    wang = browser("wang")
    assert wang.get("/disclosures").html.count("what-to-do") == 50
    assert wang.get("/disclosures?page_number=2").html.count("what-to-do") == 1
    assert "第 2 页" in wang.get("/disclosures?page_number=99").text


def test_what_the_filters_leave_is_downloaded(browser, register):
    register.publish(title="示例甲")
    register.draft(title="示例乙")
    answer = browser("wang").get("/disclosures/register.xlsx?state=published").answer
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    titles = [row[2] for row in sheet.iter_rows(values_only=True)]
    assert titles == ["名称", "示例甲"]


def test_the_desk_says_what_is_still_to_be_published(browser, register):
    assert "待主动公开" not in browser("wang").get("/").text
    register.draft()
    register.publish(title="已经公开的（示例）")
    for name in ("wang", "zheng"):
        page = browser(name).get("/")
        assert "待主动公开" in page.text
        assert "公开期限 11月27日（周五） 还剩 3 个工作日" in page.text
        assert "已经公开的" not in page.text
    assert "待主动公开" not in browser("far").get("/").text
