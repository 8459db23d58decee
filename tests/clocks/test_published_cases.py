"""The cases that were counted by hand before the product was written."""

import json
from datetime import date
from pathlib import Path

import pytest

from clocks.cases import FAR
from workflow.app.due import answer, to_json

CASES = json.loads((Path(__file__).parent / "data" / "deadline-cases.json").read_text("utf-8"))


@pytest.fixture(params=CASES, ids=[case["name"] for case in CASES])
def case(request):
    return request.param


@pytest.fixture
def document(case):
    as_of = date.fromisoformat(case["as_of"]) if case["as_of"] else FAR
    return to_json(answer(case["case"], as_of))


@pytest.fixture
def clocks(document):
    return {deadline["clock"]: deadline for deadline in document["deadlines"]}


def test_every_expected_date_is_met(case, clocks):
    assert {name: clocks[name]["due"] for name in case["expect"]} == case["expect"]


def test_the_receipt_is_the_one_stated(case, document):
    assert document["received_on"] == case.get("received", document["received_on"])


def test_what_else_the_case_says_holds(case, clocks):
    also = case.get("also", {})
    assert not set(also.get("absent", ())) & set(clocks)
    assert clocks["reply"]["state"] == also.get("state", clocks["reply"]["state"])
    assert clocks["reply"]["provisional"] == also.get("provisional", False)


def test_the_last_row_of_each_proof_is_the_due_date(clocks):
    for deadline in clocks.values():
        assert deadline["proof"][-1]["on"] == deadline["due"]


def test_there_are_nineteen_cases():
    assert len(CASES) == 19
