"""The pages of moves: one form a step, nothing typed is lost, every reason at its field."""

import re

import pytest

from web.town import IDENT
from workflow.app.moving import Wanted, advance
from workflow.app.office import Actor
from workflow.app.viewing import view


def last(office, ident):
    return view(office, ident, "wang", "clerk", "hewan").entries[-1]


def path(ident, trigger, place="request"):
    return f"/cases/{ident}/do/{place}/{trigger}"


def test_a_move_asks_for_its_legal_day_first(browser):
    html = browser("wang").get(path(1, "submit_answer")).html
    labels = re.findall(r"<(?:label for=\"[^\"]+\"|legend)>([^<]+)", html)
    labels = labels[labels.index("哪天") :]
    assert labels[:2] == ["哪天", "办理结果"]


def test_a_move_is_made_and_the_case_page_says_what_follows(browser, office):
    wang = browser("wang")
    answer = wang.submit(
        path(1, "submit_answer"),
        outcome="A12",
        search_record="在档案室查询2025年卷，关键词“验收”，未检索到（示例）",
    )
    page = wang.follow(answer)
    assert "已办：送审。案件现在是“审核中”。" in page.text
    assert last(office, 1).facts["outcome"] == "A12"
    assert last(office, 1).via == "web"


@pytest.mark.parametrize(
    "typed", ["20261123", "2026-11-23", "11.23", "11月23日", "昨天", "１１／２３"]
)
def test_a_day_is_read_in_the_ways_it_is_written(browser, office, typed):
    browser("wang").submit(path(1, "withdraw"), on=typed, statement="我撤回（示例）")
    assert last(office, 1).on.isoformat() == "2026-11-23"


def test_what_is_missing_is_told_with_a_link_to_its_field_and_nothing_is_lost(browser, office):
    wang = browser("wang")
    page = wang.submit(path(1, "submit_answer"), reasons="写了一半的理由")
    assert page.status == 409
    assert "还没有办“送审”：有 1 处要改" in page.text
    assert '<a href="#outcome"><b>办理结果没有选：请选一个</b></a>' in page.html
    assert "写了一半的理由" in page.html
    assert page.html.count("办理结果没有选：请选一个") == 2  # in the summary and at the field
    assert last(office, 1).trigger == "acknowledge"


def test_what_an_outcome_demands_is_told_at_its_field(browser):
    page = browser("wang").submit(path(1, "submit_answer"), outcome="A12")
    assert page.status == 409
    assert re.search(r'id="search_record-error">.*?A12', page.html, re.DOTALL)


def test_which_outcomes_ask_for_a_field_is_told_until_one_is_chosen(browser):
    wang = browser("wang")
    assert re.search(
        r'for="reasons">理由<span[^>]*>（A3、A4', wang.get(path(1, "submit_answer")).html
    )
    chosen = wang.submit(path(1, "submit_answer"), outcome="A14").html
    assert re.search(r'for="reasons">理由</label>', chosen)
    assert re.search(r'for="search_record">检索记录<span[^>]*>（A12 要写）', chosen)


def test_a_day_that_cannot_be_read_is_told_and_kept(browser):
    page = browser("wang").submit(path(1, "withdraw"), on="去年底", statement="我撤回")
    assert page.status == 400
    assert "哪天“去年底”读不懂：请写成 2026-11-24 或者 11月24日" in page.text
    assert 'value="去年底"' in page.html
    assert "我撤回" in page.html


def test_a_day_in_the_future_is_refused_at_the_day(browser):
    page = browser("wang").submit(path(1, "withdraw"), on="2026-11-25", statement="我撤回")
    assert page.status == 409
    assert re.search(r'id="on-error">.*?不能晚于今天', page.html, re.DOTALL)


def test_a_refused_move_shows_every_reason_and_no_form(browser):
    page = browser("wang").get(path(1, "request_correction"))
    assert "现在不能办“一次性补正告知”" in page.text
    assert "已超过补正告知期限" in page.text
    assert f'action="{path(1, "request_correction")}"' not in page.html


def test_a_rule_that_yields_asks_for_a_written_reason_which_goes_into_the_journal(browser, office):
    wang = browser("wang")
    ident = IDENT["received"]
    wang.submit(path(ident, "request_correction"), items="请写明水库名称", period="10")
    wang.submit(path(ident, "receive_correction"), corrected_content="示例水库除险加固文件")
    page = wang.get(path(ident, "request_correction"))
    assert "写明理由后仍要办" in page.text
    refused = wang.submit(path(ident, "request_correction"), at=page, items="再补", period="5")
    assert refused.status == 409
    done = wang.submit(
        path(ident, "request_correction"), items="再补", period="5", reason="申请人要求再说明一次"
    )
    assert done.status == 303
    assert last(office, ident).facts["overridden"] == ["guards.correction_twice"]
    assert "申请人要求再说明一次" in wang.follow(done).text


def test_the_second_officer_is_told_who_did_what_and_keeps_his_text(browser, office, clock):
    wang = browser("wang")
    page = wang.get(path(1, "submit_answer"))
    advance(office, Wanted("request:1", "withdraw", clock.at.date(), {"statement": "x"}),
            Actor("both", "clerk"))  # fmt: skip
    answer = wang.submit(
        path(1, "submit_answer"), at=page, outcome="A12", search_record="我查了三天的记录"
    )
    assert answer.status == 409
    assert "没有保存：别人刚刚办过这件" in answer.text
    assert "周示例 11月24日 9:00 办了“撤回”。" in answer.text
    assert "案件现在是“已撤回”" in answer.text
    assert "我查了三天的记录" in answer.html


def test_what_cannot_be_taken_back_is_asked_once_more(browser, office):
    wang, ident = browser("wang"), IDENT["approved"]
    page = wang.submit(path(ident, "dispatch"), way="post", carrier="postal")
    assert page.status == 200
    assert "发出以后答复书不能再改" in page.text
    assert "先不发" in page.text
    assert last(office, ident).trigger == "approve"
    form = page.form(path(ident, "dispatch"))
    done = wang.post(path(ident, "dispatch"), {**form, "action": "confirmed"})
    assert done.status == 303
    assert (last(office, ident).trigger, last(office, ident).facts["way"]) == ("dispatch", "post")
    assert "政府信息公开申请答复书" in wang.follow(done).text


def test_not_yet_leads_back_to_the_form_with_what_was_chosen(browser):
    wang, ident = browser("wang"), IDENT["approved"]
    page = wang.submit(path(ident, "dispatch"), way="post", carrier="postal", evidence="回执号 8")
    form = page.form(path(ident, "dispatch"))
    back = wang.post(path(ident, "dispatch"), {**form, "action": "back"})
    assert back.status == 200
    assert 'value="回执号 8"' in back.html
    assert 'value="post" checked' in back.html


def test_a_refused_dispatch_is_told_before_it_is_confirmed(browser):
    page = browser("wang").submit(
        path(IDENT["approved"], "dispatch"), way="post", carrier="courier"
    )
    assert page.status == 409
    assert "公文只能交邮政企业寄递" in page.text


def test_the_letters_of_a_move_can_be_seen_before_it_is_made(browser, office):
    page = browser("wang").submit(
        path(1, "submit_answer"), outcome="A12", search_record="未检索到（示例）", action="preview"
    )
    assert "文书的样子：政府信息公开申请答复书" in page.text
    assert '<article class="paper"' in page.html
    assert "（文号在发出时编）" in page.text
    assert last(office, 1).trigger == "acknowledge"


def test_a_draft_is_kept_until_the_move_is_made(browser, office):
    wang = browser("wang")
    wang.submit(path(1, "withdraw"), statement="先存着", action="draft")
    assert "先存着" in wang.get(path(1, "withdraw")).html
    wang.submit(path(1, "withdraw"), statement="先存着")
    assert last(office, 1).trigger == "withdraw"
    assert "先存着" not in wang.get(path(1, "withdraw")).html


def test_the_script_keeps_a_draft_and_is_told_when(browser):
    wang = browser("wang")
    form = wang.get(path(1, "withdraw")).form(path(1, "withdraw"))
    answer = wang.post(f"/drafts{path(1, 'withdraw')}", {**form, "statement": "自动存的"})
    assert answer.html == "9:00 已存草稿"
    assert "自动存的" in wang.get(path(1, "withdraw")).html


def test_what_is_known_is_not_asked_again(browser, office):
    browser("wang").submit(path(1, "propose_extension"), length="15", grounds_text="资料多")
    page = browser("zheng").get(path(1, "extend"))
    assert 'name="length" value="15"' in page.html
    assert "资料多" in page.html
    assert 'name="consented_on" value="2026年11月24日"' in page.html


def test_a_consultation_is_drafted_sent_and_answered(browser, office):
    wang = browser("wang")
    begun = path(1, "draft", "consultation:c1")
    wang.submit(path(1, "draft", "consultation"), begun, party="third_party", party_name="示例公司")
    case = view(office, 1, "wang", "clerk", "hewan").case
    child = f"{case.children[0].kind}:{case.children[0].id}"
    wang.submit(path(1, "send", child), evidence="邮件号 1")
    done = wang.submit(path(1, "record_reply", child), answer="agree")
    assert "已答复意见" in wang.follow(done).text


def test_every_move_that_a_case_offers_has_a_page(browser, office):
    for name in ("wang", "zheng", "liu", "sun"):
        visitor = browser(name)
        for ident in list(IDENT.values())[:-1]:
            html = visitor.get(f"/cases/{ident}").html
            for href in set(re.findall(r'href="(/cases/\d+/do/[^"]+)"', html)):
                assert visitor.get(href).status == 200, href


def test_a_wrong_record_is_mended_beside_the_old_one(browser, office):
    wang = browser("wang")
    page = wang.submit("/cases/1/entries/1/mend", on="10月29日")
    assert page.status == 400
    assert "更正的理由没有填" in page.text
    done = wang.submit("/cases/1/entries/1/mend", on="10月29日", mend_reason="登记时看错了一天")
    page = wang.follow(done)
    # received 10-29 → 20 working days → 11-26
    assert "2026年11月26日（周四）" in page.text
    assert "已更正" in page.text
    assert "登记时看错了一天" in page.text


def test_a_mend_that_what_followed_contradicts_is_refused(browser):
    page = browser("wang").submit(
        "/cases/1/entries/1/mend", on="11月20日", mend_reason="其实是这一天"
    )
    assert page.status == 409
    assert "其实是这一天" in page.html
