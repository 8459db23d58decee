"""Requirements of OWASP ASVS 5 that no other test shows (docs/asvs.md)."""

import asyncio
import re

import httpx
import pytest

from web.browser import HOST, Browser
from web.town import CONTENT, PASSWORD, TODAY, morning
from workflow.adapters.clock import FixedClock
from workflow.app.people import people
from workflow.app.sign_in import form_token
from workflow.bootstrap import build
from workflow.settings import Settings
from workflow.web.app import create_app

ADDRESSES = ("/", "/cases", "/cases/1", "/sign-in", "/settings", "/nowhere", "/api/v1/cases")


def test_an_installation_has_no_account_before_somebody_makes_one(tmp_path):
    """6.3.2: no root, no admin, no password that comes with the product."""
    office = build(Settings(data_dir=tmp_path / "data"), FixedClock(morning(TODAY)))
    assert people(office) == []
    page = Browser(create_app(office)).submit("/sign-in", name="admin", password="admin")
    office.store.close()
    assert page.status != 303


def test_a_new_session_begins_with_a_new_token_and_the_old_one_ends(browser):
    """7.2.4."""
    wang = browser("wang")
    before = wang.cookies["workflow_session"]
    wang.submit("/sign-in", name="wang", password=PASSWORD)
    after = wang.cookies["workflow_session"]
    assert after != before
    wang.cookies["workflow_session"] = before
    assert wang.get("/").location.startswith("/sign-in")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_says_what_it_is_and_in_which_signs(browser, address):
    """4.1.1."""
    said = browser("wang").get(address).answer.headers["content-type"]
    assert re.fullmatch(r"text/html; charset=utf-8|application/[a-z+]*json", said)


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PUT", "DELETE"])
def test_methods_that_nothing_needs_are_not_answered(browser, method):
    """13.4.4, 3.5.3."""
    assert browser("wang")._send(method, "/cases/1").status in {404, 405}


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_other_site_is_let_read_an_answer(browser, address):
    """3.4.2."""
    answer = browser("wang").get(address, origin="https://attacker.example").answer
    assert "access-control-allow-origin" not in answer.headers


def test_what_one_searches_for_stands_in_no_address(browser):
    """14.2.1: an applicant's name would stay in logs and in the browser's history."""
    for address in ("/", "/cases", "/ledger", "/journal/seen"):
        html = browser("auditor" if "journal" in address else "wang").get(address).html
        for form in re.findall(r"<form[^>]*>.*?</form>", html, re.DOTALL):
            if re.search(r'name="(q|applicant|search|text)"', form):
                assert 'method="post"' in form, address


@pytest.mark.parametrize("said", ["' OR 1=1 --", '"; DROP TABLE journal; --', "%", "_", "*"])
def test_a_search_is_never_read_as_a_question_to_the_database(browser, said):
    """1.2.4."""
    wang = browser("wang")
    token = form_token(wang.cookies["workflow_session"])
    page = wang.post("/cases/find", {"form_token": token, "q": said, "kind": "all"})
    page = wang.follow(page)
    assert page.status == 200
    assert CONTENT not in page.html
    assert browser("wang").get("/cases/1").status == 200


def test_a_form_sets_only_what_it_is_for(browser, office):
    """15.3.3: the agency, the number and the person who acts are never taken from a form."""
    wang = browser("wang")
    page = wang.submit(
        "/register",
        channel="in_person",
        in_person_on="2026-11-24",
        applicant_class="natural",
        applicant="赵示例（示例）",
        content="示例村卫生室购药清单",
        agency="shan",
        number="山政公开〔2026〕99号",
        actor="sun",
        example="",
    )
    assert page.status == 303, page.text
    shown = wang.follow(page)
    assert "山政公开" not in shown.text
    assert "河政公开〔2026〕" in shown.text


def test_who_was_kept_out_stands_in_the_log_under_his_name(browser, capsys):
    """16.3.2."""
    browser("wang").get("/settings/users")
    line = next(one for one in capsys.readouterr().out.splitlines() if "/settings/users" in one)
    assert "status=403" in line
    assert "user=wang" in line


def test_a_line_break_in_an_address_makes_no_line_of_its_own(browser, capsys):
    """16.4.1."""
    browser("wang").get("/cases/1%0Astatus=200%20user=sun")
    lines = capsys.readouterr().out.splitlines()
    assert not [one for one in lines if one.startswith("status=")]


@pytest.mark.parametrize(("host", "kept"), [("https://testserver", True), (HOST, False)])
def test_over_tls_the_cookie_goes_over_tls_only(app, host, kept):
    """3.3.1: the proxy says https, and the server passes it on."""

    async def sign_in():
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=host) as client:
            return await client.post("/sign-in", data={"name": "wang", "password": PASSWORD})

    cookie = asyncio.run(sign_in()).headers["set-cookie"].lower()
    assert ("secure" in cookie.split("; ")) is kept
