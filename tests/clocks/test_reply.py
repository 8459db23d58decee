"""The reply clock, sentence by sentence of the contract.

Most cases are received on Friday 2024-03-01. Working days after it: 3/4-8=1-5, 3/11-15=6-10,
3/18-22=11-15, 3/25-29=16-20, 4/1-3=21-23, 4/4-6 off, 4/7日班=24, 4/8-12=25-29, 4/15-19=30-34,
4/22-26=35-39, 4/28日班=40, 4/29 4/30=41 42, 5/1-5 off, 5/6-10=43-47, 5/11六班=48, 5/13-17=49-53.
"""

import pytest

from clocks.cases import (
    FAR,
    clock,
    codes,
    derived,
    due,
    happened,
    history,
    received,
    replied,
    sent,
    submitted,
)
from workflow.calendars import load
from workflow.core.calendar import Why
from workflow.core.clock_input import read_events
from workflow.core.clocks import derive
from workflow.core.deadlines import State
from workflow.statutes.laws import LAWS
from workflow.statutes.settings import effective

START = submitted("2024-03-01")
LATE_NOTICE = happened("correction_requested", "2024-03-13", received_on="2024-03-13")
NOTICE = happened("correction_requested", "2024-03-12", received_on="2024-03-13")


def suspended_days(deadline):
    return [row.on.isoformat() for row in deadline.proof if row.why is Why.SUSPENDED]


# receipt


@pytest.mark.parametrize("channel", ["in_person", "signed_mail"])
def test_the_day_of_submission_is_the_receipt(channel):
    assert derived(submitted("2024-03-01", channel)).received_on.isoformat() == "2024-03-01"


def test_an_automatic_receipt_of_the_web_form_is_the_receipt():
    web = submitted("2024-03-01", "web", receipt="automatic")
    later = happened("confirmed", "2024-03-04")  # a later 登记回执 doesn't move it (GC26)
    assert due("reply", web, later) == "2024-03-29"


@pytest.mark.parametrize("channel", ["ordinary_mail", "web", "email", "fax"])
def test_the_other_channels_wait_for_their_confirmation(channel):
    waiting = derived(submitted("2024-02-28", channel))
    assert waiting.received_on is None
    assert waiting.day_zero is None
    assert waiting.clock("reply") is None
    confirmed = happened("confirmed", "2024-03-01")
    assert due("reply", submitted("2024-02-28", channel), confirmed) == "2024-03-29"


def test_the_receipt_never_moves_and_day_zero_does():
    found = derived(START, NOTICE, happened("corrected", "2024-03-20"))
    assert found.received_on.isoformat() == "2024-03-01"
    assert found.day_zero.isoformat() == "2024-03-20"


def test_there_is_exactly_one_reply():
    found = derived(START, NOTICE, happened("corrected", "2024-03-20"))
    assert [line.clock for line in found.deadlines].count("reply") == 1


# correction


def test_while_a_correction_is_awaited_there_is_no_date():
    found = clock("reply", START, NOTICE)
    assert (found.due, found.state, found.waiting_for) == (None, State.SUSPENDED, "correction")
    assert history(found) == [("2024-03-29", "2024-03-12", "补正")]
    assert len(found.proof) == 0


def test_the_period_runs_afresh_from_the_corrected_application():
    # 3/21 3/22=1 2, 3/25-29=3-7, 4/1-3=8-10, 4/7=11, 4/8-12=12-16, 4/15-18=17-20
    found = clock("reply", START, NOTICE, happened("corrected", "2024-03-20"))
    assert found.due.isoformat() == "2024-04-18"
    assert history(found) == [("2024-03-29", "2024-03-12", "补正")]


def test_a_correction_notice_after_day_seven_does_not_stop_the_clock():
    found = clock("reply", START, LATE_NOTICE)
    assert found.due.isoformat() == "2024-03-29"
    assert codes(found.warnings) == ["clocks.correction_after_its_term"]
    assert history(found) == []


def test_a_corrected_application_after_a_late_notice_resets_nothing():
    assert due("reply", START, LATE_NOTICE, happened("corrected", "2024-03-20")) == "2024-03-29"


def test_a_lapse_after_a_late_notice_gives_no_new_period():
    found = clock("reply", START, LATE_NOTICE, happened("lapsed", "2024-03-28"))
    assert found.due.isoformat() == "2024-03-29"
    assert "clocks.lapse_without_effect" in codes(found.warnings)


def test_a_correction_that_nobody_asked_for_resets_too():
    assert due("reply", START, happened("corrected", "2024-03-20")) == "2024-04-18"


def test_a_second_notice_is_told_and_judged_by_the_same_seven_days():
    events = [
        START,
        happened("correction_requested", "2024-03-05", received_on="2024-03-05"),
        happened("corrected", "2024-03-07"),
        happened("correction_requested", "2024-03-11", received_on="2024-03-11"),
    ]
    assert clock("reply", *events).waiting_for == "correction"
    assert "clocks.correction_twice" in codes(clock("correction_notice", *events).warnings)
    assert history(clock("correction_reply", *events)) == [("2024-03-19", "2024-03-11", "补正")]


def test_an_extension_is_gone_with_the_period_that_a_correction_ended():
    events = [START, happened("extended", "2024-03-06", length=20), NOTICE]
    assert due("reply", *events, happened("corrected", "2024-03-20")) == "2024-04-18"


def test_a_correction_asked_for_before_the_receipt_is_awaited_after_it():
    events = [
        submitted("2024-02-28", "email"),
        happened("correction_requested", "2024-02-29", received_on="2024-02-29"),
        happened("confirmed", "2024-03-01"),
    ]
    assert clock("reply", *events).waiting_for == "correction"
    assert due("reply", *events, happened("corrected", "2024-03-20")) == "2024-04-18"


# fee


def test_while_a_payment_is_awaited_there_is_no_date():
    found = clock("reply", START, happened("fee_notified", "2024-03-29", received_on="2024-04-01"))
    assert (found.due, found.state, found.waiting_for) == (None, State.SUSPENDED, "payment")


def test_a_payment_resets_the_clock():
    fee = happened("fee_notified", "2024-03-29", received_on="2024-04-01")
    # 4/16=1 … 4/19=4, 4/22-26=5-9, 4/28=10, 4/29 4/30=11 12, 5/6-10=13-17, 5/11=18, 5/13 5/14
    assert due("reply", START, fee, happened("fee_paid", "2024-04-15")) == "2024-05-14"


def test_a_fee_notice_after_the_date_then_due_moves_nothing():
    fee = happened("fee_notified", "2024-04-01", received_on="2024-04-01")
    found = clock("reply", START, fee, happened("fee_paid", "2024-04-03"))
    assert found.due.isoformat() == "2024-03-29"
    assert codes(found.warnings) == ["clocks.fee_after_due"]


def test_both_may_be_awaited_at_once():
    fee = happened("fee_notified", "2024-03-12", received_on="2024-03-12")
    corrected = happened("corrected", "2024-03-20")
    assert clock("reply", START, NOTICE, fee).waiting_for == "correction"
    assert clock("reply", START, NOTICE, fee, corrected).waiting_for == "payment"
    paid = happened("fee_paid", "2024-03-20")
    assert due("reply", START, NOTICE, fee, corrected, paid) == "2024-04-18"


# lapse


def test_after_a_lapse_the_agency_has_twenty_working_days_to_say_so():
    found = clock("reply", START, NOTICE, happened("lapsed", "2024-03-20"))
    assert found.due.isoformat() == "2024-04-18"
    assert found.day_zero.isoformat() == "2024-03-20"


def test_a_lapse_alone_does_the_same():
    assert due("reply", START, happened("lapsed", "2024-03-20")) == "2024-04-18"


def test_a_lapse_before_the_receipt_starts_nothing():
    assert (
        clock("reply", submitted("2024-03-01", "email"), happened("lapsed", "2024-03-20")) is None
    )


def test_a_case_restored_after_its_lapse_counts_from_the_day_the_act_came():
    lapsed = happened("lapsed", "2024-03-20")
    # the act came on the lapse's own day: 4/18; it came later: 3/25 → 4/23
    assert due("reply", START, NOTICE, lapsed, happened("corrected", "2024-03-20")) == "2024-04-18"
    assert due("reply", START, NOTICE, lapsed, happened("corrected", "2024-03-25")) == "2024-04-23"


def test_a_lapse_declared_although_the_act_had_come_moves_nothing():
    events = [START, NOTICE, happened("corrected", "2024-03-18"), happened("lapsed", "2024-03-20")]
    # 3/19-22=1-4, 3/25-29=5-9, 4/1-3=10-12, 4/7=13, 4/8-12=14-18, 4/15 4/16
    assert due("reply", *events) == "2024-04-16"


# consultations


def test_a_consultation_moves_the_date_by_its_working_days():
    # (3/5, 3/13]: 3/6-8 3/11-13 = 6; 3/29 + 6 = 4/9 (4/1-3, 4/7-9)
    events = [START, sent("2024-03-05"), received("2024-03-06"), replied("2024-03-13")]
    found = clock("reply", *events)
    assert found.due.isoformat() == "2024-04-09"
    assert len(suspended_days(found)) == 6


def test_without_a_reply_it_ends_on_its_own_last_day():
    # received 3/8, so its last day is 3/29; (3/5, 3/29] = 18; 3/29 + 18 = 4/25
    assert due("reply", START, sent("2024-03-05"), received("2024-03-08")) == "2024-04-25"


def test_the_date_is_earlier_once_the_reply_comes_and_never_later():
    open_end = [START, sent("2024-03-05"), received("2024-03-08")]
    assert due("reply", *open_end, replied("2024-03-29")) == "2024-04-25"
    assert due("reply", *open_end, replied("2024-04-12")) == "2024-04-25"
    assert due("reply", *open_end, replied("2024-03-28")) == "2024-04-24"


def test_without_a_known_receipt_it_counts_from_the_letter_and_nothing_bounds_it():
    # last day 3/26; (3/5, 3/26] = 15; 3/29 + 15 = 4/22
    found = clock("reply", START, sent("2024-03-05"))
    assert found.due.isoformat() == "2024-04-22"
    assert (found.provisional, found.not_before, found.not_after) == (True, None, None)
    assert "clocks.consultation_receipt_unknown" in codes(found.warnings)
    assert not clock("reply", START, sent("2024-03-05"), received("2024-03-06")).provisional


def test_a_reply_within_the_term_makes_the_date_firm_whatever_the_receipt():
    assert not clock("reply", START, sent("2024-03-05"), replied("2024-03-13")).provisional
    assert clock("reply", START, sent("2024-03-05"), replied("2024-04-03")).provisional


def test_a_letter_sent_on_the_last_day_counts():
    events = [START, sent("2024-03-29"), received("2024-04-01"), replied("2024-04-10")]
    # (3/29, 4/10]: 4/1-3, 4/7, 4/8-10 = 7 → 4/10
    found = clock("reply", *events)
    assert found.due.isoformat() == "2024-04-10"


def test_the_last_day_is_shown_suspended_and_its_number_stands_on_the_new_date():
    events = [START, sent("2024-03-29"), received("2024-04-01"), replied("2024-04-10")]
    proof = clock("reply", *events).proof
    assert suspended_days(clock("reply", *events)) == [
        "2024-03-29", "2024-04-01", "2024-04-02", "2024-04-03",
        "2024-04-07", "2024-04-08", "2024-04-09",
    ]  # fmt: skip
    assert (proof[-1].day, proof[-1].counted) == (20, True)
    assert {row.source for row in proof if row.why is Why.SUSPENDED} == {"c1"}


def test_a_reply_on_the_day_of_the_letter_moves_nothing():
    found = clock("reply", START, sent("2024-03-29"), received("2024-03-29"), replied("2024-03-29"))
    assert found.due.isoformat() == "2024-03-29"
    assert suspended_days(found) == []


def test_a_letter_sent_later_moves_nothing():
    found = clock("reply", START, sent("2024-04-01"), received("2024-04-02"))
    assert found.due.isoformat() == "2024-03-29"
    assert codes(found.warnings) == ["clocks.letter_after_due"]


def test_a_second_letter_on_the_date_that_the_first_made_due_counts_too():
    events = [
        START,
        sent("2024-03-29"),
        received("2024-04-01"),
        replied("2024-04-10"),  # due 4/10
        sent("2024-04-10", "c2"),
        received("2024-04-11", "c2"),
        replied("2024-04-16", "c2"),  # 4/11 4/12 4/15 4/16
    ]
    found = clock("reply", *events)
    assert found.due.isoformat() == "2024-04-16"
    assert [row.day for row in found.proof if row.counted] == list(range(1, 21))


def test_a_reply_on_a_free_day_ends_the_consultation_on_the_working_day_before():
    events = [START, sent("2024-03-29"), received("2024-04-01"), replied("2024-04-14")]  # Sunday
    assert due("reply", *events) == "2024-04-12"


def test_a_consultation_before_a_reset_is_gone_with_the_old_period():
    events = [START, sent("2024-03-05"), received("2024-03-06"), replied("2024-03-08"), NOTICE]
    assert due("reply", *events, happened("corrected", "2024-03-20")) == "2024-04-18"


def test_a_reset_inside_a_consultation_keeps_the_days_after_it():
    events = [
        START,
        sent("2024-03-11"),
        received("2024-03-11"),
        NOTICE,
        happened("corrected", "2024-03-20"),
        replied("2024-03-26"),
    ]
    # after 3/20: 3/21 3/22 3/25 3/26 excluded = 4; 4/18 + 4 = 4/24
    found = clock("reply", *events)
    assert found.due.isoformat() == "2024-04-24"
    assert suspended_days(found) == ["2024-03-21", "2024-03-22", "2024-03-25", "2024-03-26"]


def test_a_letter_sent_while_a_correction_is_awaited_counts():
    events = [
        START,
        NOTICE,
        sent("2024-03-19"),
        received("2024-03-19"),
        happened("corrected", "2024-03-20"),
        replied("2024-03-26"),
    ]
    assert due("reply", *events) == "2024-04-24"


def test_each_change_of_the_date_stands_in_the_history():
    events = [
        START,
        sent("2024-03-05"),
        received("2024-03-08"),
        replied("2024-03-13"),
        happened("extended", "2024-03-28", length=5),
    ]
    assert history(clock("reply", *events)) == [
        ("2024-03-29", "2024-03-05", "征求意见"),
        ("2024-04-22", "2024-03-08", "征求意见函送达"),
        ("2024-04-25", "2024-03-13", "收到意见"),
        ("2024-04-09", "2024-03-28", "延期"),
    ]


def test_a_row_suspended_by_two_letters_names_both():
    events = [
        START,
        sent("2024-03-05", "c1"),
        sent("2024-03-05", "c2"),
        replied("2024-03-06", "c1"),
    ]
    by_day = {row.on.isoformat(): row.source for row in clock("reply", *events).proof}
    assert by_day["2024-03-06"] == "c1、c2"
    assert by_day["2024-03-07"] == "c2"


# extension and delay


def test_an_extension_adds_its_working_days():
    assert due("reply", START, happened("extended", "2024-03-29", length=5)) == "2024-04-08"


def test_extensions_add_up():
    first = happened("extended", "2024-03-20", length=5)
    second = happened("extended", "2024-04-08", length=5)  # on the date then due
    assert due("reply", START, first, second) == "2024-04-15"


def test_an_extension_after_the_date_then_due_moves_nothing():
    found = clock("reply", START, happened("extended", "2024-04-01", length=5))
    assert found.due.isoformat() == "2024-03-29"
    assert codes(found.warnings) == ["clocks.extension_after_due"]


def test_an_extension_while_nothing_runs_moves_nothing():
    events = [START, NOTICE, happened("extended", "2024-03-15", length=5)]
    found = clock("reply", *events, happened("corrected", "2024-03-20"))
    assert found.due.isoformat() == "2024-04-18"
    assert "clocks.nothing_to_extend" in codes(found.warnings)


def test_a_register_s_extension_over_the_cap_is_cut_and_told():
    # an imported ledger is taken as it was: no guard ran
    events = read_events([START, happened("extended", "2024-03-05", length=25)])
    found = derive(events, LAWS, load(as_of=FAR), FAR, effective()).clock("reply")
    assert found.due.isoformat() == "2024-04-28"  # 3/29 + 20
    assert codes(found.warnings) == ["clocks.extension_over_cap"]


def test_a_date_that_the_agency_set_is_one_row_and_is_not_rolled():
    found = clock("reply", START, happened("delayed", "2024-03-29", until="2024-05-01"))
    assert found.due.isoformat() == "2024-05-01"  # a holiday
    assert [(row.on.isoformat(), row.why) for row in found.proof] == [
        ("2024-05-01", Why.AGENCY_SET)
    ]
    assert found.basis[0].article == "第三十五条"
    assert history(found) == [("2024-03-29", "2024-03-29", "合理延迟")]


def test_a_delay_after_the_date_then_due_moves_nothing():
    found = clock("reply", START, happened("delayed", "2024-04-01", until="2024-05-01"))
    assert found.due.isoformat() == "2024-03-29"
    assert codes(found.warnings) == ["clocks.delay_after_due"]


def test_a_delay_while_nothing_runs_moves_nothing():
    found = clock("reply", START, NOTICE, happened("delayed", "2024-03-13", until="2024-05-01"))
    assert found.due is None
    assert "clocks.nothing_to_extend" in codes(found.warnings)


def test_a_reset_ends_a_delay():
    delayed = happened("delayed", "2024-03-05", until="2024-06-01")
    assert due("reply", START, delayed, NOTICE) is None
    assert due("reply", START, delayed, NOTICE, happened("corrected", "2024-03-20")) == "2024-04-18"


DELAYED = happened("delayed", "2024-03-05", until="2024-05-06")


def test_a_letter_after_the_agency_set_its_date_moves_it_by_its_working_days():
    found = clock("reply", START, DELAYED, sent("2024-03-06"), received("2024-03-07"))
    # 15 wd from 3/7 end on 3/28; (3/6, 3/28] = 16: 5/7-11=1-5, 5/13-17=6-10, 5/20-24=15, 5/27=16
    assert found.due.isoformat() == "2024-05-27"
    assert not found.provisional
    assert found.proof[0].why is Why.AGENCY_SET
    assert [row.day for row in found.proof if row.counted] == list(range(1, 17))
    assert [basis.article for basis in found.basis] == ["第三十五条", "第三十三条第三款"]
    assert "clocks.agency_set_moves" in codes(found.warnings)
    assert history(found)[-1] == ("2024-05-24", "2024-03-07", "征求意见函送达")


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2024-05-06", "2024-05-10"),  # on the day itself: 5/7-10 = 4
        ("2024-05-07", "2024-05-06"),  # later it moves nothing
    ],
)
def test_only_a_letter_on_or_before_the_agency_s_date_moves_it(on, expected):
    events = [START, DELAYED, sent(on), received(on), replied("2024-05-10")]
    assert due("reply", *events) == expected


def test_a_letter_that_was_out_when_the_agency_set_its_date_does_not_move_it():
    events = [START, sent("2024-03-04"), received("2024-03-05"), DELAYED, replied("2024-03-20")]
    found = clock("reply", *events, as_of="2024-03-12")
    assert found.due.isoformat() == "2024-05-06"
    assert found.state is State.RUNNING
    assert not found.provisional
    assert [basis.article for basis in found.basis] == ["第三十五条"]


def test_a_letter_whose_receipt_is_unknown_leaves_the_agency_s_date_provisional():
    found = clock("reply", START, DELAYED, sent("2024-03-06"))
    assert found.provisional
    assert (found.not_before, found.not_after) == (None, None)


def test_letters_and_an_extension_after_a_delay_are_added_once_each():
    twice = [sent("2024-03-06"), sent("2024-03-06", "c2", "joint_agency")]
    ends = [replied("2024-03-13"), replied("2024-03-13", "c2")]
    more = happened("extended", "2024-03-14", length=2)
    # (3/6, 3/13] = 5 once, + 2: 5/7-11=5, 5/13 5/14 = 7
    assert due("reply", START, DELAYED, *twice, *ends, more) == "2024-05-14"


def test_a_suspension_by_hand_moves_the_agency_s_date_once_it_is_over():
    events = [START, DELAYED, happened("suspended", "2024-03-11")]
    assert clock("reply", *events, as_of="2024-03-12").due is None
    # (3/11, 3/13] = 2
    assert due("reply", *events, happened("resumed", "2024-03-13")) == "2024-05-08"


@pytest.mark.parametrize(
    ("scope", "expected", "told"),
    [("period", "2024-05-17", []), ("total", "2024-04-18", ["clocks.extension_over_cap"])],
)
def test_each_reply_period_has_a_cap_of_its_own_unless_the_office_holds_otherwise(
    scope, expected, told
):
    more = happened("extended", "2024-04-18", length=20)
    old = happened("extended", "2024-03-05", length=20)
    events = read_events([START, old, NOTICE, happened("corrected", "2024-03-20"), more])
    settings = effective({"extension_cap_scope": scope})
    found = derive(events, LAWS, load(as_of=FAR), FAR, settings).clock("reply")
    assert found.due.isoformat() == expected
    assert codes(found.warnings) == told


def test_an_extension_of_a_date_that_the_agency_set_counts_from_it():
    delayed = happened("delayed", "2024-03-05", until="2024-04-30")
    found = clock("reply", START, delayed, happened("extended", "2024-04-30", length=2))
    assert found.due.isoformat() == "2024-05-07"  # 5/6=1 5/7=2
    assert [row.day for row in found.proof if row.counted] == [1, 2]
    assert found.proof[0].why is Why.AGENCY_SET


# manual suspension


def test_a_manual_suspension_is_honoured_and_flagged():
    events = [
        START,
        happened("suspended", "2024-03-05", reason="示例"),
        happened("resumed", "2024-03-13"),
    ]
    found = clock("reply", *events)
    assert found.due.isoformat() == "2024-04-09"
    assert codes(found.warnings) == ["clocks.suspension_without_basis"]
    assert {row.source for row in found.proof if row.why is Why.SUSPENDED} == {"暂停计算"}


def test_an_open_manual_suspension_leaves_no_date():
    found = clock("reply", START, happened("suspended", "2024-03-05"))
    assert (found.due, found.state, found.waiting_for) == (None, State.SUSPENDED, None)


def test_a_suspension_after_the_date_then_due_moves_nothing():
    events = [START, happened("suspended", "2024-04-01"), happened("resumed", "2024-04-03")]
    found = clock("reply", *events)
    assert found.due.isoformat() == "2024-03-29"
    assert "clocks.suspension_after_due" in codes(found.warnings)


def test_a_resumption_of_nothing_is_nothing():
    assert due("reply", START, happened("resumed", "2024-03-05")) == "2024-03-29"


# the end


def test_after_the_answer_nothing_moves_the_date():
    events = [START, happened("dispatched", "2024-03-20", outcome="A12")]
    later = happened("extended", "2024-03-25", length=5)
    assert due("reply", *events, later) == "2024-03-29"


def test_reasons_move_nothing():
    events = [
        happened("reasons_requested", "2024-03-05"),
        happened("reasons_received", "2024-03-20"),
    ]
    assert due("reply", START, *events) == "2024-03-29"


# the 2008 Regulation: fifteen working days from Thursday 2018-03-01 end on 2018-03-22

OLD = submitted("2018-03-01")


def test_the_old_text_knows_no_limit_for_a_third_party():
    found = clock("reply", OLD, sent("2018-03-05"), received("2018-03-06"))
    assert (found.due, found.state, found.waiting_for) == (None, State.SUSPENDED, "third_party")
    # (3/5, 4/16] = 29 working days; 3/22 + 29 = 5/4
    assert due("reply", OLD, sent("2018-03-05"), replied("2018-04-16")) == "2018-05-04"


def test_an_extension_under_the_old_text_counts_while_a_third_party_is_asked():
    events = [OLD, sent("2018-03-05"), happened("extended", "2018-03-20", length=15)]
    # 20 more than 5/4 would need the new cap: 3/22 + 29 + 15 = 5/25
    assert due("reply", *events, replied("2018-04-16")) == "2018-05-25"


def test_the_old_text_does_not_know_a_joint_agency():
    found = clock("reply", OLD, sent("2018-03-05", party="joint_agency"))
    assert found.due.isoformat() == "2018-03-22"
    assert codes(found.warnings) == ["clocks.party_not_excluded"]


@pytest.mark.parametrize(
    ("event", "more"),
    [
        ("correction_requested", {"received_on": "2018-03-05"}),
        ("fee_notified", {"received_on": "2018-03-05"}),
        ("delayed", {"until": "2018-05-05"}),
        ("lapsed", {}),
    ],
)
def test_the_old_text_does_not_know_these_acts(event, more):
    found = clock("reply", OLD, happened(event, "2018-03-05", **more))
    assert found.due.isoformat() == "2018-03-22"
    assert codes(found.warnings) == ["clocks.not_in_law"]


@pytest.mark.parametrize("event", ["corrected", "fee_paid"])
def test_the_old_text_resets_nothing(event):
    assert due("reply", OLD, happened(event, "2018-03-05")) == "2018-03-22"


def test_the_old_text_has_its_own_clocks_only():
    events = [
        OLD,
        happened("correction_requested", "2018-03-02", received_on="2018-03-02"),
        sent("2018-03-05"),
        replied("2018-03-05"),
        happened("fee_notified", "2018-03-06"),
        happened("dispatched", "2018-03-20", outcome="A12"),
        happened("served", "2018-03-21"),
    ]
    found = [deadline.clock for deadline in derived(*events).deadlines]
    assert found == ["reply", "reconsideration", "lawsuit"]


def test_what_resumes_after_everything_was_resumed_changes_nothing():
    paused = [happened("suspended", "2024-03-05"), happened("resumed", "2024-03-07")]
    letter = [sent("2024-03-11"), received("2024-03-11"), replied("2024-03-13")]
    again = happened("resumed", "2024-03-14")
    assert due("reply", START, *paused, *letter, again) == due("reply", START, *paused, *letter)
