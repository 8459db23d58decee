"""The town's one request of 2020, step by step: does not exist, after an extension."""

import pytest

from procedures.scene import Case, deadline
from workflow.core.effects import DraftNotice, IssueNotice
from workflow.errors import InputError
from workflow.statutes.cn_2019.procedure import REQUEST


@pytest.fixture
def case():
    return Case(REQUEST).knowing(deadline("reply", "6-10"), deadline("correction_notice", "5-20"))


def approved(case):
    case.do("register", "5-11", channel="in_person")
    case.do("acknowledge", "5-11")
    case.do("extend", "6-9", "wang", length=20, consented_on="2020-06-08")
    case.do("submit_answer", "6-20", outcome="A12", search_record="档案室、业务系统")
    case.do("pass_secrecy_review", "6-21", "zhao")
    case.do("pass_legal_review", "6-21", "zhao")
    return case.do("approve", "6-22", "zhang")


def test_the_towns_request_goes_from_registration_to_the_archive(case):
    approved(case)
    sent = case.judge("dispatch", "6-23", way="post")
    assert IssueNotice("N10", "N10-A12") in sent.effects
    case.do("dispatch", "6-23", way="post").do("record_service", "6-28", evidence="EMS 回执")
    assert case.do("archive", "6-30").state == "archived"


def test_a_refusal_says_every_reason_and_its_article(case):
    case.do("register", "5-11", channel="in_person").do("request_correction", "5-12", items="甲",
        period={"length": 15, "unit": "working_days"})  # fmt: skip
    case.do("receive_correction", "5-20")
    verdict = case.judge(
        "request_correction", "5-10", "li", "auditor", period={"length": 0, "unit": "weeks"}
    )
    assert {reason.code for reason in verdict.reasons} == {
        "procedure.wrong_role", "procedure.before_previous", "procedure.fact_missing",
        "procedure.fact_wrong", "guards.correction_twice",
    }  # fmt: skip


def test_a_late_correction_notice_is_refused_in_the_words_of_the_law(case):
    case.knowing(deadline("correction_notice", "2020-09-23"))
    case.do("register", "9-14", channel="in_person")
    verdict = case.judge("request_correction", "9-24", items="甲",
        period={"length": 15, "unit": "working_days"})  # fmt: skip
    assert [reason.message for reason in verdict.reasons] == [
        "已超过补正告知期限：收到申请之日起7个工作日，2020年9月23日届满（条例第三十条）"
    ]


def test_an_unknown_trigger_is_a_wrong_call(case):
    with pytest.raises(InputError, match=r"procedure\.unknown_trigger"):
        case.procedure.steps_of("fly")


def test_submitting_drafts_the_letter_of_the_outcome(case):
    case.do("register", "5-11", channel="in_person")
    verdict = case.judge("submit_answer", "5-12", outcome="A16", reasons="信访事项")
    assert DraftNotice("N11", "N11-A16") in verdict.effects
