"""Every way through the other machines, of every law version, comes to rest."""

import pytest

from procedures.lawful import case_in
from procedures.scene import Case, d
from workflow.core.past import since
from workflow.core.procedure import NEW, Phase
from workflow.statutes.registry import STATUTES

#: machine → trigger → who does it, and with which facts (several: several ways to do it).
LAWFUL = {
    "consultation": {
        "draft": [{"party": "third_party"}, {"party": "other_agency"}],
        "send": [{}],
        "record_receipt": [{}],
        "record_reply": [{"answer": "agree"}, {"answer": "refuse", "reasons": "商业秘密"}],
        "close_silent": [{}],
        "override": [{"actor": "zhang", "public_interest": "食品安全"}],
    },
    "reconsideration": {
        "receive_copy": [{"procedure": "ordinary"}, {}],
        "record_acceptance": [{"procedure": "ordinary"}],
        "defend": [{"actor": "zhang"}],
        "suspend": [{}],
        "resume": [{}],
        "receive_decision": [{"decided_on": "2020-09-01", "decision": "uphold"}],
        "record_withdrawal": [{}],
    },
    "litigation": {
        "receive_copy": [{"group": "direct"}, {"group": "after_reconsideration"}],
        "defend": [{"actor": "zhang"}],
        "record_judgment": [
            {"decided_on": "2020-09-01", "instance": 1, "effective": effective, "result": "upheld"}
            for effective in (True, False)
        ],
        "go_second_instance": [{}],
        "close": [{}],
    },
    "record_amendment": {
        "register": [{"evidence": "身份证"}],
        "verify": [{}],
        "amend": [{"correction": "出生日期"}],
        "refuse": [{"reasons": "记录无误"}],
        "transfer": [{"transferred_to": "示例区公安分局"}],
    },
    "disclosure": {
        "draft": [{"title": "公告", "attribute": "proactive"}],
        "pass_secrecy_review": [{"actor": "zhao"}],
        "return": [{"actor": "zhao", "comment": "改标题"}],
        "approve": [{"actor": "zhang"}],
        "publish": [{"place_published": "政府网站"}],
        "revise": [{}],
        "take_down": [{"actor": "zhang", "reason": "废止"}],
    },
    "supervision": {
        "order": [{"agency": "lt", "grounds_text": "逾期", "until": "2020-10-30"}],
        "comply": [{"measures": "已答复"}],
    },
    "annual_report": {
        "draft": [{"year": 2020}],
        "check": [{"violations": 0}],
        "approve": [{"actor": "zhang"}],
        "publish": [{"sha256": "ab"}],
        "reissue": [{"reason": "更正一格"}],
    },
}
MACHINES = [
    pytest.param(statute, machine, id=f"{statute.code}-{machine.key}")
    for statute in STATUTES
    for machine in statute.procedures.values()
    if machine.key != "request"
]


def opened(statute, machine):
    if machine.key not in {"consultation", "reconsideration", "litigation"}:
        return Case(machine)
    on = "9-14" if statute.in_force_until is None else "2018-9-14"
    parent = case_in("processing", statute.procedures["request"], on).situation
    return Case(machine, child=f"{machine.key}:x1", parent=parent)


def onward(case):
    """Every case that one lawful act makes of this one."""
    machine, state = case.procedure, case.state
    for trigger in machine.triggers:
        if not any(state in step.sources for step in machine.steps_of(trigger)):
            continue
        for facts in LAWFUL[machine.key][trigger]:
            if case.judge(trigger, "9-20", **facts).allowed:
                yield trigger, case.copy().do(trigger, "9-20", **facts)


def explore(case, seen, done, ends):
    for trigger, further in onward(case):
        done.add((case.state, trigger))
        ends.add(further.state)
        ways = {(entry.trigger, entry.facts.get("effective")) for entry in further.entries}
        lately = frozenset(entry.trigger for entry in since(further.entries, "revise"))
        mark = (further.state, frozenset(ways), lately, further.entries[-1].facts.get("effective"))
        if mark not in seen:
            seen.add(mark)
            explore(further, seen, done, ends)


@pytest.mark.parametrize(("statute", "machine"), MACHINES)
def test_every_step_of_every_source_is_taken_on_some_way(statute, machine):
    done, ends = set(), set()
    explore(opened(statute, machine), set(), done, ends)
    everything = {(source, step.trigger) for step in machine.steps for source in step.sources}
    assert everything - done == set()
    assert ends == {state.key for state in machine.states}


@pytest.mark.parametrize(("statute", "machine"), MACHINES)
def test_from_every_state_a_final_one_can_be_reached_by_lawful_acts(statute, machine):
    seen = {}
    waiting = [opened(statute, machine)]
    while waiting:
        case = waiting.pop()
        for _, further in onward(case):
            seen.setdefault(case.state, set()).add(further.state)
            if further.state not in seen and len(further.entries) < 12:
                seen[further.state] = set()
                waiting.append(further)
    final = {state.key for state in machine.states if state.phase is Phase.FINAL}
    for state in seen:
        reached, fresh = set(), {state}
        while fresh:
            reached |= fresh
            fresh = {after for one in fresh for after in seen.get(one, ())} - reached
        assert reached & final, state
    assert NEW in seen


@pytest.mark.parametrize(("statute", "machine"), MACHINES)
def test_each_first_step_may_lie_in_the_past_and_not_in_the_future(statute, machine):
    case = opened(statute, machine)
    case.today = d("9-20")
    opening = next(step.trigger for step in machine.steps if NEW in step.sources)
    facts = LAWFUL[machine.key][opening][0]
    assert case.judge(opening, "9-20", **facts).allowed
    assert "in_future" in case.refusals(opening, "9-21", **facts)


@pytest.mark.parametrize(("statute", "machine"), MACHINES)
def test_nothing_but_a_first_step_begins_a_machine(statute, machine):
    case = opened(statute, machine)
    openings = {step.trigger for step in machine.steps if NEW in step.sources}
    for trigger in set(machine.triggers) - openings:
        for facts in LAWFUL[machine.key][trigger]:
            assert "wrong_state" in case.refusals(trigger, "9-20", **facts)
