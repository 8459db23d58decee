"""Consultations and appeals: children of a request, each with its own way."""

from dataclasses import replace

import pytest

from procedures.lawful import WORKING_DAYS, case_in
from procedures.scene import Case, d, deadline, derived
from workflow.core.effects import IssueNotice
from workflow.core.procedure import Phase
from workflow.statutes.appeals import RESULTS, REVIEW_COLUMNS, SUIT_COLUMNS, result_of
from workflow.statutes.registry import get

NEW_LAW, OLD_LAW = get("cn-2019").procedures, get("cn-2008").procedures


def child(kind, machines=NEW_LAW, state="processing", ident="x1", **named):
    parent = case_in(state, machines["request"], "9-14" if machines is NEW_LAW else "2018-9-14")
    return Case(machines[kind], parent=parent.situation, child=f"{kind}:{ident}", **named)


def asking(party, machines=NEW_LAW, on="9-15"):
    return child("consultation", machines).do("draft", on, party=party)


# --- consultations (art. 32, 33(3), 34) ---------------------------------------------------------


@pytest.mark.parametrize(
    ("party", "letters"),
    [
        ("third_party", ("N05", "N06")),
        ("joint_agency", ("N08",)),
        ("other_agency", ("N08",)),
    ],
)
def test_a_third_party_gets_n05_and_the_applicant_n06_an_agency_n08(party, letters):
    verdict = asking(party).judge("send", "9-16")
    assert verdict.effects == tuple(IssueNotice(notice) for notice in letters)
    assert verdict.target == "sent"


@pytest.mark.parametrize("steps", [("record_receipt", "record_reply"), ("record_reply",)])
def test_a_reply_comes_with_or_without_a_receipt(steps):
    case = asking("third_party").do("send", "9-16")
    for trigger in steps:
        facts = {"answer": "agree"} if trigger == "record_reply" else {}
        case.do(trigger, "9-20", **facts)
    assert case.state == "replied"


def test_a_refusal_without_reasons_leaves_the_decision_to_the_agency():
    case = asking("third_party").do("send", "9-16")
    assert case.refusals("record_reply", "9-20") == {"fact_missing"}
    assert case.warnings("record_reply", "9-20", answer="refuse") == {"refusal_unweighed"}
    whole = {"answer": "refuse", "reasons": "商业秘密", "reasonable": True}
    assert case.warnings("record_reply", "9-20", **whole) == set()
    assert case.warnings("record_reply", "9-20", answer="agree") == set()


@pytest.mark.parametrize("party", ["third_party", "joint_agency", "other_agency"])
def test_silence_is_closed_after_the_partys_own_last_day(party):
    case = asking(party).do("send", "9-16")
    case.deadlines = derived(deadline(party, "10-16", "x1"), deadline(party, "9-17", "other"))
    assert case.refusals("close_silent", "10-16") == {"period_runs"}
    assert case.judge("close_silent", "10-17").target == "silent"


def test_a_silence_without_a_known_clock_is_the_officers_to_judge():
    case = asking("third_party").do("send", "9-16")
    assert case.judge("close_silent", "10-17").allowed


@pytest.mark.parametrize("state", ["replied", "silent"])
def test_the_public_interest_overrides_a_third_party_only(state):
    for party, refused in (("third_party", set()), ("joint_agency", {"not_third_party"})):
        case = asking(party).do("send", "9-16")
        if state == "replied":
            case.do("record_reply", "9-20", answer="refuse")
        else:
            case.do("close_silent", "11-20")
        facts = {"actor": "zhang", "public_interest": "食品安全", "published": "抽检结果"}
        assert case.refusals("override", "11-21", **facts) == refused
        assert "reason_missing" in case.refusals("override", "11-21", "zhang")
    assert (
        IssueNotice("N07")
        in asking("third_party")
        .do("send", "9-16")
        .do("record_reply", "9-20", answer="refuse")
        .judge("override", "9-21", "zhang", reason="食品安全")
        .effects
    )


def test_nobody_is_consulted_on_a_request_that_is_answered_or_not_received():
    for state in ("answered", "withdrawn", "archived", "submitted"):
        case = child("consultation", state=state)
        verdict = case.judge("draft", "9-15", party="third_party")
        assert [reason.code for reason in verdict.reasons] == ["guards.request_not_open"]
    case = replace(asking("third_party"), parent=None)
    assert case.judge("send", "9-16").allowed  # what its request is isn't known here


def test_a_letter_after_the_date_then_due_is_sent_with_a_warning():
    case = asking("third_party")
    case.deadlines = derived(deadline("reply", "10-16"))
    assert case.warnings("send", "10-16") == set()
    assert case.warnings("send", "10-17") == {"letter_late"}


def test_the_old_law_asks_third_parties_without_limit_and_no_joint_agency():
    assert child("consultation", OLD_LAW).refusals("draft", "2018-9-15", party="joint_agency") == {
        "fact_wrong"
    }
    case = asking("third_party", OLD_LAW, "2018-9-15").do("send", "2018-9-16")
    assert "close_silent" not in case.procedure.triggers
    assert case.do("record_reply", "2018-12-20", answer="agree").state == "replied"


def test_under_the_old_law_only_a_third_partys_letter_stops_the_clock():
    stops = [step.clocks for step in OLD_LAW["consultation"].steps_of("send")]
    assert stops == [{"reply": "suspends"}, {}]
    assert all(
        step.clocks["reply"] == "suspends" for step in NEW_LAW["consultation"].steps_of("send")
    )


# --- reconsideration and litigation -------------------------------------------------------------


def reviewed():
    return child("reconsideration", state="served").do(
        "receive_copy", "9-20", procedure="ordinary", body="金凤区人民政府"
    )


def test_a_reconsideration_goes_from_copy_over_defence_to_decision():
    case = reviewed().do("record_acceptance", "9-21", procedure="simplified")
    verdict = case.judge("defend", "9-25", "zhang")
    assert IssueNotice("N15") in verdict.effects
    case.do("defend", "9-25", "zhang")
    case.do("receive_decision", "11-20", decided_on="2020-11-18", result="upheld")
    assert case.state == "decided"


def test_only_the_leader_signs_the_defence_and_a_late_one_is_called_so():
    case = reviewed()
    case.deadlines = derived(deadline("reconsideration_answer", "9-30", "x1"))
    assert case.refusals("defend", "9-25", role="clerk") == {"wrong_role"}
    assert case.warnings("defend", "9-30") == set()
    assert case.warnings("defend", "10-1") == {"defence_late"}


def test_a_stay_of_the_reconsideration_begins_once_and_ends_once():
    case = reviewed()
    assert case.refusals("resume", "9-21") == {"not_suspended"}
    case.do("suspend", "9-22")
    assert case.refusals("suspend", "9-23") == {"suspended_already"}
    assert case.do("resume", "9-24").state == "copy_received"


def test_a_withdrawn_reconsideration_counts_as_other():
    assert reviewed().judge("record_withdrawal", "9-25").facts == {"result": "other"}


def test_a_decision_has_a_result_and_isnt_dated_after_its_receipt():
    case = reviewed()
    assert case.refusals("receive_decision", "11-20", decided_on="2020-11-18") == {"result_missing"}
    assert case.refusals("receive_decision", "11-20", decided_on="2020-11-21", result="upheld") == {
        "out_of_order"
    }


@pytest.mark.parametrize(
    ("decision", "review", "suit"),
    [  # law.md 5.5
        ("uphold", "upheld", None),
        ("reject_claim", "upheld", "upheld"),
        ("change", "corrected", "corrected"),
        ("revoke", "corrected", "corrected"),
        ("confirm_unlawful", "corrected", "corrected"),
        ("order_performance", "corrected", "corrected"),
        ("terminate", "other", "other"),
        ("dismiss", "other", "other"),
        ("not_accepted", "other", None),
        ("mediate", "other", None),
        ("withdrawal_allowed", None, "other"),
    ],
)
def test_the_kind_of_decision_leads_to_its_report_column(decision, review, suit):
    assert result_of(decision, REVIEW_COLUMNS) == review
    assert result_of(decision, SUIT_COLUMNS) == suit
    assert {review, suit} - {None} <= set(RESULTS)


def test_a_decision_written_by_its_kind_gets_its_column_and_an_office_may_choose_another():
    case = reviewed()
    facts = {"decided_on": "2020-11-18", "decision": "mediate"}
    assert case.judge("receive_decision", "11-20", **facts).facts["result"] == "other"
    case.settings = {"appeal_columns": {"mediate": "corrected"}}
    assert case.judge("receive_decision", "11-20", **facts).facts["result"] == "corrected"
    told = case.judge("receive_decision", "11-20", **facts, result="upheld")
    assert told.facts["result"] == "upheld"


def sued():
    return child("litigation", state="served").do("receive_copy", "9-20", group="direct")


def judged(case, on, instance, **facts):
    named = {"decided_on": "2020-10-01", "result": "upheld", "effective": False} | facts
    return case.do("record_judgment", on, instance=instance, **named)


def test_a_suit_goes_through_two_instances_to_its_end():
    case = sued().do("defend", "9-25", "zhang")
    judged(case, "10-20", 1)
    assert case.refusals("close", "10-21") == {"judgment_not_effective"}
    case.do("go_second_instance", "10-30")
    judged(case, "12-20", 2, effective=True)
    assert case.refusals("go_second_instance", "12-21") == {"judgment_effective"}
    assert case.do("close", "12-21").state == "final"


def test_a_suit_withdrawn_before_the_defence_is_judged_and_closed():
    case = judged(sued(), "9-22", 1, decided_on="2020-09-21", decision="withdrawal_allowed",
                  result=None, effective=True)  # fmt: skip
    assert case.entries[-1].facts["result"] == "other"
    assert case.do("close", "9-23").state == "final"


def test_a_judgment_says_its_instance_and_whether_it_is_in_force():
    verdict = sued().judge("record_judgment", "9-22", decided_on="2020-09-21", result="other")
    assert [reason.values["name"] for reason in verdict.reasons] == ["instance", "effective"]


def test_a_late_defence_in_court_is_called_so():
    case = sued()
    case.deadlines = derived(deadline("court_answer", "10-5", "x1"))
    assert case.warnings("defend", "10-6") == {"defence_late"}


def test_while_the_court_has_the_case_the_agency_owes_nothing():
    litigation = NEW_LAW["litigation"]
    phases = {state.key: state.phase for state in litigation.states}
    assert phases["copy_received"] is Phase.OPEN
    assert {phases[key] for key in ("defended", "judged", "second_instance")} == {Phase.ELSEWHERE}


def test_an_order_carries_its_period():
    case = reviewed()
    verdict = case.judge("receive_decision", "11-20", decided_on="2020-11-18",
                         decision="order_performance", order=True, period=WORKING_DAYS)  # fmt: skip
    assert verdict.facts["order"] is True
    assert verdict.facts["period"] == WORKING_DAYS
    assert d("11-20") == d("2020-11-20")
