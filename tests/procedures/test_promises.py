"""What holds for every move: properties of the engine over the real machines."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procedures.lawful import ROUTES, appeal, case_in, lawful
from procedures.scene import NOON, d, deadline
from workflow.core.eventing import events
from workflow.core.procedure import allowed, judge, probe
from workflow.statutes.registry import get

MACHINES = get("cn-2019").procedures
REQUEST = MACHINES["request"]
STATES = [*sorted(set(ROUTES) - {"new"}), "submitted"]
CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


@settings(max_examples=80, deadline=None)
@given(state=st.sampled_from(STATES), trigger=st.sampled_from(REQUEST.triggers), data=st.data())
def test_the_same_question_gets_the_same_answer(state, trigger, data):
    case = case_in(state, REQUEST)
    on = d("9-14") + timedelta(days=data.draw(st.integers(-5, 200)))
    move = replace(case.move(trigger, **lawful(case, trigger)), on=on)
    first, second = (judge(REQUEST, case.situation, move) for _ in range(2))
    assert first.to_json() == second.to_json()
    assert first.effects == second.effects


@settings(max_examples=60, deadline=None)
@given(state=st.sampled_from(STATES), hours=st.integers(0, 9_999), number=st.integers(0, 9))
def test_neither_state_nor_events_depend_on_when_or_by_whom_an_act_was_recorded(
    state, hours, number
):
    case = case_in(state, REQUEST)
    moved = [
        replace(entry, recorded_at=NOON + timedelta(hours=hours), actor=f"u{number}", via="web")
        for entry in case.entries
    ]
    assert REQUEST.state_after(moved) == REQUEST.state_after(case.entries) == state
    assert events(MACHINES, moved) == events(MACHINES, case.entries)


@settings(max_examples=60, deadline=None)
@given(state=st.sampled_from(STATES), back=st.integers(1, 400))
def test_no_act_lies_before_the_one_that_led_to_its_state(state, back):
    case = case_in(state, REQUEST)
    on = d("9-14") - timedelta(days=back)
    for verdict in allowed(REQUEST, case.situation, "li"):
        move = replace(case.move(verdict.trigger, **lawful(case, verdict.trigger)), on=on)
        codes = [reason.code for reason in judge(REQUEST, case.situation, move).reasons]
        assert "procedure.before_previous" in codes


@settings(max_examples=60, deadline=None)
@given(state=st.sampled_from(STATES), trigger=st.sampled_from(REQUEST.triggers))
def test_what_is_refused_before_its_facts_are_known_stays_refused_with_them(state, trigger):
    case = case_in(state, REQUEST)
    case.children = (appeal(),)
    actor = lawful(case, trigger).get("actor", "li")
    bare = probe(REQUEST, case.situation, case.move(trigger, actor=actor))
    whole = case.judge(trigger, **lawful(case, trigger))
    hard = {reason.code for reason in bare.reasons if not reason.overridable}
    told_by_facts = {"guards.reasons_not_accepted"}
    assert hard - told_by_facts <= {reason.code for reason in whole.reasons}


@pytest.mark.parametrize("state", STATES)
def test_every_offered_and_refused_act_is_said_in_english_too(state, monkeypatch):
    monkeypatch.setenv("WORKFLOW_LANG", "en")
    case = case_in(state, REQUEST)
    case.today = d("9-13")
    case.knowing(*(deadline(clock, "9-1") for clock in (
        "confirmation", "correction_notice", "correction_reply", "fee_payment", "reply",
    )))  # fmt: skip
    for trigger in REQUEST.triggers:
        verdict = case.judge(trigger, role="auditor", strange="x")
        assert not CHINESE.search(verdict.label)
        for reason in (*verdict.reasons, *verdict.warnings):
            sentence = replace(reason, article=None).message
            assert not CHINESE.search(sentence), sentence
