"""A case that reaches less far than a change of its calendar has the same deadlines after it."""

from datetime import date, timedelta
from operator import attrgetter

from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.event_lists import Chooser, lawful_case, odd_case
from workflow.calendars import Closure, Notice, load
from workflow.calendars.differing import first_difference
from workflow.calendars.regions import RegionYear
from workflow.core.clock_input import name_appeals, read_events
from workflow.core.clocks import derive
from workflow.core.events import Event
from workflow.core.reach import reach
from workflow.statutes.laws import LAWS
from workflow.statutes.settings import effective

SETTINGS = effective()


def changed(chooser, events, region, as_of):
    """Draw what arrives on a day: a notice, the change of one, a region's year, a closure."""
    day = events[-1].on + timedelta(days=chooser.number(-30, 90))
    kind = chooser.pick(["closure", "change", "notice", "region", "earlier"])
    if kind == "closure":
        return {"closures": (Closure(day, "示例"),)}
    if kind == "region" and region:
        off = ((day, "示例"),) if chooser.chance(70) else ()
        return {"region_years": (RegionYear(day.year, "V", "示例", "示例", as_of, off),)}
    if kind == "earlier":
        return {"as_of": as_of - timedelta(days=chooser.number(1, 500))}
    works = ((day + timedelta(days=chooser.number(1, 9)), "示例"),)
    year = as_of.year + 1 if kind == "notice" else day.year
    known = {"dated": as_of, "known_since": as_of, "source": "示例"}
    days = {"off": ((day, "示例"),), "work": works}
    yearly = kind == "notice"
    return {"notices": (Notice(year, "示例", "示例", yearly=yearly, **known, **days),)}


#: What the derived tables keep of a deadline.
KEPT = attrgetter(
    "clock", "id", "due", "warn_on", "state", "waiting_for", "ended_on", "provisional",
    "not_before", "not_after",
)  # fmt: skip


def rows(derivation):
    return [*map(KEPT, derivation.deadlines)]


def case(chooser):
    """Draw a case: its events, its region and the day asked about."""
    document, as_of = (lawful_case if chooser.chance(60) else odd_case)(chooser)
    return name_appeals(read_events(document["events"])), document["region"], as_of


@given(st.integers(0, 10**9))
@settings(max_examples=40, deadline=None)
def test_what_lies_before_the_first_difference_is_the_same_in_both_calendars(seed):
    chooser = Chooser(seed)
    events, region, as_of = case(chooser)
    known = load(region, as_of=as_of)
    for _ in range(3):
        change = changed(chooser, events, region, as_of)
        other = load(region, **{"as_of": as_of, **change})
        for old, new in ((known, other), (other, known)):
            before, after = (derive(events, LAWS, one, as_of, SETTINGS) for one in (old, new))
            since = first_difference(old, new)
            if since is None or reach(events, before.deadlines) < since:
                assert rows(after) == rows(before)
                assert reach(events, after.deadlines) == reach(events, before.deadlines)


def test_a_consultation_answered_before_the_change_counts_by_its_own_last_day_too():
    """Its reply came before the first difference, its own last day lies behind it."""
    on = date(2026, 11, 2)
    events = (
        Event("submitted", on, None, {"channel": "in_person"}),
        Event("consultation_sent", on, "c1", {"party": "third_party"}),
        Event("consultation_received", on, "c1"),
        Event("consultation_answered", on + timedelta(2), "c1"),
    )
    found = derive(events, LAWS, load(as_of=on), on, SETTINGS)
    assert reach(events, found.deadlines) == found.clock("reply").due == date(2026, 12, 2)
    assert found.clock("third_party").due == date(2026, 11, 23)


def test_a_case_that_waits_for_an_event_reaches_no_further_than_what_it_waits_for():
    on = date(2026, 11, 2)
    notice = {"received_on": on, "period": {"length": 10, "unit": "working_days"}}
    events = (
        Event("submitted", on, None, {"channel": "in_person"}),
        Event("correction_requested", on, None, notice),
    )
    found = derive(events, LAWS, load(as_of=on), on, SETTINGS)
    assert found.clock("reply").due is None
    assert reach(events, found.deadlines) == found.clock("correction_reply").due


def test_a_provisional_date_reaches_to_its_later_bound():
    on = date(2026, 12, 10)
    events = (Event("submitted", on, None, {"channel": "in_person"}),)
    found = derive(events, LAWS, load(as_of=on), on, SETTINGS)
    reply = found.clock("reply")
    assert reach(events, found.deadlines) == reply.not_after > reply.due
