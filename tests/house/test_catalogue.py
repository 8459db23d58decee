"""The catalogue: every code that the source names exists, in both languages, with one shape."""

import re
import string
from pathlib import Path

import workflow
from workflow.messages import catalogue

SOURCE = Path(workflow.__file__).parent
CODE = re.compile(r'"([a-z][a-z0-9_]*\.[a-z][a-zA-Z0-9_]*)"')
SENTENCE_CALLS = re.compile(
    r"(?:say|Reason|\w*Error|Finding|Warning)\(\s*(?:code=)?\"([a-z0-9_]+\.[A-Za-z0-9_]+)\""
)


def places(text):
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


def test_both_languages_have_the_same_sentences():
    assert set(catalogue("zh")) == set(catalogue("en"))


def test_a_sentence_has_the_same_places_in_both_languages():
    zh, en = catalogue("zh"), catalogue("en")
    differing = {code for code in zh if places(zh[code]) != places(en.get(code, ""))}
    assert differing == set()


def test_every_code_that_the_source_says_is_in_the_catalogue():
    known = set(catalogue("zh"))
    named = {
        (match, str(file.relative_to(SOURCE)))
        for file in SOURCE.rglob("*.py")
        for match in SENTENCE_CALLS.findall(file.read_text("utf-8"))
    }
    assert {(code, file) for code, file in named if code not in known} == set()


def test_no_chinese_sentence_ends_without_a_stop_or_shouts():
    shouting = {code for code, text in catalogue("zh").items() if "！" in text or "请您" in text}
    assert shouting == set()
