"""模板: list, download, check with findings, install, activate, withdraw, try with a case."""

import io

import docx
import pytest

from workflow.app import own_templates
from workflow.documents.library import builtin

PLACE = {"law": "cn-2019", "key": "N04"}


def sent(browser, who, act, content, name="延期.docx", **more):
    person = browser(who)
    token = person.get("/templates").form("/templates/check")["form_token"][0]
    files = {"file": (name, content, "application/octet-stream")} if content is not None else None
    return person.post(f"/templates/{act}", {**PLACE, **more, "form_token": token}, files)


def changed(text):
    """The built-in letter of an extension with a sentence more."""
    document = docx.Document(io.BytesIO(builtin("cn-2019", "N04")))
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def versions(office):
    return [(one["version"], one["active"]) for one in own_templates.versions(office, "cn-2019")]


def test_every_built_in_template_is_listed_with_its_title(browser):
    page = browser("wang").get("/templates")
    assert "N04" in page.text
    assert "延期" in page.text
    assert 'href="/templates/cn-2019/N10-A12.docx"' in page.html


def test_the_old_regulation_has_its_own_list(browser):
    assert browser("wang").get("/templates?law=cn-2008").status == 200
    assert browser("wang").get("/templates?law=nonsense").status == 200


def test_a_built_in_template_is_downloaded_as_it_is(browser):
    page = browser("wang").get("/templates/cn-2019/N04.docx")
    assert page.answer.content == builtin("cn-2019", "N04")
    assert "attachment" in page.answer.headers["content-disposition"]


@pytest.mark.parametrize(
    "address", ["/templates/cn-2019/N99.docx", "/templates/cn-1900/N04.docx",
                "/templates/cn-2019/..%2F..%2Fsecret.docx", "/templates/cn-2019/N99/fields"]
)  # fmt: skip
def test_what_is_no_template_is_not_found(browser, address):
    assert browser("wang").get(address).status == 404


def test_the_field_sheet_says_what_to_write(browser):
    page = browser("wang").get("/templates/cn-2019/N04/fields")
    assert "{{ number }}" in page.text
    assert "字段" in page.text


def test_a_clean_template_is_said_to_be_clean(browser, office):
    page = sent(browser, "wang", "check", builtin("cn-2019", "N04"))
    assert "没有问题" in page.text
    assert versions(office) == []


def test_a_template_with_findings_shows_each_with_its_place(browser):
    page = sent(browser, "wang", "check", changed("定于2026年3月6日前办结 {{ nonsense }}"))
    assert page.status == 200
    assert "2026年3月6日" in page.text
    assert "nonsense" in page.text


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "没有选模板"), (b"MZ", "延期.docx"), (b"PK\x03\x04", ""), (b"", "")],
)
def test_a_file_that_is_no_template_is_refused(browser, content, said):
    page = sent(browser, "admin", "check", content)
    assert page.status == 400


def test_a_file_beyond_the_limit_is_refused_unread(browser):
    page = sent(browser, "admin", "check", b"x" * (5 * 1024 * 1024 + 1))
    assert page.status == 400
    assert "最多 5 MB" in page.text


def test_the_admin_installs_and_it_is_in_force(browser, office):
    page = sent(browser, "admin", "install", changed("示例机关另加的一句。"))
    assert page.status == 303, page.text
    assert versions(office) == [(1, True)]
    shown = browser("wang").get("/templates")
    assert "第 1 版，在用" in shown.text


def test_a_template_with_a_finding_is_not_installed(browser, office):
    page = sent(browser, "admin", "install", changed("{{ nonsense }}"))
    assert page.status == 400
    assert "没有装入" in page.text
    assert "nonsense" in page.text
    assert versions(office) == []


def test_an_earlier_version_is_put_in_force_again_and_withdrawn(browser, office):
    sent(browser, "admin", "install", changed("第一句。"))
    sent(browser, "admin", "install", changed("第二句。"))
    admin = browser("admin")
    token = admin.get("/templates").form("/templates/check")["form_token"][0]
    form = {**PLACE, "agency": "", "version": "1", "form_token": token}
    assert admin.post("/templates/own/activate", form).status == 303
    assert versions(office) == [(1, True), (2, False)]
    assert admin.post("/templates/own/withdraw", form).status == 303
    assert versions(office) == [(1, False), (2, False)]
    assert admin.post("/templates/own/nonsense", form).status == 404


def test_an_installed_version_can_be_downloaded(browser):
    content = changed("示例。")
    sent(browser, "admin", "install", content)
    page = browser("wang").get("/templates/own/cn-2019/N04/1")
    assert page.answer.content == content


def test_a_template_is_tried_with_a_real_case_and_nothing_is_kept(browser, office):
    note = {"key": "N16", "case": "河政公开〔2026〕1号"}
    page = sent(browser, "wang", "preview", builtin("cn-2019", "N16"), **note)
    assert page.status == 200, page.text
    text = "".join(docx.Document(io.BytesIO(page.answer.content)).element.body.itertext())
    assert "河政公开〔2026〕1号" in text
    assert versions(office) == []


def test_another_agencys_case_makes_no_preview(browser):
    page = sent(
        browser, "wang", "preview", builtin("cn-2019", "N16"), key="N16", case="山政公开〔2026〕1号"
    )
    assert page.status == 400
    assert "山前镇的文件" not in page.html
