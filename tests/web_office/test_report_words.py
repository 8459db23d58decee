"""The narrative as it is written and as it is kept: numbers stay tied whatever stands around."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.app.annual_report import Inputs
from workflow.app.report_words import kept, mended, names, shown
from workflow.errors import InputError
from workflow.reports.findings import Finding

FIGURES = {"requests": 41, "carried_in": 3, "granted_pct": "41.5%", "unknown": 7}
WORDS = st.text(
    st.characters(exclude_characters="【】{}\r", exclude_categories=["Cs"]), max_size=30
)
TIES = st.sampled_from(["{{figure:requests}}", "{{figure:carried_in}}", "{{figure:granted_pct}}"])


def finding(found):
    return Finding("narrative", "report", "requests", None, 41, found, "")


def test_a_tied_number_is_written_with_its_name_and_value():
    assert shown("收到{{figure:requests}}件", FIGURES) == "收到【收到申请41】件"
    assert shown("占{{ figure: granted_pct }}", FIGURES) == "占【予以公开占比41.5%】"


@given(st.lists(st.tuples(WORDS, TIES), max_size=5), WORDS)
def test_what_is_written_is_kept_as_it_was(pieces, end):
    text = "".join(words + tie for words, tie in pieces) + end
    assert kept(shown(text, FIGURES), FIGURES) == text


@pytest.mark.parametrize("typed", ["【收到申请】", "【收到申请40】", "【收到申请 41 件】"])
def test_the_name_ties_whatever_number_was_typed(typed):
    assert kept(typed, FIGURES) == "{{figure:requests}}"


def test_a_name_of_no_figure_is_refused():
    with pytest.raises(InputError, match=r"web_report\.no_figure"):
        kept("【天气】", FIGURES)


def test_each_name_stands_for_one_figure():
    found = names(FIGURES)
    assert len(set(found.values())) == len(found)
    assert "unknown" not in found


def test_a_figure_entered_against_the_table_falls_away():
    inputs = Inputs(figures={"requests": 40, "website_items": 9})
    assert mended(inputs, finding(40)).figures == {"website_items": 9}


def test_a_number_typed_in_the_text_is_tied_and_the_words_stay():
    inputs = Inputs(text={"1": {"依申请公开": "全年收到申请40件，比40年前多。"}})
    assert mended(inputs, finding(40)).text == {
        "1": {"依申请公开": "全年收到申请{{figure:requests}}件，比40年前多。"}
    }


def test_a_number_that_stands_nowhere_is_left_to_the_officer():
    assert mended(Inputs(text={"6": "没有。"}), finding(40)) is None
