"""Likeliest, earliest, latest: by hand for 2027, by a slow reader for many days."""

from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.slow_calendar import nth
from workflow.calendars import load
from workflow.calendars.festivals import festival_near, observed_days, statutes, window_days
from workflow.core.calendar import NO_DAYS, Spans, Why
from workflow.errors import InputError

NOW = date(2026, 11, 24)
ONE = timedelta(days=1)
WEEKEND = frozenset({5, 6})
READINGS = ("likely", "earliest", "latest")


def free_days(year):
    """Return the weekdays that the likeliest reading frees in a year, as MM-DD."""
    days = {on for on, *_ in observed_days(year, statutes(), WEEKEND) if on.weekday() < 5}
    return [f"{on:%m-%d}" for on in sorted(days)]


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        # 元旦 Fri · 春节 02-05 (除夕, Fri) 02-06 Sat 02-07 Sun 02-08 Mon: two move to 02-09, 02-10
        # 清明 04-05 Mon · 劳动节 05-01 Sat, 05-02 Sun: to 05-03, 05-04 · 端午 06-09 Wed
        # 中秋 09-15 Wed · 国庆 10-01 Fri, 10-02 Sat, 10-03 Sun: to 10-04, 10-05
        (2027, "01-01 02-05 02-08 02-09 02-10 04-05 05-03 05-04 06-09 09-15 10-01 10-04 10-05"),
        # 元旦 Sat: to 01-03 · 春节 01-25 Tue to 01-28 Fri · 清明 04-04 Tue · 劳动节 Mon, Tue
        # 端午 05-28 Sun: to 05-29 · 国庆 10-01 Sun, 10-02 Mon, 10-03 Tue, and 中秋 is 10-03 too:
        # two move, to 10-04 and 10-05
        (
            2028,
            "01-03 01-25 01-26 01-27 01-28 04-04 05-01 05-02 05-29 10-02 10-03 10-04 10-05",
        ),
        # by version 644, as the years 2014 to 2024 were: 中秋 and 国庆 share 2020-10-01 (Thu);
        # 10-02 Fri, 10-03 Sat: two move, to 10-05, 10-06 · 清明 04-04 Sat: to 04-06
        (
            2020,
            "01-01 01-27 01-28 01-29 04-06 05-01 06-25 10-01 10-02 10-05 10-06",
        ),
    ],
)
def test_the_likeliest_reading_makes_up_statutory_days_on_the_next_free_weekday(year, expected):
    assert free_days(year) == expected.split()


def test_a_statutory_weekend_day_stays_free_under_its_own_name():
    day = load(as_of=NOW).day(date(2027, 5, 1))
    assert (day.works, day.why, day.name) == (False, Why.HOLIDAY, "劳动节")


def test_the_latest_reading_frees_the_windows_of_the_rule():
    # 国庆 −3…+8: 09-28 to 10-09; 中秋 09-15 ±2
    days = window_days(2027)
    assert [f"{on:%m-%d}" for on, name in sorted(days.items()) if name in {"国庆节", "中秋节"}] == [
        *(f"09-{d}" for d in range(13, 18)), "09-28", "09-29", "09-30",
        *(f"10-{d:02}" for d in range(1, 10)),
    ]  # fmt: skip


def test_the_latest_reading_names_the_festival_whose_window_frees_a_day():
    walk = load(as_of=NOW).latest.walk(date(2026, 12, 28))
    days = list(islice(walk, 6))  # 12-29 to 01-03: 元旦 −3…+2
    assert [day.works for day in days] == [False] * 6
    assert {day.name for day in days} == {"元旦"}


def test_the_earliest_reading_lets_two_weekend_days_a_festival_work():
    # from 2027-01-16 on: 01-16, 01-17 are over 14 days from 元旦 and over 14 from 春节 (02-06),
    # 01-23 is 14 before 春节: 01-23 and 01-24 work, 01-30 and 01-31 no more; 02-05 … 02-08 free
    walk = load(as_of=NOW).earliest.walk(date(2027, 1, 15))
    days = {day.on: day for day in islice(walk, 40)}
    weekend = [on for on in days if on.weekday() >= 5]
    assert [f"{on:%m-%d}" for on in weekend if days[on].works] == ["01-23", "01-24"]
    assert days[date(2027, 1, 23)].why is Why.SWAPPED_WORKDAY
    assert days[date(2027, 1, 23)].name == "春节"
    assert not days[date(2027, 2, 5)].works
    assert days[date(2027, 2, 9)].works  # unmoved: what 02-06 and 02-07 lose isn't made up


def test_the_two_days_begin_anew_with_each_walk():
    earliest = load(as_of=NOW).earliest
    assert next(earliest.walk(date(2027, 1, 29))).works  # 01-30, the first that this walk meets


def test_a_day_left_out_uses_up_no_weekend_day():
    out = Spans.union([(date(2027, 1, 22), date(2027, 1, 24))])
    walk = load(as_of=NOW).earliest.walk(date(2027, 1, 15), out)
    works = {day.on for day in islice(walk, 20) if day.works and day.on.weekday() >= 5}
    assert works == {date(2027, 1, d) for d in (23, 24, 30, 31)}


def test_of_two_festivals_near_the_one_whose_days_end_first_gets_the_weekend():
    # 2026-09-26 (Sat) is near 中秋 (09-25, to 10-09) and 国庆 (10-01, to 10-15)
    assert festival_near(date(2026, 9, 26)) == ("中秋节", date(2026, 9, 25))
    assert festival_near(date(2026, 10, 10)) == ("国庆节", date(2026, 10, 1))
    assert festival_near(date(2026, 8, 1)) is None
    # 14 days are near, 15 are not
    assert festival_near(date(2027, 1, 23)) == ("春节", date(2027, 2, 6))
    assert festival_near(date(2027, 1, 22)) is None
    # the festivals of the next year are seen from December
    assert festival_near(date(2026, 12, 26)) == ("元旦", date(2027, 1, 1))


@pytest.mark.parametrize("as_of", ["2008-03-01", "2014-06-01", "2019-03-21", "2024-11-11", NOW])
@pytest.mark.parametrize("reading", READINGS)
def test_counting_by_index_equals_counting_day_by_day(as_of, reading):
    as_of = date.fromisoformat(str(as_of))
    calendar = load(as_of=as_of)
    ours = getattr(calendar, reading)
    for offset in range(-40, 290, 3):
        after = calendar.open_from + ONE * offset
        for n in (1, 7, 20):
            assert ours.nth_working_day(after, n) == nth(calendar, as_of, reading, after, n)


@given(
    offset=st.integers(-60, 300),
    n=st.integers(1, 45),
    cuts=st.lists(st.tuples(st.integers(-10, 60), st.integers(0, 25)), max_size=3),
    reading=st.sampled_from(READINGS),
)
@settings(max_examples=150, deadline=None)
def test_counting_outside_spans_equals_counting_day_by_day(offset, n, cuts, reading):
    calendar = load(as_of=NOW)
    after = calendar.open_from + ONE * offset
    out = Spans.union((after + ONE * a, after + ONE * (a + k)) for a, k in cuts)
    ours = getattr(calendar, reading)
    found = ours.nth_working_day(after, n, out)
    assert found == nth(calendar, NOW, reading, after, n, out)
    assert ours.working_days(after, found, out) == n
    assert ours.working_days(after, found - ONE, out) == n - 1
    walked = [d for d in _walk_to(ours, after, found, out) if d.works and d.on not in out]
    assert (len(walked), walked[-1].on) == (n, found)


def _walk_to(reading, after, last, out):
    for day in reading.walk(after, out):
        yield day
        if day.on == last:
            return


@given(
    after=st.dates(date(2026, 6, 1), date(2099, 6, 1)),
    n=st.integers(1, 60),
    cut=st.tuples(st.integers(0, 40), st.integers(0, 30)),
)
@settings(max_examples=200, deadline=None)
def test_the_likeliest_date_never_leaves_its_bounds(after, n, cut):
    calendar = load(as_of=NOW)
    out = Spans.union([(after + ONE * cut[0], after + ONE * (cut[0] + cut[1]))])
    for spans in (NO_DAYS, out):
        early, due, late = (
            getattr(calendar, name).nth_working_day(after, n, spans)
            for name in ("earliest", "likely", "latest")
        )
        assert early <= due <= late


@given(after=st.dates(date(2007, 12, 26), date(2030, 1, 1)), n=st.integers(1, 250))
@settings(max_examples=150, deadline=None)
def test_a_count_moves_on_with_its_length_and_its_day_zero(after, n):
    for name in READINGS:
        reading = getattr(load(as_of=NOW), name)
        assert reading.nth_working_day(after, n) < reading.nth_working_day(after, n + 1)
    likely = load(as_of=NOW).likely
    assert likely.nth_working_day(after, n) <= likely.nth_working_day(after + ONE, n)


@pytest.mark.parametrize("reading", READINGS)
def test_no_working_days_lie_in_an_empty_stretch(reading):
    ours = getattr(load(as_of=NOW), reading)
    assert ours.working_days(date(2027, 3, 1), date(2027, 3, 1)) == 0
    assert ours.working_days(date(2027, 3, 1), date(2026, 3, 1)) == 0


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(
    ("after", "n"), [("2007-12-24", 1), ("2099-12-31", 1), ("2099-12-01", 40), ("9999-12-31", 5)]
)
def test_a_count_that_leaves_the_calendar_is_refused(reading, after, n):
    ours = getattr(load(as_of=NOW), reading)
    with pytest.raises(InputError) as refused:
        ours.nth_working_day(date.fromisoformat(after), n)
    assert refused.value.code == "calendar.out_of_range"
    assert "2007-12-26" in refused.value.message
    assert after in refused.value.message


def test_a_count_to_a_day_outside_the_calendar_is_refused():
    with pytest.raises(InputError, match="2100-01-01"):
        load(as_of=NOW).likely.working_days(date(2099, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize("reading", READINGS)
def test_a_walk_that_leaves_the_calendar_is_refused(reading):
    walk = getattr(load(as_of=NOW), reading).walk(date(2099, 12, 30))
    assert next(walk).on == date(2099, 12, 31)
    with pytest.raises(InputError):
        next(walk)
