"""Every line of the calendar data has its source, and the lines fit each other."""

from datetime import date, timedelta

import pytest

from workflow.calendars.festivals import festival_dates, statutes, statutory_days
from workflow.calendars.loading import load
from workflow.calendars.notices import national, read_data
from workflow.calendars.regions import REGIONS, region

MARKS = {"V", "S", "M"}


def blank(value):
    return value is None or not str(value).strip()


@pytest.mark.parametrize("notice", national(), ids=lambda notice: notice.number)
def test_a_notice_gives_number_mark_title_days_and_address(notice):
    assert not [x for x in (notice.number, notice.title, notice.source) if blank(x)]
    assert notice.number_mark in MARKS
    assert notice.source.startswith(("http://www.gov.cn/", "https://www.gov.cn/"))
    assert notice.dated <= notice.known_since < date(notice.year, 12, 31)
    assert notice.off
    assert all(name for _, name in (*notice.off, *notice.work))


@pytest.mark.parametrize("notice", national(), ids=lambda notice: notice.number)
def test_a_notice_names_no_day_twice_and_none_of_another_year(notice):
    days = [on for on, _ in (*notice.off, *notice.work)]
    assert len(days) == len(set(days))
    assert all(date(notice.year - 1, 12, 26) <= on <= notice.settles_until for on in days)


def test_each_year_has_one_yearly_notice_and_no_two_notices_one_number():
    yearly = [notice.year for notice in national() if notice.yearly]
    assert yearly == list(range(2008, 2027))
    numbers = [notice.number for notice in national()]
    assert len(numbers) == len(set(numbers))
    assert [n.year for n in national() if not n.yearly] == [2015, 2019, 2020]


@pytest.mark.parametrize("statute", statutes(), ids=lambda statute: statute.order)
def test_a_statute_version_gives_order_dates_and_its_own_total(statute):
    assert not [x for x in (statute.order, statute.source) if blank(x)]
    assert statute.mark in MARKS
    assert statute.dated <= statute.known_since
    assert sum(len(days) for _, days in statute.days) == statute.total


def test_the_notices_free_every_statutory_day_of_their_year():
    final = load(as_of=date(2026, 11, 24))
    for year in range(2008, 2027):
        for on, name, _ in statutory_days(year, statutes()):
            assert not final.day(on).works, (on, name)


def test_the_standing_arrangement_rule_is_kept_with_its_number():
    rule = read_data("statutory.toml")["arrangement"]
    assert rule["number"] == "国办发明电〔2024〕12号"
    assert "8天" in rule["rule"]


@pytest.mark.parametrize("code", REGIONS)
def test_a_region_names_its_basis_and_each_year_its_source(code):
    place = region(code)
    assert not [x for x in (place.name, place.basis) if blank(x)]
    assert place.unknown_frees > 0
    assert [y.year for y in place.years] == sorted({y.year for y in place.years})
    for year in place.years:
        assert year.mark in MARKS
        assert not blank(year.source)
        assert year.label == (year.number or year.source)
        days = [on for on, _ in (*year.off, *year.work)]
        assert all(on.year == year.year for on in days)
        assert len(days) == len(set(days))


@pytest.mark.parametrize("code", REGIONS)
def test_each_regional_day_changes_the_national_answer(code):
    nation = load(as_of=date(2026, 11, 24))
    for year in region(code).years:
        assert all(nation.day(on).works for on, _ in year.off)
        assert not any(nation.day(on).works for on, _ in year.work)


def test_the_festivals_are_listed_for_every_year_to_2099():
    assert read_data("festivals.toml")["source"].strip()
    for year in range(2008, 2100):
        names = [name for name, _ in festival_dates(year)]
        assert sorted(names) == sorted(
            ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"]
        )
        by_name = dict(festival_dates(year))
        assert date(year, 1, 21) <= by_name["春节"] <= date(year, 2, 20)
        # the fifth day of the fifth moon and the fifteenth of the eighth: 3 or 4 moons apart
        gap = (by_name["中秋节"] - by_name["端午节"]).days
        assert 97 <= gap <= 129
        # 98 or 99 days lie between them, or a leap moon more
        assert (by_name["端午节"] - by_name["春节"]) >= timedelta(days=117)
