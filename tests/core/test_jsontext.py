"""JSON that people wrote: strictly read, refused in words with a place."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow import jsontext
from workflow.errors import InputError

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(PLAIN)
def test_what_is_json_is_read_as_python_reads_it(value):
    assert jsontext.loads(json.dumps(value, ensure_ascii=False)) == value


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", (1, 1), "文件是空的"),
        ("  \n ", (2, 2), "文件是空的"),
        ('{"a": 1', (1, 8), "断了"),
        ('{"a": ', (1, 7), "断了"),
        ("{\n a: 1}", (2, 2), "双引号的名称"),
        ('{"a" 1}', (1, 6), "缺冒号"),
        ('{"a": 1 "b": 2}', (1, 9), "缺逗号"),
        ("[1 2]", (1, 4), "缺逗号"),
        ('{"a": 镇}', (1, 7), "缺一个值"),
        ("[1] [2]", (1, 5), "正文结束后"),
        ('{"a": "b}', (1, 7), "没有成对"),
        ('{"a": "b\nc"}', (1, 9), "控制字符"),
        ('{"a": "\\镇"}', (1, 8), "反斜线"),
        ('{"a": "\\u12"}', (1, 9), "反斜线"),
    ],
)  # fmt: skip
def test_what_is_no_json_is_said_in_chinese_with_line_and_column(text, place, words):
    with pytest.raises(InputError) as refused:
        jsontext.parse(text, "甲.json")
    said = refused.value.message
    assert refused.value.code == "error.json_broken"
    assert f"第 {place[0]} 行第 {place[1]} 列" in said
    assert words in said
    assert "甲.json" in said


@given(PLAIN.map(lambda value: json.dumps(value, ensure_ascii=False)), st.data())
def test_every_slip_has_a_sentence_without_a_word_of_the_parsers(text, data):
    at = data.draw(st.integers(0, len(text)))
    sign = data.draw(st.sampled_from(['"', "{", "}", "]", ",", ":", "\\", "\n", "x", "'", "1", ""]))
    slipped = text[:at] + sign + text[at + data.draw(st.integers(0, 2)) :]
    said = ""
    try:
        jsontext.parse(slipped, "x")
    except InputError as refused:
        said = refused.message
    assert not re.search(r"Expecting|Invalid|Unterminated|Extra|Illegal", said)


@pytest.mark.parametrize("text", ["[1,]", '{"a": 1,}', "[,]", "{,}"])
def test_a_comma_too_many_is_no_json(text):
    with pytest.raises(InputError) as refused:
        jsontext.parse(text, "x")
    assert refused.value.code == "error.json_broken"


@pytest.mark.parametrize(
    "text", ['{"on": 1, "on": 2}', '[{"a": {"on": null, "x": 0, "on": null}}]']
)
def test_a_key_that_stands_twice_is_refused_by_name(text):
    with pytest.raises(InputError) as refused:
        jsontext.parse(text, "甲.json")
    assert refused.value.code == "error.json_unclear"
    assert "“on”在同一个对象里写了两次" in refused.value.message


@given(st.dictionaries(st.text(max_size=4), PLAIN, min_size=1, max_size=4), st.data())
def test_a_name_said_again_is_refused_wherever_colons_stand(document, data):
    name = json.dumps(data.draw(st.sampled_from(sorted(document))), ensure_ascii=False)
    value = json.dumps(data.draw(st.text(":镇 ", max_size=4)), ensure_ascii=False)
    inner = json.dumps(document, ensure_ascii=False)[:-1] + f", {name}: {value}}}"
    outside = data.draw(st.sampled_from(["{}", '{{"甲": {}}}', '[{}, "9:30"]', '{{"甲": [{}]}}']))
    with pytest.raises(jsontext.UnclearError):
        jsontext.loads(outside.format(inner))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_of_json_is_refused(number):
    with pytest.raises(InputError, match=number) as refused:
        jsontext.parse(f'{{"a": {number}}}', "x")
    assert refused.value.code == "error.json_unclear"


@pytest.mark.parametrize("text", ["9" * 5000, "[" * 100_000])
def test_what_no_reader_can_hold_is_refused(text):
    with pytest.raises(InputError) as refused:
        jsontext.parse(text, "甲.json")
    assert refused.value.code == "error.file_unreadable"


def test_the_commands_read_files_this_way(tmp_path):
    path = tmp_path / "甲.json"
    path.write_text('{"a": 1}', "utf-8-sig")
    assert jsontext.read(path) == {"a": 1}
    path.write_bytes(b"\xff")
    with pytest.raises(InputError, match="UTF-8"):
        jsontext.read(path)
    with pytest.raises(InputError, match=r"没有|找不到"):
        jsontext.read(tmp_path / "none.json")
