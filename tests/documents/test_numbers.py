import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.documents.numbers import (
    DEFAULT,
    SUFFIXES,
    Numbered,
    NumberPattern,
    NumberRules,
)
from workflow.errors import InputError

YEARS, SEQUENCES = st.integers(1900, 2999), st.integers(1, 99_999)
LITERALS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="{}"), max_size=6
)


def test_the_default_is_that_of_gb_t_9704():
    assert DEFAULT.produce("良政公开", 2020, 1) == "良政公开〔2020〕1号"


PUDONG = ("沪浦信息公开", 2020, 3)
# pattern, 机关代字, year, place in the series, number as real offices print it
REAL = [
    ("{机关代字}〔{年份}〕{序号}号", "常孟政依复", 2023, 1, "常孟政依复〔2023〕1号"),
    ("{机关代字}〔{年份}〕第{序号}号", "常孟政依复", 2023, 1, "常孟政依复〔2023〕第1号"),
    ("{机关代字}信补（{年份}）第{序号}号", "沪水务", 2020, 7, "沪水务信补（2020）第7号"),
    ("{机关代字}部答（{年份}）第{序号}号", "沪水务", 2020, 12, "沪水务部答（2020）第12号"),
    (
        "{机关代字}（{年份}）第{序号}号-公告",
        "沪浦信息公开",
        2020,
        3,
        "沪浦信息公开（2020）第3号-公告",
    ),
    (
        "{机关代字}（{年份}）第{序号}号-收件",
        "沪浦信息公开",
        2020,
        3,
        "沪浦信息公开（2020）第3号-收件",
    ),
    (
        "{机关代字}（{年份}）第{序号}号-补告",
        "沪浦信息公开",
        2020,
        3,
        "沪浦信息公开（2020）第3号-补告",
    ),
    ("（{年份}）第{序号}号-部公告", "", 2019, 8, "（2019）第8号-部公告"),
    ("（{年份}）第{序号}号-收", "", 2019, 8, "（2019）第8号-收"),
    ("{机关代字}公复〔{年份}〕{序号}号", "示例", 2021, 15, "示例公复〔2021〕15号"),
    ("{机关代字}{年份}{序号:3}", "示", 2021, 15, "示2021015"),
    ("{word}〔{year}〕{n}号", "示例", 2021, 15, "示例〔2021〕15号"),
]


@pytest.mark.parametrize(("pattern", "word", "year", "sequence", "number"), REAL)
def test_the_patterns_of_real_offices_produce_and_read(pattern, word, year, sequence, number):
    made = NumberPattern(pattern)
    assert made.produce(word, year, sequence) == number
    assert made.read(number, word) == Numbered(year, sequence)


@given(
    texts=st.tuples(LITERALS, LITERALS, LITERALS, LITERALS),
    order=st.permutations(["{机关代字}", "{年份}", "{序号}"]),
    word=LITERALS,
    year=YEARS,
    sequence=SEQUENCES,
    width=st.integers(1, 9),
)
@settings(max_examples=200)
def test_what_any_pattern_produces_it_reads(texts, order, word, year, sequence, width):
    places = [place.replace("序号", f"序号:{width}") for place in order]
    pattern = NumberPattern(
        "".join(text + place for text, place in zip(texts, [*places, ""], strict=True))
    )
    number = pattern.produce(word, year, sequence)
    assert pattern.read(number, word) == Numbered(year, sequence)


@given(year=YEARS, sequence=SEQUENCES, other=SEQUENCES)
def test_two_places_in_the_series_have_two_numbers(year, sequence, other):
    same = DEFAULT.produce("字", year, sequence) == DEFAULT.produce("字", year, other)
    assert same == (sequence == other)


@pytest.mark.parametrize(
    "number",
    [
        *("良政公开〔2020〕01号", "良政公开〔2020〕0号", "良政公开〔20〕1号", "别的〔2020〕1号"),
        *("良政公开（2020）1号", "良政公开〔2020〕1号-补", "", "良政公开〔2020〕一号"),
    ],
)
def test_what_is_not_of_the_pattern_is_not_read(number):
    assert DEFAULT.read(number, "良政公开") is None


@pytest.mark.parametrize(
    "number",
    [
        "良政公开（2020）1号",
        "良政公开[2020]1号",
        "良政公开 〔2020〕 1 号",
        "良政公开【２０２０】１号",
    ],
)
def test_ledgers_typed_by_hand_are_read_leniently(number):
    assert DEFAULT.read(number, "良政公开", lenient=True) == Numbered(2020, 1)


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("{机关代字}〔{年份}〕号", "pattern_once"),
        ("{机关代字}{序号}号", "pattern_once"),
        ("{年份}{序号}{序号}", "pattern_once"),
        ("{年份}{序号}{后缀}", "pattern_unknown"),
        ("{年份}{序号}{", "pattern_braces"),
        ("{年份}{序号}}", "pattern_braces"),
        ("{年份}\n{序号}", "pattern_braces"),
        ("{年份}{序号:0}", "pattern_width"),
        ("{年份:2}{序号}", "pattern_width"),
        ("{机关代字:9}{年份}{序号}", "pattern_width"),
        ("{年份}{序号:10}", "pattern_width"),
    ],
)
def test_a_pattern_that_can_not_number_is_refused(pattern, code):
    with pytest.raises(InputError) as caught:
        NumberPattern(pattern)
    assert caught.value.code == f"docx.{code}"
    assert pattern in caught.value.message


RULES = NumberRules(patterns={"N02": NumberPattern("{机关代字}信补（{年份}）第{序号}号")})


def test_a_notices_number_is_the_applications_with_its_suffix():
    assert RULES.application_number("示例", 2020, 7) == "示例〔2020〕7号"
    assert RULES.notice_number("N04", "示例", 2020, 7) == "示例〔2020〕7号-延"
    assert RULES.notice_number("N04", "示例", 2020, 7, ordinal=2) == "示例〔2020〕7号-延-2"


def test_a_notice_with_a_pattern_of_its_own_follows_it():
    assert RULES.notice_number("N02", "示例", 2020, 7) == "示例信补（2020）第7号"


@given(
    notice=st.sampled_from(sorted(SUFFIXES)),
    year=YEARS,
    sequence=SEQUENCES,
    ordinal=st.integers(1, 30),
)
def test_every_number_of_an_agency_tells_its_notice(notice, year, sequence, ordinal):
    number = RULES.notice_number(notice, "示例", year, sequence, ordinal=ordinal)
    assert RULES.read(number, "示例") == Numbered(year, sequence, notice, ordinal)


@given(year=YEARS, sequence=SEQUENCES)
def test_an_applications_number_tells_no_notice(year, sequence):
    number = RULES.application_number("示例", year, sequence)
    assert RULES.read(number, "示例") == Numbered(year, sequence)


def test_a_foreign_number_is_not_read():
    assert RULES.read("国办函〔2020〕109号", "示例") is None


def test_two_notices_never_share_a_number():
    with pytest.raises(InputError) as caught:
        NumberRules(suffixes={"N02": "-补", "N04": "-补"})
    assert caught.value.code == "docx.pattern_same"
    assert len(set(SUFFIXES.values())) == len(SUFFIXES) == 17


def test_a_series_of_its_own_needs_a_pattern_of_its_own():
    with pytest.raises(InputError) as caught:
        NumberRules(own_series=frozenset({"N09"}))
    assert caught.value.code == "docx.pattern_series"
    assert NumberRules(
        patterns={"N09": NumberPattern("{机关代字}费〔{年份}〕{序号}号")},
        own_series=frozenset({"N09"}),
    ).own_series == {"N09"}
