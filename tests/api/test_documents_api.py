"""Documents in every form, a case's files and notes, and a report's whole life by the API."""

import io
import zipfile
from datetime import date

import pytest
from docx import Document

from api.conftest import moved, registered
from workflow.app import attaching
from workflow.app.handlers import carry_out


def path_of(case, rest=""):
    return f"/cases/{case.chain.removeprefix('request:')}{rest}"


@pytest.fixture
def noticed(office, case):
    """A case whose receipt (N01) is made."""
    after = moved(office, case, "acknowledge", date(2026, 11, 3))
    carry_out(office)
    return after


def words(content):
    found = Document(io.BytesIO(content))
    cells = [cell.text for table in found.tables for cell in table._cells]
    return "\n".join([*(one.text for one in found.paragraphs), *cells])


def test_a_notice_is_listed_downloaded_and_all_of_them_in_a_zip(call, noticed):
    listed = call("GET", path_of(noticed, "/documents")).json()
    document = listed[0]
    file = call("GET", path_of(noticed, f"/documents/{document['id']}"))
    assert "attachment" in file.headers["content-disposition"]
    assert "张三" in words(file.content)
    packed = zipfile.ZipFile(io.BytesIO(call("GET", path_of(noticed, "/documents.zip")).content))
    assert len(packed.namelist()) == len(listed)
    bundle = zipfile.ZipFile(io.BytesIO(call("GET", path_of(noticed, "/bundle")).content))
    assert any(name.endswith(".html") for name in bundle.namelist())
    assert len(bundle.namelist()) > len(listed)


def test_a_document_comes_as_pdf_too(call, noticed):
    document = call("GET", path_of(noticed, "/documents")).json()[0]
    file = call("GET", path_of(noticed, f"/documents/{document['id']}?kind=pdf"))
    assert file.content.startswith(b"%PDF")
    assert file.headers["content-type"] == "application/pdf"


def test_a_document_of_another_number_is_not_found(call, noticed):
    assert call("GET", path_of(noticed, "/documents/999")).status_code == 404


def test_a_notice_is_rendered_and_compared_with_its_case(call, noticed):
    given = {"notice": "N01"}
    made = call("POST", path_of(noticed, "/documents/render"), json=given)
    assert made.status_code == 200, made.text
    assert "河湾镇人民政府" in words(made.content)
    none = call("POST", path_of(noticed, "/documents/render"), json={"notice": "N99"})
    assert none.status_code == 400
    document = call("GET", path_of(noticed, "/documents")).json()[0]
    file = call("GET", path_of(noticed, f"/documents/{document['id']}")).content
    compared = call("POST", path_of(noticed, "/documents/check"), files={"file": ("a.docx", file)})
    assert compared.json()["differences"] == []


def test_only_a_draft_is_made_again(call, noticed):
    given = {"notice": "N99"}
    refused = call("POST", path_of(noticed, "/documents/redraft"), json=given)
    assert refused.status_code in {400, 409}


def test_the_files_of_a_case_are_listed_and_fetched(call, office, case):
    attaching.add(office, case.chain, "1.", "申请表.pdf", b"%PDF-1.4 example")
    (listed,) = call("GET", path_of(case, "/files")).json()
    assert listed["name"] == "申请表.pdf"
    file = call("GET", path_of(case, f"/files/{listed['ref']}"))
    assert file.content == b"%PDF-1.4 example"
    assert file.headers["content-type"] == "application/octet-stream"
    assert call("GET", path_of(case, "/files/none")).status_code == 404


def test_cases_are_noted_linked_and_parted(call, office, case):
    noted = call("POST", path_of(case, "/notes"), json={"text": "示例：电话联系过"})
    assert noted.json()["version"] == 2
    other = registered(office, content="另一件")
    told = {"number": other.number, "reason": "同一事项"}
    assert call("POST", path_of(case, "/links"), json=told).status_code == 201
    again = call("POST", path_of(case, "/links"), json=told)
    assert again.status_code == 400
    undone = call("POST", path_of(case, "/links"), json=told | {"undo": True})
    assert undone.status_code == 201


def test_notes_and_links_are_listed_as_they_were_written(call, office, case):
    call("POST", path_of(case, "/notes"), json={"text": "示例：来电话问过", "on": "2026-11-23"})
    other = registered(office, content="另一件")
    told = {"number": other.number, "reason": "同一事项"}
    call("POST", path_of(case, "/links"), json=told)
    (noted,) = call("GET", path_of(case, "/notes")).json()
    assert (noted["on"], noted["text"], noted["actor"]) == ("2026-11-23", "示例：来电话问过", "li")
    (linked,) = call("GET", path_of(case, "/links")).json()
    assert (linked["number"], linked["content"], linked["reason"]) == (
        other.number, "另一件", "同一事项",
    )  # fmt: skip
    (back,) = call("GET", path_of(other, "/links")).json()
    assert back["number"] == case.number
    journal = call("GET", path_of(case)).json()["journal"]
    assert {one["via"] for one in journal[1:]} == {"api"}


def test_a_document_is_voided_by_the_head_of_office_with_its_reason(call, noticed):
    document = call("GET", path_of(noticed, "/documents")).json()[0]["id"]
    path = path_of(noticed, f"/documents/{document}/void")
    refused = call("POST", path, json={"reason": "印错了（示例）"})
    assert refused.status_code == 409
    assert [one["code"] for one in refused.json()["reasons"]] == ["voiding.role"]
    done = call("POST", path, "zhao", json={"reason": "印错了（示例）"}).json()
    assert (done["document"], done["notice"]) == (document, "N01")
    assert call("GET", path_of(noticed, "/documents")).json()[0]["status"] == "void"
    again = call("POST", path, "zhao", json={"reason": "再来（示例）"})
    assert [one["code"] for one in again.json()["reasons"]] == ["voiding.is_void"]
    none = path_of(noticed, "/documents/999/void")
    assert call("POST", none, "zhao", json={"reason": "示例"}).status_code == 404


def test_an_identity_number_is_shown_and_the_showing_is_on_record(call, case):
    said = call("POST", path_of(case, "/identity")).json()
    assert said == {"id_number": "640104200001011001"}
    seen = call("POST", "/journal/showings", "shen", json={"number": case.number}).json()
    assert {"li"} == {one["actor"] for one in seen}


def test_an_open_case_is_not_purged(call, case):
    refused = call("POST", path_of(case, "/purge"), "zhao", json={"reason": "示例"})
    assert refused.status_code == 409
    assert "trust.purge_open" in {one["code"] for one in refused.json()["reasons"]}
    assert call("GET", "/retention", "zhao").json() == []


def test_before_registering_the_dates_and_repeats_are_told(call, case):
    new = {
        "channel": "in_person", "submitted_on": "2026-11-20", "class": "natural",
        "applicant": "张三（示例）", "content": "示例村土地征收补偿方案",
        "person": {"id_kind": "居民身份证", "id_number": "640104200001011001"},
    }  # fmt: skip
    said = call("POST", "/cases/preview", json=new).json()
    # day 0 is Fri 20 Nov 2026; 20 working days without a holiday between: Fri 18 Dec 2026
    assert said["due"] == "2026-12-18"
    assert said["verdict"]["allowed"]
    assert [one["number"] for one in said["repeats"]] == [case.number]
    assert said["repeats"][0]["same_applicant"]
    assert len(call("GET", "/cases").json()["cases"]) == 1


INPUTS = {"narrative": {"text": {"5": "示例问题", "6": "示例事项"}}}
YEAR = "/reports/2026"


def test_a_report_lives_from_draft_to_a_mended_version(call):
    drafted = call("POST", f"{YEAR}/draft", json={"inputs": INPUTS}).json()
    assert (drafted["state"], drafted["version"]) == ("drafting", 1)
    assert drafted["findings"]["violations"] == []
    assert call("GET", f"{YEAR}/inputs").json()["narrative"]["text"]["5"] == "示例问题"
    assert call("POST", f"{YEAR}/check", json={}).json()["state"] == "checked"
    own = call("POST", f"{YEAR}/approve", json={})
    assert own.status_code == 409  # a clerk approves nothing
    approved = call("POST", f"{YEAR}/approve", "sun", json={"opinion": "示例"})
    assert approved.json()["state"] == "approved"
    published = call("POST", f"{YEAR}/publish", json={"place": "示例网站"}).json()
    assert (published["state"], published["published_on"]) == ("published", "2026-11-24")
    assert len(published["sha256"]) == 64
    file = call("GET", f"{YEAR}/versions/1/file").content
    assert "示例问题" in words(file)
    mended = call("POST", f"{YEAR}/reissue", json={"reason": "示例"}).json()
    assert mended["version"] == 2
    told = call("GET", f"{YEAR}/history").json()
    assert [one["trigger"] for one in told["steps"]] == [
        "draft", "check", "approve", "publish", "reissue",
    ]  # fmt: skip
    assert [one["version"] for one in told["versions"]] == [1, 2]
    assert told["possible"]
    assert call("GET", f"{YEAR}/versions/3/file").status_code == 404


def test_a_step_out_of_turn_is_refused_with_every_reason(call):
    refused = call("POST", f"{YEAR}/publish", json={})
    assert refused.status_code in {404, 409}
    assert call("POST", f"{YEAR}/draft", json={"inputs": {"proactive": 3}}).status_code == 400


def test_a_report_comes_as_json_and_a_sum_as_a_file(call):
    told = call("GET", f"{YEAR}/file?kind=json")
    assert told.json()["year"] == 2026
    files = [("files", (f"{n}.json", told.content)) for n in (1, 2)]
    for kind, begins in (("docx", b"PK"), ("xlsx", b"PK"), ("zip", b"PK")):
        made = call("POST", f"/reports/rollup/file?kind={kind}", files=files)
        assert made.content.startswith(begins), kind


def test_a_fee_is_told_tier_by_tier(call):
    # 11 to 30 items a month: 100 yuan each (Fee Measures art. 4), the first ten are free
    said = call("GET", "/fee?kind=items&count=12").json()
    assert said["yuan"] == 200
    assert said["tiers"]
    assert call("GET", "/fee?kind=pages&count=-1").status_code == 422


def test_an_unknown_name_in_an_address_is_refused_with_the_names_there_are(call):
    answer = call("GET", "/cases?yaer=2026")
    assert (answer.status_code, answer.json()["code"]) == (422, "api.not_understood")
    (place,) = answer.json()["places"]
    assert place["place"] == "query.yaer"
    assert "year" in place["message"]


def test_files_of_an_answer_are_drafted_listed_chosen_and_taken_away(call, office, case):
    moved(office, case, "acknowledge", date(2026, 11, 3))
    path = path_of(case, "/answer-files")
    for name in ("甲.pdf", "乙.pdf"):
        made = call("POST", path, files={"file": (name, b"%PDF-1.4 example")})
        assert made.status_code == 201, made.text
    assert made.json()["ref"] == "answer.2"
    assert [one["chosen"] for one in call("GET", path).json()] == [True, True]
    assert call("DELETE", f"{path}/answer.1").json()["name"] == "甲.pdf"
    assert call("DELETE", f"{path}/answer.1").status_code == 404
    move = {"trigger": "submit_answer", "on": "2026-11-20", "facts": {"outcome": "A2"}}
    assert call("POST", path_of(case, "/moves"), json=move).status_code == 201
    assert call("GET", path).json()[0]["entries"] == [3]
    assert call("GET", path_of(case, "/files/answer.2")).content == b"%PDF-1.4 example"
    refused = call("POST", path, files={"file": ("丙.pdf", b"%PDF-1.4")})
    assert refused.status_code == 409
    assert [one["code"] for one in refused.json()["reasons"]] == ["answer_files.not_now"]


def test_a_file_of_an_answer_is_guarded_and_a_made_up_one_refused(call, office, case):
    path = path_of(case, "/answer-files")
    assert call("POST", path, files={"file": ("a.exe", b"MZ")}).status_code == 400
    move = {"trigger": "submit_answer", "on": "2026-11-20"}
    for made_up in (["answer.7"], [{"ref": "answer.1", "name": "a", "size": 1, "sha256": ""}]):
        facts = {"outcome": "A2", "files": made_up}
        refused = call("POST", path_of(case, "/moves"), json=move | {"facts": facts})
        assert refused.status_code == 400, refused.text
