"""The clocks of reconsiderations and lawsuits, and of the answer that they order."""

import pytest

from clocks.cases import clock, codes, derived, due, happened, history, submitted
from workflow.core.deadlines import State

START = submitted("2024-08-01")


def copy(on, **facts):
    return happened("reconsideration_copy_received", on, **facts)


def accepted(on, **facts):
    return happened("reconsideration_accepted", on, **facts)


def decided(on, **facts):
    return happened("reconsideration_decision_received", on, **facts)


# the law by date


@pytest.mark.parametrize(
    ("events", "law"),
    [
        ([copy("2023-12-31")], "fy-2017"),
        ([copy("2024-01-02")], "fy-2023"),
        ([accepted("2023-12-29"), copy("2024-01-05")], "fy-2017"),
        ([accepted("2024-01-02"), copy("2024-01-05")], "fy-2023"),
        ([decided("2023-12-01")], "fy-2017"),
        ([], None),
    ],
)
def test_the_law_is_that_of_the_acceptance_else_of_the_copy(events, law):
    assert derived(submitted("2023-10-09"), *events).reconsideration_law == law


def test_an_office_may_go_by_the_copy():
    events = [submitted("2023-10-09"), accepted("2023-12-29"), copy("2024-01-05")]
    assert derived(*events, reconsideration_law_by="copy").reconsideration_law == "fy-2023"


# the agency's answer


@pytest.mark.parametrize(
    ("procedure", "expected"),
    [
        # 9/3-6=1-4, 9/9=5, 9/10-13=6-9, 9/14六班=10
        ("ordinary", "2024-09-14"),
        ("simplified", "2024-09-09"),
    ],
)
def test_the_agency_answers_in_ten_or_five_working_days(procedure, expected):
    assert due("reconsideration_answer", START, copy("2024-09-02", procedure=procedure)) == expected


def test_the_procedure_may_be_known_from_the_acceptance_only():
    events = [START, accepted("2024-08-30", procedure="simplified"), copy("2024-09-02")]
    assert due("reconsideration_answer", *events) == "2024-09-09"


def test_the_law_of_2017_knows_one_procedure_in_calendar_days():
    events = [submitted("2023-08-01"), copy("2023-09-04", procedure="simplified")]
    assert due("reconsideration_answer", *events) == "2023-09-14"


def test_the_answer_ends_its_clock():
    answered = happened("reconsideration_answered", "2024-09-10")
    events = [START, copy("2024-09-02", procedure="simplified"), answered]
    assert clock("reconsideration_answer", *events).state == State.LATE


# the decision, and a suit after it


def test_a_decision_is_due_from_its_acceptance_only():
    assert clock("reconsideration_decision", START, copy("2024-09-02")) is None


def test_the_simplified_procedure_is_never_extended():
    found = clock(
        "reconsideration_decision",
        START,
        accepted("2024-09-02", procedure="simplified", extended=True),
    )
    assert found.due.isoformat() == "2024-10-08"  # 10/2 is a holiday
    assert codes(found.warnings) == ["clocks.simplified_not_extended"]


def test_the_law_of_2017_extends_whatever_the_procedure_is_called():
    events = [
        submitted("2023-08-01"),
        accepted("2023-09-04", procedure="simplified", extended=True),
    ]
    assert due("reconsideration_decision", *events) == "2023-12-04"  # 90 d = Sunday 12/3


def test_an_extension_may_be_told_later():
    events = [
        START,
        accepted("2024-09-02", id="r1"),
        accepted("2024-10-25", id="r1", extended=True),
    ]
    assert due("reconsideration_decision", *events) == "2024-12-02"  # 90 d = Sunday 12/1


def test_the_decision_received_ends_the_clock_and_starts_fifteen_days():
    events = [START, accepted("2024-09-02"), decided("2024-10-31", decided_on="2024-10-30")]
    assert clock("reconsideration_decision", *events).state == State.MET
    assert due("lawsuit_after_reconsideration", *events) == "2024-11-15"


def test_without_a_decision_the_fifteen_days_run_from_the_end_of_its_period():
    events = [START, accepted("2024-09-02")]  # 60 d = 11/1
    assert clock("lawsuit_after_reconsideration", *events, as_of="2024-11-01") is None
    found = clock("lawsuit_after_reconsideration", *events, as_of="2024-11-02")
    assert found.due.isoformat() == "2024-11-18"  # 11/16 is a Saturday
    assert found.day_zero.isoformat() == "2024-11-01"
    sued = happened("lawsuit_copy_received", "2024-11-18")
    assert clock("lawsuit_after_reconsideration", *events, sued).state == State.MET


def test_a_suit_ends_the_fifteen_days():
    events = [START, decided("2024-10-31"), happened("lawsuit_copy_received", "2024-11-18")]
    found = clock("lawsuit_after_reconsideration", *events)
    assert (found.due.isoformat(), found.state) == ("2024-11-15", State.LATE)


@pytest.mark.parametrize(
    ("on", "laws"),
    [
        ("2015-04-30", ["ss-1989"]),
        ("2015-05-04", ["ss-2017"]),
        ("2024-01-02", ["ss-2017", "fy-2023"]),
    ],
)
def test_the_fifteen_days_cite_the_law_of_their_day(on, laws):
    found = clock("lawsuit_after_reconsideration", submitted("2015-03-02"), decided(on))
    assert [basis.law for basis in found.basis] == laws


# several appeals


def test_each_appeal_has_clocks_of_its_own():
    events = [START, copy("2024-09-02", id="r1"), copy("2024-09-03", id="r2")]
    found = [d.id for d in derived(*events).deadlines if d.clock == "reconsideration_answer"]
    assert found == ["r1", "r2"]


def test_the_id_of_the_only_appeal_may_be_left_out():
    events = [
        START,
        copy("2024-09-02", id="r1"),
        happened("reconsideration_answered", "2024-09-03"),
    ]
    found = clock("reconsideration_answer", *events, child="r1")
    assert found.state == State.MET
    events = [START, copy("2024-09-02"), happened("reconsideration_answered", "2024-09-03")]
    assert clock("reconsideration_answer", *events).id is None


# court


def test_the_agency_answers_the_court_in_fifteen_days():
    sued = happened("lawsuit_copy_received", "2024-09-02", id="l1")
    found = clock("court_answer", START, sued, happened("lawsuit_answered", "2024-09-18"))
    # 9/17 is 中秋, 9/18 works
    assert (found.due.isoformat(), found.state) == ("2024-09-18", State.MET)


def test_a_judgment_alone_moves_no_clock():
    judgment = happened("judgment_received", "2024-12-02", id="l1", instance=1, effective=True)
    assert derived(START, judgment).deadlines == derived(START).deadlines


# redo


def test_a_new_answer_is_due_as_ordered():
    order = happened("redo_ordered", "2024-12-02", period={"length": 20, "unit": "working_days"})
    # 12/3-6=1-4, 12/9-13=5-9, 12/16-20=10-14, 12/23-27=15-19, 12/30
    assert due("redo", START, order) == "2024-12-30"


def test_without_an_ordered_term_it_has_sixty_days():
    assert due("redo", START, happened("redo_ordered", "2024-12-02")) == "2025-02-05"  # 1/31: 春节


def test_from_july_2026_the_sixty_days_are_the_office_s_setting():
    start, order = submitted("2026-03-02"), happened("redo_ordered", "2026-07-01")
    found = clock("redo", start, order, redo_days_2026=30)
    assert found.due.isoformat() == "2026-07-31"
    assert codes(found.warnings) == ["clocks.rules_2026_unread"]
    before = clock("redo", start, happened("redo_ordered", "2026-06-30"), redo_days_2026=30)
    assert before.due.isoformat() == "2026-08-31"  # 60 d = Saturday 8/29
    assert codes(before.warnings) == []


def test_the_next_answer_ends_it_not_an_earlier_one():
    first = happened("dispatched", "2024-08-28", outcome="A12")
    order = happened("redo_ordered", "2024-12-02")
    assert clock("redo", START, first, order).ended_on is None
    again = happened("dispatched", "2024-12-10", outcome="A1", way="direct")
    found = clock("redo", START, first, order, again, happened("served", "2024-12-12"))
    assert found.ended_on.isoformat() == "2024-12-12"


def test_an_order_on_an_open_case_leaves_the_reply_late():
    events = [START, happened("redo_ordered", "2024-12-02")]
    assert clock("reply", *events).state == State.LATE
    answer = happened("dispatched", "2024-12-10", outcome="A1")
    assert clock("reply", *events, answer).state == State.LATE
    assert clock("redo", *events, answer).state == State.MET


def test_a_second_order_replaces_the_first():
    period = {"length": 10, "unit": "calendar_days"}
    events = [
        START,
        happened("redo_ordered", "2024-12-02", period=period),
        happened("redo_ordered", "2024-12-16", period=period),
    ]
    found = clock("redo", *events)
    assert found.due.isoformat() == "2024-12-26"
    assert history(found) == [("2024-12-12", "2024-12-16", "再次责令答复")]


def test_a_withdrawal_ends_it():
    events = [START, happened("redo_ordered", "2024-12-02"), happened("withdrawn", "2024-12-03")]
    assert clock("redo", *events).state == State.LAPSED
