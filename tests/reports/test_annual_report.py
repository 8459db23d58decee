"""The report of an agency out of its register: tables, words, last year's, publishing."""

import json
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from reports.registers import request
from reports.samples import document, report, sample, spoiled
from workflow.app import annual_report
from workflow.app.annual_report import Inputs, build, explain, inputs_from_json
from workflow.core.casefile import AgencyCard
from workflow.errors import InputError, RefusedError
from workflow.reports import counting
from workflow.reports.facts import FeeFacts, RequestFacts
from workflow.reports.model import Report, to_json
from workflow.reports.reading import read_report
from workflow.statutes.settings import effective

DATA = Path(__file__).parent / "data"
DEMO = files("workflow.app") / "demo_data" / "liangtian_2020.json"
#: 良田镇's one request of 2020: received in person on 2020-05-11, "信息不存在".
ONE = request("2020-05-11", "2020-07-08", "A12", number="示例〔2020〕1号", channel="in_person")


@dataclass
class MemoryRegister:
    """A register in memory, as the port wants it."""

    requests: list[RequestFacts] = field(default_factory=list)
    last: Report | None = None
    name: str = "银川市金凤区良田镇人民政府"
    chosen: dict = field(default_factory=dict)

    def counted(self, agency, rules):
        return counting.count(self.requests, rules)

    def explained(self, agency, rules, cell):
        table, row, column = cell
        return counting.explain(self.requests, rules, row, column, table)

    def card(self, agency):
        return AgencyCard(agency, self.name, self.name, "示例")

    def settings(self, agency):
        return effective(self.chosen)

    def published(self, agency, year):
        return self.last if self.last and self.last.year == year else None

    def entered(self, agency, year, form):
        return Inputs()


def town_inputs():
    return inputs_from_json(json.loads(DEMO.read_text("utf-8")), "liangtian_2020.json")


class TestTheTownsYear:
    @pytest.fixture
    def built(self):
        return build(MemoryRegister([ONE]), "liangtian", 2020, town_inputs())

    @pytest.mark.parametrize("table", ["received", "appeals", "proactive"])
    def test_its_tables_equal_the_published_ones_cell_by_cell(self, built, table):
        published = read_report(DATA / "published" / "2020_liangtian_town.json")
        assert built.report.table(table) == published.table(table)
        assert built.report.body == published.body

    def test_its_words_are_the_published_ones(self, built):
        published = read_report(DATA / "liangtian_2020.txt")
        assert built.printed.text == published.text

    def test_every_number_of_its_words_that_the_town_counted_is_tied_to_a_figure(self, built):
        words = built.report.text["1"]["主动公开"]
        assert "123" not in words
        assert "{{figure:website_items}}" in words
        assert "{{figure:website_categories.扶贫工作}}" in words

    def test_it_has_no_finding(self, built):
        assert built.checked.to_json() == {"form": "2019", "violations": [], "warnings": []}

    @pytest.mark.parametrize(
        ("changed", "row"),
        [
            (replace(ONE, outcome="A13"), "unable_not_held"),
            (replace(ONE, outcome="A1"), "granted"),
            (replace(ONE, outcome="A23"), "other_total"),
            (replace(ONE, decided_on=date(2021, 1, 4)), "carried_out"),
        ],
    )
    def test_another_fact_moves_the_cell(self, changed, row):
        built = build(MemoryRegister([changed]), "liangtian", 2020, town_inputs())
        assert built.report.received[row]["natural"] == 1
        assert built.checked.violations == ()

    def test_received_in_january_it_is_not_in_the_report(self):
        january = replace(ONE, received_on=date(2021, 1, 4), decided_on=date(2021, 2, 1))
        built = build(MemoryRegister([january]), "liangtian", 2020, town_inputs())
        assert built.report.received["new_received"]["total"] == 0
        assert "收到0次公开申请" in built.printed.text["1"]["依申请公开"]

    def test_its_cell_names_the_case(self):
        numbers = explain(MemoryRegister([ONE]), "liangtian", 2020, "unable_not_held", "natural")
        assert numbers == ["示例〔2020〕1号"]

    def test_the_twelve_categories_add_up_to_the_website_total(self):
        inputs = town_inputs()
        assert sum(inputs.figures["website_categories"].values()) == 123
        wrong = replace(inputs, figures={**inputs.figures, "website_items": 122})
        built = build(MemoryRegister([ONE]), "liangtian", 2020, wrong)
        assert [w.row for w in built.checked.warnings] == ["website_categories"]


class TestLastYear:
    january = request("2023-12-20", "2024-01-10", "A1", number="a")
    plain = request("2024-02-01", "2024-02-20", "A12", number="b")

    def test_carried_in_follows_the_published_report_and_the_difference_is_a_warning(self):
        last = report(document(2023, leaves={"granted": (3,)}, carried_out=(2,)))
        built = build(MemoryRegister([self.january, self.plain], last), "x", 2024, Inputs())
        assert built.report.received["carried_in"]["total"] == 2
        late = [w for w in built.checked.warnings if w.rule == "late_entry"]
        assert [(w.column, w.expected, w.found) for w in late] == [
            ("natural", 2, 1),
            ("total", 2, 1),
        ]

    def test_without_a_difference_nothing_is_said(self):
        last = report(document(2023, leaves={"granted": (3,)}, carried_out=(1,)))
        built = build(MemoryRegister([self.january], last), "x", 2024, Inputs())
        assert built.checked.violations == ()
        assert "late_entry" not in {w.rule for w in built.checked.warnings}

    def test_the_change_on_last_year_is_proposed(self):
        last = report(document(2023, leaves={"granted": (1, 1)}))
        built = build(MemoryRegister([self.plain], last), "x", 2024, Inputs())
        assert built.report.figures["yoy"] == "同比下降50.0%"
        assert "收到申请数量同比下降50.0%。" in built.printed.text["1"]["依申请公开"]

    def test_every_cell_stands_beside_last_years(self):
        now, last = report(sample(2024)), report(sample(2023, carried_in=(1,)))
        beside = annual_report.beside_last_year(now, last)
        assert beside["received", "carried_in", "total"] == (2, 1)
        old = report(sample(2020))
        beside = annual_report.beside_last_year(report(sample(2021)), old)
        assert beside["received", "other_misc", "total"] == (0, None)
        assert annual_report.beside_last_year(now, None)["appeals", "review", "total"] == (5, None)


class TestWords:
    def words(self, facts, **given):
        inputs = Inputs(**given)
        return build(MemoryRegister(facts), "x", 2024, inputs).printed.text

    def test_without_requests_the_report_says_so(self):
        text = self.words([])
        assert text["1"] == {
            "依申请公开": "本年度没有收到政府信息公开申请。"
            "没有因政府信息公开引起的行政复议、行政诉讼。"
        }
        assert text["6"] == "本年度没有收取政府信息公开信息处理费。"

    def test_sentences_are_proposed_from_the_figures(self):
        facts = [
            request("2024-02-01", "2024-02-20", "A1", number="1", channel="web"),
            request("2024-03-01", "2024-03-20", "A12", number="2", channel="in_person"),
            request(
                "2024-03-01", "2024-03-20", "A12", number="3", applicant="legal", channel="web"
            ),
            request("2024-12-20", number="4", channel="signed_mail"),
        ]
        assert self.words(facts)["1"]["依申请公开"] == (
            "本年度共收到政府信息公开申请4件，上年结转0件。"
            "收到和处理的申请中，自然人申请3件，法人或其他组织申请1件。"
            "收到的申请中，当面提交1件，挂号信、特快专递1件，网上提交2件。"
            "本年度办结3件，其中予以公开1件，占33.3%；无法提供2件，占66.7%。"
            "结转下年度继续办理1件。没有因政府信息公开引起的行政复议、行政诉讼。"
        )

    def test_fees_are_stated_from_their_figures(self):
        figures = {"fee_cases": 2, "fee_total_yuan": 2100, "fee_received_yuan": 400}
        assert self.words([], figures=figures)["6"] == (
            "本年度发出信息处理费收费通知2件，通知收费总金额2100元，实际收取400元。"
        )

    noticed = (
        replace(ONE, fees=(FeeFacts(date(2024, 3, 1), 170_000, date(2024, 3, 11), 170_000),)),
        replace(ONE, fees=(FeeFacts(date(2024, 12, 30), 40_050),)),
        replace(ONE, fees=(FeeFacts(date(2023, 12, 20), 10_000, date(2024, 1, 4), 10_000),)),
    )

    def test_fees_are_stated_from_the_notices_of_the_year_and_what_was_paid_in_it(self):
        assert self.words(self.noticed)["6"] == (
            "本年度发出信息处理费收费通知2件，通知收费总金额2100.5元，实际收取1800元。"
        )

    def test_a_payment_for_last_years_notice_is_no_year_without_fees(self):
        assert self.words(self.noticed[2:])["6"] == (
            "本年度发出信息处理费收费通知0件，通知收费总金额0元，实际收取100元。"
        )

    def test_entered_fees_go_over_those_of_the_register(self):
        figures = {"fee_cases": 3, "fee_total_yuan": 2700, "fee_received_yuan": 0}
        assert "收费通知3件" in self.words(self.noticed, figures=figures)["6"]

    def test_entered_words_win_and_stand_in_the_forms_order(self):
        text = {"1": {"监督保障": "培训3次。", "主动公开": "公开9件。"}, "6": "无。"}
        found = self.words([], text=text)
        assert list(found["1"]) == ["主动公开", "依申请公开", "监督保障"]
        assert found["6"] == "无。"

    def test_a_typed_number_that_differs_from_the_tables_is_warned_with_both(self):
        text = {"1": {"依申请公开": "共收到申请7件。"}}
        built = build(MemoryRegister([]), "x", 2024, Inputs(text=text))
        [warning] = built.checked.warnings
        assert (warning.expected, warning.found) == (0, 7)

    def test_a_figure_that_nobody_gave_is_refused(self):
        with pytest.raises(InputError, match="visits"):
            self.words([], text={"5": "接待{{figure:visits}}人。"})


class TestForms:
    def test_another_form_than_that_of_the_year_is_a_violation(self):
        built = build(MemoryRegister([]), "x", 2024, Inputs(), "2019")
        assert [v.rule for v in built.checked.violations] == ["form_of_year"]
        assert "other_total" in built.report.received

    @pytest.mark.parametrize("form", [None, "auto", "2021"])
    def test_the_form_of_the_year_is_the_default(self, form):
        assert build(MemoryRegister([]), "x", 2024, Inputs(), form).report.form == "2021"

    def test_what_was_not_entered_in_table_1_is_0_and_unknown_rows_are_kept(self):
        given = {"normative": {"made": 3}, "扩展": {"x": 1}}
        found = build(MemoryRegister([]), "x", 2024, Inputs(proactive=given)).report.proactive
        assert found["normative"] == {"made": 3, "repealed": 0, "valid": 0}
        assert found["扩展"] == {"x": 1}


class TestPublishing:
    def test_violations_block_and_are_all_told(self):
        base = spoiled(sample(), appeals__review__total=9, received__partial__total=4)
        checked = annual_report.check(report(base))
        with pytest.raises(RefusedError) as refused:
            annual_report.may_publish(checked)
        assert len(refused.value.reasons) == len(checked.violations) == 3

    def test_warnings_do_not_block(self):
        base = spoiled(sample(), received__deny_process__legal="/")
        checked = annual_report.check(report(base))
        assert checked.warnings
        annual_report.may_publish(checked)

    def test_a_published_report_is_locked_by_its_hash(self):
        one, other = report(sample()), report(spoiled(sample(), received__partial__legal=1))
        assert annual_report.digest(one) == annual_report.digest(report(sample()))
        assert annual_report.digest(one) != annual_report.digest(other)
        assert len(annual_report.digest(one)) == 64


class TestInputs:
    @pytest.mark.parametrize(
        "document",
        [
            [],
            {"proactive": [1]},
            {"proactive": {"normative": 3}},
            {"narrative": "x"},
            {"narrative": {"figures": [1]}},
            {"narrative": {"text": "x"}},
        ],
    )
    def test_what_is_no_inputs_file_is_said(self, document):
        with pytest.raises(InputError) as refused:
            inputs_from_json(document, "补充.json")
        assert refused.value.code == "report.inputs_shape"

    @pytest.mark.parametrize("document", [{}, {"proactive": None, "narrative": None}])
    def test_everything_may_be_left_out(self, document):
        assert inputs_from_json(document, "x") == Inputs()


def test_the_built_report_has_the_shape_of_the_contract():
    built = build(MemoryRegister([ONE]), "x", 2020, town_inputs())
    made = to_json(built.printed)
    assert list(made)[:3] == ["body", "year", "form"]
    assert set(made["narrative"]) == {"figures", "text"}
    json.dumps(made)
