"""Unsound definitions are refused when they are made, with the place of every fault."""

from dataclasses import replace

import pytest

from procedures.toy import CLOSING, CONTENT, OPENING, STATES, bent, guard, procedure
from workflow.core.effects import ANSWER, DraftNotice, IssueNotice, Notify
from workflow.core.moves import FactSpec, Guard
from workflow.core.procedure import NEW, SAME, Choice, EventSpec, Phase, Selector, StateSpec, Step
from workflow.core.soundness import faults
from workflow.errors import DefinitionError


def codes(made):
    with pytest.raises(DefinitionError) as refused:
        made()
    assert refused.value.code == "procedure.unsound"
    assert refused.value.values["procedure"] == "toy/request"
    return refused.value.values["faults"]


def test_the_toy_itself_is_sound():
    assert procedure().triggers == ("register", "archive")


def test_a_state_that_cannot_be_reached_is_named():
    lost = StateSpec("lost", clocks=("reply",))
    away = Step("flee", ("lost",), "archived", ("clerk",), "条例第一条")
    assert "“lost”从起点走不到" in codes(
        lambda: procedure((*STATES, lost), (OPENING, CLOSING, away))
    )


@pytest.mark.parametrize("phase", [Phase.OPEN, Phase.ELSEWHERE, Phase.CLOSED])
def test_a_state_without_a_way_to_a_final_one_is_named(phase):
    trap = StateSpec("trap", phase, ("reply",))
    step = Step("fall", ("received",), "trap", ("clerk",), "条例第一条")
    assert "“trap”走不到任何终点" in codes(
        lambda: procedure((*STATES, trap), (OPENING, CLOSING, step))
    )


def test_two_steps_of_one_trigger_and_source_need_different_conditions():
    twin = replace(CLOSING, target=SAME)
    assert "“archive”从“received”" in codes(lambda: procedure(steps=(OPENING, CLOSING, twin)))


def test_two_steps_on_the_same_selector_are_refused():
    selector = Selector("odd", lambda _, __: True, "guards.no_order")
    one = replace(CLOSING, when=selector)
    assert "轮不到" in codes(lambda: procedure(steps=(OPENING, one, replace(one, target=SAME))))


def test_a_step_after_an_unconditional_one_never_gets_its_turn():
    late = replace(CLOSING, when=Selector("odd", lambda _, __: True, "guards.no_order"))
    assert "轮不到" in codes(lambda: procedure(steps=(OPENING, CLOSING, late)))


def test_two_steps_with_different_selectors_are_sound():
    odd = Selector("odd", lambda _, __: True, "guards.no_order")
    even = Selector("even", lambda _, __: False, "guards.no_order")
    steps = (OPENING, replace(CLOSING, when=odd), replace(CLOSING, when=even, target=SAME))
    assert procedure(steps=steps).triggers == ("register", "archive")


def test_an_open_state_without_a_clock_is_named():
    silent = (replace(STATES[0], clocks=()), STATES[1])
    assert "“received”等着本机关办理" in codes(lambda: procedure(silent))


@pytest.mark.parametrize("phase", [Phase.ELSEWHERE, Phase.CLOSED])
def test_a_state_in_which_the_agency_owes_nothing_needs_no_clock(phase):
    quiet = (StateSpec("received", phase), STATES[1])
    assert procedure(quiet).state("received").phase is phase


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"roles": ("mayor",)}, "没有的角色“mayor”"),
        ({"effects": (Notify("mayor"),)}, "没有的角色“mayor”"),
        ({"effects": (DraftNotice("N99"),)}, "没有的文书“N99”"),
        ({"effects": (IssueNotice("N98"),)}, "没有的文书“N98”"),
        ({"effects": (IssueNotice(ANSWER),)}, "没有的文书“answer”"),
        ({"events": (EventSpec("vanished"),)}, "没有的法律事件“vanished”"),
        ({"clocks": {"sundial": "ends"}}, "没有的期限“sundial”"),
        ({"clocks": {"reply": "melts"}}, "没有的作用“melts”"),
        ({"facts": (FactSpec("x", "colour", "facts.content"),)}, "没有的事项类型“colour”"),
        ({"facts": (CONTENT, CONTENT)}, "事项“content”写了两次"),
        ({"guards": (guard(), guard())}, "条件“toy”写了两次"),
        ({"guards": ("nowhere",)}, "条件“nowhere”不存在"),
        ({"guards": (Guard("toy", "条例第一条", "os.getcwd"),)}, "不存在"),
        ({"guards": (Guard("toy", "", lambda _, __: ()),)}, "没有写依据"),
        ({"article": ""}, "缺少依据、角色或者起点"),
        ({"roles": ()}, "缺少依据、角色或者起点"),
    ],
)
def test_a_word_that_does_not_exist_is_named_with_its_trigger(changes, word):
    said = codes(lambda: bent(**changes))
    assert word in said
    assert "“archive”" in said


def test_a_step_without_a_source_is_refused():
    idle = replace(CLOSING, sources=())
    assert "缺少依据" in codes(lambda: procedure(steps=(OPENING, CLOSING, idle)))


def test_a_clock_of_a_state_must_exist_too():
    odd = (replace(STATES[0], clocks=("sundial",)), STATES[1])
    assert "没有的期限“sundial”" in codes(lambda: procedure(odd))


@pytest.mark.parametrize("changes", [{"sources": ("limbo",)}, {"target": "limbo"}])
def test_a_state_that_is_not_defined_is_named(changes):
    assert "没有定义的状态“limbo”" in codes(lambda: bent(**changes))


def test_a_choice_of_an_unknown_state_is_named():
    choice = Choice(("archived", "limbo"), lambda _, __: "archived")
    assert "“limbo”" in codes(lambda: bent(target=choice))


@pytest.mark.parametrize("extra", [STATES[0], StateSpec(NEW, clocks=("reply",))])
def test_a_state_defined_twice_or_by_the_reserved_name_is_refused(extra):
    assert "定义了两次" in codes(lambda: procedure((*STATES, extra)))


def test_all_faults_are_told_at_once():
    said = codes(lambda: bent(roles=("mayor",), clocks={"sundial": "ends"}, article=""))
    assert said.count(";") == 2


def test_an_answer_is_a_notice_where_the_procedure_can_name_it():
    sound = procedure(
        steps=(OPENING, replace(CLOSING, effects=(DraftNotice(ANSWER),))),
        answer_key=lambda _, __: "N01",
    )
    assert faults(sound.states, sound.steps, sound.words, answers=True) == ()
