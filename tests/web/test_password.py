"""换密码: the present one is asked for, the others' sessions end, five wrong tries lock."""

import pytest
import sqlalchemy as sa

from web.town import PASSWORD
from workflow.store.journals import JOURNAL

NEW = "四匹白马过河湾去买纸"


def changed(browser, present=PASSWORD, new=NEW, again=None):
    return browser.submit(
        "/password", present=present, new=new, again=new if again is None else again
    )


def test_the_new_password_opens_and_the_former_does_not(browser):
    wang = browser("wang")
    assert changed(wang).location == "/sessions"
    for password, status in ((NEW, 303), (PASSWORD, 403)):
        assert browser().submit("/sign-in", name="wang", password=password).status == status


def test_this_browser_stays_signed_in_and_all_others_do_not(browser):
    here, there = browser("wang"), browser("wang")
    changed(here)
    assert here.get("/").status == 200
    assert there.get("/").location.startswith("/sign-in")


def test_the_journal_says_that_he_changed_it_himself_and_not_to_what(browser, office):
    changed(browser("wang"))
    with office.store.read() as session:
        row = session.execute(sa.select(JOURNAL).where(JOURNAL.c.trigger == "set_password")).one()
    assert (row.actor, row.facts) == ("wang", '{"user":"wang"}')


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ({"present": "no"}, 403, "现在的密码不对"),
        ({"again": "别的"}, 400, "两遍新密码不一样"),
        ({"new": PASSWORD}, 400, "新密码和现在的一样"),
        ({"new": "12345678"}, 400, "密码"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(browser, typed, status, said):
    wang = browser("wang")
    page = changed(wang, **typed)
    assert page.status == status
    assert said in page.text
    assert PASSWORD not in page.html
    assert browser().submit("/sign-in", name="wang", password=PASSWORD).status == 303


def test_guessing_the_present_one_locks_the_account(browser):
    wang = browser("wang")
    for _ in range(5):
        changed(wang, present="no")
    assert "已锁定" in changed(wang).text


def test_the_fields_are_masked_and_open_to_password_managers(browser):
    html = browser("wang").get("/password").html
    assert html.count('type="password"') == 3
    assert html.count('autocomplete="new-password"') == 2
    assert 'href="/password"' in browser("wang").get("/sessions").html
