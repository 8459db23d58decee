"""The commonest jobs in a real browser (Debian's Chromium), with scripts and without."""

import threading
import time
from datetime import date
from pathlib import Path

import pytest
import uvicorn
from docx import Document
from playwright.sync_api import expect, sync_playwright

from web.town import CONTENT, IDENT, PASSWORD, TODAY, Hand, morning
from workflow.web.app import create_app

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=list(ARGUMENTS)
        )
        yield browser
        browser.close()


@pytest.fixture
def address(office):
    config = uvicorn.Config(create_app(office), port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request):
    return request.param


@pytest.fixture
def screen(chromium, address, scripts):
    """A window of 1366 × 625 in which nothing may go wrong unseen."""
    context = chromium.new_context(
        base_url=address,
        viewport={"width": 1366, "height": 625},
        java_script_enabled=scripts,
        locale="zh-CN",
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda told: (
            faults.append(told.text)
            if told.type == "error" and "400" not in told.text and "409" not in told.text
            else None
        ),
    )
    yield page
    context.close()
    assert faults == []


def enter(page, name="wang"):
    page.goto("/sign-in")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("今天是")


def test_from_sign_in_to_the_answer_in_word(screen, tmp_path):
    enter(screen)
    expect(screen.get_by_role("heading", level=1)).to_have_text("今天是 2026年11月24日（周二）")
    screen.get_by_role("link", name="拟写答复书").first.click()
    expect(screen.get_by_role("heading", level=1)).to_have_text(CONTENT)
    screen.get_by_role("link", name="送审答复书").click()
    screen.get_by_label("办理结果").select_option("A12")
    screen.get_by_label("检索记录").fill("查询档案室2025年卷，未检索到（示例）")
    screen.get_by_role("button", name="送审", exact=True).click()
    expect(screen.get_by_role("status").first).to_contain_text("已办：送审")
    with screen.expect_download() as waiting:
        screen.get_by_role("link", name="政府信息公开申请答复书 .docx").click()
    saved = tmp_path / "answer.docx"
    waiting.value.save_as(saved)
    text = "".join(one.text for one in Document(saved).paragraphs)
    assert CONTENT in text
    assert "不存在" in text


def test_a_form_of_an_answer_asks_only_for_what_the_outcome_asks(screen, scripts):
    enter(screen)
    screen.goto(f"/cases/{IDENT['processing']}/do/request/submit_answer")
    record, way = screen.get_by_label("检索记录"), screen.get_by_label("获取方式")
    expect(record).to_be_visible(visible=not scripts)
    screen.get_by_label("办理结果").select_option("A12")
    expect(record).to_be_visible()
    expect(way).to_be_visible(visible=not scripts)


def test_a_request_is_registered(screen, scripts):
    enter(screen)
    screen.get_by_role("link", name="登记新申请").click()
    screen.get_by_text("挂号信、EMS", exact=True).first.click()
    expect(screen.get_by_label("信到的日期")).to_be_visible(visible=not scripts)
    screen.get_by_label("签收日期").fill("11.20")
    screen.get_by_label("姓名或者单位名称").fill("赵德明（示例）")
    screen.get_by_label("名称、文号或者其他特征").fill("兴隆村低保对象名单")
    if scripts:  # the date changes while one types
        expect(screen.locator('[data-part="due"]')).to_contain_text("2026年12月18日（周五）")
    screen.get_by_role("button", name="登记", exact=True).click()
    summary = screen.get_by_role("alert")
    expect(summary).to_contain_text("还没有登记：有 1 处要改")
    if scripts:
        expect(summary).to_be_focused()
    summary.get_by_role("link", name="邮件号码没有填").click()
    if scripts:
        expect(screen.get_by_label("邮件号码")).to_be_focused()
    screen.get_by_label("邮件号码").fill("1234567890123")
    screen.get_by_role("button", name="登记", exact=True).click()
    expect(screen.get_by_role("status").first).to_contain_text("已登记：河政公开〔2026〕7号。")


def test_an_answer_is_reviewed_by_keyboard_alone(screen):
    enter(screen, "liu")
    screen.goto(f"/approvals/{IDENT['in_review']}")
    screen.keyboard.press("Tab")
    expect(screen.get_by_role("link", name="跳到正文")).to_be_focused()
    screen.get_by_label("意见", exact=True).focus()
    screen.keyboard.type("不涉密（示例）")
    screen.keyboard.press("Tab")
    read = screen.get_by_label("已逐字核对全文")
    expect(read).to_be_focused()
    screen.keyboard.press("Space")
    expect(read).to_be_checked()
    screen.keyboard.press("Tab")
    expect(screen.get_by_role("button", name="保密审查通过")).to_be_focused()
    screen.keyboard.press("Enter")
    expect(screen.get_by_role("status").first).to_contain_text("已办：保密审查通过")


def test_a_dispatch_is_confirmed_on_a_page_of_its_own(screen):
    enter(screen)
    screen.goto(f"/cases/{IDENT['approved']}")
    screen.get_by_role("link", name="发出答复", exact=True).click()
    screen.get_by_text("邮寄（邮政）").click()
    screen.get_by_text("邮政企业（含 EMS）").click()
    screen.get_by_role("button", name="下一步").click()
    expect(screen.get_by_text("已逾期")).to_be_visible()
    screen.get_by_role("button", name="发出", exact=True).click()
    expect(screen.get_by_role("status").first).to_contain_text("已办：发出答复")


def test_what_if_is_asked_on_the_case_page(screen):
    enter(screen)
    screen.goto(f"/cases/{IDENT['processing']}")
    screen.get_by_label("我要").select_option(label="征求第三方意见")
    screen.get_by_label("哪天").fill("11月25日")
    screen.get_by_role("button", name="算一算").click()
    expect(screen.get_by_role("status").first).to_contain_text("2026年12月18日")


PAGES = (
    "/",
    "/today",
    "/cases",
    "/cases/1",
    "/cases/4",
    "/cases/1/proof/reply",
    "/cases/1/documents/1",
    "/cases/1/do/request/submit_answer",
    "/cases/1/do/request/request_correction",
    "/cases/1/entries/1/mend",
    "/cases/1/note",
    "/cases/1/links",
    "/register",
    "/approvals",
    "/approvals/2",
    "/approvals/2?tab=files",
    "/keys",
    "/help",
    "/sessions",
)
#: What a page is asked for beside what axe asks (test_axe).
LOOK = Path(__file__).with_name("look.js").read_text("utf-8")


@pytest.fixture
def narrow(chromium, address):
    context = chromium.new_context(base_url=address, viewport={"width": 390, "height": 844})
    page = context.new_page()
    enter(page)
    yield page
    context.close()


def test_no_page_is_wider_than_a_telephone_and_each_is_sound(narrow):
    found = {}
    for path in PAGES:
        narrow.goto(path)
        faults = narrow.evaluate(LOOK)
        if faults:
            found[path] = faults
    assert found == {}


def test_no_page_loses_anything_at_320_pixels_and_twice_the_size(narrow):
    narrow.set_viewport_size({"width": 320, "height": 700})
    wide = []
    for path in PAGES:
        narrow.goto(path)
        if narrow.evaluate("document.documentElement.scrollWidth > 320"):
            wide.append(path)
    assert wide == []


def test_single_keys_jump_and_are_silent_in_fields(chromium, address):
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    enter(page)
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("gc")
    expect(page.locator("#search")).to_have_value("gc")
    page.locator("h1").click()
    page.keyboard.type("gr")
    page.wait_for_url("**/register")
    context.close()


def test_the_longest_proof_is_printed_on_one_page(chromium, address, office, clock):
    """Twenty working days, a consultation of fifteen, twenty more: forty rows of weeks in two."""
    hand = Hand(office, clock)
    chain = hand.register(date(2026, 9, 1), "2020年至2025年全部合同")
    child = hand.move(chain, "draft", date(2026, 9, 14), child="consultation",
                      party="third_party", party_name="示例公司", summary="示例")  # fmt: skip
    hand.move(chain, "send", date(2026, 9, 14), child=child)
    hand.move(chain, "record_receipt", date(2026, 9, 15), child=child)
    extended = {"length": 20, "consented_on": "2026-09-28"}
    hand.move(chain, "extend", date(2026, 9, 28), "zheng", "office_head", **extended)
    clock.at = morning(TODAY)
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    enter(page)
    page.goto(f"/cases/{chain.partition(':')[2]}/proof/reply")
    expect(page.locator("table.strip")).to_have_count(2)
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 1
    context.close()


def test_the_printed_proof_is_one_page_without_buttons(chromium, address, tmp_path):
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    enter(page)
    page.goto("/cases/1/proof/reply")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="打印")).to_be_hidden()
    expect(page.get_by_role("navigation")).to_be_hidden()
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 1
    context.close()
