"""谁看过什么: the auditor asks by case, applicant, user and days, and sees no personal data."""

from web.town import CONTENT, PERSON


def asked(browser, **typed):
    return browser("auditor").submit("/journal/seen", "/journal/seen", **typed)


def test_who_opened_a_case_is_told_by_its_applicant(browser):
    browser("wang").get("/cases/1")
    page = asked(browser, applicant="张文博（示例）")
    assert page.status == 200
    assert "wang" in page.text
    assert "经办人 · hewan · 页面" in page.text
    assert "河政公开〔2026〕" in page.text
    assert CONTENT not in page.html
    assert PERSON["id_number"] not in page.html


def test_a_user_who_saw_nothing_has_no_rows(browser):
    browser("wang").get("/cases/1")
    assert "没有这样的记录" in asked(browser, person="liu").text


def test_days_bound_what_is_told(browser):
    browser("wang").get("/cases/1")
    assert "wang" in asked(browser, since="2026-11-24", until="2026-11-24").text
    assert "没有这样的记录" in asked(browser, until="2026-11-23").text


def test_a_day_that_is_none_is_named_and_what_was_typed_stays(browser):
    page = asked(browser, number="示例1号", since="昨前天")
    assert page.status == 400
    assert "昨前天" in page.text
    assert 'value="示例1号"' in page.html


def test_the_journal_leads_to_it(browser):
    assert 'href="/journal/seen"' in browser("auditor").get("/journal").html
