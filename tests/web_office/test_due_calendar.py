"""期限日历: each due item on its day; the feed of the secret address."""

import re
from datetime import date, timedelta

import pytest

from web.town import CONTENT
from workflow.web.month import month_of, next_month, previous_month, week_of


def test_a_due_item_stands_on_its_day_with_its_number(browser):
    page = browser("wang").get("/calendar")
    assert page.status == 200
    cell = re.search(r"11月27日 周五，工作日.*?</td>", page.html, re.DOTALL)[0]
    assert "河政公开〔2026〕1号" in cell
    assert 'href="/cases/1"' in cell


def test_weekends_holidays_and_swapped_days_are_said_in_words(browser):
    page = browser("wang").get("/calendar?month=2026-10")
    # 国办发明电〔2025〕7号: 国庆节 1 to 7 October, Saturday 10 October works
    assert "10月1日 周四，放假，国庆节" in page.text
    assert "10月10日 周六，调休上班" in page.text
    assert "10月11日 周日，周末" in page.text


def test_today_is_marked_and_a_late_item_says_so(browser):
    page = browser("wang").get("/calendar")
    assert re.search(r'<td class="today">.*?11月24日', page.html, re.DOTALL)
    assert "逾期 2 个工作日" in page.text


def test_a_week_shows_its_seven_days(browser):
    page = browser("wang").get("/calendar?week=2026-11-25")
    assert page.title.startswith("2026年11月23日（周一）至2026年11月29日（周日）")
    assert page.html.count("<td ") == 7


@pytest.mark.parametrize(
    "address", ["month=2026-13", "month=x", "week=1066-10-14", "month=2099-12"]
)
def test_an_address_that_names_no_day_shows_today(browser, address):
    page = browser("wang").get(f"/calendar?{address}")
    assert page.status == 200
    assert "11" in page.title


def test_the_first_and_the_last_month_can_be_shown(browser):
    for month in ("2008-01", "2098-12"):
        assert browser("wang").get(f"/calendar?month={month}").status == 200


def test_only_ones_own_items_are_shown_on_request(browser):
    everybody = browser("zheng").get("/calendar")
    assert "河政公开〔2026〕1号" in everybody.text
    assert "河政公开〔2026〕1号" not in browser("zheng").get("/calendar?mine=1").text


def test_a_month_is_whole_weeks():
    # 2027-02-01 is a Monday and the month has 28 days: exactly four weeks
    assert month_of(date(2027, 2, 1)) == (date(2027, 2, 1), date(2027, 2, 28))
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert previous_month(date(2026, 1, 1)) == date(2025, 12, 1)
    assert week_of(date(2026, 11, 29)) == date(2026, 11, 23)


def made(browser, who="wang"):
    page = browser(who).submit("/calendar", "/calendar/feed")
    assert page.status == 200
    return re.search(r'class="secret">(.*?)<', page.html)[1].removeprefix("http://testserver")


def test_the_feed_gives_the_due_dates_without_a_session(browser):
    address = made(browser)
    answer = browser().get(address)
    assert answer.status == 200
    assert answer.answer.headers["content-type"].startswith("text/calendar")
    text = answer.answer.content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert "DTSTART;VALUE=DATE:20261127" in text
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == text.count("UID:") > 3


def test_the_feed_says_nothing_of_who_asked_for_what(browser):
    text = browser().get(made(browser)).answer.content.decode().replace("\r\n ", "")
    assert CONTENT not in text
    assert "张文博" not in text


def test_a_clerks_feed_has_his_own_cases_a_heads_all(browser):
    assert "20261127" in browser().get(made(browser, "zheng")).answer.content.decode()
    assert "20261127" not in browser().get(made(browser, "far")).answer.content.decode()


def test_the_secret_address_is_shown_once_and_stops_when_revoked(browser):
    address = made(browser)
    wang = browser("wang")
    page = wang.get("/settings/tokens")
    assert address.rpartition("/")[2].removesuffix(".ics") not in page.html
    revoke = re.search(r'action="(/settings/tokens/[^"]+/revoke)"', page.html)[1]
    assert wang.submit("/settings/tokens", revoke).status == 303
    assert browser().get(address).status == 404


def test_the_feed_ends_with_its_token(browser, clock):
    address = made(browser)
    clock.at += timedelta(days=367)
    assert browser().get(address).status == 404


def test_a_token_of_the_api_is_no_feed(browser):
    page = browser("wang").submit("/settings/tokens", label="程序", scopes="cases:read", days="30")
    token = re.search(r'class="secret">(.*?)<', page.html)[1]
    assert browser().get(f"/calendar/feed/{token}.ics").status == 404


def test_the_calendar_holds_what_the_desk_holds(browser):
    text = browser("wang").get("/calendar?month=2026-11").text
    assert "决定是否补正 河政公开〔2026〕5号" in text  # received 11-13: 7 working days → 11-24


def test_it_says_up_to_which_day_dates_are_firm(browser):
    # the holidays of 2027 aren't published: from 26 December on a date may still move
    text = browser("wang").get("/calendar").text
    assert "到 2026年12月25日（周五） 为止的日期是定的" in text
