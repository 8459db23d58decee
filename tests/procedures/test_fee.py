"""The fee: the check values of the law, and what holds for every count."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.errors import InputError
from workflow.statutes.fee import MOST, charged_month, fee, yuan
from workflow.statutes.settings import effective

#: law.md 3, with the arithmetic beside the row.
ITEMS = [
    (0, 0),
    (1, 0),
    (10, 0),
    (11, 100),
    (30, 2_000),  # 20 × 100
    (31, 2_200),  # + 200
    (35, 3_000),  # 2 000 + 5 × 200
    (40, 4_000),  # 2 000 + 10 × 200
    (41, 4_300),  # + 300
    (50, 7_000),  # 4 000 + 10 × 300
    (60, 11_000),  # 7 000 + 10 × 400
]
PAGES = [
    (0, 0),
    (30, 0),
    (31, 10),
    (100, 700),  # 70 × 10
    (101, 720),  # + 20
    (200, 2_700),  # 700 + 100 × 20
    (201, 2_740),  # + 40
    (250, 4_700),  # 2 700 + 50 × 40
]


@pytest.mark.parametrize(("count", "due"), ITEMS)
def test_items_of_a_month_cost_what_the_table_says(count, due):
    assert fee("items", count).to_json()["yuan"] == due
    assert fee("items", count).fen == due * 100


@pytest.mark.parametrize(("count", "due"), PAGES)
def test_pages_of_an_application_cost_what_the_table_says(count, due):
    assert fee("pages", count).to_json()["yuan"] == due


def test_the_tiers_of_a_count_are_shown_one_by_one():
    assert fee("items", 35).to_json() == {
        "yuan": 3_000,
        "tiers": [
            {"from": 1, "to": 10, "count": 10, "rate_yuan": 0, "yuan": 0},
            {"from": 11, "to": 30, "count": 20, "rate_yuan": 100, "yuan": 2_000},
            {"from": 31, "to": 40, "count": 5, "rate_yuan": 200, "yuan": 1_000},
        ],
    }
    assert fee("pages", 201).to_json()["tiers"][-1] == {
        "from": 201, "to": None, "count": 1, "rate_yuan": 40, "yuan": 40,
    }  # fmt: skip


def rate_of_item(number):
    """The price of one item by its place in the month, written from the text of art. 4."""
    if number <= 10:
        return 0
    if number <= 30:
        return 100
    return 200 + (number - 31) // 10 * 100


def rate_of_page(number):
    """The price of one page by its place in the application (art. 5)."""
    return next(
        rate for last, rate in ((30, 0), (100, 10), (200, 20), (10**9, 40)) if number <= last
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3_000))
def test_a_fee_is_the_sum_of_the_prices_of_each_piece(count):
    assert fee("items", count).fen == 100 * sum(map(rate_of_item, range(1, count + 1)))
    assert fee("pages", count).fen == 100 * sum(map(rate_of_page, range(1, count + 1)))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["items", "pages"]), st.integers(0, 3_000))
def test_one_more_never_costs_less_and_tiers_cover_the_count(tariff, count):
    less, more = fee(tariff, count), fee(tariff, count + 1)
    assert more.fen >= less.fen
    assert sum(tier.count for tier in less.tiers) == count
    assert all(tier.count > 0 for tier in less.tiers)


@pytest.mark.parametrize(
    ("tariff", "count", "code"),
    [
        ("items", -1, "fee.negative"),
        ("pages", MOST + 1, "fee.too_many"),
        ("weight", 3, "fee.tariff_unknown"),
    ],
)
def test_a_count_that_cannot_be_is_a_wrong_call(tariff, count, code):
    with pytest.raises(InputError) as refused:
        fee(tariff, count)
    assert refused.value.code == code


def test_money_is_written_without_idle_zeros():
    assert (yuan(220_000), yuan(5), yuan(70_050)) == ("2200", "0.05", "700.50")


@pytest.mark.parametrize(
    ("rule", "month"), [("receipt", (2025, 9)), ("submission", (2025, 8)), ("notice", (2025, 10))]
)
def test_the_setting_says_into_which_month_an_item_falls(rule, month):
    days = {"received_on": date(2025, 9, 1), "submitted_on": date(2025, 8, 31)}
    assert charged_month(rule, **days, noticed_on=date(2025, 10, 9)) == month
    assert effective()["fee_month_rule"] == "receipt"
