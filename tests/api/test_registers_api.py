"""Disclosures, figures, the ledger and the guide by the API."""

import io

from docx import Document
from openpyxl import load_workbook

from api.conftest import registered
from workflow.web.downloads import DOCX

ITEM = {
    "on": "2026-11-02",
    "facts": {"title": "示例实施办法", "attribute": "proactive", "made_on": "2026-11-02"},
}


def drafted(call):
    answer = call("POST", "/disclosures", json=ITEM)
    assert answer.status_code == 201, answer.text
    return answer.json()["number"]


def step(call, number, trigger, who="li", on="2026-11-03", **facts):
    return call(
        "POST",
        f"/disclosures/{number}/steps",
        who,
        json={"trigger": trigger, "on": on, "facts": facts},
    )


def test_a_document_goes_from_draft_to_public(call):
    number = drafted(call)
    assert step(call, number, "pass_secrecy_review", "wang").status_code == 201
    assert step(call, number, "approve", "sun").status_code == 201
    done = step(call, number, "publish", on="2026-11-04", place_published="示例网站")
    assert done.status_code == 201, done.text
    shown = call("GET", f"/disclosures/{number}")
    assert shown.json()["state"] == "published"
    assert [one["trigger"] for one in shown.json()["history"]] == [
        "draft", "pass_secrecy_review", "approve", "publish",
    ]  # fmt: skip
    assert shown.headers["etag"] == '"4"'
    sheet = call("GET", f"/disclosures/{number}/sheet").content
    assert "示例实施办法" in "".join(
        cell.text for table in Document(io.BytesIO(sheet)).tables for cell in table._cells
    )


def test_a_step_that_a_rule_refuses_says_every_reason(call):
    refused = step(call, drafted(call), "publish", place_published="示例网站")
    assert refused.status_code == 409
    assert refused.json()["reasons"]


def test_a_document_that_isnt_there_is_not_found(call):
    assert call("GET", "/disclosures/2026-99").status_code == 404
    assert step(call, "2026-99", "approve", "sun").status_code == 404


def test_the_register_is_listed_searched_and_counted(call):
    number = drafted(call)
    listed = call("GET", "/disclosures?q=办法").json()
    assert [one["number"] for one in listed["items"]] == [number]
    assert (listed["total"], listed["more"]) == (1, False)
    assert call("GET", "/disclosures?state=published").json()["total"] == 0
    assert call("GET", "/disclosures?period=2025").json()["total"] == 0
    assert call("GET", "/disclosures?period=sometime").status_code == 400


def test_the_register_and_the_catalogue_travel_as_excel(call):
    drafted(call)
    book = load_workbook(io.BytesIO(call("GET", "/disclosures/file").content))
    assert "示例实施办法" in {cell.value for row in book.active for cell in row}
    again = {"file": ("register.xlsx", call("GET", "/disclosures/file").content)}
    assert call("POST", "/disclosures/import", files=again).json() == {
        "added": 0, "changed": 0, "unchanged": 1,
    }  # fmt: skip
    rows = "事项名称,公开主体\n示例事项,示例科室\n".encode()
    taken = call("POST", "/disclosures/catalogue/import", files={"file": ("c.csv", rows)})
    if taken.status_code == 200:
        assert call("GET", "/disclosures/catalogue").json()[0]["title"] == "示例事项"


def test_the_catalogue_is_fetched_as_it_is_printed(call):
    answer = call("GET", "/disclosures/catalogue/file?format=docx")
    assert answer.headers["content-type"] == DOCX
    assert Document(io.BytesIO(answer.content)).tables[0].rows[0].cells[0].text == "序号"
    assert call("GET", "/disclosures/catalogue/file?format=pdf").status_code == 422


def test_a_file_of_another_kind_is_refused_by_its_name(call):
    answer = call("POST", "/disclosures/import", files={"file": ("list.pdf", b"%PDF")})
    assert (answer.status_code, answer.json()["code"]) == (400, "upload.kind")
    assert "list.pdf" in answer.json()["detail"]


def test_figures_are_entered_with_their_source_and_their_sums_told(call):
    told = {"values": {"website_items": 12, "website_categories.扶贫工作": 20}, "source": "示例"}
    done = call("PUT", "/figures/2026-05", json=told).json()
    assert sorted(done["changed"]) == sorted(told["values"])
    listed = call("GET", "/figures/2026-05").json()
    assert {one["key"]: one["value"] for one in listed["figures"]}["website_items"] == 12
    assert listed["violations"] or listed["warnings"]
    (entry,) = call("GET", "/figures/2026-05/history?figure=website_items").json()
    assert (entry["value"], entry["source"], entry["actor"]) == (12, "示例", "li")
    same = call("PUT", "/figures/2026-05", json=told).json()
    assert same["changed"] == []


def test_a_period_that_is_none_is_refused(call):
    told = {"values": {"website_items": 1}, "source": "示例"}
    assert call("PUT", "/figures/2026-13", json=told).status_code == 400


def test_figures_travel_as_excel_and_fill_the_half_years_report(call):
    told = {"values": {"website_items": 12}, "source": "示例"}
    call("PUT", "/figures/2026H1", json=told)
    file = call("GET", "/figures/2026H1/file").content
    back = call("POST", "/figures/import", files={"file": ("f.xlsx", file)}, data={"source": "示"})
    assert back.status_code == 200, back.text
    made = call("POST", "/figures/2026H1/self-inspection", json={"problems": "示例\x0e问题"})
    assert "示例问题" in "\n".join(
        one.text for one in Document(io.BytesIO(made.content)).paragraphs
    )


def test_the_guide_names_the_agency(call):
    made = call("GET", "/guide?hours=示例时间").content
    text = "\n".join(one.text for one in Document(io.BytesIO(made)).paragraphs)
    assert "河湾镇人民政府" in text


def test_a_ledger_goes_out_and_comes_in_again(call, office):
    registered(office)
    file = call("GET", "/ledger/file")
    assert file.content.startswith(b"PK")
    back = call("POST", "/ledger/import", files={"file": ("l.xlsx", file.content)}).json()
    assert (back["done"], back["requests"]["added"], back["bad"]) == (True, 0, [])
    assert "张三" in call("GET", "/ledger/file?kind=csv").text
    assert "张三" not in call("GET", "/ledger/file?kind=csv&masked=true").text
    assert "张三" not in call("GET", "/ledger/file?kind=csv&agency=hewan", "deng").text


def test_a_dry_run_writes_nothing_and_a_bad_row_says_where(call):
    head = "申请编号,申请人,申请人类别,受理渠道,提交日期,收到日期,申请内容\n"
    good = f"{head}示1,李示例,自然人,当面,2026-11-02,,示例\n".encode()
    tried = call(
        "POST", "/ledger/import", files={"file": ("l.csv", good)}, data={"dry_run": "true"}
    ).json()
    assert (tried["done"], tried["requests"]["added"]) == (False, 1)
    assert call("GET", "/cases?kind=all").json()["cases"] == []
    bad = f"{head}示1,李示例,自然人,飞鸽,2026-11-02,,示例\n".encode()
    said = call("POST", "/ledger/import", files={"file": ("l.csv", bad)}).json()
    assert (said["done"], said["bad_rows"]) == (False, 1)
    wrong = call("POST", "/ledger/import", files={"file": ("l.csv", good)}, data={"mapping": "[1]"})
    assert wrong.status_code == 400


def test_repeats_and_counts_name_nobody(call, office):
    registered(office)
    registered(office)
    assert call("GET", "/ledger/repeats").json()
    counted = call("GET", "/ledger/counts?year=2026")
    assert counted.json()
    assert "张三" not in counted.text
    assert call("GET", "/ledger/template").content.startswith(b"PK")
