"""Tags that don't fit together: told at compiling, with the place."""

import pytest

from documents.wordfile import changed, with_body, with_lines, with_rows
from workflow.documents.compile import compile_template
from workflow.errors import InputError


def refusal(data):
    with pytest.raises(InputError) as caught:
        compile_template(data)
    return caught.value


@pytest.mark.parametrize("text", ["{{ name", "name }}", "{% if x", "{{ a }} %}", "{{ a }} {{"])
def test_an_unclosed_tag(text):
    error = refusal(with_lines("第一段", text))
    assert error.code == "template.unclosed"
    assert error.message.startswith("第2段：")


def test_a_tag_over_two_paragraphs():
    assert refusal(with_lines("{{ name", "}}")).code == "template.unclosed"


@pytest.mark.parametrize("text", ["{{ }}", "{{}}", "{{ 　 }}"])
def test_an_empty_tag(text):
    assert refusal(with_lines(text)).code == "template.empty_tag"


@pytest.mark.parametrize("text", ["{{ a b }}", "{{ a + }}", "{{ 'a }}", "{{ a | }}", "{{p sub }}"])
def test_a_tag_that_jinja_can_not_read(text):
    assert refusal(with_lines(text)).code == "template.syntax"


def test_an_if_without_end():
    error = refusal(with_lines("甲", "{% if x %}", "乙"))
    assert error.code == "template.unended"
    assert "endif" in error.message
    assert "第2段" in error.message


@pytest.mark.parametrize("text", ["{% endif %}", "{% else %}", "{% endfor %}", "{% elif x %}"])
def test_an_end_without_beginning(text):
    assert refusal(with_lines(text)).code == "template.unopened"


@pytest.mark.parametrize(
    "text",
    [
        "{% if x %}{% endfor %}",
        "{% for x in y %}{% endif %}",
        "{% for x in y %}{% elif z %}{% endfor %}",
        "{% if x %}{% else %}{% else %}{% endif %}",
        "{% if x %}{% else %}{% elif y %}{% endif %}",
    ],
)
def test_blocks_that_cross(text):
    assert refusal(with_lines(text)).code == "template.crossed"


def test_a_block_over_paragraphs_whose_tags_have_company():
    assert refusal(with_lines("甲{% if x %}", "乙", "{% endif %}")).code == "template.split_block"


def test_a_paragraph_tag_that_would_swallow_text():
    error = refusal(with_lines("甲{%p if x %}", "乙", "{%p endif %}"))
    assert error.code == "template.not_alone_p"


def test_a_row_tag_that_would_swallow_text():
    data = with_rows(("{%tr for r in rows %}", "甲"), ("乙", "丙"), ("{%tr endfor %}", ""))
    assert refusal(data).code == "template.not_alone_tr"


def test_tags_of_one_block_on_two_levels():
    data = with_rows(("{%tr if x %}", ""), ("{%p endif %}", ""))
    assert refusal(data).code == "template.levels"


def test_a_block_that_begins_in_a_cell_and_ends_outside():
    data = with_body(
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲{% if x %}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:r><w:t>{% endif %}</w:t></w:r></w:p>"
    )
    assert refusal(data).code == "template.split_block"


def test_the_place_of_a_tag_in_a_table_is_its_cell():
    error = refusal(with_rows(("甲", "乙"), ("丙", "{{ name")))
    assert error.message.startswith("第1个表格第2行第2格：")


def test_an_odd_prefix_is_refused():
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    odd = f'<o:document xmlns:o="{space}"><o:body><o:p/></o:body></o:document>'.encode()
    data = changed(with_lines(), {"word/document.xml": odd})
    assert refusal(data).code == "docx.odd_prefix"
