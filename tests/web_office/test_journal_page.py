"""日志: the auditor reads who did what, and verifies; no case content."""

from web.town import CONTENT
from workflow.app.office import Actor
from workflow.app.revealing import reveal
from workflow.store.tables import Journal


def test_the_newest_acts_come_first_with_who_and_in_which_role(browser):
    page = browser("auditor").get("/journal")
    assert page.status == 200
    assert "经办人" in page.text
    assert "登记" in page.text


def test_no_fact_of_a_case_is_shown(browser):
    page = browser("auditor").get("/journal?chain=request:1")
    assert "request:1" in page.text
    assert CONTENT not in page.html
    assert "digest" not in page.html


def test_one_chain_is_shown_on_request(browser):
    page = browser("auditor").get("/journal?chain=agency:shan")
    assert "agency:shan" in page.text
    assert "request:1" not in page.text


def test_who_saw_a_masked_number_is_shown(browser, office):
    assert "还没有这样的记录" in browser("auditor").get("/journal?kind=seen").text
    reveal(office, 1, Actor("wang", "clerk"), "hewan")
    page = browser("auditor").get("/journal?kind=seen")
    assert "看了完整的证件号码" in page.text
    assert "wang" in page.text


def test_a_sound_journal_is_said_to_be_sound(browser):
    page = browser("auditor").submit("/journal", "/journal/verify")
    assert page.status == 200
    assert "操作记录完好" in page.text


def test_a_changed_entry_is_named(browser, office):
    with office.store.write() as session:
        session.connection().exec_driver_sql("DROP TRIGGER journal_no_update")
        row = session.get(Journal, ("request:1", 1))
        row.actor = "somebody"
        session.add(row)
    page = browser("auditor").submit("/journal", "/journal/verify")
    assert "“request:1”第 1 条被改动过" in page.text


def test_pages_follow_each_other(browser):
    auditor = browser("auditor")
    first = auditor.get("/journal")
    second = auditor.get("/journal?page=2")
    assert "较早的" in first.text or "较新的" not in first.text
    assert second.status == 200
    assert auditor.get("/journal?page=0").status == 404
