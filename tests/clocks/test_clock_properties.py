"""What must hold of every case."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.calendars import load
from workflow.core.calendar import Spans, Why
from workflow.core.clocks import derive
from workflow.core.deadlines import State
from workflow.core.events import Event
from workflow.statutes.laws import LAWS
from workflow.statutes.settings import effective

AS_OF = date(2026, 11, 24)
CALENDAR = load(as_of=AS_OF)
SETTINGS = effective()
DAYS = st.dates(date(2019, 5, 15), date(2026, 3, 31))
ORDER = (State.RUNNING, State.SUSPENDED, State.MET, State.LATE, State.LAPSED)


def derived(events, as_of=AS_OF):
    return derive(sorted(events, key=lambda event: event.on), LAWS, CALENDAR, as_of, SETTINGS)


def reply(events):
    return derived(events).clock("reply")


def working(after, last):
    return CALENDAR.likely.working_days(after, last)


def submitted(on):
    return Event("submitted", on, facts={"channel": "in_person"})


def consultation(child, sent, lasts, answered=True):
    """Return the events of a letter received at once and answered within its own term."""
    events = [
        Event("consultation_sent", sent, child, {"party": "third_party"}),
        Event("consultation_received", sent, child),
    ]
    if answered:
        events.append(Event("consultation_answered", sent + timedelta(days=lasts), child))
    return events


@st.composite
def cases(draw):
    """Draw a case with letters, extensions and a reset, each at its own time."""
    on = draw(DAYS)
    events = [submitted(on)]
    for child in ("c1", "c2", "c3")[: draw(st.integers(0, 3))]:
        sent = on + timedelta(days=draw(st.integers(0, 40)))
        events += consultation(child, sent, draw(st.integers(0, 30)), draw(st.booleans()))
    if draw(st.booleans()):
        notice = on + timedelta(days=draw(st.integers(0, 12)))
        corrected = notice + timedelta(days=draw(st.integers(0, 20)))
        events.append(Event("correction_requested", notice, facts={"received_on": notice}))
        events.append(Event("corrected", corrected))
    if draw(st.booleans()):
        extended = on + timedelta(days=draw(st.integers(0, 45)))
        events.append(Event("extended", extended, facts={"length": draw(st.integers(1, 20))}))
    return events


@given(cases())
@settings(max_examples=150, deadline=None)
def test_the_last_row_of_every_proof_is_the_due_date(events):
    for deadline in derived(events).deadlines:
        if deadline.due is not None:
            assert deadline.proof[-1].on == deadline.due


@given(cases())
@settings(max_examples=150, deadline=None)
def test_the_counted_rows_of_working_days_are_numbered_to_the_term_s_length(events):
    found = reply(events)
    if found.due is not None:
        numbers = [row.day for row in found.proof if row.counted]
        length = 20 + sum(row.why == "延期" for row in found.history) * _extension(events)
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) in {20, length}


def _extension(events):
    return next((event.facts["length"] for event in events if event.kind == "extended"), 0)


@given(cases(), st.integers(1, 500))
@settings(max_examples=100, deadline=None)
def test_dates_depend_on_no_record_of_when_they_were_entered(events, entry):
    recorded = [replace(event, entry=entry + at) for at, event in enumerate(events)]
    assert derived(recorded) == derived(events)
    assert derived(recorded).fingerprint == derived(events).fingerprint


@given(DAYS, st.integers(0, 28), st.integers(0, 20))
@settings(max_examples=150, deadline=None)
def test_a_suspension_moves_the_date_by_exactly_the_working_days_it_covers(on, wait, lasts):
    base = reply([submitted(on)]).due
    sent = min(on + timedelta(days=wait), base)
    answered = sent + timedelta(days=lasts)
    moved = reply([submitted(on), *consultation("c1", sent, lasts)]).due
    covered = working(sent, min(answered, CALENDAR.likely.nth_working_day(sent, 15)))
    assert working(base, moved) == covered


@given(DAYS, st.integers(0, 10), st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
@settings(max_examples=150, deadline=None)
def test_overlapping_consultations_never_count_twice(on, wait, first, gap, second):
    base = reply([submitted(on)]).due
    one, other = on + timedelta(days=wait), on + timedelta(days=wait + gap)
    events = [
        submitted(on),
        *consultation("c1", one, first),
        *consultation("c2", other, second),
    ]
    union = Spans.union(
        [(one, one + timedelta(days=first)), (other, other + timedelta(days=second))]
    )
    covered = sum(working(*span) for span in union.spans)
    assert working(base, reply(events).due) == covered


@given(cases(), st.integers(1, 20))
@settings(max_examples=150, deadline=None)
def test_removing_an_extension_restores_the_date(events, length):
    without = [event for event in events if event.kind != "extended"]
    base = reply(without)
    if base.due is None or base.ended_on:
        return
    last = max(event.on for event in without)
    extended = Event("extended", last, facts={"length": length})
    longer = reply([*without, extended])
    assert reply(without).due == base.due
    expected = CALENDAR.likely.nth_working_day(base.due, length) if last <= base.due else base.due
    assert longer.due == expected


@given(cases(), st.integers(0, 90))
@settings(max_examples=150, deadline=None)
def test_once_a_clock_has_ended_or_is_late_it_never_runs_again(events, later):
    answer = Event(
        "dispatched", max(event.on for event in events) + timedelta(days=later), None, {}
    )
    told = [*events, answer]
    over: set[tuple[str, str | None]] = set()
    for step in range(0, 200, 5):
        on = told[0].on + timedelta(days=step)
        for deadline in derived(told, on).deadlines:
            key = (deadline.clock, deadline.id)
            done = deadline.state in {State.LATE, State.LAPSED, State.MET}
            assert done or key not in over
            if done:
                over.add(key)


@given(cases())
@settings(max_examples=100, deadline=None)
def test_a_date_moves_later_by_no_answer(events):
    answered = reply(events)
    silent = reply([event for event in events if event.kind != "consultation_answered"])
    if answered.due and silent.due and answered.day_zero == silent.day_zero:
        assert answered.due <= silent.due or _letters_differ(answered, silent)


def _letters_differ(one, other):
    """A letter sent after the earlier date counts for nothing; the later date had room for it."""
    return {w.code for w in one.warnings} != {w.code for w in other.warnings}


@given(cases())
@settings(max_examples=100, deadline=None)
def test_no_suspended_day_is_free_and_no_free_day_is_numbered(events):
    for row in reply(events).proof:
        works = CALENDAR.day(row.on).works
        assert works is (row.counted or row.why is Why.SUSPENDED)
