"""Each rule of ``report check``: when it finds something, where, and with which figures."""

import copy
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.samples import CLASSES, document, documents, report, row, sample, spoiled
from workflow.forms import of_year
from workflow.reports.checks import check, is_town

YEARS = pytest.mark.parametrize("year", [2020, 2024])


def found(base, previous=None):
    return check(report(base), report(previous) if previous else None)


def places(findings):
    return [(f.rule, f.table, f.row, f.column, f.expected, f.found) for f in findings]


@YEARS
def test_a_report_that_balances_has_no_finding(year):
    assert found(sample(year)).to_json() == {
        "form": of_year(year).key,
        "violations": [],
        "warnings": [],
    }


@given(documents())
@settings(max_examples=60, deadline=None)
def test_any_report_that_is_added_up_balances(base):
    checked = found(base)
    assert places(checked.violations) == []


@given(documents(most=50), st.data())
@settings(max_examples=80, deadline=None)
def test_one_changed_number_of_table_2_is_always_found(base, data):
    key = data.draw(st.sampled_from(sorted(base["received"])))
    column = data.draw(st.sampled_from([*CLASSES, "total"]))
    wrong = spoiled(base, **{f"received__{key}__{column}": base["received"][key][column] + 1})
    rules = {violation.rule for violation in found(wrong).violations}
    assert "row_sum" in rules  # whatever cell it was, its row no longer adds up
    if key in {"new_received", "carried_in", "carried_out", "total_handled"}:
        assert "column_balance" in rules
    if key == "total_handled" or key in of_year(base["year"]).results:
        assert "results_sum" in rules


def test_the_printed_equation_is_broken_in_one_column():
    base = spoiled(sample(), received__carried_out__natural=3, received__carried_out__total=4)
    broken = [v for v in found(base).violations if v.rule == "column_balance"]
    assert places(broken) == [
        ("column_balance", "received", None, "natural", 11, 12),  # 9 + 2 ≠ 9 + 3
        ("column_balance", "received", None, "total", 14, 15),
    ]
    assert broken[0].message == (
        "申请情况表“自然人”列不平：一（9）＋二（2）＝11，三（七）（9）＋四（3）＝12，相差1件。"
    )


def test_results_that_do_not_add_up_to_their_total():
    base = spoiled(sample(), received__granted__natural=4, received__granted__total=5)
    assert places(found(base).violations) == [
        ("results_sum", "received", "total_handled", "natural", 8, 9),
        ("results_sum", "received", "total_handled", "total", 10, 11),
    ]


def test_a_row_whose_classes_do_not_add_up_to_its_total():
    base = spoiled(sample(), received__partial__total=2)
    assert places(found(base).violations) == [
        ("results_sum", "received", "total_handled", "total", 12, 11),
        ("row_sum", "received", "partial", "total", 1, 2),
    ]


@pytest.mark.parametrize("group", ["review", "litigation_direct", "litigation_after_review"])
def test_a_group_of_appeals_that_does_not_add_up(group):
    base = sample()
    total = base["appeals"][group]["total"]
    wrong = spoiled(base, **{f"appeals__{group}__total": total + 4})
    assert places(found(wrong).violations) == [
        ("appeals_sum", "appeals", group, "total", total, total + 4)
    ]


class TestBlanks:
    @pytest.mark.parametrize("blank", [None, "", "/", "-", "—"])
    def test_a_blank_total_beside_filled_parts_violates_its_row(self, blank):
        checked = found(spoiled(sample(), received__partial__total=blank))
        assert ("row_sum", "received", "partial", "total", 1, 0) in places(checked.violations)
        assert places(checked.warnings) == [("blank", "received", None, None, 0, 1)]
        assert "总计空白，按0计" in checked.violations[-1].message

    def test_blanks_for_zero_are_one_warning_a_table_with_their_number(self):
        base = sample()
        for cells in (base["received"]["deny_process"], base["appeals"]["review"]):
            cells.update(dict.fromkeys([k for k, n in cells.items() if n == 0], "/"))
        checked = found(base)
        assert checked.violations == ()
        assert places(checked.warnings) == [
            ("blank", "received", None, None, 0, 7),
            ("blank", "appeals", None, None, 0, 1),
        ]

    def test_a_cell_that_is_not_there_is_blank(self):
        base = sample()
        del base["received"]["deny_process"]["legal"]
        assert places(found(base).warnings) == [("blank", "received", None, None, 0, 1)]


class TestWordsInNumbers:
    def test_the_number_is_taken_and_the_rest_reported(self):
        base = spoiled(sample(), proactive__normative__made="22（其中修订16件）")
        [warning] = found(base).warnings
        assert places([warning]) == [
            ("text_in_number", "proactive", "normative", "made", 22, "22（其中修订16件）")
        ]
        assert "其余“(其中修订16件)”" in warning.message

    def test_the_equations_run_on_the_number(self):
        base = spoiled(sample(), received__granted__natural="5件")
        assert found(base).violations == ()

    @pytest.mark.parametrize("odd", [-1, 1.5])
    def test_a_count_below_0_or_broken_is_a_warning(self, odd):
        base = spoiled(sample(), received__deny_process__legal=odd)
        rules = [w.rule for w in found(base).warnings]
        assert rules == ["not_a_count"]

    def test_the_change_of_table_1_may_be_negative_and_money_broken(self):
        assert found(spoiled(sample(2020), proactive__licensing__change=-4)).warnings == ()
        base = spoiled(sample(), proactive__admin_fee__amount_wan_yuan=7730.28)
        assert found(base).warnings == ()


class TestFormOfTheYear:
    def test_the_rows_of_the_old_form_are_one_violation_and_the_rest_is_checked(self):
        base = sample(2020) | {"year": 2024, "form": "2021"}
        base = spoiled(base, appeals__review__total=9)
        base["proactive"] = sample(2024)["proactive"]
        assert places(found(base).violations) == [
            ("form_of_year", "received", "other_total", None, "2021", "2019"),
            ("appeals_sum", "appeals", "review", "total", 5, 9),
        ]

    def test_the_rows_of_the_new_form_in_an_old_year_are_one_violation(self):
        base = sample(2024) | {"year": 2020}
        [violation] = found(base).violations
        assert places([violation]) == [("form_of_year", "received", None, None, "2019", "2021")]
        assert "3.其他" in violation.message

    def test_results_in_the_rows_of_the_other_form_are_added_up_with_the_rest(self):
        base = document(2020, leaves={"other_total": (4,), "granted": (1,)}) | {"year": 2024}
        assert [v.rule for v in found(base).violations] == ["form_of_year"]  # 4 + 1 = 5
        base["received"]["other_total"] |= {"natural": 3, "total": 3}
        assert [v.rule for v in found(base).violations] == ["form_of_year", *["results_sum"] * 2]

    def test_table_1_alone_on_the_old_form_is_one_violation_there(self):
        base = sample(2024) | {"proactive": sample(2020)["proactive"]}
        assert places(found(base).violations) == [
            ("form_of_year", "proactive", None, None, "2021", "2019")
        ]

    def test_the_form_is_the_one_of_the_year_whatever_the_file_says(self):
        assert found(sample(2024) | {"form": "2019"}).to_json()["form"] == "2021"

    def test_a_stated_form_that_the_rows_contradict_is_no_finding(self):
        assert found(sample(2024) | {"form": "2019"}).violations == ()

    def test_a_stated_form_is_judged_where_no_row_tells_the_forms_apart(self):
        base = sample(2024) | {"form": "2019"}
        for key in ("other_overdue_correction", "other_overdue_fee", "other_misc"):
            del base["received"][key]
        assert places(found(base).violations) == [
            ("form_of_year", "report", None, None, "2021", "2019")
        ]

    def test_rows_that_are_missing_are_said_and_the_others_are_checked(self):
        base = spoiled(sample(), received__granted__total=9)
        del base["received"]["deny_process"]
        checked = found(base)
        assert {v.rule for v in checked.violations} == {"row_sum", "results_sum"}
        [warning] = checked.warnings
        assert (warning.rule, warning.expected, warning.found) == ("missing_rows", 25, 24)
        assert "6.属于四类过程性信息" in warning.message

    def test_without_a_row_of_the_printed_equation_it_cannot_be_run(self):
        base = spoiled(sample(), received__carried_out__natural=99)
        del base["received"]["carried_in"]
        assert "column_balance" not in {v.rule for v in found(base).violations}

    def test_unknown_rows_and_columns_are_not_checked(self):
        base = sample()
        base["received"]["anything"] = {"natural": 5}
        base["received"]["granted"]["remark"] = 77
        assert found(base).to_json()["violations"] == []
        assert found(base).warnings == ()


class TestYearChain:
    def test_two_years_that_chain(self):
        last = document(2023, leaves={"granted": (3,)}, carried_out=(2,))
        assert places(found(sample(), last).violations) == []

    def test_a_total_that_differs_is_one_violation(self):
        last = document(2023, leaves={"granted": (3,)}, carried_out=(3,))
        checked = found(sample(), last)
        assert places(checked.violations) == [
            ("year_chain", "received", "carried_in", "total", 3, 2)
        ]
        assert checked.warnings == ()

    def test_classes_alone_are_warnings(self):
        last = document(2023, leaves={"granted": (3, 3)}, carried_out=(1, 1))
        checked = found(sample(), last)
        assert checked.violations == ()
        assert places(checked.warnings) == [
            ("year_chain", "received", "carried_in", "natural", 1, 2),
            ("year_chain", "received", "carried_in", "enterprise", 1, 0),
        ]

    def test_the_chain_crosses_the_change_of_forms(self):
        last = document(2020, leaves={"other_total": (3,)}, carried_out=(2,))
        now = sample(2021)
        assert found(now, last).violations == ()

    def test_a_report_of_another_year_is_said(self):
        last = document(2022, carried_out=(2,))
        assert [w.rule for w in found(sample(), last).warnings] == ["previous_year"]

    @pytest.mark.parametrize(("valid", "warned"), [(420, []), (421, [(420, 421)])])
    def test_what_is_in_force_is_last_years_plus_made_minus_repealed(self, valid, warned):
        last = document(2023, carried_out=(2,))
        last["proactive"]["normative"] |= {"made": 109, "repealed": 489, "valid": 597}
        base = sample()
        base["proactive"]["normative"] |= {"made": 50, "repealed": 227, "valid": valid}
        checked = found(base, last)
        assert checked.violations == ()
        assert [(w.expected, w.found) for w in checked.warnings] == warned  # 597 + 50 − 227

    def test_the_old_form_has_no_number_in_force_to_chain_with(self):
        last = document(2020, carried_out=(2,))
        base = spoiled(sample(2021), proactive__normative__valid=9)
        assert found(base, last).warnings == ()


class TestTowns:
    @pytest.mark.parametrize(
        ("body", "town"),
        [
            ("银川市金凤区良田镇人民政府", True),
            ("半城镇", True),
            ("示例区示例街道办事处", True),
            ("示例县示例乡人民政府（汇总）", True),
            ("示例旗示例苏木", True),
            ("景德镇市人民政府", False),
            ("西乡县人民政府", False),
            ("镇江市公安局", False),
            ("示例县人民政府", False),
            ("", False),
        ],
    )
    def test_a_town_is_known_by_the_end_of_its_name(self, body, town):
        assert is_town(body) is town

    @pytest.mark.parametrize(("body", "warned"), [("示例镇人民政府", 1), ("示例市人民政府", 0)])
    def test_a_town_that_reports_regulations_is_warned(self, body, warned):
        base = spoiled(sample() | {"body": body}, proactive__regulations__valid=2)
        checked = found(base)
        assert checked.violations == ()
        assert (
            places(checked.warnings)
            == [("town_regulations", "proactive", "regulations", "valid", 0, 2)] * warned
        )


class TestNarrative:
    def with_figures(self, **figures):
        return sample() | {"narrative": {"figures": figures, "text": {}}}

    @pytest.mark.parametrize(
        ("key", "right"),
        [
            ("requests", 12),
            ("received", 12),
            ("carried_in", 2),
            ("received_and_handled", 14),
            ("answered", 11),
            ("granted", 6),
            ("partial", 1),
            ("granted_or_partial", 7),
            ("denied", 1),
            ("unable", 3),
            ("not_processed", 0),
            ("other", 0),
            ("carried_out", 3),
            ("natural", 11),
            ("organisations", 3),
            ("review_cases", 5),
            ("litigation_cases", 1),
        ],
    )
    def test_a_figure_is_compared_with_its_cells(self, key, right):
        assert found(self.with_figures(**{key: right})).warnings == ()
        checked = found(self.with_figures(**{key: right + 1}))
        assert checked.violations == ()
        assert places(checked.warnings) == [("narrative", "report", key, None, right, right + 1)]

    def test_a_flat_narrative_is_read_as_figures(self):
        base = sample() | {"narrative": {"requests": 13}}
        assert places(found(base).warnings) == [("narrative", "report", "requests", None, 12, 13)]

    @pytest.mark.parametrize("about", ["18万余条", "约13件", "无", None, [13], True])
    def test_what_is_only_about_right_is_not_compared(self, about):
        assert found(self.with_figures(requests=about)).warnings == ()

    def test_a_blank_total_counts_as_its_row(self):
        base = spoiled(self.with_figures(granted=6), received__granted__total=None)
        assert "narrative" not in {w.rule for w in found(base).warnings}

    @pytest.mark.parametrize(
        ("share", "warned"), [("54.5%", 0), ("54.6%", 0), ("55%", 0), ("54.8%", 1), (54.5, 0)]
    )
    def test_a_share_may_be_rounded_either_way_in_its_last_digit(self, share, warned):
        checked = found(self.with_figures(granted_pct=share))  # 6 / 11 = 54.545 %
        assert len(checked.warnings) == warned

    @pytest.mark.parametrize(
        ("words", "warned"), [("同比增长20.0%", 0), ("下降20%", 1), ("同比增长25.1%", 1)]
    )
    def test_the_change_on_last_year_needs_last_years_report(self, words, warned):
        base = self.with_figures(yoy=words)
        last = document(2023, leaves={"granted": (8,)}, carried_out=(2,))  # 10 → 12
        assert found(base).warnings == ()
        assert len(found(base, last).warnings) == warned

    def test_a_breakdown_adds_up_to_its_figure(self):
        parts = {"扶贫": 59, "其他": 64}
        assert found(self.with_figures(website_items=123, website_categories=parts)).warnings == ()
        checked = found(self.with_figures(website_items=124, website_categories=parts))
        assert places(checked.warnings) == [
            ("narrative", "report", "website_categories", None, 124, 123)
        ]

    def test_a_breakdown_of_fees_has_cases_and_yuan(self):
        fees = {"甲局": [1, 420], "乙县": [2, 290]}
        figures = {"fee_cases": 3, "fee_total_yuan": 700, "fee_breakdown": fees}
        checked = found(self.with_figures(**figures))
        assert places(checked.warnings) == [
            ("narrative", "report", "fee_breakdown", None, 700, 710)
        ]

    def test_a_number_typed_in_the_text_is_compared_with_the_tables(self):
        text = {"1": {"依申请公开": "2024年，共收到政府信息公开申请13件，予以公开6件。"}}
        base = sample() | {"narrative": {"figures": {}, "text": text}}
        assert places(found(base).warnings) == [("narrative", "report", "requests", None, 12, 13)]

    def test_a_number_tied_to_a_figure_is_not_compared_twice(self):
        text = {"1": {"依申请公开": "共收到申请{{figure:requests}}件。"}}
        base = sample() | {"narrative": {"figures": {"requests": 12}, "text": text}}
        assert found(base).warnings == ()


@given(documents(most=9))
@settings(max_examples=40, deadline=None)
def test_a_finding_names_rule_table_place_and_figures_in_chinese(base):
    wrong = copy.deepcopy(base)
    wrong["received"]["granted"] = row(1, 1) | {"total": "3件"}
    shape = {"rule", "table", "row", "column", "expected", "found", "message"}
    checked = found(wrong).to_json()
    for finding in (*checked["violations"], *checked["warnings"]):
        assert set(finding) == shape
        assert re.search("[\u4e00-\u9fff]", finding["message"])
        assert finding["table"] in {"received", "appeals", "proactive", "report"}
