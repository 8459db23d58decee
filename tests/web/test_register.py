"""登记: five ways of receipt, our slips stop it, the applicant's gaps never do."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from web.town import CONTENT, IDENT
from workflow.app import attaching, drafts
from workflow.app.viewing import view

PATH = "/register"
PERSON = {
    "applicant": "赵德明（示例）",
    "content": "2023年至2025年兴隆村低保对象名单",
    "telephone": "000-0000 0000",
}


def newest(office):
    return view(office, 8, "wang", "clerk", "hewan")


def register(browser, **typed):
    return browser("wang").submit(PATH, **{**PERSON, **typed})


def test_today_and_the_due_date_stand_there_before_anything_is_typed(browser):
    page = browser("wang").get(PATH)
    # received 11-24: 20 working days → 12-22; 7 → 12-03
    assert "登记后，答复期限是 2026年12月22日（周二）" in page.text
    assert "12月3日（周四）" in page.text


def test_a_request_is_registered_and_the_next_page_says_its_number_and_date(browser, office):
    wang = browser("wang")
    page = wang.follow(wang.submit(PATH, **PERSON, in_person_by="王示例"))
    assert "已登记：河政公开〔2026〕7号。 答复期限 2026年12月22日（周二）。" in page.text
    assert "登记回执" in page.text
    assert newest(office).entries[0].facts["evidence"] == "由王示例接收"


@pytest.mark.parametrize(
    ("typed", "state", "received", "evidence"),
    [
        ({"channel": "in_person", "in_person_on": "11.20"}, "received", "2026-11-20", None),
        (
            {"channel": "signed_mail", "signed_mail_on": "11.23", "mail_number": "1234567890123"},
            "received",
            "2026-11-23",
            "邮件号 1234567890123",
        ),
        (
            {
                "channel": "ordinary_mail",
                "ordinary_mail_on": "11.20",
                "ordinary_mail_calls": "11月20日电话无人接",
            },
            "submitted",
            None,
            "联系经过：11月20日电话无人接",
        ),
        (
            {
                "channel": "ordinary_mail",
                "ordinary_mail_on": "11.19",
                "ordinary_mail_confirmed": "11.20",
            },
            "received",
            "2026-11-20",
            None,
        ),
        (
            {"channel": "web", "web_on": "11.21", "web_automatic": "1"},
            "received",
            "2026-11-21",
            "平台自动回执",
        ),
        ({"channel": "web", "web_on": "11.20"}, "submitted", None, None),
        (
            {
                "channel": "email",
                "message_on": "11.19",
                "message_confirmed": "11.20",
                "message_how": "电话",
            },
            "received",
            "2026-11-20",
            "确认方式：电话",
        ),
        ({"channel": "fax", "message_on": "11.20"}, "submitted", None, None),
    ],
)
def test_each_way_of_receipt_has_its_own_day_and_evidence(
    browser, office, typed, state, received, evidence
):
    assert register(browser, **typed).status == 303
    case = newest(office).case
    assert case.state == state
    day = case.deadlines.received_on
    assert (day.isoformat() if day else None) == received
    assert newest(office).entries[0].facts.get("evidence") == evidence


def test_without_scripts_all_five_ways_are_there_under_their_headings(browser):
    html = browser("wang").get(PATH).html
    legends = re.findall(r'class="evidence" data-channels="[^"]+"><legend>([^<]+)', html)
    assert legends == ["当面提交", "挂号信、EMS", "普通信件", "网上提交", "电子邮件、传真"]


def test_our_own_slips_stop_it_each_with_its_mend_and_a_link(browser):
    page = register(
        browser,
        channel="signed_mail",
        id_kind="居民身份证",
        id_number="00000019680101001",
    )
    assert page.status == 400
    assert "还没有登记：有 2 处要改" in page.text
    assert "您填的内容都在" in page.text
    for link, text in (
        ("mail_number", "邮件号码没有填：请照信封上的号码填写"),
        ("id_number", "证件号码是 17 位：居民身份证号码是 18 位，请核对"),
    ):
        assert f'<a href="#{link}"><b>{text}</b></a>' in page.html
        assert f'id="{link}-error"' in page.html
    assert 'value="00000019680101001"' in page.html
    assert 'role="alert" tabindex="-1"' in page.html


def test_the_applicants_gaps_are_shown_and_never_stop_it(browser):
    wang = browser("wang")
    page = wang.submit(PATH, **PERSON, action="count")
    assert "身份证明 没有" in page.text
    assert "不影响登记" in page.text
    assert wang.submit(PATH, **PERSON).status == 303


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"in_person_on": "2026-11-25"}, "提交日期是“2026-11-25”，比今天晚"),
        ({"in_person_on": "那天"}, "提交日期“那天”读不懂"),
        ({"in_person_on": ""}, "提交日期没有填"),
        ({"content": " "}, "申请内容没有填"),
        ({"applicant": ""}, "姓名没有填"),
        ({"channel": []}, "收到方式没有选"),
        ({"applicant_class": []}, "申请人类别没有选"),
        (
            {"id_kind": "统一社会信用代码", "id_number": "91640"},
            "证件号码是 5 位：统一社会信用代码是 18 位",
        ),
    ],
)
def test_what_cannot_be_is_told(browser, typed, said):
    page = register(browser, **typed)
    assert page.status == 400
    assert said in page.text


def test_a_likely_repetition_is_shown_in_two_kinds_and_blocks_nothing(browser):
    page = browser("wang").submit(
        PATH, action="count", applicant="张文博（示例）", content=CONTENT,
        id_kind="居民身份证", id_number="000000197001011001",
    )  # fmt: skip
    assert "同一申请人，内容相近：像 100 分 河政公开〔2026〕1号" in page.text
    assert "证件号码相同；申请内容100%相同" in page.text
    page = browser("wang").submit(PATH, action="count", applicant="别人（示例）", content=CONTENT)
    assert "内容相近，申请人不同：像 100 分 河政公开〔2026〕1号" in page.text
    assert register(browser, applicant="别人（示例）", content=CONTENT).status == 303


def test_before_registering_one_line_says_what_to_look_at(browser):
    wang = browser("wang")
    page = wang.submit(PATH, action="count", applicant="别人（示例）", content=CONTENT)
    assert (
        "登记前看一眼： 可能重复 1 件 ； 没有姓名、联系方式、提供形式、获取方式、身份证明"
        in page.text
    )
    whole = {"telephone": "000-0000", "form_wanted": "纸质", "id_number": "000000197001011001"}
    page = wang.submit(PATH, action="count", **{**PERSON, **whole, "id_kind": "居民身份证"})
    assert "申请内容齐全，没有相近的申请。" in page.text


def test_the_date_is_counted_again_by_a_button(browser):
    page = browser("wang").submit(PATH, action="count", in_person_on="11.20")
    # received 11-20: from 11-23 on → 12-18
    assert "2026年12月18日（周五）" in page.text
    assert 'value="11.20"' in page.html


def test_the_script_gets_the_same_parts_alone(browser):
    wang = browser("wang")
    form = wang.get(PATH).form(PATH)
    page = wang.post("/register/preview", {**form, "in_person_on": "11.20"})
    assert "2026年12月18日（周五）" in page.text
    assert "<form" not in page.html
    assert set(re.findall(r'data-part="(\w+)"', page.html)) == {
        "due",
        "contents",
        "doubles",
        "glance",
    }


def test_a_draft_waits_on_the_server(browser, office):
    wang = browser("wang")
    wang.submit(PATH, **PERSON, action="draft")
    page = wang.get(PATH)
    assert "您还有 1 份没登记完的" in page.text
    href = re.search(r'href="(/register\?draft=\w+)"', page.html)[1]
    page = wang.get(href)
    assert PERSON["content"] in page.html
    assert wang.submit(PATH, at=page).status == 303
    assert drafts.listed(office, "wang", PATH) == []


def test_files_are_kept_while_the_form_is_mended_and_go_to_the_case(browser, office):
    wang = browser("wang")
    form = wang.get(PATH).form(PATH)
    files = {"files": ("申请表.pdf", b"%PDF-1.4 example", "application/pdf")}
    page = wang.post(PATH, {**form, **PERSON, "applicant": ""}, files)
    assert page.status == 400
    assert "申请表.pdf" in page.text
    done = wang.submit(PATH, at=page, applicant="赵德明（示例）")
    page = wang.follow(done)
    href = re.search(r'href="(/cases/8/files/[^"]+)">申请表.pdf', page.html)[1]
    answer = wang.get(href).answer
    assert answer.content == b"%PDF-1.4 example"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "evidence" not in newest(office).entries[0].facts  # it proves no receipt
    assert attaching.files(office, drafts.chain_of("wang")) == []


def test_a_file_can_be_taken_away_again(browser, office):
    wang = browser("wang")
    form = wang.get(PATH).form(PATH)
    files = {"files": ("信封.jpg", b"\xff\xd8\xff jpeg", "image/jpeg")}
    page = wang.post(PATH, {**form, "action": "upload"}, files)
    button = re.search(r'value="(remove:[^"]+)"', page.html)[1]
    page = wang.submit(PATH, at=page, action=button)
    assert "信封.jpg" not in page.text
    assert attaching.files(office, drafts.chain_of("wang")) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("脚本.html", b"<script>", "“脚本.html”这种文件收不了"),
        ("空.pdf", b"", "“空.pdf”是空文件"),
        ("其实是图.pdf", b"\xff\xd8\xff", "“其实是图.pdf”打不开：名称是 .pdf，内容不是"),
        ("其实是网页.docx", b"<html>", "“其实是网页.docx”打不开"),
        ("大.pdf", b"0" * (20 * 1024 * 1024 + 1), "“大.pdf”太大：一个文件最多 20 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_is_named(browser, name, content, said):
    wang = browser("wang")
    form = wang.get(PATH).form(PATH)
    page = wang.post(PATH, {**form, **PERSON}, {"files": (name, content, "text/html")})
    assert page.status == 400
    assert said in page.text
    assert PERSON["content"] in page.html


def test_each_way_of_receipt_takes_the_scan_that_proves_it(browser, office):
    wang = browser("wang")
    page = wang.get(PATH)
    form = {**page.form(PATH), **PERSON, "channel": "signed_mail", "signed_mail_on": "11.23"}
    slips = [
        ("receipt_files", (name, b"%PDF-1.4 slip", "application/pdf"))
        for name in ("信封.pdf", "签收单.pdf")
    ]
    page = wang.post(PATH, {**form, "mail_number": ""}, slips)
    assert page.status == 400
    page = wang.follow(wang.submit(PATH, at=page, mail_number="1234567890123"))
    evidence = newest(office).entries[0].facts["evidence"]
    assert evidence == "邮件号 1234567890123；凭据：信封.pdf、签收单.pdf"
    assert page.text.count("收到的凭据") == 2


def test_what_was_typed_and_sent_when_the_session_ended_comes_back_filled(browser, clock):
    wang = browser("wang")
    form = wang.get(PATH).form(PATH)
    clock.at += timedelta(minutes=31)
    files = {"files": ("申请表.pdf", b"%PDF-1.4 example", "application/pdf")}
    lost = wang.post(PATH, {**form, **PERSON, "work_unit": "河湾镇兴隆村（示例）"}, files)
    assert "kept=1" in lost.location
    back = parse_qs(urlsplit(lost.location).query)["next"][0]
    page = wang.enter("wang").get(back)
    assert PERSON["content"] in page.html
    assert "申请表.pdf" in page.text
    done = wang.follow(wang.submit(PATH, at=page))
    assert "河湾镇兴隆村（示例）" in done.text
    assert "申请表.pdf" in done.text


def test_what_the_script_kept_after_the_session_ended_waits_at_the_page_itself(browser, clock):
    wang = browser("wang")
    form = wang.get(PATH).form(PATH)
    clock.at += timedelta(minutes=31)
    lost = wang.post("/drafts/register", {**form, **PERSON})
    back = parse_qs(urlsplit(lost.location).query)["next"][0]
    assert back == f"/register?draft={form['draft'][0]}"
    assert PERSON["content"] in wang.enter("wang").get(back).html


def answered(browser, office):
    """Answer the town's approved case, so that a repeat has an earlier answer."""
    path = f"/cases/{IDENT['approved']}/do/request/dispatch"
    wang = browser("wang")
    at = wang.submit(path, way="post", carrier="postal", on="11.24")
    wang.submit(path, at=at, action="confirmed")
    return view(office, IDENT["approved"], "wang", "clerk", "hewan")


def test_a_repeat_is_linked_to_its_earlier_answer_and_names_it_when_it_is_answered(browser, office):
    before = answered(browser, office)
    assert before.case.state == "answered"
    wang = browser("wang")
    again = {
        "applicant": "张文博（示例）", "content": "2024年集体土地征收补偿安置方案",
        "id_kind": "居民身份证", "id_number": "000000197001011001",
    }  # fmt: skip
    page = wang.submit(PATH, action="count", **again)
    number = before.case.number
    assert f'name="linked" value="{number}" form="registration"' in page.html
    letter = next(one for one in before.documents if one["notice"] == "N10")
    assert f'href="/cases/3/documents/{letter["id"]}">看当时的答复' in page.html
    page = wang.follow(wang.submit(PATH, at=page, linked=number))
    assert "关联案件" in page.text
    asked = wang.get("/cases/8/do/request/submit_answer")
    assert f'value="{letter["number"]}"' in asked.html
