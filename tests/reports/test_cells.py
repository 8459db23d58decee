"""What stands in a number cell of a published report, and what is read from it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.reports.cells import plain, read_cell


@pytest.mark.parametrize("raw", [None, "", " ", "/", "-", "—", "——", "／", "－", "\xa0", "–"])
def test_what_offices_print_for_nothing_is_0_and_blank(raw):
    cell = read_cell(raw)
    assert (cell.number, cell.blank, cell.rest) == (0, True, "")


@pytest.mark.parametrize(
    ("raw", "number", "rest"),
    [
        (7, 7, ""),
        (-3, -3, ""),
        (7730.28, Decimal("7730.28"), ""),
        (3.0, 3, ""),
        ("0", 0, ""),
        ("12", 12, ""),
        ("１２", 12, ""),  # full-width
        ("1,136", 1136, ""),
        ("１，１３６", 1136, ""),
        ("59237.2449", Decimal("59237.2449"), ""),
        ("251000元", 251000, "元"),
        ("22（其中修订16件）", 22, "(其中修订16件)"),
        ("约100", 100, "约"),
        ("-5", -5, ""),
        ("12万", 12, "万"),
        ("无", 0, "无"),
        ("NaN", 0, "NaN"),
        (True, 0, "True"),
    ],
)
def test_the_number_is_taken_and_the_rest_reported(raw, number, rest):
    cell = read_cell(raw)
    assert (cell.number, cell.blank, cell.rest) == (number, False, rest)


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_is_read_as_itself_from_number_and_text(number):
    assert read_cell(number) == read_cell(str(number))
    assert read_cell(number).number == number


@given(st.decimals(0, 10**9, places=4))
def test_a_number_goes_through_json_unchanged(number):
    assert read_cell(plain(number)).number == number


@given(st.one_of(st.text(max_size=12), st.floats(), st.booleans(), st.lists(st.integers())))
def test_nothing_that_json_can_hold_breaks_a_cell(raw):
    assert isinstance(read_cell(raw).number, int | Decimal)
