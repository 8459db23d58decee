"""Days, periods, money, lists and quotations as a letter writes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.statutes.notices import words

TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=60)


@pytest.mark.parametrize(
    ("on", "written"),
    [(date(2020, 1, 5), "2020年1月5日"), (date(2020, 12, 31), "2020年12月31日"), (None, "")],
)
def test_a_day_has_no_leading_zeros(on, written):
    assert words.day(on) == written


@pytest.mark.parametrize(
    ("value", "on"),
    [
        ("2020-06-08", date(2020, 6, 8)),
        (date(2020, 6, 8), date(2020, 6, 8)),
        ("六月八日", None),
        ("", None),
        (None, None),
        (20200608, None),
    ],
)
def test_a_fact_is_a_day_or_none(value, on):
    assert words.to_date(value) == on


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"length": 15, "unit": "working_days"}, "15个工作日"),
        ({"length": 60, "unit": "calendar_days"}, "60日"),
        ({"length": 6, "unit": "months"}, "6个月"),
        (None, ""),
        ("15", ""),
    ],
)
def test_a_period_is_written_with_its_unit(value, written):
    assert words.period(value) == written


@pytest.mark.parametrize(
    ("fen", "written"),
    [(0, "0元"), (100, "1元"), (300000, "3000元"), (1050, "10.5元"), (1001, "10.01元")],
)
def test_money_is_written_in_yuan(fen, written):
    assert words.money(fen) == written


@pytest.mark.parametrize(
    ("items", "rows"),
    [
        ([], []),
        (["信息的名称"], [("", "信息的名称", "。")]),
        (["名称", "文号"], [("1.", "名称", "；"), ("2.", "文号", "。")]),
    ],
)
def test_a_list_is_numbered_where_there_is_more_than_one(items, rows):
    found = words.numbered(items)
    assert [(row["number"], row["text"], row["end"]) for row in found] == rows


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("名称；文号", ["名称", "文号"]),
        ("名称;文号；", ["名称", "文号"]),
        ("第一行；仍是第一行\n第二行\n", ["第一行；仍是第一行", "第二行"]),
        ("\n", []),
        ("", []),
    ],
)
def test_a_text_is_split_at_its_lines_else_at_its_semicolons(text, items):
    assert words.split(text) == items


@given(TEXTS)
def test_a_quotation_never_holds_a_double_mark_inside(text):
    quoted = words.quoted(text)
    assert quoted[0] == "“"
    assert quoted[-1] == "”"
    assert not set(quoted[1:-1]) & {"“", "”"}


@given(TEXTS)
def test_a_trimmed_text_can_be_followed_by_a_stop(text):
    trimmed = words.trimmed(text)
    assert not f"{trimmed}。".endswith(("。。", "；。", "，。", " 。"))
    assert words.trimmed(trimmed) == trimmed


@given(st.dates())
def test_a_written_day_is_read_back(on):
    year, rest = words.day(on).split("年")
    month, day = rest.removesuffix("日").split("月")
    assert date(int(year), int(month), int(day)) == on
