"""Each rule of the request machine, refused and passed, with its article and its words."""

from dataclasses import replace

import pytest

from procedures.lawful import DEADLINES, LAWFUL, WORKING_DAYS, appeal, case_in, take
from procedures.scene import Case, d, deadline
from workflow.core.moves import Child
from workflow.core.procedure import probe
from workflow.statutes.registry import get

REQUEST = get("cn-2019").procedures["request"]
OLD = get("cn-2008").procedures["request"]


def in_state(state, *deadlines):
    case = case_in(state, REQUEST)
    return case.knowing(*deadlines) if deadlines else case


def message(verdict):
    (reason,) = verdict.reasons
    return reason.message


# --- registration (art. 29, 31) -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("channel", "more", "state"),
    [
        ("in_person", {}, "received"),
        ("signed_mail", {}, "received"),
        ("web", {"receipt": "automatic"}, "received"),
        ("web", {}, "submitted"),
        ("ordinary_mail", {}, "submitted"),
        ("email", {}, "submitted"),
        ("fax", {}, "submitted"),
        ("email", {"receipt": "automatic"}, "submitted"),  # only the platform's receipt confirms
        ("email", {"received_on": "2020-09-15"}, "received"),
    ],
)
def test_the_channel_decides_whether_the_request_is_received(channel, more, state):
    assert Case(REQUEST).do("register", channel=channel, **more).state == state


def test_an_unknown_channel_is_no_registration():
    assert Case(REQUEST).refusals("register", channel="pigeon") == {"fact_wrong"}
    assert Case(REQUEST).refusals("register") == {"fact_missing"}


def test_missing_contents_suggest_a_correction_and_refuse_nothing():
    verdict = Case(REQUEST).judge("register", channel="in_person", content="采购合同")
    (reason,) = verdict.warnings
    assert verdict.allowed
    assert reason.message == (
        "申请缺少：申请人、身份证明、联系方式、要求的形式和获取方式；可以一次性告知补正（条例第二十九条）"
    )
    whole = dict.fromkeys(
        ("applicant", "identity_proof", "contact", "content", "form_wanted"), "有"
    )
    assert Case(REQUEST).judge("register", channel="in_person", **whole).warnings == ()


def test_a_channel_that_leaves_evidence_warns_without_it():
    assert "channel_evidence" in Case(REQUEST).warnings("register", channel="signed_mail")
    assert "channel_evidence" not in Case(REQUEST).warnings("register", channel="in_person")
    assert "channel_evidence" not in Case(REQUEST).warnings(
        "register", channel="signed_mail", evidence="EMS 1"
    )


def test_a_likely_duplicate_is_shown_and_never_blocks():
    verdict = Case(REQUEST).judge("register", channel="in_person", duplicates=["2020-3"])
    assert verdict.allowed
    assert any("2020-3" in reason.message for reason in verdict.warnings)


@pytest.mark.parametrize(
    ("procedure", "on", "allowed"),
    [
        (REQUEST, "2019-5-14", False),
        (REQUEST, "2019-5-15", True),
        (OLD, "2008-4-30", False),
        (OLD, "2008-5-1", True),
        (OLD, "2019-5-14", True),
        (OLD, "2019-5-15", False),
    ],
)
def test_a_request_is_registered_under_the_law_of_its_receipt(procedure, on, allowed):
    refused = Case(procedure).refusals("register", on, channel="in_person")
    assert refused == (set() if allowed else {"not_in_force"})


def test_what_waits_for_confirmation_may_still_fall_under_the_next_law():
    assert Case(OLD).refusals("register", "2019-5-20", channel="email") == set()
    assert Case(OLD).refusals("register", "2008-4-20", channel="email") == {"not_in_force"}


def test_receipt_lies_neither_before_submission_nor_in_the_future():
    case = Case(REQUEST, today=d("9-20"))
    early = case.refusals("register", "9-14", channel="email", received_on="2020-09-13")
    late = case.refusals("register", "9-14", channel="email", received_on="2020-09-21")
    assert (early, late) == ({"received_before_submitted"}, {"in_future"})
    assert case.judge("register", "9-14", channel="email", received_on="2020-09-15").allowed


def test_a_late_confirmation_needs_the_attempts_noted_or_a_reason():
    case = in_state("submitted", deadline("confirmation", "9-15"))
    assert case.judge("confirm", "9-15").allowed
    assert case.refusals("confirm", "9-16") == {"attempts_missing"}
    assert case.judge("confirm", "9-16", attempts="三次拨打电话无人接听").allowed
    assert case.judge("confirm", "9-16", reason="申请人电话停机").overridden


# --- correction (art. 30) -----------------------------------------------------------------------


def asked(case, on, **facts):
    return case.judge("request_correction", on, items="名称", period=WORKING_DAYS, **facts)


@pytest.mark.parametrize("state", ["received", "processing", "extended"])
def test_a_correction_is_requested_on_day_seven_and_not_after(state):
    # 9/15=1 9/16 9/17 9/18=4 9/21 9/22 9/23=7 (law.md, example 8)
    case = in_state(state, deadline("correction_notice", "9-23"))
    assert asked(case, "9-23").allowed
    assert message(asked(case, "9-24")) == (
        "已超过补正告知期限：收到申请之日起7个工作日，2020年9月23日届满（条例第三十条）"
    )
    assert not asked(case, "9-24", reason="忙").allowed


@pytest.mark.parametrize("choice", ["void", "stops"])
def test_an_office_may_allow_a_late_correction_notice_and_the_journal_says_so(choice):
    case = in_state("received", deadline("correction_notice", "9-23"))
    case.settings = {"late_correction_notice": choice}
    verdict = asked(case, "9-24")
    assert verdict.allowed
    assert [reason.code for reason in verdict.waived] == ["guards.correction_late"]


def test_a_correction_is_requested_once_for_all_unless_a_reason_is_written():
    case = take(in_state("correction_requested"), "receive_correction")
    assert message(asked(case, "9-14")) == (
        "补正要一次性告知：2020年9月14日已经告知过一次（条例第三十条）"
    )
    assert asked(case, "9-14", reason="新增一项").overridden


def test_a_second_correction_answers_to_once_only_and_not_to_day_seven():
    case = take(in_state("correction_requested"), "receive_correction")
    case.knowing(deadline("correction_notice", "9-10"))
    assert [r.code for r in asked(case, "9-14").reasons] == ["guards.correction_twice"]


def test_a_correction_states_items_and_a_period():
    verdict = in_state("received").judge("request_correction")
    names = [reason.values["name"] for reason in verdict.reasons]
    assert names == ["items", "period"]


@pytest.mark.parametrize(
    ("received_on", "refused"),
    [
        ("2020-09-13", {"received_before_sent"}),
        ("2020-09-14", set()),
        ("2020-09-16", {"in_future"}),
    ],
)
def test_the_applicant_gets_a_notice_between_its_dispatch_and_today(received_on, refused):
    case = in_state("received")
    case.today = d("9-15")
    facts = LAWFUL["request_correction"] | {"received_on": received_on}
    assert case.refusals("request_correction", "9-14", **facts) == refused


def test_the_correction_period_is_extended_for_a_good_reason_to_a_later_day():
    case = in_state("correction_requested", deadline("correction_reply", "10-16"))
    assert case.refusals("extend_correction", until="2020-10-20") == {"good_reason_missing"}
    assert case.judge("extend_correction", until="2020-10-20", good_reason="住院").allowed
    assert case.judge("extend_correction", until="2020-10-20", reason="酌情").overridden
    assert case.refusals("extend_correction", until="2020-10-16", good_reason="住院") == {
        "not_later"
    }


def test_a_late_correction_is_taken_in_with_a_warning():
    case = in_state("correction_requested", deadline("correction_reply", "9-20"))
    assert case.warnings("receive_correction", "9-20") == set()
    verdict = case.judge("receive_correction", "9-21")
    assert verdict.allowed
    assert [reason.code for reason in verdict.warnings] == ["guards.correction_reply_late"]


# --- extension and delay (art. 33, 35) ----------------------------------------------------------


def extend(case, on, length=20, consented_on="2020-09-14", **facts):
    return case.judge("extend", on, "wang", length=length, consented_on=consented_on, **facts)


@pytest.mark.parametrize("state", ["received", "processing", "extended", "in_review", "approved"])
def test_an_extension_goes_out_on_the_date_then_due_and_not_after(state):
    case = in_state(state, deadline("reply", "10-16"))
    assert extend(case, "10-16", length=5).allowed
    assert message(extend(case, "10-17", length=5)) == (
        "已超过答复期限，不能再延期：2020年10月16日届满（条例第三十三条第二款）"
    )


def test_several_extensions_fit_into_twenty_working_days_in_all():
    case = in_state("received")
    assert message(extend(case, "9-14", length=21)).startswith("延期合计最长20个工作日：已延0个")
    case.do("extend", "9-14", "wang", length=12, consented_on="2020-09-14")
    assert extend(case, "9-15", length=8).allowed
    assert message(extend(case, "9-15", length=9)) == (
        "延期合计最长20个工作日：已延12个，再延9个就超过了（条例第三十三条第二款）"
    )
    case.do("extend", "9-15", "wang", length=8, consented_on="2020-09-14")
    refused = case.judge("propose_extension", "9-16").reasons
    assert [reason.code for reason in refused] == ["guards.cap_used"]


def test_an_office_may_hold_that_the_law_allows_one_extension_only():
    case = in_state("received").do("extend", "9-14", "wang", length=5, consented_on="2020-09-14")
    assert extend(case, "9-15", length=5).allowed
    case.settings = {"several_extensions": False}
    assert message(extend(case, "9-15", length=5)).startswith("已经延期5个工作日")


@pytest.mark.parametrize("length", [0, -3])
def test_an_extension_is_longer_than_nothing(length):
    assert [r.code for r in extend(in_state("received"), "9-14", length=length).reasons] == [
        "guards.length_wrong"
    ]


def test_the_old_law_extends_by_fifteen_working_days_at_most():
    case = case_in("received", OLD, "2018-9-14")
    facts = {"consented_on": "2018-09-14"}
    assert case.judge("extend", "2018-9-14", "wang", length=15, **facts).allowed
    assert case.refusals("extend", "2018-9-14", "wang", length=16, **facts) == {"over_cap"}


def test_the_head_of_the_office_consents_before_the_notice_goes_out():
    case = in_state("received")
    assert message(extend(case, "9-14", consented_on="2020-09-15")) == (
        "先后不对：负责人同意日期是2020年9月15日，晚于2020年9月14日（条例第三十三条第二款）"
    )
    assert case.refusals("extend", "9-14", "li", role="clerk", length=5,
                         consented_on="2020-09-14") == {"wrong_role"}  # fmt: skip


def test_an_extension_is_proposed_while_the_clock_runs():
    case = in_state("received", deadline("reply", "10-16"))
    assert case.judge("propose_extension", "10-16", length=20).allowed
    assert case.refusals("propose_extension", "10-17", length=20) == {"reply_period_over"}


def reasoned(reasonable):
    case = in_state("reasons_requested")
    facts = {} if reasonable is None else {"reasonable": reasonable}
    return case.do("receive_reasons", "9-15", **facts).knowing(deadline("reply", "10-16"))


def test_a_delay_needs_reasons_that_came_and_are_reasonable():
    assert in_state("processing").refusals("delay", until="2020-11-30") == {
        "reasons_not_received"
    } | ({"not_later"} if d("11-30") <= d("12-31") else set())
    assert reasoned(None).refusals("delay", "9-16", until="2020-11-30") == {"reasons_not_accepted"}
    assert reasoned(False).refusals("delay", "9-16", until="2020-11-30") == {"reasons_not_accepted"}
    assert reasoned(True).judge("delay", "9-16", until="2020-11-30").allowed
    assert reasoned(None).judge("delay", "9-16", until="2020-11-30", reasonable=True).allowed


def test_a_delay_comes_in_time_and_to_a_later_day():
    case = reasoned(True)
    assert case.refusals("delay", "10-17", until="2020-11-30") == {"reply_period_over"}
    assert case.refusals("delay", "9-16", until="2020-10-16") == {"not_later"}


def test_a_stop_without_basis_is_reasoned_flagged_and_ends():
    case = in_state("processing")
    assert case.refusals("suspend") == {"reason_missing"}
    assert case.warnings("suspend", reason="等待") == {"suspend_without_basis"}
    assert case.refusals("resume", reason="已到") == {"not_suspended"}
    case.do("suspend", "9-15", reason="等待")
    assert case.refusals("suspend", "9-16", reason="等待") == {"suspended_already"}
    case.do("resume", "9-17", reason="已到")
    assert case.refusals("resume", "9-18", reason="已到") == {"not_suspended"}


# --- fee (art. 42, 国办函〔2020〕109号) ---------------------------------------------------------


def test_a_fee_is_noticed_inside_the_reply_period_with_what_the_tariff_says():
    case = in_state("processing", deadline("reply", "10-16"))
    verdict = case.judge("notify_fee", "10-16", tariff="items", count=35)
    assert verdict.facts["amount_fen"] == 300_000  # 20 × 100 + 5 × 200 yuan
    assert case.refusals("notify_fee", "10-17", tariff="items", count=35) == {"reply_period_over"}


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({"tariff": "items", "count": 10}, {"fee_nothing_due"}),
        ({"tariff": "pages", "count": 30}, {"fee_nothing_due"}),
        ({"tariff": "pages", "count": 31}, set()),
        ({"tariff": "pages", "count": -1}, {"negative"}),
        ({"tariff": "pages", "count": 1_000_001}, {"too_many"}),
        ({"tariff": "pages", "count": 100, "amount_fen": 70_000}, set()),
        ({"tariff": "pages", "count": 100, "amount_fen": 70_050}, {"fee_amount_wrong"}),
        ({"tariff": "both", "count": 100}, {"fact_wrong"}),
        ({"tariff": "items", "count": "many"}, {"fact_wrong"}),
    ],
)
def test_a_fee_follows_one_of_the_two_tariffs(facts, refused):
    assert in_state("processing").refusals("notify_fee", **facts) == refused


def test_a_payment_after_its_period_needs_a_reason():
    case = in_state("fee_notified", deadline("fee_payment", "10-15"))
    assert case.judge("receive_payment", "10-15").allowed
    assert message(case.judge("receive_payment", "10-16")).startswith(
        "已超过缴费期限：2020年10月15日届满"
    )
    assert case.judge("receive_payment", "10-16", reason="银行系统故障").overridden


# --- lapse and its undoing ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "clock", "outcome"),
    [("correction_requested", "correction_reply", "A21"), ("fee_notified", "fee_payment", "A22")],
)
def test_a_request_lapses_the_day_after_the_period_and_says_as_what(state, clock, outcome):
    case = in_state(state, deadline(clock, "10-16"))
    assert case.refusals("lapse", "10-16") == {f"{clock}_runs"}
    verdict = case.judge("lapse", "10-17")
    assert verdict.facts == {"outcome": outcome}
    assert f"N11-{outcome}" in [getattr(effect, "key", "") for effect in verdict.effects]
    assert case.refusals("lapse", "10-17", good_reason=True) == {"good_reason_known"}


def lapsed(state="correction_requested"):
    case = in_state(state, deadline("correction_reply", "9-20"), deadline("fee_payment", "9-20"))
    return case.do("lapse", "9-21")


def test_what_lapsed_is_restored_for_a_written_reason():
    case = lapsed()
    assert case.refusals("restore", "9-25") == {"reason_missing"}
    assert case.judge("restore", "9-25", reason="邮路中断").target == "processing"
    assert case.judge("restore", "9-25", good_reason="邮路中断").allowed


@pytest.mark.parametrize(
    ("came_on", "refused"),
    [
        ("2020-09-26", {"out_of_order"}),
        ("2020-09-25", set()),
        ("2020-09-22", set()),
        ("2020-09-13", {"came_before_asked"}),
    ],
)
def test_the_late_act_came_after_it_was_asked_for_and_before_it_is_accepted(came_on, refused):
    facts = {"reason": "邮路中断", "came_on": came_on}
    assert lapsed().refusals("restore", "9-25", **facts) == refused


def test_only_what_lapsed_can_be_restored():
    verdict = in_state("in_review").judge("restore", reason="邮路中断")
    assert [reason.code for reason in verdict.reasons] == ["guards.not_lapsed"]
    assert "有正当理由，继续办理" in message(verdict)


def test_what_lapsed_and_came_back_from_review_can_be_handed_in_again():
    case = lapsed().do("return_answer", "9-22", "zhao", comment="补写经过")
    assert case.state == "processing"
    assert case.judge("submit_answer", "9-23", outcome="A21").allowed


def test_no_request_is_handed_in_as_lapsed_that_did_not_lapse():
    assert in_state("processing").refusals("submit_answer", outcome="A21") == {"lacks_step"}


# --- review and signature -----------------------------------------------------------------------


@pytest.mark.parametrize("trigger", ["pass_secrecy_review", "pass_legal_review", "approve"])
def test_the_author_neither_reviews_nor_approves(trigger):
    case = in_state("in_review")
    for review in ("pass_secrecy_review", "pass_legal_review"):
        case.do(review, "9-14", "zhao")
    assert case.refusals(trigger, actor="li") == {"same_person"}
    case.settings = {"author_may_approve": True}
    verdict = case.judge(trigger, actor="li")
    assert verdict.allowed
    assert [reason.code for reason in verdict.waived] == ["guards.same_person"]


def test_an_answer_is_approved_after_both_reviews():
    case = in_state("in_review")
    assert case.refusals("approve", actor="zhang") == {"review_missing"}
    verdict = case.judge("approve", actor="zhang")
    assert [reason.values["review"] for reason in verdict.reasons] == [
        "保密审查通过", "法制审核通过",
    ]  # fmt: skip
    case.do("pass_legal_review", "9-14", "zhao")
    assert message(case.judge("approve", actor="zhang")).startswith("还没有“保密审查通过”")


def test_reviews_of_an_earlier_draft_do_not_count():
    case = in_state("in_review")
    case.do("pass_secrecy_review", "9-14", "zhao").do("pass_legal_review", "9-14", "zhao")
    case.do("return_answer", "9-14", "zhao", comment="改")
    case.do("submit_answer", "9-14", outcome="A12", search_record="档案室")
    assert case.refusals("approve", actor="zhang") == {"review_missing"}


@pytest.mark.parametrize("state", ["in_review", "approved"])
def test_an_answer_is_sent_back_with_a_comment(state):
    case = in_state(state)
    assert case.refusals("return_answer", actor="zhao") == {"comment_missing"}
    assert case.judge("return_answer", actor="zhao", comment="补写检索范围").allowed
    assert case.judge("return_answer", actor="zhao", reason="补写检索范围").target == "processing"


def submitted_again(*triggers):
    case = Case(REQUEST).knowing(*DEADLINES)
    for trigger in triggers:
        take(case, trigger)
    return case.judge("return_answer", actor="zhao", comment="改").target


def test_what_comes_back_is_as_extended_as_before():
    assert submitted_again("register", "submit_answer") == "processing"
    assert submitted_again("register", "extend", "submit_answer") == "extended"
    assert submitted_again("register", "submit_answer", "extend") == "extended"
    assert submitted_again(
        "register", "extend", "request_reasons", "receive_reasons", "submit_answer"
    ) == "processing"  # fmt: skip
    assert submitted_again(
        "register", "extend", "request_correction", "receive_correction", "submit_answer"
    ) == "processing"  # fmt: skip


def test_an_opinion_that_is_still_awaited_is_shown():
    case = in_state("processing")
    case.children = tuple(
        Child("consultation", f"c{number}", state, ())
        for number, state in enumerate(("sent", "received", "replied", "drafted"))
    )
    verdict = case.judge("submit_answer", outcome="A14", reasons="需另行制作")
    assert verdict.allowed
    assert [reason.values["id"] for reason in verdict.warnings] == ["c0", "c1"]


# --- dispatch and service (国办公开办函〔2016〕235号) -------------------------------------------


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({"way": "post"}, set()),
        ({"way": "post", "carrier": "postal"}, set()),
        ({"way": "post", "carrier": "courier"}, {"courier"}),
        ({"way": "direct", "carrier": "courier"}, set()),
        ({"way": "through_agency"}, set()),
        ({"way": "electronic"}, {"no_electronic_consent"}),
        ({"way": "electronic", "consent": False}, {"no_electronic_consent"}),
        ({"way": "electronic", "consent": True}, set()),
        ({"way": "drone"}, {"fact_wrong"}),
        ({}, {"fact_missing"}),
    ],
)
def test_an_answer_goes_out_by_one_of_four_ways(facts, refused):
    assert in_state("approved").refusals("dispatch", **facts) == refused


def test_a_late_answer_goes_out_and_is_called_late():
    case = in_state("approved", deadline("reply", "10-16"))
    assert case.warnings("dispatch", "10-16", way="post") == set()
    verdict = case.judge("dispatch", "10-17", way="post")
    assert verdict.allowed
    assert verdict.warnings[0].message == (
        "答复晚于期限：2020年10月16日届满，补发不能补正逾期（条例第三十三条）"
    )


def test_service_needs_evidence_and_no_day_before_dispatch():
    case = in_state("answered")
    assert case.refusals("record_service", "9-20") == {"service_evidence_missing"}
    assert case.judge("record_service", "9-20", evidence="签收单").allowed
    assert case.refusals("record_service", "9-13", evidence="签收单") == {"before_previous"}


def test_an_electronic_answer_is_served_by_the_system_unless_the_office_asks_more():
    case = in_state("approved").do("dispatch", way="electronic", consent=True)
    assert case.judge("record_service").allowed
    case.settings = {"electronic_service_same_day": False}
    assert case.refusals("record_service") == {"service_evidence_missing"}


@pytest.mark.parametrize("state", ["answered", "served"])
def test_a_supplement_goes_the_way_of_an_answer(state):
    case = in_state(state)
    assert case.refusals("supplement", text="补充一页") == {"supplement_not_approved"}
    assert case.refusals("supplement", approved_by="li") == {"same_person"}
    verdict = case.judge("supplement", approved_by="zhang", text="补充一页")
    assert verdict.target == state
    assert [effect.template for effect in verdict.effects] == ["N10-supplement"]
    assert case.judge("supplement", actor="zhang", role="leader").allowed


# --- the end and after it -----------------------------------------------------------------------

OPEN_STATES = (
    "submitted", "received", "processing", "extended", "correction_requested",
    "reasons_requested", "fee_notified", "in_review", "approved",
)  # fmt: skip


@pytest.mark.parametrize("state", OPEN_STATES)
def test_an_open_request_is_withdrawn_by_the_applicants_own_word(state):
    case = in_state(state)
    assert case.refusals("withdraw") == {"statement_missing"}
    verdict = case.judge("withdraw", statement="本人声明")
    assert (verdict.target, verdict.facts["outcome"]) == ("withdrawn", "A23")


@pytest.mark.parametrize("state", ["answered", "served", "archived"])
def test_an_answered_request_is_withdrawn_no_more(state):
    assert in_state(state).refusals("withdraw", statement="本人声明") == {"wrong_state"}


def test_a_case_is_filed_when_no_consultation_or_appeal_is_open():
    case = in_state("served")
    case.children = (
        replace(appeal(), state="defended"), Child("consultation", "c1", "sent", ()),
        Child("litigation", "l1", "final", ()), Child("consultation", "c2", "silent", ()),
    )  # fmt: skip
    messages = [reason.message for reason in case.judge("archive").reasons]
    assert messages == [
        "行政复议 r1 还没有办结，现在是“已提交复议答复”（条例第四十五条）",
        "征求意见 c1 还没有办结，现在是“已发出”（条例第四十五条）",
    ]
    case.children = case.children[2:]
    assert case.judge("archive").allowed


@pytest.mark.parametrize("state", ["answered", "served", "archived"])
def test_only_an_appeal_decision_that_orders_it_opens_a_case_again(state):
    case = in_state(state)
    assert case.refusals("reopen") == {"no_order"}
    case.children = (appeal(order=False),)
    assert case.refusals("reopen") == {"no_order"}
    case.children = (appeal(on="9-20", period=WORKING_DAYS),)
    assert case.refusals("reopen", "9-19") == {"before_order"}
    verdict = case.judge("reopen", "9-22")
    assert verdict.facts == {
        "appeal": "reconsideration:r1", "ordered_on": "2020-09-20", "period": WORKING_DAYS,
    }  # fmt: skip


def test_an_order_is_carried_out_once_and_another_may_follow():
    case = in_state("served")
    case.children = (appeal(on="9-20"),)
    case.do("reopen", "9-22", **case.judge("reopen", "9-22").facts)
    for trigger in ("submit_answer", "pass_secrecy_review", "pass_legal_review", "approve"):
        take(case, trigger, "9-23")
    take(case, "dispatch", "9-24")
    assert case.refusals("reopen", "9-25") == {"no_order"}
    case.children = (*case.children, appeal(on="9-25", ident="r2"))
    assert case.judge("reopen", "9-26").facts["appeal"] == "reconsideration:r2"
    assert case.refusals("reopen", "9-26", appeal="reconsideration:r1") == {"no_order"}


def test_an_order_without_a_period_leaves_it_to_the_law():
    case = in_state("served")
    case.children = (appeal(on="9-20"),)
    assert "period" not in case.judge("reopen", "9-22").facts
    own = case.judge("reopen", "9-22", period=WORKING_DAYS)
    assert own.facts["period"] == WORKING_DAYS


def test_what_only_the_officer_can_write_is_not_asked_before_he_has():
    case = in_state("answered")
    verdict = probe(REQUEST, case.situation, case.move("record_service", "9-20"))
    assert verdict.allowed
    assert not case.judge("record_service", "9-20").allowed
