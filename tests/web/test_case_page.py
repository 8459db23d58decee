"""案件页: the last day, why, what may be done, what if, what happened."""

import io
import re
import zipfile

import pytest
from docx import Document

from web.town import CONTENT, IDENT
from workflow.app.viewing import view
from workflow.store import journals
from workflow.web.pages import cases
from workflow.web.paper_titles import paper_title, titles_of


@pytest.fixture
def page(browser):
    return browser("wang").get(f"/cases/{IDENT['processing']}")


def test_the_due_date_is_the_largest_thing_and_named_with_its_weekday(page):
    assert '<p class="due-date">2026年11月27日（周五）</p>' in page.html
    assert "还剩 3 个工作日" in page.text
    assert "周三、周四、周五" in page.text


def test_the_title_begins_with_the_number_and_the_date(page):
    assert page.title.startswith("河政公开〔2026〕1号 答复期限 11月27日")


def test_there_is_one_main_heading_and_it_says_what_is_asked(page):
    assert re.findall(r"<h1>(.*?)</h1>", page.html) == [CONTENT]


def test_the_sum_stands_in_one_line(page):
    said = re.sub(r"\s+", " ", page.text)
    assert (
        "10月30日（周五） 收到，当天不计 ＋ 20 个工作日 答复期限 ＝ 11月27日（周五） 期限" in said
    )


def test_the_wall_calendar_ends_on_the_due_day_with_the_last_number(page):
    cell = re.search(r'<td class="counted due">(.*?)</td>', page.html, re.DOTALL)[1]
    assert "11月27日 周五，第 20 个工作日" in cell
    assert page.html.count('<td class="counted') == 20


def test_the_proof_is_open(page):
    assert '<details class="proof" open>' in page.html


def test_days_that_a_consultation_takes_are_hatched_and_say_so(browser):
    html = browser("wang").get(f"/cases/{IDENT['consulting']}").html
    # sent 11-20, silent: 15 working days from 11-23 to 12-11
    assert html.count('class="not-counted') == 15
    assert "11月23日 周一，不计" in html


def test_a_suspended_clock_says_what_remains_after_it(browser):
    text = browser("wang").get(f"/cases/{IDENT['consulting']}").text
    # counted up to 11-20: 13 of 20
    assert "暂停：等对方意见。收到后还有 7 个工作日" in text


def test_the_next_step_is_the_only_filled_button_among_the_moves(page):
    moves = page.html.split('id="moves-title"')[1].split("</section>")[0]
    assert re.findall(r'class="button primary" href="([^"]+)"', moves) == [
        "/cases/1/do/request/submit_answer"
    ]


def test_a_refused_step_stays_visible_with_its_reason_and_article(page):
    assert re.search(
        r'aria-disabled="true" href="/cases/1/do/request/request_correction" '
        r'aria-describedby="why-[^"]+">补正告知</a>',
        page.html,
    )
    assert (
        "已超过补正告知期限：收到申请之日起7个工作日，2026年11月10日届满（条例第三十条）"
        in page.text
    )


def test_what_another_role_must_do_says_who(page):
    assert "“延期答复”由信息公开工作机构负责人办理，您现在的身份是经办人" in page.text


def test_what_comes_later_is_shown_before_its_turn(page):
    assert "“发出答复”要在“已批准”状态下办理，本件现在是“办理中”" in page.text


def test_what_if_counts_and_stores_nothing(browser, office):
    before = view(office, 1, "wang", "clerk", "hewan").case.version
    wang = browser("wang")
    page = wang.get("/cases/1?what=consultation/draft/third_party&when=2026-11-25")
    # sent on 11-25 (the 18th day): 15 working days until 12-16, then the two that are left
    assert "答复：从 2026年11月27日 变成 2026年12月18日" in page.text
    assert "对方一直不答复" in page.text
    assert view(office, 1, "wang", "clerk", "hewan").case.version == before


def test_what_if_reads_a_day_as_it_is_typed(browser):
    page = browser("wang").get("/cases/1?what=request/extend&when=11.26")
    assert "答复：从 2026年11月27日 变成 2026年12月25日" in page.text  # 20 more, no day off
    page = browser("wang").get("/cases/1?what=request/extend&when=whenever")
    assert "日期“whenever”读不懂" in page.text


def test_the_last_safe_days_are_told(page):
    safe = page.text.split("最后安全日")[1]
    assert "邮寄答复书 以交邮局当日为准 11月27日（周五）" in safe


def test_the_last_lawful_day_of_a_step_is_the_one_after_which_it_is_refused(browser):
    safe = browser("wang").get(f"/cases/{IDENT['received']}").text.split("最后安全日")[1]
    # received 11-13: a correction may be asked for on the seventh working day, not later
    assert "一次性补正告知 这一天以后不能再办 11月24日（周二）" in safe
    assert "延期答复 这一天以后不能再办 12月11日（周五）" in safe


def test_the_course_shows_the_legal_day_and_who_recorded_it(page):
    course = page.text.split("办理经过")[1]
    assert re.search(r"11月2日 受理告知 .*? 王示例（经办人）", course)
    assert course.index("受理告知") < course.index("10月30日")


def test_a_late_answer_is_red_and_says_by_how_much(browser):
    html = browser("wang").get(f"/cases/{IDENT['approved']}").html
    assert '<span class="chip late"><span>逾期 2 个工作日</span></span>' in html


def test_red_is_used_for_nothing_else(page):
    assert "late" not in re.findall(r'class="chip (\w+)"', page.html)


def test_an_unconfirmed_request_shows_the_day_of_confirmation(browser):
    page = browser("wang").get(f"/cases/{IDENT['submitted']}")
    # e-mail of 11-18: one working day → 11-19
    assert "最迟在这一天和申请人确认收到 2026年11月19日（周四）" in page.text


def test_documents_are_listed_with_their_word_file(page):
    assert "政府信息公开申请登记回执" in page.text
    assert re.search(r"/cases/1/documents/\d+\.docx", page.html)


def test_no_two_documents_of_a_case_bear_one_title(browser, office):
    assert "政府信息公开申请受理告知书" in browser("wang").get("/cases/1").text
    documents = view(office, IDENT["approved"], "wang", "clerk", "hewan").documents
    again = [*documents, {**documents[0], "id": 99}]
    titles = titles_of(again)
    assert len(set(titles.values())) == len(again)
    assert titles[99] == "政府信息公开申请登记回执（第 2 份）"
    assert (
        paper_title({"notice": "N15", "key": "N15", "child": "litigation:l1"}) == "行政诉讼答辩状"
    )


def test_a_consultation_says_what_silence_leads_to_and_that_the_name_is_withheld(browser):
    text = browser("wang").get(f"/cases/{IDENT['consulting']}").text
    assert "不答复的话，12月11日（周五）期满。" in text
    assert "信中不写申请人姓名。" in text


def test_identity_numbers_are_masked_until_asked_for_and_the_asking_is_noted(browser, office):
    wang = browser("wang")
    page = wang.get("/cases/1")
    assert "0000**********1001" in page.text
    assert "000000197001011001" not in page.html
    shown = wang.submit("/cases/1", "/cases/1/identity", at=page)
    assert "000000197001011001" in shown.text
    with office.store.read() as session:
        last = journals.read_chain(session, "agency:hewan")[-1]
    assert (last.trigger, last.actor, last.facts) == (
        "show_identity",
        "wang",
        {"case": "request:1"},
    )


def test_the_explanation_for_the_file_is_a_page_of_its_own(browser):
    page = browser("wang").get("/cases/1/proof/reply")
    assert "期限计算说明" in page.text
    assert "2026年11月27日（周五）" in page.text
    assert "条例" in page.text.split("依据")[1]


def test_every_clock_of_every_case_can_explain_itself(browser, office):
    wang = browser("wang")
    for ident in list(IDENT.values())[:-1]:
        case = view(office, ident, "wang", "clerk", "hewan").case
        for one in case.deadlines.deadlines:
            child = f"?child={one.id}" if one.id else ""
            assert wang.get(f"/cases/{ident}/proof/{one.clock}{child}").status == 200


def test_a_word_file_is_saved_and_opens(browser):
    wang = browser("wang")
    href = re.search(r'href="(/cases/1/documents/\d+\.docx)"', wang.get("/cases/1").html)[1]
    answer = wang.get(href).answer
    assert answer.headers["content-disposition"].startswith("attachment;")
    texts = "".join(one.text for one in Document(io.BytesIO(answer.content)).paragraphs)
    assert CONTENT in texts


def test_a_document_is_shown_as_it_looks(browser):
    page = browser("wang").get("/cases/1/documents/1")
    assert '<article class="paper"' in page.html
    assert "登记回执" in page.text


def test_all_documents_come_in_one_file(browser):
    answer = browser("wang").get("/cases/3/documents.zip").answer
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert len(names) >= 3
    assert all(name.endswith(".docx") for name in names)


def test_the_list_finds_by_content_number_and_applicant(browser):
    wang = browser("wang")
    for text, found in (
        ("水库", "关于水库的文件"),
        ("〔2026〕2号", "低保评议"),
        ("张文博", CONTENT),
    ):
        assert found in wang.get(f"/cases?kind=all&q={text}").text
    page = wang.get("/cases?q=没有这样的")
    assert "没有找到“没有这样的”" in page.text


def test_the_list_filters_by_state_and_lateness(browser):
    wang = browser("wang")
    assert "关于水库的文件" not in wang.get("/cases?kind=late").text
    assert "土地征收" in wang.get("/cases?kind=late").text
    page = wang.get("/cases?state=in_review")
    assert page.html.count('class="what-to-do"') == 1
    assert "没有这样的案件" in wang.get("/cases?kind=all&year=1999").text


def test_the_list_turns_pages(browser, office, clock, monkeypatch):
    monkeypatch.setattr("workflow.app.browsing.PAGE", 4)
    wang = browser("wang")
    first, second = wang.get("/cases"), wang.get("/cases?page_number=2")
    assert first.html.count('class="what-to-do"') == 4
    assert 'rel="next"' in first.html
    assert second.html.count('class="what-to-do"') == 2
    assert 'rel="next"' not in second.html
    assert 'rel="prev"' in second.html


def test_a_list_ends_at_its_last_page_and_says_how_to_go_on(browser, monkeypatch):
    monkeypatch.setattr("workflow.app.browsing.PAGE", 2)
    monkeypatch.setattr(cases, "LAST_PAGE", 2)
    wang = browser("wang")
    last = wang.get("/cases?page_number=2")
    assert "后面的请用年份、状态或者搜索缩小范围" in last.text
    assert 'rel="next"' not in last.html
    assert 'rel="prev"' in last.html
    assert "后面的请用" not in wang.get("/cases").text
    assert wang.get("/cases?page_number=999999999999").html == last.html


def test_the_parts_of_a_case_are_read_in_an_order_that_makes_sense(page):
    parts = ("due-title", "moves-title", "safe-title", "if", "course-title", "documents-title")
    places = [page.html.index(f'id="{one}"') for one in parts]
    assert places == sorted(places)
    assert page.html.index('id="safe-title"') < page.html.index('class="proof"')
    safe = page.html[page.html.index('id="safe-title"') : page.html.index('class="proof"')]
    assert not any(f"<{tag}" in safe for tag in ("a ", "button", "input", "summary"))


def test_the_course_begins_with_what_waits_for_the_reader(browser, page):
    assert "今天 等您办：送审答复书" in page.text
    supervisor = browser("chief").get(f"/cases/{IDENT['processing']}")
    assert "等您办" not in supervisor.text


def test_a_step_that_comes_later_says_the_way_there(page):
    assert "先送审，批准后再发出。" in page.text
    assert "先发出答复，再记录送达。" in page.text


def test_a_fee_has_its_card_with_the_sum_the_last_day_and_the_payment(browser):
    path = f"/cases/{IDENT['processing']}"
    browser("zheng").submit(f"{path}/do/request/notify_fee", tariff="items", count="12")
    text = browser("wang").get(path).text
    # 12 items a month: 10 free, the 11th and 12th at 100 yuan each
    assert "收费 待缴 11月24日（周二） 收费通知 按件 12 200.00 元" in text
    assert "缴清" in text
    browser("wang").submit(f"{path}/do/request/receive_payment", evidence="银行回单（示例）")
    assert "收费 已缴" in browser("wang").get(path).text


def test_the_case_of_another_agency_shows_no_form_beside_it(browser):
    for place in ("note", "links"):
        assert browser("far").get(f"/cases/{IDENT['processing']}/{place}").status == 404


def test_a_date_that_only_waits_for_a_receipt_blames_no_holidays(browser):
    page = browser("wang").get(f"/cases/{IDENT['consulting']}")
    assert "不知道被征求意见的一方何时收到函件" in page.text
    assert "节假日安排还没有公布" not in page.text
