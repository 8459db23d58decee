"""What keepers look after by the API: agencies, users, templates, calendars, journal; one's own."""

import io
import zipfile

import pytest

from api.conftest import ROLES, registered
from workflow.app.heavy import KINDS
from workflow.app.inbox import tell
from workflow.app.running import run_tasks
from workflow.app.working import do_heavy_work
from workflow.documents.library import builtin

GUAN, BAO, SHEN = "guan", "bao", "shen"


def test_an_agency_is_added_changed_and_its_law_settings_told(call):
    new = {"code": "nanhe", "name": "南河镇人民政府（示例）", "parent": "yunchuan", "example": True}
    added = call("POST", "/agencies", GUAN, json=new)
    assert added.status_code == 201, added.text
    assert added.json()["parent"] == "yunchuan"
    change = {"telephone": "000-1", "settings": {"correction_days": 7}}
    changed = call("PATCH", "/agencies/nanhe", GUAN, json=change).json()
    assert (changed["telephone"], changed["settings"]) == ("000-1", {"correction_days": 7})
    told = {one["key"]: one for one in call("GET", "/agencies/nanhe/settings", GUAN).json()}
    assert told["correction_days"]["value"] == 7
    assert told["correction_days"]["own"]
    assert all(one["doubt"] for one in told.values())


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"settings": {"moonlight": 1}}, 400),
        ({"number_pattern": "无"}, 400),
        ({"region": "ningxia"}, 422),
    ],
)
def test_a_change_that_makes_no_sense_changes_nothing(call, change, status):
    before = call("GET", "/agencies/hewan", GUAN).json()
    assert call("PATCH", "/agencies/hewan", GUAN, json=change).status_code == status
    assert call("GET", "/agencies/hewan", GUAN).json() == before


def test_an_administrator_sees_every_agencys_record_and_a_clerk_his_own(call):
    assert len(call("GET", "/agencies", GUAN).json()) == 3
    assert call("GET", "/agencies/beita", GUAN).status_code == 200
    assert call("GET", "/agencies/hewan").status_code == 200
    assert call("GET", "/agencies/beita").status_code == 404
    assert (
        call("POST", "/agencies", GUAN, json={"code": "hewan", "name": "再来"}).status_code == 409
    )


def test_a_user_is_added_kept_out_and_loses_a_role(call):
    new = {"name": "xin", "agency": "hewan", "roles": ["clerk", "reviewer"], "password": "kx7#mzqw"}
    added = call("POST", "/users", BAO, json=new)
    assert added.status_code == 201, added.text
    assert "kx7" not in added.text
    assert {one["role"] for one in added.json()["roles"]} == {"clerk", "reviewer"}
    assert call("PATCH", "/users/xin", BAO, json={"active": False}).status_code == 204
    gone = call("DELETE", "/users/xin/roles/reviewer?agency=hewan", BAO)
    assert gone.status_code == 204
    listed = {one["name"]: one for one in call("GET", "/users", BAO).json()}
    assert not listed["xin"]["active"]
    assert listed["xin"]["roles"] == [{"agency": "hewan", "role": "clerk"}]


def test_three_keepers_stay_apart_and_a_password_must_not_be_easy(call):
    both = {"name": "xin", "roles": ["admin", "auditor"]}
    refused = call("POST", "/users", BAO, json=both)
    assert (refused.status_code, refused.json()["code"]) == (409, "agency.roles_refused")
    assert refused.json()["reasons"]
    easy = call("PATCH", "/users/li", BAO, json={"password": "12345678"})
    assert (easy.status_code, easy.json()["code"]) == (400, "agency.password_common")
    assert call("PATCH", "/users/bao", BAO, json={"active": False}).status_code == 409


def test_ones_own_tokens_are_listed_and_revoked(call):
    call.token("li")
    (listed,) = call("GET", "/tokens").json()
    assert listed["role"] == "clerk"
    assert call("DELETE", f"/tokens/{listed['ident']}", "zhou").status_code == 404
    assert call("DELETE", f"/tokens/{listed['ident']}").status_code == 204
    assert call("GET", "/tokens").status_code == 401


def test_ones_own_address_is_set_shown_masked_and_forgotten(call):
    told = {"address": "li@example.invalid", "digest": True}
    assert call("PUT", "/contacts/mail", json=told).status_code == 204
    (listed,) = call("GET", "/contacts").json()
    assert (listed["address"], listed["digest"]) == ("l***@example.invalid", True)
    assert call("GET", "/contacts", "zhou").json() == []
    assert call("DELETE", "/contacts/mail").status_code == 204
    assert call("GET", "/contacts").json() == []
    assert call("PUT", "/contacts/pigeon", json=told).status_code in {400, 422}


def template():
    return {"file": ("n04.docx", builtin("cn-2019", "N04"))}


def test_a_template_is_checked_installed_withdrawn_and_put_in_force_again(call):
    path = "/templates/cn-2019/N04"
    assert call("POST", f"{path}/check", files=template()).json()["findings"] == []
    installed = call("POST", f"{path}/versions", GUAN, files=template())
    assert (installed.status_code, installed.json()["version"]) == (201, 1)
    assert call("POST", f"{path}/withdraw", GUAN, json={}).json()["version"] is None
    again = call("POST", f"{path}/versions/1/activate", GUAN, json={})
    assert again.json()["version"] == 1
    row = next(one for one in call("GET", "/templates/cn-2019").json() if one["key"] == "N04")
    assert row["builtin"]
    assert [(one["version"], one["active"]) for one in row["versions"]] == [(1, True)]
    file = call("GET", f"{path}/versions/1/file").content
    assert file == builtin("cn-2019", "N04")
    assert call("GET", f"{path}/file").content == file


def test_a_template_with_findings_is_refused_with_all_of_them(call):
    broken = {"file": ("x.docx", b"no Word file")}
    path = "/templates/cn-2019/N04"
    answer = call("POST", f"{path}/versions", GUAN, files=broken)
    assert answer.status_code in {400, 409}
    assert call("POST", "/templates/cn-2019/N99/check", files=template()).status_code == 400
    assert call("GET", "/templates/cn-2019/N99/fields").status_code == 404
    assert call("GET", "/templates/us-1966").status_code == 422


def test_the_fields_of_a_notice_are_told(call):
    said = call("GET", "/templates/cn-2019/N04/fields").json()
    assert said["notice"] == "N04"
    assert {"name", "label", "kind", "required"} <= set(said["fields"][0])


def test_a_template_is_tried_with_a_real_case(call, case):
    made = call(
        "POST", "/templates/cn-2019/N01/try", files={"file": ("n.docx", builtin("cn-2019", "N01"))},
        data={"case": case.number},
    )  # fmt: skip
    assert made.status_code == 200, made.text
    assert made.content.startswith(b"PK")
    other = {"case": "白塔〔2026〕1号"}
    assert (
        call("POST", "/templates/cn-2019/N01/try", files=template(), data=other).status_code == 404
    )


LIST = "日期,类型,名称\n2027-01-01,休,元旦\n2027-01-02,休,元旦\n"
ABOUT = {"year": "2027", "number": "示例〔2026〕1号", "dated": "2026-11-20", "source": "示例"}


def sent(text=LIST, **about):
    return {"files": {"file": ("2027.csv", text.encode())}, "data": ABOUT | about}


def test_a_years_list_is_looked_at_first_and_then_accepted(call):
    seen = call("POST", "/calendars/preview", GUAN, **sent(change="true"))
    assert seen.status_code == 200, seen.text
    assert {one["on"] for one in seen.json()["days"]} == {"2027-01-01", "2027-01-02"}
    done = call("POST", "/calendars/import", GUAN, **sent(change="true")).json()
    assert (done["known"], done["task"]) == (False, None)  # no open case reaches so far
    assert call("POST", "/calendars/import", GUAN, **sent(change="true")).json()["known"]
    (notice,) = (one for one in call("GET", "/calendars?year=2027").json() if one["imported"])
    assert notice["holidays"] == ["2027-01-01", "2027-01-02"]


def test_a_list_that_cant_be_read_says_file_and_place(call):
    answer = call("POST", "/calendars/preview", GUAN, **sent("日期,类型\n"))
    assert (answer.status_code, answer.json()["code"]) == (400, "calendar.list_column")
    assert "2027.csv" in answer.json()["detail"]
    assert call("POST", "/calendars/preview", GUAN, **sent(region="mars")).status_code == 404


def test_holidays_are_listed_by_year_and_region(call):
    assert {one["year"] for one in call("GET", "/calendars?year=2026").json()} == {2026}
    assert call("GET", "/calendars?region=ningxia").json()
    assert call("GET", "/calendars?region=mars").status_code == 404


def test_a_day_on_which_an_agency_is_closed_moves_its_dates(call, office, case):
    told = {"agency": "hewan", "on": "2026-11-27", "name": "示例决定"}
    done = call("POST", "/calendars/closures", GUAN, json=told)
    assert done.status_code == 201
    do_heavy_work(office)
    task = call("GET", f"/tasks/{done.json()['task']}", GUAN).json()
    assert (task["state"], task["done"], task["counts"]["moved"] > 0) == ("finished", 1, True)
    moved = call("GET", f"/tasks/{task['id']}/file", GUAN).json()
    assert (moved[0]["number"], moved[0]["agency"]) == (case.number, "hewan")
    assert moved[0]["from"] < moved[0]["to"]
    assert call("GET", "/calendars/closures").json() == [{"on": "2026-11-27", "name": "示例决定"}]
    assert call("GET", "/calendars/closures", "zhou").json() == []
    far = told | {"agency": "nowhere"}
    assert call("POST", "/calendars/closures", GUAN, json=far).status_code == 404


def test_the_auditor_reads_entries_without_what_cases_say(call, case):
    said = call("GET", f"/journal?chain={case.chain}", SHEN).json()
    assert [one["trigger"] for one in said["entries"]] == ["register"]
    assert said["entries"][0]["facts"] == {}
    assert "张三" not in call("GET", "/journal", SHEN).text
    assert call("GET", "/journal?only=seen", SHEN).json()["entries"] == []
    assert call("GET", "/journal?page=99", SHEN).json()["more"] is False


def test_an_anchor_that_was_kept_shows_a_rewritten_past(call, case):
    kept = call("GET", "/journal/anchor", SHEN).json()
    good = call("POST", "/journal/verification", SHEN, json=[kept])
    assert good.json()["broken"] == []
    head = kept["heads"][case.chain]
    kept["heads"][case.chain] = [head[0], "0" * len(head[1])]
    refused = call("POST", "/journal/verification", SHEN, json=[kept])
    assert (refused.status_code, refused.json()["code"]) == (400, "trust.anchor_changed")


def test_work_is_ordered_looked_at_fetched_and_stopped_by_its_person(call, office, case):
    ordered = call("POST", "/tasks", json={"kind": "bundles", "cases": [case.number]})
    assert ordered.status_code == 202, ordered.text
    number = ordered.json()["id"]
    assert call("GET", f"/tasks/{number}", "wang").status_code == 404
    assert call("GET", f"/tasks/{number}/file").status_code == 409
    run_tasks(office, KINDS)
    assert call("GET", f"/tasks/{number}").json()["state"] == "finished"
    file = call("GET", f"/tasks/{number}/file").content
    assert zipfile.ZipFile(io.BytesIO(file)).namelist()
    stopped = call("POST", "/tasks", json={"kind": "letters", "notice": "N04"}).json()["id"]
    assert call("POST", f"/tasks/{stopped}/cancel").json()["state"] == "cancelled"
    assert [one["id"] for one in call("GET", "/tasks").json()] == [stopped, number]


@pytest.mark.parametrize(
    ("who", "kind"), [("guan", "bundles"), ("li", "journal"), ("deng", "letters")]
)
def test_nobody_orders_work_that_isnt_his(call, who, kind):
    answer = call("POST", "/tasks", who, json={"kind": kind})
    assert (answer.status_code, answer.json()["code"]) == (409, "api.task_role")
    assert ROLES[who][0] not in answer.json()["detail"]


def test_a_bundle_of_another_agencys_case_is_not_ordered(call, other_case):
    asked = {"kind": "bundles", "cases": [other_case.number]}
    assert call("POST", "/tasks", json=asked).status_code == 404


def test_deliveries_are_told_without_their_words_to_the_administrator(call, office, case):
    call("PUT", "/contacts/mail", json={"address": "li@example.invalid"})
    with office.store.write() as session:
        tell(session, "li", case.chain, "web.no_record", {}, "cause/1", office.now())
    listed = call("GET", "/deliveries", "zhao").json()
    assert all(one["message"] == "" for one in call("GET", "/deliveries", GUAN).json())
    assert {one["person"] for one in listed} <= {"li", "wang", "zhao", "sun"}
    assert call("POST", "/deliveries/1/again", "zhao").status_code == 404


def test_a_pass_is_made_at_once_and_told_in_numbers(call, office, case):
    said = call("POST", "/reminders", GUAN)
    assert said.status_code == 200, said.text
    assert set(said.json()) == {"reminders", "documents", "failed", "delivered"}
    assert "张三" not in said.text


def test_the_desk_shows_what_must_be_done_and_the_reviewer_what_waits(call, office, case):
    desk = call("GET", "/desk").json()
    assert {one["number"] for one in desk["duties"]} == {case.number}
    registered(office, "beita", "zhou")
    assert {one["agency"] for one in call("GET", "/desk?whole_agency=true").json()["duties"]} == {
        "hewan"
    }
    assert call("GET", "/reviews", "wang").json() == []


@pytest.mark.parametrize("active", [0, 0.0, 1])
def test_a_number_is_not_true_or_false(call, active):
    assert call("PATCH", "/users/li", "bao", json={"active": active}).status_code == 422
    assert call("PATCH", "/users/li", "bao", json={"active": True}).status_code == 204
