"""The first day on which two calendars differ, whatever it is that makes them differ."""

from datetime import date, timedelta

import pytest

from workflow.calendars import Closure, Notice, load
from workflow.calendars.differing import first_difference
from workflow.calendars.regions import RegionYear, region

AS_OF = date(2026, 11, 24)
NOW = load(as_of=AS_OF)
HUI = load("ningxia", as_of=AS_OF)
FRIDAY, SATURDAY = date(2026, 11, 27), date(2026, 11, 28)


def notice(year, *, yearly, off=(), work=()):
    """示例: an invented notice."""
    days = {
        "off": tuple((day, "示例") for day in off),
        "work": tuple((day, "示例") for day in work),
    }
    known = {"dated": AS_OF, "known_since": AS_OF, "source": "示例"}
    return Notice(year, "示例", "示例", yearly=yearly, **known, **days)


def with_notice(*given, **days):
    return load(as_of=AS_OF, notices=(notice(*given, **days),))


def test_a_calendar_differs_nowhere_from_itself():
    assert first_difference(NOW, load(as_of=AS_OF)) is None


def test_a_closure_on_a_working_day_differs_from_that_day_on():
    closed = load(as_of=AS_OF, closures=(Closure(FRIDAY, "示例"),))
    assert first_difference(NOW, closed) == first_difference(closed, NOW) == FRIDAY


def test_a_closure_on_a_day_that_is_free_anyway_moves_no_date():
    closed = load(as_of=AS_OF, closures=(Closure(SATURDAY, "示例"),))
    assert closed.version != NOW.version
    assert first_difference(NOW, closed) is None


def test_the_change_of_a_year_that_is_settled_differs_from_its_first_day_on():
    later = FRIDAY + timedelta(days=14)
    changed = with_notice(2026, yearly=False, off=[later, FRIDAY])
    assert first_difference(NOW, changed) == FRIDAY
    assert first_difference(NOW, with_notice(2026, yearly=False, work=[SATURDAY])) == SATURDAY


def test_a_new_year_s_notice_differs_from_where_dates_were_provisional():
    assert NOW.open_from == date(2026, 12, 26)
    settled = with_notice(2027, yearly=True, off=[date(2027, 1, 1)])
    assert first_difference(NOW, settled) == date(2026, 12, 26)


def test_days_before_that_which_the_new_notice_takes_count_from_their_own_day():
    settled = with_notice(2027, yearly=True, off=[date(2027, 1, 1)], work=[date(2026, 12, 20)])
    assert first_difference(NOW, settled) == date(2026, 12, 20)


def test_an_open_day_that_a_change_settles_as_it_was_likely_differs_all_the_same():
    """The earliest reading let this Saturday work, the latest let this Monday be free."""
    for on in (date(2027, 1, 30), date(2027, 2, 1)):
        likely = NOW.day(on).works
        settled = with_notice(2027, yearly=False, **{"work" if likely else "off": [on]})
        assert first_difference(NOW, settled) == on


def test_a_region_s_year_that_becomes_known_makes_firm_from_new_year_on():
    known = {year.year for year in region("ningxia").known_on(AS_OF)}
    year = max(known) + 1
    late = date(year, 9, 1)
    told = RegionYear(year, "V", "示例", "示例", AS_OF, ((late, "示例节"),))
    with_year = load("ningxia", as_of=AS_OF, region_years=(told,))
    assert first_difference(HUI, with_year) == date(year, 1, 1)


def test_another_region_or_none_is_another_calendar_altogether():
    assert first_difference(NOW, HUI) == date.min
    assert first_difference(HUI, load("guangxi", as_of=AS_OF)) == date.min
    assert first_difference(HUI, load("ningxia", as_of=AS_OF, safe_mode=True)) == date.min


@pytest.mark.parametrize("year", range(2010, 2027))
def test_each_published_year_differed_from_the_days_before_it_where_its_predecessor_ended(year):
    """Before a yearly notice the year was open from 26 December on; a notice never reaches back."""
    known = {one.year: one.known_since for one in _yearly()}
    before = load(as_of=known[year] - timedelta(days=1))
    after = load(as_of=known[year])
    assert first_difference(before, after) <= date(year - 1, 12, 26)
    assert first_difference(before, after) > known[year]


def _yearly():
    from workflow.calendars.notices import national  # noqa: PLC0415

    return [one for one in national() if one.yearly]
