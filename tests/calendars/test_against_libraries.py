"""Two independent calendars agree with ours on every day that has a notice."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from workflow.calendars import load
from workflow.core.calendar import Why

EVERY_DAY = [date(2008, 1, 1) + timedelta(days=i) for i in range(6940)]


@pytest.fixture(scope="module")
def final():
    return load(as_of=date(2026, 11, 24))


def test_the_days_compared_are_all_days_of_2008_to_2026():
    assert EVERY_DAY[-1] == date(2026, 12, 31)


def test_chinesecalendar_agrees_on_every_day(final):
    differ = [on for on in EVERY_DAY if final.day(on).works != chinese_calendar.is_workday(on)]
    assert differ == []


def test_holidays_agrees_on_every_day(final):
    oracle = holidays.country_holidays("CN", years=range(2008, 2027))
    differ = [on for on in EVERY_DAY if final.day(on).works != oracle.is_working_day(on)]
    assert differ == []


def test_the_december_before_the_first_notice_follows_it(final):
    # 2007-12-29 (Sat) works for 2007-12-31 (Mon); 12-30 and 12-31 are free
    assert [final.day(date(2007, 12, day)).works for day in (28, 29, 30, 31)] == [
        True, True, False, False,
    ]  # fmt: skip


def test_every_day_says_why_as_its_weekday_and_its_notice_do(final):
    for on in EVERY_DAY:
        day = final.day(on)
        weekend = on.weekday() >= 5
        if day.source is None:
            assert day.why == (Why.WEEKEND if weekend else Why.WORKDAY), on
        elif on < final.open_from:
            assert day.why == (Why.SWAPPED_WORKDAY if day.works else Why.HOLIDAY), on
            assert "国" in day.source
            assert "发明电" in day.source
            assert day.name


def test_no_plain_weekday_is_listed_as_worked_by_a_notice(final):
    assert not [
        on for on in EVERY_DAY
        if final.day(on).works and final.day(on).source and on.weekday() < 5
    ]  # fmt: skip


def test_the_index_and_the_single_days_tell_the_same(final):
    on, last = date(2007, 12, 31), date(2026, 12, 31)
    expected = sum(final.day(d).works for d in EVERY_DAY)
    assert final.likely.working_days(on, last) == expected


@pytest.mark.parametrize(
    ("on", "why", "source", "name"),
    [
        ("2020-10-10", Why.SWAPPED_WORKDAY, "国办发明电〔2019〕16号", "国庆节、中秋节"),
        ("2020-10-11", Why.WEEKEND, None, None),
        ("2020-10-12", Why.WORKDAY, None, None),
        ("2020-10-03", Why.HOLIDAY, "国办发明电〔2019〕16号", "国庆节、中秋节"),
        ("2020-02-02", Why.HOLIDAY, "国办发明电〔2020〕1号", "春节"),
        ("2020-02-03", Why.WORKDAY, None, None),  # an ordinary Monday
        ("2019-05-02", Why.HOLIDAY, "国办发明电〔2019〕3号", "劳动节"),
        ("2018-12-29", Why.SWAPPED_WORKDAY, "国办发明电〔2018〕15号", "元旦"),
        ("2015-09-03", Why.HOLIDAY, "国发明电〔2015〕1号", "抗战胜利70周年纪念日"),
    ],
)
def test_a_day_names_the_notice_that_settles_it(final, on, why, source, name):
    day = final.day(date.fromisoformat(on))
    assert (day.why, day.source, day.name) == (why, source, name)
