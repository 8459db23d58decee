"""``workflow fee`` and ``workflow processes`` as a program calls them."""

import json
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from procedures.toy import CLOSING, OPENING, procedure
from workflow.cli.main import run
from workflow.core.drawing import mermaid
from workflow.errors import DefinitionError
from workflow.statutes import checking, registry


@pytest.mark.parametrize(
    ("arguments", "yuan"),
    [(["items", "35"], 3_000), (["items", "60"], 11_000), (["pages", "250"], 4_700)],
)
def test_the_fee_as_json(capsys, arguments, yuan):
    assert run(["fee", *arguments, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["yuan"] == yuan == sum(tier["yuan"] for tier in told["tiers"])


def test_the_fee_for_people(capsys):
    assert run(["fee", "pages", "250"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "250：4700元",
        "第1至30：30 × 0元 = 0元",
        "第31至100：70 × 10元 = 700元",
        "第101至200：100 × 20元 = 2000元",
        "第201起：50 × 40元 = 2000元",
    ]


@pytest.mark.parametrize("count", ["x", "1.5", "1000001", ""])
def test_a_count_that_is_none_is_one_clear_sentence_and_exit_2(capsys, count):
    assert run(["fee", "items", count]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)


def test_a_negative_count_is_a_wrong_call(capsys):
    assert run(["fee", "items", "--", "-3"]) == 2
    assert "fee.negative" in capsys.readouterr().err


def test_the_fee_starts_in_well_under_a_second_and_touches_no_data_folder(tmp_path):
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "workflow", "fee", "items", "11", "--json"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["yuan"] == 100
    assert time.perf_counter() - begun < 5
    assert list(tmp_path.iterdir()) == []


def test_sound_processes_are_said_to_be(capsys):
    assert run(["processes", "check"]) == 0
    assert capsys.readouterr().out == "12个流程都没有问题\n"
    assert run(["processes", "check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"procedures": 12, "findings": []}


@pytest.fixture
def a_toy_among_them(monkeypatch):
    """A law whose machine names a trigger that no catalogue knows."""
    odd = procedure(steps=(OPENING, replace(CLOSING, trigger="vanish")))
    toy = replace(registry.get("cn-2008"), code="toy", procedures={"request": odd})
    monkeypatch.setattr(registry, "STATUTES", (toy,))


def test_findings_are_printed_and_exit_1(capsys, a_toy_among_them):
    assert run(["processes", "check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "toy/request: “zh/triggers.request_vanish”在词表里没有名称 [procedure.fault_label]",
        "toy/request: “en/triggers.request_vanish”在词表里没有名称 [procedure.fault_label]",
    ]
    assert run(["processes", "check", "--json"]) == 1
    (first, _) = json.loads(capsys.readouterr().out)["findings"]
    assert (first["statute"], first["procedure"]) == ("toy", "request")


def test_a_definition_that_refuses_itself_is_a_finding(capsys, monkeypatch):
    def refuse(_):
        raise DefinitionError("procedure.unsound", procedure="cn-2019/request", faults="……")

    monkeypatch.setattr(checking, "check", refuse)
    assert run(["processes", "check", "--json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["statute"], finding["procedure"]) == ("cn-2019", "request")


def test_a_diagram_says_states_and_triggers_in_the_readers_words():
    assert mermaid(procedure()) == (
        "stateDiagram-v2\n"
        '    state "已收到" as received\n'
        '    state "已归档" as archived\n'
        "    [*] --> received: 登记\n"
        "    received --> archived: 归档\n"
        "    archived --> [*]\n"
    )


def test_diagrams_are_printed_or_written_one_a_procedure(capsys, tmp_path):
    assert run(["processes", "draw"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("stateDiagram-v2") == 12
    out = tmp_path / "diagrams"
    assert run(["processes", "draw", "--out", str(out)]) == 0
    assert "已画好" in capsys.readouterr().out
    files = sorted(out.iterdir())
    assert len(files) == 12
    request = (out / "cn-2019-request.mmd").read_text("utf-8")
    assert request in printed
    assert "processing --> extended: 延期答复" in request


def test_diagrams_as_json(capsys, tmp_path):
    assert run(["processes", "draw", "--json"]) == 0
    drawings = json.loads(capsys.readouterr().out)
    assert {drawing["file"] for drawing in drawings} == {None}
    assert run(["processes", "draw", "--out", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["file"].endswith("cn-2008-request.mmd")


def test_a_folder_that_cannot_be_written_is_one_clear_sentence(capsys, tmp_path):
    (tmp_path / "cn-2008-request.mmd").mkdir()
    assert run(["processes", "draw", "--out", str(tmp_path)]) == 2
    assert "procedure.cannot_write" in capsys.readouterr().err


def test_every_arrow_of_every_diagram_leads_between_states_that_are_drawn():
    for statute in registry.STATUTES:
        for drawn in statute.procedures.values():
            known = {"[*]", *(state.key for state in drawn.states)}
            for line in mermaid(drawn).splitlines():
                if "-->" in line:
                    source, target = line.split(":")[0].split("-->")
                    assert {source.strip(), target.strip()} <= known
