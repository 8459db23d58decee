"""The interface's showings are on record, and the auditor's programs read the record."""

import pytest

from api.conftest import FACTS


@pytest.fixture
def looked(call, case):
    assert call("GET", f"/cases/{case.number}").status_code == 200
    return case


def asked(call, who="shen", **body):
    return call("POST", "/journal/showings", who, json=body)


def test_a_case_read_through_the_interface_is_on_record(call, looked):
    (row,) = asked(call, number=looked.number).json()
    assert (row["actor"], row["role"], row["agency"], row["via"]) == (
        "li", "clerk", "hewan", "api",
    )  # fmt: skip
    assert row["numbers"] == [looked.number]
    assert "applicant" in row["kinds"]


def test_the_record_is_asked_by_applicant_in_the_body(call, looked):
    answer = asked(call, applicant=FACTS["applicant"])
    assert [row["actor"] for row in answer.json()] == ["li"]
    assert FACTS["applicant"] not in answer.text
    assert asked(call, applicant="李四（示例）").json() == []


def test_nobody_but_the_auditor_reads_the_record(call, looked):
    assert asked(call, "li").status_code == 403
    assert asked(call, None).status_code == 401


@pytest.mark.parametrize("body", [{"limit": 0}, {"since": "yesterday"}, {"name": "x"}])
def test_what_is_not_understood_is_refused(call, body):
    assert asked(call, **body).status_code == 422


@pytest.mark.parametrize("since", [0, 0.0, 1_700_000_000, True])
def test_a_number_is_no_day(call, since):
    refused = call("POST", "/journal/showings", "shen", json={"since": since})
    assert refused.status_code == 422
    assert refused.json()["code"] == "api.not_understood"
