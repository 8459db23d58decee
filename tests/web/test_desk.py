"""工作台: what must be done, by urgency."""

import re

import pytest

from web.town import IDENT
from workflow.app.inbox import inbox, tell


@pytest.fixture
def desk(browser):
    return browser("wang").get("/")


def tile(page, name):
    found = re.search(
        rf'class="tile {name}".*?class="n">(\d+)<', page.html.replace("\n", ""), re.DOTALL
    )
    return int(found[1])


def test_the_first_line_is_the_day_from_which_everything_is_counted(desk):
    assert "今天是 2026年11月24日（周二）" in desk.text


def test_the_tiles_do_not_overlap_and_add_up_to_what_is_listed(desk):
    counts = {name: tile(desk, name) for name in ("late", "today", "soon", "near", "open")}
    # late: the approved answer (11-20), the confirmation of the e-mail of 11-18 (one working day)
    # today: the answer in review (11-24), the correction notice of the request of 11-13
    # soon: the answer of 11-27; near: nothing is due on 11-30 or 12-01
    assert counts == {"late": 2, "today": 2, "soon": 1, "near": 0, "open": 1}
    assert desk.html.count('class="what-to-do"') == sum(counts.values())


def test_a_row_says_what_to_do_as_a_verb_with_what_is_left(desk):
    assert re.search(r"11月20日（周五） 逾期 2 个工作日 发出答复书 已批准", desk.text)
    assert re.search(r"11月27日（周五） 还剩 3 个工作日 拟写答复书 办理中", desk.text)
    assert "决定是否补正" in desk.text


def test_a_provisional_date_shows_its_earliest_day_first(desk):
    assert "最早 12月" in desk.text


def test_a_date_that_waits_for_a_receipt_says_so_instead_of_naming_one_day_twice(desk):
    assert re.search(r"最早 12月\d+日（周.） 对方签收日没有记录，记下后算准", desk.text)
    assert "约 12月" not in desk.text


def test_the_days_of_the_bands_are_named(desk):
    assert "11月25日至11月27日" in desk.text
    assert "11月30日、12月1日" in desk.text


def test_what_others_owe_stands_beside(desk):
    assert "等第三方意见 1" in desk.text
    assert "等审核、批准 1" in desk.text


def test_a_reviewer_sees_what_waits_for_him(browser):
    page = browser("liu").get("/")
    assert "保密审查" in page.text
    assert f"/approvals/{IDENT['in_review']}" in page.html


def test_a_leader_is_not_asked_before_the_reviews_are_passed(browser):
    page = browser("sun").get("/")
    assert f'href="/approvals/{IDENT["in_review"]}"' not in page.html


def test_messages_are_unread_until_they_are_marked(browser, office):
    with office.store.write() as session:
        tell(session, "wang", "request:1", "inbox.waits", {"number": "7号"}, "x", office.now())
    wang = browser("wang")
    page = wang.get("/")
    assert "7号 等您办理" in page.text
    assert "未读" in page.text
    wang.follow(wang.submit("/", "/messages/read", at=page))
    assert all(one["read"] for one in inbox(office, "wang"))
    assert "未读" not in wang.get("/").text


def test_the_list_for_the_printer_has_a_box_for_each_row(browser):
    page = browser("wang").get("/today")
    assert page.html.count('class="box"') == 6


def test_nothing_to_do_says_so_and_where_to_look(browser):
    page = browser("far").get("/?whole=1")
    assert "今天没有要办的期限" in page.text
    assert "看全部案件" in page.text
