"""The permission matrix of the office's own pages: role × route × agency."""

import pytest

from web.access import PEOPLE
from web.test_access import declared, knock
from web.town import CONTENT
from web_office.office_access import EVERYBODY, ROUTES
from workflow.web.pages import (
    due_calendar,
    holidays,
    journal,
    reminder_settings,
    report_compare,
    reports,
    rollup,
    seen,
    settings,
    templates,
)

PAGES = (
    due_calendar,
    holidays,
    journal,
    reminder_settings,
    report_compare,
    reports,
    rollup,
    seen,
    settings,
    templates,
)


def test_every_route_has_a_row_and_every_row_a_route():
    assert {*declared(module.router for module in PAGES)} == set(ROUTES)


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_role_gets_in_where_the_matrix_says_so_and_nowhere_else(browser, role):
    wrong = []
    for (method, path), (roles, address) in ROUTES.items():
        page = knock(browser(PEOPLE.get(role)), method, address)
        kept_out = page.status == 403 or page.location.startswith("/sign-in?next")
        if kept_out == (role in roles) or page.status >= 500:
            wrong.append((method, path, page.status))
    assert wrong == []


@pytest.mark.parametrize("keeper", ["admin", "officer", "auditor"])
def test_a_keeper_reads_no_word_of_a_case(browser, keeper):
    reader = browser(keeper)
    for (method, _path), (_roles, address) in ROUTES.items():
        if method == "GET":
            assert CONTENT not in reader.get(address).html, address


def test_a_form_without_its_token_changes_nothing(browser):
    for (method, _path), (roles, address) in ROUTES.items():
        if method == "POST":
            answer = browser(PEOPLE[roles[0]]).post(address, {"form_token": "0" * 32})
            assert answer.status == 409, address
            assert "不是从本系统的页面交来的" in answer.text


def test_another_agencys_report_record_and_template_are_not_there(browser):
    far = browser("far")
    for address in (
        "/report?agency=hewan",
        "/report/2026?agency=hewan",
        "/report/2026/file/json?agency=hewan",
        "/settings/agencies/hewan",
        "/templates/own/cn-2019/N04/1?agency=hewan",
    ):
        assert far.get(address).status == 404, address


def test_a_supervisor_reads_the_reports_below_and_only_those(browser):
    chief = browser("chief")
    assert chief.get("/report/2026?agency=hewan").status == 200
    assert chief.get("/report/2026?agency=shan").status == 404


def test_no_page_carries_a_script_or_a_style_of_its_own(browser):
    for (method, _path), (roles, address) in ROUTES.items():
        role = next((one for one in roles if one in PEOPLE), None)
        if method == "GET" and role:
            html = browser(PEOPLE[role]).get(address).html
            assert " style=" not in html, address
            assert "<script>" not in html, address


def test_every_page_has_one_first_heading_and_a_title_of_its_own(browser):
    for (method, path), (roles, address) in ROUTES.items():
        role = next((one for one in roles if one in PEOPLE), None)
        if method == "GET" and role:
            page = browser(PEOPLE[role]).get(address)
            if page.html and page.status == 200:
                assert page.html.count("<h1") == 1, path
                assert not page.title.startswith("依申请公开"), path
