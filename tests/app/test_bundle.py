"""The case bundle: everything about a case in one zip, the same bytes each time."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from documents.wordfile import lines_of
from workflow.adapters.templated import TemplatedNotices
from workflow.app.attaching import add
from workflow.app.bundle import bundle
from workflow.app.handlers import carry_out
from workflow.errors import NotFoundError, StorageError
from workflow.store.vaults import Vault

ON = date(2026, 11, 2)
SENT = date(2026, 11, 10)


@pytest.fixture
def office(office):
    return replace(office, documents=TemplatedNotices())


@pytest.fixture
def number(office, clerk):
    """An answered case with a consultation, an appeal and a file."""
    number = clerk.register(ON)
    clerk.move(number, "acknowledge", ON)
    third = {"party": "third_party", "party_name": "示例公司", "summary": "示例合同"}
    clerk.move(number, "draft", ON, child="consultation", **third)
    clerk.move(number, "send", ON, child="consultation:c1")
    clerk.move(number, "record_receipt", date(2026, 11, 3), child="consultation:c1")
    clerk.move(number, "record_reply", date(2026, 11, 5), child="consultation:c1", answer="agree")
    clerk.answer(number, SENT)
    clerk.move(number, "record_service", date(2026, 11, 12), evidence="示例")
    appeal = {"procedure": "ordinary", "body": "示例区人民政府"}
    clerk.move(number, "receive_copy", date(2026, 11, 18), child="reconsideration", **appeal)
    add(office, "request:1", "1.file", "身份证.pdf", b"%PDF-1.4 example")
    assert carry_out(office).failed == ()
    return number


def opened(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_a_bundle_holds_index_notices_proofs_journal_appeals_and_files(office, number):
    found = opened(bundle(office, number))
    folders = {name.partition("/")[0] for name in found}
    assert folders == {
        "目录.html", "个人信息提示.txt", "文书", "期限", "日志", "复议诉讼", "附件",
    }  # fmt: skip
    assert "文书/答复书（N10）.docx" in found
    assert "期限/答复期限.docx" in found
    assert found["附件/1.file1 身份证.pdf"] == b"%PDF-1.4 example"
    index = found["目录.html"].decode()
    assert all(name in index for name in found if "/" in name)
    assert f"{number}-答" in index


def test_every_clock_with_a_date_has_its_proof(office, number):
    found = opened(bundle(office, number))
    proofs = {name: lines_of(data) for name, data in found.items() if name.startswith("期限/")}
    due = {
        "答复期限": "2026年12月2日",
        "第三方答复意见期限 c1": "2026年11月24日",
        "申请行政复议期限": "2027年1月11日",
    }
    for name, day in due.items():
        assert any(day in line for line in proofs[f"期限/{name}.docx"]), name
    assert all(any("逐日计算" in line for line in lines) for lines in proofs.values())


def test_the_journal_stands_in_it_as_data_and_to_be_read(office, number):
    found = opened(bundle(office, number))
    data = json.loads(found["日志/journal.json"])
    assert data["number"] == number
    assert [entry["entry"] for entry in data["entries"]] == [*range(1, len(data["entries"]) + 1)]
    assert all(len(entry["digest"]) == 64 for entry in data["entries"])
    assert "张三" not in found["日志/journal.json"].decode()  # references, as in the database
    page = found["日志/日志.html"].decode()
    assert "张三（示例）" in page
    assert "受理告知" in page
    for words in ("申请人类别：自然人", "征求对象：第三方", "办理结果：A12 信息不存在"):
        assert words in page
    assert "（征求意见 c1）" in page
    assert "证件号码：640104200001011001" in page


def test_an_appeal_has_a_page_with_its_own_steps(office, number):
    found = opened(bundle(office, number))
    page = found["复议诉讼/行政复议 r1.html"].decode()
    assert "2026-11-18" in page
    assert "示例公司" not in page


def test_a_note_says_that_personal_data_lies_in_it(office, number):
    note = opened(bundle(office, number))["个人信息提示.txt"].decode()
    assert number in note
    assert "个人信息保护法" in note


def test_the_same_case_makes_the_same_bytes_and_a_closed_one_on_any_day(office, clock, number):
    first = bundle(office, number)
    assert bundle(office, number) == first
    clock.set(date(2027, 11, 24))
    assert bundle(office, number) == first


def test_what_people_typed_runs_nowhere(office, clerk):
    number = clerk.register(ON, content="<script>alert(1)</script>&")
    carry_out(office)
    found = opened(bundle(office, number))
    pages = "".join(data.decode() for name, data in found.items() if name.endswith(".html"))
    assert "<script" not in pages
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in pages


def test_a_destroyed_case_has_no_bundle(office, number):
    with office.store.write() as session:
        Vault(session, office.keys, "request:1").destroy(office.now())
    with pytest.raises(StorageError) as caught:
        bundle(office, number)
    assert caught.value.code == "vault.destroyed"


def test_an_unknown_case_is_said(office):
    with pytest.raises(NotFoundError):
        bundle(office, "没有")
