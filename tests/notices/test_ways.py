"""What the letters say on ways that few requests take: told here sentence by sentence."""

from dataclasses import replace
from datetime import date

import pytest

from notices.cases import History, answered, corrected, delayed, liangtian, reasoned, served
from notices.rendering import module
from workflow.core.deadlines import Deadline, ProofRow, State

CN_2019 = module("cn_2019")


def fields(key, case, on, child=None, **extra):
    return CN_2019.fields(key, case, date.fromisoformat(on), "示1号", child, **extra)


def with_reply(case, **changes):
    """Return the case with one clock, the reply's, as it is given."""
    rows = (ProofRow(date(2020, 6, 10), 1, counted=True, why="workday"),)
    reply = Deadline("reply", date(2020, 6, 10), State.RUNNING, proof=rows)
    deadlines = (replace(reply, **changes),)
    return replace(case, deadlines=replace(case.deadlines, deadlines=deadlines))


# --- the course ---------------------------------------------------------------------------------


def test_reasons_asked_for_and_not_given_are_told_without_a_day_of_their_coming():
    history = History().register("2020-05-11").add("request_reasons", "2020-05-15")
    history.answer("A19", "2020-06-05")
    course = fields("N11", history.case("2020-06-05"), "2020-06-05")["course"]
    assert course == "本机关于2020年5月15日要求您说明理由。"


def test_reasons_given_are_told_with_both_days():
    history = reasoned().answer("A19", "2020-06-05")
    course = fields("N11", history.case("2020-06-05"), "2020-06-05")["course"]
    assert course == "本机关于2020年5月15日要求您单位说明理由，您单位于2020年5月28日作出说明。"


def test_a_delay_is_told_with_the_day_that_the_agency_set():
    history = delayed().answer("A12", "2020-07-30")
    course = fields("N10", history.case("2020-07-30"), "2020-07-30")["course"]
    told = course.split("。")[1]
    assert "2020年5月29日" in told
    assert "2020年7月31日" in told


@pytest.mark.parametrize(
    ("appeal", "sentence"),
    [
        ("reconsideration:r1", "根据行政复议决定，本机关自2020年8月3日起对上述申请重新作出处理。"),
        ("litigation:l1", "根据人民法院的裁判，本机关自2020年8月3日起对上述申请重新作出处理。"),
        (None, "本机关自2020年8月3日起对上述申请重新作出处理。"),
    ],
)
def test_a_new_answer_says_on_whose_word_the_request_was_taken_up_again(appeal, sentence):
    facts = {"appeal": appeal} if appeal else {}
    history = served().add("reopen", "2020-08-03", **facts).answer("A12", "2020-08-10")
    course = fields("N10", history.case("2020-08-10"), "2020-08-10")["course"]
    assert course.endswith(sentence)


def test_an_extension_of_a_case_without_a_reply_clock_names_no_date():
    case = liangtian().case("2020-06-29")
    bare = replace(case, deadlines=replace(case.deadlines, deadlines=()))
    course = fields("N10", bare, "2020-06-29")["course"]
    assert "告知您延长答复期限" in course
    assert "延长至" not in course


def test_a_notice_of_extension_without_a_reply_clock_leaves_the_old_date_open():
    case = liangtian().case("2020-06-29")
    bare = replace(case, deadlines=replace(case.deadlines, deadlines=()))
    values = fields("N04", bare, "2020-06-08")
    assert values["old_due"] == ""


# --- the answer's search ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ({"from": "2020-05-12", "to": "2020-06-24"}, "2020年5月12日至6月24日"),
        ({"from": "2019-12-30", "to": "2020-01-03"}, "2019年12月30日至2020年1月3日"),
        ({"from": "2020-05-12", "to": "2020-05-12"}, "2020年5月12日"),
        ({"from": "2020-05-12"}, "2020年5月12日"),
        ({"to": "2020-05-13"}, "2020年5月13日"),
        ("2020年5月中旬。", "2020年5月中旬"),
    ],
)
def test_a_period_of_search_is_told_as_short_as_it_can_be(period, told):
    record = {"persons": "档案室", "period": period}
    history = History().register("2020-05-11").answer("A12", "2020-06-05", search_record=record)
    assert fields("N10", history.case("2020-06-05"), "2020-06-05")["search_period"] == told


# --- consultations and proofs -------------------------------------------------------------------


def test_a_letter_to_a_third_party_may_be_drafted_before_anyone_is_chosen():
    case = History().register("2020-05-11").case("2020-05-14")
    values = fields("N05", case, "2020-05-14", party_name="示例建设有限公司")
    assert values["addressee"] == "示例建设有限公司"
    assert values["summary"] == case.content
    assert values["last_day"] == ""


@pytest.mark.parametrize(
    ("bounds", "told"),
    [
        ({}, "（国务院节假日安排公布后日期有变化的，以变化后的日期为准）"),
        (
            {"not_before": date(2020, 6, 9), "not_after": date(2020, 6, 12)},
            "暂定：所依据的节假日安排尚未全部公布，最早为2020年6月9日，最晚为2020年6月12日。",
        ),
    ],
)
def test_the_proof_of_a_date_that_may_move_says_between_which_days(bounds, told):
    case = with_reply(liangtian().case("2020-05-12"), provisional=True, **bounds)
    assert fields("N16", case, "2020-05-12")["provisional"] == told


# --- the approval sheet -------------------------------------------------------------------------


def test_the_sheet_of_an_extension_is_not_that_of_the_answer_after_it():
    case = liangtian().case("2020-06-29")
    extension = fields("N14-extension", case, "2020-06-29")
    answer = fields("N14", case, "2020-06-29")
    assert "■" not in extension["boxes_above"] + extension["boxes_below"]
    assert "■无法提供" in answer["boxes_below"]
    assert extension["drafted"] == "李某某　2020年6月5日"
    assert answer["drafted"] == "李某某　2020年6月24日"


def test_a_sheet_made_while_a_correction_is_awaited_says_that_the_date_is_open():
    history = corrected()
    history.entries.pop()
    case = history.case("2020-05-20")
    assert fields("N14", case, "2020-05-20")["due_note"] == "待定（正在等待，未重新起算）"


def test_a_sheet_before_anything_is_proposed_leaves_the_drafter_open():
    case = History().register("2020-05-11").case("2020-05-12")
    values = fields("N14", case, "2020-05-12")
    assert values["drafted"] == ""
    assert values["document"].startswith("政府信息公开申请答复书")


def test_words_of_ones_own_on_the_sheet_go_before_those_proposed():
    case = answered("A12").case("2020-06-05")
    values = fields("N14", case, "2020-06-05", proposed_opinion="拟告知该信息不存在。")
    assert values["opinion"] == "拟告知该信息不存在。"


def test_the_sheet_names_the_paper_that_it_is_asked_for():
    case = delayed().case("2020-06-05")
    values = fields("N14", case, "2020-06-05", document_notice="N04", document_number="示1号-延")
    assert values["document"].endswith("（示1号-延）")
    assert "延" in values["document"].partition("（")[0]


def reviewed(**facts):
    """Return the demo's case with its legal review done on 2020-06-28 as the facts say."""
    history = liangtian()
    history.entries.pop()
    role = facts.pop("role", "reviewer")
    return history.add("pass_legal_review", "2020-06-28", actor="sun", role=role, **facts)


def test_who_says_that_he_checked_the_text_is_the_checker_of_the_sheet():
    assert fields("N14", reviewed().case("2020-06-29"), "2020-06-29")["checked"] == ""
    checked = fields("N14", reviewed(checked=True).case("2020-06-29"), "2020-06-29")
    assert checked["checked"] == "孙某某　2020年6月28日"
    assert fields("N14-extension", reviewed(checked=True).case("2020-06-29"), "2020-06-06")[
        "checked"
    ] == ""  # fmt: skip


def test_a_draft_handed_in_again_has_to_be_checked_again():
    history = reviewed(checked=True, role="office_head")
    history.add("return_answer", "2020-06-29", actor="zhao", role="reviewer")
    case = history.answer("A12", "2020-06-30").case("2020-06-30")
    values = fields("N14", case, "2020-06-30")
    assert values["checked"] == ""
    assert "孙" not in values["office_head_signed"]


def test_a_head_of_office_who_reviews_signs_in_his_own_cell_too():
    texts = {"opinion": "拟同意"}
    case = reviewed(role="office_head", texts=texts).case("2020-06-29")
    values = fields("N14", case, "2020-06-29")
    assert values["office_head_opinion"] == "拟同意。"
    assert values["office_head_signed"] == values["legal_signed"]
    assert "孙某某" in values["office_head_signed"]
    assert "孙" not in fields("N14", reviewed().case("2020-06-29"), "2020-06-29")[
        "office_head_signed"
    ]  # fmt: skip


def test_a_receipt_names_the_day_of_receipt_and_no_day_of_registration():
    values = fields("N01", History().register("2020-05-11").case("2020-05-11"), "2020-05-14")
    assert values["received_on"] == "2020年5月11日"
    assert "registered_on" not in values
