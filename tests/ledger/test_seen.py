"""A number that stands twice in a ledger is told, and remembering costs a few bytes a row."""

import tracemalloc

import pytest

from workflow.app.ledger.seen import Seen
from workflow.ledger.problems import Place


@pytest.fixture
def seen():
    return Seen()


def chain(number):
    return f"request:{number}"


def test_within_a_batch_the_second_is_told_where_the_first_stood(seen):
    seen.begin({})
    assert seen.earlier("1", Place(2)) is None
    assert seen.earlier("1", Place(3)) == Place(2)
    assert seen.earlier("2", Place(4)) is None


def test_a_case_that_the_ledger_opened_is_told_in_a_later_batch_and_sheet(seen):
    seen.begin({})
    for at in range(3):
        assert seen.earlier(str(at), Place(at + 2, "甲")) is None
        seen.opened(chain(70 + at), Place(at + 2, "甲"))
    seen.begin({"1": chain(71), "旧": chain(5)})
    assert seen.earlier("1", Place(9, "乙")) == Place(3, "甲")
    assert seen.earlier("旧", Place(10, "乙")) is None


def test_a_case_of_the_register_may_stand_once_in_all_batches(seen):
    for place, first in ((Place(2), None), (Place(600), Place(2))):
        seen.begin({"旧": chain(5)})
        assert seen.earlier("旧", place) == first


def test_a_row_of_which_nothing_could_be_derived_counts_all_the_same(seen):
    seen.begin({})
    assert seen.earlier("1", Place(2)) is None
    seen.failed("1", Place(2))
    seen.begin({})
    assert seen.earlier("1", Place(700)) == Place(2)


def test_ten_thousand_rows_more_cost_about_eight_bytes_each(seen):
    def take(first):
        for at in range(first, first + 10_000, 500):
            seen.begin({})
            for number in range(at, at + 500):
                seen.earlier(f"示例〔2020〕{number}号", Place(number))
                seen.opened(chain(number), Place(number))

    take(1)
    tracemalloc.start()
    take(10_001)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 20 * 10_000 + 100_000  # one batch is kept; an array grows by eighths
