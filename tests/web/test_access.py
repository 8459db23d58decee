"""The permission matrix: role × route × agency."""

import pytest
from fastapi.routing import APIRoute

from web.access import EVERYBODY, OTHER_PIECES, PEOPLE, ROUTES
from web.town import CONTENT, IDENT
from workflow.app.sign_in import form_token
from workflow.web import health
from workflow.web.pages import ROUTERS

IDS = [f"{method} {path}" for method, path in ROUTES]


def declared(routers=(health.router, *ROUTERS)):
    """Give method and path of every route of some routers: by default of all pages."""
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute):
                for method in route.methods:
                    yield method, route.path


def test_every_route_has_a_row_in_the_matrix():
    missing = {
        route
        for route in declared()
        if route not in ROUTES and not route[1].startswith(OTHER_PIECES)
    }
    assert missing == set()


def test_every_row_of_the_matrix_is_a_route():
    assert set(ROUTES) - set(declared()) == set()


def test_nobody_opens_a_page_without_signing_in(browser):
    open_to_all = {path for (_, path), (roles, _) in ROUTES.items() if "nobody" in roles}
    opened = [
        path
        for method, path in declared()
        if method == "GET" and path not in open_to_all and "{" not in path
        if not browser().get(path).location.startswith("/sign-in?next")
    ]
    assert opened == []


def knock(browser, method, path):
    if method == "GET":
        return browser.get(path)
    token = form_token(browser.cookies.get("workflow_session", ""))
    return browser.post(path, {"form_token": token})


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_role_gets_in_where_the_matrix_says_so_and_nowhere_else(browser, role):
    wrong = []
    for (method, path), (roles, address) in ROUTES.items():
        page = knock(browser(PEOPLE.get(role)), method, address)
        kept_out = page.status == 403 or page.location.startswith("/sign-in?next")
        if address == "/sign-in" and method == "POST":
            kept_out = False  # a wrong password is another matter
        broken = page.status >= 500 and address != "/readyz"  # no scheduler runs in a test
        if kept_out == (role in roles) or broken:
            wrong.append((method, path, page.status))
    assert wrong == []


def test_the_three_keepers_see_no_word_of_a_case(browser):
    for keeper in ("admin", "officer", "auditor"):
        for _, address in ROUTES.values():
            assert CONTENT not in browser(keeper).get(address).html


@pytest.mark.parametrize("person", ["far", "chief"])
def test_another_agencys_case_is_not_there(browser, person):
    ident = IDENT["processing"] if person == "far" else IDENT["foreign"]
    visitor = browser(person)
    for address in ("", "/proof/reply", "/documents/1", "/documents/1.docx", "/documents.zip"):
        page = visitor.get(f"/cases/{ident}{address}")
        assert page.status == 404, address
        assert CONTENT not in page.html


def test_another_agencys_case_cannot_be_moved_mended_or_decided(browser):
    far = browser("far")
    for address in ("/cases/1/do/request/withdraw", "/cases/1/entries/1/mend", "/approvals/2"):
        assert knock(far, "GET", address).status == 404
        assert knock(far, "POST", address).status == 404


def test_a_document_is_not_reached_through_another_case(browser):
    wang = browser("wang")
    assert wang.get("/cases/1/documents/1").status == 200
    assert wang.get("/cases/4/documents/1").status == 404


def test_a_supervisor_reads_the_cases_below_and_handles_none(browser):
    chief = browser("chief")
    page = chief.get(f"/cases/{IDENT['processing']}")
    assert page.status == 200
    assert "主管部门只看，不办" in page.text
    assert "/do/" not in page.html


def test_a_supervisor_lists_the_cases_below(browser):
    assert CONTENT in browser("chief").get("/cases").text
    assert "山前镇的文件" not in browser("chief").get("/cases?kind=all").text


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}],
    ids=["sec-fetch-site", "origin"],
)
def test_a_form_of_another_site_changes_nothing(browser, headers, office):
    wang = browser("wang")
    form = wang.get("/cases/1/do/request/withdraw").form("/cases/1/do/request/withdraw")
    answer = wang.post("/cases/1/do/request/withdraw", {**form, "statement": "我撤回"}, **headers)
    assert answer.status == 409
    assert "不是从本系统的页面交来的" in answer.text
    assert '<span class="tag">办理中</span>' in wang.get("/cases/1").html


@pytest.mark.parametrize("token", ["", "0" * 32, "示例"])
def test_a_form_without_the_sessions_own_token_is_refused(browser, token):
    answer = browser("wang").post("/messages/read", {"form_token": token})
    assert answer.status == 409


def test_every_answer_carries_the_headers_that_keep_a_browser_safe(browser):
    for address in ("/", "/cases/1", "/sign-in", "/static/workflow.css", "/nowhere"):
        headers = browser("wang").get(address).answer.headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert browser("wang").get("/cases/1").answer.headers["cache-control"] == "no-store"


def test_no_page_carries_a_script_or_a_style_of_its_own(browser):
    for address in ("/", "/cases/1", "/register", "/approvals/2", "/cases"):
        html = browser("wang").get(address).html
        assert " style=" not in html
        assert "<script>" not in html
        assert " onclick" not in html


def test_a_number_that_is_no_case_is_a_page_that_says_so(browser):
    for address in ("/cases/999", "/cases/x", "/nowhere", "/cases/1/do/request/nonsense"):
        page = browser("wang").get(address)
        assert page.status == 404
        assert "没有办成" in page.text
