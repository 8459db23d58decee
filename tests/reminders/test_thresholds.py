"""Who hears of which clock at which threshold; the habits are settings."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.app.reminder_rules import ReminderRules, days_left
from workflow.bootstrap import _reminder_rules
from workflow.calendars import load
from workflow.errors import InputError
from workflow.settings import load_settings

CALENDAR = load(None, as_of=date(2026, 11, 24))
FRIDAY, SATURDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 30)


@pytest.mark.parametrize(
    ("clock", "role", "left", "threshold"),
    [
        ("reply", "clerk", 6, None),
        ("reply", "clerk", 5, 5),
        ("reply", "clerk", 4, 5),  # slept through the 5: told now, once
        ("reply", "clerk", 3, 3),
        ("reply", "clerk", 1, 1),
        ("reply", "clerk", 0, 0),
        ("reply", "clerk", -7, -7),  # each working day late
        ("reply", "office_head", 1, None),
        ("reply", "office_head", 0, 0),
        ("reply", "leader", 0, None),
        ("reply", "leader", -1, -1),
        ("reply", "leader", -3, -3),
        ("reply", "reviewer", -3, None),
        ("third_party", "clerk", 3, None),
        ("third_party", "clerk", 2, 2),
        ("third_party", "clerk", 0, 2),
        ("third_party", "clerk", -1, -1),
        ("third_party", "clerk", -30, -1),  # others' time: told once that it is over
        ("third_party", "leader", -1, None),
        ("internal_reply", "clerk", -4, -1),
        ("report", "clerk", 18, 20),
    ],
)
def test_the_newest_threshold_by_clock_and_role(clock, role, left, threshold):
    assert ReminderRules().reached(clock, role, left) == threshold


@pytest.mark.parametrize(
    ("clock", "role", "left", "threshold"),
    [
        ("reply", "clerk", 9, 10),
        ("confirmation", "clerk", 2, None),
        ("confirmation", "clerk", 1, 1),
        ("reply", "leader", 2, 2),
        ("reply", "leader", 0, 0),  # nothing ≤ 0 named: the day itself and each day after it
        ("third_party", "clerk", 5, 5),
        ("third_party", "clerk", -1, 5),
    ],
)
def test_the_narrower_setting_wins(clock, role, left, threshold):
    own = {"clerk": (10, 3), "confirmation/clerk": (1,), "leader": (2,), "third_party/clerk": (5,)}
    assert ReminderRules(thresholds=own).reached(clock, role, left) == threshold


@settings(max_examples=200)
@given(
    days=st.lists(st.integers(-3, 20), min_size=1, max_size=5).map(tuple),
    left=st.integers(-40, 40),
)
def test_a_day_less_never_goes_back_to_an_earlier_threshold(days, left):
    rules = ReminderRules(thresholds={"clerk": days})
    before, after = (rules.reached("reply", "clerk", one) for one in (left, left - 1))
    assert before is None or (after is not None and after <= before)
    assert after is None or after >= left - 1  # nothing is told too late: it was reached


@settings(max_examples=100)
@given(on=st.dates(date(2026, 1, 1), date(2026, 12, 31)), ahead=st.integers(-30, 30))
def test_what_is_left_counts_working_days_and_is_negative_only_when_late(on, ahead):
    last = on + timedelta(ahead)
    left = days_left(CALENDAR, on, last)
    between = sum(
        CALENDAR.day(min(on, last) + timedelta(n)).works for n in range(1, abs(ahead) + 1)
    )
    assert left == (between if ahead >= 0 else -between)


@pytest.mark.parametrize(
    ("on", "last", "left"),
    [
        (date(2026, 11, 26), FRIDAY, 1),
        (FRIDAY, FRIDAY, 0),
        (SATURDAY, FRIDAY, 0),  # over, and late by no working day yet
        (date(2026, 11, 29), FRIDAY, 0),
        (MONDAY, FRIDAY, -1),
        (date(2026, 12, 1), FRIDAY, -2),
        (date(2026, 10, 7), date(2026, 9, 30), 0),  # the whole holiday
        (date(2026, 10, 8), date(2026, 9, 30), -1),
        (date(2026, 10, 10), date(2026, 10, 9), -1),  # a Saturday that works (国庆节 调休)
    ],
)
def test_an_answer_is_late_by_its_working_days(on, last, left):
    assert days_left(CALENDAR, on, last) == left


@pytest.mark.parametrize(
    ("on", "hour", "may"),
    [
        (FRIDAY, 7, False),
        (FRIDAY, 8, True),
        (FRIDAY, 19, True),
        (FRIDAY, 20, False),
        (SATURDAY, 10, False),
        (date(2026, 10, 10), 10, True),  # a Saturday that works (国庆节 调休)
        (date(2026, 10, 1), 10, False),
    ],
)
def test_messages_leave_at_office_hours_of_working_days(on, hour, may):
    at = datetime.combine(on, time(hour), tzinfo=UTC) - timedelta(hours=8)
    assert ReminderRules().may_disturb(at, CALENDAR) is may


def test_a_quiet_noon_and_working_weekends_can_be_set():
    rules = ReminderRules(quiet_from=time(12), quiet_until=time(14), working_days_only=False)
    at = datetime(2026, 11, 28, 5, tzinfo=UTC)  # Saturday 13:00 in China
    assert not rules.may_disturb(at, CALENDAR)
    assert rules.may_disturb(at + timedelta(hours=1), CALENDAR)


def test_the_digest_comes_at_its_hour_in_china_whatever_the_host_s_zone():
    rules = ReminderRules(digest_at=time(8, 30))
    early = datetime(2026, 11, 27, 0, 29, tzinfo=UTC)  # 8:29 in China
    assert rules.next_digest(early) == datetime(2026, 11, 27, 0, 30, tzinfo=UTC)
    assert rules.next_digest(early + timedelta(minutes=2)) == datetime(
        2026, 11, 28, 0, 30, tzinfo=UTC
    )


def test_the_settings_file_says_the_habits(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "workflow.toml").write_text(
        "remind_days = [7, 2]\n[reminders]\ninternal_days = 4\nquiet_from = 18:30:00\n"
        "[reminders.thresholds]\nleader = [0]\n'court_answer/clerk' = [10, 5]\n"
    )
    rules = _reminder_rules(load_settings())
    assert (rules.internal_days, rules.quiet_from) == (4, time(18, 30))
    assert rules.of("reply", "clerk") == (7, 2)
    assert rules.of("court_answer", "clerk") == (10, 5)
    assert rules.of("reply", "leader") == (0,)
    assert rules.of("reply", "office_head") == (0,)


def test_a_habit_that_does_not_exist_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "workflow.toml").write_text("[reminders]\nquite_from = 18:30:00\n")
    with pytest.raises(InputError, match="quite_from"):
        load_settings()
