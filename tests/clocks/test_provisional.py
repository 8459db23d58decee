"""Dates that no notice settles yet: the likeliest with its bounds, and what is told."""

import pytest

from clocks.cases import (
    clock,
    codes,
    day,
    derived,
    due,
    happened,
    received,
    replied,
    sent,
    submitted,
)
from workflow.calendars import Layer
from workflow.core.deadlines import State

BEFORE_2027 = "2026-11-24"  # no notice for 2027 is known: open from 2026-12-26


def bounds(deadline):
    return deadline.not_before.isoformat(), deadline.due.isoformat(), deadline.not_after.isoformat()


def test_a_date_before_the_first_open_day_is_firm():
    found = clock("reply", submitted("2026-11-27"), as_of=BEFORE_2027)
    assert (found.due.isoformat(), found.provisional) == ("2026-12-25", False)
    assert (found.not_before, found.not_after) == (None, None)
    assert found.warnings == ()


def test_a_date_on_an_open_day_has_bounds_and_a_warning():
    # from 12/3: 12/4=1, 12/7-11=2-6, 12/14-18=7-11, 12/21-25=12-16, then open:
    # likely 12/28-31=17-20; earliest Sat 12/26=17 Sun 12/27=18 Mon 19 Tue 12/29=20
    # latest: off 12/29-1/3, so 12/28=17, 1/4=18 1/5=19 1/6=20
    found = clock("reply", submitted("2026-12-03"), as_of=BEFORE_2027)
    assert bounds(found) == ("2026-12-29", "2026-12-31", "2027-01-06")
    assert codes(found.warnings) == ["calendar.notice_unknown"]


def test_the_same_case_was_settled_in_an_earlier_year():
    assert not clock("reply", submitted("2025-12-03"), as_of="2025-12-03").provisional


def test_what_is_known_is_judged_on_the_day_asked_about():
    # the notice for 2025 became known on 2024-11-12
    before = clock("reply", submitted("2024-12-10"), as_of="2024-11-11")
    after = clock("reply", submitted("2024-12-10"), as_of="2024-11-12")
    assert before.provisional
    assert not after.provisional
    assert before.not_before <= after.due <= before.not_after


def test_an_extension_runs_through_the_open_days_in_each_walk():
    events = [submitted("2026-12-03"), happened("extended", "2026-12-04", length=20)]
    found = clock("reply", *events, as_of=BEFORE_2027)
    assert found.not_before < found.due < found.not_after


def test_a_consultation_s_own_end_is_counted_in_each_walk():
    events = [submitted("2026-12-01"), sent("2026-12-08"), received("2026-12-10")]
    found = clock("reply", *events, as_of=BEFORE_2027)
    third = clock("third_party", *events, as_of=BEFORE_2027)
    assert third.not_before < third.due < third.not_after
    assert found.not_before < found.due < found.not_after


def test_a_reset_inside_the_open_days_is_counted_in_each_walk():
    fee = happened("fee_notified", "2026-12-10", received_on="2026-12-10")
    events = [submitted("2026-12-03"), fee, happened("fee_paid", "2026-12-28")]
    found = clock("reply", *events, as_of="2026-12-28")
    assert found.not_before < found.due < found.not_after


def test_the_last_open_calendar_day_rolls_in_each_walk():
    # fifteen days from 12/11 = Saturday 12/26: it may work; likely Monday; latest the same Monday
    answer = happened("dispatched", "2026-12-11", outcome="A12")
    found = clock("service_proof", submitted("2026-12-01"), answer, as_of=BEFORE_2027)
    assert bounds(found) == ("2026-12-26", "2026-12-28", "2026-12-28")


def test_a_date_that_the_agency_set_is_never_provisional():
    delayed = happened("delayed", "2026-12-04", until="2027-02-06")
    found = clock("reply", submitted("2026-12-03"), delayed, as_of=BEFORE_2027)
    assert (found.due.isoformat(), found.provisional) == ("2027-02-06", False)
    assert found.warnings == ()


def test_the_time_against_silence_starts_where_each_walk_ends_the_reply():
    found = clock("lawsuit", submitted("2026-12-03"), as_of="2027-01-02")
    reply = clock("reply", submitted("2026-12-03"), as_of="2027-01-02")
    assert reply.provisional
    assert found.day_zero == reply.due
    assert found.not_before < found.not_after
    assert found.not_before.month == 6
    assert found.not_after.month == 7


def test_the_suit_after_a_decision_that_never_came_is_counted_in_each_walk():
    accepted = happened("reconsideration_accepted", "2026-10-28", procedure="ordinary")
    # 60 d = Sunday 12/27: earliest stays, likely and latest Monday 12/28; then 15 d
    events = [submitted("2026-08-03"), accepted]
    found = clock("lawsuit_after_reconsideration", *events, as_of="2026-12-30")
    assert bounds(found) == ("2027-01-11", "2027-01-12", "2027-01-12")


def test_a_walk_in_which_the_clock_stands_still_is_bound_by_the_same_count():
    # the notice for 2025 hidden: seven wd from 12/20 end 12/31 in the likeliest reading (the
    # notice of 1/2 is late), but after the window 12/29-1/3 in the latest (there it is in time)
    start = submitted("2024-12-20")
    notice = happened("correction_requested", "2025-01-02", received_on="2025-01-02")
    found = clock("reply", start, notice, as_of="2024-11-11")
    assert "clocks.correction_after_its_term" in codes(found.warnings)
    assert bounds(found) == bounds(clock("reply", start, as_of="2024-11-11"))


def test_what_is_due_on_the_day_itself_is_never_provisional():
    found = clock("confirmation", submitted("2026-12-27", "ordinary_mail"), as_of=BEFORE_2027)
    assert (found.due.isoformat(), found.provisional, found.warnings) == ("2026-12-27", False, ())


def test_the_earliest_day_of_an_extended_agency_date_is_counted_from_that_date():
    events = [
        submitted("2026-12-03"),
        happened("delayed", "2026-12-04", until="2026-12-25"),
        happened("extended", "2026-12-25", length=2),
    ]
    # open: Sat 12/26 and Sun 12/27 may work; likely Mon 12/28 and Tue 12/29
    found = clock("reply", *events, as_of=BEFORE_2027)
    assert (found.not_before.isoformat(), found.due.isoformat()) == ("2026-12-27", "2026-12-29")


# regions


def test_a_regional_year_without_its_notice_makes_a_date_provisional():
    # Guangxi 2019 isn't known; its longest listed year frees 3 days
    found = clock("reply", submitted("2019-05-15"), region="guangxi")
    assert found.due.isoformat() == "2019-06-13"
    assert found.provisional
    assert found.not_before.isoformat() == "2019-06-12"
    assert found.not_after > found.due
    assert "calendar.region_year_unknown" in codes(found.warnings)


def test_tibet_is_never_known():
    found = clock("reply", submitted("2024-03-01"), region="xizang")
    # five working days later: 4/1-3, 4/7, 4/8
    assert bounds(found) == ("2024-03-28", "2024-03-29", "2024-04-08")


def test_a_regional_year_without_a_day_of_publication_warns_and_is_firm():
    found = clock("reply", submitted("2024-03-25"), region="ningxia")
    assert not found.provisional
    assert codes(found.warnings) == ["calendar.region_since_unknown"]


def test_a_national_agency_hears_nothing_of_regions():
    assert clock("reply", submitted("2024-03-25")).warnings == ()


# layers


def test_a_closure_of_the_agency_moves_the_date_and_is_named():
    closed = Layer(name="示例机关关闭日", extends="cn", holidays=(day("2024-03-27"),))
    found = clock("reply", submitted("2024-03-01"), layers=(closed,))
    assert found.due.isoformat() == "2024-04-01"
    assert "示例机关关闭日" in {row.source for row in found.proof}


def test_a_later_layer_wins_over_an_earlier_one():
    closed = Layer(name="示例一", extends="cn", holidays=(day("2024-03-27"),))
    opened = Layer(name="示例二", extends="cn", workdays=(day("2024-03-27"),))
    assert due("reply", submitted("2024-03-01"), layers=(closed, opened)) == "2024-03-29"


# all warnings once


def test_the_case_tells_every_warning_of_its_clocks_once():
    events = [submitted("2026-12-03"), sent("2026-12-08", "c1"), sent("2026-12-08", "c2")]
    found = derived(*events, as_of=BEFORE_2027)
    every = [reason for deadline in found.deadlines for reason in deadline.warnings]
    assert all(reason in found.warnings for reason in every)
    assert len(found.warnings) == len({(r.code, str(r.values)) for r in found.warnings})


def test_a_state_needs_no_firm_date():
    events = [submitted("2026-12-03"), sent("2026-12-08"), replied("2026-12-10")]
    assert clock("reply", *events, as_of="2026-12-09").state is State.SUSPENDED


@pytest.mark.parametrize("year", range(2009, 2027))
def test_each_year_s_true_date_lies_inside_the_bounds_told_before_its_notice(year):
    start = submitted(f"{year - 1}-12-08")
    firm = clock("reply", start)
    told = clock("reply", start, as_of=f"{year - 1}-10-01")
    if told.provisional:
        assert told.not_before <= firm.due <= told.not_after
    else:
        assert told.due == firm.due
