"""The slow counter is proven first, on every worked date, with two packages' calendars."""

from datetime import date, timedelta

import holidays
import pytest

from oracle.known_days import national, regional
from oracle.slow_counter import ANY, OPEN, SlowCounter, count, month_end
from oracle.slow_readings import Earliest, Latest, Likely, moved_statutory_days
from oracle.worked import PUBLISHED, TODAY, WORKED, document, submitted

CHINA = holidays.China(years=range(2008, 2027))


def by_holidays(day, known_on):
    return CHINA.is_working_day(day)


def dates(clocks):
    return {name: clock.due.isoformat() for (name, _), clock in clocks.items() if clock.due != ANY}


@pytest.mark.parametrize(("name", "region", "events", "due"), WORKED, ids=[w[0] for w in WORKED])
def test_every_worked_deadline_of_the_law_with_chinesecalendar(name, region, events, due):
    found = dates(count(document(region, events), TODAY, regional(region)))
    assert {clock: found[clock] for clock in due} == due


@pytest.mark.parametrize(
    ("name", "region", "events", "due"),
    [w for w in WORKED if w[1] is None],
    ids=[w[0] for w in WORKED if w[1] is None],
)
def test_every_worked_deadline_of_the_law_with_holidays(name, region, events, due):
    found = dates(count(document(region, events), TODAY, by_holidays))
    assert {clock: found[clock] for clock in due} == due


@pytest.mark.parametrize("case", PUBLISHED, ids=[case["name"] for case in PUBLISHED])
def test_every_published_case(case):
    as_of = date.fromisoformat(case["as_of"]) if case["as_of"] else TODAY
    if case.get("also", {}).get("provisional"):
        assert count(case["case"], as_of, national)["reply", None].due == OPEN
        found = count(case["case"], as_of, Likely())
    else:
        found = count(case["case"], as_of, regional(case["case"]["region"]))
    dues = dates(found)
    assert {clock: dues[clock] for clock in case["expect"]} == case["expect"]
    for clock in case.get("also", {}).get("absent", []):
        assert clock not in dues
    if "state" in case.get("also", {}):
        assert found["reply", None].states == {case["also"]["state"]}


def test_the_two_packages_agree_on_every_day_from_2008_to_2026():
    day = date(2008, 1, 1)
    while day < date(2026, 12, 26):
        assert national(day, TODAY) == by_holidays(day, TODAY), day
        day += timedelta(days=1)


def test_a_day_is_as_it_was_known_before_a_second_notice():
    # 2020-01-31 worked by the first notice and was off by the second, public on 01-27.
    assert national(date(2020, 1, 31), date(2020, 1, 26)) is True
    assert national(date(2020, 1, 31), date(2020, 1, 27)) is False


def test_nobody_knows_the_last_days_of_a_year_before_the_next_notice():
    assert national(date(2026, 12, 25), TODAY) is True
    assert national(date(2026, 12, 26), TODAY) is None
    assert national(date(2018, 12, 31), date(2018, 12, 5)) is None
    assert national(date(2018, 12, 31), date(2018, 12, 6)) is False


def test_a_month_without_such_a_day_ends_on_its_last():
    assert month_end(date(2023, 8, 31), 6) == date(2024, 2, 29)
    assert month_end(date(2024, 11, 30), 3) == date(2025, 2, 28)
    assert month_end(date(2024, 10, 31), 6) == date(2025, 4, 30)


def test_a_statutory_day_on_a_weekend_moves_to_the_next_free_weekday():
    # 2027-05-01 is a Saturday, 05-02 a Sunday: Monday and Tuesday are off for them.
    moved = moved_statutory_days(2027, TODAY)
    assert [day for day in moved if day.month == 5] == [date(2027, 5, 3), date(2027, 5, 4)]
    # 2027-02-06 is 正月初一, a Saturday: 02-05 (除夕) stays, 02-08 is itself off, so 09 and 10.
    assert sorted(day for day in moved if day.month == 2) == [
        date(2027, 2, 5),
        date(2027, 2, 8),
        date(2027, 2, 9),
        date(2027, 2, 10),
    ]


def test_the_three_readings_of_the_year_that_nobody_knows_yet():
    # Received Thu 2026-12-03. To Fri 12-25: 12/4=1, 12/7-11=2-6, 12/14-18=7-11, 12/21-25=12-16.
    case = document(None, [submitted("2026-12-03")])
    due = {
        reading: count(case, TODAY, reading())["reply", None].due
        for reading in (Likely, Earliest, Latest)
    }
    # likely: 12/28=17 12/29 12/30 12/31=20
    assert due[Likely] == date(2026, 12, 31)
    # earliest: the weekend days 12/26 and 12/27 lie within 14 days of 1 January and work:
    # 12/26=17 12/27=18 12/28=19 12/29=20
    assert due[Earliest] == date(2026, 12, 29)
    # latest: 元旦 −3…+2 = 12/29 … 1/3 off: 12/28=17, 1/4=18 1/5=19 1/6=20
    assert due[Latest] == date(2027, 1, 6)


def test_the_earliest_reading_counts_two_weekend_days_a_festival_and_starts_again_each_walk():
    earliest = Earliest()
    for _ in range(2):
        earliest.begin()
        days = [date(2026, 12, 26) + timedelta(days=n) for n in range(16)]
        working = [day for day in days if earliest(day, TODAY) and day.weekday() > 4]
        assert working == [date(2026, 12, 26), date(2026, 12, 27)]


def test_hiding_each_notice_leaves_the_true_date_inside_the_bounds():
    # The back-test of law.md 6.2 in small: twenty working days around each year's end.
    for year in range(2009, 2027):
        known_on = date(year - 1, 6, 1)
        for month, day in [(11, 28), (12, 5), (12, 15), (12, 24)]:
            case = document(None, [submitted(date(year - 1, month, day).isoformat())])
            case["law"] = "cn-2019"
            true = count(case, TODAY, national)["reply", None].due
            first = SlowCounter(case, known_on, Earliest()).reply_due()
            last = SlowCounter(case, known_on, Latest()).reply_due()
            assert first <= true <= last, (year, month, day)
