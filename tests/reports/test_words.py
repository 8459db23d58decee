"""The words of a report: phrases that name figures, numbers tied to figures, headings."""

import pytest

from workflow.errors import InputError
from workflow.messages import catalogue
from workflow.reports import figures
from workflow.reports.phrases import PHRASES, typed_figures
from workflow.reports.reading.narrative import Words, part_of, short_name
from workflow.reports.wording import Piece, filled, pieces


def typed(*sentences):
    return dict(typed_figures({"1": {"依申请公开": "".join(sentences)}}))


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("2020 年，良田镇共收到 1 次公开申请。", {"requests": 1}),
        ("全年受理政府信息公开申请35件。", {"requests": 35}),
        ("新收申请12件，上年结转2件。", {"requests": 12, "carried_in": 2}),
        ("上一年度结转申请18件", {"carried_in": 18}),
        ("结转下年度继续办理72件", {"carried_out": 72}),
        ("结转至下一年3件", {"carried_out": 3}),
        ("予以公开258件，部分公开3件", {"granted": 258, "partial": 3}),
        ("不予公开92件", {"denied": 92}),  # and not 予以公开
        ("无法提供941件，不予处理117件", {"unable": 941, "not_processed": 117}),
        ("其他处理469件", {"other": 469}),
        ("行政复议7件，行政诉讼9件", {"review_cases": 7, "litigation_cases": 9}),
        ("予以公开及部分公开258件", {"granted_or_partial": 258}),
        ("公开信息123件，培训3次", {}),
        ("没有收到申请。2021年5月3日改版。", {}),
        ("", {}),
    ],
)
def test_a_phrase_names_its_figure(sentence, found):
    assert typed(sentence) == found


def test_a_number_that_is_tied_is_not_typed():
    assert typed("共收到{{figure:requests}}件申请。") == {}


def test_the_first_of_two_numbers_counts():
    assert typed("收到申请5件。", "其中某局收到申请2件。") == {"requests": 5}


def test_every_phrase_names_a_figure_that_the_tables_have():
    known = set(figures.ROWS) | set(figures.GROUPS)
    assert set(PHRASES) <= known


def test_every_figure_has_a_name_that_an_officer_reads():
    named = {key for key in catalogue("zh") if key.startswith("report.figure_")}
    wanted = set(figures.ROWS) | set(figures.GROUPS) | set(figures.BREAKDOWNS)
    assert {f"report.figure_{key}" for key in wanted} <= named


@pytest.mark.parametrize(
    ("printed", "value", "step"),
    [
        ("33.9%", 33.9, 0.1),
        ("4.34％", 4.34, 0.01),
        ("同比增长70.3%", 70.3, 0.1),
        ("较去年回落12.3%", -12.3, 0.1),
        ("下降5%", -5.0, 1.0),
        (33.9, 33.9, 0.1),
    ],
)
def test_a_percentage_has_a_direction_and_a_last_digit(printed, value, step):
    found = figures.percent(printed)
    assert (found.value, found.step) == (value, step)


@pytest.mark.parametrize("words", ["持平", "", None, [1], True])
def test_what_is_no_percentage_is_none(words):
    assert figures.percent(words) is None


NUMBERS = {"requests": 12, "by": {"扶贫": 59}, "yoy": "同比增长1.0%"}


class TestTiedNumbers:
    def test_a_text_is_filled_with_its_figures(self):
        text = "收到{{figure:requests}}件，扶贫{{ figure:by.扶贫 }}件，{{figure:yoy}}。"
        assert filled(text, NUMBERS) == "收到12件，扶贫59件，同比增长1.0%。"

    def test_each_number_knows_the_figure_that_it_shows(self):
        assert list(pieces("共{{figure:requests}}件", NUMBERS)) == [
            Piece("共"),
            Piece("12", "requests"),
            Piece("件"),
        ]

    @pytest.mark.parametrize("key", ["nothing", "by", "by.无", "requests.x"])
    def test_a_figure_that_is_not_there_is_refused_by_name(self, key):
        with pytest.raises(InputError) as refused:
            filled("{{figure:" + key + "}}", NUMBERS)
        assert refused.value.values == {"key": key}

    def test_other_braces_are_words(self):
        assert filled("{{ x }} {% y %}", {}) == "{{ x }} {% y %}"


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("一、总体情况", 1),
        ("二、主动公开政府信息情况", 2),
        ("三、收到和处理政府信息公开申请情况", 3),
        ("四、政府信息公开行政复议、行政诉讼情况", 4),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", 4),
        ("五、政府信息公开工作存在的主要问题及改进情况", 5),
        ("六、 其他需要报告的事项", 6),
        ("**六、其他需要报告的事项**", 6),
        ("一、本年新收政府信息公开申请数量", None),
        ("报告由总体情况，主动公开政府信息情况等六个部分组成。", None),
    ],
)
def test_a_part_is_known_by_its_heading(heading, part):
    assert part_of(heading) == part


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("主动公开政府信息情况", "主动公开"),
        ("主动公开情况", "主动公开"),
        ("依申请公开工作情况", "依申请公开"),
        ("政府信息公开平台建设", "平台建设"),
        ("监督保障", "监督保障"),
        ("组织领导情况", "组织领导情况"),
    ],
)
def test_a_heading_of_the_overview_has_a_short_name(heading, name):
    assert short_name(heading) == name


class TestSections:
    def sections(self, *paragraphs):
        words = Words()
        for paragraph in paragraphs:
            words.take(1, paragraph)
        return words.text()["1"]

    def test_a_heading_may_run_into_its_text(self):
        assert self.sections("（一）主动公开。公开信息9件。") == {"主动公开": "公开信息9件。"}

    def test_a_part_without_headings_is_one_text(self):
        assert self.sections("甲。", "乙。") == "甲。\n乙。"

    def test_text_before_the_first_heading_is_kept(self):
        found = self.sections("总的情况很好。", "（一）主动公开", "9件。")
        assert found == {"": "总的情况很好。", "主动公开": "9件。"}

    def test_a_sentence_in_brackets_is_no_heading(self):
        assert self.sections("（一）是公开，（二）是监督。") == "（一）是公开，（二）是监督。"
