"""Signing in: sessions, lockout, roles, and what was typed when the session ended."""

from datetime import timedelta

import pytest

from web.town import PASSWORD
from workflow.app import drafts
from workflow.store.tables import Account, Session


def enter(browser, name="wang", password=PASSWORD, **more):
    return browser.post("/sign-in", {"name": name, "password": password, **more})


def test_the_right_password_opens_the_page_that_was_asked_for(browser):
    somebody = browser()
    asked = somebody.get("/cases/1")
    assert asked.location == "/sign-in?next=%2Fcases%2F1"
    page = enter(somebody, next="/cases/1")
    assert page.location == "/cases/1"
    assert somebody.get("/cases/1").status == 200


def test_a_wrong_password_and_an_unknown_name_are_told_alike(browser):
    wrong, unknown = enter(browser(), password="no"), enter(browser(), name="nobody")
    assert wrong.status == unknown.status == 403
    said = "用户名或者密码不对"
    assert said in wrong.text
    assert said in unknown.text
    assert 'value="wang"' in wrong.html


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(browser, clock):
    somebody = browser()
    for _ in range(5):
        enter(somebody, password="no")
    assert "已锁定" in enter(somebody).text
    clock.at += timedelta(minutes=15, seconds=1)
    assert enter(somebody).status == 303


def test_a_right_password_in_between_counts_from_the_beginning(browser, office):
    somebody = browser()
    for password in ("no", "no", "no", "no", PASSWORD, "no"):
        enter(somebody, password=password)
    with office.store.read() as session:
        assert session.get(Account, "wang").failures == 1


@pytest.mark.parametrize("there", ["https://elsewhere.example/", "//elsewhere.example", "/\\x"])
def test_signing_in_never_leads_to_another_site(browser, there):
    assert enter(browser(), next=there).location == "/"


def test_the_cookie_is_kept_from_scripts_and_other_sites(browser):
    cookie = enter(browser()).answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_the_database_keeps_no_token(browser, office):
    somebody = browser()
    enter(somebody)
    token = somebody.cookies["workflow_session"]
    with office.store.read() as session:
        assert session.get(Session, token) is None


def test_half_an_hour_without_an_act_ends_a_session(browser, clock):
    wang = browser("wang")
    clock.at += timedelta(minutes=29)
    assert wang.get("/").status == 200
    clock.at += timedelta(minutes=29)
    assert wang.get("/").status == 200
    clock.at += timedelta(minutes=31)
    assert wang.get("/").location.startswith("/sign-in")


def test_no_session_outlives_twelve_hours(browser, clock):
    wang = browser("wang")
    for _ in range(12 * 3):
        assert wang.get("/keys").status == 200
        clock.at += timedelta(minutes=20)
    assert wang.get("/keys").location.startswith("/sign-in")


def test_what_was_typed_when_the_session_ended_is_there_after_signing_in(browser, clock):
    wang, path = browser("wang"), "/cases/1/do/request/withdraw"
    form = wang.get(path).form(path)
    clock.at += timedelta(minutes=31)
    answer = wang.post(path, {**form, "statement": "我自己的话，不想再写一遍"})
    assert answer.location == "/sign-in?next=%2Fcases%2F1%2Fdo%2Frequest%2Fwithdraw&kept=1"
    page = wang.follow(answer)
    assert "请重新登录，写的内容不会丢" in page.text
    enter(wang, next=path)
    page = wang.get(path)
    assert "我自己的话，不想再写一遍" in page.html
    assert "写到一半的内容" in page.text


def test_another_person_doesnt_get_what_was_typed(browser, clock):
    wang, path = browser("wang"), "/cases/1/do/request/withdraw"
    form = wang.get(path).form(path)
    clock.at += timedelta(minutes=31)
    wang.post(path, {**form, "statement": "只给我自己看"})
    assert "只给我自己看" not in browser("both").get(path).html


def test_what_is_kept_is_encrypted(browser, folder, clock, office):
    drafts.keep(office, "wang", "/x", {"statement": ["只有本人看得到"]})
    office.store.close()
    content = b"".join(file.read_bytes() for file in folder.glob("workflow.db*"))
    assert "只有本人看得到".encode() not in content
    assert drafts.kept(office, "wang", "/x").values == {"statement": ["只有本人看得到"]}


def test_a_stranger_can_make_the_server_keep_nothing(browser, office):
    answer = browser().post("/cases/1/do/request/withdraw", {"statement": "x", "form_token": "y"})
    assert answer.location == "/sign-in?next=%2F"


def test_signing_out_ends_the_session_at_the_server(browser):
    wang = browser("wang")
    kept = dict(wang.cookies)
    wang.submit("/", "/sign-out")
    wang.cookies = kept
    assert wang.get("/").location.startswith("/sign-in")


def test_all_sessions_of_a_person_can_be_ended_at_once(browser):
    here, there = browser("wang"), browser("wang")
    page = here.get("/sessions")
    assert page.text.count("另一处") == 1
    here.submit("/sessions", at=page)
    assert there.get("/").location.startswith("/sign-in")


def test_a_person_acts_in_another_role_of_his_own(browser):
    both = browser("both")
    assert "经办人" in both.get("/").text
    both.submit("/", "/act-as", held="hewan/reviewer")
    assert both.get("/register").status == 403
    assert "周示例 · 审核人" in both.get("/").text


def test_nobody_acts_in_a_role_that_he_doesnt_hold(browser):
    both = browser("both")
    page = both.submit("/", "/act-as", held="hewan/leader")
    assert page.status == 409
    assert "您没有这个角色" in page.text


def test_colours_and_single_keys_are_the_persons_choice(browser):
    wang = browser("wang")
    page = wang.get("/")
    assert "data-keys" in page.html
    wang.submit("/", "/look", at=page, scheme="dark", keys=[])
    page = wang.get("/")
    assert 'data-scheme="dark"' in page.html
    assert "data-keys" not in page.html


def test_twenty_wrong_passwords_a_minute_from_one_address_are_enough(browser, clock, monkeypatch):
    monkeypatch.setattr("workflow.app.refusals.MOST", 3)
    somebody = browser()
    for name in ("wang", "liu", "nobody"):
        enter(somebody, name, password="no")
    assert "试得太多" in enter(somebody).text
    clock.at += timedelta(minutes=1, seconds=1)
    assert enter(somebody).status == 303
