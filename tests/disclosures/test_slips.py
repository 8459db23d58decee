"""A misspelt name in a file of figures is refused with the one that was meant; a new one isn't."""

import json

import pytest

from disclosures.conftest import CATEGORIES, CLERK, NARRATIVE, YEAR
from workflow.app.annual_report import inputs_from_json
from workflow.app.figure_files import Import, import_figures
from workflow.app.figure_kinds import key_named, known_kinds
from workflow.app.figures import figures_of
from workflow.errors import InputError, RefusedError


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("website_item", "website_items"),
        ("trainning_sessions", "training_sessions"),
        ("normativ.made", "normative.made"),
        ("licensing.decision", "licensing.decisions"),
        ("website_categorie.扶贫工作", "website_categories"),
        ("政务服务办件数", "政务服务办件"),
    ],
)
def test_a_slip_is_refused_with_what_was_meant(typed, meant):
    with pytest.raises(InputError) as refused:
        key_named(typed)
    assert f"是不是“{meant}”" in refused.value.message


@pytest.mark.parametrize("own", ["letters_answered", "review_cases", "open_days", "denied_pct"])
def test_a_figure_that_no_form_foresees_is_kept_under_its_own_name(own):
    assert key_named(own) == own


def test_no_known_name_is_taken_for_a_slip_of_another():
    names = [name for name, kind in known_kinds().items() if not kind.parts]
    assert [key_named(name) for name in names] == names


@pytest.fixture
def file(tmp_path):
    def written(name, text):
        (tmp_path / name).write_text(text, "utf-8")
        return Import("liangtian", tmp_path / name, YEAR, "示例")

    return written


def test_a_table_with_a_slip_names_row_column_and_what_was_meant(office, file):
    given = file("数据.csv", "指标,数值\ntraining_sessions,3\nwebsite_item,123\n")
    with pytest.raises(RefusedError) as refused:
        import_figures(office, given, CLERK)
    (reason,) = refused.value.reasons
    assert "第3行" in reason.message
    assert "指标" in reason.message
    assert "website_items" in reason.message
    assert list(figures_of(office, "liangtian")) == []


def test_a_reports_figures_without_a_head_of_their_own_are_read(office, file):
    """The shape in which published reports are kept: the narrative is the figures."""
    told = {"year": 2020, "narrative": {**NARRATIVE, "website_categories": CATEGORIES}}
    import_figures(office, file("报告.json", json.dumps(told)), CLERK)
    kept = figures_of(office, "liangtian").values(YEAR)
    assert kept["website_items"] == 123
    assert kept["website_categories.扶贫工作"] == 59


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"proactiv": {}}, "“proactiv”不认识：是不是“proactive”"),
        (
            {"narrative": {"figure": {"weibo_items": 1}}},
            "“narrative.figure”不认识：是不是“figures”",
        ),
        ({"proactive": {"normativ": {"made": 1}}}, "normative.made"),
    ],
)
def test_a_misspelt_part_of_the_inputs_is_refused_not_left_out(office, file, document, said):
    with pytest.raises(InputError) as refused:
        import_figures(office, file("报告.json", json.dumps(document)), CLERK)
    assert said in refused.value.message
    assert "报告.json" in refused.value.message or "normativ" in refused.value.message


def test_keys_that_a_whole_report_has_are_no_slips():
    known = ("body", "year", "form", "received", "appeals", "source", "note")
    assert inputs_from_json(dict.fromkeys(known, None), "x.json").figures == {}
