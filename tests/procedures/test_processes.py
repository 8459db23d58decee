"""The other processes of an office: amendment, disclosure, supervision, annual report."""

import pytest

from procedures.scene import Case, d
from workflow.core.effects import DraftNotice, IssueNotice
from workflow.statutes.processes import ANNUAL_REPORT, DISCLOSURE, RECORD_AMENDMENT, SUPERVISION
from workflow.statutes.registry import get


def test_they_run_under_the_regulation_of_2019_only():
    keys = {"record_amendment", "disclosure", "supervision", "annual_report"}
    assert keys <= set(get("cn-2019").procedures)
    assert not keys & set(get("cn-2008").procedures)


# --- 更正申请 (art. 41) -------------------------------------------------------------------------


def amendment():
    return Case(RECORD_AMENDMENT).do("register", record="户籍登记", evidence="身份证")


def test_an_amendment_is_asked_for_with_evidence_or_a_written_reason():
    assert Case(RECORD_AMENDMENT).refusals("register", record="户籍登记") == {"evidence_of_error"}
    assert Case(RECORD_AMENDMENT).judge("register", reason="证据由本机关掌握").overridden


@pytest.mark.parametrize(
    ("trigger", "fact", "state"),
    [
        ("amend", "correction", "amended"),
        ("refuse", "reasons", "refused"),
        ("transfer", "transferred_to", "transferred"),
    ],
)
def test_a_verified_record_is_amended_refused_or_transferred_by_n12(trigger, fact, state):
    case = amendment().do("verify")
    assert case.refusals(trigger) == {"fact_missing"}
    verdict = case.judge(trigger, **{fact: "示例"})
    assert (verdict.target, verdict.effects) == (state, (IssueNotice("N12"),))


def test_only_a_transfer_needs_no_verifying():
    assert amendment().judge("transfer", transferred_to="示例区公安分局").allowed
    assert amendment().refusals("amend", correction="出生日期") == {"wrong_state"}


# --- 主动公开 -----------------------------------------------------------------------------------


def drafted(**facts):
    return Case(DISCLOSURE).do("draft", title="采购公告", **facts)


def test_a_document_without_an_attribute_goes_back():
    case = drafted()
    assert case.refusals("pass_secrecy_review", actor="zhao") == {"attribute_missing"}
    case.do("return", "9-14", "zhao", comment="补写公开属性")
    case.do("draft", title="采购公告", attribute="proactive")
    assert case.judge("pass_secrecy_review", actor="zhao").allowed


def test_a_disclosure_goes_from_draft_over_review_and_signature_to_the_website():
    case = drafted(attribute="proactive")
    assert case.refusals("pass_secrecy_review") == {"same_person"}
    case.do("pass_secrecy_review", "9-15", "zhao")
    assert IssueNotice("N14") in case.judge("approve", "9-16", "zhang").effects
    case.do("approve", "9-16", "zhang")
    case.do("publish", "9-17", place_published="政府网站")
    case.do("revise", "9-20").do("revise", "9-21")
    assert case.refusals("take_down", "9-22", "zhang") == {"reason_missing"}
    assert case.do("take_down", "9-22", "zhang", reason="已废止").state == "taken_down"


def test_a_second_draft_after_a_return_keeps_an_attribute_already_stated():
    case = drafted(attribute="proactive").do("pass_secrecy_review", "9-15", "zhao")
    case.do("return", "9-15", "zhang", role="leader", reason="改标题").do(
        "draft", "9-16", title="公告"
    )
    assert case.judge("pass_secrecy_review", "9-16", "zhao").allowed


@pytest.mark.parametrize(
    ("attribute", "label"), [("withheld", "不予公开"), ("on_request", "依申请公开")]
)
def test_only_what_is_proactive_is_published(attribute, label):
    case = drafted(attribute=attribute).do("pass_secrecy_review", "9-15", "zhao")
    case.do("approve", "9-16", "zhang")
    (reason,) = case.judge("publish", "9-17", place_published="政府网站").reasons
    assert reason.message == f"公开属性是“{label}”，不能主动公开（条例第十九条）"


# --- 责令改正 (art. 47) -------------------------------------------------------------------------


def test_an_order_names_agency_grounds_and_date_and_is_complied_with():
    case = Case(SUPERVISION)
    assert len(case.judge("order").reasons) == 3
    case.do("order", "9-14", "sun", agency="liangtian", grounds_text="逾期未答复",
            until="2020-09-30")  # fmt: skip
    assert case.refusals("comply", "9-20") == {"fact_missing"}
    assert case.do("comply", "9-20", "wang", measures="已答复").state == "complied"


# --- 年度报告 (art. 49, 50) ---------------------------------------------------------------------


def test_a_report_is_checked_signed_published_with_its_digest_and_made_again():
    case = Case(ANNUAL_REPORT, today=d("2022-1-1"))
    assert DraftNotice("AR") in case.judge("draft", "2021-1-10", year=2020).effects
    case.do("draft", "2021-1-10", year=2020)
    assert case.refusals("check", "2021-1-11", violations=2) == {"violations"}
    assert case.refusals("check", "2021-1-11") == {"fact_missing"}
    case.do("check", "2021-1-11", violations=0)
    case.do("draft", "2021-1-12", year=2020).do("check", "2021-1-12", violations=0)
    assert case.refusals("approve", "2021-1-13", "li", role="leader") == {"same_person"}
    case.do("approve", "2021-1-13", "zhang")
    assert case.refusals("publish", "2021-1-20") == {"fact_missing"}
    case.do("publish", "2021-1-20", sha256="ab" * 32)
    assert case.refusals("reissue", "2021-2-1") == {"reason_missing"}
    assert case.do("reissue", "2021-2-1", reason="更正一格").state == "drafting"
