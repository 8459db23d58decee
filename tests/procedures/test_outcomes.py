"""How a request ends: the table of the lifecycle, row by row, and what each end demands."""

import pytest

from procedures.lawful import case_in
from procedures.scene import Case
from workflow.messages import catalogue
from workflow.statutes.cn_2008 import outcomes as old
from workflow.statutes.cn_2019 import outcomes as new
from workflow.statutes.outcome import answer_entry, grounds_of, outcome_of
from workflow.statutes.registry import STATUTES, get

REQUEST = get("cn-2019").procedures["request"]

#: lifecycle.md, 'Outcome → report row → notice → remedy': code, row 2021, row 2019, notice.
TABLE = [
    ("A1", "granted", "granted", "N10"),
    ("A2", "granted", "granted", "N10"),
    ("A3", "partial", "partial", "N10"),
    ("A4", "deny_state_secret", "deny_state_secret", "N10"),
    ("A5", "deny_law_forbidden", "deny_law_forbidden", "N10"),
    ("A6", "deny_three_security", "deny_three_security", "N10"),
    ("A7", "deny_third_party", "deny_third_party", "N10"),
    ("A8", "deny_internal", "deny_internal", "N10"),
    ("A9", "deny_process", "deny_process", "N10"),
    ("A10", "deny_enforcement_file", "deny_enforcement_file", "N10"),
    ("A11", "deny_admin_query", "deny_admin_query", "N10"),
    ("A12", "unable_not_held", "unable_not_held", "N10"),
    ("A13", "unable_not_held", "unable_not_held", "N10"),
    ("A14", "unable_needs_creation", "unable_needs_creation", "N10"),
    ("A15", "unable_unclear", "unable_unclear", "N10"),
    ("A16", "reject_petition", "reject_petition", "N11"),
    ("A17", "reject_repeat", "reject_repeat", "N11"),
    ("A18", "reject_publication", "reject_publication", "N11"),
    ("A19", "reject_massive", "reject_massive", "N11"),
    ("A20", "reject_reissue", "reject_reissue", "N11"),
    ("A21", "other_overdue_correction", "other_total", "N11"),
    ("A22", "other_overdue_fee", "other_total", "N11"),
    ("A23", "other_misc", "other_total", None),
    ("A24", "other_misc", "other_total", "N11"),
]

#: law.md 1.8: the article of each.
ARTICLES = {
    "A1": "第三十六条第（一）项", "A2": "第三十六条第（二）项", "A3": "第三十七条",
    "A4": "第十四条", "A5": "第十四条", "A6": "第十四条", "A7": "第十五条",
    "A8": "第十六条第一款", "A9": "第十六条第二款", "A10": "第十六条第二款",
    "A11": "第三十六条第（七）项", "A12": "第三十六条第（四）项", "A13": "第三十六条第（五）项",
    "A14": "第三十八条", "A15": "第三十条", "A16": "第三十九条第一款",
    "A17": "第三十六条第（六）项", "A18": "第三十九条第二款", "A19": "第三十五条",
    "A21": "第三十条", "A24": "第二条",
}  # fmt: skip

REASONS = {"reasons": "……"}
FILES = [{"ref": "answer.1", "name": "竣工图.pdf", "size": 1, "sha256": "0"}]
#: code → the facts that an answer of this kind carries (law.md 1.8).
COMPLETE = {
    "A1": {"access_way": "查阅", "access_route": "政府网站"},
    "A2": {"information": "合同复印件"},
    "A3": {"published_part": "第一章", "grounds": ["A7"], **REASONS},
    **{f"A{number}": REASONS for number in (4, 5, 6, 7, 8, 9, 10, 14, 16, 18, 20, 24)},
    "A11": {"access_rule": "不动产登记资料查询暂行办法"},
    "A12": {"search_record": "档案室"},
    "A13": {"other_agency": "示例区民政局", "other_agency_contact": "0951-0000000", **REASONS},
    "A17": {"earlier_answer": "2020-3"},
}


@pytest.mark.parametrize(("code", "row_2021", "row_2019", "notice"), TABLE)
def test_each_outcome_has_its_rows_and_its_notice(code, row_2021, row_2019, notice):
    outcome = new.OUTCOMES[code]
    assert (outcome.rows["2021"], outcome.rows["2019"], outcome.notice) == (
        row_2021, row_2019, notice,
    )  # fmt: skip
    assert outcome.template == (f"{notice}-{code}" if notice else None)


def test_the_table_is_whole():
    assert list(new.OUTCOMES) == [code for code, *_ in TABLE]


@pytest.mark.parametrize(("code", "article"), ARTICLES.items())
def test_each_outcome_cites_its_article(code, article):
    assert article in new.OUTCOMES[code].article


def test_refusals_are_those_of_articles_14_to_16():
    assert [code for code, outcome in new.OUTCOMES.items() if outcome.refusal] == [
        "A4", "A5", "A6", "A7", "A8", "A9", "A10",
    ]  # fmt: skip
    assert [code for code, outcome in old.OUTCOMES.items() if outcome.refusal] == [
        "A4", "A5", "A6", "A7",
    ]  # fmt: skip


def handed_in(code, **facts):
    return case_in("processing", REQUEST).judge("submit_answer", outcome=code, **facts)


@pytest.mark.parametrize(("code", "facts"), COMPLETE.items())
def test_an_answer_with_all_that_its_outcome_demands_goes_to_review(code, facts):
    assert handed_in(code, **facts).allowed


@pytest.mark.parametrize(
    ("code", "name"), [(code, name) for code, facts in COMPLETE.items() for name in facts]
)
def test_an_answer_that_lacks_one_thing_is_told_which(code, name):
    facts = {key: value for key, value in COMPLETE[code].items() if key != name}
    (reason,) = handed_in(code, **facts).reasons
    assert reason.code == "outcomes.lacks_fact"
    assert reason.article == new.OUTCOMES[code].article
    assert catalogue("zh")[f"facts.{name}"] in reason.message


@pytest.mark.parametrize("name", ["access_way", "access_route", "access_time"])
def test_information_that_may_be_public_is_given_or_its_way_route_and_time(name):
    whole = {"access_way": "查阅", "access_route": "窗口", "access_time": "每日"}
    assert handed_in("A2", **whole).allowed
    (reason,) = handed_in("A2", **{k: v for k, v in whole.items() if k != name}).reasons
    assert reason.message == (
        "A2（可以公开，提供该信息）要写明：所提供的信息（information），或者获取方式（access_way）、"
        "获取途径（access_route）、获取时间（access_time），或者随附的文件（files），或者附件（attachments）"
        "（条例第三十六条第（二）项）"
    )


@pytest.mark.parametrize("enclosed", [{"attachments": "竣工图"}, {"files": FILES}])
def test_information_may_come_beside_the_letter_as_a_paper_or_a_file(enclosed):
    assert handed_in("A2", **enclosed).allowed
    withheld = {"grounds": ["A7"], "reasons": "属于商业秘密"}
    assert handed_in("A3", **enclosed, **withheld).allowed


def test_the_right_agency_is_named_unless_it_cannot_be_determined():
    assert handed_in("A13", other_agency_undetermined=True, **REASONS).allowed
    assert not handed_in("A13", other_agency="示例局", **REASONS).allowed


def test_all_that_is_lacking_is_told_at_once():
    assert len(handed_in("A3").reasons) == 3


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("A15", ("request_correction", "receive_correction"), "收到补正"),
        ("A19", ("request_reasons", "receive_reasons"), "要求说明理由"),
    ],
)
def test_some_outcomes_need_a_step_before_them(code, before, after):
    (reason,) = handed_in(code, **REASONS).reasons
    assert (reason.code, after in reason.message) == ("outcomes.lacks_step", True)
    case = case_in("processing", REQUEST)
    case.do("request_correction", items="名称", period={"length": 7, "unit": "working_days"})
    case.do("receive_correction").do("request_reasons", counts="12件").do("receive_reasons")
    assert case.judge("submit_answer", outcome=code, **REASONS).allowed


@pytest.mark.parametrize("ground", ["A1", "A11", "A12", "A24"])
def test_a_ground_is_one_for_which_the_law_refuses(ground):
    facts = COMPLETE["A3"] | {"grounds": [ground]}
    assert [reason.code for reason in handed_in("A3", **facts).reasons][:1] == [
        "procedure.fact_wrong"
    ]


def test_withdrawal_is_no_answer_of_the_agency():
    assert [reason.code for reason in handed_in("A23").reasons] == ["procedure.fact_wrong"]


def test_the_outcome_that_stands_is_the_last_one_set():
    case = Case(REQUEST)
    assert outcome_of(case.entries) is answer_entry(case.entries) is None
    case = case_in("in_review", REQUEST)
    assert outcome_of(case.entries) == "A12"
    assert outcome_of(case_in("withdrawn", REQUEST).entries) == "A23"


def test_what_is_restored_or_reopened_has_no_outcome():
    case = case_in("correction_requested", REQUEST).do("lapse")
    assert outcome_of(case.entries) == "A21"
    assert outcome_of(case.do("restore", reason="邮路中断").entries) is None


def test_the_grounds_are_those_listed_else_the_outcome_itself():
    assert grounds_of({"outcome": "A3", "grounds": ["A7", "A8"]}) == ("A7", "A8")
    assert grounds_of({"outcome": "A7"}) == ("A7",)
    assert grounds_of({}) == ()


@pytest.mark.parametrize("statute", STATUTES, ids=lambda statute: statute.code)
def test_outcomes_of_every_version_are_named_and_marked(statute):
    for code, outcome in statute.outcomes.items():
        assert (outcome.code, bool(outcome.article), set(outcome.rows)) == (
            code, True, {"2019", "2021"},
        )  # fmt: skip
        assert outcome.label != code
        assert outcome.mark in {"V", "M95", "M85", "M75"}
        for demand in outcome.demands:
            assert demand.text


def test_rows_do_not_depend_on_the_version_of_the_regulation():
    for code, outcome in old.OUTCOMES.items():
        assert outcome.rows == new.OUTCOMES[code].rows


def test_the_old_law_answers_under_its_own_articles():
    request = get("cn-2008").procedures["request"]
    case = case_in("processing", request, "2018-9-14")
    assert case.refusals("submit_answer", "2018-9-14", outcome="A8", reasons="内部") == {
        "fact_wrong"
    }
    (reason,) = case.judge("submit_answer", "2018-9-14", outcome="A12").reasons
    assert reason.article == "条例（2008）第二十一条第（三）项"
    awaiting = case_in("correction_requested", request, "2018-9-14")
    assert awaiting.judge("submit_answer", "2018-9-14", outcome="A15", **REASONS).allowed
