"""Whatever an applicant or officer wrote comes out of the letter as it went in."""

from datetime import date
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from notices.cases import History
from notices.rendering import module, template, text
from workflow.documents.compile import compile_template
from workflow.statutes.notices import words

# What a keyboard gives, and what breaks XML or a template if nobody looks.
SPECIAL = st.sampled_from(
    ["&", "<b>", "]]>", "{{ x }}", "{% if %}", "“引用”", "‘’", "％", "〔2020〕", "&#10;"]
)
PRINTABLE = st.characters(
    min_codepoint=0x20, max_codepoint=0x9FFF, exclude_categories=("Cc", "Cs", "Cn")
)
PIECES = st.lists(SPECIAL | st.text(PRINTABLE, max_size=12), min_size=1, max_size=5)


@cache
def base():
    return History().register("2020-05-11")


def letter(content, reasons, name="马某某（示例）"):
    history = base()
    again = History(content=content, entries=list(history.entries), texts=dict(history.texts))
    again.answer("A8", "2020-06-01", reasons=reasons)
    case = again.case("2020-06-05")
    values = module("cn_2019").fields("N10-A8", case, date(2020, 6, 5), "示政公开〔2020〕1号-答")
    made = compile_template(template("cn_2019", "N10-A8"))
    return text(made.render(values, title="答复书", creator=name, created=date(2020, 6, 5)))


@settings(max_examples=40, deadline=None)
@given(PIECES, PIECES)
def test_any_text_stands_in_the_letter(content, reasons):
    asked, why = "甲" + "".join(content), "乙" + "".join(reasons)
    found = letter(asked, why)
    assert words.quoted(asked) in found
    assert f"理由如下：{words.trimmed(why)}。" in found


def test_lines_of_a_text_stay_lines():
    found = letter("第一项\n第二项", "一、甲\n二、乙")
    assert "“第一项\n第二项”" in found
    assert "理由如下：一、甲\n二、乙。" in found


def test_a_control_character_is_left_out_not_fatal():
    assert "理由如下：甲乙。" in letter("甲", "甲\x07乙")


def test_a_very_long_text_is_not_cut():
    long = "很长的内容" * 4000
    assert f"“{long}”" in letter(long, "甲")
