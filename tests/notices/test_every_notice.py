"""Every notice for every outcome under both laws: rendered, whole, without holes."""

import re
from datetime import date

import pytest

from notices.rendering import keys, module, occasions, paragraphs, render, text
from workflow.documents.library import builtin_keys

OCCASIONS = list(occasions())
IDS = [f"{law}-{key}-{number}" for number, (law, key, *_) in enumerate(OCCASIONS)]
HOLES = re.compile(
    r"，，|。。|；；|：。|“”|（）|（，|，。|、。|；。|\bNone\b|\{\{|\{%|于收到|根据的|至届满|自起|因，|由延长|、、"
)


@pytest.fixture(scope="module")
def rendered():
    made = {}
    for name, (law, key, case, on, child) in zip(IDS, OCCASIONS, strict=True):
        made[name] = render(law, key, case, on, child=child)
    return made


@pytest.mark.parametrize("name", IDS)
def test_a_notice_has_no_hole_and_no_tag_left(rendered, name):
    found = text(rendered[name])
    assert HOLES.search(found) is None, HOLES.search(found)


@pytest.mark.parametrize("name", [name for name in IDS if not re.search("N1[3456]|N05", name)])
def test_a_letter_has_no_empty_paragraph(rendered, name):
    body = paragraphs(rendered[name])
    empty = [place for place, line in enumerate(body) if not line.strip()]
    assert empty == []


def test_every_built_template_is_rendered_here():
    for law in ("cn_2008", "cn_2019"):
        here = {key for where, key, *_ in OCCASIONS if where == law}
        assert here == set(keys(law)), law


def test_every_notice_has_a_template_and_no_template_is_without_notice():
    for law in ("cn_2008", "cn_2019"):
        table = module(law).NOTICES
        built = {key.partition("-")[0] for key in keys(law)}
        assert built == {key.partition("-")[0] for key in table}
        assert set(builtin_keys(law.replace("_", "-"))) == set(keys(law))


@pytest.mark.parametrize(
    ("law", "notice"),
    [(law, key) for law in ("cn_2008", "cn_2019") for key in module(law).NOTICES],
)
def test_the_fields_of_a_notice_are_exactly_those_declared(law, notice):
    spec = module(law).NOTICES[notice].spec
    for where, key, case, on, child in OCCASIONS:
        if where == law and key.startswith(notice):
            day = date.fromisoformat(on)
            values = module(law).fields(key, case, day, "示1号", child)
            assert list(values) == [
                field.name
                for field in module(law).NOTICES.get(key, module(law).NOTICES[notice]).spec
            ]
    assert spec.statute in {"", law.replace("_", "-")}


@pytest.mark.parametrize("name", IDS)
def test_what_must_be_there_is_there(name):
    law, key, case, on, child = OCCASIONS[IDS.index(name)]
    day = date.fromisoformat(on)
    values = module(law).fields(key, case, day, "示1号", child)
    table = module(law).NOTICES
    spec = table.get(key, table.get(key.partition("-")[0])).spec
    outcome = values.get("outcome")
    empty = {
        field.name
        for field in spec
        if not field.may_be_empty(outcome) and values[field.name] in ("", (), [], None)
    }
    assert empty == set()
