"""Reminders: reached and not yet sent; a scheduler that was down catches up."""

from datetime import date, timedelta

import pytest

from workflow.app.inbox import inbox, mark_read
from workflow.app.listing import awaited, desk
from workflow.app.reminder_rules import ReminderRules
from workflow.app.reminding import send_due, sweep

#: Received 2020-05-11 in Ningxia: the answer is due on Wednesday 2020-06-10.
RECEIVED = date(2020, 5, 11)


def told(sent):
    return [(one.person, one.clock, one.left) for one in sent]


def late(left):
    return [(person, "reply", left) for person in ("li", "zhao", "sun")]


@pytest.fixture
def number(clerk, clock):
    clock.set(RECEIVED)
    number = clerk.register(RECEIVED)
    clerk.move(number, "acknowledge", RECEIVED)
    return number


def on_each_day(office, first, last):
    found = {}
    for days in range((last - first).days + 1):
        on = first + timedelta(days)
        sent = told(sweep(office, on))
        if sent:
            found[on] = sent
    return found


def test_the_reminders_of_a_reply_day_by_day(office, number):
    assert on_each_day(office, date(2020, 5, 12), date(2020, 6, 15)) == {
        date(2020, 6, 3): [("li", "reply", 5)],  # Wed: 4, 5, 8, 9, 10 June are left
        date(2020, 6, 5): [("li", "reply", 3)],
        date(2020, 6, 9): [("li", "reply", 1)],
        date(2020, 6, 10): [("li", "reply", 0), ("zhao", "reply", 0)],
        date(2020, 6, 11): late(-1),  # the leader hears once it is late
        date(2020, 6, 12): late(-2),
        date(2020, 6, 15): late(-3),  # not on the weekend
    }


def test_a_second_pass_of_the_same_day_is_silent(office, number):
    assert told(sweep(office, date(2020, 6, 3))) == [("li", "reply", 5)]
    assert sweep(office, date(2020, 6, 3)) == []
    assert sweep(office, date(2020, 6, 4)) == []
    assert len(inbox(office, "li")) == 1


def test_after_a_week_down_one_reminder_catches_up(office, number):
    sweep(office, date(2020, 6, 3))
    # 5 and 9 June were slept through: one message, of the newest threshold
    assert told(sweep(office, date(2020, 6, 9))) == [("li", "reply", 1)]
    assert told(sweep(office, date(2020, 6, 12))) == late(-2)
    assert told(sweep(office, date(2020, 6, 12))) == []


def test_a_due_date_that_moved_takes_its_reminders_along(office, clerk, clock, number):
    sweep(office, date(2020, 6, 9))
    clock.set(date(2020, 6, 10))
    clerk.move(
        number, "extend", date(2020, 6, 10), "zhao", length=5, consented_on="2020-06-10"
    )  # now due 2020-06-17
    assert told(sweep(office, date(2020, 6, 10))) == [("li", "reply", 5)]
    assert told(sweep(office, date(2020, 6, 12))) == [("li", "reply", 3)]


def test_an_answer_ends_the_reminders(office, clerk, clock, number):
    clock.set(date(2020, 6, 4))
    clerk.answer(number, date(2020, 6, 4))
    later = on_each_day(office, date(2020, 6, 5), date(2020, 6, 12))
    assert {clock for sent in later.values() for _, clock, _ in sent} <= {"service_proof"}


def test_an_awaited_correction_stops_them(office, clerk, clock):
    clock.set(date(2020, 5, 13))
    number = clerk.register(date(2020, 5, 11))
    clerk.move(
        number, "request_correction", date(2020, 5, 13), items="示例",
        period={"length": 10, "unit": "working_days"}, received_on="2020-05-13",
    )  # fmt: skip
    # 14, 15, 18-22, 27-29 May (25 and 26: Eid in Ningxia). Two before, and once when it is over,
    # on the next working day: the 30th is a Saturday
    assert on_each_day(office, date(2020, 5, 20), date(2020, 6, 12)) == {
        date(2020, 5, 27): [("li", "correction_reply", 2)],
        date(2020, 6, 1): [("li", "correction_reply", -1)],
    }
    assert [row.clock for row in awaited(office, "li")] == ["correction_reply"]


def test_a_reminder_says_the_day_and_nothing_personal(office, number):
    sweep(office, date(2020, 6, 3))
    (message,) = inbox(office, "li")
    assert message["message"] == f"{number} 答复还剩 5 个工作日，最迟 2020年6月10日（周三）。"


def test_reminders_and_messages_are_marked_read_apart(office, number):
    sweep(office, date(2020, 6, 3))
    (reminder,) = inbox(office, "li")
    mark_read(office, "wang", [reminder["id"]])  # not his
    assert len(inbox(office, "li", unread=True)) == 1
    mark_read(office, "li", [reminder["id"] - 1])  # a message that isn't there
    assert len(inbox(office, "li", unread=True)) == 1
    mark_read(office, "li", [reminder["id"]])
    assert inbox(office, "li", unread=True) == []
    assert [one["read"] for one in inbox(office, "li")] == [True]


def test_the_desk_shows_one_row_a_deadline_by_urgency(office, clerk, clock, number):
    clock.set(date(2020, 5, 13))
    later = clerk.register(date(2020, 5, 13))
    rows = desk(office, "li")
    assert [(row.number, row.clock) for row in rows] == [
        (number, "correction_notice"),
        (later, "correction_notice"),
        (number, "reply"),
        (later, "reply"),
    ]
    clock.set(date(2020, 5, 25))
    assert [(row.number, row.clock) for row in desk(office, "li")] == [
        (number, "reply"),
        (later, "reply"),
    ]
    assert desk(office, "wang") == []
    assert len(desk(office, "wang", whole_agency=True)) == 2


def test_the_pass_that_reads_nothing_back_sends_the_same(office, clerk, clock):
    for _ in range(3):
        clerk.register(date(2020, 5, 11))
    clock.set(date(2020, 6, 3))  # due Wed 10 June: five before
    assert send_due(office) == 3
    assert send_due(office) == 0
    assert sweep(office) == []
    assert [one["code"] for one in inbox(office, "li")] == ["inbox.due_in"] * 3


def test_no_day_is_overlooked_whichever_stands_between_them(office, clerk, clock):
    for day in (11, 12, 13, 14):  # due on four days that follow each other
        clerk.register(date(2020, 5, day))
    clock.set(date(2020, 6, 12))  # due 10, 11, 12 and 15 June
    assert sorted((one.due, one.left, one.person) for one in sweep(office)) == [
        (date(2020, 6, 10), -2, "li"),
        (date(2020, 6, 10), -2, "sun"),
        (date(2020, 6, 10), -2, "zhao"),
        (date(2020, 6, 11), -1, "li"),
        (date(2020, 6, 11), -1, "sun"),
        (date(2020, 6, 11), -1, "zhao"),
        (date(2020, 6, 12), 0, "li"),
        (date(2020, 6, 12), 0, "zhao"),
        (date(2020, 6, 15), 1, "li"),
    ]


def test_dates_of_the_office_itself_widen_no_look_at_the_cases():
    assert ReminderRules().farthest() == 5
    assert ReminderRules(internal_days=4).farthest() == 9
    assert ReminderRules(thresholds={"court_answer/clerk": (10,)}).farthest() == 10
    assert ReminderRules(thresholds={"report/clerk": (30, 5)}).farthest() == 5
