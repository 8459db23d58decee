"""An agency's numbering: a name that nobody knows is refused, with the one that was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.app.numbers import check_numbering
from workflow.documents.numbers import DEFAULT, SUFFIXES
from workflow.errors import InputError

N04 = "{机关代字}〔{年份}〕延{序号}号"


@pytest.mark.parametrize(
    ("numbering", "said"),
    [
        ({"pattern": {"N04": N04}}, "“pattern”不认识：是不是“patterns”？"),
        ({"own_serie": ["N04"]}, "own_series"),
        ({"patterns": {"N4": N04}}, "numbering.patterns 里的“N4”不认识：是不是“N"),
        ({"suffixes": {"N10-A99": "-答"}}, "numbering.suffixes"),
        ({"own_series": ["N04", "答复书"]}, "可以写的有 N01"),
        ({"patterns": {"N04": 7}}, "patterns 应当是 文书 → 文字"),
        ({"patterns": ["N04"]}, "patterns 应当是 文书 → 文字"),
        ({"suffixes": None}, "suffixes 应当是 文书 → 文字"),
        ({"own_series": "N04"}, "own_series 应当是文书的列表"),
        ({"own_series": [4]}, "own_series 应当是文书的列表"),
        ({"own_series": 4}, "own_series 应当是文书的列表"),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_how_to_mend_it(numbering, said):
    with pytest.raises(InputError) as refused:
        check_numbering(DEFAULT.text, numbering)
    assert said in refused.value.message


@pytest.mark.parametrize(
    "numbering",
    [
        {},
        {"patterns": {"N04": N04}, "own_series": ["N04"]},
        {"suffixes": {"N10-A12": "-不", "N01-acceptance": "-办"}},
        {"suffixes": {"N10-supplement": "-充"}},
    ],
)
def test_what_the_letters_are_numbered_as_is_taken(numbering):
    assert check_numbering(DEFAULT.text, numbering).suffixes["N02"] == "-补"


@given(st.sampled_from(sorted(SUFFIXES)), st.text(min_size=1, max_size=3))
def test_no_name_with_something_added_slips_through(notice, more):
    with pytest.raises(InputError):
        check_numbering(DEFAULT.text, {"suffixes": {f"{notice}?{more}": "-x"}})
