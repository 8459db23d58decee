"""Proof: what a person checks with a wall calendar."""

import copy
from itertools import pairwise

import pytest

from clocks.cases import clock, day, derived, due, happened, received, replied, sent, submitted
from workflow.calendars import load
from workflow.core.calendar import Why
from workflow.core.deadlines import Derivation
from workflow.core.proof import Counted, prove
from workflow.core.terms import Term, Unit

START = submitted("2024-03-01")


def rows(name, *events, **asked):
    return [(row.on.isoformat(), row.day, row.why) for row in clock(name, *events, **asked).proof]


def test_there_is_one_row_a_day_from_the_day_after_day_zero():
    proof = clock("reply", START).proof
    assert proof[0].on.isoformat() == "2024-03-02"
    assert [(b.on - a.on).days for a, b in pairwise(proof)] == [1] * 27


def test_a_working_day_has_its_number_and_a_free_day_its_reason():
    found = rows("reply", submitted("2019-09-20"))
    assert ("2019-09-29", 6, Why.SWAPPED_WORKDAY) in found
    assert ("2019-10-01", None, Why.HOLIDAY) in found
    assert ("2019-09-21", None, Why.WEEKEND) in found
    assert ("2019-09-23", 1, Why.WORKDAY) in found


def test_a_holiday_names_its_notice():
    proof = clock("reply", submitted("2019-09-20")).proof
    sources = {row.source for row in proof if row.why is Why.HOLIDAY}
    assert sources == {"国办发明电〔2018〕15号"}


def test_calendar_days_count_every_day_and_then_roll():
    # 15 d from 2024-03-15: Saturday 3/30 is day 15; 3/31 and 4/1 roll
    found = rows("service_proof", START, happened("dispatched", "2024-03-15", outcome="A12"))
    assert found[0] == ("2024-03-16", 1, Why.CALENDAR_DAY)
    assert found[-3:] == [
        ("2024-03-30", 15, Why.CALENDAR_DAY),
        ("2024-03-31", None, Why.ROLLED),
        ("2024-04-01", None, Why.ROLLED),
    ]


def test_a_month_counts_every_day_too():
    served = happened("served", "2023-08-31")
    found = rows("lawsuit", submitted("2023-08-03"), served)
    assert len(found) == 182
    assert found[-1] == ("2024-02-29", 182, Why.CALENDAR_DAY)


def test_the_rows_are_made_when_somebody_looks():
    proof = clock("reply", START).proof
    assert proof._made is None
    assert len(proof) == 28
    assert proof._made is not None
    assert proof[-1] == proof.made[-1]
    assert list(proof[:2]) == list(proof.made[:2])


def test_two_proofs_are_equal_by_their_rows():
    one, other = clock("reply", START).proof, clock("reply", START).proof
    assert one == other
    assert hash(one) == hash(other)
    assert one != clock("reply", submitted("2024-03-04")).proof
    assert one == tuple(one)
    assert one != list(one)
    assert "2024" in repr(one)
    assert copy.deepcopy(one) == one


def test_a_span_that_frees_no_working_day_moves_nothing():
    calendar = load(as_of=day("2026-11-24"))
    weekend = Counted(Term(5), day("2024-03-01"))
    assert weekend.due(calendar.likely) == day("2024-03-08")
    # sent on the last day, answered on Sunday: no working day lies between
    events = [START, happened("extended", "2024-03-01", length=5), sent("2024-04-08")]
    assert due("reply", *events, received("2024-04-08"), replied("2024-04-08")) == "2024-04-08"
    friday = [START, sent("2024-03-29"), received("2024-03-29"), replied("2024-03-31")]
    assert due("reply", *friday) == "2024-03-29"


def test_calendar_days_leave_nothing_out():
    calendar = load(as_of=day("2026-11-24"))
    count = Counted(Term(60, Unit.CALENDAR_DAYS), day("2024-08-05"))
    assert count.due(calendar.likely) == day("2024-10-08")
    assert prove(count, calendar.likely)[-1].on == day("2024-10-08")


# the hash of the inputs


def test_the_same_inputs_have_the_same_hash():
    events = [START, sent("2024-03-05"), received("2024-03-06")]
    assert derived(*events).fingerprint == derived(*events).fingerprint
    assert len(derived(*events).fingerprint) == 64


@pytest.mark.parametrize(
    "asked",
    [
        {"law": "cn-2008"},
        {"region": "ningxia"},
        {"suspension_start": "receipt"},
        {"as_of": "2024-03-01"},
    ],
)
def test_another_law_calendar_or_setting_has_another_hash(asked):
    assert derived(START, **asked).fingerprint != derived(START).fingerprint


def test_another_event_has_another_hash():
    assert derived(START).fingerprint != derived(submitted("2024-03-04")).fingerprint
    extended = happened("extended", "2024-03-05", length=5)
    longer = happened("extended", "2024-03-05", length=6)
    assert derived(START, extended).fingerprint != derived(START, longer).fingerprint


def test_a_day_on_which_nothing_new_is_known_has_the_same_hash():
    earlier = derived(START, as_of="2026-11-20")
    assert earlier.fingerprint == derived(START, as_of="2026-11-24").fingerprint


def test_a_derivation_whose_inputs_are_not_known_has_no_hash():
    bare = Derivation(None, None, "cn-2019", None, (), ())
    assert bare.fingerprint is None
    assert bare.clock("reply") is None


def test_a_clock_is_found_by_its_child():
    found = derived(START, sent("2024-03-05", "c1"), sent("2024-03-05", "c2"))
    assert found.clock("third_party", "c2").id == "c2"
    assert found.clock("third_party", "c3") is None
