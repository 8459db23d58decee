"""The parts of a procedure: its states, its steps, and the words that both may use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from workflow.core.effects import Effect
from workflow.core.journal import Entry
from workflow.core.moves import FactSpec, Guard, Move, Situation

#: The state before the first step: nothing exists yet.
NEW = "new"
#: A target that leaves the state as it is.
SAME = "same"

#: What a step can do to a clock.
CLOCK_VERBS = frozenset(
    {"starts", "ends", "moves", "resets", "stands", "suspends", "resumes", "follows"}
)

#: The entries of this machine so far, and the move that is asked about.
Past = Sequence[Entry]


class Phase(StrEnum):
    """Who owes the next act in a state."""

    OPEN = "open"  # the agency: a clock must run there that warns somebody
    ELSEWHERE = "elsewhere"  # another body, under its own clock (a court)
    CLOSED = "closed"  # nobody: the case waits only to be filed
    FINAL = "final"  # nobody: the case may rest here for ever


@dataclass(frozen=True, slots=True)
class StateSpec:
    """A state: who owes the next act in it, and which clocks may run there."""

    key: str
    phase: Phase = Phase.OPEN
    clocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selector:
    """What tells two steps of one trigger and source apart, by the past and the move alone.

    ``otherwise`` is the code of the sentence said where no step's selector holds.
    """

    key: str
    holds: Callable[[Past, Move], bool]
    otherwise: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A target that the past decides: one of ``states`` (``extended`` or ``processing``)."""

    states: tuple[str, ...]
    pick: Callable[[Past, Move], str]


@dataclass(frozen=True, slots=True)
class EventSpec:
    """The legal event that an entry of a step is for the clocks.

    ``on`` names the fact that holds the event's day, where it isn't the entry's own; ``facts``
    those it takes over. ``holds`` says of which entries the event is made (None: of all), and
    ``more`` adds facts that stand in earlier entries.
    """

    kind: str
    facts: tuple[str, ...] = ()
    on: str | None = None
    holds: Callable[[Past, Entry], bool] | None = None
    more: Callable[[Past, Entry], Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One trigger from some states to one target.

    ``article`` is the source as cited to an officer. ``sets`` are facts that the step writes
    into the journal by itself (``lapse``: the outcome); ``effects`` what must follow; ``clocks``
    what it does to which clock, in words of ``CLOCK_VERBS``. ``takes_back`` names a trigger whose
    last event no longer holds after this step (``restore``: the lapse).
    """

    trigger: str
    sources: tuple[str, ...]
    target: str | Choice
    roles: tuple[str, ...]
    article: str
    when: Selector | None = None
    guards: tuple[Guard, ...] = ()
    facts: tuple[FactSpec, ...] = ()
    effects: tuple[Effect, ...] = ()
    events: tuple[EventSpec, ...] = ()
    clocks: Mapping[str, str] = field(default_factory=dict)
    sets: Callable[[Situation, Move], Mapping[str, Any]] | None = None
    takes_back: str | None = None

    def targets(self, source: str) -> tuple[str, ...]:
        """Return every state that this step can lead to from a source."""
        if isinstance(self.target, Choice):
            return self.target.states
        return (source,) if self.target == SAME else (self.target,)

    def leads_to(self, source: str, past: Past, move: Move) -> str:
        """Return the one state that this step leads to from a source, after this past."""
        if isinstance(self.target, Choice):
            return self.target.pick(past, move)
        return source if self.target == SAME else self.target


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that steps may use: anything else in a definition is refused."""

    roles: frozenset[str]
    notices: frozenset[str]
    event_kinds: frozenset[str]
    clocks: frozenset[str]
