"""Reminders beside the statutory ones: internal dates, reviews, the report, next calendar."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from reminders.conftest import RECEIVED, with_rules
from workflow.app.inbox import inbox
from workflow.app.projecting import CASE, DEADLINE
from workflow.app.reminding import sweep


def told(sent, *clocks):
    return [(one.person, one.clock, one.left) for one in sent if one.clock in clocks]


def test_an_internal_date_lies_working_days_before_the_statutory_one(office, number):
    office = with_rules(office, internal_days=4)
    # due Wed 10 June; four working days before it: Thu 4 June
    days = {date(2020, 6, n): told(sweep(office, date(2020, 6, n)), "internal_reply")
            for n in range(2, 10)}  # fmt: skip
    assert {on: found for on, found in days.items() if found} == {
        date(2020, 6, 3): [("li", "internal_reply", 1)],
        date(2020, 6, 4): [("li", "internal_reply", 0)],
        date(2020, 6, 5): [("li", "internal_reply", -1)],  # once
    }
    said = [one["message"] for one in inbox(office, "li") if one["code"] == "inbox.internal_in"]
    assert said == [f"{number} 答复书送审还剩 1 个工作日，内部期限最迟 2020年6月4日（周四）。"]


def test_an_internal_date_is_over_once_the_draft_is_handed_in(office, clerk, clock, number):
    clock.set(date(2020, 6, 3))
    clerk.move(
        number,
        "submit_answer",
        date(2020, 6, 3),
        outcome="A12",
        search_record="示例：检索了全部目录",
    )
    sent = sweep(with_rules(office, internal_days=4), date(2020, 6, 4))
    assert told(sent, "internal_reply") == []


def test_a_draft_that_waits_for_its_review_reminds_those_who_review(office, clerk, clock, number):
    clock.set(date(2020, 5, 20))
    clerk.move(
        number,
        "submit_answer",
        date(2020, 5, 20),
        outcome="A12",
        search_record="示例：检索了全部目录",
    )
    # handed in on Wed 20 May, two working days: Fri 22 May; 25, 26: holidays in Ningxia
    assert told(sweep(office, date(2020, 5, 21)), "review") == []
    for on, left in ((date(2020, 5, 22), 0), (date(2020, 5, 27), -1), (date(2020, 5, 28), -2)):
        assert told(sweep(office, on), "review") == [
            ("sun", "review", left), ("wang", "review", left)
        ]  # fmt: skip
    assert told(sweep(office, date(2020, 5, 28)), "review") == []
    clock.set(date(2020, 5, 28))
    clerk.move(number, "return_answer", date(2020, 5, 28), "sun", reason="示例：请补充检索范围")
    assert told(sweep(office, date(2020, 5, 29)), "review") == []


def test_the_annual_report_is_due_on_the_last_of_january(office, number):
    reminded = {}
    for on in (date(2020, 12, 30), date(2021, 1, 4), date(2021, 1, 29), date(2021, 2, 1)):
        reminded[on] = [
            (one.person, one.number, one.due, one.left)
            for one in sweep(office, on)
            if one.clock == "report"
        ]
    due = date(2021, 1, 31)
    assert reminded == {
        # 31, 4-8, 11-15, 18-22, 25-29 January: 21 working days left on 30 December
        date(2020, 12, 30): [],
        date(2021, 1, 4): [("li", "2020", due, 19), ("zhao", "2020", due, 19)],
        # 31 January is a Sunday: the date doesn't roll, the last working day is Friday 29
        date(2021, 1, 29): [("li", "2020", due, 0), ("zhao", "2020", due, 0)],
        date(2021, 2, 1): [("li", "2020", due, -1), ("zhao", "2020", due, -1)],
    }


def test_a_register_that_holds_nothing_of_a_year_owes_no_report_about_it(office):
    assert told(sweep(office, date(2021, 2, 1)), "report") == []


def test_a_register_of_examples_asks_for_the_reports_of_its_own_years_alone(office, number):
    with office.store.write() as session:
        session.execute(CASE.update().values(example=True))
    assert told(sweep(office, date(2021, 1, 29)), "report") != []
    assert told(sweep(office, date(2022, 1, 28)), "report") == []


def test_a_real_office_owes_a_report_of_a_year_without_requests_too(office, number):
    sent = [one for one in sweep(office, date(2022, 1, 28)) if one.clock == "report"]
    assert {one.number for one in sent} == {"2021"}


def test_a_december_without_next_year_s_calendar_is_said(office, clock):
    # 2027's notice isn't out in the data: known up to 2026
    assert told(sweep(office, date(2026, 11, 30)), "next_calendar") == []
    sent = [one for one in sweep(office, date(2026, 12, 1)) if one.clock == "next_calendar"]
    assert {(one.person, one.number, one.due) for one in sent} == {
        ("li", "2027", date(2026, 12, 31)),
        ("zhao", "2027", date(2026, 12, 31)),
    }
    assert "2027 年节假日安排还没有导入" in inbox(office, "zhao")[0]["message"]
    assert told(sweep(office, date(2027, 1, 4)), "next_calendar") != []


def test_a_year_that_was_known_in_december_is_not_asked_for(office):
    # 国办发明电〔2019〕16号 of 2019-11-21 made 2020 known
    assert told(sweep(office, date(2019, 12, 20)), "next_calendar") == []


def test_a_provisional_date_warns_on_the_earliest(office, clerk, clock):
    clock.set(date(2026, 12, 10))
    number = clerk.register(date(2026, 12, 10))
    with office.store.read() as session:
        row = session.execute(sa.select(DEADLINE).where(DEADLINE.c.clock == "reply")).one()
    assert row.provisional
    assert row.not_before < row.due
    sent = [one for day in range(28, 32) for one in sweep(office, date(2026, 12, day))]
    sent += [one for day in range(1, 9) for one in sweep(office, date(2027, 1, day))]
    first = next(one for one in sent if one.clock == "reply")
    assert (first.due, first.left, first.number) == (row.not_before, 5, number)
    assert first.code == "inbox.due_about"


def test_an_unused_correction_notice_alarms_nobody(office, clerk, clock):
    clock.set(RECEIVED)
    clerk.register(RECEIVED)
    sent = [one for day in range(12, 30) for one in sweep(office, date(2020, 5, day))]
    assert told(sent, "correction_notice") == []


def test_a_clerk_who_is_gone_is_replaced_by_the_head(office, number):
    with office.store.write() as session:
        session.execute(sa.text("UPDATE account SET active = :no WHERE name = 'li'"), {"no": False})
    assert told(sweep(office, date(2020, 6, 3)), "reply") == [
        ("li", "reply", 5), ("zhao", "reply", 5)
    ]  # fmt: skip


@pytest.mark.parametrize("days", [(3, 9), (9, 3)])
def test_a_pass_of_an_earlier_day_says_nothing_new(office, number, days):
    heard = [told(sweep(office, date(2020, 6, day)), "reply") for day in days]
    assert heard[0]
    assert bool(heard[1]) is (days[1] > days[0])


def told_of(office, clock, first, days, name):
    """Sweep day by day; return who heard what of a clock, by the day."""
    found = {}
    for on in (first + timedelta(days=ahead) for ahead in range(days)):
        clock.set(on)
        heard = [(one.person, one.left) for one in sweep(office) if one.clock == name]
        found |= {on: heard} if heard else {}
    return found


def test_a_consultation_that_runs_out_reminds_the_clerk_alone(office, clerk, clock, number):
    sent = date(2020, 5, 13)
    clock.set(sent)
    third = {"party": "third_party", "party_name": "示例公司", "summary": "示例合同"}
    clerk.move(number, "draft", sent, child="consultation", **third)
    clerk.move(number, "send", sent, child="consultation:c1")
    clerk.move(number, "record_receipt", sent, child="consultation:c1")
    # fifteen working days after the receipt: Friday 5 June, with two holidays of Ningxia in between
    assert told_of(office, clock, sent, 40, "third_party") == {
        date(2020, 6, 3): [("li", 2)],
        date(2020, 6, 8): [("li", -1)],  # silent until its last day: told once that it is over
    }


def test_a_payment_that_runs_out_reminds_the_clerk_alone(office, clerk, clock, number):
    asked = date(2020, 5, 13)
    clock.set(asked)
    clerk.move(
        number, "notify_fee", asked, "zhao", tariff="items", count=12, received_on="2020-05-13"
    )
    # twenty working days after the notice, in the same way: Friday 12 June
    assert told_of(office, clock, asked, 40, "fee_payment") == {
        date(2020, 6, 10): [("li", 2)],
        date(2020, 6, 15): [("li", -1)],
    }
