"""审批: the letter as it will look, the check, opinions, four eyes."""

import re

import pytest

from web.town import IDENT
from workflow.app import papers
from workflow.app.checking_answer import check_answer
from workflow.app.moving import Wanted, advance
from workflow.app.office import Actor
from workflow.app.viewing import view
from workflow.web.sheet import read_sheet

PATH = f"/approvals/{IDENT['in_review']}"


def state(office):
    return view(office, IDENT["in_review"], "wang", "clerk", "hewan").case.state


def decide(browser, name, decision, said=""):
    return browser(name).submit(PATH, decision=decision, said=said)


def reviewed(browser):
    decide(browser, "liu", "pass_secrecy_review", "不涉密")
    decide(browser, "zheng", "pass_legal_review", "依据正确")


def test_the_list_tells_mine_from_what_is_with_others(browser):
    assert "低保评议会议记录" in browser("liu").get("/approvals").text.split("在别人那里")[0]
    page = browser("wang").get("/approvals")
    assert "没有等您审核的。" in page.text
    assert "低保评议会议记录" in page.text.split("在别人那里")[1]


def test_the_letter_stands_as_it_will_look_with_what_comes_from_the_case_numbered(browser):
    html = browser("liu").get(PATH).html
    assert '<p class="paper-head">云川县河湾镇人民政府（示例）</p>' in html
    assert "<mark>张文博（示例）<sup>1</sup></mark>" in html
    assert re.search(r"<mark>[^<]*2026年10月27日[^<]*<sup>2、3</sup></mark>", html)


def test_the_check_compares_letter_and_case(browser):
    text = browser("liu").get(PATH).text
    assert "5 项，都对得上" in text
    assert "3 申请内容，登记时的原话 ✓" in text


def test_the_answer_goes_through_both_reviews_to_approval(browser, office):
    reviewed(browser)
    page = browser("sun").get(PATH)
    assert "✓ 保密审查 刘示例" in page.text
    assert "不涉密" in page.text
    assert decide(browser, "sun", "approve", "同意").status == 303
    assert state(office) == "approved"


def test_the_leader_sees_why_he_cannot_approve_yet(browser, office):
    page = browser("sun").get(PATH)
    assert "还没有“保密审查通过”" in page.text
    assert 'value="approve" aria-disabled="true"' in page.html
    assert decide(browser, "sun", "approve").status == 409
    assert state(office) == "in_review"


def test_a_returned_answer_needs_its_comment_and_keeps_what_was_typed(browser, office):
    page = decide(browser, "liu", "return_answer")
    assert page.status == 409
    assert "退回要写明意见" in page.text
    done = decide(browser, "liu", "return_answer", "请写明检索情况")
    page = browser("liu").follow(done)
    assert "请写明检索情况" in page.text
    assert state(office) == "processing"
    assert "改好再送审" in browser("wang").get("/").text


def test_the_drafter_finds_his_answer_filled_in_again(browser):
    decide(browser, "liu", "return_answer", "理由再写清楚")
    page = browser("wang").get(f"/cases/{IDENT['in_review']}/do/request/submit_answer")
    assert "会议记录属于讨论记录" in page.html
    assert 'value="A9" selected' in page.html


def test_the_author_neither_reviews_nor_approves(browser):
    both = browser("both")
    advance(both.office, Wanted("request:1", "submit_answer", both.office.today,
            {"outcome": "A12", "search_record": "未检索到"}), Actor("both", "clerk"))  # fmt: skip
    both.submit("/", "/act-as", held="hewan/reviewer")
    page = both.get("/approvals/1")
    assert "拟稿人不能审核、批准自己的稿子" in page.text


def test_approval_is_refused_while_the_check_finds_something(browser, office, monkeypatch):
    reviewed(browser)
    monkeypatch.setattr(
        "workflow.web.pages.approvals.check_answer",
        lambda file, text, on: check_answer(file, text.replace("张文博", "张文"), on),
    )
    page = browser("sun").get(PATH)
    assert "1 项要改" in page.text
    assert "信里没有“张文博（示例）”。" in page.text
    assert decide(browser, "sun", "approve").status == 409
    assert state(office) == "in_review"


def test_two_at_once_the_second_is_told(browser, office):
    late = browser("liu")
    page = late.get(PATH)
    decide(browser, "liu", "return_answer", "先退回")
    answer = late.submit(PATH, at=page, decision="pass_secrecy_review", said="我的意见")
    assert answer.status == 409
    assert "刘示例 11月24日 9:00 办了“退回”。" in answer.text
    assert "我的意见" in answer.html


def test_a_case_that_is_not_in_review_has_no_approval(browser):
    page = browser("liu").get("/approvals/1")
    assert page.status == 404
    assert "这件现在不在审批" in page.text


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ("张文博", "applicant"),
        ("2026年10月27日", "received"),
        ("低保评议会议记录", "content"),
        ("云川县人民政府（示例）", "remedy"),
    ],
)
def test_what_the_letter_leaves_out_is_found(browser, office, said, missing):
    viewed = view(office, IDENT["in_review"], "liu", "reviewer", "hewan")
    row = [one for one in viewed.documents if one["notice"] == "N10"][-1]
    found = papers.paper(office, IDENT["in_review"], row["id"], "hewan", "reviewer")
    text = read_sheet(found.content).text
    failing = {one.key for one in check_answer(viewed.file, text, office.today) if not one.holds}
    assert failing == set()
    failing = {
        one.key
        for one in check_answer(viewed.file, text.replace(said, "某"), office.today)
        if not one.holds
    }
    assert failing == {missing}


def test_an_article_that_is_not_in_force_is_found(browser, office):
    viewed = view(office, IDENT["in_review"], "liu", "reviewer", "hewan")
    text = "依据《没有这样的条例》第一条，不予公开。"
    found = {one.key: one for one in check_answer(viewed.file, text, office.today)}
    assert not found["articles"].holds
    assert "没有这样的条例" in found["articles"].expected


def returned_and_handed_in_again(browser, office):
    decide(browser, "liu", "return_answer", "条款写细（示例）")
    wang = browser("wang")
    path = f"/cases/{IDENT['in_review']}/do/request/submit_answer"
    wang.submit(
        path, outcome="A9", grounds=["A9"], reasons="会议记录属于讨论记录，不予公开",
        attachments="会议记录摘要（示例）",
    )  # fmt: skip
    assert state(office) == "in_review"


def test_a_reviewer_says_that_he_checked_the_text_and_the_sheet_names_him(browser, office):
    liu = browser("liu")
    page = liu.get(PATH)
    assert "已逐字核对全文（审批单的核稿人写您）" in page.text
    assert "checked" not in page.form(PATH)  # nobody attests by leaving a box alone
    answer = liu.submit(PATH, at=page, decision="pass_secrecy_review", checked="true")
    assert "已核稿： 是" in liu.follow(answer).text
    sheet = next(
        one
        for one in reversed(view(office, 2, "liu", "reviewer", "hewan").documents)
        if one["notice"] == "N14"
    )
    assert "核稿人 刘示例" in re.sub(r"\s+", " ", liu.get(f"/cases/2/documents/{sheet['id']}").text)
    assert "已逐字核对" not in browser("sun").get(PATH).text


def test_a_tick_survives_a_refused_decision_and_a_draft(browser):
    liu = browser("liu")
    form = liu.get(PATH).form(PATH)
    liu.post(f"/drafts{PATH}", {**form, "checked": "true"})
    assert liu.get(PATH).form(PATH)["checked"] == ["true"]
    refused = liu.submit(PATH, decision="return_answer", checked="true", said="")
    assert refused.status == 409
    assert refused.form(PATH)["checked"] == ["true"]


def test_a_new_draft_is_compared_with_the_one_before(browser, office):
    returned_and_handed_in_again(browser, office)
    page = browser("liu").get(PATH)
    assert 'href="/approvals/2?tab=draft-1"' in page.html
    assert "与第 1 稿比较" in page.text
    page = browser("liu").get(f"{PATH}?tab=draft-1")
    assert re.search(
        r'<ins><span class="visually-hidden">新写的：</span>，?不予公开</ins>', page.html
    )
    assert "行有改动" in page.text
    assert '<article class="paper"' not in page.html


def test_a_first_draft_has_nothing_to_be_compared_with(browser):
    liu = browser("liu")
    assert "稿比较" not in liu.get(PATH).text
    assert liu.get(f"{PATH}?tab=draft-1").status == 404


def test_the_attachments_of_answer_and_case_have_a_leaf_of_their_own(browser, office):
    returned_and_handed_in_again(browser, office)
    wang = browser("wang")
    note = f"/cases/{IDENT['in_review']}/note"
    paper = {"files": ("摘要.pdf", b"%PDF-1.4 summary", "application/pdf")}
    wang.post(note, {**wang.get(note).form(note), "note": "补充附件（示例）"}, paper)
    text = browser("liu").get(f"{PATH}?tab=files").text
    assert "附件（1）" in text
    assert "答复书写明的附件：会议记录摘要（示例）" in text
    assert "摘要.pdf" in text


def test_both_sides_of_each_check_can_be_looked_at(browser):
    text = browser("liu").get(PATH).text
    assert "看案件里是怎么写的" in text
    assert "1 申请人 张文博（示例）" in text


def test_an_opinion_half_written_waits_for_its_writer(browser, office):
    liu = browser("liu")
    form = liu.get(PATH).form(PATH)
    liu.post(f"/drafts{PATH}", {**form, "said": "还要再看（示例）"})
    assert "还要再看（示例）" in liu.get(PATH).html
    assert "还要再看" not in browser("zheng").get(PATH).html
    liu.submit(PATH, decision="pass_secrecy_review")
    assert "还要再看" not in browser("liu").get(PATH).html.split("前面各环节的意见")[0]


def test_the_approval_sheet_is_at_hand_and_the_way_back_names_the_drafter(browser):
    page = browser("liu").get(PATH)
    assert "退回给王示例" in page.text
    href = re.search(r'href="(/cases/2/documents/\d+)">政府信息公开审批单', page.html)[1]
    assert "低保评议会议记录" in browser("liu").get(href).text
