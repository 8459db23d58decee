"""How a case becomes the fields of its notices."""

import doctest
import importlib
from dataclasses import replace
from datetime import date

import pytest

from notices.cases import (
    AGENCY,
    COMPANY,
    History,
    answered,
    appealed,
    charged,
    consulted,
    corrected,
    liangtian,
    served,
)
from notices.rendering import module
from workflow.core.deadlines import Deadline, ProofRow, State
from workflow.errors import DefinitionError, InputError
from workflow.messages import catalogue
from workflow.statutes.notices.registry import Notice, fill

CN_2019 = module("cn_2019")


def fields(key, case, on, child=None, **extra):
    return CN_2019.fields(key, case, date.fromisoformat(on), "示1号", child, **extra)


@pytest.mark.parametrize("name", ["words", "answers", "sheets"])
def test_the_examples_in_the_docstrings_hold(name):
    found = doctest.testmod(importlib.import_module(f"workflow.statutes.notices.{name}"))
    assert found.attempted > 0
    assert found.failed == 0


def test_a_person_is_addressed_as_one_and_anyone_else_as_a_unit():
    person = fields("N01", liangtian().case("2020-05-12"), "2020-05-12")
    company = fields("N02", corrected().case("2020-05-15"), "2020-05-15")
    assert (person["you"], company["you"]) == ("您", "您单位")
    assert "收到您当面提交" in person["receipt"]
    assert "收到您单位通过邮寄提交" in company["receipt"]


@pytest.mark.parametrize(
    ("channel", "how"),
    [
        ("in_person", "当面提交"),
        ("signed_mail", "通过邮寄提交"),
        ("ordinary_mail", "通过平信提交"),
        ("web", "通过网络提交"),
        ("email", "通过电子邮件提交"),
        ("fax", "通过传真提交"),
    ],
)
def test_the_receipt_sentence_names_the_channel(channel, how):
    history = History(channel=channel).register("2020-05-11")
    if channel not in {"in_person", "signed_mail"}:
        history.add("confirm", "2020-05-12")
    values = fields("N01", history.case("2020-05-12"), "2020-05-12")
    on = "2020年5月11日" if channel in {"in_person", "signed_mail"} else "2020年5月12日"
    assert values["receipt"].startswith(f"本机关于{on}收到您{how}的政府信息公开申请")


def test_quotations_inside_the_content_become_single_ones():
    history = History(content="关于印发“十三五”规划的通知。").register("2020-05-11")
    values = fields("N01", history.case("2020-05-11"), "2020-05-11")
    assert values["receipt"].endswith("申请公开“关于印发‘十三五’规划的通知”。")
    assert values["content"] == "关于印发“十三五”规划的通知"


def test_the_course_is_told_in_the_order_of_its_days():
    history = corrected()
    history.add("draft", "2020-05-27", child="consultation:c1", party="third_party")
    history.add("send", "2020-05-28", child="consultation:c1")
    history.add("extend", "2020-06-10", actor="zhou", length=10, consented_on="2020-06-10")
    history.answer("A7", "2020-06-24")
    course = fields("N10-A7", history.case("2020-06-24"), "2020-06-24")["course"]
    told = ["告知您单位补正申请内容", "书面征求第三方意见", "告知您单位延长答复期限"]
    places = [course.index(sentence) for sentence in told]
    assert places == sorted(places)
    assert course.endswith("日。")


def test_an_answer_without_a_course_has_none():
    assert fields("N10", answered("A12").case("2020-06-05"), "2020-06-05")["course"] == ""


def test_two_letters_of_one_day_to_third_parties_are_one_sentence():
    history = consulted()
    history.add("draft", "2020-05-14", child="consultation:c2", party="third_party")
    history.add("send", "2020-05-15", child="consultation:c2")
    history.answer("A7", "2020-06-24")
    course = fields("N10-A7", history.case("2020-06-24"), "2020-06-24")["course"]
    assert course.count("书面征求第三方意见") == 1


def test_each_of_two_extensions_tells_the_date_that_it_brought():
    history = History().register("2020-05-11")
    history.add("extend", "2020-06-01", actor="zhou", length=5, consented_on="2020-06-01")
    history.add("extend", "2020-06-10", actor="zhou", length=5, consented_on="2020-06-10")
    history.answer("A12", "2020-06-15")
    case = history.case("2020-06-15")
    course = fields("N10", case, "2020-06-15")["course"]
    # 05-11 + 20 = 06-08; + 5 = 06-15; + 5 = 06-22
    assert "2020年6月1日告知您延长答复期限，答复期限延长至2020年6月15日" in course
    assert "2020年6月10日告知您延长答复期限，答复期限延长至2020年6月22日" in course
    first = fields("N04", case, "2020-06-01")
    second = fields("N04", case, "2020-06-10")
    assert (first["old_due"], first["new_due"]) == ("2020年6月8日", "2020年6月15日")
    assert (second["old_due"], second["new_due"]) == ("2020年6月15日", "2020年6月22日")


def test_a_letter_made_again_later_tells_the_date_that_held_on_its_day():
    later = liangtian().case("2020-06-29")
    assert fields("N01", later, "2020-05-12")["due"] == "2020年6月10日"
    assert fields("N04", later, "2020-06-08")["new_due"] == "2020年7月9日"


def test_a_date_beyond_the_known_holidays_is_said_to_be_provisional():
    history = History().register("2026-12-21")
    case = history.case("2026-12-21")
    assert "节假日安排公布后" in fields("N01", case, "2026-12-21")["provisional"]
    quiet = replace(case, settings={**case.settings, "letter_tells_provisional": False})
    assert fields("N01", quiet, "2026-12-21")["provisional"] == ""
    assert fields("N01", liangtian().case("2020-05-12"), "2020-05-12")["provisional"] == ""


def test_the_search_words_may_be_kept_out_of_the_letter():
    case = liangtian().case("2020-06-29")
    assert fields("N10", case, "2020-06-29")["search_words"] == "“兴源村”“土地整治”“实施方案”"
    quiet = replace(case, settings={**case.settings, "letter_tells_search": False})
    assert fields("N10", quiet, "2020-06-29")["search_words"] == ""


def test_a_search_told_in_free_words_is_taken_as_it_is():
    history = History().register("2020-05-11")
    history.answer("A12", "2020-06-01", search_record="由档案室检索了2014年至2016年的文书档案。")
    values = fields("N10", history.case("2020-06-05"), "2020-06-05")
    assert values["search_record"] == "由档案室检索了2014年至2016年的文书档案"
    assert values["search_places"] == ""


def test_a_text_whose_key_was_destroyed_leaves_an_empty_field_not_a_reference():
    history = answered("A8")
    history.texts = {}
    assert fields("N10", history.case("2020-06-05"), "2020-06-05")["reasons"] == ""


def test_words_in_clear_in_the_entry_itself_are_taken_too():
    history = History().register("2020-05-11")
    history.add("submit_answer", "2020-06-01", outcome="A8", reasons="内部考勤安排。")
    assert fields("N10", history.case("2020-06-05"), "2020-06-05")["reasons"] == "内部考勤安排"


def test_facts_handed_in_stand_before_those_recorded():
    case = liangtian().case("2020-06-08")
    assert fields("N04", case, "2020-06-08", grounds_text="人手不足。")["reason"] == "人手不足"


# --- remedy -------------------------------------------------------------------------------------

REMEDIES = [
    # outcome, decided, first?, months
    ("A4", "2023-12-29", False, "6个月"),
    ("A4", "2024-01-02", True, None),
    ("A10", "2025-06-03", True, None),
    ("A3", "2024-01-02", True, None),
    ("A11", "2024-01-02", False, "6个月"),  # not art. 14-16, although the report counts it so
    ("A12", "2024-01-02", False, "6个月"),
    ("A16", "2024-01-02", False, "6个月"),
]


@pytest.mark.parametrize(("outcome", "decided", "first", "months"), REMEDIES)
def test_the_remedy_follows_ground_and_day(outcome, decided, first, months):
    year = decided[:4]
    history = History().register(f"{year}-01-02" if year != "2023" else "2023-12-01")
    history.answer(outcome, decided)
    key = "N11" if outcome == "A16" else "N10"
    remedy = fields(key, history.case(decided), decided)["remedy"]
    assert ("应当先" in remedy) is first
    assert "示例市示例区人民政府" in remedy
    assert "示例市示例区人民法院" in remedy
    assert months is None or months in remedy


def test_a_remedy_can_not_be_handed_in():
    case = answered("A12").case("2020-06-05")
    remedy = fields("N10", case, "2020-06-05", remedy="不得起诉")["remedy"]
    assert "不得起诉" not in remedy
    assert "行政复议" in remedy


def test_an_electronic_answer_offers_the_internet_channel():
    agency = replace(AGENCY, reconsideration_online="fuyi.example.gov.cn")
    history = History(agency=agency).register("2024-01-02").answer("A12", "2024-01-10")
    history.add("dispatch", "2024-01-11", way="electronic", consent=True)
    remedy = fields("N10", history.case("2024-01-11"), "2024-01-11")["remedy"]
    assert "fuyi.example.gov.cn" in remedy


def test_letters_that_can_not_be_contested_alone_have_no_remedy():
    for key in ("N01", "N02", "N03", "N04", "N05", "N06", "N08", "N09"):
        assert "remedy" not in CN_2019.NOTICES[key].spec.by_name
    for key in ("N07", "N10", "N11", "N12"):
        assert CN_2019.NOTICES[key].spec.needs_remedy


# --- forms --------------------------------------------------------------------------------------


def test_the_approval_sheet_ticks_one_attribute_and_names_who_signed():
    values = fields("N14", liangtian().case("2020-06-28"), "2020-06-28")
    boxes = values["boxes_above"] + values["boxes_below"]
    assert boxes.count("■") == 1
    assert "■无法提供" in boxes
    assert values["applicant"] == "马某某（示例）（自然人）"
    assert values["received"] == "2020年5月11日（当面）"
    assert values["due_note"] == "2020年7月9日（已延期）"
    assert values["drafted"] == "李某某　2020年6月24日"
    assert values["secrecy_opinion"] == "不涉及国家秘密、工作秘密，可以答复。"
    assert values["secrecy_signed"] == "签名：赵某某　　2020年6月24日"
    assert values["legal_opinion"] == "事实清楚，适用依据正确，救济途径告知完整。"
    assert values["legal_signed"] == "签名：孙某某　　2020年6月28日"
    # the consent to the extension was another approval
    assert values["office_head_opinion"] == ""
    for signer in ("office_head", "deputy", "leader"):
        assert values[f"{signer}_signed"].endswith("年　　月　　日")


@pytest.mark.parametrize(
    ("outcome", "ticked"),
    [
        ("A1", "予以公开"), ("A3", "部分公开"), ("A11", "不予公开"), ("A15", "无法提供"),
        ("A20", "不予处理"), ("A24", "其他"),
    ],
)  # fmt: skip
def test_the_box_is_that_of_the_report_s_group(outcome, ticked):
    values = fields("N14", answered(outcome).case("2020-06-05"), "2020-06-05")
    assert f"■{ticked}" in values["boxes_above"] + values["boxes_below"]


def test_a_proposed_extension_has_its_own_approval_sheet():
    history = History().register("2020-05-11")
    history.add("propose_extension", "2020-06-01", length=5)
    values = fields("N14", history.case("2020-06-01"), "2020-06-01")
    assert values["document"] == "政府信息公开申请延期答复告知书"
    assert values["opinion"] == "按期答复有困难，拟延长答复期限5个工作日并告知申请人。"
    assert "■" not in values["boxes_above"] + values["boxes_below"]


def test_the_proof_has_a_row_a_day_and_its_sum():
    values = fields("N16", liangtian().case("2020-06-29"), "2020-06-29")
    rows = values["rows"]
    # 2020-05-12 … 2020-07-09: 20 + 30 + 9 days
    assert len(rows) == 59
    assert rows[0] == {"on": "2020年5月12日", "weekday": "星期二", "day": "1", "why": "工作日"}
    assert rows[-1]["on"] == values["due"] == "2020年7月9日"
    assert rows[-1]["day"] == "40"
    assert values["counted"] == 40
    assert values["sum"] == "合计计入40个工作日，最后一日为2020年7月9日。"
    by_day = {row["on"]: row for row in rows}
    assert by_day["2020年5月25日"]["why"].startswith("民族自治地方放假（")
    assert by_day["2020年6月28日"]["why"].startswith("调休上班（")
    assert by_day["2020年6月28日"]["day"] == "31"
    assert by_day["2020年6月6日"] == {
        "on": "2020年6月6日", "weekday": "星期六", "day": "", "why": "周末",
    }  # fmt: skip
    assert values["history"] == [
        {"due": "2020年6月10日", "until": "2020年6月8日", "change": "延期"}
    ]


def test_a_proof_of_another_clock_and_of_one_consultation():
    case = consulted().case("2020-05-20")
    values = fields("N16", case, "2020-05-20", child="consultation:c1", clock="third_party")
    assert values["clock_name"] == "第三方答复意见期限"
    # received 05-18: 5/19-22=4 5/25-29=9 6/1-5=14 6/8=15
    assert values["due"] == "2020年6月8日"
    assert values["rows"][-1]["day"] == "15"


def test_a_clock_that_does_not_run_has_no_proof():
    with pytest.raises(InputError) as error:
        fields("N16", liangtian().case("2020-06-29"), "2020-06-29", clock="fee_payment")
    assert error.value.code == "notices.no_date"
    assert "缴费期限" in error.value.message


def test_a_date_set_by_the_agency_and_days_that_roll_are_explained():
    on = date(2024, 10, 4)
    rows = (ProofRow(on, 60, counted=True, why="calendar_day"),
            ProofRow(date(2024, 10, 8), None, counted=False, why="rolled"))  # fmt: skip
    rolled = Deadline("reply", date(2024, 10, 8), State.RUNNING, proof=rows)
    case = liangtian().case("2020-06-29")
    derived = replace(case.deadlines, deadlines=(rolled,))
    values = fields("N16", replace(case, deadlines=derived), "2020-06-29")
    assert values["sum"] == "合计1日，最后一日为2024年10月8日。"
    assert values["rows"][-1]["why"] == "届满日顺延"
    fixed = replace(rolled, proof=(ProofRow(on, None, counted=False, why="agency_set"),))
    derived = replace(case.deadlines, deadlines=(fixed,))
    values = fields("N16", replace(case, deadlines=derived), "2020-06-29")
    assert values["sum"].startswith("期限届满日为2024年10月8日，由本机关依法确定")


def test_the_proof_of_service_ticks_the_way():
    values = fields("N13", served().case("2020-06-08"), "2020-06-08")
    assert "■邮寄送达" in values["ways_above"]
    assert (values["ways_above"] + values["ways_below"]).count("■") == 1
    assert values["dispatched_on"] == "2020年6月5日"
    assert values["served_on"] == "2020年6月8日"
    assert values["place"] == "示例市示例区示例村1号"


def test_the_defence_tells_the_course_and_lists_the_papers():
    values = fields("N15", appealed().case("2020-06-29"), "2020-06-29", child="reconsideration:r1")
    assert values["appeal"] == "reconsideration"
    assert values["body"] == "示例市示例区人民政府"
    assert values["appeal_number"] == "示例〔2020〕7号"
    assert values["copy_received_on"] == "2020年6月22日"
    assert values["facts"][0] == "2020年5月11日，申请人提交政府信息公开申请，本机关予以登记。"
    assert values["grounds"] == [
        "本机关已在档案室、财政所和电子公文系统中检索。",
        "该信息确不存在。",
    ]
    assert [row["name"] for row in values["evidence"]] == [
        "政府信息公开申请表", "政府信息公开申请答复书", "送达回证",
    ]  # fmt: skip
    suit = fields("N15", appealed("litigation").case("2020-06-29"), "2020-06-29", child="r1")
    assert (suit["appeal"], suit["body"]) == ("litigation", "示例市示例区人民法院")
    assert "驳回原告的诉讼请求" in suit["plea"]


def test_the_fee_is_counted_by_the_tariff_not_by_hand():
    values = fields("N09", charged().case("2021-05-14"), "2021-05-14", count=11)
    assert values["amount"] == "100元"


# --- the table itself ---------------------------------------------------------------------------


def test_an_unknown_notice_is_told_with_those_that_exist():
    with pytest.raises(InputError) as error:
        fields("N99", liangtian().case("2020-06-29"), "2020-06-29")
    assert error.value.code == "notices.unknown"
    assert "N04" in error.value.message


def test_a_field_that_nobody_fills_is_a_defect():
    spec = CN_2019.NOTICES["N04"].spec
    case, empty = liangtian().case("2020-06-08"), {"N04": Notice(spec, lambda _: {})}
    with pytest.raises(DefinitionError) as error:
        fill(empty, "N04", case, date(2020, 6, 8), "示1号")
    assert "new_due" in error.value.message


@pytest.mark.parametrize("law", ["cn_2008", "cn_2019"])
def test_every_field_has_a_chinese_label_and_an_example(law):
    labels = catalogue("zh")
    for notice in module(law).NOTICES.values():
        for one in notice.spec:
            assert one.label_zh in labels.values()
            assert one.example != "" or not one.required, (notice.spec.notice, one.name)
            assert (one.kind == "choice") == bool(one.choices)


def test_letters_are_chinese_whatever_the_reader_s_language(monkeypatch):
    monkeypatch.setenv("WORKFLOW_LANG", "en")
    values = fields("N01", liangtian().case("2020-05-12"), "2020-05-12")
    assert values["receipt"].startswith("本机关于2020年5月11日收到您")
    company = History(applicant=COMPANY).register("2020-05-11").case("2020-05-11")
    assert fields("N01", company, "2020-05-11")["you"] == "您单位"


def test_every_law_that_a_date_may_rest_on_has_a_name_in_the_letters():
    """The proofs of a bundle name the law of every clock, not of the reply alone."""
    known = catalogue("zh")
    named = {code.partition("law_")[2] for code in known if code.startswith("notice_text.law_")}
    clocks = {code.partition("law_")[2] for code in known if code.startswith("clocks.law_")}
    assert clocks - {"unknown", "not_in_force"} <= named
