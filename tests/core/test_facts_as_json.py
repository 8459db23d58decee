"""Lists and periods may be typed as JSON, in the shape that events have."""

import pytest

from workflow.core.facts import parse_facts
from workflow.core.procedure import FactSpec
from workflow.errors import InputError

SPECS = (
    FactSpec("period", "period", label="facts.grounds"),
    FactSpec("grounds", "list", label="facts.grounds"),
)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("grounds", '["A7", "A8"]', ["A7", "A8"]),
        ("grounds", "A7、A8", ["A7", "A8"]),
        (
            "period",
            '{"length": 15, "unit": "working_days"}',
            {"length": 15, "unit": "working_days"},
        ),
        ("period", "15 working_days", {"length": 15, "unit": "working_days"}),
    ],
)
def test_json_says_the_same_as_the_short_way_of_writing(name, text, value):
    assert parse_facts(SPECS, {name: text}) == {name: value}


@pytest.mark.parametrize("text", ['["A7"', "[" * 100_000, "{]"])
def test_json_that_can_not_be_read_is_refused(text):
    with pytest.raises(InputError) as error:
        parse_facts(SPECS, {"grounds": text})
    assert error.value.code.startswith("procedure.")
