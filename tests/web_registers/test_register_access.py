"""The permission matrix of the registers' pages: role × route × agency."""

import pytest

from web.access import EVERYBODY, OTHER_PIECES, PEOPLE
from web.test_access import declared, knock
from web.town import CONTENT
from web_office.office_access import ROUTES as OFFICE_ROUTES
from web_registers.conftest import TITLE
from web_registers.register_access import ROUTES
from workflow.web.pages import (
    contacts,
    deliveries,
    disclosures,
    disclosures_lists,
    disclosures_step,
    figures,
    figures_papers,
    ledger,
    ledger_repeats,
    tasks,
)

PAGES = (
    contacts,
    deliveries,
    disclosures,
    disclosures_lists,
    disclosures_step,
    figures,
    figures_papers,
    ledger,
    ledger_repeats,
    tasks,
)


@pytest.fixture(autouse=True)
def something_there(register):
    register.draft()


def test_every_route_has_a_row_and_every_row_a_route():
    assert {*declared(module.router for module in PAGES)} == set(ROUTES)


def test_no_piece_is_left_without_a_matrix():
    here = {path for _method, path in (*ROUTES, *OFFICE_ROUTES)}
    assert [one for one in OTHER_PIECES if not any(path.startswith(one) for path in here)] == []


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_role_gets_in_where_the_matrix_says_so_and_nowhere_else(browser, role):
    wrong = []
    reader = browser(PEOPLE.get(role))
    for (method, path), (roles, address) in ROUTES.items():
        page = knock(reader, method, address)
        kept_out = page.status == 403 or page.location.startswith("/sign-in?next")
        if kept_out == (role in roles) or page.status >= 500:
            wrong.append((method, path, page.status))
    assert wrong == []


@pytest.mark.parametrize("keeper", ["admin", "officer", "auditor"])
def test_a_keeper_reads_no_word_of_a_case_or_a_document(browser, keeper):
    reader = browser(keeper)
    for (method, _path), (_roles, address) in ROUTES.items():
        if method == "GET":
            html = reader.get(address).html
            assert CONTENT not in html, address
            assert TITLE not in html, address


def test_a_form_without_its_token_changes_nothing(browser):
    for (method, _path), (roles, address) in ROUTES.items():
        if method == "POST":
            answer = browser(PEOPLE[roles[0]]).post(address, {"form_token": "0" * 32})
            assert answer.status == 409, address
            assert "不是从本系统的页面交来的" in answer.text


@pytest.mark.parametrize("person", ["far", "chief"])
def test_another_agencys_register_is_not_there(browser, person):
    other = "hewan" if person == "far" else "shan"
    reader = browser(person)
    for address in (
        "/disclosures",
        "/disclosures/register.xlsx",
        "/disclosures/2026-1",
        "/ledger",
        "/ledger/export.xlsx",
        "/ledger/repeats",
        "/figures",
    ):
        assert reader.get(f"{address}?agency={other}").status == 404, address
    assert TITLE not in reader.get("/disclosures").html


def test_a_supervisor_reads_the_registers_below_and_moves_nothing(browser):
    chief = browser("chief")
    assert TITLE in chief.get("/disclosures?agency=hewan").text
    page = chief.get("/disclosures/2026-1?agency=hewan")
    assert "主管部门只看，不办" in page.text
    assert "/do/" not in page.html


def test_no_page_carries_a_script_or_a_style_of_its_own(browser):
    for (method, path), (roles, address) in ROUTES.items():
        if method == "GET":
            page = browser(PEOPLE[roles[0]]).get(address)
            assert " style=" not in page.html, address
            assert "<script>" not in page.html, address
            if page.html and page.status == 200:
                assert page.html.count("<h1") == 1, path
                assert not page.title.startswith("依申请公开"), path
