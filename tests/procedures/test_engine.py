"""The engine: what it answers to a move, and what it never does."""

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from procedures.scene import Case, d, derived
from procedures.toy import CLOSING, CONTENT, OPENING, STATES, bent, guard, procedure
from workflow.core.effects import ANSWER, DraftNotice, IssueNotice, Notify
from workflow.core.procedure import NEW, SAME, Choice, Phase, Selector, StateSpec, Step, allowed
from workflow.core.wording import day_text, listing
from workflow.errors import InputError, Reason

NO = Reason("guards.statement_missing")
RECEIVED = replace(derived(), received_on=d("5-11"))


def received(made):
    return Case(made, RECEIVED).do("register", "5-11")


def test_judging_changes_nothing():
    case = received(procedure())
    before = list(case.entries)
    assert case.judge("archive", "5-12", role="leader").allowed
    assert (case.state, case.entries) == ("received", before)


def test_a_situation_cannot_be_changed_by_a_guard():
    with pytest.raises(FrozenInstanceError):
        received(procedure()).situation.state = "archived"


def test_the_machine_is_one_for_all_cases_and_knows_no_automatic_transitions():
    made = procedure()
    assert made.machine.models == []
    assert set(made.machine.events) == {"register", "archive"}


def test_a_wrong_state_names_where_it_would_be_right():
    (reason,) = Case(procedure()).judge("archive", "5-11", role="leader").reasons
    assert reason.message == "“归档”要在“已收到”状态下办理，本件现在是“未登记”"


def test_a_wrong_role_names_who_may():
    (reason,) = received(procedure()).judge("archive", "5-12", role="clerk").reasons
    assert reason.message == "“归档”由机关负责人办理，您现在的身份是经办人"


def test_a_role_that_nobody_has_is_named_as_it_came():
    (reason,) = received(procedure()).judge("archive", "5-12", role="mayor").reasons
    assert reason.values["role"] == "mayor"


def test_a_move_may_lie_in_the_past_but_not_in_the_future():
    case = received(procedure())
    case.today = d("5-12")
    assert case.judge("archive", "5-12", role="leader").allowed
    (reason,) = case.judge("archive", "5-13", role="leader").reasons
    assert reason.message == "日期不能晚于今天：填的是2020年5月13日，今天是2020年5月12日"


def test_a_move_may_not_lie_before_what_it_follows():
    case = received(procedure())
    assert case.judge("archive", "5-11", role="leader").allowed
    (reason,) = case.judge("archive", "5-10", role="leader").reasons
    assert reason.message.endswith("填的是2020年5月10日，“登记”在2020年5月11日")


def test_a_same_state_entry_is_not_what_the_next_follows():
    note = Step("acknowledge", ("received",), SAME, ("clerk",), "条例第四十五条")
    case = received(procedure(steps=(OPENING, note, CLOSING))).do("acknowledge", "5-20")
    assert case.judge("archive", "5-12", role="leader").allowed


def test_a_child_may_not_begin_before_its_request():
    parent = received(procedure()).situation
    child = Case(procedure(), parent=parent)
    assert child.refusals("register", "5-10") == {"before_previous"}
    assert child.judge("register", "5-11").allowed


def test_a_child_of_an_empty_request_follows_nothing():
    child = Case(procedure(), parent=Case(procedure()).situation)
    assert child.judge("register", "5-10").allowed


def test_all_reasons_are_told_not_only_the_first():
    case = received(bent(facts=(CONTENT,), guards=(guard("a", (NO,)), guard("b", (NO, NO)))))
    case.today = d("5-11")
    codes = [reason.code for reason in case.judge("archive", "6-1", role="clerk").reasons]
    assert codes == [
        "procedure.wrong_role",
        "procedure.in_future",
        "procedure.fact_missing",
        *[NO.code] * 3,
    ]


def test_a_refused_move_yields_no_effects_and_no_step_is_lost():
    case = received(bent(effects=(Notify("clerk"),), guards=(guard("a", (NO,)),)))
    verdict = case.judge("archive", "5-12", role="leader")
    assert (verdict.effects, verdict.target) == ((), "archived")


def test_a_reason_takes_the_article_of_its_guard_unless_it_has_its_own():
    own = Reason("guards.no_order", article="行政复议法")
    case = received(bent(guards=(guard("a", (NO, own)),)))
    reasons = case.judge("archive", "5-12", role="leader").reasons
    assert [reason.article for reason in reasons] == ["条例第三十条", "行政复议法"]


@pytest.mark.parametrize("written", [None, "", "  "])
def test_an_overridable_guard_refuses_without_a_written_reason(written):
    case = received(bent(guards=(guard("a", (NO,), overridable=True),)))
    verdict = case.judge("archive", "5-12", role="leader", reason=written)
    assert [reason.overridable for reason in verdict.reasons] == [True]


def test_an_overridable_guard_yields_to_a_written_reason_and_is_kept():
    case = received(bent(guards=(guard("a", (NO,), overridable=True),)))
    verdict = case.judge("archive", "5-12", role="leader", reason="当事人到场说明")
    assert verdict.allowed
    assert [reason.code for reason in verdict.overridden] == [NO.code]


def test_a_mandatory_guard_does_not_yield():
    case = received(bent(guards=(guard("a", (NO,)),)))
    assert not case.judge("archive", "5-12", role="leader", reason="当事人到场说明").allowed


def test_a_warning_refuses_nothing():
    verdict = received(bent(guards=(guard("a", (NO,), warns=True),))).judge(
        "archive", "5-12", role="leader"
    )
    assert verdict.allowed
    assert [reason.code for reason in verdict.warnings] == [NO.code]


def test_a_rule_that_the_agency_waives_is_kept_for_the_journal():
    case = received(bent(guards=(guard("a", (NO,), waived_by="author_may_approve"),)))
    assert not case.judge("archive", "5-12", role="leader").allowed
    case.settings = {"author_may_approve": True}
    verdict = case.judge("archive", "5-12", role="leader")
    assert verdict.allowed
    assert [reason.code for reason in verdict.waived] == [NO.code]


def test_what_a_step_sets_by_itself_is_among_the_facts_to_write():
    case = received(bent(sets=lambda _, __: {"outcome": "A21"}))
    assert case.judge("archive", "5-12", role="leader").facts == {"outcome": "A21"}


def test_an_answer_is_named_by_its_outcome():
    step = replace(CLOSING, effects=(DraftNotice(ANSWER), IssueNotice("N01"), Notify("clerk")))
    made = procedure(steps=(OPENING, step), answer_key=lambda _, facts: "N01-A12")
    assert received(made).judge("archive", "5-12", role="leader").effects == (
        DraftNotice("N01", "N01-A12"), IssueNotice("N01"), Notify("clerk"),
    )  # fmt: skip


def test_a_notice_without_a_narrow_key_takes_the_template_of_its_own_name():
    assert (DraftNotice("N04").template, IssueNotice("N10", "N10-A12").template) == (
        "N04", "N10-A12",
    )  # fmt: skip


ODD = Selector("odd", lambda _, move: move.on.day % 2 == 1, "guards.no_order")
EVEN = Selector("even", lambda _, move: move.on.day == 2, "guards.no_order")


def test_a_selector_decides_between_steps_of_one_trigger():
    case = received(
        procedure(
            steps=(OPENING, replace(CLOSING, when=ODD, target=SAME), replace(CLOSING, when=EVEN))
        )
    )
    assert case.judge("archive", "6-1", role="leader").target == "received"
    assert case.judge("archive", "6-2", role="leader").target == "archived"


def test_where_no_selector_holds_its_own_sentence_is_said():
    case = received(procedure(steps=(OPENING, replace(CLOSING, when=EVEN))))
    verdict = case.judge("archive", "6-1", role="leader")
    assert [reason.code for reason in verdict.reasons] == ["guards.no_order"]
    assert verdict.target is None


def test_a_choice_takes_the_state_that_the_past_decides():
    choice = Choice(
        ("received", "archived"), lambda past, _: ("received", "archived")[len(past) % 2]
    )
    case = received(bent(target=choice))
    assert case.judge("archive", "6-1", role="leader").target == "archived"


def test_the_fold_takes_history_as_it_was():
    made = procedure()
    case = received(made)
    entry = case.entries[0]
    skipped = replace(entry, trigger="archive", entry=1)
    foreign = replace(entry, trigger="recalculated", entry=2)
    assert [visit.after for visit in made.visits([skipped, foreign])] == ["archived"]
    assert made.state_after([]) == NEW


@pytest.mark.parametrize(
    ("target", "state"),
    [(SAME, NEW), (Choice(("archived",), lambda _, __: "archived"), "archived")],
)
def test_an_entry_out_of_turn_leads_where_its_trigger_leads(target, state):
    steps = (OPENING, CLOSING, Step("jump", ("received",), target, ("clerk",), "条例第一条"))
    case = received(made := procedure(steps=steps))
    assert made.state_after([replace(case.entries[0], trigger="jump")]) == state


def test_allowed_lists_each_trigger_of_the_state_before_its_facts_are_known():
    case = received(bent(facts=(CONTENT,), guards=(guard("a", (NO,)),)))
    (verdict,) = allowed(case.procedure, case.situation, "wang", "leader")
    assert [reason.code for reason in verdict.reasons] == [NO.code]
    assert verdict.to_json()["facts"][0]["name"] == "content"


def test_allowed_without_a_role_asks_in_one_that_may():
    case = received(procedure())
    (verdict,) = allowed(case.procedure, case.situation, "wang")
    assert verdict.allowed
    (refused,) = allowed(case.procedure, case.situation, "wang", "clerk")
    assert [reason.code for reason in refused.reasons] == ["procedure.wrong_role"]


def test_a_verdict_as_json_carries_labels_and_reasons():
    case = received(bent(guards=(guard("a", (NO,), overridable=True),)))
    told = case.judge("archive", "5-12", role="leader").to_json()
    assert (told["trigger"], told["label"], told["allowed"]) == ("archive", "归档", False)
    assert told["reasons"][0]["message"] == "要附申请人本人的撤回声明（statement）（条例第三十条）"
    assert told["reasons"][0]["overridable"] is True
    assert told["roles"] == ["leader"]
    assert replace(case.judge("archive", "5-12", role="leader"), step=None).to_json()["roles"] == []


def test_facts_of_a_trigger_are_those_of_all_its_steps_or_of_one_state():
    made = bent(facts=(CONTENT,))
    assert made.facts_of("archive") == made.facts_of("archive", "received") == (CONTENT,)
    assert made.facts_of("archive", "archived") == ()


def test_an_unknown_state_or_trigger_is_a_wrong_call():
    with pytest.raises(InputError, match=r"procedure\.unknown_state"):
        procedure().state("limbo")
    with pytest.raises(InputError, match=r"procedure\.unknown_trigger"):
        received(procedure()).judge("fly", role="clerk")


def test_states_say_who_owes_the_next_act():
    assert [state.phase for state in STATES] == [Phase.OPEN, Phase.FINAL]
    assert StateSpec("x").clocks == ()


def test_a_day_is_written_without_leading_zeros_and_in_the_readers_language(monkeypatch):
    assert (day_text(date(2020, 9, 3)), listing(["甲", "乙"])) == ("2020年9月3日", "甲、乙")
    monkeypatch.setenv("WORKFLOW_LANG", "en")
    assert (day_text(date(2020, 9, 3)), listing(["a", "b"])) == ("2020-09-03", "a, b")


def test_a_move_may_not_lie_before_the_receipt_although_the_registration_does():
    # sent by post on 5-11, received on 5-13
    case = received(procedure())
    case.deadlines = replace(derived(), received_on=d("5-13"))
    (reason,) = case.judge("archive", "5-12").reasons
    assert reason.code == "procedure.before_previous"
    assert reason.values["previous_on"] == day_text(d("5-13"))
    assert case.judge("archive", "5-13").allowed
