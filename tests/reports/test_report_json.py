"""The JSON of a report: what comes in unknown goes out unchanged, what is wrong is said."""

import json

import pytest
from hypothesis import given, settings

from reports.samples import documents, sample
from workflow.errors import InputError
from workflow.reports.model import from_json, read_json_report, to_json


@given(documents())
@settings(max_examples=30, deadline=None)
def test_a_report_goes_through_json_unchanged(base):
    assert to_json(from_json(base, "x")) == base


def test_unknown_keys_are_kept_wherever_they_stand():
    base = sample() | {"source": "网站", "note": {"a": [1]}}
    base["received"]["granted"]["remark"] = "含补正后"
    base["received"]["extra_row"] = {"x": 1}
    base["narrative"]["author"] = "办公室"
    assert to_json(from_json(base, "x")) == base


def test_a_flat_narrative_is_read_as_figures():
    read = from_json(sample() | {"narrative": {"requests": 3, "yoy": "增长1%"}}, "x")
    assert read.figures == {"requests": 3, "yoy": "增长1%"}
    assert read.text == {}


@pytest.mark.parametrize("narrative", [None, {}])
def test_a_report_may_have_no_narrative(narrative):
    assert from_json(sample() | {"narrative": narrative}, "x").figures == {}


def test_the_year_may_be_text_and_the_form_may_be_left_out():
    base = sample() | {"year": "2024"}
    del base["form"]
    read = from_json(base, "x")
    assert (read.year, read.form, read.printed_form.key) == (2024, None, "2021")
    assert to_json(read)["form"] == "2021"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"received": None, "appeals": None, "proactive": None}, "report.not_a_report"),
        ({"received": [1]}, "report.not_a_table"),
        ({"received": {"granted": 5}}, "report.not_a_row"),
        ({"narrative": [1]}, "report.not_a_narrative"),
        ({"narrative": {"figures": [1]}}, "report.not_a_narrative"),
        ({"year": None}, "report.no_year"),
        ({"year": "二〇二四"}, "report.no_year"),
        ({"year": 2024.5}, "report.no_year"),
        ({"year": True}, "report.no_year"),
        ({"year": 2010}, "form.no_year"),
    ],
)
def test_what_is_no_report_is_refused_with_the_reason(change, code):
    with pytest.raises(InputError) as refused:
        from_json(sample() | change, "示例.json")
    assert refused.value.code == code


@pytest.mark.parametrize("document", [[], "x", 3, None])
def test_a_document_that_is_no_object_is_no_report(document):
    with pytest.raises(InputError, match=r"示例\.json"):
        from_json(document, "示例.json")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "error.json_broken"),
        (b"\xff\xff", "error.file_unreadable"),
        (b'{"year": ' + b"9" * 5000 + b"}", "error.file_unreadable"),
        (b"[" * 100_000, "error.file_unreadable"),
        (b"", "error.json_broken"),
    ],
)
def test_a_broken_file_is_said_with_its_name(tmp_path, content, code):
    path = tmp_path / "坏.json"
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_json_report(path)
    assert refused.value.code == code
    assert "坏.json" in refused.value.message


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(sample()), "utf-8-sig")
    assert read_json_report(path).year == 2024


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError) as refused:
        read_json_report(tmp_path / "none.json")
    assert refused.value.code == "error.file_missing"
