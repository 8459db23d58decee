"""The registers' pages in Chromium: nothing to mend by axe, none too wide, three jobs."""

import io
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document

from web.test_screen import LOOK, address, chromium
from web_office.test_office_screen import signed_in
from web_registers.conftest import CLERK
from web_registers.test_ledger_page import BAD, GOOD, sheet
from workflow.app import tasks
from workflow.app.figure_periods import read_period
from workflow.app.figures import Entering, enter
from workflow.app.heavy import KINDS
from workflow.app.ledger import uploads
from workflow.app.running import run_tasks
from workflow.app.tasks import XLSX, Order, TaskFile

__all__ = ["address", "chromium"]

PAGES = (
    "/",
    "/disclosures",
    "/disclosures/2026-1",
    "/disclosures/2026-1/do/draft",
    "/disclosures/2026-1/do/pass_secrecy_review",
    "/disclosures/new",
    "/disclosures/catalogue",
    "/disclosures/import",
    "/disclosures/suggestions",
    "/figures",
    "/figures/papers",
    "/ledger",
    "/ledger/import",
    "/ledger/repeats",
    "/deliveries",
    "/contacts",
    "/tasks",
    "/tasks/1",
)


@pytest.fixture
def something_there(office, register):
    """A document that is late, a ledger that waits, a task that was ordered."""
    register.draft(made_on="2026-10-16")
    other = ["编号", "承办科室", *sheet_header()]
    uploads.keep(office, "hewan", "wang", "台账.xlsx", sheet([1, "甲", *GOOD[1:]], header=other))
    wanted = {"mapping": {}, "dry_run": True, "skip_bad": True}
    file = TaskFile("台账.xlsx", XLSX, sheet(GOOD, BAD))
    tasks.start(office, Order("ledger", "hewan", wanted, (file,)), CLERK)


def sheet_header():
    return ["申请人", "申请人类别", "受理渠道", "提交日期", "收到日期", "申请内容", "答复日期",
            "办理结果"]  # fmt: skip


def test_no_page_has_a_fault_or_is_wider_than_a_telephone(chromium, something_there, address):
    page = signed_in(chromium, address, "wang", viewport={"width": 1366, "height": 768})
    faults = []
    for path in PAGES:
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
            faults += [(path, width, fault) for fault in page.evaluate(LOOK)]
    page.context.close()
    assert faults == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_ledger_is_imported_from_the_file_to_the_report(chromium, address, scripts, tmp_path):
    file = tmp_path / "台账.xlsx"
    file.write_bytes(sheet(GOOD))
    page = signed_in(chromium, address, "wang", java_script_enabled=scripts)
    page.goto("/ledger")
    page.get_by_label("台账文件").set_input_files(file)
    page.get_by_role("button", name="下一步：核对表头").click()
    page.get_by_role("button", name="导入", exact=True).click()
    assert "已导入" in page.get_by_role("status").inner_text()
    page.goto("/report/2025?part=3&row=granted&column=natural")
    assert "旧〔2025〕1号" in page.locator("#opened").inner_text()
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_document_is_registered_and_its_sheet_downloaded(chromium, address, scripts):
    page = signed_in(chromium, address, "wang", java_script_enabled=scripts, accept_downloads=True)
    page.goto("/disclosures/new")
    page.get_by_role("textbox", name="名称").fill("示例公告")
    page.get_by_text("主动公开", exact=True).last.click()
    page.get_by_label("形成日期").fill("10.30")
    page.get_by_role("button", name="登记要公开的信息").click()
    assert "2026年11月27日（周五）" in page.locator("main").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="信息公开审批单").click()
    content = Path(download.value.path()).read_bytes()
    assert "示例公告" in "".join(Document(io.BytesIO(content)).element.body.itertext())
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_figures_are_entered_by_keyboard_and_stand_in_the_self_inspection(
    chromium, address, scripts
):
    page = signed_in(chromium, address, "wang", java_script_enabled=scripts, accept_downloads=True)
    page.goto("/figures?period=2026H2")
    page.get_by_label("微博公开信息", exact=True).focus()
    page.keyboard.type("235")
    page.get_by_role("textbox", name="来源（没有单独写的都用这一个）").first.focus()
    page.keyboard.type("微博后台（示例）")
    page.keyboard.press("Enter")
    page.wait_for_url("**/figures?period=2026H2&done=1")
    page.goto("/figures/papers?period=2026H2")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载2026年下半年自查报告").click()
    content = Path(download.value.path()).read_bytes()
    text = "".join(Document(io.BytesIO(content)).element.body.itertext())
    assert "微博公开信息235件" in text
    page.context.close()


def test_a_task_shows_its_end_without_being_asked(chromium, office, something_there, address):
    page = signed_in(chromium, address, "wang")
    page.goto("/tasks/1")
    assert "等待中" in page.locator("#state-title").inner_text()
    run_tasks(office, KINDS)
    page.get_by_text("已完成").wait_for()
    assert "去年底" in page.locator("#progress").inner_text()
    page.context.close()


def test_the_figures_are_printed_though_they_stand_in_fields(chromium, address, office):
    values = {"weibo_items": 235}
    wanted = Entering("hewan", read_period("2026"), values, dict.fromkeys(values, "示例统计"))
    enter(office, wanted, CLERK)
    page = signed_in(chromium, address, "wang")
    page.goto("/figures?period=2026")
    page.emulate_media(media="print")
    field = page.locator("#value-weibo_items")
    assert field.is_visible()
    assert field.evaluate("one => getComputedStyle(one).borderTopWidth") == "0px"
    assert not page.get_by_role("button", name="保存并核对").is_visible()
    page.context.close()
