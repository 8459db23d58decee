"""Every way through the request machine ends, and is open to somebody at every turn."""

import pytest

from procedures.lawful import DEADLINES, appeal, case_in, lawful, take
from procedures.scene import Case, deadline, derived
from workflow.core.procedure import Phase, allowed
from workflow.statutes import registry

OVERDUE = derived(*(one for one in DEADLINES if one.clock != "fee_payment"),
                  deadline("fee_payment", "9-13"))  # fmt: skip
STEPS_BEFORE = {"approve": ("pass_secrecy_review", "pass_legal_review")}


def advance(case, trigger):
    """Do a step in a lawful way, with what must come before it."""
    for earlier in STEPS_BEFORE.get(trigger, ()):
        take(case, earlier)
    late = trigger == "lapse" and case.state == "fee_notified"
    case.deadlines = OVERDUE if late else derived(*DEADLINES)
    return take(case, trigger)


def arrows(procedure, state):
    """The triggers that lead from a state to another one."""
    return {
        step.trigger
        for step in procedure.steps
        if state in step.sources and any(target != state for target in step.targets(state))
    }


def walk(case, seen, paths, taken):
    """Go every way on from here that visits no state twice."""
    state = case.state
    if case.procedure.state(state).phase is Phase.FINAL:
        paths.append(tuple(entry.trigger for entry in case.entries))
        return
    for trigger in sorted(arrows(case.procedure, state) - {"restore", "reopen"}):
        further = advance(case.copy(), trigger)
        taken.add((state, trigger))
        if further.state not in seen:
            walk(further, seen | {further.state}, paths, taken)


@pytest.mark.parametrize("code", ["cn-2008", "cn-2019"])
@pytest.mark.parametrize("channel", ["in_person", "ordinary_mail"])
def test_every_path_from_the_first_state_reaches_the_archive(code, channel):
    year = {"cn-2008": "2018-9-14", "cn-2019": "9-14"}[code]
    case = Case(registry.get(code).procedures["request"]).knowing(*DEADLINES)
    case.do("register", year, channel=channel)
    first = case.state
    paths, taken = [], set()
    walk(case, {first}, paths, taken)
    assert first == {"in_person": "received", "ordinary_mail": "submitted"}[channel]
    assert all(path[-1] == "archive" for path in paths)
    unreturned = {"restore", "reopen"}
    expected = {
        (state.key, trigger)
        for state in case.procedure.states
        for trigger in arrows(case.procedure, state.key) - unreturned
        if not (channel == "in_person" and state.key == "submitted")
    }
    assert taken == expected
    assert len(paths) > 30


REQUEST = registry.get("cn-2019").procedures["request"]
EVERY = sorted({(source, step.trigger) for step in REQUEST.steps for source in step.sources})
#: Reasons that were asked for and came leave a case in processing: never in received.
UNREACHABLE = {("received", "delay")}
#: What must have happened before some steps, beside the way into their state.
BEFORE = {
    ("processing", "delay"): ("register", "request_reasons", "receive_reasons"),
    ("extended", "delay"): ("register", "request_reasons", "receive_reasons", "extend"),
    ("in_review", "delay"): ("register", "request_reasons", "receive_reasons", "submit_answer"),
    ("in_review", "restore"): ("register", "request_correction", "lapse"),
    ("received", "resume"): ("register", "suspend"),
    ("processing", "resume"): ("register", "acknowledge", "suspend"),
    ("extended", "resume"): ("register", "extend", "suspend"),
}


@pytest.mark.parametrize(("state", "trigger"), sorted(set(EVERY) - UNREACHABLE))
def test_every_step_can_be_taken_from_each_of_its_sources(state, trigger):
    case = case_in(state, REQUEST)
    if (state, trigger) in BEFORE:
        case = Case(REQUEST).knowing(*DEADLINES)
        for step in BEFORE[state, trigger]:
            take(case, step)
    assert case.state == state
    case.children = (appeal(),) if trigger == "reopen" else ()
    advance(case, trigger)
    targets = {
        target
        for step in REQUEST.steps_of(trigger)
        if state in step.sources
        for target in step.targets(state)
    }
    assert case.state in targets


@pytest.mark.parametrize("state", [state.key for state in REQUEST.states])
def test_a_trigger_of_another_state_is_refused_with_its_right_states(state):
    case = case_in(state, REQUEST)
    foreign = [t for t in REQUEST.triggers if (state, t) not in EVERY]
    assert foreign
    for trigger in foreign:
        reasons = case.judge(trigger, **lawful(case, trigger)).reasons
        assert "procedure.wrong_state" in {reason.code for reason in reasons}


@pytest.mark.parametrize("state", [state.key for state in REQUEST.states])
def test_each_state_offers_a_move_and_each_open_one_a_clock(state):
    case = case_in(state, REQUEST)
    verdicts = allowed(REQUEST, case.situation, "li")
    assert {verdict.trigger for verdict in verdicts} == {t for s, t in EVERY if s == state}
    offered = [verdict for verdict in verdicts if verdict.allowed]
    assert offered or REQUEST.state(state).phase is Phase.FINAL
    assert REQUEST.state(state).clocks or REQUEST.state(state).phase is not Phase.OPEN
