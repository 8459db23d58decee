"""A published document that changes: a new term, a new review, the old text standing meanwhile.

Dates of 2020: 9/18 is a Friday; 9/27 (Sunday) works, 10/1 to 10/8 is off, 10/10 (Saturday) works.
"""

from datetime import date

import pytest

from disclosures.conftest import ADMIN, LEADER, REVIEWER, YEAR
from disclosures.test_register import reasons, words
from workflow.app.agencies import change_agency
from workflow.app.disclosing import open_steps, sheet
from workflow.app.disclosing_reading import counted, find_item, items_of, owed_of
from workflow.app.figure_periods import read_period
from workflow.app.reminding import sweep
from workflow.app.self_inspection import Words, inspection_text, record_of
from workflow.core.deadlines import State
from workflow.errors import RefusedError

CHANGED, AGAIN = date(2020, 9, 18), date(2020, 9, 23)


@pytest.fixture
def revised(desk):
    """An item published on 9/16 whose information changed on 9/18."""
    number = desk.publish(made_on="2020-09-14").number
    return desk.step("revise", CHANGED, number, text="开标时间改为10月20日（示例）")


def let_through(desk, number, on=AGAIN):
    desk.step("pass_secrecy_review", on, number, REVIEWER)
    return desk.step("approve", on, number, LEADER)


def test_a_change_begins_a_term_of_its_own(office, revised):
    """9/21=1 … 9/25=5, 9/27=6, 9/28=7, 9/29=8, 9/30=9, 10/9=10, 10/10=11, 10/12=12 … 10/16=16,
    10/19=17 … 10/22=20."""
    first, second = revised.deadlines
    assert (first.state, first.ended_on) == (State.MET, date(2020, 9, 16))
    assert (second.due, second.day_zero) == (date(2020, 10, 22), CHANGED)
    assert second.proof[-1].day == 20
    assert owed_of(office, "liangtian") == [revised]


def test_the_old_text_stands_and_is_counted_once(desk, office, revised):
    let_through(desk, revised.number)
    published = desk.step("publish", date(2020, 9, 24), revised.number, place_published="政府网站")
    assert published.state == "published"
    assert published.published_on == date(2020, 9, 16)
    assert owed_of(office, "liangtian") == []
    assert [one.state for one in published.deadlines] == [State.MET, State.MET]
    assert counted(items_of(office, "liangtian"), YEAR)["website_items"] == 1


def test_changes_that_follow_each_other_share_the_first_ones_term(desk, revised):
    again = desk.step("revise", AGAIN, revised.number, text="再改一次（示例）")
    assert again.deadline.due == revised.deadline.due
    assert len(again.deadlines) == 2


def test_a_change_after_the_new_text_was_published_begins_another(desk, revised):
    let_through(desk, revised.number)
    desk.step("publish", date(2020, 9, 24), revised.number, place_published="政府网站")
    third = desk.step("revise", date(2020, 9, 25), revised.number, text="又改（示例）")
    assert [one.day_zero for one in third.deadlines] == [
        date(2020, 9, 14),
        CHANGED,
        date(2020, 9, 25),
    ]


def test_a_new_text_is_published_after_its_review_and_approval_only(desk, revised):
    number = revised.number
    with pytest.raises(RefusedError) as refused:
        desk.step("publish", AGAIN, number, place_published="政府网站")
    assert reasons(refused) == ["guards.revision_not_passed"]
    with pytest.raises(RefusedError) as refused:
        desk.step("approve", AGAIN, number, LEADER)
    assert reasons(refused) == ["guards.revision_not_passed"]
    let_through(desk, number)
    desk.step("return", AGAIN, number, LEADER, comment="再核对金额")
    with pytest.raises(RefusedError) as refused:
        desk.step("publish", AGAIN, number, place_published="政府网站")
    assert reasons(refused) == ["guards.revision_not_passed"]


def test_who_revised_it_doesnt_review_it(desk, office, revised):
    steps = {
        one.trigger: one
        for one in open_steps(office, "liangtian", revised.number, "li", "reviewer")
    }
    codes = [one.code for one in steps["pass_secrecy_review"].reasons]
    assert codes == ["guards.same_person"]


def test_an_office_may_publish_slight_changes_at_once_and_the_journal_says_so(
    desk, office, revised
):
    change_agency(office, "liangtian", {"settings": {"revision_unreviewed": True}}, ADMIN)
    item = desk.step("publish", AGAIN, revised.number, place_published="政府网站")
    assert item.entries[-1].facts["waived"] == ["guards.revision_not_passed"]
    assert item.deadline.state is State.MET


def test_what_is_taken_down_while_it_changes_is_owed_no_more(desk, office, revised):
    item = desk.step("take_down", AGAIN, revised.number, LEADER, reason="内容失效")
    assert item.state == "taken_down"
    assert owed_of(office, "liangtian") == []


def test_a_late_revision_is_reminded_of_and_told_in_the_self_inspection(
    desk, office, clock, revised
):
    clock.set(date(2020, 10, 26))
    told = [one for one in sweep(office) if one.clock == "disclosure"]
    assert {one.number for one in told} == {revised.number}
    let_through(desk, revised.number, date(2020, 10, 26))
    desk.step("publish", date(2020, 10, 26), revised.number, place_published="政府网站")
    assert find_item(office, "liangtian", revised.number).deadline.state is State.LATE
    record = record_of(office, "liangtian", read_period("2020H2"))
    problems = inspection_text(record, date(2020, 12, 31), Words()).parts[1].paragraphs
    assert any("1件政府信息公开时已超过" in line for line in problems)


def test_the_sheet_of_a_revision_is_signed_anew(desk, office, revised):
    number = revised.number
    open_again = words(sheet(office, "liangtian", number))
    assert "wang（示例）" not in open_again
    assert "2020年9月16日" not in open_again  # the old text's day isn't the new one's
    let_through(desk, number)
    signed = words(sheet(office, "liangtian", number))
    assert "wang（示例）" in signed
    assert "2020年9月23日" in signed
