"""Tables 2 and 3 out of a register: which year and which cell a request counts in."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.registers import (
    CLASSES,
    REGISTERS,
    ROWS,
    request,
    rules,
    slow_appeals,
    slow_fees,
    slow_received,
)
from reports.samples import document, report
from workflow.errors import InputError
from workflow.forms import of_year
from workflow.reports.checks import check
from workflow.reports.counting import count, explain
from workflow.reports.facts import AppealFacts, RedoFacts
from workflow.statutes.settings import all_settings

YEARS = st.sampled_from([2019, 2020, 2021, 2022])


def filled(table):
    """Return the cells of a table that aren't 0, totals left out."""
    return {
        (row, column): number
        for row, cells in table.items()
        for column, number in cells.items()
        if number and column != "total" and row != "total_handled"
    }


def cells(facts, year, **chosen):
    return filled(count(facts, rules(year, **chosen)).received)


@given(REGISTERS, YEARS)
@settings(max_examples=150, deadline=None)
def test_any_register_gives_what_a_slow_count_gives(register, year):
    counted = count(register, rules(year))
    assert counted.received == slow_received(register, year)
    assert counted.appeals == slow_appeals(register, year)
    fees = counted.fees
    assert (fees.notices, fees.fen, fees.paid_fen) == slow_fees(register, year)


@given(REGISTERS, YEARS, st.sampled_from(["decision", "dispatch", "service"]))
@settings(max_examples=100, deadline=None)
def test_any_register_balances_under_every_setting(register, year, decided_by):
    counted = count(register, rules(year, decided_by=decided_by, count_redo="as_new"))
    base = document(year) | {"received": counted.received, "appeals": counted.appeals}
    assert check(report(base)).violations == ()


@given(REGISTERS, YEARS)
@settings(max_examples=100, deadline=None)
def test_consecutive_years_chain_per_column(register, year):
    this, following = (count(register, rules(y)).received for y in (year, year + 1))
    assert following["carried_in"] == this["carried_out"]


@given(REGISTERS, YEARS)
@settings(max_examples=60, deadline=None)
def test_every_cell_is_explained_by_as_many_requests(register, year):
    of = rules(year)
    counted = count(register, of)
    for table, rows in (("received", counted.received), ("appeals", counted.appeals)):
        for row, columns in rows.items():
            for column, number in columns.items():
                assert len(explain(register, of, row, column, table)) == number


class TestTheYear:
    """Received in one year, decided in another: 新收, 上年结转, 结转下年度."""

    def test_answered_in_the_year_it_came(self):
        assert cells([request("2020-05-11", "2020-06-10", "A12")], 2020) == {
            ("new_received", "natural"): 1,
            ("unable_not_held", "natural"): 1,
        }

    def test_answered_in_january_it_is_carried_over(self):
        december = request("2020-12-20", "2021-01-10", "A1")
        assert cells([december], 2020) == {
            ("new_received", "natural"): 1,
            ("carried_out", "natural"): 1,
        }
        assert cells([december], 2021) == {
            ("carried_in", "natural"): 1,
            ("granted", "natural"): 1,
        }
        assert cells([december], 2022) == {}

    @pytest.mark.parametrize(
        ("decided", "row"), [("2020-12-31", "granted"), ("2021-01-01", "carried_out")]
    )
    def test_the_last_day_of_the_year_is_still_in_it(self, decided, row):
        assert (row, "natural") in cells([request("2020-12-01", decided, "A1")], 2020)

    def test_an_open_request_is_carried_over_every_year(self):
        waiting = request("2019-03-01")
        for year in (2020, 2021):
            assert cells([waiting], year) == {
                ("carried_in", "natural"): 1,
                ("carried_out", "natural"): 1,
            }

    def test_a_request_that_is_not_confirmed_is_not_yet_received(self):
        assert cells([request(None)], 2020) == {}

    def test_a_request_of_next_year_does_not_count(self):
        assert cells([request("2021-01-01")], 2020) == {}

    def test_a_decision_dated_before_its_receipt_counts_in_the_receipts_year(self):
        odd = request("2020-01-02", "2019-12-30", "A1")
        assert cells([odd], 2019) == {}
        assert cells([odd], 2020) == {
            ("new_received", "natural"): 1,
            ("granted", "natural"): 1,
        }


class TestTheRow:
    @pytest.mark.parametrize(("outcome", "row"), ROWS.items())
    def test_an_outcome_falls_into_its_row(self, outcome, row):
        found = cells([request("2024-02-01", "2024-02-20", outcome)], 2024)
        assert (row, "natural") in found

    @pytest.mark.parametrize("outcome", ["A21", "A22", "A23", "A24"])
    def test_on_the_old_form_other_ends_are_one_row(self, outcome):
        found = cells([request("2020-02-01", "2020-02-20", outcome)], 2020)
        assert ("other_total", "natural") in found

    @pytest.mark.parametrize("applicant", CLASSES)
    def test_a_request_counts_in_the_column_of_its_applicant(self, applicant):
        one = request("2024-02-01", applicant=applicant)
        assert ("new_received", applicant) in cells([one], 2024)

    def test_an_imported_request_has_its_row_without_an_outcome(self):
        ledger = request("2024-02-01", "2024-02-20", row="granted")
        assert ("granted", "natural") in cells([ledger], 2024)

    @pytest.mark.parametrize("row", [None, "new_received", "no_such_row"])
    def test_a_handled_request_without_a_result_is_refused_by_number(self, row):
        unknown = request("2024-02-01", "2024-02-20", number="示例〔2024〕7号", row=row)
        with pytest.raises(InputError, match="示例〔2024〕7号") as refused:
            count([unknown], rules(2024))
        assert refused.value.code == "report.no_outcome"

    def test_other_total_is_no_row_of_the_new_form(self):
        old = request("2024-02-01", "2024-02-20", row="other_total")
        with pytest.raises(InputError):
            count([old], rules(2024))


class TestSettings:
    served = request("2020-12-01", "2020-12-30", "A1", served_on=date(2021, 1, 4))

    @pytest.mark.parametrize(
        ("decided_by", "row"),
        [("decision", "granted"), ("dispatch", "granted"), ("service", "carried_out")],
    )
    def test_the_day_by_which_a_request_counts_as_handled(self, decided_by, row):
        assert (row, "natural") in cells([self.served], 2020, decided_by=decided_by)

    @pytest.mark.parametrize("decided_by", ["decision", "dispatch", "service"])
    def test_a_withdrawal_has_only_one_day(self, decided_by):
        withdrawn = request("2024-02-01", "2024-02-05", "A23", dispatched_on=None)
        assert ("other_misc", "natural") in cells([withdrawn], 2024, decided_by=decided_by)

    redone = request(
        "2019-05-20",
        "2019-06-10",
        "A12",
        redos=(RedoFacts(date(2020, 3, 1), date(2020, 3, 20), "A1"),),
    )

    def test_an_answer_ordered_by_an_appeal_counts_no_more(self):
        assert cells([self.redone], 2020) == {}

    def test_or_it_counts_as_a_new_request(self):
        assert cells([self.redone], 2020, count_redo="as_new") == {
            ("new_received", "natural"): 1,
            ("granted", "natural"): 1,
        }

    def test_the_row_of_what_is_no_request_is_a_setting(self):
        inquiry = request("2024-02-01", "2024-02-05", "A24")
        assert ("reject_petition", "natural") in cells(
            [inquiry], 2024, row_of_a24="reject_petition"
        )

    def test_every_counting_rule_is_a_setting_with_its_doubt(self):
        counting = [s for s in all_settings().values() if s.area == "counting"]
        assert {"decided_by", "count_redo", "appeal_results"} <= {s.key for s in counting}
        for setting in counting:
            assert setting.label
            assert setting.doubt
            assert setting.article
            assert setting.mark[0] in "JM"


def appeal(received, decided=None, result=None, group="review", **more):
    end = date.fromisoformat(decided) if decided else None
    return AppealFacts("r1", group, date.fromisoformat(received), end, result, **more)


class TestAppeals:
    def table(self, one, year=2024, **chosen):
        facts = [replace(request("2023-02-01", "2023-02-20", "A12"), appeals=(one,))]
        return filled(count(facts, rules(year, **chosen)).appeals)

    def test_an_appeal_counts_by_its_result_in_the_year_of_the_decision(self):
        one = appeal("2023-11-01", "2024-01-10", "upheld")
        assert self.table(one, 2023) == {("review", "pending"): 1}
        assert self.table(one, 2024) == {("review", "upheld"): 1}
        assert self.table(one, 2025) == {}

    def test_an_appeal_whose_copy_came_next_year_does_not_count(self):
        assert self.table(appeal("2025-01-02"), 2024) == {}

    def test_reconsideration_and_the_later_suit_count_each_in_its_group(self):
        both = (
            appeal("2024-03-01", "2024-04-20", "upheld"),
            appeal("2024-05-20", group="litigation_after_review"),
        )
        facts = [replace(request("2024-01-05", "2024-02-01", "A7"), appeals=both)]
        assert filled(count(facts, rules(2024)).appeals) == {
            ("review", "upheld"): 1,
            ("litigation_after_review", "pending"): 1,
        }

    @pytest.mark.parametrize(
        ("disposition", "column"),
        [
            ("驳回复议请求", "upheld"),
            ("责令履行", "corrected"),
            ("确认违法", "corrected"),
            ("不予受理", "other"),
            ("驳回起诉", "other"),
        ],
    )
    def test_a_disposition_in_words_falls_into_its_column(self, disposition, column):
        assert self.table(appeal("2024-03-01", "2024-04-01", disposition)) == {
            ("review", column): 1
        }

    def test_the_mapping_of_dispositions_is_a_setting(self):
        one = appeal("2024-03-01", "2024-04-01", "调解")
        assert self.table(one, appeal_results={"调解": "corrected"}) == {("review", "corrected"): 1}

    def test_a_decided_appeal_without_a_result_is_refused(self):
        with pytest.raises(InputError):
            self.table(appeal("2024-03-01", "2024-04-01"))

    @pytest.mark.parametrize(
        ("rule", "column"), [("pending", "pending"), ("first_instance", "corrected")]
    )
    def test_a_judgment_under_appeal_is_pending_or_counts_by_a_setting(self, rule, column):
        one = appeal(
            "2024-03-01",
            group="litigation_direct",
            first_decided_on=date(2024, 9, 1),
            first_result="corrected",
            appealed_on=date(2024, 9, 10),
        )
        assert self.table(one, judgment_under_appeal=rule) == {("litigation_direct", column): 1}

    #: Judged in December 2023, appealed in January, judged again in May 2024.
    twice = AppealFacts(
        "l1", "litigation_direct", date(2023, 8, 1), date(2024, 5, 6), "corrected",
        date(2023, 12, 20), "upheld", date(2024, 1, 4),
    )  # fmt: skip

    @pytest.mark.parametrize(
        ("year", "column"), [(2022, None), (2023, "upheld"), (2024, "corrected"), (2025, None)]
    )
    def test_a_judgment_appealed_in_january_was_the_courts_word_in_december(self, year, column):
        expected = {("litigation_direct", column): 1} if column else {}
        assert self.table(self.twice, year) == expected

    @pytest.mark.parametrize(
        ("year", "rule", "column"),
        [
            (2023, "pending", "pending"),
            (2023, "first_instance", "upheld"),
            (2024, "pending", "corrected"),
            (2024, "first_instance", "corrected"),
        ],
    )
    def test_what_the_second_instance_says_later_does_not_count_before(self, year, rule, column):
        one = replace(self.twice, appealed_on=date(2023, 12, 28))
        assert self.table(one, year, judgment_under_appeal=rule) == {
            ("litigation_direct", column): 1
        }


class TestExplain:
    register = (
        request("2024-02-01", "2024-02-20", "A12", number="1"),
        request("2024-03-01", "2024-03-20", "A13", number="2", applicant="legal"),
        request("2024-12-01", number="3"),
        replace(
            request("2023-03-01", "2023-03-20", "A7", number="4"),
            appeals=(appeal("2024-01-02"),),
        ),
    )

    @pytest.mark.parametrize(
        ("row", "column", "numbers"),
        [
            ("unable_not_held", "natural", ["1"]),
            ("unable_not_held", "total", ["1", "2"]),
            ("total_handled", "total", ["1", "2"]),
            ("new_received", "total", ["1", "2", "3"]),
            ("carried_out", "natural", ["3"]),
            ("granted", "natural", []),
        ],
    )
    def test_a_cell_names_its_requests(self, row, column, numbers):
        assert explain(self.register, rules(2024), row, column) == numbers

    def test_a_cell_of_table_3_names_the_requests_appealed(self):
        assert explain(self.register, rules(2024), "review", "total", "appeals") == ["4"]

    @pytest.mark.parametrize(("row", "column"), [("x", "natural"), ("granted", "x")])
    def test_a_cell_that_the_form_has_not_is_refused(self, row, column):
        with pytest.raises(InputError) as refused:
            explain(self.register, rules(2024), row, column)
        assert refused.value.code == "report.no_cell"


def test_the_rows_of_outcomes_in_the_tests_are_rows_of_the_form():
    assert set(ROWS.values()) == set(of_year(2024).results)
