"""``workflow report draft`` to ``history``: what a clerk and a script see."""

import json

import pytest

from workflow.cli.main import run
from workflow.reports.reading import read_report

AGENCY = ["agency", "add", "--code", "lt", "--name", "示例镇人民政府", "--number-word", "示例公开"]
WHICH = ["--agency", "lt", "--year", "2025"]


@pytest.fixture
def folder(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    assert run(AGENCY) == 0
    capsys.readouterr()
    return tmp_path


def step(name, *more, who="li"):
    on = ["--on", "2026-01-15", "--as", who]
    return run(["report", name, *WHICH, *on, *more])


def history(capsys):
    capsys.readouterr()
    assert run(["report", "history", *WHICH, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_report_is_drafted_checked_approved_published_and_reissued(folder, capsys):
    inputs = {"proactive": {"normative": {"made": 2}}, "narrative": {"text": {"6": "无。"}}}
    (folder / "inputs.json").write_text(json.dumps(inputs), "utf-8")
    assert history(capsys)["state"] is None
    assert step("draft", "--inputs", "inputs.json") == 0
    assert step("check-built") == 0
    assert step("approve", "--opinion", "同意", who="sun") == 0
    assert step("publish", "--place", "示例网站", "--docx", "report.docx") == 0
    told = history(capsys)
    assert told["state"] == "published"
    assert told["due"] == "2026-01-31"
    assert [one["trigger"] for one in told["steps"]] == ["draft", "check", "approve", "publish"]
    assert told["versions"][0]["published_on"] == "2026-01-15"
    assert told["versions"][0]["sha256"] == told["steps"][-1]["sha256"]
    assert read_report(folder / "report.docx").proactive["normative"]["made"] == 2
    assert step("reissue", "--reason", "更正（示例）") == 0
    told = history(capsys)
    assert (told["state"], told["steps"][-1]["reason"]) == ("drafting", "更正（示例）")
    assert run(["report", "history", *WHICH]) == 0
    assert "编制中" in capsys.readouterr().out


def test_an_equation_that_does_not_hold_has_exit_status_1(folder, capsys):
    assert step("draft", "--form", "2019") == 0
    assert "不符 1 处" in capsys.readouterr().out
    assert step("check-built") == 1
    assert history(capsys)["state"] == "drafting"


def test_the_next_draft_follows_the_published_one(folder, capsys):
    for name, who in (
        ("draft", "li"),
        ("check-built", "li"),
        ("approve", "sun"),
        ("publish", "li"),
    ):
        assert step(name, who=who) == 0
    build = ["report", "build", "--agency", "lt", "--year", "2026", "--json", "next.json"]
    assert run(build) == 0
    made = json.loads((folder / "next.json").read_text("utf-8"))
    assert made["received"]["carried_in"]["total"] == 0


def test_last_years_report_may_come_as_a_file(folder, capsys):
    build = ["report", "build", "--agency", "lt", "--year", "2024", "--json", "last.json"]
    assert run(build) == 0
    last = json.loads((folder / "last.json").read_text("utf-8"))
    last["received"]["new_received"]["natural"] = last["received"]["new_received"]["total"] = 1
    last["received"]["carried_out"]["natural"] = last["received"]["carried_out"]["total"] = 1
    (folder / "last.json").write_text(json.dumps(last), "utf-8")
    assert step("draft", "--previous", "last.json") == 0
    assert step("check-built", "--previous", "last.json") == 1
    assert history(capsys)["state"] == "drafting"


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["check-built", *WHICH, "--as", "li"], 2, "report draft"),
        (["publish", *WHICH, "--as", "li"], 2, "report draft"),
        (["draft", "--agency", "no", "--year", "2025", "--as", "li"], 2, "no"),
        (["draft", *WHICH, "--as", "li", "--inputs", "no.json"], 2, "no.json"),
        (["draft", *WHICH], 2, "--as"),
        (["history", "--agency", "no", "--year", "2025"], 2, "no"),
        (["reissue", *WHICH, "--as", "li", "--reason", "示例"], 1, "重新编制"),
    ],
)
def test_a_wrong_call_is_one_sentence(folder, capsys, arguments, status, words):
    assert run(["report", *arguments]) == status
    error = capsys.readouterr().err
    assert words in error
    assert "Traceback" not in error
