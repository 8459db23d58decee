"""Facts of a move: what is there, of what kind, and how a command line writes it."""

from datetime import date

import pytest

from workflow.core.facts import day, fits, given, invalid, missing, parse_facts
from workflow.core.moves import FactSpec
from workflow.errors import InputError

DAY = FactSpec("until", "date", "facts.until")
TEXT = FactSpec("items", "text", "facts.items", required=True)
NUMBER = FactSpec("length", "integer", "facts.length")
CHOICE = FactSpec("way", "choice", "facts.way", choices=("post", "direct"))
FLAG = FactSpec("consent", "flag", "facts.consent")
PERIOD = FactSpec("period", "period", "facts.period")
LIST = FactSpec("grounds", "list", "facts.grounds", choices=("A4", "A7"))
FREE = FactSpec("duplicates", "list", "facts.duplicates")
ALL = (DAY, TEXT, NUMBER, CHOICE, FLAG, PERIOD, LIST, FREE)


@pytest.mark.parametrize(
    ("spec", "value"),
    [
        (DAY, "2020-09-23"),
        (DAY, date(2020, 9, 23)),
        (TEXT, "甲"),
        (TEXT, {"ref": "t1", "digest": "…"}),
        (NUMBER, 20),
        (CHOICE, "post"),
        (FLAG, False),
        (PERIOD, {"length": 15, "unit": "working_days"}),
        (LIST, ["A7", "A4"]),
        (LIST, ()),
        (FREE, ["2020-1"]),
    ],
)
def test_a_value_of_the_right_kind_fits(spec, value):
    assert fits(spec, value)


@pytest.mark.parametrize(
    ("spec", "value"),
    [
        (DAY, "2020-13-01"),
        (DAY, 20200923),
        (TEXT, 7),
        (NUMBER, True),
        (NUMBER, "20"),
        (CHOICE, "pigeon"),
        (CHOICE, ["post"]),
        (FLAG, "true"),
        (PERIOD, "15"),
        (PERIOD, {"length": 15}),
        (PERIOD, {"length": 0, "unit": "working_days"}),
        (PERIOD, {"length": 1.5, "unit": "months"}),
        (PERIOD, {"length": 3, "unit": "weeks"}),
        (LIST, "A7"),
        (LIST, ["A11"]),
        (FREE, [7]),
    ],
)
def test_a_value_of_another_kind_is_told_with_what_is_allowed(spec, value):
    assert not fits(spec, value)
    (reason,) = invalid((spec,), {spec.name: value})
    assert reason.code == "procedure.fact_wrong"
    assert reason.values["allowed"]
    assert f"（{spec.name}）" in reason.message


def test_a_day_is_read_from_text_or_date_and_nothing_else():
    facts = {"text": "2020-09-23", "date": date(2020, 9, 23), "wrong": "soon", "number": 7}
    assert day(facts, "text") == day(facts, "date") == date(2020, 9, 23)
    assert day(facts, "wrong") is day(facts, "number") is day(facts, "absent") is None


@pytest.mark.parametrize(
    ("value", "says"),
    [("甲", True), (" ", False), ("", False), ([], False), (False, False), ({"ref": "1"}, True)],
)
def test_blank_text_and_an_empty_list_say_nothing(value, says):
    assert given({"it": value}, "it") is says


@pytest.mark.parametrize("value", [None, "", "  ", [], ()])
def test_a_required_fact_that_is_blank_is_missing(value):
    (reason,) = missing(ALL, {"items": value})
    assert (reason.code, reason.values["name"]) == ("procedure.fact_missing", "items")


def test_zero_and_false_are_values():
    required = (
        FactSpec("violations", "integer", "facts.violations", required=True),
        FactSpec("effective", "flag", "facts.effective", required=True),
    )
    assert missing(required, {"violations": 0, "effective": False}) == []


def test_a_fact_that_the_step_does_not_know_is_told_with_those_it_knows():
    (reason,) = invalid((DAY,), {"colour": "red"})
    assert reason.message == "这一步没有名为“colour”的事项：可以用 until"
    (none,) = invalid((), {"colour": "red"})
    assert none.values["known"] == "–"


def test_a_blank_optional_fact_is_no_wrong_one():
    assert invalid((DAY,), {"until": ""}) == []


def test_the_command_line_writes_facts_as_text():
    texts = {
        "until": "2020-09-23",
        "items": " 身份证明 ",
        "length": "20",
        "way": "post",
        "consent": "TRUE",
        "period": "15 working_days",
        "grounds": "A7，A4",
        "duplicates": "1、2,",
    }
    assert parse_facts(ALL, texts) == {
        "until": "2020-09-23",
        "items": "身份证明",
        "length": 20,
        "way": "post",
        "consent": True,
        "period": {"length": 15, "unit": "working_days"},
        "grounds": ["A7", "A4"],
        "duplicates": ["1", "2"],
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("until", "23.9.2020"),
        ("length", "twenty"),
        ("way", "pigeon"),
        ("consent", "perhaps"),
        ("period", "15 weeks"),
        ("period", "0 months"),
        ("grounds", "A7,A11"),
    ],
)
def test_a_text_that_cannot_be_read_is_a_wrong_call_naming_the_fact(name, text):
    with pytest.raises(InputError) as refused:
        parse_facts(ALL, {name: text})
    assert refused.value.code == "procedure.fact_wrong"
    assert (refused.value.values["name"], refused.value.values["value"]) == (name, text)


@pytest.mark.parametrize("specs", [ALL, ()])
def test_an_unknown_name_on_the_command_line_is_a_wrong_call(specs):
    with pytest.raises(InputError, match=r"procedure\.fact_unknown"):
        parse_facts(specs, {"colour": "red"})
