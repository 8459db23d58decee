"""Events that can't be read or can't have happened: refused with their place and the mend."""

import pytest

from clocks.cases import derived, happened, received, replied, sent, submitted
from workflow.app.due import answer
from workflow.core.clock_input import KINDS, read_events
from workflow.errors import InputError

START = submitted("2024-03-01")


def refusal(*events, **asked):
    with pytest.raises(InputError) as caught:
        derived(*events, **asked)
    return caught.value


WRONG = [
    ("events.kind_unknown", 1, happened("answered", "2024-03-05")),
    ("events.kind_unknown", 1, {"on": "2024-03-05"}),
    ("events.kind_unknown", 1, {"kind": ["extended"], "on": "2024-03-05"}),
    ("events.not_an_object", 1, "extended"),
    ("events.field_unknown", 1, happened("corrected", "2024-03-05", until="2024-03-06")),
    ("events.field_missing", 1, {"kind": "corrected"}),
    ("events.field_missing", 1, {"kind": "corrected", "on": None}),
    ("events.field_missing", 1, happened("extended", "2024-03-05")),
    ("events.field_missing", 1, happened("delayed", "2024-03-05")),
    ("events.field_missing", 1, happened("consultation_sent", "2024-03-05", id="c1")),
    ("events.field_missing", 1, happened("consultation_sent", "2024-03-05", party="third_party")),
    ("events.value_wrong", 1, happened("corrected", "2024-02-30")),
    ("events.value_wrong", 1, happened("corrected", "20240305")),
    ("events.value_wrong", 1, happened("corrected", 20240305)),
    ("events.value_wrong", 1, happened("extended", "2024-03-05", length=0)),
    ("events.value_wrong", 1, happened("extended", "2024-03-05", length=True)),
    ("events.value_wrong", 1, happened("extended", "2024-03-05", length="5")),
    ("events.value_wrong", 1, happened("suspended", "2024-03-05", reason=" ")),
    ("events.value_wrong", 1, happened("dispatched", "2024-03-05", outcome="A25")),
    ("events.value_wrong", 1, happened("dispatched", "2024-03-05", outcome="A3", grounds="A7")),
    ("events.value_wrong", 1, happened("dispatched", "2024-03-05", outcome="A3", grounds=["B1"])),
    ("events.value_wrong", 1, happened("dispatched", "2024-03-05", way="courier")),
    ("events.value_wrong", 1, happened("reconsideration_accepted", "2024-03-05", extended="no")),
    ("events.value_wrong", 1, happened("redo_ordered", "2024-03-05", period=20)),
    (
        "events.value_wrong",
        1,
        happened("redo_ordered", "2024-03-05", period={"length": 20, "unit": "weeks"}),
    ),
    (
        "events.value_wrong",
        1,
        happened("correction_requested", "2024-03-05", period={"length": 20}),
    ),
    ("events.submitted_twice", 1, submitted("2024-03-05")),
    ("events.out_of_order", 1, happened("corrected", "2024-02-29")),
    ("events.day_before", 1, happened("delayed", "2024-03-05", until="2024-03-04")),
    ("events.day_before", 1, happened("fee_notified", "2024-03-05", received_on="2024-03-04")),
    (
        "events.decided_after",
        1,
        happened("reconsideration_decision_received", "2024-03-05", decided_on="2024-03-06"),
    ),
    ("events.letter_unknown", 1, replied("2024-03-05")),
    ("events.letter_unknown", 1, received("2024-03-05")),
    ("events.extension_over_cap", 1, happened("extended", "2024-03-05", length=21)),
]


@pytest.mark.parametrize(("code", "index", "event"), WRONG)
def test_an_event_that_is_wrong_is_refused_with_its_place(code, index, event):
    error = refusal(START, event)
    assert error.code == code
    assert error.exit_status == 2
    assert f"events[{index}]" in error.message


@pytest.mark.parametrize("channel", ["post", None, 1])
def test_an_unknown_channel_is_refused(channel):
    error = refusal({"kind": "submitted", "on": "2024-03-01", "channel": channel})
    assert "events[0] (submitted)" in error.message
    assert "channel" in error.message


def test_the_first_event_is_the_submission():
    assert refusal(happened("confirmed", "2024-03-05")).code == "events.submitted_first"


def test_a_reply_before_its_letter_names_the_letter():
    error = refusal(START, replied("2024-03-05"), sent("2024-03-06"))
    assert error.code == "events.letter_before_sent"
    assert "events[1] (consultation_answered)" in error.message
    assert "c1" in error.message


def test_a_letter_is_sent_once():
    error = refusal(START, sent("2024-03-05"), sent("2024-03-06"))
    assert (error.code, error.values["place"]) == (
        "events.letter_twice",
        "events[2] (consultation_sent)",
    )


def test_two_extensions_over_the_cap_are_refused_at_the_second():
    error = refusal(
        START,
        happened("extended", "2024-03-05", length=15),
        happened("extended", "2024-03-06", length=6),
    )
    assert error.code == "events.extension_over_cap"
    assert error.values == {"place": "events[2] (extended)", "total": 21, "cap": 20}


ANEW = [
    happened("corrected", "2024-03-11"),
    happened("fee_paid", "2024-03-11"),
    happened("lapsed", "2024-03-11"),
]


@pytest.mark.parametrize("anew", ANEW, ids=[event["kind"] for event in ANEW])
def test_a_new_reply_period_has_a_cap_of_its_own_unless_the_office_holds_otherwise(anew):
    events = [
        START,
        happened("extended", "2024-03-05", length=20),
        anew,
        happened("extended", "2024-03-12", length=20),
    ]
    assert derived(*events)
    with pytest.raises(InputError) as caught:
        derived(*events, extension_cap_scope="total")
    assert caught.value.values == {"place": "events[3] (extended)", "total": 40, "cap": 20}


def test_a_payment_that_only_suspends_begins_no_new_cap():
    events = [
        START,
        happened("extended", "2024-03-05", length=20),
        happened("fee_paid", "2024-03-11"),
        happened("extended", "2024-03-12", length=1),
    ]
    with pytest.raises(InputError) as caught:
        derived(*events, payment="suspends")
    assert caught.value.values["total"] == 21


def test_under_the_2008_regulation_a_correction_begins_nothing_anew():
    old, more = (happened("extended", on, length=15) for on in ("2018-03-05", "2018-03-12"))
    error = refusal(submitted("2018-03-01"), old, happened("corrected", "2018-03-08"), more)
    assert error.values["total"] == 30


def test_the_cap_is_that_of_the_law_in_force():
    extended = happened("extended", "2018-03-05", length=16)
    assert refusal(submitted("2018-03-01"), extended).values["cap"] == 15
    longest = happened("extended", "2018-03-05", length=15)
    assert derived(submitted("2018-03-01"), longest).clock("reply").due is not None


def test_a_receipt_before_any_regulation_is_refused():
    error = refusal(submitted("2008-04-30"))
    assert error.code == "events.before_any_regulation"
    assert "2008-05-01" in error.message
    confirmed = happened("confirmed", "2008-05-01")
    assert derived(submitted("2008-04-30", "email"), confirmed).law == "cn-2008"
    assert refusal(submitted("2008-04-30", "email")).code == "events.before_any_regulation"


def test_a_year_without_a_notice_is_never_refused():
    assert derived(submitted("2031-05-06")).clock("reply").provisional


def test_events_may_lie_in_the_future():
    assert derived(START, happened("extended", "2024-03-20", length=5), as_of="2024-03-01")


def test_a_letter_of_several_appeals_must_be_named():
    first = happened("reconsideration_copy_received", "2024-03-05", id="r1")
    second = happened("reconsideration_copy_received", "2024-03-06", id="r2")
    error = refusal(START, first, second, happened("reconsideration_answered", "2024-03-07"))
    assert error.code == "events.appeal_id_missing"
    assert "events[3]" in error.message


DOCUMENTS = [
    ([], "events.document_wrong"),
    ({"law": "auto"}, "events.not_a_list"),
    ({"events": []}, "events.not_a_list"),
    ({"events": {}}, "events.not_a_list"),
    ({"events": [START], "laws": "auto"}, "events.key_unknown"),
    ({"events": [START], "law": "cn-2030"}, "clocks.law_unknown"),
    ({"events": [START], "law": None}, "clocks.law_unknown"),
    ({"events": [START], "region": "neimenggu"}, "calendar.region_unknown"),
    ({"events": [START], "region": ["ningxia"]}, "events.region_wrong"),
]


@pytest.mark.parametrize(("document", "code"), DOCUMENTS)
def test_a_document_that_is_wrong_is_refused(document, code):
    with pytest.raises(InputError) as caught:
        answer(document, derived(START).received_on)
    assert caught.value.code == code
    assert caught.value.message


def test_a_document_needs_its_events_only():
    on = derived(START).received_on
    assert answer({"events": [START]}, on).law == "cn-2019"


# every kind of the contract is read


def test_every_kind_of_the_contract_is_known():
    assert len(KINDS) == 28


def test_a_whole_case_is_read():
    events = [
        submitted("2020-09-14", receipt="automatic"),
        happened("confirmed", "2020-09-14"),
        happened(
            "correction_requested",
            "2020-09-22",
            received_on="2020-09-24",
            period={"length": 15, "unit": "working_days"},
        ),
        happened("correction_period_extended", "2020-09-25", until="2020-10-30"),
        happened("corrected", "2020-10-09"),
        sent("2020-10-10"),
        received("2020-10-11"),
        replied("2020-10-12"),
        happened("extended", "2020-10-13", length=20),
        happened("delayed", "2020-10-14", until="2021-01-15"),
        happened("reasons_requested", "2020-10-15"),
        happened("reasons_received", "2020-10-16"),
        happened("fee_notified", "2020-10-17", received_on="2020-10-18"),
        happened("fee_paid", "2020-10-19"),
        happened("suspended", "2020-10-20", reason="示例"),
        happened("resumed", "2020-10-21"),
        happened("lapsed", "2020-10-22"),
        happened("dispatched", "2020-10-24", outcome="A3", grounds=["A7"], way="post"),
        happened("served", "2020-10-25"),
        happened("reconsideration_copy_received", "2020-10-26", id="r1", procedure="ordinary"),
        happened("reconsideration_accepted", "2020-10-27", procedure="ordinary", extended=False),
        happened("reconsideration_answered", "2020-10-28", id="r1"),
        happened("reconsideration_decision_received", "2020-12-01", decided_on="2020-11-30"),
        happened("lawsuit_copy_received", "2020-12-02", id="l1"),
        happened("lawsuit_answered", "2020-12-03"),
        happened("judgment_received", "2021-03-01", instance=1, effective=True),
        happened("redo_ordered", "2021-03-01", period={"length": 20, "unit": "working_days"}),
        happened("withdrawn", "2021-03-02"),
    ]
    assert {event["kind"] for event in events} == set(KINDS)
    found = derived(*events)
    assert {deadline.id for deadline in found.deadlines} == {None, "c1", "r1", "l1"}
    assert [event.kind for event in read_events(events)] == [event["kind"] for event in events]
