"""Calendar files and closures: what beats what, and what is refused with its place and mend."""

from datetime import date, timedelta

import pytest

from workflow.calendars import Closure, load, parse_layer
from workflow.core.calendar import Why
from workflow.core.terms import End, Term, Unit, end
from workflow.errors import InputError

NOW = date(2026, 11, 24)


def calendar(*documents, **options):
    layers = tuple(parse_layer(d, f"{i}.json") for i, d in enumerate(documents))
    return load(as_of=NOW, layers=layers, **options)


def test_a_file_that_stands_alone_knows_no_national_holiday():
    alone = calendar({"weekend": [5, 6], "holidays": ["2020-10-05"], "workdays": ["2020-10-10"]})
    assert alone.day(date(2020, 10, 1)).why is Why.WORKDAY
    assert alone.day(date(2020, 10, 5)).why is Why.HOLIDAY
    assert alone.day(date(2020, 10, 5)).source == "0.json"
    assert alone.day(date(2020, 10, 10)).why is Why.SWAPPED_WORKDAY
    # 10-05 off: 10-06=1 07=2 08=3 09=4 10=5
    assert end(Term(5), date(2020, 10, 4), alone) == End(date(2020, 10, 10))


def test_without_known_every_year_is_known():
    alone = calendar({"weekend": [5, 6]})
    assert end(Term(20), date(2031, 12, 15), alone) == End(date(2032, 1, 12))
    assert end(Term(20), date(1931, 12, 15), alone) == End(date(1932, 1, 12))


def test_with_known_the_days_after_its_last_december_are_open():
    alone = calendar({"weekend": [5, 6], "known": [2020, 2019]})
    assert alone.open_from == date(2020, 12, 26)
    assert not end(Term(18), date(2020, 12, 1), alone).provisional  # 12-25
    found = end(Term(19), date(2020, 12, 1), alone)  # 12-28, a Monday
    # not_before: 12-26 (Sat) may work for 元旦; not_after: 12-29 … 01-03 might be free
    assert found == End(date(2020, 12, 28), True, date(2020, 12, 26), date(2020, 12, 28))
    assert end(Term(20), date(2020, 12, 1), alone).not_after == date(2021, 1, 4)


def test_a_file_that_knows_no_year_is_open_throughout():
    alone = calendar({"known": []})
    assert alone.open_from == date(1900, 1, 1)
    assert not alone.day(date(1950, 5, 1)).works  # fixed festivals have a date in any year
    assert end(Term(1), date(2026, 11, 24), alone).provisional


def test_a_year_known_before_the_calendar_begins_opens_it_from_its_first_day_on():
    alone = calendar({"known": [1850]})
    assert end(Term(1), date(1900, 1, 2), alone).provisional


def test_another_weekend_is_the_files_own():
    alone = calendar({"weekend": [4, 5], "workdays": ["2026-11-27"], "known": [2026]})
    # 11-26 Thu=1, 11-27 Fri swapped=2, 11-28 Sat off, 11-29 Sun=3
    assert end(Term(3), date(2026, 11, 25), alone) == End(date(2026, 11, 29))
    assert alone.day(date(2026, 11, 27)).why is Why.SWAPPED_WORKDAY
    # 2027-05-01 (Sat, weekend) moves past 05-02 (Sun, statutory) to 05-03 (Mon)
    assert not alone.day(date(2027, 5, 3)).works
    assert alone.day(date(2027, 5, 4)).works


def test_an_empty_weekend_works_all_week():
    assert end(Term(7), date(2026, 11, 24), calendar({"weekend": []})) == End(date(2026, 12, 1))


def test_a_layer_beats_the_national_day_and_leaves_the_others():
    layered = calendar({"extends": "cn", "holidays": ["2026-11-25"], "workdays": ["2026-11-28"]})
    assert layered.day(date(2026, 11, 25)).why is Why.HOLIDAY
    assert layered.day(date(2026, 11, 28)).why is Why.SWAPPED_WORKDAY
    assert layered.day(date(2026, 10, 1)).source == "国办发明电〔2025〕7号"
    assert layered.day(date(2026, 11, 29)).why is Why.WEEKEND


def test_a_layers_workday_can_take_back_a_national_holiday():
    layered = calendar({"extends": "cn", "workdays": ["2026-10-05"]})  # a Monday
    assert layered.day(date(2026, 10, 5)).why is Why.WORKDAY
    assert layered.day(date(2026, 10, 5)).works


def test_a_later_file_beats_an_earlier_one():
    first = {"extends": "cn", "holidays": ["2026-11-25"]}
    second = {"extends": "cn", "workdays": ["2026-11-25"], "name": "更正"}
    assert calendar(first, second).day(date(2026, 11, 25)).works
    assert calendar(first, second).day(date(2026, 11, 25)).source == "更正"
    assert not calendar(second, first).day(date(2026, 11, 25)).works


def test_a_layer_may_change_the_weekend_and_a_later_one_keeps_it():
    layered = calendar({"extends": "cn", "weekend": [6]}, {"extends": "cn"})
    assert layered.day(date(2026, 11, 28)).works  # a Saturday
    assert not layered.day(date(2026, 11, 29)).works


def test_a_layer_may_settle_a_year():
    layered = calendar({"extends": "cn", "known": [2027], "holidays": ["2027-01-01"]})
    assert layered.open_from == date(2027, 12, 26)
    assert end(Term(20), date(2026, 12, 10), layered) == End(date(2027, 1, 8))


def test_a_layers_day_holds_in_all_three_readings_of_an_open_year():
    layered = calendar({"extends": "cn", "holidays": ["2027-03-10"], "workdays": ["2027-01-02"]})
    for reading in (layered.likely, layered.earliest, layered.latest):
        assert reading.working_days(date(2027, 3, 9), date(2027, 3, 10)) == 0
        assert reading.working_days(date(2027, 1, 1), date(2027, 1, 2)) == 1


def test_a_file_that_stands_alone_replaces_what_lies_beneath_it():
    below = {"extends": "cn", "holidays": ["2026-11-25"]}
    above = {"extends": "cn", "holidays": ["2026-11-26"]}
    whole = calendar(below, {"weekend": [5, 6]}, above)
    assert whole.day(date(2026, 11, 25)).works
    assert not whole.day(date(2026, 11, 26)).works
    assert whole.day(date(2026, 10, 1)).works


def test_a_file_that_stands_alone_knows_no_region():
    alone = calendar({"weekend": [5, 6]}, region="ningxia")
    assert alone.day(date(2020, 5, 25)).works
    assert alone.region_gap(date(2016, 1, 1), date(2016, 2, 1)) is None


def test_a_layer_lies_over_the_region_and_a_closure_over_all():
    over = calendar(
        {"extends": "cn", "workdays": ["2020-05-25"]},
        region="ningxia",
        closures=(Closure(date(2020, 5, 27), "搬迁闭馆"), Closure(date(2020, 5, 25), "停电")),
    )
    assert over.day(date(2020, 5, 26)).why is Why.REGIONAL
    assert over.day(date(2020, 5, 25)).why is Why.CLOSURE
    closed = over.day(date(2020, 5, 27))
    assert (closed.works, closed.why, closed.source) == (False, Why.CLOSURE, "搬迁闭馆")
    assert over.likely.working_days(date(2020, 5, 24), date(2020, 5, 27)) == 0


def test_a_closure_moves_a_date_by_its_working_day():
    plain = load(as_of=NOW)
    closed = load(as_of=NOW, closures=(Closure(date(2026, 11, 26), "示例"),))
    assert end(Term(5), date(2026, 11, 24), plain) == End(date(2026, 12, 1))
    assert end(Term(5), date(2026, 11, 24), closed) == End(date(2026, 12, 2))
    assert plain.version != closed.version


def test_a_closure_on_an_open_saturday_near_a_festival_keeps_it_free_for_the_earliest_too():
    # 2027-01-23 is a Saturday 14 days before 春节: without the closure it may work
    saturday, eve = date(2027, 1, 23), date(2027, 1, 22)
    assert load(as_of=NOW).earliest.working_days(eve, saturday) == 1
    closed = load(as_of=NOW, closures=(Closure(saturday, "示例"),))
    assert closed.earliest.working_days(eve, saturday) == 0
    assert next(closed.earliest.walk(eve)).why is Why.CLOSURE


def test_days_outside_the_calendar_are_passed_over():
    layered = calendar({"extends": "cn", "holidays": ["1999-01-01", "2150-01-01"]})
    assert layered.likely.nth_working_day(date(2026, 11, 24), 1) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("document", "code", "place"),
    [
        ([], "calendar.not_an_object", "x.json"),
        ("cn", "calendar.not_an_object", "x.json"),
        ({"holiday": []}, "calendar.unknown_key", "holiday"),
        ({"extends": "us"}, "calendar.extends_unknown", "us"),
        ({"weekend": [7]}, "calendar.weekend_wrong", "[7]"),
        ({"weekend": [-1]}, "calendar.weekend_wrong", "[-1]"),
        ({"weekend": "56"}, "calendar.weekend_wrong", "56"),
        ({"weekend": [True]}, "calendar.weekend_wrong", "True"),
        ({"weekend": ["5"]}, "calendar.weekend_wrong", "5"),
        ({"weekend": [0, 1, 2, 3, 4, 5, 6]}, "calendar.weekend_whole", "x.json"),
        ({"holidays": ["2026-01-01", "2026-02-30"]}, "calendar.day_wrong", "holidays[1]"),
        ({"workdays": ["01.02.2026"]}, "calendar.day_wrong", "workdays[0]"),
        ({"workdays": [20260101]}, "calendar.day_wrong", "workdays[0]"),
        ({"holidays": "2026-01-01"}, "calendar.not_a_list", "holidays"),
        ({"known": [2026, "2027"]}, "calendar.year_wrong", "known[1]"),
        ({"known": [True]}, "calendar.year_wrong", "known[0]"),
        ({"known": [9999]}, "calendar.year_wrong", "known[0]"),
        ({"known": 2026}, "calendar.not_a_list", "known"),
        # a working Saturday that is also a holiday
        ({"holidays": ["2026-02-28"], "workdays": ["2026-02-28"]}, "calendar.day_twice", "02-28"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_naming_file_place_and_mend(document, code, place):
    with pytest.raises(InputError) as refused:
        parse_layer(document, "x.json")
    assert refused.value.code == code
    assert refused.value.exit_status == 2
    assert "x.json" in refused.value.message
    assert place in refused.value.message


def test_a_day_listed_twice_in_one_list_is_one_day():
    layer = parse_layer({"holidays": ["2026-01-05", "2026-01-05"]}, "x")
    assert layer.holidays == (date(2026, 1, 5),)


def test_calendar_units_roll_over_a_layers_days():
    layered = calendar({"extends": "cn", "holidays": ["2026-11-30"]})
    # 11-24 + 5 = 11-29 (Sun), 11-30 closed by the layer
    assert end(Term(5, Unit.CALENDAR_DAYS), NOW, layered) == End(date(2026, 12, 1))


def test_a_standing_alone_calendar_ends_with_the_festival_table():
    alone = calendar({"weekend": [5, 6]})
    with pytest.raises(InputError, match="1900-01-01"):
        end(Term(1), date(1899, 1, 1), alone)
    assert end(Term(1), date(2099, 12, 30), alone) == End(date(2099, 12, 31))
    with pytest.raises(InputError, match="2099-12-31"):
        alone.earliest.nth_working_day(date(2099, 12, 31) + timedelta(days=1), 1)
