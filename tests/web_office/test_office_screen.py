"""The office's own pages in Chromium: nothing to mend by axe, nothing beside the window, jobs."""

import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document

from web.test_screen import address, chromium
from web.town import PASSWORD

__all__ = ["address", "chromium"]

PAGES = {
    "wang": (
        "/calendar",
        "/calendar?week=2026-11-24",
        "/report",
        "/report/2026?part=1",
        "/report/2026?part=2",
        "/report/2026?part=3&row=new_received&column=natural",
        "/report/2026?part=4",
        "/report/2026/publish",
        "/templates",
        "/templates/cn-2019/N10/fields",
        "/holidays",
        "/settings",
        "/settings/agencies/hewan",
        "/settings/reminders",
        "/settings/tokens",
    ),
    "chief": ("/rollup",),
    "admin": (
        "/settings",
        "/settings/reminders",
        "/settings/agencies/hewan",
        "/templates",
        "/holidays",
    ),
    "officer": ("/settings/users",),
    "auditor": ("/journal",),
}


def signed_in(chromium, address, who, **more):
    context = chromium.new_context(base_url=address, locale="zh-CN", **more)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("[name=name]", who)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    return page


@pytest.mark.parametrize("who", PAGES)
def test_no_page_has_a_serious_fault_or_is_wider_than_a_telephone(chromium, address, who):
    page = signed_in(chromium, address, who, viewport={"width": 1366, "height": 768})
    faults = []
    for path in PAGES[who]:
        page.set_viewport_size({"width": 1366, "height": 768})
        page.goto(path)
        found = Axe().run(page).response["violations"]
        faults += [
            (path, one["id"], one["nodes"][0]["html"][:120])
            for one in found
            if one["impact"] in {"serious", "critical"}
        ]
        for width in (1366, 390):
            page.set_viewport_size({"width": width, "height": 768})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                faults.append((path, width, wide))
    page.context.close()
    assert faults == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_report_is_written_and_downloaded(chromium, address, scripts):
    page = signed_in(chromium, address, "wang", java_script_enabled=scripts, accept_downloads=True)
    page.goto("/report/2026?part=6")
    page.fill("textarea", "示例：其他需要报告的事项，没有。")
    page.click("text=保存正文")
    page.goto("/report/2026?part=3")
    with page.expect_download() as download:
        page.click("text=下载 .docx")
    paragraphs = [one.text for one in Document(download.value.path()).paragraphs]
    assert "示例：其他需要报告的事项，没有。" in paragraphs
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_comment_sheet_is_made_of_an_uploaded_report(chromium, address, scripts):
    clerk = signed_in(chromium, address, "wang")
    report = clerk.request.get("/report/2026/file/json").body()
    clerk.context.close()
    page = signed_in(chromium, address, "chief", java_script_enabled=scripts, accept_downloads=True)
    page.goto("/rollup")
    page.set_input_files(
        "[name=files]", {"name": "河湾镇.json", "mimeType": "application/json", "buffer": report}
    )
    page.click("text=上传报告")
    page.click("tbody a")
    with page.expect_download() as download:
        page.click("text=下载退改单 .docx")
    content = download.value.path().read_bytes()
    assert "河湾镇" in "".join(Document(io.BytesIO(content)).element.body.itertext())
    page.context.close()
