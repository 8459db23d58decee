"""Is a procedure sound? Every fault is found, with the place, before any case runs on it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from workflow.core.effects import ANSWER, DraftNotice, IssueNotice, Notify
from workflow.core.facts import KINDS
from workflow.core.moves import Guard
from workflow.core.steps import CLOCK_VERBS, NEW, Phase, StateSpec, Step, Vocabulary
from workflow.errors import Reason


def faults(
    states: Sequence[StateSpec], steps: Sequence[Step], words: Vocabulary, *, answers: bool
) -> tuple[Reason, ...]:
    """Return every fault of a definition; none where it is sound.

    ``answers`` tells that the procedure can name the notice of an answer.
    """
    found = [*_twice(states), *_strangers(states, steps)]
    if found:  # what follows walks from state to state
        return tuple(found)
    return (
        *_unreachable(states, steps),
        *_dead_ends(states, steps),
        *_shadowed(steps),
        *_silent(states),
        *_unknown_words(states, steps, words, answers),
        *_incomplete(steps),
    )


def _twice(states: Sequence[StateSpec]) -> Iterator[Reason]:
    for key, times in Counter(state.key for state in states).items():
        if times > 1 or key == NEW:
            yield Reason("procedure.fault_state_twice", {"state": key})


def _strangers(states: Sequence[StateSpec], steps: Sequence[Step]) -> Iterator[Reason]:
    known = {NEW, *(state.key for state in states)}
    for step in steps:
        for key in (*step.sources, *step.targets(NEW)):
            if key not in known:
                yield _fault("state_unknown", step, state=key)


def _arrows(steps: Sequence[Step]) -> Iterator[tuple[str, str]]:
    for step in steps:
        for source in step.sources:
            for target in step.targets(source):
                yield source, target


def _closure(seeds: Iterable[str], arrows: Iterable[tuple[str, str]]) -> set[str]:
    onward: dict[str, set[str]] = {}
    for source, target in arrows:
        onward.setdefault(source, set()).add(target)
    found, waiting = set[str](), list(seeds)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += onward.get(key, ())
    return found


def _unreachable(states: Sequence[StateSpec], steps: Sequence[Step]) -> Iterator[Reason]:
    reached = _closure([NEW], _arrows(steps))
    for state in states:
        if state.key not in reached:
            yield Reason("procedure.fault_unreachable", {"state": state.key})


def _dead_ends(states: Sequence[StateSpec], steps: Sequence[Step]) -> Iterator[Reason]:
    final = [state.key for state in states if state.phase is Phase.FINAL]
    ending = _closure(final, ((target, source) for source, target in _arrows(steps)))
    for state in states:
        if state.key not in ending:
            yield Reason("procedure.fault_dead_end", {"state": state.key})


def _shadowed(steps: Sequence[Step]) -> Iterator[Reason]:
    """Find steps that never get a turn: the first match wins in silence."""
    taken: dict[tuple[str, str], list[str | None]] = {}
    for step in steps:
        key = step.when.key if step.when else None
        for source in step.sources:
            before = taken.setdefault((step.trigger, source), [])
            if key in before or None in before:
                yield _fault("shadowed", step, source=source)
            before.append(key)


def _silent(states: Sequence[StateSpec]) -> Iterator[Reason]:
    for state in states:
        if state.phase is Phase.OPEN and not state.clocks:
            yield Reason("procedure.fault_no_clock", {"state": state.key})


def _unknown_words(
    states: Sequence[StateSpec], steps: Sequence[Step], words: Vocabulary, answers: bool
) -> Iterator[Reason]:
    notices = words.notices | {ANSWER} if answers else words.notices
    for state in states:
        for clock in state.clocks:
            if clock not in words.clocks:
                yield Reason("procedure.fault_clock_unknown", {"trigger": state.key, "word": clock})
    for step in steps:
        used: Mapping[str, tuple[Iterable[str], frozenset[str]]] = {
            "role": ((*step.roles, *_told(step)), words.roles),
            "notice": (_notices(step), notices),
            "event": ((event.kind for event in step.events), words.event_kinds),
            "clock": (step.clocks, words.clocks),
            "verb": (step.clocks.values(), CLOCK_VERBS),
            "fact": ((fact.kind for fact in step.facts), KINDS),
        }
        for what, (names, known) in used.items():
            for name in names:
                if name not in known:
                    yield _fault(f"{what}_unknown", step, word=name)


def _told(step: Step) -> Iterator[str]:
    return (effect.role for effect in step.effects if isinstance(effect, Notify))


def _notices(step: Step) -> Iterator[str]:
    made = (DraftNotice, IssueNotice)
    return (effect.notice for effect in step.effects if isinstance(effect, made))


def _incomplete(steps: Sequence[Step]) -> Iterator[Reason]:
    for step in steps:
        if not (step.article and step.roles and step.sources):
            yield _fault("blank", step)
        for guard in step.guards:
            if not (isinstance(guard, Guard) and callable(guard.check) and guard.article):
                yield _fault("guard_unknown", step, word=guard)
                return
        yield from _repeated(step, "fact", [fact.name for fact in step.facts])
        yield from _repeated(step, "guard", [guard.key for guard in step.guards])


def _repeated(step: Step, what: str, names: Sequence[str]) -> Iterator[Reason]:
    for name, times in Counter(names).items():
        if times > 1:
            yield _fault(f"{what}_twice", step, word=name)


def _fault(key: str, step: Step, **values: object) -> Reason:
    return Reason(f"procedure.fault_{key}", {"trigger": step.trigger, **values})
