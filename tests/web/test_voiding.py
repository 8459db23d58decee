"""作废 on the pages: who may, why it needs a reason, what stays to be seen."""

import re

import pytest

from workflow.app.viewing import view


def rows(office, notice="N01"):
    found = view(office, 1, "zheng", "office_head", "hewan").documents
    return [one for one in found if one["notice"] == notice]


@pytest.fixture
def path(office):
    return f"/cases/1/documents/{rows(office)[0]['id']}/void"


def test_only_who_may_void_finds_the_way_there(browser, path):
    assert f'href="{path}"' in browser("zheng").get("/cases/1").html
    assert f'href="{path}"' in browser("sun").get(path.removesuffix("/void")).html
    assert f'href="{path}"' not in browser("wang").get("/cases/1").html
    assert browser("wang").get(path).status == 403


def test_a_document_is_voided_with_its_reason_and_everybody_sees_who_and_why(browser, office, path):
    zheng = browser("zheng")
    page = zheng.get(path)
    assert "作废：政府信息公开申请登记回执 " in page.text
    assert "还要另行告知申请人" in page.text
    done = zheng.submit(path, reason="日期印错，以第二份为准（示例）")
    told = zheng.follow(done).text
    assert "已办：作废文书。" in told
    assert "日期印错，以第二份为准（示例）" in told
    assert rows(office)[0]["status"] == "void"
    seen = browser("wang").get(path.removesuffix("/void")).text
    assert "这份文书已作废。 2026年11月24日（周二），郑示例 作废。" in seen
    assert "理由：日期印错，以第二份为准（示例）" in seen
    entry = view(office, 1, "wang", "clerk", "hewan").entries[-1]
    assert (entry.trigger, entry.actor, entry.via) == ("void_document", "zheng", "web")


def test_without_a_reason_nothing_is_voided(browser, office, path):
    page = browser("zheng").submit(path, reason="  ")
    assert page.status == 400
    assert re.search(r'id="reason-error">.*?作废要写明理由', page.html, re.DOTALL)
    assert rows(office)[0]["status"] == "issued"


def test_what_is_void_already_is_told_and_not_voided_again(browser, path):
    zheng, sun = browser("zheng"), browser("sun")
    open_page = sun.get(path)
    zheng.submit(path, reason="印错（示例）")
    late = sun.submit(path, at=open_page, reason="我也发现了（示例）")
    assert late.status == 409
    assert "这份文书已经作废过了" in late.text
    assert f'action="{path}"' not in sun.get(path).html


def test_a_half_written_reason_waits_for_its_writer(browser, path):
    zheng = browser("zheng")
    form = zheng.get(path).form(path)
    zheng.post(f"/drafts{path}", {**form, "reason": "写了一半（示例）"})
    assert zheng.get(path).form(path)["reason"] == ["写了一半（示例）"]


def test_a_document_of_another_case_is_not_there(browser):
    assert browser("zheng").get("/cases/1/documents/9999/void").status == 404
