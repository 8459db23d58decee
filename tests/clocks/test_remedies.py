"""The applicant's clocks: against an answer, against silence, and which way comes first.

Served on Thursday 2024-08-29 (after a dispatch on 2024-08-28): 60 d = 2024-10-28, a Monday;
6 months = 2025-02-28.
"""

import pytest

from clocks.cases import clock, codes, derived, due, happened, history, submitted
from workflow.core.deadlines import State
from workflow.statutes import reconsideration
from workflow.statutes.laws import LAWS
from workflow.statutes.settings import effective

START = submitted("2024-08-01")  # reply due 2024-08-29


def answer(outcome="A12", on="2024-08-28", served="2024-08-29", **facts):
    return [
        happened("dispatched", on, outcome=outcome, **facts),
        happened("served", served),
    ]


def names(*events, **asked):
    return [deadline.clock for deadline in derived(*events, **asked).deadlines]


def has_lawsuit(*events, **asked):
    return "lawsuit" in names(*events, **asked)


def test_without_service_the_applicant_s_time_does_not_run():
    found = names(START, answer()[0])
    assert "reconsideration" not in found
    assert "lawsuit" not in found


def test_from_service_sixty_days_and_six_months():
    assert due("reconsideration", START, *answer()) == "2024-10-28"
    assert due("lawsuit", START, *answer()) == "2025-02-28"


def test_service_alone_starts_them_too():
    assert due("reconsideration", START, happened("served", "2024-08-29")) == "2024-10-28"


def test_a_month_without_the_day_ends_on_its_last():
    events = [submitted("2023-08-03"), *answer(on="2023-08-31", served="2023-08-31")]
    assert due("lawsuit", *events) == "2024-02-29"


# which way comes first

FIRST = [f"A{number}" for number in range(4, 11)]
CHOICE = ["A1", "A2", *(f"A{number}" for number in range(11, 23)), "A24"]


@pytest.mark.parametrize("outcome", FIRST)
def test_a_refusal_under_articles_14_to_16_goes_to_reconsideration_first(outcome):
    assert not has_lawsuit(START, *answer(outcome))


@pytest.mark.parametrize("outcome", FIRST)
def test_before_2024_the_same_refusal_could_be_sued_over_at_once(outcome):
    events = [submitted("2023-08-03"), *answer(outcome, on="2023-12-31", served="2024-01-02")]
    assert has_lawsuit(*events)


def test_the_cut_is_the_day_of_the_decision():
    events = [submitted("2023-12-04"), *answer("A7", on="2024-01-01", served="2024-01-02")]
    assert not has_lawsuit(*events)


@pytest.mark.parametrize("outcome", CHOICE)
def test_every_other_outcome_leaves_the_choice(outcome):
    assert has_lawsuit(START, *answer(outcome))


@pytest.mark.parametrize(
    ("grounds", "suit"),
    [(["A7"], False), (["A11"], True), (["A11", "A9"], False), (["A14"], True)],
)
def test_a_partial_answer_goes_by_its_grounds(grounds, suit):
    assert has_lawsuit(START, *answer("A3", grounds=grounds)) is suit


def test_a_partial_answer_without_grounds_is_doubtful():
    assert codes(clock("lawsuit", START, *answer("A3")).warnings) == ["clocks.grounds_unknown"]


def test_an_answer_without_its_outcome_is_doubtful_since_2024():
    dispatched = happened("dispatched", "2024-08-28")
    found = clock("lawsuit", START, dispatched, happened("served", "2024-08-29"))
    assert codes(found.warnings) == ["clocks.outcome_unknown"]
    old = [submitted("2023-08-03"), happened("dispatched", "2023-08-28")]
    assert codes(clock("lawsuit", *old, happened("served", "2023-08-29")).warnings) == []


def test_the_scope_disputed_in_2024_is_the_office_s_choice():
    wide = {"reconsideration_first_2024": "all_refusals"}
    assert not has_lawsuit(START, *answer("A12"), **wide)
    assert has_lawsuit(START, *answer("A1"), **wide)
    later = [submitted("2025-06-02"), *answer("A12", on="2025-06-20", served="2025-06-23")]
    assert has_lawsuit(*later, **wide)


def test_a_withdrawal_leaves_nothing_to_contest():
    found = names(START, *answer("A23"))
    assert not {"reconsideration", "lawsuit"} & set(found)


def test_an_unpaid_fee_is_contested_after_the_payment_period():
    fee = happened("fee_notified", "2024-08-05", received_on="2024-08-05")
    # paid by 2024-09-02 (20 wd: 8/6-9=1-4, 8/12-16=5-9, 8/19-23=10-14, 8/26-30=15-19, 9/2)
    assert due("fee_payment", START, fee) == "2024-09-02"
    # 60 d from 9/2 = 11/1; from a service after that day: by the service
    assert due("reconsideration", START, fee, *answer("A22")) == "2024-11-01"
    later = answer("A22", on="2024-09-03", served="2024-09-05")
    assert due("reconsideration", START, fee, *later) == "2024-11-04"
    assert due("reconsideration", START, *answer("A22")) == "2024-10-28"


def test_the_old_text_knows_no_payment_to_wait_for():
    events = [submitted("2018-03-01"), *answer("A22", on="2018-03-20", served="2018-03-21")]
    assert due("reconsideration", *events) == "2018-05-21"  # 60 d = Sunday 5/20


def test_three_months_before_may_2015():
    old = [submitted("2015-04-01"), *answer(on="2015-04-20", served="2015-05-04")]
    assert due("lawsuit", *old) == "2015-08-04"
    new = [submitted("2015-04-15"), *answer(on="2015-05-04", served="2015-05-04")]
    assert due("lawsuit", *new) == "2015-11-04"


# what ends them


@pytest.mark.parametrize("kind", ["reconsideration_accepted", "reconsideration_copy_received"])
def test_a_reconsideration_ends_the_sixty_days(kind):
    found = clock("reconsideration", START, *answer(), happened(kind, "2024-10-28"))
    assert found.state == State.MET
    found = clock("reconsideration", START, *answer(), happened(kind, "2024-10-29"))
    assert found.state == State.LATE


def test_a_lawsuit_ends_the_six_months():
    found = clock("lawsuit", START, *answer(), happened("lawsuit_copy_received", "2025-02-28"))
    assert found.state == State.MET


# no answer


def test_against_silence_they_start_at_the_end_of_the_reply_period():
    assert "lawsuit" not in names(START, as_of="2024-08-29")
    found = derived(START, as_of="2024-08-30")
    assert found.clock("reconsideration").due.isoformat() == "2024-10-28"
    assert found.clock("lawsuit").due.isoformat() == "2025-02-28"
    assert found.clock("lawsuit").day_zero.isoformat() == "2024-08-29"


def test_an_answer_after_the_period_leaves_them_until_it_is_served():
    late = answer(on="2024-09-02", served="2024-09-04")
    assert due("lawsuit", START, late[0]) == "2025-02-28"
    assert due("lawsuit", START, *late) == "2025-03-04"


def test_an_answer_in_time_leaves_nothing_to_contest_before_its_service():
    assert "lawsuit" not in names(START, happened("dispatched", "2024-08-29", outcome="A1"))


def test_a_withdrawal_in_time_leaves_no_silence():
    assert "lawsuit" not in names(START, happened("withdrawn", "2024-08-29"))
    assert "lawsuit" in names(START, happened("withdrawn", "2024-08-30"))


def test_while_something_is_awaited_there_is_no_silence():
    notice = happened("correction_requested", "2024-08-05", received_on="2024-08-05")
    assert "lawsuit" not in names(START, notice)


def test_the_first_appeal_of_all_ends_the_time_against_silence():
    found = clock("lawsuit", START, happened("lawsuit_copy_received", "2024-09-02"))
    assert found.state == State.MET


def test_an_office_may_hold_that_silence_goes_to_reconsideration_first():
    first = {"non_reply_remedy": "reconsideration_first"}
    assert not has_lawsuit(START, **first)
    assert has_lawsuit(submitted("2023-08-01"), **first)


def test_silence_is_cut_at_may_2015_by_the_end_of_the_period():
    # 15 wd from 4/9: 4/10=1, 4/13-17=2-6, 4/20-24=7-11, 4/27-30=12-15; from 4/10: 5/4
    assert due("lawsuit", submitted("2015-04-09")) == "2015-07-30"
    assert due("lawsuit", submitted("2015-04-10")) == "2015-11-04"


# a second answer


def test_a_new_answer_starts_them_anew_and_keeps_the_old_dates():
    events = [
        START,
        *answer(),
        happened("reconsideration_copy_received", "2024-10-10"),
        happened("redo_ordered", "2024-12-02"),
        *answer(on="2024-12-10", served="2024-12-12"),
    ]
    found = clock("reconsideration", *events)
    assert found.due.isoformat() == "2025-02-10"
    assert history(found) == [("2024-10-28", "2024-12-12", "重新答复")]
    assert found.ended_on is None


def test_a_second_service_of_one_answer_starts_nothing_anew():
    events = [START, *answer(), happened("served", "2024-09-10")]
    assert due("reconsideration", *events) == "2024-10-28"


def test_an_answer_that_no_longer_goes_to_court_first_keeps_no_history_of_a_suit():
    events = [START, *answer("A7"), *answer("A12", on="2024-12-10", served="2024-12-12")]
    assert history(clock("lawsuit", *events)) == []


# versions


def test_from_july_2026_the_unread_rules_are_told():
    events = [submitted("2026-06-15"), *answer(on="2026-07-01", served="2026-07-01")]
    assert codes(clock("reconsideration", *events).warnings) == ["clocks.rules_2026_unread"]
    events = [submitted("2026-06-15"), *answer(on="2026-06-30", served="2026-07-01")]
    assert codes(clock("reconsideration", *events).warnings) == []


@pytest.mark.parametrize(("decided", "law"), [("2023-12-29", "fy-2017"), ("2024-01-02", "fy-2023")])
def test_the_basis_is_the_law_of_the_decision_s_day(decided, law):
    events = [submitted("2023-12-01"), *answer(on=decided, served="2024-01-03")]
    assert [basis.law for basis in clock("reconsideration", *events).basis] == [law]


def test_silence_cites_the_rules_on_its_start_while_they_were_read():
    assert [b.law for b in clock("reconsideration", START).basis] == ["fy-2023", "fyt-2007"]
    later = clock("reconsideration", submitted("2026-06-15"))
    assert [basis.law for basis in later.basis] == ["fy-2023"]
    assert codes(later.warnings) == ["clocks.rules_2026_unread"]


def test_the_remedy_paragraph_can_ask_the_same_function():
    assert reconsideration.comes_first("A7", (), reconsideration.LAW_OF_2023)
    assert not reconsideration.comes_first(None, (), reconsideration.LAW_OF_2023)
    settings = effective()
    assert LAWS.remedy(reconsideration.SCOPE_SETTLED, "A7", (), settings).lawsuit is None
