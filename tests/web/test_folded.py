"""Constant sentences are part of the compiled template; all others are said when it is rendered."""

import pytest
from jinja2 import DictLoader

from workflow.messages import catalogue, say
from workflow.web.folded import FoldingEnvironment
from workflow.web.view import environment


def made(text):
    """Return an environment with one template, and the list of what it said."""
    said = []

    def note(code, **values):
        said.append(code)
        return f"<{code}{values or ''}>"

    made = FoldingEnvironment(loader=DictLoader({"t": text}), autoescape=True)
    made.globals["say"] = note
    return made.get_template("t"), said


def test_a_constant_sentence_is_said_once_however_often_a_page_is_made():
    template, said = made('a {{ say("x.y") }} b')
    assert {template.render() for _ in range(3)} == {"a &lt;x.y&gt; b"}
    assert said == ["x.y"]


def test_constant_values_are_filled_in_once():
    template, said = made('{% set t = say("x.y", n=2) %}{{ t }}{{ t | length }}')
    assert template.render() == "&lt;x.y{&#39;n&#39;: 2}&gt;13"
    assert said == ["x.y"]


@pytest.mark.parametrize(
    "text",
    [
        '{{ say("x." ~ name) }}',
        '{{ say("x.y", n=name) }}',
        '{{ say("x.y", **{"n": name}) }}',
        "{{ say(*[name]) }}",
    ],
)
def test_a_sentence_with_a_value_is_said_each_time(text):
    template, said = made(text)
    assert template.render(name="z") == template.render(name="z")
    assert template.render(name="other")
    assert len(said) == 3


def test_a_sentence_inside_a_macro_a_loop_and_a_condition_is_folded_too():
    template, said = made(
        "{% macro m(a) %}{{ a }}{{ say('x.y') }}{% endmacro %}"
        "{% for n in [1, 2] %}{% if n %}{{ m(n) }}{% endif %}{% endfor %}"
    )
    assert template.render() == "1&lt;x.y&gt;2&lt;x.y&gt;"
    assert said == ["x.y"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_language_has_templates_of_its_own(language):
    template = environment(language).from_string('{{ say("web.menu_cases") }}|{{ say(code) }}')
    found = template.render(code="web.menu_desk").split("|")
    assert found == [say(f"web.menu_{one}", language) for one in ("cases", "desk")]
    assert found[0] == catalogue(language)["web.menu_cases"]


def test_a_sentence_that_no_catalogue_has_is_a_defect_at_once():
    with pytest.raises(KeyError):
        environment("zh").from_string('{{ say("web.no_such_sentence") }}')
