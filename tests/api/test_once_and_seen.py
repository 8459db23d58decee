"""Sent twice, done once (Idempotency-Key); two programs at once (ETag and If-Match)."""

from datetime import timedelta

import pytest
from sqlmodel import select

from api.test_cases_api import NEW
from workflow.app.browsing import Wanted, browse
from workflow.errors import StorageError
from workflow.store.tables import ApiCall
from workflow.web.api import cases

KEY = {"Idempotency-Key": "0a1b2c3d-0001"}


def count(office):
    return len(browse(office, Wanted(frozenset({"hewan"}), "all")).rows)


def test_the_same_call_twice_is_done_once_and_answered_twice(call, office):
    first = call("POST", "/cases", json=NEW, headers=KEY)
    again = call("POST", "/cases", json=NEW, headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert count(office) == 1


def test_without_a_key_or_with_another_one_it_is_done_again(call, office):
    for headers in ({}, {}, KEY, {"Idempotency-Key": "another-key"}):
        assert call("POST", "/cases", json=NEW, headers=headers).status_code == 201
    assert count(office) == 4


def test_a_key_used_for_something_else_is_refused(call, office):
    call("POST", "/cases", json=NEW, headers=KEY)
    other = call("POST", "/cases", json=NEW | {"content": "别的内容"}, headers=KEY)
    assert (other.status_code, other.json()["code"]) == (409, "api.key_used")
    assert count(office) == 1


def test_anothers_key_is_his_own(call, office):
    call("POST", "/cases", json=NEW, headers=KEY)
    assert call("POST", "/cases", "zhou", json=NEW, headers=KEY).status_code == 201
    assert count(office) == 1  # 白塔镇's is not among them


def grow_older(office, by):
    with office.store.write() as session:
        (known,) = session.exec(select(ApiCall)).all()
        known.made_at -= by


def test_a_key_is_remembered_for_thirty_days_of_real_time(call, office):
    first = call("POST", "/cases", json=NEW, headers=KEY)
    grow_older(office, timedelta(days=29, hours=23))
    assert call("POST", "/cases", json=NEW, headers=KEY).json() == first.json()
    grow_older(office, timedelta(hours=2))
    again = call("POST", "/cases", json=NEW, headers=KEY)
    assert again.json()["number"] != first.json()["number"]
    assert count(office) == 2
    with office.store.read() as session:
        assert len(session.exec(select(ApiCall)).all()) == 1


@pytest.mark.parametrize("jump", [timedelta(days=2), timedelta(days=400), timedelta(days=-400)])
def test_a_clock_that_jumps_makes_nobody_register_twice(call, office, clock, jump):
    first = call("POST", "/cases", json=NEW, headers=KEY)
    clock.at += jump
    call.forget_tokens()
    assert call("POST", "/cases", json=NEW, headers=KEY).json() == first.json()
    assert count(office) == 1


def test_a_refused_call_leaves_the_key_free(call, office):
    refused = call("POST", "/cases", json=NEW | {"submitted_on": "2026-12-24"}, headers=KEY)
    assert refused.status_code == 409
    assert call("POST", "/cases", json=NEW, headers=KEY).status_code == 201
    assert count(office) == 1


def test_a_call_that_died_before_its_answer_was_not_done_and_can_be_sent_again(
    call, office, monkeypatch
):
    def dies(*_):
        raise StorageError("store.disk_full")

    with monkeypatch.context() as broken:
        broken.setattr(cases, "_due", dies)  # the case is written, its answer isn't yet
        assert call("POST", "/cases", json=NEW, headers=KEY).status_code == 503
    assert count(office) == 0
    assert call("POST", "/cases", json=NEW, headers=KEY).status_code == 201
    assert count(office) == 1


def test_what_is_kept_of_a_call_holds_nothing_of_the_applicant(call, office):
    call("POST", "/cases", json=NEW, headers=KEY)
    with office.store.read() as session:
        (kept,) = session.exec(select(ApiCall)).all()
    assert NEW["applicant"] not in repr(kept.model_dump())
    assert NEW["person"]["telephone"] not in repr(kept.model_dump())


@pytest.mark.parametrize("key", ["short", "x" * 201, "with blank"])
def test_a_key_has_a_shape(call, key):
    answer = call("POST", "/cases", json=NEW, headers={"Idempotency-Key": key})
    assert answer.status_code == 422


MOVE = {"trigger": "acknowledge", "on": "2026-11-03"}


def path_of(case):
    return f"/cases/{case.chain.removeprefix('request:')}"


def test_a_case_comes_with_its_version_as_a_tag(call, case):
    shown = call("GET", path_of(case))
    assert shown.headers["etag"] == f'"{shown.json()["version"]}"'


def test_a_move_on_what_was_seen_is_made_and_one_on_an_older_state_is_not(call, case):
    tag = {"If-Match": call("GET", path_of(case)).headers["etag"]}
    assert call("POST", f"{path_of(case)}/moves", json=MOVE, headers=tag).status_code == 201
    late = call("POST", f"{path_of(case)}/notes", json={"text": "示例"}, headers=tag)
    assert (late.status_code, late.json()["code"]) == (412, "journal.overtaken")
    assert "li" in late.json()["detail"]


def test_without_a_tag_the_older_way_still_answers_409(call, case):
    call("POST", f"{path_of(case)}/moves", json=MOVE)
    late = call("POST", f"{path_of(case)}/moves", json={**MOVE, "expected": 1})
    assert (late.status_code, late.json()["code"]) == (409, "journal.overtaken")


def test_any_version_will_do_for_a_star(call, case):
    headers = {"If-Match": "*"}
    note = call("POST", f"{path_of(case)}/notes", json={"text": "示例"}, headers=headers)
    assert note.status_code == 201


def test_a_tag_of_another_shape_is_refused(call, case):
    headers = {"If-Match": "yesterday"}
    answer = call("POST", f"{path_of(case)}/notes", json={"text": "示例"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "api.tag_wrong")


def test_two_administrators_dont_overwrite_each_other(call):
    seen = call("GET", "/agencies/hewan", "guan")
    tag = {"If-Match": seen.headers["etag"]}
    changed = call("PATCH", "/agencies/hewan", "guan", json={"telephone": "0001"}, headers=tag)
    assert changed.status_code == 200
    late = call("PATCH", "/agencies/hewan", "guan", json={"telephone": "0002"}, headers=tag)
    assert (late.status_code, late.json()["code"]) == (412, "agency.changed")
    assert call("GET", "/agencies/hewan", "guan").json()["telephone"] == "0001"
