"""The office's own templates of its papers: checked, installed, in force, withdrawn."""

import io
from datetime import date

import pytest
from docx import Document

from web.town import ROOT
from web_registers.conftest import CLERK
from web_registers.test_paper_pages import GUIDE, INSPECTION, words
from workflow.app import own_templates
from workflow.app.disclosing_catalogue import keep
from workflow.app.own_templates import Place
from workflow.documents.check import check_template
from workflow.documents.library import builtin, builtin_keys, notice_fields
from workflow.statutes.papers.notices import LAW, NOTICES

OWN = "示例：本机关自己的落款说明"


def with_line(key, line=OWN):
    """Return the built-in template with a line of the office's own at its end."""
    document = Document(io.BytesIO(builtin(LAW, key)))
    document.add_paragraph(line)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("key", NOTICES)
def test_the_built_in_template_has_nothing_to_mend_and_names_every_field(key):
    spec = notice_fields(LAW, key)
    data = builtin(LAW, key)
    assert check_template(data, spec, on=date(2026, 11, 24)) == ()
    source = "".join(Document(io.BytesIO(data)).element.body.itertext())
    assert {name for name in spec.by_name if name not in source} == set()


def test_there_is_a_template_for_each_paper_and_no_other():
    assert set(builtin_keys(LAW)) == set(NOTICES)


def test_an_office_installs_its_own_and_takes_it_back(browser, office):
    admin, wang = browser("admin"), browser("wang")
    token = admin.get("/templates?law=papers").form("/templates/check")["form_token"][0]
    form = {"form_token": token, "law": "papers", "key": "SELF", "agency": "hewan"}
    files = {"file": ("自查报告.docx", with_line("SELF"), "x/y")}
    admin.follow(admin.post("/templates/install", form, files))
    assert OWN in words(wang.submit("/figures/papers", INSPECTION))
    assert OWN not in words(browser("far").submit("/figures/papers", INSPECTION))
    assert OWN not in words(wang.submit("/figures/papers", GUIDE))
    own_templates.withdraw(office, Place("SELF", LAW, "hewan"), ROOT)
    assert OWN not in words(wang.submit("/figures/papers", INSPECTION))


def test_a_template_that_names_what_isnt_there_is_refused_with_its_place(browser):
    admin = browser("admin")
    token = admin.get("/templates?law=papers").form("/templates/check")["form_token"][0]
    form = {"form_token": token, "law": "papers", "key": "GUIDE"}
    files = {"file": ("指南.docx", with_line("GUIDE", "{{ telefon }}"), "x/y")}
    page = admin.post("/templates/install", form, files)
    assert "telefon" in page.text
    assert "没有" in page.text


def test_the_page_lists_the_papers_with_download_and_fields(browser):
    wang = browser("wang")
    page = wang.get("/templates?law=papers")
    assert "半年自查报告" in page.text
    assert "信息公开指南" in page.text
    assert wang.get("/templates/papers/SELF.docx").status == 200
    assert "附表名称" in wang.get("/templates/papers/SELF/fields").text


def tried(browser, key, case="", data=None, user="wang"):
    """Try a template of the page; the built-in one with a line of the office's own."""
    who = browser(user)
    token = who.get("/templates?law=papers").form("/templates/check")["form_token"][0]
    form = {"form_token": token, "law": "papers", "key": key, "case": case}
    files = {"file": ("模板.docx", data or with_line(key), "x/y")}
    return who.post("/templates/preview", form, files)


@pytest.mark.parametrize(
    ("key", "case", "said"),
    [
        ("SELF", "2026上半年", "2026年上半年政府信息公开工作自查报告"),
        ("SELF", "", "2026年下半年政府信息公开工作自查报告"),
        ("GUIDE", "", "政府信息公开指南"),
        ("CATALOGUE", "", "财政预算（示例）"),
        ("APPROVAL", "主动〔2026〕1号", "2026年衔接资金分配方案（示例）"),
    ],
)
def test_a_paper_is_tried_with_a_real_period_or_document_and_nothing_is_kept(
    browser, office, register, key, case, said
):
    register.draft()
    keep(office, "hewan", [{"title": "财政预算（示例）", "attribute": "proactive"}], CLERK)
    text = words(tried(browser, key, case))
    assert said in text
    assert OWN in text
    assert own_templates.versions(office) == []


@pytest.mark.parametrize(
    ("key", "case", "said"),
    [
        ("SELF", "去年", "去年"),
        ("APPROVAL", "", "主动公开编号"),
        ("APPROVAL", "主动〔2026〕7号", "主动〔2026〕7号"),
        ("NOTHING", "", "CATALOGUE"),
    ],
)
def test_what_a_paper_cannot_be_tried_with_is_said(browser, register, key, case, said):
    register.draft()
    page = tried(browser, key, case, data=builtin(LAW, "SELF"))
    assert page.status == 400
    assert said in page.text


def test_the_page_asks_for_what_a_paper_is_tried_with(browser):
    wang = browser("wang")
    assert "用哪段时间或者哪份文件试" in wang.get("/templates?law=papers").text
    assert "用哪件申请试" in wang.get("/templates").text
