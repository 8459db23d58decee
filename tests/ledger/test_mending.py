"""What a ledger brought can be mended like everything else, though it tells less than a step asks.

An imported answer says its outcome and nothing more (no reasons, no basis), so only what changes
is looked at, and only what was there must stay.
"""

import json

import pytest

from ledger.conftest import CLERK
from ledger.ledgers import NUMBER, row, xlsx
from workflow.app.facts_of_case import request_facts
from workflow.app.keeping import verify
from workflow.app.rectifying import Mend, rectify
from workflow.cli.main import run
from workflow.errors import RefusedError

#: The entries of an imported answered case: registration, answer, dispatch, service.
OPENING, ANSWER, DISPATCH, SERVICE = 1, 2, 3, 4


@pytest.fixture
def imported(local_desk, tmp_path):
    local_desk.take(xlsx(tmp_path / "a.xlsx", row(备注="示例备注")))
    return local_desk


def mend(desk, entry, **facts):
    return rectify(desk.office, Mend(NUMBER, entry, facts, reason="示例：录错"), CLERK)


def refused(desk, entry, **facts):
    with pytest.raises(RefusedError) as caught:
        mend(desk, entry, **facts)
    return [reason.code for reason in caught.value.reasons]


def test_a_wrong_outcome_of_an_imported_case_is_mended_on_the_command_line(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path / "data"))

    def call(*arguments):
        status = run([str(one) for one in arguments])
        said = capsys.readouterr()
        return status, said.out

    call("agency", "add", "--code", "lt", "--name", "良田镇人民政府（示例）")
    call("ledger", "import", xlsx(tmp_path / "a.xlsx", row()), "--agency", "lt")
    status, out = call(
        "case", "rectify", NUMBER, ANSWER, "--fact", "outcome=A14", "--reason", "示例：选错了",
        "--as", "li",
    )  # fmt: skip
    assert status == 0, out
    status, out = call("report", "build", "--agency", "lt", "--year", 2020, "--json", "-")
    assert status == 0, out
    received = json.loads(out)["received"]
    assert received["unable_not_held"]["natural"] == 0
    assert received["unable_needs_creation"]["natural"] == 1
    assert json.loads(call("journal", "verify", "--derived", "--json")[1])["broken"] == []


def test_an_outcome_takes_the_place_of_the_row_that_was_all_the_ledger_knew(local_desk, tmp_path):
    local_desk.take(xlsx(tmp_path / "a.xlsx", row(办理结果="予以公开")))
    case = mend(local_desk, ANSWER, outcome="A12")
    facts = request_facts(case)
    assert (facts.outcome, facts.row) == ("A12", None)
    assert case.state == "served"


def test_a_mended_entry_can_be_mended_again(imported):
    mend(imported, ANSWER, outcome="A13")
    newest = len(imported.case(NUMBER).entries)
    assert request_facts(mend(imported, newest, outcome="A10")).outcome == "A10"
    assert verify(imported.office, derived=True).broken == ()


@pytest.mark.parametrize(
    ("entry", "facts"),
    [
        (OPENING, {"applicant_class": "enterprise"}),
        (OPENING, {"content": "示例村宅基地档案"}),
        (DISPATCH, {"document_number": "示例答〔2020〕9号"}),
    ],
)
def test_the_facts_that_do_not_change_are_not_looked_at(imported, entry, facts):
    mend(imported, entry, **facts)
    clear = imported.clear(NUMBER)
    assert facts.items() <= clear[entry - 1].facts.items()
    assert clear[0].facts["notes"] == {"备注": "示例备注"}


@pytest.mark.parametrize(
    ("entry", "facts", "code"),
    [
        (ANSWER, {"outcome": "A99"}, "procedure.fact_wrong"),
        (ANSWER, {"outcome": None}, "procedure.fact_missing"),
        (ANSWER, {"colour": "red"}, "procedure.fact_unknown"),
        (OPENING, {"channel": "pigeon"}, "procedure.fact_wrong"),
    ],
)
def test_the_facts_that_change_must_be_right(imported, entry, facts, code):
    assert refused(imported, entry, **facts) == [code]
