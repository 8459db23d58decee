"""Procedures as data: states, steps and guards, checked when they are made, judged move by move.

A statute declares a ``Procedure``; ``core`` knows no number and no article of any law. A move is
judged against a ``Situation`` and changes nothing: the verdict says what would happen, or every
reason why not. The transitions themselves are one shared machine without models.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from transitions import Machine

from workflow.core.effects import ANSWER, DraftNotice, Effect, IssueNotice
from workflow.core.facts import invalid, missing, readable
from workflow.core.journal import Entry
from workflow.core.moves import Child, FactSpec, Guard, GuardCheck, Move, Situation
from workflow.core.soundness import faults
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
from workflow.errors import DefinitionError, InputError, Reason
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
    "judge",
    "probe",
]


@dataclass(frozen=True, slots=True)
class Visit:
    """One entry of a machine, the step it took, and the states before and after it."""

    entry: Entry
    step: Step
    before: str
    after: str


@dataclass(slots=True)
class _Token:
    """The one thing that the shared machine moves."""

    state: str


@dataclass(frozen=True)
class Procedure:
    """A state machine of a statute: DefinitionError where it is unsound.

    ``key`` is its kind (``request``, ``consultation`` …), ``statute`` the code of its law.
    ``answer_key`` gives the template key of the answer that the past and the move's facts ask
    for (``N10-A12``); only a procedure with answers has one.
    """

    key: str
    statute: str
    states: tuple[StateSpec, ...]
    steps: tuple[Step, ...]
    words: Vocabulary
    answer_key: Callable[[Past, Mapping[str, Any]], str] | None = None
    initial: str = NEW
    machine: Machine = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found = faults(self.states, self.steps, self.words, answers=self.answer_key is not None)
        if found:
            what = "; ".join(reason.message for reason in found)
            name = f"{self.statute}/{self.key}"
            raise DefinitionError("procedure.unsound", procedure=name, faults=what)
        object.__setattr__(self, "machine", _compile(self))

    @property
    def triggers(self) -> tuple[str, ...]:
        """Every trigger, in the order of the definition."""
        return tuple(dict.fromkeys(step.trigger for step in self.steps))

    def state(self, key: str) -> StateSpec:
        """Return a state by its key; InputError where the procedure has none such."""
        for state in self.states:
            if state.key == key:
                return state
        raise InputError("procedure.unknown_state", state=key, procedure=self.key)

    def state_label(self, key: str) -> str:
        """Return a state's name as an officer reads it."""
        return say("states.new" if key == NEW else f"states.{self.key}_{key}")

    def trigger_label(self, trigger: str) -> str:
        """Return a trigger's name as an officer reads it."""
        return say(f"triggers.{self.key}_{trigger}")

    def steps_of(self, trigger: str) -> tuple[Step, ...]:
        """Return the steps of a trigger; InputError where there is no such trigger."""
        found = tuple(step for step in self.steps if step.trigger == trigger)
        if not found:
            known = listing(self.triggers)
            raise InputError("procedure.unknown_trigger", trigger=trigger, known=known)
        return found

    def facts_of(self, trigger: str, state: str | None = None) -> tuple[FactSpec, ...]:
        """Return the facts that a trigger may carry (from one state, or from any)."""
        found: dict[str, FactSpec] = {}
        for step in self.steps_of(trigger):
            if state is None or state in step.sources:
                found |= {spec.name: spec for spec in step.facts}
        return tuple(found.values())

    def choose(self, state: str, past: Past, move: Move) -> Step | None:
        """Return the step that a move takes from a state, None where there is none."""
        for step in self.steps_of(move.trigger):
            if state in step.sources and (step.when is None or step.when.holds(past, move)):
                return step
        return None

    def fire(self, state: str, past: Past, move: Move) -> str:
        """Return the state after a step that ``choose`` found; guards are not asked."""
        token = _Token(state)
        self.machine.events[move.trigger].trigger(token, past, move)
        return token.state

    def visits(self, entries: Past) -> tuple[Visit, ...]:
        """Fold entries into the states they led through. Guards are not asked.

        History is taken as it was: an entry whose trigger doesn't start from the state reached
        (an imported ledger skips steps) leads where its trigger leads. Entries of other
        machines, and such as are no step at all, are passed over.
        """
        found: list[Visit] = []
        past: list[Entry] = []
        state = self.initial
        known = set(self.triggers)
        for entry in entries:
            if entry.trigger not in known:
                continue
            found.append(self._visit(state, tuple(past), entry))
            past.append(entry)
            state = found[-1].after
        return tuple(found)

    def _visit(self, state: str, past: Past, entry: Entry) -> Visit:
        move = Move(entry.trigger, entry.on, entry.actor, entry.role, entry.facts, entry.reason)
        step = self.choose(state, past, move)
        if step:
            return Visit(entry, step, state, self.fire(state, past, move))
        step = self.steps_of(entry.trigger)[0]
        if isinstance(step.target, Choice):
            return Visit(entry, step, state, step.target.pick(past, move))
        return Visit(entry, step, state, state if step.target == SAME else step.target)

    def state_after(self, entries: Past) -> str:
        """Return the state that the entries of this machine lead to."""
        visits = self.visits(entries)
        return visits[-1].after if visits else self.initial


def _compile(procedure: Procedure) -> Machine:
    """Build the one machine that all cases share: no models, no automatic transitions."""
    machine = Machine(
        model=None,
        states=[NEW, *(state.key for state in procedure.states)],
        initial=NEW,
        auto_transitions=False,
    )
    for step in procedure.steps:
        for source in step.sources:
            for target in step.targets(source):
                machine.add_transition(
                    step.trigger, source, target, conditions=_conditions(step, target)
                )
    return machine


def _conditions(step: Step, target: str) -> list[str | Callable[..., bool | None]]:
    """Return callables only: a string would be looked up, even imported, when it fires."""
    conditions: list[str | Callable[..., bool | None]] = []
    if step.when:
        conditions.append(step.when.holds)
    if isinstance(step.target, Choice):
        conditions.append(partial(_picks, step.target, target))
    return conditions


def _picks(choice: Choice, target: str, past: Past, move: Move) -> bool:
    return choice.pick(past, move) == target


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
    return _judge(procedure, situation, move, probing=False)


def probe(procedure: Procedure, situation: Situation, move: Move) -> Verdict:
    """Judge a move before its facts are known: what only they could decide is left out.

    Facts that are there already are checked for their kind.
    """
    return _judge(procedure, situation, move, probing=True)


def allowed(
    procedure: Procedure, situation: Situation, actor: str, role: str | None = None
) -> tuple[Verdict, ...]:
    """Return the verdict on each trigger of the present state, today, before facts are known.

    What only the facts could decide isn't judged yet. Without ``role`` each trigger is asked
    about in a role that may do it.
    """
    found = []
    for trigger in procedure.triggers:
        here = [s for s in procedure.steps_of(trigger) if situation.state in s.sources]
        if here:
            move = Move(trigger, situation.today, actor, role or here[0].roles[0])
            found.append(probe(procedure, situation, move))
    return tuple(found)


def _judge(procedure: Procedure, situation: Situation, move: Move, *, probing: bool) -> Verdict:
    past, asked_of = situation.own, move
    known = procedure.facts_of(move.trigger)
    move = replace(move, facts=readable(known, move.facts))  # rules see no broken fact
    step = procedure.choose(situation.state, past, move)
    asked = step or _nearest(procedure, situation.state, move.trigger)
    reasons = [
        *([] if step else [_wrong_state(procedure, situation.state, move)]),
        *_wrong_role(procedure, asked, move),
        *_wrong_day(procedure, situation, move),
        *([] if probing else missing(asked.facts, asked_of.facts)),
        *invalid(asked.facts, asked_of.facts),
    ]
    guards = [guard for guard in asked.guards if not (probing and guard.about_facts)]
    answers = _ask(guards, situation, move)
    refused = tuple(reasons + answers["reasons"])
    facts = dict(move.facts) | dict(asked.sets(situation, move) if asked.sets else {})
    return Verdict(
        trigger=move.trigger,
        label=procedure.trigger_label(move.trigger),
        target=procedure.fire(situation.state, past, move) if step else None,
        reasons=refused,
        overridden=tuple(answers["overridden"]),
        waived=tuple(answers["waived"]),
        warnings=tuple(answers["warnings"]),
        facts=facts,
        effects=() if refused else _effects(procedure, asked, past, facts),
        step=asked,
    )


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


def _wrong_day(procedure: Procedure, situation: Situation, move: Move) -> list[Reason]:
    found = []
    if move.on > situation.today:
        values = {"on": day_text(move.on), "today": day_text(situation.today)}
        found.append(Reason("procedure.in_future", values))
    followed = _followed(procedure, situation)
    if followed and move.on < followed[1]:
        values = {
            "on": day_text(move.on),
            "previous": followed[0],
            "previous_on": day_text(followed[1]),
        }
        found.append(Reason("procedure.before_previous", values))
    return found


def _followed(procedure: Procedure, situation: Situation) -> tuple[str, date] | None:
    """Return name and day of what a move follows: the entry that led into the present state."""
    for visit in reversed(procedure.visits(situation.own)):
        if visit.before != visit.after:
            return procedure.trigger_label(visit.entry.trigger), visit.entry.on
    if situation.parent and situation.parent.own:
        first = situation.parent.own[0]
        return say(f"triggers.{situation.parent.procedure}_{first.trigger}"), first.on
    return None


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
    if guard.waived_by and situation.settings.get(guard.waived_by):
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
