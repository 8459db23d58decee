"""Official lists as CSV, JSON and ICS: read alike, and refused with place and mend."""

import json
from datetime import date

import pytest

from calendars.example_lists import as_csv, as_ics, as_json, days
from workflow.calendars.lists import parse_list
from workflow.errors import InputError

EXPECTED = sorted(days())


def read(text, file):
    return sorted((day.on, day.works, day.name) for day in parse_list(text, file).days)


def test_the_three_forms_give_the_same_days():
    assert read(as_csv(), "2027.csv") == EXPECTED
    assert read(json.dumps(as_json()), "2027.json") == EXPECTED
    assert read(as_ics(), "2027.ICS") == EXPECTED


def test_a_line_knows_its_place():
    listed = parse_list(as_csv(), "2027.csv")
    assert (listed.days[0].on, listed.days[0].place) == (date(2027, 1, 1), "第 2 行")
    assert parse_list(json.dumps(as_json()), "a.json").days[2].place == "days[2]"


def test_what_a_json_list_says_of_itself_is_kept():
    assert parse_list(json.dumps(as_json()), "a.json").about == {"year": 2027}


def test_the_contracts_own_form_is_an_official_list_too():
    text = json.dumps({"holidays": ["2027-01-01"], "workdays": ["2027-01-30"]})
    assert read(text, "a.json") == [(date(2027, 1, 1), False, ""), (date(2027, 1, 30), True, "")]


def test_english_columns_in_any_order_and_blank_lines_are_read():
    text = "name,date,kind\nNew Year,2027-01-01,off\n\n ,,\nSwap,2027-01-30,WORK\n"
    assert read(text, "a.csv") == [
        (date(2027, 1, 1), False, "New Year"),
        (date(2027, 1, 30), True, "Swap"),
    ]


def test_an_event_without_an_end_is_one_day():
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270101T000000\nSUMMARY:元旦（休）\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    )
    assert read(text, "a.ics") == [(date(2027, 1, 1), False, "元旦")]


def test_an_ics_list_without_the_extra_says_what_to_install(monkeypatch):
    monkeypatch.setattr("workflow.calendars.lists.ics_installed", lambda: False)
    with pytest.raises(InputError, match=r"\.\[calendar\]"):
        parse_list(as_ics(), "a.ics")


def test_a_list_with_zones_and_folded_lines_is_read():
    text = ics(
        "DTSTART;TZID=Asia/Shanghai:20270101T000000",
        "DTEND;TZID=Asia/Shanghai:20270103T000000",
        "SUMMARY:元旦",
        "  假期",
    )
    assert read(text, "a.ics") == [
        (date(2027, 1, 1), False, "元旦"),
        (date(2027, 1, 2), False, "元旦"),
    ]


def ics(*event):
    return "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *event, "END:VEVENT", "END:VCALENDAR"])


def event(start, end):
    return ics(f"DTSTART:{start}", f"DTEND:{end}", "SUMMARY:假")


@pytest.mark.parametrize(
    ("file", "text", "code", "place"),
    [
        ("a.xlsx", "", "calendar.list_form", "csv"),
        ("a", "", "calendar.list_form", "csv"),
        ("a.csv", "", "calendar.list_column", "日期"),
        ("a.csv", "日期,名称\n2027-01-01,元旦", "calendar.list_column", "类型"),
        ("a.csv", "日期,类型,名称\n2027-01-01,休,元旦\n2027-01-0", "calendar.list_cut", "第 3 行"),
        ("a.csv", "日期,类型,名称\n2027-13-01,休,元旦", "calendar.day_wrong", "2027-13-01"),
        ("a.csv", "日期,类型,名称\n2027-01-01,？,元旦", "calendar.list_kind", "？"),
        ("a.json", '{"days": [{"date": "2027-01-01", "isOff', "error.json_broken", "1"),
        ("a.json", "[]", "calendar.not_an_object", "JSON"),
        ("a.json", '{"days": {}}', "calendar.not_a_list", "days"),
        ("a.json", '{"days": [1]}', "calendar.list_entry", "days[0]"),
        ("a.json", '{"days": [{"date": "2027-01-01"}]}', "calendar.list_entry", "days[0]"),
        ("a.json", '{"days": [{"isOffDay": true}]}', "calendar.day_wrong", "days[0]"),
        ("a.json", '{"holidays": ["x"]}', "calendar.day_wrong", "holidays[0]"),
        ("a.ics", "", "calendar.list_cut", "第 0 行"),
        ("a.ics", as_ics()[:300], "calendar.list_cut", "处断开"),
        ("a.ics", ics("SUMMARY:元旦 假期"), "calendar.day_wrong", "第 1 个日程"),
        ("a.ics", ics("DTSTART:20270101", "SUMMARY:元旦"), "calendar.list_kind", "元旦"),
        ("a.ics", event("20270102", "20270102"), "calendar.list_span", " 0 天"),
        ("a.ics", event("20270101", "20280101"), "calendar.list_span", "365 天"),
    ],
)  # fmt: skip
def test_a_broken_list_is_refused_naming_file_place_and_mend(file, text, code, place):
    with pytest.raises(InputError) as refused:
        parse_list(text, file)
    assert refused.value.code == code
    assert file in refused.value.message
    assert place in refused.value.message


def test_lines_outside_events_and_blank_ones_around_are_passed_over():
    text = " \nBEGIN:VCALENDAR\nX-WR-CALNAME:示例\nEND:VCALENDAR\n\n"
    assert parse_list(text, "a.ics").days == ()


def test_an_end_without_its_beginning_is_no_list():
    with pytest.raises(InputError) as refused:
        parse_list("BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR", "a.ics")
    assert refused.value.code == "calendar.list_cut"


def test_a_csv_with_a_line_end_inside_a_field_is_refused_at_its_line():
    with pytest.raises(InputError) as caught:
        parse_list("日期,类型,名称\n2027-01-01,休,元\r旦\n", "2027.csv")
    assert caught.value.code == "calendar.list_cut"
