"""Periods: written in several ways, made of one another, each with its last year."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.app.figure_periods import Period, read_period
from workflow.errors import InputError

KINDS = st.sampled_from([("Y", 1), ("H", 2), ("Q", 4), ("M", 12)])
PERIODS = st.tuples(st.integers(2008, 2099), KINDS, st.integers(0, 11)).map(
    lambda drawn: Period(drawn[0], drawn[1][0], drawn[2] % drawn[1][1] + 1)
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2020", "2020"),
        ("２０２０", "2020"),
        ("2020年", "2020"),
        ("2020年度", "2020"),
        ("2020H1", "2020H1"),
        ("2020-h2", "2020H2"),
        ("2020年上半年", "2020H1"),
        ("2020上半年", "2020H1"),
        ("2020第三季度", "2020Q3"),
        ("2020 年 下半年", "2020H2"),
        ("2020q3", "2020Q3"),
        ("2020年第三季度", "2020Q3"),
        ("2020年4季度", "2020Q4"),
        ("2020-05", "2020-05"),
        ("2020年12月", "2020-12"),
    ],
)
def test_a_period_is_read_in_the_ways_that_offices_write_it(text, code):
    assert read_period(text).code == code


@pytest.mark.parametrize("text", ["", "20", "2020H3", "2020Q5", "2020-13", "2020-00", "去年"])
def test_what_is_no_period_is_refused_with_how_to_write_one(text):
    with pytest.raises(InputError, match="2020H1"):
        read_period(text)


@given(PERIODS)
def test_a_period_is_read_back_from_its_code(period):
    assert read_period(period.code) == period


@given(PERIODS)
def test_its_parts_lie_end_to_end_and_fill_it(period):
    parts = list(period.parts())
    if period.kind == "M":
        assert parts == []
        return
    assert parts[0].first == period.first
    assert parts[-1].last == period.last
    for one, following in pairwise(parts):
        assert one.last + timedelta(days=1) == following.first
        assert one < following


@given(PERIODS)
def test_last_year_is_the_same_piece_of_the_year_before(period):
    before = period.last_year
    assert before.year == period.year - 1
    assert (before.first.month, before.last.month) == (period.first.month, period.last.month)
    assert before < period


def test_a_year_comes_after_the_last_month_in_it():
    mixed = [Period(2020), Period(2020, "M", 12), Period(2020, "H", 2), Period(2020, "Q", 1)]
    assert [one.code for one in sorted(mixed)] == ["2020Q1", "2020-12", "2020H2", "2020"]


def test_days_lie_in_it_from_the_first_to_the_last():
    half = Period(2020, "H", 1)
    assert half.holds(date(2020, 1, 1))
    assert half.holds(date(2020, 6, 30))
    assert not half.holds(date(2020, 7, 1))
    assert not half.holds(None)


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("2020", "2020年"),
        ("2020H1", "2020年上半年"),
        ("2020H2", "2020年下半年"),
        ("2020Q3", "2020年第3季度"),
        ("2020-05", "2020年5月"),
    ],
)
def test_a_document_says_a_period_in_chinese(code, label):
    assert read_period(code).label == label
