"""重复申请: likely repeats with their reasons and the earlier answer; counts by month; no names."""

import re
from datetime import date

import pytest

from web_registers.conftest import CLERK
from web_registers.test_disclosure_lists import TEXT, applied, asked
from web_registers.test_ledger_page import sheet
from workflow.app.ledger import repeats_page as paging
from workflow.app.ledger.importing import Ledger, import_ledger
from workflow.app.ledger.repeats import repeats
from workflow.web.pages import ledger_repeats

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


@pytest.fixture
def many(office, tmp_path):
    """Seven people of 2025, each asking the same twice: in March and again in June."""
    rows = [
        [f"旧〔2025〕{n}号", f"赵{n}（示例）", "自然人", "当面", day, "", f"低保名单{n}（示例）",
         answered, result]
        for first, day, answered, result in (
            (0, "2025-03-03", "2025-03-20", "予以公开"), (7, "2025-06-03", "", ""))
        for n in range(first + 1, first + 8)
    ]  # fmt: skip
    for at, row in enumerate(rows[7:]):
        row[1], row[6] = rows[at][1], rows[at][6]
    path = tmp_path / "台账.xlsx"
    path.write_bytes(sheet(*rows))
    import_ledger(office, Ledger("hewan", path), CLERK)


def repeated(page):
    """Return the later request of each line."""
    return re.findall(
        r"后来的 </span>(?:<a[^>]*>)?(旧〔2025〕\d+号)", page.html.split("often-title")[0]
    )


def test_a_page_looks_at_so_many_requests_and_finds_what_lies_on_others(browser, many, monkeypatch):
    """Fourteen requests, five a page: each of the seven later ones is found once."""
    monkeypatch.setattr(paging, "PAGE", 5)
    wang = browser("wang")
    pages = [wang.get(f"/ledger/repeats?year=2025&page_number={n}") for n in (1, 2, 3)]
    found = [number for page in pages for number in repeated(page)]
    assert sorted(found) == sorted(f"旧〔2025〕{n}号" for n in range(8, 15))
    assert "第 2 页，共 3 页" in pages[1].text
    assert "全年 14 件" in pages[0].text
    assert repeated(wang.get("/ledger/repeats?year=2025&page_number=99")) == repeated(pages[2])


def test_a_page_says_the_same_as_the_whole_register(office, many, clock, asked):
    whole = {(one.later.number, one.earlier.number, one.score) for one in repeats(office, "hewan")}
    paged = {
        (one.later.number, one.earlier.number, one.score)
        for year in (2025, 2026)
        for one in paging.repeats_page(office, "hewan", year).found
    }
    assert paged == whole
    assert len(paged) >= 7


def test_applicants_are_paged_and_a_large_year_is_counted_by_months(browser, many, monkeypatch):
    monkeypatch.setattr(ledger_repeats, "LISTED", 3)
    wang = browser("wang")
    assert "第 1 页，共 3 页" in wang.get("/ledger/repeats?year=2025").text
    assert wang.get("/ledger/repeats?year=2025&often_page=3").html.count("6月 1 件") == 1
    monkeypatch.setattr(ledger_repeats, "MOST", 2)
    page = wang.get("/ledger/repeats?year=2025")
    assert "全年 14 件，逐月看" in page.text
    assert "3月 1 件" not in page.text
    march = wang.get("/ledger/repeats?year=2025&month=3").text
    assert "2025年没有申请人提过两件以上" in march  # each asked once in March


def test_a_supervisor_sees_those_below(browser):
    page = browser("chief").get("/ledger/repeats?agency=hewan")
    assert "2026年同一申请人的申请次数" in page.text
