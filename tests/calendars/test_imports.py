"""An official list becomes a notice: checked as a whole, then shown day by day."""

import json
from dataclasses import replace
from datetime import date

import pytest

from calendars.example_lists import HEADING, as_csv, as_json
from workflow.calendars import load
from workflow.calendars.imports import Heading, notice_from, plan, plan_region, region_year_from
from workflow.calendars.lists import parse_list
from workflow.calendars.notices import national
from workflow.core.calendar import Why
from workflow.errors import InputError

NOW = date(2026, 12, 3)


@pytest.fixture
def notice():
    return notice_from(parse_list(as_csv(), "2027.csv"), HEADING)


def listing(*lines):
    return parse_list("\n".join(["日期,类型,名称", *lines]), "2027.csv")


def test_a_list_and_its_heading_make_a_notice(notice):
    assert (notice.year, notice.number, notice.yearly) == (2027, HEADING.number, True)
    assert notice.title == HEADING.number  # without a title its number stands for it
    assert (date(2027, 1, 30), "春节") in notice.work
    assert len(notice.off) == 3 + 8 + 3 + 5 + 1 + 1 + 7
    assert notice.unsets == ()


def test_a_plan_shows_each_day_before_and_after(notice):
    planned = plan(notice, NOW)
    by_day = {day.on: day for day in planned.days}
    assert len(by_day) == 28 + 4
    # 02-05 (除夕) was free by the statute already; 02-11 was a working Thursday; 01-30 a Saturday
    assert not by_day[date(2027, 2, 5)].changes
    assert by_day[date(2027, 2, 11)].changes
    swapped = by_day[date(2027, 1, 30)]
    assert (swapped.before.why, swapped.after.why) == (Why.WEEKEND, Why.SWAPPED_WORKDAY)
    # 02-11, 02-12 · 05-05 · 10-06, 10-07 cease to work; 4 weekend days begin to
    assert [f"{day.on:%m-%d}" for day in planned.changed] == [
        "01-30", "02-11", "02-12", "02-20", "05-05", "05-08", "10-06", "10-07", "10-09",
    ]  # fmt: skip


def test_a_plan_holds_the_calendars_by_which_open_cases_are_compared(notice):
    planned = plan(notice, NOW)
    day_zero = date(2026, 12, 31)
    assert planned.before.open_from == date(2026, 12, 26)
    assert planned.after.open_from == date(2027, 12, 26)
    # without swaps: 01-04 … 01-29 = 20; the list changes nothing before 01-30
    assert planned.before.likely.nth_working_day(day_zero, 21) == date(2027, 2, 1)
    assert planned.after.likely.nth_working_day(day_zero, 21) == date(2027, 1, 30)


def test_a_plan_seen_before_the_notice_is_public_shows_it_as_if_it_were(notice):
    planned = plan(notice, date(2026, 11, 24))
    assert planned.after.open_from == date(2027, 12, 26)
    assert planned.before.open_from == date(2026, 12, 26)


def test_every_yearly_notice_of_the_package_would_be_accepted_as_a_list():
    for given in national():
        lines = [f"{on},休,{name}" for on, name in given.off]
        lines += [f"{on},班,{name}" for on, name in given.work]
        heading = Heading(
            given.year, given.number, given.dated, given.known_since, given.source,
            yearly=given.yearly,
        )  # fmt: skip
        made = notice_from(listing(*lines), heading)
        assert (made.off, made.work) == (given.off, given.work)


def test_a_whole_list_takes_back_what_an_earlier_one_of_its_year_set(notice):
    rows = [row for row in as_csv().splitlines()[1:] if not row.startswith("2027-02-12")]
    later = replace(HEADING, number="示例2号", dated=date(2027, 1, 4), known_since=date(2027, 1, 4))
    second = notice_from(listing(*rows), later, imported=(notice,))
    assert second.unsets == (date(2027, 2, 12),)
    planned = plan(second, date(2027, 1, 5), imported=(notice,))
    assert [day.on for day in planned.changed] == [date(2027, 2, 12)]
    assert planned.after.day(date(2027, 2, 12)).why is Why.WORKDAY


def test_a_change_touches_only_the_days_it_names(notice):
    heading = replace(
        HEADING, number="示例3号", dated=date(2027, 1, 4), known_since=date(2027, 1, 5),
        title="调整示例", yearly=False,
    )  # fmt: skip
    change = notice_from(listing("2027-05-06,休,劳动节"), heading, imported=(notice,))
    assert (change.title, change.unsets) == ("调整示例", ())
    planned = plan(change, date(2027, 1, 5), imported=(notice,))
    assert [day.on for day in planned.changed] == [date(2027, 5, 6)]
    assert not planned.after.day(date(2027, 5, 5)).works
    # known the day after: until then the change isn't there
    assert load(as_of=date(2027, 1, 4), notices=(notice, change)).day(date(2027, 5, 6)).works


def refusal(listed, heading=HEADING):
    with pytest.raises(InputError) as refused:
        notice_from(listed, heading)
    assert "2027.csv" in refused.value.message
    return refused.value


def test_an_empty_list_is_refused():
    assert refusal(listing()).code == "calendar.list_empty"


def test_a_list_of_another_year_is_refused():
    listed = parse_list(json.dumps(as_json()), "2027.csv.json")
    error = refusal(listed, replace(HEADING, year=2028))
    assert error.code == "calendar.list_year"
    assert "2027 年" in error.message
    assert "2028 年" in error.message


@pytest.mark.parametrize("on", ["2026-12-25", "2028-01-01"])
def test_a_day_of_another_year_is_refused_with_its_place(on):
    error = refusal(listing("2027-01-01,休,元旦", f"{on},休,元旦"))
    assert error.code == "calendar.list_other_year"
    assert on in error.message
    assert "第 3 行" in error.message


def test_the_last_days_of_december_before_belong_to_the_list():
    rows = [*as_csv().splitlines()[1:], "2026-12-31,休,元旦", "2026-12-26,班,元旦"]
    notice = notice_from(listing(*rows), HEADING)
    assert [day.on for day in plan(notice, NOW).changed][:2] == [
        date(2026, 12, 26),
        date(2026, 12, 31),
    ]


@pytest.mark.parametrize("kind", ["班", "休"])
def test_a_day_named_twice_is_refused_with_both_places(kind):
    # 班 is the working Saturday that is also a holiday
    error = refusal(listing("2027-02-06,休,春节", f"2027-02-06,{kind},春节"))
    assert error.code == "calendar.list_day_twice"
    assert "第 2 行和第 3 行" in error.message


def test_a_working_day_that_works_anyway_is_refused():
    error = refusal(listing(*as_csv().splitlines()[1:], "2027-03-10,班,示例"))
    assert error.code == "calendar.list_weekday_works"
    assert "2027-03-10" in error.message


def test_a_list_cut_short_leaves_statutory_days_working_and_is_refused():
    error = refusal(listing(*as_csv().splitlines()[1:20]))
    assert error.code == "calendar.list_statutory"
    assert "端午节 2027-06-09" in error.message
    assert "国庆节 2027-10-01" in error.message
    assert "元旦" not in error.message


def test_a_regional_list_keeps_only_the_days_that_change_the_national_answer(notice):
    heading = replace(
        HEADING, number="宁政办发〔2026〕示例号", source="示例", known_since=date(2026, 12, 20)
    )
    # 03-10 Wed and 03-11 Thu, a Saturday that was free anyway, a Sunday that works for them
    listed = listing("2027-03-10,休,开斋节", "2027-03-11,休,开斋节", "2027-03-13,休,开斋节",
                     "2027-03-14,班,开斋节")  # fmt: skip
    year = region_year_from(listed, heading, imported=(notice,))
    assert year.off == ((date(2027, 3, 10), "开斋节"), (date(2027, 3, 11), "开斋节"))
    assert year.work == ((date(2027, 3, 14), "开斋节"),)

    def calendar(as_of):
        return load("ningxia", as_of=as_of, notices=(notice,), region_years=(year,))

    june = date(2027, 6, 1)
    assert calendar(date(2026, 12, 19)).region_gap(june, june) == 6
    after = calendar(date(2026, 12, 20))
    assert after.region_gap(june, june) is None
    assert after.day(date(2027, 3, 10)).source == "宁政办发〔2026〕示例号"
    assert after.day(date(2027, 3, 14)).works


def test_an_imported_regional_year_replaces_the_listed_one():
    heading = replace(HEADING, year=2026, number="示例", known_since=date(2026, 1, 5))
    year = region_year_from(listing("2026-05-29,休,古尔邦节"), heading)
    as_of = date(2026, 11, 24)
    changed = load("ningxia", as_of=as_of, region_years=(year,))
    assert changed.day(date(2026, 5, 27)).works
    assert not changed.day(date(2026, 5, 29)).works
    assert not load("ningxia", as_of=as_of).day(date(2026, 5, 27)).works


def test_a_region_s_plan_tells_the_days_that_its_year_changes():
    listed = parse_list("日期,类型,名称\n2026-03-20,休,示例节\n2026-03-21,班,示例节\n", "r.csv")
    heading = Heading(2026, "宁政办发〔2026〕示例号", date(2026, 2, 1), date(2026, 2, 2), "示例")
    year = region_year_from(listed, heading)
    changes = plan_region("ningxia", year, date(2026, 2, 1))
    assert [(one.on.isoformat(), one.before.works, one.after.works) for one in changes] == [
        ("2026-03-20", True, False),
        ("2026-03-21", False, True),
    ]
