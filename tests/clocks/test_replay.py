"""A case replayed under the calendar of a day gives the proof shown on that day, whenever asked."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from clocks.test_clock_properties import DAYS, SETTINGS, consultation, submitted
from workflow.calendars import Closure, load, loading
from workflow.core.clocks import derive
from workflow.core.events import Event
from workflow.statutes.laws import LAWS

CLOSURES = (Closure(date(2026, 3, 2), "示例决定"),)


@st.composite
def walks(draw):
    """Draw what happened to a case, in order, and the day after each step on which it was shown."""
    on = draw(DAYS)
    events = [submitted(on)]
    for step in draw(
        st.lists(st.sampled_from(["letter", "extended", "corrected", "pause"]), max_size=5)
    ):
        on += timedelta(days=draw(st.integers(0, 12)))
        name = f"c{len(events)}"
        if step == "letter":
            events += consultation(name, on, draw(st.integers(0, 9)), draw(st.booleans()))
        elif step == "extended":
            events.append(Event("extended", on, facts={"length": draw(st.integers(1, 4))}))
        elif step == "corrected":
            asked = Event("correction_requested", on, facts={"received_on": on})
            events += [asked, Event("corrected", on)]
        else:
            events += [Event("suspended", on), Event("resumed", on)]
    return sorted(events, key=lambda event: event.on)


def shown(events, on, region=None):
    """Return what the product shows on a day: it knows the events and the notices of that day."""
    known = [event for event in events if event.on <= on]
    calendar = load(region, as_of=on, closures=CLOSURES)
    found = derive(known, LAWS, calendar, on, SETTINGS)
    proofs = {(one.clock, one.id): tuple(one.proof) for one in found.deadlines}
    return found, proofs, found.fingerprint


@given(walks(), st.sampled_from([None, "ningxia", "guangxi"]), st.integers(0, 300))
@settings(max_examples=60, deadline=None)
def test_proving_again_years_later_gives_the_same(events, region, later):
    days = [*(event.on for event in events), events[-1].on + timedelta(days=later)]
    then = [shown(events, on, region) for on in days]
    loading.load.cache_clear()
    loading._assemble.cache_clear()  # years later: nothing is remembered
    assert [shown(events, on, region) for on in days] == then


@given(walks(), st.integers(0, 60))
@settings(max_examples=60, deadline=None)
def test_what_happened_later_changes_no_earlier_proof(events, later):
    on = events[0].on + timedelta(days=later)
    before = [event for event in events if event.on <= on]
    assert shown(events, on) == shown(before, on)


def test_a_notice_that_came_later_is_another_calendar_and_another_fingerprint():
    events = [submitted(date(2025, 12, 10))]
    before = shown(events, date(2025, 12, 10))
    assert before == shown(events, date(2025, 12, 10))
    # 2019-03-22 changed May Day: the proof of the day before stays as it was shown
    events = [submitted(date(2019, 4, 10))]
    old = derive(events, LAWS, load(as_of=date(2019, 3, 21)), date(2019, 4, 10), SETTINGS)
    new = derive(events, LAWS, load(as_of=date(2019, 4, 10)), date(2019, 4, 10), SETTINGS)
    assert old.clock("reply").due != new.clock("reply").due
    assert old.fingerprint != new.fingerprint
