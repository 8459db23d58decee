"""查询: filters, sorting, filters that are kept, the way to the ledger."""

import re

import pytest

from web.town import CONTENT

ALL = "/cases?kind=all"


def numbers(page):
    return [
        int(one)
        for one in re.findall(r'class="what-to-do"[^>]*>河政公开〔2026〕(\d+)号', page.html)
    ]


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("", [6, 5, 4, 1, 2, 3]),
        ("newest", [6, 5, 4, 1, 2, 3]),
        ("oldest", [3, 2, 1, 4, 5, 6]),
        ("due", [3, 2, 1, 5, 4, 6]),  # 11-20, 11-24, 11-27, 12-11, 12-22, none
        ("by magic", [6, 5, 4, 1, 2, 3]),
    ],
)
def test_a_list_is_sorted_as_it_is_asked(browser, sort, found):
    assert numbers(browser("wang").get(f"{ALL}&sort={sort}")) == found


def test_the_open_ones_come_by_their_dates_without_being_asked(browser):
    assert numbers(browser("wang").get("/cases")) == [3, 2, 1, 5, 4, 6]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("保", [2]),
        ("低保", [2]),
        ("镇", [6]),
        ("张", [3, 2, 1, 5, 4, 6]),
        ("4号", [4]),
        ("田项", []),
    ],
)
def test_one_character_is_enough_to_find_a_case(browser, text, found):
    assert numbers(browser("wang").get(f"/cases?q={text}")) == found


def test_a_search_is_kept_under_a_name_and_leads_back_to_the_same_list(browser):
    wang = browser("wang")
    at = wang.get("/cases?kind=all&q=低保&sort=oldest")
    page = wang.follow(wang.submit("/cases", to="/cases/filters", at=at, name="低保的"))
    href = re.search(r'href="(/cases\?[^"]+)" aria-current="page">低保的', page.html)[1]
    again = wang.get(href.replace("&amp;", "&"))
    assert numbers(again) == [2]
    assert 'value="oldest" selected' in again.html
    assert "低保的" not in browser("liu").get("/cases").text


def test_a_kept_search_is_deleted_again(browser):
    wang = browser("wang")
    page = wang.follow(wang.submit("/cases", to="/cases/filters", name="全部"))
    button = re.search(r'value="(drop:\w+)"', page.html)[1]
    page = wang.follow(wang.submit("/cases", to="/cases/filters", at=page, action=button))
    assert "drop:" not in page.html


def test_a_search_without_a_name_is_not_kept_and_stays_on_the_page(browser):
    wang = browser("wang")
    at = wang.get("/cases?q=低保")
    page = wang.submit("/cases", to="/cases/filters", at=at, name=" ")
    assert page.status == 400
    assert "名称没有填" in page.text
    assert numbers(page) == [2]
    assert 'value="低保"' in page.html


def test_the_ledger_is_exported_with_the_same_filters(browser):
    html = browser("wang").get("/cases?kind=late&year=2026").html
    assert 'href="/ledger/export.xlsx?kind=late&amp;year=2026"' in html


def test_a_search_that_finds_nothing_says_so_and_leads_on(browser):
    text = browser("wang").get("/cases?q=没有这样的").text
    assert "没有找到“没有这样的”" in text
    assert CONTENT not in text
