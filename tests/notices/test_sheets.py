"""The field sheets: every field of every notice, in Chinese, with an example."""

import re

import pytest

from notices.rendering import ROOT, module
from workflow.core.fields import Field, NoticeFields
from workflow.statutes.notices.sheets import sheet

EVERY = [(law, key) for law in ("cn_2008", "cn_2019") for key in module(law).NOTICES]


def printed(law, key):
    folder = ROOT / "docs" / "fields" / ("cn_2008" if law == "cn_2008" else "")
    return (folder / f"{key}.md").read_text("utf-8")


@pytest.mark.parametrize(("law", "key"), EVERY)
def test_a_sheet_names_every_field_and_no_other(law, key):
    spec = module(law).NOTICES[key].spec
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|", printed(law, key), re.MULTILINE)
    wanted = [field.name for field in spec]
    wanted += [item.name for field in spec for item in field.items]
    assert [name for name, _, _ in rows] == wanted
    assert all(re.search(r"[\u4e00-\u9fff]", label) for _, label, _ in rows)


@pytest.mark.parametrize(("law", "key"), EVERY)
def test_a_sheet_kept_is_the_sheet_of_its_fields(law, key):
    assert sheet(module(law).NOTICES[key].spec, key) == printed(law, key)


@pytest.mark.parametrize(("law", "key"), EVERY)
def test_a_sheet_says_whether_the_remedy_must_be_there(law, key):
    spec = module(law).NOTICES[key].spec
    assert ("必须写 `{{ remedy }}`" in printed(law, key)) is spec.needs_remedy


def test_a_sheet_says_when_a_field_may_be_empty_and_what_may_be_chosen():
    found = printed("cn_2019", "N10")
    assert re.search(r"^\| `access_rule` .*\| A1、A2、A3、A4.*时 \|$", found, re.MULTILINE)
    assert re.search(r"^\| `course` .*\| 是 \|$", found, re.MULTILINE)
    assert re.search(r"^\| `remedy` .*\|  \|$", found, re.MULTILINE)
    assert "选项：extension、delay" in printed("cn_2019", "N04")
    assert "可以引用的条款：第三十三条、第三十五条。" in printed("cn_2019", "N04")


def test_a_bar_in_an_example_does_not_break_the_table():
    spec = NoticeFields("N99", (Field("x", "某项", "text", example="甲|乙"),), title_zh="示例")
    assert "甲\\|乙" in sheet(spec, "N99")
