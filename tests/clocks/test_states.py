"""States, judged on the day asked about (contract, 'States')."""

import pytest

from clocks.cases import clock, happened, received, replied, sent, submitted
from workflow.core.clock_deadline import Course, judge
from workflow.core.deadlines import State

START = submitted("2024-03-01")  # reply due Friday 2024-03-29, correction notice 2024-03-12
NOTICE = happened("correction_requested", "2024-03-12", received_on="2024-03-13")
ANSWER = happened("dispatched", "2024-03-28", outcome="A12")


def state(name, *events, as_of, child=None):
    return clock(name, *events, child=child, as_of=as_of).state


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2024-03-01", State.RUNNING), ("2024-03-29", State.RUNNING), ("2024-03-30", State.LATE)],
)
def test_a_reply_runs_to_its_last_day_and_is_late_on_the_next(as_of, expected):
    assert state("reply", START, as_of=as_of) == expected


@pytest.mark.parametrize(
    ("dispatched", "expected"), [("2024-03-29", State.MET), ("2024-03-30", State.LATE)]
)
def test_an_answer_by_post_is_judged_by_its_dispatch(dispatched, expected):
    answer = happened("dispatched", dispatched, outcome="A12", way="post")
    served = happened("served", "2024-04-10")
    assert state("reply", START, answer, served, as_of="2024-05-01") == expected


@pytest.mark.parametrize("way", ["direct", "through_agency"])
def test_an_answer_handed_over_is_judged_by_the_signature(way):
    answer = happened("dispatched", "2024-03-28", outcome="A12", way=way)
    in_time, late = happened("served", "2024-03-29"), happened("served", "2024-04-01")
    assert state("reply", START, answer, in_time, as_of="2024-05-01") == State.MET
    assert state("reply", START, answer, late, as_of="2024-05-01") == State.LATE


def test_a_signature_that_is_not_known_yet_is_asked_for():
    answer = happened("dispatched", "2024-03-28", outcome="A12", way="direct")
    found = clock("reply", START, answer, as_of="2024-05-01")
    assert found.state == State.MET
    assert [reason.code for reason in found.warnings] == ["clocks.signature_unknown"]


def test_an_answer_that_lies_ahead_has_not_come_yet():
    assert state("reply", START, ANSWER, as_of="2024-03-20") == State.RUNNING


def test_an_answer_while_nothing_is_due_is_met():
    assert state("reply", START, NOTICE, ANSWER, as_of="2024-05-01") == State.MET


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2024-03-05", State.RUNNING),
        ("2024-03-06", State.SUSPENDED),
        ("2024-03-09", State.SUSPENDED),  # Saturday
        ("2024-03-13", State.SUSPENDED),
        ("2024-03-14", State.RUNNING),
    ],
)
def test_the_reply_is_suspended_inside_the_interval_of_a_consultation(as_of, expected):
    events = [START, sent("2024-03-05"), received("2024-03-06"), replied("2024-03-13")]
    assert state("reply", *events, as_of=as_of) == expected


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2024-03-11", State.RUNNING),
        ("2024-03-12", State.SUSPENDED),
        ("2024-03-19", State.SUSPENDED),
        ("2024-03-20", State.RUNNING),
    ],
)
def test_the_reply_is_suspended_while_a_correction_was_awaited(as_of, expected):
    events = [START, NOTICE, happened("corrected", "2024-03-20")]
    assert state("reply", *events, as_of=as_of) == expected


def test_what_is_waited_for_is_named_only_while_it_is():
    withdrawn = happened("withdrawn", "2024-03-15")
    assert clock("reply", START, NOTICE, withdrawn, as_of="2024-03-14").waiting_for == "correction"
    found = clock("reply", START, NOTICE, withdrawn, as_of="2024-03-15")
    assert (found.state, found.waiting_for) == (State.LAPSED, None)


def test_a_withdrawal_ends_every_clock_of_the_agency():
    events = [
        START,
        sent("2024-03-05"),
        received("2024-03-06"),
        happened("withdrawn", "2024-03-08"),
    ]
    for name in ("reply", "correction_notice", "third_party"):
        assert state(name, *events, as_of="2024-03-08") == State.LAPSED, name
        assert state(name, *events, as_of="2024-06-08") == State.LAPSED, name
        assert state(name, *events, as_of="2024-03-07") != State.LAPSED, name


def test_a_withdrawal_before_the_confirmation_ends_it():
    events = [submitted("2024-03-01", "email"), happened("withdrawn", "2024-03-01")]
    assert state("confirmation", *events, as_of="2024-03-08") == State.LAPSED


def test_a_withdrawal_after_the_last_day_does_not_undo_the_breach():
    assert state("reply", START, happened("withdrawn", "2024-04-01"), as_of="2024-05-01") == "late"


def test_a_consultation_silent_on_its_last_day_has_lapsed():
    events = [START, sent("2024-03-05"), received("2024-03-06")]  # last day 2024-03-27
    assert state("third_party", *events, child="c1", as_of="2024-03-27") == State.RUNNING
    assert state("third_party", *events, child="c1", as_of="2024-03-28") == State.LAPSED


@pytest.mark.parametrize(
    ("on", "expected"), [("2024-03-27", State.MET), ("2024-03-28", State.LATE)]
)
def test_a_reply_of_the_consulted_is_met_or_late(on, expected):
    events = [START, sent("2024-03-05"), received("2024-03-06"), replied(on)]
    assert state("third_party", *events, as_of="2024-05-01") == expected


def test_a_correction_notice_is_met_by_the_notice():
    assert state("correction_notice", START, NOTICE, as_of="2024-05-01") == State.MET


def test_no_correction_notice_is_needed_once_the_answer_is_given():
    answer = happened("dispatched", "2024-03-05", outcome="A1")
    assert state("correction_notice", START, answer, as_of="2024-03-05") == State.LAPSED


def test_only_the_agency_s_own_duties_count_as_breaches():
    events = [START, NOTICE, sent("2024-03-05")]
    assert clock("reply", *events[:1]).is_duty
    assert not clock("correction_notice", *events[:2]).is_duty


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        (Course(ended_on=None), State.RUNNING),
        (Course(stands_still=True), State.SUSPENDED),
    ],
)
def test_a_clock_without_a_date_runs_or_stands_still(course, expected):
    as_of = clock("reply", START).day_zero
    assert judge(None, course, as_of) == expected


def test_warnings_count_towards_the_earliest_day():
    found = clock("reply", submitted("2026-12-03"), as_of="2026-11-24")
    assert found.warn_on == found.not_before
    assert clock("reply", START).warn_on.isoformat() == "2024-03-29"


@pytest.mark.parametrize(
    ("as_of", "expected"), [("2018-03-04", State.RUNNING), ("2018-03-05", State.SUSPENDED)]
)
def test_under_the_old_text_the_reply_waits_from_the_day_of_the_letter(as_of, expected):
    found = clock("reply", submitted("2018-03-01"), sent("2018-03-05"), as_of=as_of)
    assert (found.due, found.state) == (None, expected)


def test_a_suspension_by_hand_holds_from_its_own_day():
    assert state("reply", START, happened("suspended", "2024-03-05"), as_of="2024-03-05") == (
        State.SUSPENDED
    )
