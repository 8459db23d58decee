"""Agencies, inbox, journal, dates and reports by the API."""

import json
from datetime import date, timedelta

from api.conftest import moved, registered
from workflow.app import report_life
from workflow.app.due import answer, to_json
from workflow.app.inbox import inbox, tell
from workflow.app.office import Actor
from workflow.store.tables import Journal

DUE = {
    "events": [
        {"kind": "submitted", "on": "2020-09-14", "channel": "in_person"},
        {"kind": "correction_requested", "on": "2020-09-22", "received_on": "2020-09-24"},
        {"kind": "corrected", "on": "2020-10-09"},
    ]
}


def test_a_clerk_sees_his_agency_and_a_supervisor_those_below_too(call):
    assert [one["code"] for one in call("GET", "/agencies").json()] == ["hewan"]
    below = call("GET", "/agencies", "deng").json()
    assert [one["code"] for one in below] == ["hewan", "yunchuan"]


def test_the_inbox_is_the_persons_own_and_can_be_marked_read(call, office):
    with office.store.write() as session:
        for person in ("li", "zhou"):
            tell(session, person, "request:1", "web.no_record", {}, f"c/{person}", office.now())
    (message,) = call("GET", "/inbox").json()
    assert message["read"] is False
    theirs = inbox(office, "zhou")[0]["id"]
    marked = call("POST", "/inbox/read", json={"ids": [message["id"], theirs]})
    assert marked.status_code == 204
    assert call("GET", "/inbox?unread=true").json() == []
    assert inbox(office, "zhou")[0]["read"] is False


def test_the_auditor_verifies_and_nobody_else(call, case):
    said = call("GET", "/journal/verification?derived=true", "shen").json()
    assert said["broken"] == []
    assert said["entries"] > 0
    assert call("GET", "/journal/verification", "li").status_code == 403


def test_a_changed_entry_is_named(call, office, case):
    with office.store.write() as session:
        connection = session.connection()
        connection.exec_driver_sql("DROP TRIGGER journal_no_update")
        row = session.get(Journal, (case.chain, 1))
        row.actor = "somebody"
        session.add(row)
    broken = call("GET", "/journal/verification", "shen").json()["broken"]
    assert broken[0]["chain"] == case.chain


def test_the_deadlines_are_those_of_the_command(call):
    said = call("POST", "/deadlines?as_of=2020-10-12", json=DUE).json()
    assert said == to_json(answer(DUE, date(2020, 10, 12)))
    reply = next(one for one in said["deadlines"] if one["clock"] == "reply")
    # contract.md: corrected on 9 October 2020 → 20 working days → 5 November 2020
    assert reply["due"] == "2020-11-05"


def test_events_that_make_no_sense_are_refused_with_their_place(call):
    answered = call("POST", "/deadlines", json={"events": [{"kind": "served", "on": "x"}]})
    assert answered.status_code == 400
    assert answered.json()["code"].startswith("events.")


def test_a_term_ends_as_the_command_says(call):
    said = call("GET", "/term?from=2026-11-24&length=20&unit=working_days").json()
    assert said == {
        "due": "2026-12-22",
        "provisional": False,
        "not_before": None,
        "not_after": None,
    }
    # 2020-08-31 + 6 months: February has no 31st, its last day counts; a Sunday rolls to Monday
    months = "/term?from=2020-08-31&length=6&unit=months"
    assert call("GET", months).json()["due"] == "2021-03-01"
    assert call("GET", f"{months}&no_roll=true").json()["due"] == "2021-02-28"


def answered(office):
    """One request of 2025 answered in 2025 as not held (A12)."""
    case = registered(office, on=date(2026, 11, 2))
    moved(office, case, "submit_answer", date(2026, 11, 10), outcome="A12",
          search_record="示例：检索了档案室全部目录")  # fmt: skip
    for by, trigger in (("wang", "pass_secrecy_review"), ("wang", "pass_legal_review"),
                        ("sun", "approve")):  # fmt: skip
        moved(office, case, trigger, date(2026, 11, 11), by)
    return moved(office, case, "dispatch", date(2026, 11, 12), way="post", carrier="postal")


def test_a_report_is_built_and_its_cells_open_their_cases(call, office):
    case = answered(office)
    said = call("GET", "/reports/2026").json()
    assert said["report"]["received"]["new_received"]["natural"] == 1
    assert said["report"]["received"]["unable_not_held"]["total"] == 1
    assert said["findings"]["violations"] == []
    cell = call("GET", "/reports/2026/cells/unable_not_held/natural").json()
    assert cell["cases"] == [case.number]
    assert call("GET", "/reports/2026/cells/nothing/natural").status_code == 400


def test_the_years_are_listed_with_state_and_last_day(call, office):
    answered(office)
    (line,) = call("GET", "/reports").json()
    assert (line["year"], line["state"], line["version"]) == (2026, "none", None)
    assert line["last_day"] == "2027-01-31"  # 条例第四十九条
    step = report_life.Wanted("hewan", 2026, office.today, Actor("li", "clerk"))
    report_life.draft(office, step)
    (line,) = call("GET", "/reports").json()
    assert (line["state"], line["version"]) == ("drafting", 1)


def test_a_report_of_another_agency_is_not_found(call):
    assert call("GET", "/reports/2026?agency=beita").status_code == 404
    assert call("GET", "/reports/2026?agency=hewan", "deng").status_code == 200


def test_the_report_comes_as_word_and_excel(call, office):
    answered(office)
    for kind, begins in (("docx", b"PK"), ("xlsx", b"PK")):
        found = call("GET", f"/reports/2026/file?kind={kind}")
        assert found.status_code == 200
        assert found.content.startswith(begins)
        assert "attachment" in found.headers["content-disposition"]


def test_a_report_checked_by_the_api_names_what_fails(call, office):
    report = call("GET", "/reports/2026").json()["report"]
    report["received"]["new_received"]["natural"] = 5
    said = call("POST", "/reports/check", json={"report": report}).json()
    assert {one["rule"] for one in said["violations"]} == {"column_balance", "row_sum"}


def test_reports_are_rolled_up_from_files(call, office):
    answered(office)
    report = call("GET", "/reports/2026").json()["report"]
    files = [
        ("files", (f"{n}.json", json.dumps(report | {"body": f"第{n}镇人民政府"}).encode()))
        for n in (1, 2)
    ]
    said = call("POST", "/reports/rollup", files=files).json()
    assert said["received"]["new_received"]["natural"] == 2
    assert [one["file"] for one in said["files"]] == ["1.json", "2.json"]


def test_a_file_of_a_wrong_kind_is_refused(call):
    files = [("files", ("报告.exe", b"MZ"))]
    said = call("POST", "/reports/rollup", files=files)
    assert said.status_code == 400
    assert said.json()["code"] == "upload.kind"


def test_an_answer_is_never_kept_by_a_cache(call, case):
    found = call("GET", "/agencies")
    assert found.headers["cache-control"] == "no-store"
    assert found.headers["x-content-type-options"] == "nosniff"


def test_a_token_that_ended_is_refused_like_none(call, clock):
    assert call("GET", "/agencies").status_code == 200
    clock.at += timedelta(days=31)
    assert call("GET", "/agencies").status_code == 401
