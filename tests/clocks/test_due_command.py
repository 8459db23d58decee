"""The command: the contract's JSON, the officer's text, exit statuses."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from clocks.cases import derived, happened, received, sent, submitted
from workflow.cli.due import lines
from workflow.cli.main import run

CONTRACT_CASE = {
    "law": "auto",
    "region": None,
    "events": [
        submitted("2020-09-14"),
        happened(
            "correction_requested",
            "2020-09-22",
            received_on="2020-09-24",
            period={"length": 15, "unit": "working_days"},
        ),
        happened("corrected", "2020-10-09"),
    ],
}


@pytest.fixture
def file(tmp_path):
    def write(document, name="case.json"):
        path = tmp_path / name
        text = document if isinstance(document, str) else json.dumps(document)
        path.write_text(text, "utf-8")
        return str(path)

    return write


@pytest.fixture
def ask(capsys):
    def call(*arguments):
        status = run(["due", *arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


@pytest.fixture
def answered(file, ask):
    def call(document, *arguments):
        status, out, err = ask(file(document), "--json", *arguments)
        assert (status, err) == (0, "")
        return json.loads(out)

    return call


def test_the_contract_s_example_is_answered_to_the_letter(answered):
    found = answered(CONTRACT_CASE)
    assert list(found) == [
        "received_on",
        "day_zero",
        "law",
        "reconsideration_law",
        "warnings",
        "deadlines",
    ]
    assert (found["received_on"], found["day_zero"]) == ("2020-09-14", "2020-10-09")
    assert (found["law"], found["reconsideration_law"]) == ("cn-2019", None)
    reply = next(one for one in found["deadlines"] if one["clock"] == "reply")
    proof = reply.pop("proof")
    assert reply == {
        "clock": "reply",
        "id": None,
        "due": "2020-11-05",
        "state": "late",
        "waiting_for": None,
        "provisional": False,
        "not_before": None,
        "not_after": None,
        "basis": [{"law": "cn-2019", "article": "第三十三条第二款"}],
        "history": [{"due": "2020-10-16", "until": "2020-09-22", "why": "补正"}],
        "warnings": [],
    }
    assert proof[:2] == [
        {
            "on": "2020-10-10",
            "day": 1,
            "counted": True,
            "why": "swapped_workday",
            "source": "国办发明电〔2019〕16号",
        },
        {"on": "2020-10-11", "day": None, "counted": False, "why": "weekend", "source": None},
    ]
    assert proof[-1]["on"] == "2020-11-05"


def test_the_keys_of_a_deadline_stand_in_the_contract_s_order(answered):
    for deadline in answered(CONTRACT_CASE)["deadlines"]:
        assert list(deadline) == [
            "clock",
            "id",
            "due",
            "state",
            "waiting_for",
            "provisional",
            "not_before",
            "not_after",
            "basis",
            "history",
            "warnings",
            "proof",
        ]


def test_clocks_stand_in_the_contract_s_order(answered):
    events = [
        submitted("2024-08-01", "email"),
        happened("confirmed", "2024-08-01"),
        happened("correction_requested", "2024-08-02", received_on="2024-08-02"),
        happened("corrected", "2024-08-05"),
        sent("2024-08-06", "c1"),
        sent("2024-08-06", "c2", "joint_agency"),
        sent("2024-08-06", "c3", "other_agency"),
        happened("fee_notified", "2024-08-07", received_on="2024-08-07"),
        happened("fee_paid", "2024-08-08"),
        happened("dispatched", "2024-08-28", outcome="A12"),
        happened("served", "2024-08-29"),
        happened("reconsideration_accepted", "2024-09-02"),
        happened("reconsideration_copy_received", "2024-09-03"),
        happened("reconsideration_decision_received", "2024-10-10"),
        happened("lawsuit_copy_received", "2024-10-15"),
        happened("redo_ordered", "2024-12-02"),
    ]
    found = [one["clock"] for one in answered({"events": events})["deadlines"]]
    assert found == [
        "confirmation",
        "correction_notice",
        "correction_reply",
        "reply",
        "third_party",
        "joint_agency",
        "other_agency",
        "fee_payment",
        "service_proof",
        "reconsideration",
        "lawsuit",
        "lawsuit_after_reconsideration",
        "reconsideration_answer",
        "reconsideration_decision",
        "court_answer",
        "redo",
    ]


def test_a_warning_has_a_code_and_a_chinese_sentence(answered):
    events = [submitted("2024-03-01"), happened("extended", "2024-04-01", length=5)]
    found = answered({"events": events})
    reply = next(one for one in found["deadlines"] if one["clock"] == "reply")
    assert reply["warnings"] == [
        {
            "code": "clocks.extension_after_due",
            "message": "延期 2024-04-01 告知，而答复期限 2024-03-29 已届满：答复期限照旧。",
        }
    ]
    assert reply["warnings"][0] in found["warnings"]


def test_the_day_asked_about_decides_states_and_calendars(answered):
    document = {"events": [submitted("2026-12-03")]}
    on_day = answered(document, "--as-of", "2026-12-01")
    assert all(one["state"] == "running" for one in on_day["deadlines"])


def test_calendar_files_lie_over_one_another(answered, file):
    document = {"events": [submitted("2024-03-01")]}
    first = file({"extends": "cn", "holidays": ["2024-03-27", "2024-03-28"]}, "a.json")
    second = file({"extends": "cn", "workdays": ["2024-03-28"]}, "b.json")
    one = answered(document, "--calendar", first)
    both = answered(document, "--calendar", first, "--calendar", second)
    due = [
        next(d["due"] for d in each["deadlines"] if d["clock"] == "reply") for each in (one, both)
    ]
    assert due == ["2024-04-02", "2024-04-01"]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("{", "case.json"),
        ({"events": [submitted("2008-01-02")]}, "events[0] (submitted)"),
        ({"events": [submitted("2024-03-01")], "region": "nowhere"}, "nowhere"),
    ],
)
def test_bad_input_leaves_with_two_and_one_sentence(file, ask, document, said):
    status, out, err = ask(file(document), "--json")
    assert (status, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_a_missing_file_is_named(ask):
    status, _, err = ask("no-such.json")
    assert status == 2
    assert "no-such.json" in err


def test_the_officer_s_text_names_the_date_its_weekday_and_every_day_of_the_count(file, ask):
    status, out, _ = ask(file(CONTRACT_CASE), "--as-of", "2020-10-12")
    assert status == 0
    assert "收到申请：2020年9月14日（周一）" in out
    assert "答复期限起算日：2020年10月9日（周五）" in out
    assert "答复：2020年11月5日（周四）  进行中" in out
    assert "依据：政府信息公开条例第三十三条第二款" in out
    assert "原为 2020年10月16日（周五），到 2020年9月22日（周二） 因补正改变" in out
    assert "第20日" in out
    assert "日历：cn/" in out


def test_the_columns_of_the_text_are_aligned_on_the_screen(file, ask):
    out = ask(file(CONTRACT_CASE), "--as-of", "2020-10-12")[1]
    _, reply = out.split("\n答复：")
    rows = [line for line in reply.splitlines() if line.startswith("    2020年")]
    numbers = {_screen_width(row[: re.search("第|- ", row).start()]) for row in rows}
    reasons = {_screen_width(row[: re.search("工作日|调休|周末", row).start()]) for row in rows}
    assert len(rows) > 20
    assert (len(numbers), len(reasons)) == (1, 1)


def _screen_width(text):
    return sum(1 if char.isascii() else 2 for char in text)


def test_the_text_says_what_it_waits_for_and_what_is_provisional(file, ask):
    waiting = [
        submitted("2026-11-16"),
        happened("correction_requested", "2026-11-18", received_on="2026-11-18"),
    ]
    out = ask(file({"events": waiting}), "--as-of", "2026-11-24")[1]
    assert "答复：没有确定的日期  停止计算（等补正）" in out
    open_days = {"events": [submitted("2026-12-03")]}
    out = ask(file(open_days), "--as-of", "2026-11-24")[1]
    assert "暂定；最早 2026年12月29日（周二），最晚 2027年1月6日（周三）" in out
    unbounded = {"events": [submitted("2024-03-01"), sent("2024-03-05")]}
    assert "暂定；最早、最晚还不能确定" in ask(file(unbounded))[1]
    paused = {"events": [submitted("2024-03-01"), happened("suspended", "2024-03-05")]}
    assert "答复：没有确定的日期  停止计算\n" in ask(file(paused))[1]


def test_the_text_says_that_a_receipt_is_not_confirmed(file, ask):
    out = ask(file({"events": [submitted("2024-03-01", "email")]}))[1]
    assert "收到申请：尚未确认" in out
    assert "确认收到：2024年3月4日（周一）" in out


def test_the_text_names_the_reconsideration_law_and_the_consulted(file, ask):
    events = [
        submitted("2024-08-01"),
        sent("2024-08-06"),
        received("2024-08-07"),
        happened("reconsideration_copy_received", "2024-09-02", id="r1"),
    ]
    out = ask(file({"events": events}))[1]
    assert "复议适用：行政复议法（2023）" in out
    assert "第三方回复意见 c1" in out


def test_the_text_is_english_for_those_who_ask(file, ask, monkeypatch):
    monkeypatch.setenv("WORKFLOW_LANG", "en")
    out = ask(file(CONTRACT_CASE))[1]
    assert "Reply: 2020-11-05 (Thu)  late" in out


def test_a_derivation_without_its_inputs_is_printed_without_their_hash():
    whole = derived(submitted("2024-03-01"))
    text = "\n".join(lines(replace(whole, inputs=None)))
    assert "日历：" not in text
    assert whole.fingerprint in "\n".join(lines(whole))


def test_the_command_touches_no_data_folder(file, tmp_path):
    path = file(CONTRACT_CASE)
    workflow = Path(sys.executable).with_name("workflow")
    subprocess.run([workflow, "due", path], cwd=tmp_path, check=True, capture_output=True)
    assert [entry.name for entry in tmp_path.iterdir()] == ["case.json"]
