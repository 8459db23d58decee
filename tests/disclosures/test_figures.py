"""Figures by period: entered once with their source, added up, checked, found in the report."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosures.conftest import ADMIN, CATEGORIES, CLERK, HEAD, LEADER, NARRATIVE, TOWN, YEAR
from workflow.app import annual_report
from workflow.app.annual_report import Inputs
from workflow.app.figure_checks import check_sums
from workflow.app.figure_kinds import key_named, kind_of, known_kinds, label_of, read_value
from workflow.app.figure_periods import Period
from workflow.app.figures import Entering, Figure, Figures, enter_all, history
from workflow.app.keeping import verify
from workflow.app.report_register import OfficeRegister
from workflow.errors import InputError, NotFoundError, RefusedError
from workflow.reports.model import to_json

HALF = Period(2020, "H", 1)
SECOND = Period(2020, "H", 2)


def built(office, inputs=None, year=2020):
    register = OfficeRegister(office)
    return annual_report.build(register, "liangtian", year, inputs or Inputs())


def sums(desk, period=YEAR, counted=None):
    return check_sums(desk.figures, period, counted or {})


def codes(reasons):
    return [reason.code for reason in reasons]


def test_the_towns_figures_entered_once_stand_in_the_built_report(office, desk):
    desk.enter("2020", TOWN)
    found = to_json(built(office).report)["narrative"]["figures"]
    assert {key: found[key] for key in NARRATIVE} == NARRATIVE
    assert found["website_categories"] == CATEGORIES
    assert sum(CATEGORIES.values()) == 123
    assert sums(desk).violations == ()
    assert built(office).checked.violations == ()


def test_the_words_of_the_report_take_them_by_name(office, desk):
    desk.enter("2020", TOWN)
    words = "网站公开{{figure:website_items}}件，扶贫{{figure:website_categories.扶贫工作}}件。"
    text = built(office, Inputs(text={"1": {"主动公开": words}})).printed.text
    assert text["1"]["主动公开"] == "网站公开123件，扶贫59件。"


def test_table_1_of_the_report_is_filled_by_row_and_column(office, desk):
    desk.enter("2020", {"normative.made": 2, "licensing.change": -3, "procurement.amount": "7.5"})
    rows = to_json(built(office).report)["proactive"]
    assert rows["normative"] == {"made": 2, "published": 0, "total": 0}
    assert rows["licensing"]["change"] == -3
    assert rows["procurement"]["amount"] == 7.5


def test_cells_of_the_other_form_stay_out_of_the_report_and_are_said(office, desk):
    desk.enter("2020", {"normative.valid": 4, "normative.total": 4})
    assert to_json(built(office).report)["proactive"]["normative"]["total"] == 4
    assert built(office).checked.violations == ()
    assert codes(sums(desk).warnings) == ["figures.other_form"]


def test_a_file_of_inputs_goes_over_what_was_entered(office, desk):
    desk.enter("2020", {"website_items": 123, "weibo_items": 235, "normative.made": 1})
    given_in = Inputs(proactive={"normative": {"total": 9}}, figures={"weibo_items": 1})
    report = built(office, given_in).report
    assert (report.figures["website_items"], report.figures["weibo_items"]) == (123, 1)
    assert report.proactive["normative"] == {"made": 1, "published": 0, "total": 9}


def test_twelve_categories_that_do_not_add_up_to_the_whole_are_a_violation(desk):
    desk.enter("2020", TOWN | {"website_items": 124})
    reason = sums(desk).violations[0]
    assert reason.code == "figures.sum"
    assert (reason.values["count"], reason.values["found"], reason.values["expected"]) == (
        12,
        123,
        124,
    )
    desk.enter("2020", {"website_items": 123})
    assert sums(desk).violations == ()


def test_more_done_than_came_in_is_a_violation(desk):
    desk.enter("2020", {"service_items": 2037, "service_completed": 2129})
    assert codes(sums(desk).violations) == ["figures.more_than"]


def test_a_year_is_the_sum_of_its_halves_and_staff_are_those_at_its_end(desk):
    desk.enter("2020H1", {"training_sessions": 1, "staff_part_time": 3})
    assert desk.figures.value(YEAR, "training_sessions") is None  # half a year is no year
    desk.enter("2020H2", {"training_sessions": 2, "staff_part_time": 2})
    assert desk.figures.value(YEAR, "training_sessions") == 3
    assert desk.figures.value(YEAR, "staff_part_time") == 2


def test_months_quarters_and_a_half_may_be_mixed(desk):
    for month, number in (("2020-01", 1), ("2020-02", 2), ("2020-03", 4), ("2020Q2", 8)):
        desk.enter(month, {"weibo_items": number})
    assert desk.figures.value(HALF, "weibo_items") == 15
    desk.enter("2020H2", {"weibo_items": 100})
    assert desk.figures.value(YEAR, "weibo_items") == 115


def test_a_category_that_only_one_half_names_is_counted_all_the_same(desk):
    desk.enter("2020H1", {"website_categories.扶贫工作": 5, "website_items": 5})
    desk.enter("2020H2", {"website_categories.医疗卫生": 2, "website_items": 2})
    assert desk.figures.values(YEAR) == {
        "website_items": 7,
        "website_categories.医疗卫生": 2,
        "website_categories.扶贫工作": 5,
    }
    assert sums(desk).violations == ()


def test_a_year_that_its_halves_contradict_is_a_violation(desk):
    desk.enter("2020H1", {"weibo_items": 100})
    desk.enter("2020H2", {"weibo_items": 100})
    desk.enter("2020", {"weibo_items": 235})
    assert codes(sums(desk).violations) == ["figures.parts"]
    assert desk.figures.value(YEAR, "weibo_items") == 235  # what was entered for the year holds


@pytest.mark.parametrize(
    ("year", "before", "now", "expected"),
    [
        # 2019 form: 上一年项目数量 of 2020 = that of 2019 + 本年增/减 of 2019
        (2020, {"licensing.prev_items": 10, "licensing.change": -2}, {}, 8),
        # 2021 form: 现行有效 = last year's + made - repealed
        (2022, {"normative.valid": 10}, {"normative.made": 3, "normative.repealed": 1}, 12),
    ],
)
def test_a_year_that_does_not_follow_from_the_last_is_a_warning(desk, year, before, now, expected):
    column = "licensing.prev_items" if year == 2020 else "normative.valid"
    desk.enter(str(year - 1), before)
    desk.enter(str(year), now | {column: expected})
    assert sums(desk, Period(year)).warnings == ()
    desk.enter(str(year), {column: expected + 1})
    found = sums(desk, Period(year)).warnings
    assert codes(found) == ["figures.chain"]
    assert found[0].values["expected"] == expected


def test_what_the_register_counts_otherwise_is_a_warning(desk):
    desk.enter("2020", {"website_items": 123})
    assert codes(sums(desk, counted={"website_items": 2}).warnings) == ["figures.register_differs"]
    assert sums(desk, counted={"website_items": 123}).warnings == ()


def test_a_name_that_nobody_knows_is_kept_and_pointed_out(office, desk):
    desk.enter("2020", {"trainning_sessions": 3})
    assert codes(sums(desk).warnings) == ["figures.unknown"]
    assert built(office).report.figures["trainning_sessions"] == 3


def test_every_change_keeps_who_made_it_and_from_which_source(office, desk):
    desk.enter("2020", {"weibo_items": 230}, "微博后台")
    desk.enter("2020", {"weibo_items": 235}, "微博后台（更正）", HEAD)
    told = history(office, "liangtian", YEAR, "weibo_items")
    assert [(one["value"], one["source"], one["actor"]) for one in told] == [
        (230, "微博后台", "li"),
        (235, "微博后台（更正）", "zhao"),
    ]
    assert verify(office, derived=True).broken == ()


def test_a_mend_without_a_source_keeps_the_one_that_was(desk):
    desk.enter("2020", {"weibo_items": 230}, "微博后台")
    desk.enter("2020", {"weibo_items": 235}, "")
    assert desk.figures.entered(YEAR, "weibo_items").source == "微博后台"


def test_the_same_figures_again_write_nothing(office, desk):
    first = desk.enter("2020", TOWN)
    before = verify(office).entries
    again = desk.enter("2020", TOWN)
    assert (len(first.changed), again.changed, len(again.unchanged)) == (20, (), 20)
    assert verify(office).entries == before


def test_a_figure_taken_back_is_gone_and_its_history_stays(office, desk):
    desk.enter("2020", {"weibo_items": 235})
    desk.enter("2020", {"weibo_items": None})
    assert desk.figures.value(YEAR, "weibo_items") is None
    assert [one["value"] for one in history(office, "liangtian", YEAR, "weibo_items")] == [
        235,
        None,
    ]
    assert desk.enter("2020", {"weibo_items": None}).changed == ()


def test_sources_are_not_readable_in_the_journal(office, desk):
    desk.enter("2020", {"weibo_items": 235}, "由张三（示例）统计")
    with office.store.read() as session:
        facts = session.connection().exec_driver_sql("SELECT facts FROM journal").scalars().all()
    assert any("weibo_items" in text for text in facts)
    assert not any("张三" in text for text in facts)


def test_an_agency_sees_its_own_figures_only(office, desk):
    desk.enter("2020", {"weibo_items": 235})
    desk.enter("2020", {"weibo_items": 7}, agency="shili")
    assert desk.figures.value(YEAR, "weibo_items") == 235
    register = OfficeRegister(office)
    report = annual_report.build(register, "shili", 2020, Inputs()).report
    assert report.figures["weibo_items"] == 7


@pytest.mark.parametrize("actor", [ADMIN, LEADER])
def test_only_clerks_and_heads_of_the_office_enter_figures(desk, actor):
    with pytest.raises(RefusedError) as refused:
        desk.enter("2020", {"weibo_items": 1}, actor=actor)
    assert refused.value.code == "figures.role"


@pytest.mark.parametrize(
    ("values", "source", "code"),
    [
        ({"weibo_items": 1}, "", "figures.source_missing"),
        ({"weibo_items": 1}, "长" * 201, "figures.source_long"),
        ({"Weibo Items": 1}, "表", "figures.key_wrong"),
        ({"website_categories": 1}, "表", "figures.part_needed"),
        ({"weibo_items.扶贫": 1}, "表", "figures.no_parts"),
        ({"normative.repeled": 1}, "表", "figures.cell_unknown"),
    ],
)
def test_a_wrong_entry_is_refused_whole(desk, values, source, code):
    with pytest.raises(InputError) as refused:
        desk.enter("2020", {"wechat_items": 9} | values, source)
    assert refused.value.code == code
    assert list(desk.figures) == []


def test_several_periods_are_entered_all_or_none(office, desk):
    good = Entering("liangtian", HALF, {"weibo_items": 1}, {"weibo_items": "表"})
    bad = Entering("liangtian", SECOND, {"weibo_items": 1})
    with pytest.raises(InputError):
        enter_all(office, [good, bad], CLERK)
    assert list(desk.figures) == []


def test_an_unknown_agency_has_no_figures(desk):
    with pytest.raises(NotFoundError):
        desk.enter("2020", {"weibo_items": 1}, agency="nirgends")


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("website_items", "1,234", 1234),
        ("website_items", "１２３", 123),
        ("website_items", 123.0, 123),
        ("licensing.change", "-3", -3),
        ("admin_fee.amount_wan_yuan", "3.50", "3.5"),
        ("fee_total_yuan", 1200, 1200),
        ("website_items", "", None),
        ("website_items", "—", None),
        ("website_items", None, None),
    ],
)
def test_a_number_is_read_as_offices_write_it(key, raw, value):
    assert read_value(key, raw) == value


@pytest.mark.parametrize(
    ("key", "raw", "code"),
    [
        ("website_items", "约100", "not_a_number"),
        ("website_items", "1e9", "not_a_number"),
        ("website_items", "3.5", "not_whole"),
        ("website_items", "-1", "below_zero"),
        ("fee_total_yuan", "0.00000001", "not_a_number"),
        ("website_items", "9" * 20, "not_a_number"),
    ],
)
def test_what_is_no_count_is_refused(key, raw, code):
    with pytest.raises(InputError) as refused:
        read_value(key, raw)
    assert refused.value.code == f"figures.{code}"


@pytest.mark.parametrize("key", [key for key, kind in known_kinds().items() if not kind.parts])
def test_every_known_figure_is_found_by_its_printed_name(key):
    years = (2020, 2021)
    printed = {label_of(key, year) for year in years}
    assert {key_named(name) for name in printed} <= {key, *_same_label(key, years)}


def _same_label(key, years):
    """Return the other keys of that name: two forms may print one name for two cells."""
    own = {label_of(key, year) for year in years}
    return {other for other in known_kinds() if own & {label_of(other, year) for year in years}}


def test_a_category_is_found_by_its_printed_name():
    assert key_named("网站公开信息分类：扶贫工作") == "website_categories.扶贫工作"
    assert kind_of("website_categories.扶贫工作").parts


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 10_000), min_size=12, max_size=12), st.integers(0, 11))
def test_a_year_of_months_is_their_sum_however_they_are_grouped(numbers, hole):
    def figures(periods):
        stamp = (date(2020, 1, 1), None, "li", 1)
        return Figures(Figure(p, "weibo_items", n, "表", *stamp) for p, n in periods)

    months = [Period(2020, "M", n) for n in range(1, 13)]
    by_month = list(zip(months, numbers, strict=True))
    assert figures(by_month).value(YEAR, "weibo_items") == sum(numbers)
    halves = [(HALF, sum(numbers[:6])), *by_month[6:]]
    assert figures(halves).value(YEAR, "weibo_items") == sum(numbers)
    assert (
        figures([one for n, one in enumerate(by_month) if n != hole]).value(YEAR, "weibo_items")
        is None
    )
