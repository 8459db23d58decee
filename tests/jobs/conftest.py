"""One served town for all jobs of a mode: the same invented cases, whichever job runs first."""

import shutil
import threading
import time
from datetime import date
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from jobs.officer import Officer
from web.town import TODAY, Hand, found_town, morning
from workflow.adapters.clock import FixedClock
from workflow.app.handlers import carry_out
from workflow.bootstrap import build
from workflow.settings import Settings
from workflow.web.app import create_app

ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
#: Job → the day on which its application was handed in, and what is asked for.
ASKED = {
    "correction": (date(2026, 11, 20), "关于土地的文件"),
    "extension": (date(2026, 11, 2), "2024年农村公路养护合同"),
    "consultation": (date(2026, 11, 9), "2025年垃圾清运服务合同"),
    "public": (date(2026, 11, 10), "2025年度财政决算"),
    "partly": (date(2026, 11, 10), "2025年临时救助审批表"),
    "refused": (date(2026, 11, 10), "2026年第3次镇长办公会讨论记录"),
    "absent": (date(2026, 11, 10), "1998年河道整治图纸"),
    "withdrawal": (date(2026, 11, 12), "2025年植树造林验收表"),
    "approval": (date(2026, 11, 5), "2025年农业补贴发放办法"),
    "appeal": (date(2026, 10, 12), "2025年信访接待记录"),
}
ONLINE = {"outcome": "A1", "access_way": "县政府网站", "access_route": "www.yunchuan.example"}


@pytest.fixture(scope="session")
def founded_for_jobs(tmp_path_factory) -> tuple[Path, dict[str, int]]:
    """Return the data folder of the town with a case for each job, and the cases by job."""
    folder = tmp_path_factory.mktemp("jobs") / "data"
    found_town(folder)
    clock = FixedClock(morning(TODAY))
    office = build(Settings(data_dir=folder), clock)
    hand = Hand(office, clock)
    cases = {}
    for job, (on, content) in ASKED.items():
        chain = hand.register(on, content)
        cases[job] = int(chain.partition(":")[2])
        if job != "correction":
            hand.move(chain, "acknowledge", on)
    hand.move(f"request:{cases['approval']}", "submit_answer", date(2026, 11, 20), **ONLINE)
    answer_the_appealed(hand, f"request:{cases['appeal']}")
    clock.at = morning(TODAY)
    assert carry_out(office).failed == ()
    office.store.close()
    return folder, cases


def answer_the_appealed(hand: Hand, chain: str) -> None:
    reasons = {"outcome": "A9", "grounds": ["A9"], "reasons": "接待记录属于讨论记录"}
    hand.move(chain, "submit_answer", date(2026, 10, 20), **reasons)
    hand.move(chain, "pass_secrecy_review", date(2026, 10, 21), "liu", "reviewer")
    hand.move(chain, "pass_legal_review", date(2026, 10, 21), "zheng", "office_head")
    hand.move(chain, "approve", date(2026, 10, 22), "sun", "leader")
    hand.move(chain, "dispatch", date(2026, 10, 23), way="post", carrier="postal")
    hand.move(chain, "record_service", date(2026, 10, 26), evidence="邮政签收记录（示例）")


@pytest.fixture(scope="module", params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request) -> bool:
    return request.param


@pytest.fixture(scope="module")
def address(founded_for_jobs, scripts, tmp_path_factory):
    """Serve a copy of the town of its own for each mode."""
    folder = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(founded_for_jobs[0], folder)
    office = build(Settings(data_dir=folder), FixedClock(morning(TODAY)))
    config = uvicorn.Config(create_app(office), port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()
    office.store.close()


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=list(ARGUMENTS)
        )
        yield browser
        browser.close()


@pytest.fixture
def officer(chromium, address, scripts, founded_for_jobs, tmp_path):
    """Open windows, each with somebody who signs in; nothing may go wrong in any unseen."""
    opened = []

    def enter(name: str) -> Officer:
        context = chromium.new_context(
            base_url=address,
            viewport={"width": 1366, "height": 768},
            java_script_enabled=scripts,
            locale="zh-CN",
        )
        context.set_default_timeout(10_000)
        opened.append(Officer(context, founded_for_jobs[1], tmp_path).enter(name))
        return opened[-1]

    yield enter
    faults = [fault for one in opened for fault in one.faults]
    for one in opened:
        one.context.close()
    assert faults == []
