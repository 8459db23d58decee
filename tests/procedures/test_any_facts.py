"""Whatever a page or another program sends as facts, the engine answers and never breaks."""

from hypothesis import given, settings
from hypothesis import strategies as st

from procedures.lawful import ROUTES, case_in
from procedures.scene import Case, d
from workflow.core.procedure import NEW, judge
from workflow.statutes.registry import STATUTES

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5)
    | st.sampled_from(["2020-09-14", "2020-02-30", "post", "A3", "items", "web"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)  # fmt: skip
PROCEDURES = [p for statute in STATUTES for p in statute.procedures.values()]
REQUEST = STATUTES[1].procedures["request"]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_facts_get_a_verdict(data):
    procedure = data.draw(st.sampled_from(PROCEDURES))
    trigger = data.draw(st.sampled_from(procedure.triggers))
    state = data.draw(st.sampled_from([NEW, *(state.key for state in procedure.states)]))
    known = [spec.name for spec in procedure.facts_of(trigger)] + ["strange"]
    facts = data.draw(st.dictionaries(st.sampled_from(known), JSON, max_size=6))
    case = case_in(state, REQUEST) if procedure is REQUEST and state in ROUTES else Case(procedure)
    move = case.move(trigger, **{k: v for k, v in facts.items() if k not in {"reason", "on"}})
    verdict = judge(procedure, case.situation, move)
    assert verdict.to_json()["allowed"] is (not verdict.reasons)
    assert all(reason.message for reason in (*verdict.reasons, *verdict.warnings))


def test_a_move_on_a_case_without_any_deadline_is_judged_too():
    case = Case(REQUEST).do("register", channel="in_person")
    for trigger in REQUEST.triggers:
        assert judge(REQUEST, case.situation, case.move(trigger, "9-14")).label
    assert case.situation.today == d("2021-12-31")
