"""Cases by the API: the same guards and the same reasons as on the pages and the command line."""

from datetime import date

import pytest

from api.conftest import FACTS, PERSON, moved, registered

NEW = {
    "channel": "in_person",
    "submitted_on": "2026-11-20",
    "class": "natural",
    "applicant": "李四（示例）",
    "content": "2024年水库除险加固批复",
    "person": {"telephone": "13900000000"},
}


def ident(case):
    return case.chain.removeprefix("request:")


def test_registering_gives_the_number_and_the_due_date(call):
    answer = call("POST", "/cases", json=NEW)
    assert answer.status_code == 201
    said = answer.json()
    assert said["number"] == "hewan〔2026〕1号"
    # day 0 is Fri 20 Nov 2026; 20 working days without a holiday between: Fri 18 Dec 2026
    assert said["due"] == "2026-12-18"
    shown = call("GET", f"/cases/{said['id']}").json()
    assert shown["applicant"] == "李四（示例）"
    assert shown["journal"][0]["via"] == "api"
    assert shown["journal"][0]["actor"] == "li"


def test_the_personal_details_are_in_no_journal_entry(call):
    said = call("POST", "/cases", json=NEW).json()
    shown = call("GET", f"/cases/{said['id']}").json()
    assert "李四" not in str(shown["journal"])
    assert "13900000000" not in str(shown["journal"])


def test_a_case_is_found_by_its_id_and_by_its_number(call, case):
    by_id = call("GET", f"/cases/{ident(case)}").json()
    by_number = call("GET", f"/cases/{case.number}").json()
    assert by_id == by_number
    assert by_id["number"] == case.number


def test_another_agencys_case_is_not_found_in_any_operation(call, case, other_case):
    theirs = ident(other_case)
    for method, path, more in (
        ("GET", f"/cases/{theirs}", {}),
        ("GET", f"/cases/{other_case.number}", {}),
        ("GET", f"/cases/{theirs}/why?trigger=acknowledge", {}),
        ("GET", f"/cases/{theirs}/what-if", {}),
        ("GET", f"/cases/{theirs}/documents", {}),
        ("GET", f"/cases/{theirs}/documents/1", {}),
        ("POST", f"/cases/{theirs}/moves", {"json": {"trigger": "x", "on": "2026-11-20"}}),
        ("POST", f"/cases/{theirs}/rectifications", {"json": {"entry": 1, "reason": "r"}}),
    ):
        answer = call(method, path, **more)
        assert answer.status_code == 404, path
        assert answer.json()["code"] == "case.unknown"


def test_the_list_holds_only_the_own_agencys_cases(call, case, other_case):
    listed = call("GET", "/cases").json()["cases"]
    assert [one["number"] for one in listed] == [case.number]
    assert listed[0]["class"] == "natural"
    assert listed[0]["applicant"] == FACTS["applicant"]


def test_a_supervisor_reads_the_cases_below_and_changes_none(call, case, other_case):
    listed = call("GET", "/cases", "deng").json()["cases"]
    assert [one["number"] for one in listed] == [case.number]
    move = {"trigger": "acknowledge", "on": "2026-11-03"}
    answer = call("POST", f"/cases/{ident(case)}/moves", "deng", json=move)
    assert answer.status_code == 403
    assert call("GET", f"/cases/{ident(other_case)}", "deng").status_code == 404


def test_the_list_is_filtered_by_text_state_and_year(call, office, case):
    registered(office, content="学区划分会议纪要", applicant="王五（示例）", on=date(2026, 11, 3))
    for query, count in (
        ("q=学区", 1),
        ("q=不存在的词", 0),
        ("state=received", 2),
        ("state=served", 0),
        ("year=2026", 2),
        ("year=2025", 0),
        ("kind=closed", 0),
        ("kind=all", 2),
        ("kind=all&page=2", 0),
    ):
        assert len(call("GET", f"/cases?{query}").json()["cases"]) == count, query


def test_a_move_is_made_and_answers_with_the_new_state(call, case):
    move = {"trigger": "acknowledge", "on": "2026-11-03", "expected": 1}
    answer = call("POST", f"/cases/{ident(case)}/moves", json=move)
    assert answer.status_code == 201, answer.text
    assert answer.json()["state"] == "processing"
    assert answer.json()["version"] == 2


def test_the_second_of_two_programs_is_told_who_was_faster(call, office, case):
    moved(office, case, "acknowledge", date(2026, 11, 3))
    move = {"trigger": "request_correction", "on": "2026-11-04", "expected": 1}
    answer = call("POST", f"/cases/{ident(case)}/moves", json=move)
    assert answer.status_code == 409
    assert answer.json()["code"] in {"journal.overtaken", "case.refused"}


def test_a_refused_move_carries_every_reason_with_its_article(call, case):
    move = {"trigger": "dispatch", "on": "2026-11-24", "facts": {"way": "post"}}
    answer = call("POST", f"/cases/{ident(case)}/moves", json=move)
    assert answer.status_code == 409
    said = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert said["code"] == "case.refused"
    assert said["reasons"]
    assert all(one["code"] and one["message"] for one in said["reasons"])


def test_why_gives_the_reasons_of_the_refusal_before_it_is_tried(call, case):
    said = call("GET", f"/cases/{ident(case)}/why?trigger=dispatch").json()
    assert said["allowed"] is False
    assert said["reasons"]
    # 7 working days after Mon 2 Nov end on Wed 11 Nov: on the 24th it is too late (art. 30)
    late = call("GET", f"/cases/{ident(case)}/why?trigger=request_correction").json()
    assert "第三十条" in str(late["reasons"])


def test_what_if_stores_nothing(call, case):
    before = call("GET", f"/cases/{ident(case)}").json()
    said = call("GET", f"/cases/{ident(case)}/what-if").json()
    assert {one["trigger"] for one in said["moves"]} >= {"acknowledge"}
    assert call("GET", f"/cases/{ident(case)}").json() == before


def test_a_rectification_supersedes_the_entry_and_moves_the_date(call, case):
    mend = {"entry": 1, "on": "2026-11-03", "reason": "收件登记本写的是3日"}
    answer = call("POST", f"/cases/{ident(case)}/rectifications", json=mend)
    assert answer.status_code == 201, answer.text
    # day 0 Tue 3 Nov 2026 + 20 working days = Tue 1 Dec 2026
    assert answer.json()["due"] == "2026-12-01"
    journal = call("GET", f"/cases/{ident(case)}").json()["journal"]
    assert journal[-1]["supersedes"] == 1


def test_a_mend_without_a_reason_is_refused(call, case):
    mend = {"entry": 1, "on": "2026-11-03", "reason": " "}
    answer = call("POST", f"/cases/{ident(case)}/rectifications", json=mend)
    assert answer.status_code == 400
    assert answer.json()["code"] == "case.rectify_reason"


def test_an_unknown_document_is_not_found(call, case):
    answer = call("GET", f"/cases/{ident(case)}/documents/999")
    assert answer.status_code == 404
    assert call("GET", f"/cases/{ident(case)}/documents").json() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel": "pigeon"},
        {"submitted_on": "去年底"},
        {"submitted_on": "1900-01-01"},
        {"applicant": "a\0b"},
        {"unknown": "field"},
        {"person": {"shoe_size": "44"}},
    ],
)
def test_what_has_the_wrong_shape_is_named_by_its_place(call, wrong):
    answer = call("POST", "/cases", json=NEW | wrong)
    assert answer.status_code == 422
    assert answer.json()["code"] == "api.not_understood"
    assert answer.json()["places"][0]["place"].startswith("body.")


def test_what_was_sent_is_not_said_again_in_an_error(call):
    answer = call("POST", "/cases", json=NEW | {"applicant": {"name": PERSON["id_number"]}})
    assert answer.status_code == 422
    assert PERSON["id_number"] not in answer.text


def test_a_flag_is_no_number(call, case):
    move = {"trigger": "acknowledge", "on": "2026-11-03", "expected": True}
    answer = call("POST", f"/cases/{ident(case)}/moves", json=move)
    assert answer.status_code == 422
    assert answer.json()["places"][0]["place"] == "body.expected"
