"""The other clocks of a request: confirmation, correction, consultations, fee, service."""

import pytest

from clocks.cases import clock, codes, derived, due, happened, history, received, sent, submitted
from workflow.core.calendar import Why
from workflow.core.deadlines import State

START = submitted("2024-03-01")


def notice(on="2024-03-05", **facts):
    return happened("correction_requested", on, **facts)


# confirmation


def test_ordinary_mail_is_confirmed_on_the_day_it_arrives_even_a_free_one():
    found = clock("confirmation", submitted("2024-03-03", "ordinary_mail"))  # Sunday
    assert found.due.isoformat() == "2024-03-03"
    assert list(found.proof) == []


@pytest.mark.parametrize("channel", ["web", "email", "fax"])
def test_the_electronic_channels_have_one_working_day(channel):
    assert due("confirmation", submitted("2024-03-01", channel)) == "2024-03-04"


def test_a_confirmation_ends_its_clock():
    events = [submitted("2024-03-01", "email"), happened("confirmed", "2024-03-05")]
    assert clock("confirmation", *events).state == State.LATE


@pytest.mark.parametrize("facts", [{"channel": "in_person"}, {"channel": "signed_mail"}])
def test_a_receipt_needs_no_confirmation(facts):
    assert clock("confirmation", submitted("2024-03-01", **facts)) is None


def test_before_the_confirmation_no_other_clock_runs():
    found = derived(submitted("2024-03-01", "email"))
    assert [deadline.clock for deadline in found.deadlines] == ["confirmation"]


# correction_notice, correction_reply


def test_the_notice_has_seven_working_days_from_the_first_receipt():
    later = happened("corrected", "2024-03-07")
    assert due("correction_notice", START, notice(received_on="2024-03-05"), later) == "2024-03-12"


@pytest.mark.parametrize(
    ("unit", "length", "expected"),
    [
        # from 3/6: 3/7 3/8 3/11-15 3/18-20 = 10
        ("working_days", 10, "2024-03-20"),
        # 3/16 is a Saturday
        ("calendar_days", 10, "2024-03-18"),
        # 4/6 is 清明; Sunday 4/7 works
        ("months", 1, "2024-04-07"),
    ],
)
def test_the_applicant_s_period_counts_in_its_own_unit(unit, length, expected):
    period = {"length": length, "unit": unit}
    asked = notice(received_on="2024-03-06", period=period)
    assert due("correction_reply", START, asked) == expected


def test_without_the_receipt_it_counts_from_the_notice_with_a_warning():
    asked = notice(period={"length": 10, "unit": "working_days"})
    found = clock("correction_reply", START, asked)
    assert found.due.isoformat() == "2024-03-19"
    assert codes(found.warnings) == ["clocks.correction_receipt_unknown"]


def test_without_a_period_the_office_s_own_is_used_with_a_warning():
    found = clock("correction_reply", START, notice(received_on="2024-03-05"))
    assert found.due.isoformat() == "2024-03-19"
    assert codes(found.warnings) == ["clocks.correction_period_unknown"]


def test_an_extended_period_is_a_date_that_the_agency_set():
    asked = notice(received_on="2024-03-05", period={"length": 10, "unit": "working_days"})
    longer = happened("correction_period_extended", "2024-03-19", until="2024-04-06")
    found = clock("correction_reply", START, asked, longer)
    assert found.due.isoformat() == "2024-04-06"  # a holiday: not rolled
    assert [row.why for row in found.proof] == [Why.AGENCY_SET]
    assert history(found) == [("2024-03-19", "2024-03-19", "延长补正期")]


def test_an_extension_before_any_notice_extends_nothing():
    longer = happened("correction_period_extended", "2024-03-04", until="2024-04-06")
    asked = notice(received_on="2024-03-05", period={"length": 10, "unit": "working_days"})
    assert due("correction_reply", START, longer, asked) == "2024-03-19"
    assert clock("correction_reply", START, longer) is None


def test_the_corrected_application_ends_the_applicant_s_period():
    asked = notice(received_on="2024-03-05", period={"length": 10, "unit": "working_days"})
    found = clock("correction_reply", START, asked, happened("corrected", "2024-03-20"))
    assert found.state == State.LATE


# consultations


@pytest.mark.parametrize("party", ["third_party", "joint_agency", "other_agency"])
def test_a_consulted_party_has_fifteen_working_days_from_its_receipt(party):
    # from 3/6: 3/7 3/8=1 2, 3/11-15=3-7, 3/18-22=8-12, 3/25-27=13-15
    events = [START, sent("2024-03-05", party=party), received("2024-03-06")]
    assert due(party, *events, child="c1") == "2024-03-27"


def test_another_agency_s_term_is_told_to_be_our_own():
    found = clock("other_agency", START, sent("2024-03-05", party="other_agency"))
    assert "clocks.other_agency_no_limit" in codes(found.warnings)


def test_a_consultation_whose_receipt_is_unknown_is_provisional():
    found = clock("third_party", START, sent("2024-03-05"))
    assert (found.due.isoformat(), found.provisional) == ("2024-03-26", True)
    assert (found.not_before, found.not_after) == (None, None)


def test_each_consultation_has_a_clock_of_its_own():
    events = [START, sent("2024-03-05", "c1"), sent("2024-03-06", "c2")]
    found = [d.id for d in derived(*events).deadlines if d.clock == "third_party"]
    assert found == ["c1", "c2"]


# fee_payment, service_proof


def test_a_payment_has_twenty_working_days_from_the_notice_s_receipt():
    fee = happened("fee_notified", "2024-03-01", received_on="2024-03-01")
    assert due("fee_payment", START, fee) == "2024-03-29"


def test_without_the_receipt_it_counts_from_the_fee_notice_with_a_warning():
    found = clock("fee_payment", START, happened("fee_notified", "2024-03-04"))
    assert found.due.isoformat() == "2024-04-01"
    assert codes(found.warnings) == ["clocks.fee_receipt_unknown"]


def test_a_second_fee_notice_replaces_the_first():
    first = happened("fee_notified", "2024-03-01", received_on="2024-03-01")
    second = happened("fee_notified", "2024-03-04", received_on="2024-03-04")
    found = clock("fee_payment", START, first, second)
    assert found.due.isoformat() == "2024-04-01"
    assert history(found) == [("2024-03-29", "2024-03-04", "收费通知")]


def test_the_service_is_to_be_proven_within_fifteen_days_of_dispatch():
    answer = happened("dispatched", "2024-03-15", outcome="A12")
    assert due("service_proof", START, answer) == "2024-04-01"  # 3/30 is a Saturday
    served = happened("served", "2024-04-02")
    assert clock("service_proof", START, answer, served).state == State.LATE


def test_service_without_a_dispatch_proves_nothing():
    assert clock("service_proof", START, happened("served", "2024-03-15")) is None
