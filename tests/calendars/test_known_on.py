"""The calendar as it was known on a day: notices and statute versions from their publication."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from workflow.calendars import Notice, load
from workflow.core.calendar import Why


def works(as_of, on):
    return load(as_of=date.fromisoformat(as_of)).day(date.fromisoformat(on)).works


@pytest.mark.parametrize(
    ("on", "eve", "after"),
    [
        # 劳动节 2019 changed on 2019-03-22: 05-02 and 05-03 free, 04-28 and 05-05 work
        (("2019-05-02", "2019-05-03"), ("2019-03-21", True), ("2019-03-22", False)),
        (("2019-04-28", "2019-05-05"), ("2019-03-21", False), ("2019-03-22", True)),
        # 春节 2020 longer from 2020-01-27 on: 01-31 (Fri) and the swapped 02-01 (Sat) free
        (("2020-01-31", "2020-02-01"), ("2020-01-26", True), ("2020-01-27", False)),
        (("2020-02-03", "2020-01-19"), ("2020-01-26", True), ("2020-01-27", True)),
        # the holiday of 2015-09-03, 09-06 (Sun) works for it
        (("2015-09-03", "2015-09-04"), ("2015-05-12", True), ("2015-05-13", False)),
        (("2015-09-06",), ("2015-05-12", False), ("2015-05-13", True)),
        # the notice for 2019 reaches into December 2018
        (("2018-12-31",), ("2018-12-05", True), ("2018-12-06", False)),
        (("2018-12-29",), ("2018-12-05", False), ("2018-12-06", True)),
        # 除夕 2014: a statutory day of version 513, none of 644 (published with the notice)
        (("2014-01-30",), ("2013-12-10", False), ("2013-12-11", True)),
        # 除夕 and 05-02 from 2025 by version 795
        (("2025-01-28", "2025-05-02"), ("2024-11-11", True), ("2024-11-12", False)),
    ],
)
def test_a_day_reads_as_the_notices_public_on_the_day_asked(on, eve, after):
    for day in on:
        assert works(eve[0], day) is eve[1], day
        assert works(after[0], day) is after[1], day


@pytest.mark.parametrize(
    ("as_of", "open_from"),
    [
        ("2026-11-24", "2026-12-26"),
        ("2025-11-04", "2026-12-26"),
        ("2025-11-03", "2025-12-26"),
        ("2019-03-22", "2019-12-26"),  # a change in mid-year settles no further year
        ("2007-12-18", "2008-12-26"),
        ("2007-12-17", "2007-12-26"),  # none known: open from the first day on
    ],
)
def test_the_open_days_begin_on_26_december_of_the_last_year_known(as_of, open_from):
    calendar = load(as_of=date.fromisoformat(as_of))
    assert calendar.open_from == date.fromisoformat(open_from)


def test_before_any_statute_version_was_public_the_first_one_stands_in():
    calendar = load(as_of=date(2007, 12, 1))
    assert calendar.day(date(2008, 2, 6)).source == "国务院令第513号"  # 除夕, a Wednesday


def test_an_open_holiday_names_the_statute_and_the_festival():
    day = load(as_of=date(2026, 11, 24)).day(date(2027, 2, 8))  # 正月初三, a Monday
    assert (day.works, day.why, day.source, day.name) == (
        False, Why.HOLIDAY, "国务院令第795号", "春节",
    )  # fmt: skip


def test_the_version_changes_with_every_notice_and_with_nothing_else():
    at = {
        day: load(as_of=date.fromisoformat(day)).version
        for day in ("2019-03-21", "2019-03-22", "2019-06-01", "2019-11-20", "2019-11-21")
    }
    assert at["2019-03-22"] == at["2019-06-01"] == at["2019-11-20"]
    assert len(set(at.values())) == 3
    assert at["2019-06-01"].startswith("cn/2019-12-26/")


def test_the_version_is_stable_over_processes():
    # a proof names it years later
    code = (
        "from datetime import date; from workflow.calendars import load;"
        "print(load('ningxia', as_of=date(2026, 11, 24)).version)"
    )
    env = {**os.environ, "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == load("ningxia", as_of=date(2026, 11, 24)).version


def test_an_imported_notice_counts_from_its_own_publication():
    notice = Notice(
        year=2027,
        number="国办发明电〔示例〕1号",
        title="示例",
        yearly=True,
        dated=date(2026, 12, 1),
        known_since=date(2026, 12, 2),
        source="示例",
        off=((date(2027, 1, 1), "元旦"), (date(2027, 2, 5), "春节")),
        work=((date(2027, 1, 30), "春节"),),
    )
    before = load(as_of=date(2026, 12, 1), notices=(notice,))
    after = load(as_of=date(2026, 12, 2), notices=(notice,))
    assert before.open_from == date(2026, 12, 26)
    assert after.open_from == date(2027, 12, 26)
    assert after.day(date(2027, 1, 30)).why is Why.SWAPPED_WORKDAY
    assert before.version != after.version


def test_all_days_on_which_the_same_is_known_share_one_calendar():
    # arrays of some 33,000 days are built once, not once a day asked about
    assert load(as_of=date(2026, 1, 1)) is load(as_of=date(2026, 11, 24))
    assert load(as_of=date(2019, 3, 21)) is not load(as_of=date(2019, 3, 22))
    # a region's year without a date counts from 1 January: another calendar
    assert load("ningxia", as_of=date(2021, 12, 31)) is not load("ningxia", as_of=date(2022, 1, 1))


def test_notices_that_differ_in_a_day_only_make_different_calendars():
    first = Notice(
        year=2026, number="示例", title="示例", yearly=False, dated=date(2026, 3, 1),
        known_since=date(2026, 3, 1), source="示例", off=((date(2026, 11, 25), "示例"),),
    )  # fmt: skip
    second = replace(first, off=((date(2026, 11, 26), "示例"),))
    assert hash(first) == hash(second)
    as_of = date(2026, 11, 24)
    calendars = [load(as_of=as_of, notices=(notice,)) for notice in (first, second)]
    assert [c.day(date(2026, 11, 25)).works for c in calendars] == [False, True]
