"""Procedures as data: states, steps and guards, checked when they are made.

A statute declares a ``Procedure``; ``core`` knows no number and no article of any law. Every
guard returns all its reasons; a move is judged against a ``Situation`` and changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflow.core.calendar import Calendar
from workflow.core.deadlines import Derivation
from workflow.core.journal import Entry
from workflow.errors import Reason


@dataclass(frozen=True, slots=True)
class Move:
    """What somebody wants to do: a trigger on a legal day, with its facts, as whom.

    ``reason`` is the written ground that an overridable guard asks for.
    """

    trigger: str
    on: date
    actor: str
    role: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """A consultation or appeal of a request, as its guards see it."""

    kind: str
    id: str
    state: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a guard may look at. Nothing here can be changed by it.

    ``entries`` are the effective entries of the case (rectified ones replaced) in the order of
    their legal days; ``deadlines`` are derived as of the move's day; ``today`` is the day of the
    clerk (a move may not lie after it). ``settings`` are those of the law pack, with the agency's
    own values over the defaults. ``parent`` is the request's situation, for a child.
    """

    procedure: str
    state: str
    entries: tuple[Entry, ...]
    children: tuple[Child, ...]
    deadlines: Derivation
    calendar: Calendar
    today: date
    settings: Mapping[str, Any]
    parent: "Situation | None" = None


GuardCheck = Callable[[Situation, Move], Sequence[Reason]]


@dataclass(frozen=True, slots=True)
class Guard:
    """A rule that a move must satisfy: its key, its article, and the function that asks it."""

    key: str
    article: str
    check: GuardCheck
    overridable: bool = False


@dataclass(frozen=True, slots=True)
class FactSpec:
    """A fact that a step carries: its name, its type and whether it must be there.

    ``kind`` is one of ``date``, ``text``, ``integer``, ``choice``, ``flag``, ``period``, ``list``;
    ``personal`` values never enter the journal (a reference and a salted digest do).
    """

    name: str
    kind: str
    label: str
    required: bool = False
    choices: tuple[str, ...] = ()
    personal: bool = False
