"""The basic catalogue, a list from Excel, and what is worth publishing, on their pages."""

import io
from datetime import date

import openpyxl
import pytest
from docx import Document

from web.town import PERSON, Hand
from web_registers.conftest import CLERK, TITLE
from web_registers.test_ledger_page import sheet, table
from workflow.app.disclosing_catalogue import catalogue_of, keep
from workflow.app.disclosing_reading import find_item, items_of
from workflow.app.registering import Application, register

NINE = ["名称", "公开内容", "公开依据", "责任主体", "公开属性", "公开时限", "公开方式", "公开类型",
        "所属栏目"]  # fmt: skip
ROW = ["财政预算", "预算报表", "条例第二十条", "财政所", "主动公开", "20个工作日", "网站", "全社会",
       "财政公开"]  # fmt: skip
LIST = [*NINE, "类别", "形成日期", "公开日期", "公开渠道"]
PUBLISHED = [*ROW, "财政资金", "2026-03-02", "2026-03-10", "网站、微博"]
TEXT = "低保对象名单和评议结果（示例）"


@pytest.fixture
def wang(browser):
    return browser("wang")


def fed(wang, address, content, name="目录.xlsx", at=None):
    token = wang.get(at or address).form(address)["form_token"][0]
    return wang.post(address, {"form_token": token}, {"file": (name, content, "x/y")})


def test_a_row_is_kept_adjusted_and_dropped_with_a_reason(wang, office):
    form = {"title": "财政预算", "attribute": "proactive", "responsible": "财政所"}
    wang.follow(wang.submit("/disclosures/catalogue", **form))
    page = wang.get("/disclosures/catalogue?row=财政预算")
    assert page.form("/disclosures/catalogue")["responsible"] == ["财政所"]
    wang.follow(wang.submit("/disclosures/catalogue", at=page, responsible="经发办"))
    (row,) = catalogue_of(office, "hewan")
    assert row["responsible"] == "经发办"
    refused = wang.submit("/disclosures/catalogue/drop", at=page, reason="")
    assert "没有写理由" in refused.text
    wang.follow(wang.submit("/disclosures/catalogue/drop", at=page, reason="并入部门文件"))
    assert catalogue_of(office, "hewan") == []


def test_what_is_missing_in_a_row_is_said_at_its_field(wang, office):
    page = wang.submit("/disclosures/catalogue", basis="条例第二十条")
    assert page.status == 400
    assert "名称没有填" in page.text
    assert "公开属性没有选" in page.text
    assert page.form("/disclosures/catalogue")["basis"] == ["条例第二十条"]
    assert catalogue_of(office, "hewan") == []


def test_a_catalogue_comes_from_excel_and_goes_out_again(wang, office):
    address = "/disclosures/catalogue/import"
    wang.follow(fed(wang, address, sheet(ROW, header=NINE), at="/disclosures/catalogue"))
    page = wang.get("/disclosures/catalogue")
    assert all(text in page.text for text in ROW)
    assert table(wang.get("/disclosures/catalogue.xlsx").answer) == [NINE, ROW]


def test_the_catalogue_is_downloaded_as_it_is_printed(wang, office):
    keep(office, "hewan", [{"title": "财政预算（示例）", "attribute": "proactive"}], CLERK)
    page = wang.get("/disclosures/catalogue")
    assert "/disclosures/catalogue.docx" in page.html
    document = Document(io.BytesIO(wang.get("/disclosures/catalogue.docx").answer.content))
    assert document.tables[0].rows[1].cells[1].text == "财政预算（示例）"


def test_a_bad_row_of_a_catalogue_is_told_and_none_is_kept(wang, office):
    bad = ["无属性", *ROW[1:4], "", *ROW[5:]]
    address = "/disclosures/catalogue/import"
    page = fed(wang, address, sheet(ROW, bad, header=NINE), at="/disclosures/catalogue")
    assert page.status == 400
    assert "第3行" in page.text
    assert "没有标明公开属性，按规定退回" in page.text
    assert "/tmp" not in page.html
    assert catalogue_of(office, "hewan") == []


def test_who_keeps_no_catalogue_sees_no_form_and_is_refused(browser, office):
    sun = browser("sun")
    page = sun.get("/disclosures/catalogue")
    assert "web-form" not in page.html
    assert 'action="/disclosures/catalogue"' not in page.html
    token = sun.get("/").form("/sign-out")["form_token"][0]
    form = {"form_token": token, "title": "甲", "attribute": "proactive"}
    assert sun.post("/disclosures/catalogue", form).status == 409
    assert catalogue_of(office, "hewan") == []


def test_a_new_document_takes_the_attributes_of_a_row(wang, office):
    address = "/disclosures/catalogue/import"
    wang.follow(fed(wang, address, sheet(ROW, header=NINE), at="/disclosures/catalogue"))
    page = wang.get("/disclosures/new?row=财政预算")
    wang.follow(wang.submit("/disclosures/new", at=page, title=TITLE))
    item = find_item(office, "hewan", "2026-1")
    assert item.title == TITLE
    assert (item.facts["responsible"], item.facts["site_column"]) == ("财政所", "财政公开")


def test_a_row_that_isnt_there_is_said(wang):
    page = wang.get("/disclosures/catalogue?row=没有")
    assert page.status == 400
    assert "基本目录里没有“没有”" in page.text


def test_a_list_of_what_was_published_is_taken_once(wang, office):
    content = sheet(PUBLISHED, header=LIST)
    page = fed(wang, "/disclosures/import", content, "公开清单.xlsx")
    assert "新增1项" in page.text
    (item,) = items_of(office, "hewan")
    assert (item.published_on, item.channels) == (date(2026, 3, 10), ("website", "weibo"))
    again = fed(wang, "/disclosures/import", content, "公开清单.xlsx")
    assert "1项登记簿中已有" in again.text


def test_every_bad_row_of_a_list_is_told(wang, office):
    late = [*PUBLISHED[:11], "2026-02-01", "网站"]
    nowhere = [*PUBLISHED[:12], "布告栏里"]
    page = fed(wang, "/disclosures/import", sheet(PUBLISHED, late, nowhere, header=LIST))
    assert page.status == 400
    assert "公开日期早于形成日期" in page.text
    assert "“布告栏里”不是可选的内容" in page.text
    assert items_of(office, "hewan") == []


def test_the_empty_list_has_the_columns_that_are_read(wang, office):
    header = table(wang.get("/disclosures/import/template.xlsx").answer)[0]
    assert set(LIST) <= set(header)


def applied(office, on, applicant, id_number):
    """Register a request for the same text by somebody."""
    facts = {"channel": "in_person", "applicant_class": "natural", "evidence": "示例"}
    facts |= {"applicant": applicant, "content": TEXT, "form_wanted": "纸质"}
    person = PERSON | {"id_number": id_number}
    return register(office, Application("hewan", on, facts, person), CLERK).case.chain


@pytest.fixture
def asked(office, clock):
    """Two applicants asked for the same; one of them was given it."""
    clock.set(date(2026, 11, 9))
    first = applied(office, date(2026, 11, 2), "钱示例", "000000197001011002")
    applied(office, date(2026, 11, 9), "李示例", "000000197001011003")
    hand = Hand(office, clock)
    hand.move(first, "acknowledge", date(2026, 11, 9))
    where = {"outcome": "A1", "access_way": "网站", "access_route": "www.example"}
    hand.move(first, "submit_answer", date(2026, 11, 10), **where)
    hand.move(first, "pass_secrecy_review", date(2026, 11, 11), "liu", "reviewer")
    hand.move(first, "pass_legal_review", date(2026, 11, 11), "zheng", "office_head")
    hand.move(first, "approve", date(2026, 11, 11), "sun", "leader")
    hand.move(first, "dispatch", date(2026, 11, 12), way="post", carrier="postal")
    clock.set(date(2026, 11, 24))


def test_repeated_requests_suggest_publishing_and_begin_an_item_that_links_them(
    browser, office, asked
):
    wang = browser("wang")
    page = wang.get("/disclosures/suggestions")
    assert "2 名申请人" in page.text
    link = page.html.split('href="/disclosures/new?')[1].split('"')[0].replace("&amp;", "&")
    form = wang.get(f"/disclosures/new?{link}")
    assert form.form("/disclosures/new")["title"] == [TEXT]
    done = wang.follow(wang.submit("/disclosures/new", at=form, made_on="11.24"))
    assert "由来的申请" in done.text
    item = find_item(office, "hewan", "2026-1")
    assert len(item.facts["requests"]) == 2
    assert all(number in done.text for number in item.facts["requests"])


def test_a_year_without_repeated_requests_says_so(wang):
    assert "2020年没有几个人要过同样的信息" in wang.get("/disclosures/suggestions?year=2020").text


def test_requests_of_another_agency_are_not_taken_along(wang, office):
    page = wang.get("/disclosures/new?case=山政公开〔2026〕1号&case=河政公开〔2026〕1号")
    assert page.form("/disclosures/new")["requests"] == ["河政公开〔2026〕1号"]


def test_files_that_are_no_tables_are_refused(wang):
    page = fed(wang, "/disclosures/import", b"x", "清单.docx")
    assert page.status == 400
    book = openpyxl.Workbook()
    kept = io.BytesIO()
    book.save(kept)
    assert fed(wang, "/disclosures/import", kept.getvalue()).status == 400
