"""The register of disclosures: from the draft over review and signature to the website."""

import io
from datetime import date

import docx
import pytest

from disclosures.conftest import CATEGORIES, CLERK, LEADER, REVIEWER, YEAR, noon
from workflow.app import annual_report
from workflow.app.annual_report import Inputs
from workflow.app.disclosing import Wanted, advance, open_steps, sheet
from workflow.app.disclosing_reading import counted, find_item, items_of, owed_of
from workflow.app.figure_inputs import year_figures
from workflow.app.inbox import inbox
from workflow.app.keeping import verify
from workflow.app.reminding import sweep
from workflow.app.report_register import OfficeRegister
from workflow.core.deadlines import State
from workflow.errors import ConflictError, NotFoundError, RefusedError


def words(content):
    document = docx.Document(io.BytesIO(content))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def reasons(refused):
    return [reason.code for reason in refused.value.reasons]


def test_a_document_goes_from_its_draft_to_the_website(office, desk):
    item = desk.publish()
    assert (item.number, item.state) == ("主动〔2020〕1号", "published")
    assert item.published_on == date(2020, 9, 16)
    assert item.channels == ("website",)
    assert find_item(office, "liangtian", "2020-1") == item
    assert [one["trigger"] for one in item.history()] == [
        "draft",
        "pass_secrecy_review",
        "approve",
        "publish",
    ]


def test_it_is_due_twenty_working_days_after_it_was_made(office, desk):
    """Made on Monday 9/14: 9/15=1 … 9/18=4, 9/25=9, Sunday 9/27 works=10, 9/30=13, 10/9=14,
    Saturday 10/10 works=15, 10/15=19 (10/12=16), 10/16=20."""
    item = desk.draft(date(2020, 9, 14))
    assert item.deadline.due == date(2020, 10, 16)
    assert owed_of(office, "liangtian") == [item]


def test_what_is_owed_comes_by_its_last_day_and_what_is_published_is_owed_no_more(office, desk):
    later = desk.draft(date(2020, 9, 16))
    sooner = desk.step("draft", date(2020, 9, 16), title="通知（示例）", attribute="proactive",
                       made_on="2020-09-10")  # fmt: skip
    desk.publish(date(2020, 9, 17))
    desk.draft(date(2020, 9, 17), attribute="withheld")
    assert [one.number for one in owed_of(office, "liangtian")] == [sooner.number, later.number]


def test_a_late_one_is_late_and_its_people_are_reminded(office, desk, clock):
    number = desk.draft(date(2020, 9, 14)).number
    clock.set(date(2020, 10, 19))
    item = find_item(office, "liangtian", number)
    assert item.deadline.state is State.LATE
    told = [one for one in sweep(office) if one.clock == "disclosure"]
    assert {(one.number, one.person) for one in told} == {(number, "li"), (number, "zhao")}


def test_without_its_attribute_a_document_goes_back(office, desk):
    number = desk.draft(attribute="").number
    with pytest.raises(RefusedError) as refused:
        desk.step("pass_secrecy_review", date(2020, 9, 15), number, REVIEWER)
    assert reasons(refused) == ["guards.attribute_missing"]
    desk.step("return", date(2020, 9, 15), number, REVIEWER, comment="请标明公开属性")
    item = desk.step("draft", date(2020, 9, 16), number, attribute="proactive")
    assert (item.state, item.title) == ("drafted", "采购公告（示例）")  # the rest stays as it was
    assert item.made_on == date(2020, 9, 14)
    assert desk.step("pass_secrecy_review", date(2020, 9, 16), number, REVIEWER).state == (
        "secrecy_reviewed"
    )


def test_nobody_reviews_his_own_draft_and_nothing_is_published_unsigned(office, desk):
    number = desk.draft().number
    own = Wanted("liangtian", "pass_secrecy_review", date(2020, 9, 15), number=number)
    with pytest.raises(RefusedError):
        advance(office, own, type(CLERK)("li", "reviewer"))
    with pytest.raises(RefusedError) as refused:
        desk.step("publish", date(2020, 9, 15), number, place_published="政府网站")
    assert "procedure.wrong_state" in reasons(refused)


def test_what_is_withheld_is_not_published(desk):
    number = desk.draft(attribute="withheld").number
    desk.step("pass_secrecy_review", date(2020, 9, 15), number, REVIEWER)
    desk.step("approve", date(2020, 9, 15), number, LEADER)
    with pytest.raises(RefusedError) as refused:
        desk.step("publish", date(2020, 9, 15), number, place_published="政府网站")
    assert reasons(refused) == ["guards.not_proactive"]


def test_revisions_and_take_downs_stay_in_its_history(desk):
    number = desk.publish().number
    item = desk.step("revise", date(2020, 9, 18), number, title="采购公告（更正）")
    assert (item.state, item.title) == ("revised", "采购公告（更正）")
    with pytest.raises(RefusedError) as refused:
        desk.step("take_down", date(2020, 9, 21), number, LEADER)
    assert reasons(refused) == ["guards.reason_missing"]
    item = desk.step("take_down", date(2020, 9, 21), number, LEADER, reason="内容已过时")
    assert (item.state, item.taken_down_on) == ("taken_down", date(2020, 9, 21))
    assert [one["facts"].get("title") for one in item.history()][0::4] == [
        "采购公告（示例）",
        "采购公告（更正）",
    ]


def test_the_sheet_is_open_until_it_is_signed_and_then_never_changes(office, desk):
    number = desk.draft(basis="条例第二十条", responsible="财政所").number
    open_sheet = words(sheet(office, "liangtian", number))
    assert "■主动公开" in open_sheet
    assert "财政所" in open_sheet
    assert "wang（示例）" not in open_sheet
    desk.step("pass_secrecy_review", date(2020, 9, 15), number, REVIEWER, opinion="不涉密。")
    desk.step("approve", date(2020, 9, 15), number, LEADER)
    signed = sheet(office, "liangtian", number)
    for said in ("不涉密。", "wang（示例）", "sun（示例）", "同意公开。", "2020年9月15日"):
        assert said in words(signed)
    desk.step("publish", date(2020, 9, 16), number, place_published="政府网站")
    assert sheet(office, "liangtian", number) == signed


def test_who_must_act_next_is_told(office, desk):
    number = desk.draft().number
    told = [one["message"] for one in inbox(office, "wang")]
    assert any(number in message for message in told)
    assert inbox(office, "sun") == []
    desk.step("pass_secrecy_review", date(2020, 9, 15), number, REVIEWER)
    assert any(number in one["message"] for one in inbox(office, "sun"))


def test_the_steps_open_to_an_item_say_what_stands_against_them(office, desk):
    number = desk.draft(attribute="").number
    steps = {one.trigger: one for one in open_steps(office, "liangtian", number)}
    assert set(steps) == {"draft", "pass_secrecy_review", "return"}
    codes = [reason.code for reason in steps["pass_secrecy_review"].reasons]
    assert "guards.attribute_missing" in codes


def test_a_step_upon_what_somebody_else_changed_meanwhile_is_refused(office, desk):
    number = desk.draft().number
    desk.step("pass_secrecy_review", date(2020, 9, 15), number, REVIEWER)
    late = Wanted("liangtian", "approve", date(2020, 9, 15), number=number, expected=1)
    with pytest.raises(ConflictError):
        advance(office, late, LEADER)


def test_titles_and_texts_are_not_readable_in_the_journal(office, desk):
    desk.publish(title="示例村低保名单公示")
    with office.store.read() as session:
        facts = session.connection().exec_driver_sql("SELECT facts FROM journal").scalars().all()
    assert not any("低保名单" in text for text in facts)
    assert verify(office, derived=True).broken == ()


def test_an_agency_finds_its_own_items_only(office, desk):
    number = desk.publish().number
    assert items_of(office, "shili") == []
    with pytest.raises(NotFoundError):
        find_item(office, "shili", number)


def test_numbers_follow_each_other_in_each_year(office, desk, clock):
    first, second = desk.draft(), desk.draft()
    clock.at = noon(date(2021, 3, 1))
    third = desk.draft(date(2021, 2, 1))
    assert [one.number for one in (first, second, third)] == [
        "主动〔2020〕1号",
        "主动〔2020〕2号",
        "主动〔2021〕1号",
    ]
    assert [one.number for one in items_of(office, "liangtian")] == [
        "主动〔2020〕1号",
        "主动〔2020〕2号",
        "主动〔2021〕1号",
    ]


def test_the_register_counts_by_channel_and_category(office, desk):
    desk.publish(category="财政资金", channels=("website", "weibo"))
    desk.publish(category="财政资金", channels=("wechat", "notice_board"))
    desk.publish(channels=("website",))
    desk.draft(category="财政资金")
    assert counted(items_of(office, "liangtian"), YEAR) == {
        "website_items": 2,
        "website_categories.财政资金": 1,
        "website_categories.其他": 1,
        "weibo_items": 1,
        "wechat_items": 1,
    }
    assert counted(items_of(office, "liangtian"), YEAR.last_year) == {}


def test_the_report_takes_the_registers_count_where_nothing_was_entered(office, desk):
    desk.publish(category="财政资金", channels=("website", "weibo"))
    built = annual_report.build(OfficeRegister(office), "liangtian", 2020, Inputs())
    assert built.report.figures["website_items"] == 1
    assert built.report.figures["website_categories"] == {"财政资金": 1}
    desk.enter("2020", {f"website_categories.{name}": n for name, n in CATEGORIES.items()})
    found = year_figures(office, "liangtian", 2020)
    assert "website_items" not in found  # a whole and its categories come from one source
    assert found["weibo_items"] == 1
