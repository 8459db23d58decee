import io

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.wordfile import PROPERTIES, changed, rendered, saved, with_lines
from workflow.documents.compile import compile_template
from workflow.documents.package import open_package
from workflow.documents.readback import read_back, shapes
from workflow.documents.values import clean

LETTER = with_lines(
    "{{ a }}", "您于{{ b }}提出{{ a }}{{ c }}。", "{% if c %}", "另：{{ c }}", "{% endif %}"
)
TEMPLATE = compile_template(LETTER)

#: Any text of Unicode, with what Word and XML treat in their own way more often than by chance.
TEXTS = st.text(
    st.one_of(
        st.sampled_from("\n\t &<>\"'{}%#于提出。“”　\xa0\u200b\ufeff\U0001f600\U00020000"),
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    ),
    max_size=40,
)


@given(a=TEXTS, b=TEXTS, c=TEXTS)
@settings(max_examples=200, deadline=None)
def test_any_text_survives_rendering_and_reading_back(a, b, c):
    document = TEMPLATE.render({"a": a, "b": b, "c": c}, **PROPERTIES)
    expected = {"a": (a, a), "b": (b,), "c": (c, c) if c else (c,)}
    assert read_back(document) == expected


@given(text=st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_text_that_xml_can_not_hold_comes_back_cleaned(text):
    document = TEMPLATE.render({"a": text, "b": "", "c": ""}, **PROPERTIES)
    assert read_back(document)["a"] == (clean(text), clean(text))


@given(text=st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)


def edited(document, edit):
    opened = docx.Document(io.BytesIO(document))
    edit(opened)
    return saved(opened)


def test_a_value_changed_by_hand_is_read_as_it_is_now():
    def edit(document):
        run = next(run for run in document.paragraphs[1].runs if run.text == "5月11日")
        run.text = "5月12日"

    document = edited(rendered(LETTER, a="甲", b="5月11日", c=""), edit)
    assert read_back(document)["b"] == ("5月12日",)


def test_a_value_cut_in_two_paragraphs_is_read_with_a_line_break():
    document = rendered(LETTER, a="甲乙", b="", c="")
    cut = '<w:t xml:space="preserve">甲</w:t></w:r></w:p><w:p><w:r><w:t>乙</w:t>'
    document = changed(
        document,
        {
            "word/document.xml": lambda text: text.replace(
                '<w:t xml:space="preserve">甲乙</w:t>', cut, 1
            )
        },
    )
    assert read_back(document)["a"][0] == "甲\n乙"


HEAD = rendered(
    with_lines("申请编号：{{ number }}，收到日期：{{ received_on }}。"),
    number="甲",
    received_on="乙",
)


def test_a_paragraph_typed_anew_is_read_by_its_shape():
    document = with_lines("申请编号：示例〔2020〕1号，收到日期：2020年5月11日。", "别的")
    assert read_back(document, HEAD) == {
        "number": ("示例〔2020〕1号",),
        "received_on": ("2020年5月11日",),
    }


def test_without_the_document_as_it_was_made_only_bookmarks_are_read():
    assert read_back(with_lines("申请编号：示例〔2020〕1号，收到日期：2020年5月11日。")) == {}
    assert read_back(HEAD) == {"number": ("甲",), "received_on": ("乙",)}


def test_a_field_that_is_gone_is_not_made_up():
    assert read_back(with_lines("申请：示例〔2020〕1号"), HEAD) == {}


@pytest.mark.parametrize("text", ["{{ x }}", "没有字段", "  {{ x }}"])
def test_a_paragraph_that_tells_nothing_has_no_shape(text):
    assert list(shapes(open_package(rendered(with_lines(text), x="甲")))) == []


def test_the_shape_of_a_paragraph_is_what_stands_around_its_values():
    (shape,) = shapes(open_package(HEAD))
    assert shape.fields == ("number", "received_on")
    assert shape.texts == ("申请编号：", "，收到日期：", "。")
