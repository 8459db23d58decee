"""What is typed into ``case advance`` and ``agency add``, and what a refusal says."""

import json

import pytest


@pytest.mark.parametrize(
    "period", ["15 working_days", '{"length": 15, "unit": "working_days"}'], ids=["words", "json"]
)
def test_a_period_is_typed_in_words_or_in_the_shape_of_the_events(office, period):
    number = office.register("2024-05-06")
    office.advance(number, "request_correction", "2024-05-08", items="名称", period=period)
    correction = next(
        one for one in office.show(number)["events"] if one["kind"] == "correction_requested"
    )
    assert correction["period"] == {"length": 15, "unit": "working_days"}


@pytest.mark.parametrize("grounds", ["A4,A7", '["A4", "A7"]'], ids=["words", "json"])
def test_a_list_is_typed_with_commas_or_as_json(office, grounds):
    number = office.register("2024-05-06")
    office.answer(
        number,
        "2024-05-22",
        outcome="A3",
        published_part="前五页",
        reasons="其余不公开",
        grounds=grounds,
    )
    dispatched = next(one for one in office.show(number)["events"] if one["kind"] == "dispatched")
    assert dispatched["grounds"] == ["A4", "A7"]


@pytest.mark.parametrize("period", ['{"length": 15', "{}", '{"length": -1, "unit": "months"}', "["])
def test_a_broken_period_is_refused_as_input(office, call, period):
    number = office.register("2024-05-06")
    status, out, err = call(
        "case", "advance", number, "request_correction", "--on", "2024-05-08", "--as", "clerk",
        "--fact", "items=名称", "--fact", f"period={period}",
    )  # fmt: skip
    assert (status, out) == (2, "")
    assert "procedure.fact_wrong" in err


def test_a_refused_move_tells_its_reasons_as_json_too(office, call):
    number = office.register("2024-05-06")
    status, out, err = call(
        "case", "advance", number, "request_correction", "--on", "2024-05-20", "--as", "clerk",
        "--fact", "items=名称", "--fact", "period=15 working_days", "--json",
    )  # fmt: skip
    said = json.loads(out)
    assert status == 1
    assert said["allowed"] is False
    assert [reason["article"] for reason in said["reasons"]] == ["条例第三十条"]
    assert said["reasons"][0]["message"] in err


def test_a_wrong_call_prints_nothing_on_standard_output(office, call):
    number = office.register("2024-05-06")
    arguments = ("case", "advance", number, "fly", "--on", "2024-05-20", "--as", "clerk", "--json")
    status, out, err = call(*arguments)
    assert (status, out) == (2, "")
    assert "procedure.unknown_trigger" in err


@pytest.mark.parametrize("name", ["", "  "])
def test_an_agency_without_a_name_is_refused(call, name):
    status, _, err = call("agency", "add", "--code", "b2", "--name", name)
    assert status == 2
    assert "agency.name_missing" in err
    assert json.loads(call("agency", "list", "--json")[1]) == []
