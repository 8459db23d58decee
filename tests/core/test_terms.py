"""Terms: the worked examples of law.md by hand, the ends of calendar units, and properties."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.calendars import load
from workflow.core.calendar import NO_DAYS, Spans, Why
from workflow.core.terms import (
    End,
    Term,
    Unit,
    add_months,
    end,
    last_day,
    nominal_end,
    previous_working_day,
    proof,
    roll,
)
from workflow.errors import InputError

NOW = date(2026, 11, 24)
ONE = timedelta(days=1)
CN = load(as_of=NOW)
DAYS, MONTHS = Unit.CALENDAR_DAYS, Unit.MONTHS


def on(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("day_zero", "length", "unit", "due"),
    [
        # 9.1: 5/16=1 … 5/31=12, 6/3=13 … 6/6=16, 6/7 端午 off, 6/10=17 … 6/13=20
        ("2019-05-15", 20, "working_days", "2019-06-13"),
        # 9.2: 2008 Regulation, 15 wd; 20 wd would give 06-12
        ("2019-05-14", 15, "working_days", "2019-06-04"),
        ("2019-05-14", 20, "working_days", "2019-06-12"),
        # 9.3: over National Day 2019
        ("2019-09-20", 20, "working_days", "2019-10-23"),
        # 9.5: over Spring Festival 2021
        ("2021-02-01", 20, "working_days", "2021-03-04"),
        # 9.8: correction notice 7 wd; reply without it, and afresh
        ("2020-09-14", 7, "working_days", "2020-09-23"),
        ("2020-09-14", 20, "working_days", "2020-10-16"),
        ("2020-10-09", 20, "working_days", "2020-11-05"),
        # 9.10: base, and the third party's 15 wd
        ("2023-04-17", 20, "working_days", "2023-05-16"),
        ("2023-04-24", 15, "working_days", "2023-05-17"),
        # 9.12: base, and the extension of 20 wd from it
        ("2024-01-22", 20, "working_days", "2024-02-22"),
        ("2024-02-22", 20, "working_days", "2024-03-21"),
        # 9.15: a Sunday that works; the fee's 20 wd; afresh from payment
        ("2025-09-01", 20, "working_days", "2025-09-28"),
        ("2025-09-08", 20, "working_days", "2025-10-11"),
        ("2025-09-25", 20, "working_days", "2025-10-29"),
        # 9.18: day 60 = 2024-10-04, a holiday
        ("2024-08-05", 60, "calendar_days", "2024-10-08"),
        # 9.19: 5 and 10 wd; 10 calendar days = 2023-10-06, a holiday; 10-07 (Sat) works
        ("2025-09-26", 5, "working_days", "2025-10-10"),
        ("2025-09-26", 10, "working_days", "2025-10-16"),
        ("2023-09-26", 10, "calendar_days", "2023-10-07"),
        # 9.21: 30 d; 60 d = 2025-09-13 (Sat); 90 d = 2025-10-13
        ("2025-07-15", 30, "calendar_days", "2025-08-14"),
        ("2025-07-15", 60, "calendar_days", "2025-09-15"),
        ("2025-07-15", 90, "calendar_days", "2025-10-13"),
        # months: the corresponding day; 2020-02-29 is a Saturday; 03-01 a Sunday
        ("2019-08-31", 6, "months", "2020-03-02"),
        ("2024-01-15", 6, "months", "2024-07-15"),
    ],
)
def test_the_worked_examples_of_the_law_come_out(day_zero, length, unit, due):
    term = Term(length, Unit(unit))
    assert end(term, on(day_zero), CN) == End(on(due))
    assert list(proof(term, on(day_zero), CN.likely))[-1].on == on(due)


@pytest.mark.parametrize(
    ("day_zero", "length", "expected"),
    [
        ("2019-08-31", 6, "2020-02-29"),
        ("2018-08-31", 6, "2019-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-03-31", 1, "2024-04-30"),
        ("2024-12-31", 2, "2025-02-28"),
        ("2024-11-30", 1, "2024-12-30"),
        ("2024-12-15", 1, "2025-01-15"),
        ("2024-07-15", 30, "2027-01-15"),
    ],
)
def test_a_month_without_the_day_ends_on_its_last(day_zero, length, expected):
    assert add_months(on(day_zero), length) == on(expected)


def test_without_rolling_an_end_stays_on_a_free_day():
    assert end(Term(6, MONTHS, rolls=False), on("2019-08-31"), CN) == End(on("2020-02-29"))
    assert end(Term(60, DAYS, rolls=False), on("2024-08-05"), CN) == End(on("2024-10-04"))


def test_without_rolling_an_end_beyond_every_notice_is_firm():
    # no working day stands behind it
    assert end(Term(6, MONTHS, rolls=False), on("2026-11-30"), CN) == End(on("2027-05-30"))


def test_a_rolled_end_beyond_the_last_notice_rolls_in_each_reading():
    # 2027-01-02 is a Saturday two days after 元旦: it may work (earliest), the likeliest rolls to
    # Monday 01-04, and the window of 元旦 (to 01-03) changes nothing for the latest
    found = end(Term(3, DAYS), on("2026-12-30"), CN)
    assert found == End(on("2027-01-04"), True, on("2027-01-02"), on("2027-01-04"))
    # 05-04 (Tue) is made up for 05-02 (Sun), so the likeliest rolls to 05-05; unmoved, it works;
    # the window of 劳动节 (−3…+4) reaches to 05-05
    found = end(Term(10, DAYS), on("2027-04-24"), CN)
    assert found == End(on("2027-05-05"), True, on("2027-05-04"), on("2027-05-06"))


def test_a_wednesday_far_from_a_festival_is_provisional_with_equal_bounds():
    # 2027-07-14: beyond the last notice, and no reading can move it
    found = end(Term(14, DAYS), on("2027-06-30"), CN)
    assert found == End(on("2027-07-14"), True, on("2027-07-14"), on("2027-07-14"))


def test_a_date_is_provisional_from_the_first_open_day_on_and_not_before():
    # 2026-12-25 is a Friday, 12-28 a Monday
    assert end(Term(1), on("2026-12-24"), CN) == End(on("2026-12-25"))
    assert end(Term(2), on("2026-12-24"), CN).provisional


def test_the_last_requests_of_2026_get_their_three_dates():
    # received 2026-12-03 (Thu): 12-04=1 07-11=2-6 14-18=7-11 21-25=12-16, then
    #   likeliest 12-28=17 … 12-31=20
    #   earliest  12-26六=17 12-27日=18 (both near 元旦) 12-28=19 12-29=20
    #   latest    12-28=17, 12-29 … 01-03 free, 01-04=18 05=19 06=20
    assert end(Term(20), on("2026-12-03"), CN) == End(
        on("2026-12-31"), True, on("2026-12-29"), on("2027-01-06")
    )


def test_every_day_of_the_national_day_example_is_proven():
    # 9.3: 9/23=1 … 9/27=5 | 9/28 Sat | 9/29日班=6 9/30=7 | 10/1-7 off | 10/8=8 … 10/12六班=12
    rows = list(proof(Term(20), on("2019-09-20"), CN.likely))
    numbers = {f"{row.on:%m-%d}": row.day for row in rows}
    assert numbers["09-29"] == 6
    assert numbers["10-12"] == 12
    assert [row.why for row in rows if f"{row.on:%m-%d}" in {"09-21", "09-29", "10-03"}] == [
        Why.WEEKEND, Why.SWAPPED_WORKDAY, Why.HOLIDAY,
    ]  # fmt: skip
    assert [row.on for row in rows] == [on("2019-09-20") + ONE * k for k in range(1, 34)]
    assert all(row.counted == (row.day is not None) for row in rows)
    assert {row.source for row in rows if row.why is Why.HOLIDAY} == {"国办发明电〔2018〕15号"}


def test_excluded_working_days_are_shown_suspended_by_their_source():
    # 9.10: 13 wd of (04-20, 05-10] are out: 05-16 + 13 wd = 06-02
    out = Spans.union([(on("2023-04-20"), on("2023-05-10"))])
    rows = list(proof(Term(20), on("2023-04-17"), CN.likely, out, lambda _: "c1"))
    suspended = [row for row in rows if row.why is Why.SUSPENDED]
    assert len(suspended) == 13
    assert {(row.day, row.counted, row.source) for row in suspended} == {(None, False, "c1")}
    assert rows[-1].on == on("2023-06-02") == end(Term(20), on("2023-04-17"), CN, out).due
    # a free day inside the consultation is free for its own reason
    assert next(row.why for row in rows if row.on == on("2023-04-22")) is Why.WEEKEND
    assert [row.day for row in rows if row.counted] == list(range(1, 21))


def test_a_proof_without_a_source_names_none():
    out = Spans.union([(on("2023-04-17"), on("2023-04-18"))])
    (row,) = [r for r in proof(Term(1), on("2023-04-17"), CN.likely, out) if not r.counted]
    assert (row.why, row.source) == (Why.SUSPENDED, None)


def test_calendar_rows_count_every_day_and_then_roll():
    # 2023-09-26 + 10 d = 10-06, a holiday; 10-07 (Sat) works
    rows = list(proof(Term(10, DAYS), on("2023-09-26"), CN.likely))
    assert [row.day for row in rows] == [*range(1, 11), None]
    assert {row.why for row in rows[:10]} == {Why.CALENDAR_DAY}
    assert all(row.counted for row in rows[:10])
    assert (rows[10].on, rows[10].why, rows[10].counted) == (on("2023-10-07"), Why.ROLLED, False)


def test_rolled_rows_name_the_free_days_and_the_due_date_itself():
    # 2024-08-05 + 60 d = 10-04; 10-05 … 10-07 free; 10-08 works
    rows = list(proof(Term(60, DAYS), on("2024-08-05"), CN.likely))
    tail = [(f"{row.on:%m-%d}", row.why) for row in rows[60:]]
    assert tail == [(day, Why.ROLLED) for day in ("10-05", "10-06", "10-07", "10-08")]


def test_an_end_on_a_working_day_or_without_rolling_has_no_rolled_row():
    assert len(list(proof(Term(30, DAYS), on("2025-07-15"), CN.likely))) == 30
    assert len(list(proof(Term(60, DAYS, rolls=False), on("2024-08-05"), CN.likely))) == 60
    # 2019-08-31 to 2020-02-29: 182 days
    assert len(list(proof(Term(6, MONTHS, rolls=False), on("2019-08-31"), CN.likely))) == 182


@pytest.mark.parametrize("length", [0, -1])
def test_a_term_has_a_length_of_one_or_more(length):
    with pytest.raises(InputError) as refused:
        Term(length)
    assert refused.value.code == "term.length_wrong"
    assert str(length) in refused.value.message


@pytest.mark.parametrize("term", [Term(99999, MONTHS), Term(9_999_999, DAYS), Term(10**12, DAYS)])
def test_a_term_beyond_the_last_date_is_refused(term):
    with pytest.raises(InputError) as refused:
        nominal_end(term, NOW)
    assert refused.value.code == "term.too_long"
    assert str(term.length) in refused.value.message


def test_a_working_day_is_its_own_roll_and_a_free_day_rolls_on():
    assert roll(CN.likely, on("2020-10-10")) == on("2020-10-10")
    assert roll(CN.likely, on("2020-10-01")) == on("2020-10-09")
    assert previous_working_day(CN, on("2020-10-09")) == on("2020-09-30")


# --- spans ---


def test_overlapping_spans_are_joined_and_empty_ones_dropped():
    a, b, c, d = (on(f"2024-03-{n:02}") for n in (1, 5, 8, 20))
    assert Spans.union([(b, c), (a, b)]) == Spans(((a, c),))  # (1, 5] and (5, 8] touch
    assert Spans.union([(a, d), (b, c)]) == Spans(((a, d),))
    assert Spans.union([(c, d), (a, b)]) == Spans(((a, b), (c, d)))
    assert Spans.union([(b, b), (c, a)]) == NO_DAYS
    assert not NO_DAYS
    assert Spans.union([(a, b)])


def test_a_span_leaves_out_its_last_day_and_not_its_first():
    span = Spans.union([(on("2024-03-01"), on("2024-03-05"))])
    assert on("2024-03-01") not in span
    assert on("2024-03-02") in span
    assert on("2024-03-05") in span
    assert on("2024-03-06") not in span
    assert "2024-03-02" not in span


def intervals(start):
    return st.lists(
        st.tuples(st.integers(-10, 50), st.integers(0, 30)).map(
            lambda cut: (start + ONE * cut[0], start + ONE * (cut[0] + cut[1]))
        ),
        max_size=4,
    )


@dataclass(frozen=True)
class Count:
    day_zero: date
    cuts: list
    n: int


@st.composite
def counts(draw):
    day_zero = draw(st.dates(date(2008, 1, 1), date(2030, 12, 31)))
    return Count(day_zero, draw(intervals(day_zero)), draw(st.integers(1, 60)))


@given(count=counts(), reading=st.sampled_from(["likely", "earliest", "latest"]))
@settings(max_examples=150, deadline=None)
def test_the_last_row_of_a_proof_is_the_last_day(count, reading):
    ours, term = getattr(CN, reading), Term(count.n)
    out = Spans.union(count.cuts)
    rows = list(proof(term, count.day_zero, ours, out))
    assert rows[-1].on == last_day(term, count.day_zero, ours, out)
    assert [row.day for row in rows if row.counted] == list(range(1, count.n + 1))
    assert all(b.on - a.on == ONE for a, b in pairwise(rows))


@given(count=counts())
@settings(max_examples=150, deadline=None)
def test_a_span_moves_the_date_by_exactly_the_working_days_it_covers(count):
    out = Spans.union(count.cuts)
    plain = CN.likely.nth_working_day(count.day_zero, count.n)
    moved = CN.likely.nth_working_day(count.day_zero, count.n, out)
    covered = sum(
        CN.likely.working_days(max(a, count.day_zero), min(b, moved)) for a, b in out.spans
    )
    assert CN.likely.working_days(plain, moved) == covered


@given(count=counts())
@settings(max_examples=100, deadline=None)
def test_two_overlapping_spans_never_count_twice(count):
    doubled = Spans.union([*count.cuts, *count.cuts])
    assert doubled == Spans.union(count.cuts)
    listed = {a + ONE * k for a, b in count.cuts for k in range(1, (b - a).days + 1)}
    near = [count.day_zero + ONE * k for k in range(-15, 90)]
    assert [on in doubled for on in near] == [on in listed for on in near]


@given(
    day_zero=st.dates(date(2008, 1, 1), date(2040, 12, 31)),
    length=st.integers(1, 120),
    unit=st.sampled_from(list(Unit)),
)
@settings(max_examples=200, deadline=None)
def test_the_three_dates_keep_their_order_and_the_firm_ones_stand_alone(day_zero, length, unit):
    found = end(Term(length, unit), day_zero, CN)
    assert found.provisional == (found.due >= CN.open_from)
    if found.provisional:
        assert found.not_before <= found.due <= found.not_after
    else:
        assert (found.not_before, found.not_after) == (None, None)
