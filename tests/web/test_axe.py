"""Every page of an officer, by a checker of other people (axe): nothing serious, dark or light."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from web.test_screen import address, chromium
from workflow.app.sign_in import open_session

__all__ = ["address", "chromium"]

#: User → his pages; the forms of cases stand for all forms of their kind.
PAGES = {
    "wang": (
        "/",
        "/today",
        "/cases",
        "/cases?kind=all&q=低",
        "/cases/1",
        "/cases/4",
        "/cases/3",
        "/cases/1/proof/reply",
        "/cases/1/documents/1",
        "/cases/1/do/request/submit_answer",
        "/cases/1/do/request/request_correction",
        "/cases/1/do/consultation/draft",
        "/cases/1/entries/1/mend",
        "/cases/1/note",
        "/cases/1/links",
        "/register",
        "/approvals",
        "/calendar",
        "/keys",
        "/help",
        "/sessions",
        "/settings",
    ),
    "liu": ("/approvals", "/approvals/2", "/approvals/2?tab=files"),
    "sun": ("/", "/approvals/2"),
    "chief": ("/", "/cases"),
}
BAD = {"serious", "critical"}


def open_page(chromium, address, office, who, **more):
    context = chromium.new_context(base_url=address, locale="zh-CN", **more)
    token = open_session(office, who, office.now())
    context.add_cookies([{"name": "workflow_session", "value": token, "url": address}])
    context.set_default_timeout(10_000)
    return context.new_page()


def faults(page, path, options=None):
    page.goto(path)
    found = Axe().run(page, options=options).response["violations"]
    return [
        (path, one["id"], one["nodes"][0]["html"][:150], one["nodes"][0]["failureSummary"][:300])
        for one in found
        if one["impact"] in BAD
    ]


@pytest.mark.parametrize("who", PAGES)
def test_no_page_of_an_officer_has_a_serious_fault(chromium, address, office, who):
    page = open_page(chromium, address, office, who)
    found = [fault for path in PAGES[who] for fault in faults(page, path)]
    page.context.close()
    assert found == []


@pytest.mark.parametrize("who", PAGES)
def test_text_stands_out_from_its_ground_in_the_dark_too(chromium, address, office, who):
    page = open_page(chromium, address, office, who, color_scheme="dark")
    only = {"runOnly": ["color-contrast"]}
    found = [fault for path in PAGES[who] for fault in faults(page, path, only)]
    page.context.close()
    assert found == []


def test_a_form_with_errors_has_none_either(chromium, address, office):
    page = open_page(chromium, address, office, "wang")
    page.goto("/register")
    page.get_by_role("button", name="登记", exact=True).click()
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in BAD] == []
    page.goto("/cases/1/note")
    page.get_by_role("button", name="记下").click()
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in BAD] == []
    page.context.close()


def test_the_checker_would_find_a_fault(chromium, address, office):
    page = open_page(chromium, address, office, "wang")
    page.goto("/keys")
    page.evaluate("document.querySelector('h1').innerHTML = '<img src=x>'")
    found = Axe().run(page).response["violations"]
    assert "image-alt" in {one["id"] for one in found}
    page.context.close()
