"""What must hold in every year, to the end of the festival table."""

from datetime import date, timedelta

import pytest

from workflow.calendars import REGIONS, load
from workflow.calendars.festivals import (
    LAST_YEAR,
    festival_dates,
    observed_days,
    statutes,
    statutory_days,
    window_days,
)
from workflow.calendars.notices import national
from workflow.calendars.regions import region
from workflow.core.calendar import Why

NOW = date(2026, 11, 24)
ONE = timedelta(days=1)
WEEKEND = frozenset({5, 6})
YEARS = range(2008, LAST_YEAR + 1)


def days_between(first, last):
    return [first + ONE * k for k in range((last - first).days + 1)]


def total_of(year):
    """Return the days off a year that the 放假办法 adds up to: 11, from 2025 on 13."""
    return 13 if year >= 2025 else 11


def test_every_statutory_day_becomes_one_weekday_off():
    # art. 6: what falls on a weekend is made up, and no two days share one
    for year in YEARS:
        off = {on for on, *_ in observed_days(year, statutes(), WEEKEND) if on.weekday() < 5}
        assert len(off) == total_of(year), year


def test_the_latest_reading_frees_every_day_that_the_likeliest_does():
    for year in YEARS:
        likely = {on for on, *_ in observed_days(year, statutes(), WEEKEND) if on.weekday() < 5}
        assert likely <= set(window_days(year)), year


def test_the_earliest_reading_frees_no_day_that_the_likeliest_works():
    for year in YEARS:
        unmoved = {on for on, *_ in statutory_days(year, statutes())}
        assert unmoved <= {on for on, *_ in observed_days(year, statutes(), WEEKEND)}, year


def test_days_made_up_stay_in_their_year_and_after_the_day_they_replace():
    for year in YEARS:
        by_name = dict(festival_dates(year))
        for on, name, _ in observed_days(year, statutes(), WEEKEND):
            assert on.year == year
            assert on >= by_name[name] - ONE  # 除夕 is the only day before its festival


@pytest.mark.parametrize("reading", ["likely", "earliest", "latest"])
def test_walking_a_settled_stretch_tells_the_same_days_in_each_reading(reading):
    calendar = load(as_of=NOW)
    walk = getattr(calendar, reading).walk(date(2007, 12, 25))
    for on in days_between(date(2007, 12, 26), date(2026, 12, 25)):
        assert next(walk) == calendar.day(on)


def test_the_index_of_the_latest_reading_tells_what_its_walk_does():
    latest = load(as_of=NOW).latest
    walk = latest.walk(date(2026, 12, 25))
    for on in days_between(date(2026, 12, 26), date(2031, 12, 31)):
        assert latest.working_days(on - ONE, on) == next(walk).works


@pytest.mark.parametrize("code", REGIONS)
def test_a_region_differs_from_the_nation_on_its_listed_days_alone(code):
    nation, ours = load(as_of=NOW), load(code, as_of=NOW)
    listed = {
        on: works
        for year in region(code).years
        for works, days in ((False, year.off), (True, year.work))
        for on, _ in days
    }
    differing = {
        on: ours.day(on).works
        for on in days_between(date(2007, 12, 26), date(2026, 12, 31))
        if ours.day(on).works != nation.day(on).works
    }
    assert differing == listed
    assert all(
        ours.day(on).why is (Why.SWAPPED_WORKDAY if works else Why.REGIONAL)
        for on, works in listed.items()
    )


@pytest.mark.parametrize("notice", national(), ids=lambda notice: notice.number)
def test_a_notice_moves_no_settled_day_but_those_it_names(notice):
    before = load(as_of=notice.known_since - ONE)
    after = load(as_of=notice.known_since)
    named = {on for on, _ in (*notice.off, *notice.work)} | set(notice.unsets)
    settled = days_between(date(2007, 12, 26), before.open_from - ONE)
    moved = {on for on in settled if before.day(on) != after.day(on)}
    assert moved <= named
    # a yearly notice touches only open days, a change in mid-year only settled ones
    assert bool(moved) is not notice.yearly


def test_known_days_never_depend_on_what_came_later():
    # the calendar of each notice's day, told from the notices up to that day alone
    for notice in national():
        then = load(as_of=notice.known_since)
        later = {n.number for n in national() if n.known_since > notice.known_since}
        sources = {
            then.day(on).source for on in days_between(date(2007, 12, 26), date(2026, 12, 31))
        }
        assert not sources & later


def test_a_year_far_beyond_every_notice_is_provisional_and_never_refused():
    calendar = load(as_of=NOW)
    for year in range(2027, LAST_YEAR, 6):
        day_zero = date(year, 1, 15)
        early, due, late = (
            reading.nth_working_day(day_zero, 20)
            for reading in (calendar.earliest, calendar.likely, calendar.latest)
        )
        assert calendar.open_from <= early <= due <= late
        assert (late - early).days < 25
