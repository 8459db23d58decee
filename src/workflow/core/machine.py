"""A procedure: states and steps of a statute, checked when made, compiled to one machine.

All cases share that machine; it has no models and no automatic transitions, and is given
callables only. Which state a history leads to is a fold over its entries.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from transitions import Machine

from workflow.core.journal import Entry
from workflow.core.moves import FactSpec, Move
from workflow.core.soundness import faults
from workflow.core.steps import NEW, Choice, Past, StateSpec, Step, Vocabulary
from workflow.core.wording import listing
from workflow.errors import DefinitionError, InputError
from workflow.messages import say


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

    @cached_property
    def triggers(self) -> tuple[str, ...]:
        """Every trigger, in the order of the definition."""
        return tuple(self._by_trigger)

    @cached_property
    def _by_trigger(self) -> Mapping[str, tuple[Step, ...]]:
        """The steps of each trigger: asked for at every entry of every fold."""
        found: dict[str, tuple[Step, ...]] = {}
        for step in self.steps:
            found[step.trigger] = (*found.get(step.trigger, ()), step)
        return found

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
        found = self._by_trigger.get(trigger)
        if found is None:
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
        for entry in entries:
            if entry.trigger not in self._by_trigger:
                continue
            found.append(self._visit(state, tuple(past), entry))
            past.append(entry)
            state = found[-1].after
        return tuple(found)

    def _visit(self, state: str, past: Past, entry: Entry) -> Visit:
        move = Move(entry.trigger, entry.on, entry.actor, entry.role, entry.facts, entry.reason)
        step = self.choose(state, past, move) or self.steps_of(entry.trigger)[0]
        return Visit(entry, step, state, step.leads_to(state, past, move))

    def state_after(self, entries: Past) -> str:
        """Return the state that the entries of this machine lead to."""
        return self.state_at_end(self.visits(entries))

    def state_at_end(self, visits: Sequence[Visit]) -> str:
        """Return the state in which visits ended."""
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
