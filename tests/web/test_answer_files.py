"""Files of an answer on the pages: uploaded with the draft, looked at by the approver, sent."""

import io

import pytest
from docx import Document

from web.town import IDENT
from workflow.app import answer_files
from workflow.app.viewing import view

PATH = "/cases/1/do/request/submit_answer"
PDF = b"%PDF-1.4 example"


def pdf(name, content=PDF):
    return ("upload", (name, content, "application/pdf"))


def names(office, ident=1):
    return [one.file.name for one in answer_files.listed(office, f"request:{ident}")]


def sent(wang, *files, at=None, **typed):
    form = (at or wang.get(PATH)).form(PATH)
    return wang.post(PATH, {**form, **typed}, list(files))


@pytest.fixture
def drafted(browser):
    """The page after two files were uploaded."""
    wang = browser("wang")
    return wang, sent(
        wang, pdf("验收报告.pdf"), pdf("合同.pdf"), action="upload", reasons="写了一半"
    )


def test_several_files_are_kept_with_the_draft_and_nothing_typed_is_lost(drafted, office):
    wang, page = drafted
    assert page.status == 200
    assert names(office) == ["验收报告.pdf", "合同.pdf"]
    assert page.form(PATH)["files"] == ["answer.1", "answer.2"]
    assert "写了一半" in page.html
    assert wang.get(PATH).form(PATH)["files"] == ["answer.1", "answer.2"]
    assert view(office, 1, "wang", "clerk", "hewan").entries[-1].trigger == "acknowledge"


def test_a_file_is_taken_away_again(drafted, office):
    wang, page = drafted
    page = sent(wang, at=page, action="remove:answer.1")
    assert page.form(PATH)["files"] == ["answer.2"]
    assert names(office) == ["合同.pdf"]


def test_a_file_that_is_not_taken_is_told_at_its_field(browser, office):
    page = sent(browser("wang"), pdf("程序.exe"), pdf("好的.pdf"), action="upload")
    assert page.status == 400
    assert 'id="files-error"' in page.html
    assert "“程序.exe”这种文件收不了" in page.text
    assert names(office) == []


def test_the_preview_shows_the_files_in_the_letter(drafted):
    wang, page = drafted
    page = sent(wang, at=page, action="preview", outcome="A2")
    assert "附件：1.验收报告" in page.text.replace(" ", "")
    assert "2.合同" in page.text.replace(" ", "")


def test_handed_in_with_the_form_they_are_seen_by_the_approver_and_downloaded(browser, office):
    wang = browser("wang")
    done = sent(wang, pdf("验收报告.pdf"), outcome="A2")
    assert wang.follow(done).text.count("验收报告.pdf") == 2  # in the course, among the documents
    liu = browser("liu")
    page = liu.get("/approvals/1?tab=files")
    assert "随答复书发出的附件" in page.text
    assert 'href="/cases/1/files/answer.1"' in page.html
    assert liu.get("/cases/1/files/answer.1").answer.content == PDF
    assert "附件" in browser("liu").get("/approvals/1").text
    letter = next(
        one for one in view(office, 1, "wang", "clerk", "hewan").documents if one["notice"] == "N10"
    )
    content = wang.get(f"/cases/1/documents/{letter['id']}.docx").answer.content
    text = "\n".join(one.text for one in Document(io.BytesIO(content)).paragraphs)
    assert "附件：验收报告" in text


def test_an_unticked_file_stays_behind_and_a_returned_answer_keeps_its_own(browser, office):
    wang = browser("wang")
    page = sent(wang, pdf("甲.pdf"), pdf("乙.pdf"), action="upload")
    done = sent(wang, at=page, outcome="A2", files=["answer.2"])
    assert done.status == 303
    liu = browser("liu")
    liu.submit("/approvals/1", decision="return_answer", said="改（示例）")
    page = wang.get(PATH)
    assert "已随前一稿送审或发出" in page.text
    assert 'value="remove:answer.1"' in page.html
    assert 'value="remove:answer.2"' not in page.html
    refused = sent(wang, at=page, action="remove:answer.2")
    assert (refused.status, names(office)) == (400, ["甲.pdf", "乙.pdf"])


def test_a_mended_answer_chooses_among_the_files_of_the_case(browser, office):
    wang = browser("wang")
    page = sent(wang, pdf("甲.pdf"), pdf("乙.pdf"), action="upload")
    sent(wang, at=page, outcome="A2", files=["answer.1"])
    mend = "/cases/1/entries/3/mend"
    assert wang.get(mend).form(mend)["files"] == ["answer.1"]
    done = wang.submit(mend, files="answer.2", mend_reason="附错了（示例）")
    assert done.status == 303
    entry = view(office, 1, "wang", "clerk", "hewan").entries[-1]
    assert [one["name"] for one in entry.facts["files"]] == ["乙.pdf"]
    entry = wang.submit("/cases/1/entries/4/mend", reasons="不动附件（示例）", mend_reason="改字")
    last = view(office, 1, "wang", "clerk", "hewan").entries[-1]
    assert [one["name"] for one in last.facts["files"]] == ["乙.pdf"]


def test_an_answer_without_files_asks_for_none(browser, office):
    page = browser("wang").submit(PATH, outcome="A2")
    assert page.status == 409
    assert "随附的文件" in page.text
    assert names(office, IDENT["approved"]) == []
