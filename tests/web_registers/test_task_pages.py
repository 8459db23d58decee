"""后台任务: how far each is, what it found and made, and who may see it."""

import io

import openpyxl
import pytest

from web_registers.test_ledger_page import BAD, GOOD, sheet
from workflow.app import tasks
from workflow.app.heavy import KINDS
from workflow.app.office import Actor
from workflow.app.running import run_tasks
from workflow.app.tasks import XLSX, Order, TaskFile
from workflow.messages import catalogue

WANG = Actor("wang", "clerk")


@pytest.fixture
def ordered(office):
    """A ledger with a bad row, ordered by Wang."""
    file = TaskFile("台账.xlsx", XLSX, sheet(GOOD, BAD))
    wanted = {"mapping": {}, "dry_run": False, "skip_bad": False}
    return tasks.start(office, Order("ledger", "hewan", wanted, (file,)), WANG)


def test_a_task_that_waits_is_shown_with_a_button_to_stop_it(browser, ordered):
    wang = browser("wang")
    page = wang.get(f"/tasks/{ordered}")
    assert "导入台账" in page.text
    assert "等待中" in page.text
    assert "data-running" in page.html
    assert "导入台账" in wang.get("/tasks").text
    stopped = wang.follow(wang.submit(f"/tasks/{ordered}/cancel", at=page))
    assert "已取消" in stopped.text
    assert "data-running" not in stopped.html


def test_a_finished_one_says_what_it_found_and_gives_its_file(browser, office, ordered):
    run_tasks(office, KINDS)
    page = browser("wang").get(f"/tasks/{ordered}")
    assert "已完成" in page.text
    assert "一行也没有导入" in page.text
    assert "去年底" in page.text
    assert "要改的行 1" in page.text
    answer = browser("wang").get(f"/tasks/{ordered}/file").answer
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert "旧〔2025〕3号" in str(list(book.active.values))


def test_a_task_that_fails_says_why(browser, office):
    file = TaskFile("台账.xlsx", XLSX, b"no sheet")
    wanted = {"mapping": {}, "dry_run": False, "skip_bad": False}
    ident = tasks.start(office, Order("ledger", "hewan", wanted, (file,)), WANG)
    run_tasks(office, KINDS)
    page = browser("wang").get(f"/tasks/{ident}")
    assert "失败" in page.text
    assert "“台账.xlsx”" in page.text


def test_a_file_that_isnt_there_yet_is_a_sentence(browser, ordered):
    answer = browser("wang").get(f"/tasks/{ordered}/file")
    assert answer.status == 409
    assert "还没有完成" in answer.text


@pytest.mark.parametrize("stranger", ["far", "chief", "admin", "officer", "auditor"])
def test_another_agencys_task_is_not_there(browser, office, ordered, stranger):
    run_tasks(office, KINDS)
    reader = browser(stranger)
    for address in (f"/tasks/{ordered}", f"/tasks/{ordered}/file", "/tasks/999"):
        assert reader.get(address).status == 404, address
    assert "导入台账" not in reader.get("/tasks").text


def test_a_keepers_task_is_seen_by_him_and_the_admin(browser, office):
    ident = tasks.start(
        office, Order("journal", "", {"derived": False}), Actor("auditor", "auditor")
    )
    run_tasks(office, KINDS)
    assert "已完成" in browser("auditor").get(f"/tasks/{ident}").text
    assert "核验操作记录" in browser("admin").get("/tasks").text
    assert browser("wang").get(f"/tasks/{ident}").status == 404


def test_every_count_has_its_word(office):
    known = catalogue("zh")
    counts = {"made", "left_out", "moved", "overdue", "added", "changed", "unchanged", "appeals",
              "bad", "unread", "violations", "warnings", "entries", "chains", "broken"}  # fmt: skip
    assert {name for name in counts if f"web_tasks.count_{name}" not in known} == set()
