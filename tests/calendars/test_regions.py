"""Regional holidays: both kinds of day, known late, and gaps that make a date provisional."""

from datetime import date

import pytest

from workflow.calendars import REGIONS, load
from workflow.calendars.regions import region
from workflow.core.calendar import Why
from workflow.core.terms import End, Term, Unit, end
from workflow.errors import InputError

NOW = date(2026, 11, 24)


def copied(name, year):
    """Return how a notice is called whose text was read but whose number wasn't."""
    return f"{name}{year}年放假通知（据自治区通知原文的转载）"


def day(code, on, as_of=NOW, **options):
    return load(code, as_of=as_of, **options).day(date.fromisoformat(on))


@pytest.mark.parametrize(
    ("code", "on", "works", "why", "source"),
    [
        # Guangxi frees a national working Sunday, and makes a Sunday work
        ("guangxi", "2023-04-23", False, Why.REGIONAL, copied("广西", 2023)),
        ("guangxi", "2021-04-18", True, Why.SWAPPED_WORKDAY, copied("广西", 2021)),
        # Ningxia 2015 swapped a Saturday and a Sunday
        ("ningxia", "2015-07-20", False, Why.REGIONAL, "宁政办发〔2014〕233号"),
        ("ningxia", "2015-07-25", True, Why.SWAPPED_WORKDAY, "宁政办发〔2014〕233号"),
        ("ningxia", "2015-09-20", True, Why.SWAPPED_WORKDAY, "宁政办发〔2014〕233号"),
        ("ningxia", "2020-05-25", False, Why.REGIONAL, copied("宁夏", 2020)),
        ("xinjiang", "2025-06-10", False, Why.REGIONAL, copied("新疆", 2025)),
        # elsewhere the national day stands
        ("ningxia", "2020-10-01", False, Why.HOLIDAY, "国办发明电〔2019〕16号"),
        ("xizang", "2020-10-10", True, Why.SWAPPED_WORKDAY, "国办发明电〔2019〕16号"),
    ],
)  # fmt: skip
def test_a_region_beats_the_national_day_and_names_its_notice(code, on, works, why, source):
    found = day(code, on)
    assert (found.works, found.why, found.source) == (works, why, source)


def test_the_request_of_ningxia_is_due_two_days_later_than_the_national_count():
    # law.md 9.16: received 2020-05-11; national 2020-06-08; 开斋节 05-25 and 05-26 free
    as_of = date(2020, 5, 11)
    assert end(Term(20), date(2020, 5, 11), load(as_of=as_of)) == End(date(2020, 6, 8))
    assert end(Term(20), date(2020, 5, 11), load("ningxia", as_of=as_of)) == End(date(2020, 6, 10))


def test_safe_mode_ignores_the_region_and_its_gaps():
    calendar = load("xizang", as_of=NOW, safe_mode=True)
    assert end(Term(20), date(2020, 5, 11), calendar) == End(date(2020, 6, 8))
    assert calendar.warnings(date(2020, 5, 12), date(2020, 6, 8)) == ()
    assert day("guangxi", "2023-04-23", safe_mode=True).works


@pytest.mark.parametrize(
    ("code", "as_of", "years", "gap"),
    [
        ("ningxia", NOW, (2014, 2014), 6),  # the longest listed year, 2015, frees 6
        ("ningxia", NOW, (2015, 2015), None),
        ("ningxia", NOW, (2015, 2016), 6),  # one unknown year is enough
        ("ningxia", NOW, (2016, 2018), 6),
        ("ningxia", NOW, (2019, 2026), None),
        ("ningxia", NOW, (2026, 2027), 6),
        ("ningxia", date(2019, 12, 3), (2020, 2020), 6),
        ("ningxia", date(2019, 12, 4), (2020, 2020), None),
        ("ningxia", date(2021, 12, 31), (2022, 2022), 6),  # no date found: from 1 January
        ("ningxia", date(2022, 1, 1), (2022, 2022), None),
        ("guangxi", NOW, (2014, 2016), 3),  # 2017 frees 3, a working Saturday among them
        ("guangxi", NOW, (2018, 2020), 3),
        ("guangxi", date(2023, 3, 13), (2023, 2023), 3),
        ("guangxi", date(2023, 3, 14), (2023, 2023), None),
        ("xinjiang", NOW, (2021, 2021), 4),
        ("xinjiang", NOW, (2022, 2026), None),
        ("xizang", NOW, (2020, 2020), 5),
        (None, NOW, (2009, 2031), None),
    ],
)
def test_a_year_without_a_regional_notice_leaves_a_gap(code, as_of, years, gap):
    first, last = (date(year, 6, 1) for year in years)
    assert load(code, as_of=as_of).region_gap(first, last) == gap


def test_a_date_in_a_gap_is_the_national_one_within_a_day_and_the_gap():
    # national: 05-12=1 15-19=2-6 22-26=7-11 27六班=12, 28-30 端午, 31=13 06-01=14 02=15 05-09=16-20
    # one working day earlier 06-08; six later 06-12=1 13 14 15 16=5 19=6
    found = end(Term(20), date(2017, 5, 11), load("ningxia", as_of=date(2017, 5, 11)))
    assert found == End(date(2017, 6, 9), True, date(2017, 6, 8), date(2017, 6, 19))


def test_one_working_day_earlier_steps_over_a_weekend():
    # 2017-06-12 is a Monday; the working day before it is Friday 06-09
    found = end(Term(21), date(2017, 5, 11), load("ningxia", as_of=date(2017, 5, 11)))
    assert (found.due, found.not_before) == (date(2017, 6, 12), date(2017, 6, 9))


def test_a_gap_and_an_open_year_widen_the_bounds_together():
    nation = end(Term(20), date(2026, 12, 10), load(as_of=NOW))
    both = end(Term(20), date(2026, 12, 10), load("ningxia", as_of=NOW))
    assert both.due == nation.due
    assert both.not_before < nation.not_before
    assert load(as_of=NOW).latest.working_days(nation.not_after, both.not_after) == 6


def test_calendar_days_in_a_gap_are_provisional_too():
    found = end(Term(10, Unit.CALENDAR_DAYS), date(2017, 5, 11), load("ningxia", as_of=NOW))
    assert found.provisional
    assert found.due == date(2017, 5, 22)  # 05-21 is a Sunday


def test_an_end_that_asks_no_calendar_is_firm_in_a_gap():
    term = Term(10, Unit.CALENDAR_DAYS, rolls=False)
    assert end(term, date(2017, 5, 11), load("ningxia", as_of=NOW)) == End(date(2017, 5, 21))


def test_warnings_name_each_unknown_year_and_each_notice_without_a_date():
    found = load("ningxia", as_of=NOW).warnings(date(2018, 12, 1), date(2019, 1, 31))
    assert [(w.code, w.values["year"]) for w in found] == [
        ("calendar.region_year_unknown", 2018),
        ("calendar.region_since_unknown", 2019),
    ]
    assert "宁夏2018年" in found[0].message
    assert "晚 6 个工作日" in found[0].message
    assert "宁政办发〔2018〕137号" in found[1].message


def test_a_notice_with_its_date_carries_no_warning():
    assert load("ningxia", as_of=NOW).warnings(date(2020, 1, 1), date(2021, 12, 31)) == ()


def test_a_span_that_reaches_the_open_days_says_so():
    calendar = load(as_of=NOW)
    assert calendar.warnings(date(2026, 12, 1), date(2026, 12, 25)) == ()
    (open_days,) = calendar.warnings(date(2026, 12, 1), date(2026, 12, 26))
    assert open_days.code == "calendar.notice_unknown"
    assert "2026-12-26" in open_days.message


def test_an_unknown_region_is_refused_with_the_ones_there_are():
    with pytest.raises(InputError) as refused:
        load("tibet", as_of=NOW)
    assert refused.value.code == "calendar.region_unknown"
    assert all(code in refused.value.message for code in REGIONS)
    with pytest.raises(InputError):
        load("tibet", as_of=NOW, safe_mode=True)


@pytest.mark.parametrize("code", REGIONS)
def test_each_region_has_a_version_of_its_own(code):
    assert load(code, as_of=NOW).version.startswith(f"cn-{code}/2026-12-26/")
    assert load(code, as_of=NOW).version != load(as_of=NOW).version


def test_tibet_has_no_year_and_five_days_by_the_rule():
    assert region("xizang").years == ()
    assert region("xizang").unknown_frees == 5
