"""Beside the steps of a case: what is noted down, and which cases belong together."""

import re
from datetime import date

import pytest

from web.town import CONTENT, IDENT
from workflow.app import attaching, linking
from workflow.app.keeping import verify
from workflow.app.listing import Filter, list_cases
from workflow.app.moving import Wanted, advance
from workflow.app.office import Actor
from workflow.app.viewing import view

NOTE, LINKS = "/cases/1/note", "/cases/1/links"
OTHER = "河政公开〔2026〕4号"


def case(office, ident=1):
    return view(office, ident, "wang", "clerk", "hewan")


def test_a_note_stands_in_the_course_and_changes_nothing_else(browser, office):
    before = case(office).case
    wang = browser("wang")
    page = wang.follow(wang.submit(NOTE, note="申请人来电，问什么时候答复（示例）", on="11.23"))
    assert "已办：记事" in page.text
    assert "申请人来电，问什么时候答复（示例）" in page.text
    after = case(office).case
    assert after.version == before.version + 1
    assert after.entries[-1].on == date(2026, 11, 23)
    assert (after.state, after.deadlines) == (before.state, before.deadlines)
    assert "来电" not in str(after.entries[-1].facts)  # in the vault, not in the journal
    assert verify(office, derived=True).broken == ()


def test_a_note_of_somebody_else_takes_no_case_over(browser, office):
    browser("both").submit(NOTE, note="代接电话（示例）")
    listed = list_cases(office, Filter(agency="hewan"))
    assert next(one for one in listed if one["number"].endswith("1号"))["handler"] == "wang"


def test_a_note_takes_its_files_with_it(browser, office):
    wang = browser("wang")
    form = wang.get(NOTE).form(NOTE)
    paper = {"files": ("来信.pdf", b"%PDF-1.4 letter", "application/pdf")}
    page = wang.post(NOTE, {**form, "note": ""}, paper)
    assert page.status == 400
    assert "什么事没有写" in page.text
    assert "来信.pdf" in page.text
    page = wang.follow(wang.submit(NOTE, at=page, note="申请人来信（示例）"))
    assert "来信.pdf" in page.text
    assert [one.name for one in attaching.files(office, case(office).case.chain)] == ["来信.pdf"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"note": ""}, "什么事没有写：请写一句"),
        ({"on": "11.25"}, "2026年11月25日"),
        ({"on": "那天"}, "“那天”"),
    ],
)
def test_what_cannot_be_noted_is_told_and_nothing_is_lost(browser, office, typed, said):
    page = browser("wang").submit(NOTE, **{"note": "示例的一句话", **typed})
    assert page.status == 400
    assert said in page.text
    assert typed.get("note", "示例的一句话") in page.html
    assert case(office).case.version == 2


def test_who_was_faster_is_told_and_the_note_stays(browser, office):
    wang = browser("wang")
    page = wang.get(NOTE)
    browser("both").submit(NOTE, note="快的人（示例）")
    late = wang.submit(NOTE, at=page, note="慢的人（示例）")
    assert late.status == 409
    assert "周示例" in late.text
    assert "慢的人（示例）" in late.html
    assert wang.submit(NOTE, at=late).status == 303


def test_the_second_officer_of_a_move_is_told_of_the_first_not_of_a_rule(browser, office):
    path = f"/cases/{IDENT['received']}/do/request/acknowledge"
    wang = browser("wang")
    page = wang.get(path)
    browser("both").submit(path)
    late = wang.submit(path, at=page)
    assert late.status == 409
    assert "周示例" in late.text
    assert "受理告知" in late.text


def test_a_note_is_no_mistake_that_a_rectification_mends(browser):
    wang = browser("wang")
    page = wang.follow(wang.submit(NOTE, note="示例"))
    assert "/cases/1/entries/3/mend" not in page.html
    assert wang.get("/cases/1/entries/2/mend").status == 200


def test_a_link_is_seen_from_both_cases_with_its_reason(browser):
    wang = browser("wang")
    page = wang.follow(wang.submit(LINKS, number=OTHER, reason="同一项目（示例）"))
    assert re.search(r'href="/cases/4"><b>' + re.escape(OTHER), page.html)
    assert "同一项目（示例）" in page.text
    other = wang.get("/cases/4")
    assert re.search(r'href="/cases/1"><b>河政公开〔2026〕1号', other.html)
    assert CONTENT in other.text


def test_a_link_is_taken_back_with_a_reason_and_both_journals_say_so(browser, office):
    wang = browser("wang")
    wang.submit(LINKS, number=OTHER, reason="同一项目（示例）")
    page = wang.submit(LINKS, action=f"unlink:{OTHER}", reason="")
    assert page.status == 400
    assert "理由没有写" in page.text
    wang.submit(LINKS, at=page, action=f"unlink:{OTHER}", reason="看错了（示例）")
    for ident in (1, 4):
        viewed = case(office, ident)
        assert linking.linked(office, viewed.entries) == []
        last = [(one.trigger, one.reason) for one in viewed.entries[-2:]]
        assert last == [("link", "同一项目（示例）"), ("unlink", "看错了（示例）")]
    assert verify(office, derived=True).broken == ()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"number": "", "reason": "示例"}, "案件编号没有填"),
        ({"number": OTHER, "reason": " "}, "理由没有写"),
        ({"number": "河政公开〔2026〕1号", "reason": "示例"}, "不能和自己关联"),
        ({"number": "河政公开〔2026〕99号", "reason": "示例"}, "河政公开〔2026〕99号"),
        ({"number": "山政公开〔2026〕1号", "reason": "别的机关的"}, "山政公开〔2026〕1号"),
        ({"action": f"unlink:{OTHER}", "reason": "示例"}, f"和 {OTHER} 没有关联"),
    ],
)
def test_what_cannot_be_linked_is_told_and_nothing_is_lost(browser, office, typed, said):
    page = browser("wang").submit(LINKS, **typed)
    assert page.status == 400
    assert said in page.text
    assert typed["reason"].strip() in page.html
    assert case(office).case.version == 2


def test_the_same_link_is_made_once(browser):
    wang = browser("wang")
    wang.submit(LINKS, number=OTHER, reason="示例")
    page = wang.submit("/cases/4/links", number="河政公开〔2026〕1号", reason="示例")
    assert "已经关联了" in page.text


def test_an_answered_case_linked_later_is_named_by_the_answer_too(office, folder):
    asked = case(office).case
    assert linking.earlier_answer(office, asked) == ""
    approved = case(office, IDENT["approved"]).case
    facts = {"way": "post", "carrier": "postal"}
    wanted = Wanted(approved.chain, "dispatch", office.today, facts)
    advance(office, wanted, Actor("wang", "clerk"))
    linked = linking.link(office, 1, approved.number, "示例", Actor("wang", "clerk"), "hewan")
    assert linking.earlier_answer(office, linked) == approved.number  # no letter was made yet


def test_a_rectification_half_written_waits_for_its_writer(browser):
    path = "/cases/1/entries/1/mend"
    wang = browser("wang")
    form = wang.get(path).form(path)
    wang.post(f"/drafts{path}", {**form, "mend_reason": "写错了（示例）"})
    page = wang.get(path)
    assert "写错了（示例）" in page.html
    assert wang.submit(path, at=page).status == 303
    assert "写错了（示例）" not in wang.get("/cases/1/entries/3/mend").html
