"""What each notice says, sentence by sentence, and the articles it stands on."""

import re

import pytest

from notices.cases import (
    History,
    answered,
    answered_2008,
    charged,
    consulted,
    corrected,
    delayed,
    liangtian,
    overridden,
    reasoned,
    served,
)
from notices.rendering import module, render, text

LAW = "《中华人民共和国政府信息公开条例》"
CHOICE_2020 = (
    "可以自收到本答复之日起60日内向示例市示例区人民政府申请行政复议，"
    "或者在6个月内依法向示例市示例区人民法院提起行政诉讼"
)

# Outcome: what the finding says, the articles cited (law.md 1.8), what it must give.
ANSWERS_2019 = {
    "A1": (
        "您申请公开的政府信息已经主动公开",
        {"第三十六条第一项"},
        ["获取方式：登录示例区人民政府网站查阅", "获取途径：“政府信息公开”栏目“规划计划”"],
    ),
    "A2": (
        "您申请公开的政府信息可以公开",
        {"第三十六条第二项"},
        [
            "现向您提供该政府信息如下：",
            "该项目总投资312万元。",
            "项目于2015年11月开工，2016年6月完工。",
        ],
    ),
    "A3": (
        "含有不应当公开的内容，但是能够作区分处理",
        {"第三十七条", "第十六条第一款", "第十五条"},
        [
            "该方案第一章至第四章，见附件。",
            "不予公开。理由如下：第五章为本机关内部工作流程",
            "附件：土地整治项目实施方案（节选）",
        ],
    ),
    "A4": (
        "属于依法确定为国家秘密的政府信息",
        {"第十四条", "第三十六条第三项"},
        ["理由如下：该文件密级为秘密", "不予公开"],
    ),
    "A5": (
        "属于法律、行政法规禁止公开的政府信息",
        {"第十四条", "第三十六条第三项"},
        ["理由如下：《中华人民共和国统计法》禁止", "不予公开"],
    ),
    "A6": (
        "可能危及国家安全、公共安全、经济安全、社会稳定",
        {"第十四条", "第三十六条第三项"},
        ["理由如下：该方案载有供水设施", "不予公开"],
    ),
    "A7": (
        "公开会对第三方合法权益造成损害",
        {"第十五条", "第三十六条第三项"},
        ["理由如下：该合同技术方案属于中标单位的商业秘密", "不予公开"],
    ),
    "A8": (
        "属于人事管理、后勤管理、内部工作流程等方面的内部事务信息",
        {"第十六条第一款", "第三十六条第三项"},
        ["不予公开"],
    ),
    "A9": (
        "讨论记录、过程稿、磋商信函、请示报告等过程性信息",
        {"第十六条第二款", "第三十六条第三项"},
        ["不予公开"],
    ),
    "A10": ("属于行政执法案卷信息", {"第十六条第二款", "第三十六条第三项"}, ["不予公开"]),
    "A11": (
        "有关法律、行政法规对该信息的获取有特别规定",
        {"第三十六条第七项"},
        ["依照《不动产登记暂行条例》关于登记资料查询的规定办理", "办理途径：示例区不动产登记中心"],
    ),
    "A12": (
        "本机关未制作、未获取您申请公开的信息，该政府信息不存在",
        {"第三十六条第四项"},
        [
            "由档案室、农业综合服务中心、财政所于2020年5月12日至6月24日，以“兴源村”“土地整治”",
            "“实施方案”为关键词，检索了本机关电子公文系统、2014年至2016年的文书档案和项目档案，",
            "并询问了当时的经办人员。",
        ],
    ),
    "A13": (
        "您申请公开的信息不属于本机关负责公开",
        {"第三十六条第五项"},
        ["该信息由示例市示例区自然资源局负责公开", "联系方式：电话000-0000001"],
    ),
    "A14": ("需要本机关对现有政府信息进行加工、分析", {"第三十八条"}, ["不予提供"]),
    "A15": (
        "您单位补正后的申请内容仍不明确",
        {"第三十条"},
        ["本机关于2020年5月15日告知您单位补正申请内容，并于2020年5月25日收到您单位补正的申请。"],
    ),
}

REFUSALS_2019 = {
    "A16": ("不予处理", "不作为政府信息公开申请处理", {"第三十九条第一款"}, ["示例区信访局"]),
    "A17": ("不予处理", "不予重复处理", {"第三十六条第六项"}, ["示政公开〔2019〕8号-答"]),
    "A18": ("不予处理", "公开出版物", {"第三十九条第二款"}, ["示例区图书馆"]),
    "A19": (
        "不予处理",
        "申请理由不合理",
        {"第三十五条"},
        ["本机关于2020年5月15日要求您单位说明理由，您单位于2020年5月28日作出说明。"],
    ),
    "A20": ("不予处理", "确认或者重新出具您已经获取的信息", set(), ["加盖印章"]),
    "A21": (
        "不再处理",
        "无正当理由逾期不补正",
        {"第三十条"},
        ["补正期限至2020年6月1日届满", "视为您放弃申请，本机关不再处理该政府信息公开申请"],
    ),
    # 2021-05-17 + 20 working days: 5/18-21=4 5/24-28=9 5/31-6/4=14 6/7-11=19 (6/14 端午) 6/15=20
    "A22": (
        "不再处理",
        "逾期未缴纳信息处理费",
        {"第四十二条"},
        [
            "（国办函〔2020〕109号）",
            "缴费期限至2021年6月15日届满",
            "在缴费期限（2021年6月15日）届满之后",
        ],
    ),
    "A24": ("不予处理", "不属于政府信息", {"第二条"}, ["村民小组会议的记录"]),
}

ANSWERS_2008 = {
    "A1": {"第二十一条第一项"},
    "A2": {"第二十一条第一项"},
    "A3": {"第二十二条", "第十四条第四款", "第二十三条"},
    "A4": {"第十四条第四款", "第二十一条第二项"},
    "A5": {"第十四条", "第二十一条第二项"},
    "A6": {"第八条", "第二十一条第二项"},
    "A7": {"第十四条第四款", "第二十三条", "第二十一条第二项"},
    "A12": {"第二十一条第三项"},
    "A13": {"第二十一条第三项"},
    "A15": {"第二十一条第四项"},
}

CITED = re.compile(
    r"第[一二三四五六七八九十]+条(?:第[一二三四五六七八九十]+款)?(?:第[一二三四五六七八九十]+项)?"
)


def one_line(found):
    return found.replace("\n", "")


def cited(found):
    """Return the articles of the Regulation that a letter cites."""
    return set(CITED.findall(found))


@pytest.mark.parametrize("outcome", ANSWERS_2019)
@pytest.mark.parametrize("narrow", [True, False])
def test_an_answer_says_finding_article_and_what_the_outcome_must_give(outcome, narrow):
    finding, articles, given = ANSWERS_2019[outcome]
    key = f"N10-{outcome}" if narrow else "N10"
    found = text(render("cn_2019", key, answered(outcome).case("2020-06-05"), "2020-06-05"))
    assert finding in found
    assert cited(found) == articles
    for sentence in given:
        assert sentence in one_line(found)
    assert f"根据{LAW}" in found
    assert CHOICE_2020 in found


def test_every_outcome_has_its_row_in_these_tables():
    assert set(ANSWERS_2019) == set(module("cn_2019").ANSWERED_BY_N10)
    assert set(REFUSALS_2019) == set(module("cn_2019").ANSWERED_BY_N11)
    assert set(ANSWERS_2008) == set(module("cn_2008").ANSWERED_BY_N10)


@pytest.mark.parametrize("outcome", REFUSALS_2019)
@pytest.mark.parametrize("narrow", [True, False])
def test_a_refusal_to_handle_says_ground_and_article(outcome, narrow):
    title, ground, articles, given = REFUSALS_2019[outcome]
    on = "2021-06-17" if outcome == "A22" else "2020-06-09"
    key = f"N11-{outcome}" if narrow else "N11"
    found = text(render("cn_2019", key, answered(outcome).case(on), on))
    assert f"政府信息公开申请{title}告知书" in found
    assert ground in found
    assert cited(found) == articles
    for sentence in given:
        assert sentence in found


@pytest.mark.parametrize("outcome", ANSWERS_2008)
def test_an_old_case_is_answered_by_the_old_articles(outcome):
    case = answered_2008(outcome).case("2018-06-01")
    found = text(render("cn_2008", f"N10-{outcome}", case, "2018-06-01"))
    assert cited(found) == ANSWERS_2008[outcome]
    assert "第三十六条" not in found


def test_the_parts_of_an_answer_stand_in_the_order_of_the_form():
    case = answered("A12").case("2020-06-05")
    found = text(render("cn_2019", "N10-A12", case, "2020-06-05"))
    order = [
        "政府信息公开申请答复书",
        "马某某（示例）：",
        "本机关于2020年5月11日收到您当面提交的政府信息公开申请",
        "经审查，现答复如下：",
        "该政府信息不存在",
        "第三十六条第四项",
        "如不服本答复",
        "特此答复。",
        "2020年6月5日",
        "（联系人：党政综合办公室",
    ]
    places = [found.index(sentence) for sentence in order]
    assert places == sorted(places)


def test_the_extension_of_the_town_s_year():
    found = text(render("cn_2019", "N04", liangtian().case("2020-06-08"), "2020-06-08"))
    assert (
        "因查找、核对相关档案需要时间，经本机关政府信息公开工作机构负责人同意，"
        f"根据{LAW}第三十三条第二款的规定，决定延长答复期限20个工作日，"
        "由2020年6月10日延长至2020年7月9日。"
    ) in found
    assert "行政复议" not in found


def test_a_delay_cites_article_35_and_the_agency_s_date():
    found = text(render("cn_2019", "N04", delayed().case("2020-05-29"), "2020-05-29"))
    assert "本机关于2020年5月28日收到您单位说明的理由" in found
    assert f"根据{LAW}第三十五条的规定，确定延迟至2020年7月31日前（含当日）答复" in found
    assert "第三十三条第二款" not in found


def test_an_extension_without_a_reason_leaves_no_hole():
    history = History().register("2020-05-11")
    history.add("extend", "2020-06-01", actor="zhou", length=5, consented_on="2020-06-01")
    found = text(render("cn_2019", "N04", history.case("2020-06-01"), "2020-06-01"))
    # 2020-05-11 + 20 working days = 2020-06-08, + 5 = 2020-06-15
    assert "\n经本机关政府信息公开工作机构负责人同意" in found
    assert "决定延长答复期限5个工作日，由2020年6月8日延长至2020年6月15日。" in found


def test_a_draft_before_the_consent_names_no_invented_date():
    history = History().register("2020-05-11")
    history.add("propose_extension", "2020-06-01", length=5)
    found = text(render("cn_2019", "N04", history.case("2020-06-01"), "2020-06-01"))
    assert "由2020年6月8日延长至（发出时填入的日期）。" in found


def test_the_correction_notice_says_all_at_once():
    found = text(render("cn_2019", "N02", corrected().case("2020-05-15"), "2020-05-15"))
    assert "现一次性告知您单位补正以下事项：" in found
    assert "1.所需政府信息的名称、文号或者便于查询的其他特征性描述；" in found
    assert "2.获取信息的方式、途径。" in found
    assert "请您单位自收到本告知书之日起15个工作日内将补正后的申请提交本机关" in found
    assert "答复期限自本机关收到您单位补正的申请之日起计算" in found
    assert "视为放弃申请" in found
    assert "行政复议" not in found


def test_a_correction_handed_over_on_the_day_names_its_last_day():
    history = History().register("2020-05-11")
    history.add(
        "request_correction", "2020-05-15", received_on="2020-05-15",
        period={"length": 10, "unit": "working_days"}, texts={"items": "信息的名称"},
    )  # fmt: skip
    found = text(render("cn_2019", "N02", history.case("2020-05-15"), "2020-05-15"))
    # 5/18-22 = 5, 5/25-29 = 10
    assert "自收到本告知书之日起10个工作日内（至2020年5月29日）" in found
    assert "\n信息的名称。\n" in found


def test_a_receipt_and_an_acknowledgement_are_told_apart():
    first = liangtian()
    first.entries = first.entries[:1]
    receipt = text(render("cn_2019", "N01", first.case("2020-05-11"), "2020-05-11"))
    assert "政府信息公开申请登记回执" in receipt
    assert "答复期限至2020年6月10日届满" in receipt
    accepted = text(render("cn_2019", "N01", liangtian().case("2020-05-12"), "2020-05-12"))
    assert "政府信息公开申请受理告知书" in accepted
    assert "将在2020年6月10日前（含当日）作出答复" in accepted


def test_an_unconfirmed_e_mail_is_registered_but_not_yet_received():
    history = History(channel="email").register("2020-05-11")
    found = text(render("cn_2019", "N01", history.case("2020-05-11"), "2020-05-11"))
    assert "您于2020年5月11日通过电子邮件提交的政府信息公开申请" in found
    assert "已经登记" in found
    assert "本机关于2020年5月11日收到" not in found
    assert "答复期限自本机关与您确认收到申请之日起计算" in found


def test_a_third_party_is_asked_without_the_applicant_s_name():
    docx = render("cn_2019", "N05", consulted().case("2020-05-15"), "2020-05-15", child="c1")
    found = text(docx)
    assert "示例建设有限公司：" in found
    assert "马某某" not in found
    assert "示政公开〔2020〕1号" in found
    assert "自收到本征求意见书之日起15个工作日内" in found
    assert "逾期未提出意见的，由本机关依照该条例的规定决定是否公开" in found
    assert "意见回执" in found
    assert "□同意公开" in found


def test_silence_is_consent_for_a_joint_maker_and_nobody_else():
    joint = consulted("joint_agency").case("2020-05-15")
    other = consulted("other_agency").case("2020-05-15")
    asked = text(render("cn_2019", "N08", joint, "2020-05-15"))
    helped = text(render("cn_2019", "N08", other, "2020-05-15"))
    third = text(render("cn_2019", "N05", consulted().case("2020-05-15"), "2020-05-15"))
    assert "视为同意公开" in asked
    assert "第三十四条" in asked
    assert "视为同意" not in helped
    assert "第三十三条第三款" in helped
    assert "视为同意" not in third
    assert "马某某" not in asked + helped


def test_the_applicant_is_told_that_the_time_does_not_count():
    found = text(render("cn_2019", "N06", consulted().case("2020-05-15"), "2020-05-15"))
    assert "本机关于2020年5月15日书面征求第三方的意见" in found
    assert f"根据{LAW}第三十三条第三款的规定，征求第三方意见所需时间不计算在答复期限内" in found
    assert "行政复议" not in found


def test_disclosure_against_a_third_party_s_will_gives_content_reasons_and_remedy():
    found = text(render("cn_2019", "N07", overridden().case("2020-05-29"), "2020-05-29"))
    assert "贵方于2020年5月28日提出意见，不同意公开" in found
    assert "不公开上述信息可能对公共利益造成重大影响，理由是：该项目使用财政资金" in found
    assert "本机关决定公开以下内容：示例项目的中标价格。" in found
    assert "如不服本决定" in found


def test_the_fee_is_told_tier_by_tier():
    found = text(render("cn_2019", "N09", charged().case("2021-05-14"), "2021-05-14"))
    assert "（国办函〔2020〕109号）" in found
    assert "第1至10件，免收；" in found
    assert "第11至30件，每件100元，计20件，2000元；" in found
    assert "第31至35件，每件200元，计5件，1000元；" in found
    assert "合计应缴3000元。" in found
    assert "自收到本通知书次日起20个工作日内缴纳" in found
    assert "视为放弃申请" in found
    assert "答复期限自您完成缴费次日起重新计算" in found
    assert "行政复议" not in found


def test_a_fee_by_pages_says_pages():
    history = History(settings={"fee_pay_way": "到示例镇财政所缴纳。"}).register("2021-05-10")
    history.add("notify_fee", "2021-05-14", tariff="pages", count=250, amount_fen=470000)
    found = text(render("cn_2019", "N09", history.case("2021-05-14"), "2021-05-14"))
    assert "第201至250页，每页40元，计50页，2000元；" in found
    assert "合计应缴4700元。" in found
    assert "缴纳，缴纳方式：到示例镇财政所缴纳。" in found
    assert "件，" not in found.partition("计算如下")[2]


def test_reasons_are_asked_for_with_the_counts():
    found = text(render("cn_2019", "N03", reasoned().case("2020-05-15"), "2020-05-15"))
    assert "您单位自2020年1月1日以来已向本机关提出政府信息公开申请56件" in found
    assert "在2020年5月29日前（含当日）书面说明理由" in found


def test_a_supplement_follows_its_answer():
    more = {"text": "找到该项目的验收意见。", "attachments": "验收意见；竣工图"}
    history = served().add("supplement", "2020-06-20", texts=more)
    found = text(render("cn_2019", "N10-supplement", history.case("2020-06-20"), "2020-06-20"))
    assert "本机关已于2020年6月5日作出答复。现补充答复如下：" in found
    assert "附件：1.验收意见" in found
    assert "\n2.竣工图" in found
