"""Moves judged against the rules of a procedure: allowed, or every reason why not.

A statute declares a ``Procedure`` as data; ``core`` knows no number and no article of any law. A
move is judged against a ``Situation`` and changes nothing: the verdict says what would happen.
This module also gathers the names that definitions and their users need.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from workflow.core.effects import ANSWER, DraftNotice, Effect, IssueNotice
from workflow.core.facts import invalid, missing, readable
from workflow.core.journal import Entry
from workflow.core.machine import Procedure, Visit
from workflow.core.moves import Child, FactSpec, Guard, GuardCheck, Move, Situation
from workflow.core.steps import (
    NEW,
    SAME,
    Choice,
    EventSpec,
    Past,
    Phase,
    Selector,
    StateSpec,
    Step,
    Vocabulary,
)
from workflow.core.wording import day_text, listing
from workflow.errors import Reason
from workflow.messages import say

__all__ = [
    "NEW",
    "SAME",
    "Child",
    "Choice",
    "EventSpec",
    "FactSpec",
    "Guard",
    "GuardCheck",
    "Move",
    "Past",
    "Phase",
    "Procedure",
    "Selector",
    "Situation",
    "StateSpec",
    "Step",
    "Verdict",
    "Visit",
    "Vocabulary",
    "allowed",
    "hindrances",
    "judge",
    "probe",
]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say to a move.

    ``reasons`` refuse it; ``overridden`` yielded to the written reason and ``waived`` to the
    agency's setting: both go into the journal with it. ``warnings`` are shown and stop nothing.
    ``facts`` are those to write: the move's, with what the step sets by itself.
    """

    trigger: str
    label: str
    target: str | None
    reasons: tuple[Reason, ...] = ()
    overridden: tuple[Reason, ...] = ()
    waived: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    step: Step | None = None

    @property
    def allowed(self) -> bool:
        """Whether nothing stands against the move."""
        return not self.reasons

    def to_json(self) -> dict[str, Any]:
        """Return the shape of the contract's allowed and refused moves."""
        return {
            "trigger": self.trigger,
            "label": self.label,
            "allowed": self.allowed,
            "target": self.target,
            "roles": list(self.step.roles) if self.step else [],
            "facts": [_spec_json(spec) for spec in self.step.facts] if self.step else [],
            "reasons": [reason.to_json() for reason in self.reasons],
            "overridden": [reason.to_json() for reason in self.overridden],
            "waived": [reason.to_json() for reason in self.waived],
            "warnings": [reason.to_json() for reason in self.warnings],
        }


def _spec_json(spec: FactSpec) -> dict[str, Any]:
    return {
        "name": spec.name,
        "kind": spec.kind,
        "label": say(spec.label),
        "required": spec.required,
        "choices": list(spec.choices),
    }


def judge(procedure: Procedure, situation: Situation, move: Move) -> Verdict:
    """Say whether a move is allowed, where it leads, and every reason against it.

    InputError where the procedure knows no such trigger.
    """
    return _judge(procedure, situation, move, _followed(procedure, situation), probing=False)


def probe(procedure: Procedure, situation: Situation, move: Move) -> Verdict:
    """Judge a move before its facts are known: what only they could decide is left out.

    Facts that are there already are checked for their kind.
    """
    return _judge(procedure, situation, move, _followed(procedure, situation), probing=True)


def hindrances(step: Step, situation: Situation, move: Move) -> tuple[Reason, ...]:
    """Return what the rules of a step say against a move before its facts are known.

    State, role and day aren't looked at: who asks about many days has looked at them once.
    """
    return tuple(_ask(_guards(step, probing=True), situation, move)["reasons"])


def allowed(
    procedure: Procedure, situation: Situation, actor: str, role: str | None = None
) -> tuple[Verdict, ...]:
    """Return the verdict on each trigger of the present state, today, before facts are known.

    What only the facts could decide isn't judged yet. Without ``role`` each trigger is asked
    about in a role that may do it.
    """
    found = []
    followed = _followed(procedure, situation)
    for trigger in procedure.triggers:
        here = [s for s in procedure.steps_of(trigger) if situation.state in s.sources]
        if here:
            move = Move(trigger, situation.today, actor, role or here[0].roles[0])
            found.append(_judge(procedure, situation, move, followed, probing=True))
    return tuple(found)


def _judge(
    procedure: Procedure,
    situation: Situation,
    move: Move,
    followed: tuple[str, date] | None,
    *,
    probing: bool,
) -> Verdict:
    past, asked_of = situation.own, move
    if move.facts:  # rules see no broken fact
        known = procedure.facts_of(move.trigger)
        move = replace(move, facts=readable(known, move.facts))
    step = procedure.choose(situation.state, past, move)
    asked = step or _nearest(procedure, situation.state, move.trigger)
    reasons = [
        *([] if step else [_wrong_state(procedure, situation.state, move)]),
        *_wrong_role(procedure, asked, move),
        *_wrong_day(situation, move, followed),
        *([] if probing else missing(asked.facts, asked_of.facts)),
        *invalid(asked.facts, asked_of.facts),
    ]
    answers = _ask(_guards(asked, probing=probing), situation, move)
    refused = tuple(reasons + answers["reasons"])
    facts = dict(move.facts) | dict(asked.sets(situation, move) if asked.sets else {})
    return Verdict(
        trigger=move.trigger,
        label=procedure.trigger_label(move.trigger),
        target=_target(procedure, step, situation.state, past, move, probing=probing),
        reasons=refused,
        overridden=tuple(answers["overridden"]),
        waived=tuple(answers["waived"]),
        warnings=tuple(answers["warnings"]),
        facts=facts,
        effects=() if refused else _effects(procedure, asked, past, facts),
        step=asked,
    )


def _target(
    procedure: Procedure,
    step: Step | None,
    state: str,
    past: Past,
    move: Move,
    *,
    probing: bool,
) -> str | None:
    """Return where a move leads: the machine says it of one to be made, its declaration else."""
    if step is None:
        return None
    return step.leads_to(state, past, move) if probing else procedure.fire(state, past, move)


def _nearest(procedure: Procedure, state: str, trigger: str) -> Step:
    """Return the step whose rules are told where none can be taken."""
    steps = procedure.steps_of(trigger)
    return next((step for step in steps if state in step.sources), steps[0])


def _wrong_state(procedure: Procedure, state: str, move: Move) -> Reason:
    steps = procedure.steps_of(move.trigger)
    label = procedure.trigger_label(move.trigger)
    for step in steps:
        if state in step.sources and step.when:
            return Reason(step.when.otherwise, {"trigger": label}, step.article)
    sources = dict.fromkeys(source for step in steps for source in step.sources)
    values = {
        "trigger": label,
        "states": listing(procedure.state_label(source) for source in sources),
        "state": procedure.state_label(state),
    }
    return Reason("procedure.wrong_state", values)


def _wrong_role(procedure: Procedure, step: Step, move: Move) -> list[Reason]:
    if move.role in step.roles:
        return []
    values = {
        "trigger": procedure.trigger_label(step.trigger),
        "roles": listing(say(f"roles.{role}") for role in step.roles),
        "role": say(f"roles.{move.role}") if move.role in procedure.words.roles else move.role,
    }
    return [Reason("procedure.wrong_role", values)]


def _wrong_day(situation: Situation, move: Move, followed: tuple[str, date] | None) -> list[Reason]:
    found = []
    if move.on > situation.today:
        values = {"on": day_text(move.on), "today": day_text(situation.today)}
        found.append(Reason("procedure.in_future", values))
    befores = [one for one in (followed, _receipt(situation)) if one and move.on < one[1]]
    for label, on in befores[:1]:
        values = {"on": day_text(move.on), "previous": label, "previous_on": day_text(on)}
        found.append(Reason("procedure.before_previous", values))
    return found


def _receipt(situation: Situation) -> tuple[str, date] | None:
    """Return name and day of the receipt: what came by post is registered under an earlier day."""
    on = situation.deadlines.received_on
    return None if on is None else (say("case.received"), on)


def _followed(procedure: Procedure, situation: Situation) -> tuple[str, date] | None:
    """Return name and day of what a move follows: the entry that led into the present state."""
    for visit in reversed(procedure.visits(situation.own)):
        if visit.before != visit.after:
            return procedure.trigger_label(visit.entry.trigger), visit.entry.on
    if situation.parent and situation.parent.own:
        first = situation.parent.own[0]
        return say(f"triggers.{situation.parent.procedure}_{first.trigger}"), first.on
    return None


def _guards(step: Step, *, probing: bool) -> list[Guard]:
    return [guard for guard in step.guards if not (probing and guard.about_facts)]


def _ask(guards: Sequence[Guard], situation: Situation, move: Move) -> dict[str, list[Reason]]:
    """Ask guards, and sort what they say by what it does to the move."""
    answers: dict[str, list[Reason]] = {
        "reasons": [],
        "overridden": [],
        "waived": [],
        "warnings": [],
    }
    for guard in guards:
        answers[_weight(guard, situation, move)] += [
            replace(reason, article=reason.article or guard.article, overridable=guard.overridable)
            for reason in guard.check(situation, move)
        ]
    return answers


def _weight(guard: Guard, situation: Situation, move: Move) -> str:
    if guard.warns:
        return "warnings"
    stands = guard.stands_while
    if guard.waived_by and situation.settings.get(guard.waived_by, stands) != stands:
        return "waived"
    written = bool(move.reason and move.reason.strip())
    return "overridden" if guard.overridable and written else "reasons"


def _effects(
    procedure: Procedure, step: Step, past: Sequence[Entry], facts: Mapping[str, Any]
) -> tuple[Effect, ...]:
    """Return what follows the step, the answer's notice named by its outcome."""
    return tuple(_named(procedure, effect, past, facts) for effect in step.effects)


def _named(procedure: Procedure, effect: Effect, past: Past, facts: Mapping[str, Any]) -> Effect:
    if not isinstance(effect, DraftNotice | IssueNotice) or effect.notice != ANSWER:
        return effect
    assert procedure.answer_key is not None  # else the definition was refused
    key = procedure.answer_key(past, facts)
    return replace(effect, notice=key.partition("-")[0], key=key)
