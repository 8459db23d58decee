"""重复申请: likely repeats with their reasons and the earlier answer; counts by month; no names."""

from datetime import date

from web_registers.test_disclosure_lists import TEXT, applied, asked

__all__ = ["asked"]


def test_a_repeat_is_shown_with_its_reasons_and_the_earlier_answer(browser, office, clock, asked):
    clock.set(date(2026, 11, 20))
    applied(office, date(2026, 11, 20), "钱示例", "000000197001011002")
    clock.set(date(2026, 11, 24))
    page = browser("wang").get("/ledger/repeats")
    assert "相似度 100" in page.text
    assert "予以公开 · 11月12日（周四）" in page.text
    assert "11月 2 件" in page.text
    assert "钱示例" not in page.html
    assert TEXT not in page.html


def test_counts_are_of_the_year_asked_for(browser):
    page = browser("wang").get("/ledger/repeats?year=2020")
    assert "2020年没有申请人提过两件以上" in page.text
    assert "没有发现可能重复的申请" in page.text


def test_a_register_too_large_for_a_page_says_how_else(browser, monkeypatch):
    monkeypatch.setattr("workflow.web.pages.ledger_repeats.MOST", 2)
    assert "案件超过 2 件" in browser("wang").get("/ledger/repeats").text


def test_a_supervisor_sees_those_below(browser):
    page = browser("chief").get("/ledger/repeats?agency=hewan")
    assert "2026年同一申请人的申请次数" in page.text
