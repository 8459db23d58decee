"""What somebody wants to do, and all that a rule may look at to judge it."""

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

    ``facts`` are plain JSON values as in the journal (a day is YYYY-MM-DD). ``reason`` is the
    written ground that an overridable guard asks for.
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

    ``entries`` are the effective entries of the case (rectified ones replaced, in their place) in
    the order of their numbers; of a child, its own. ``deadlines`` are derived as of the move's
    day; ``today`` is the day of the clerk (a move may not lie after it). ``settings`` are those
    of the law pack, with the agency's own values over the defaults. ``parent`` is the request's
    situation, for a child.
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

    @property
    def own(self) -> tuple[Entry, ...]:
        """The entries of this machine alone: a request's without those of its children."""
        if self.parent is not None:
            return self.entries
        return tuple(entry for entry in self.entries if entry.child is None)


GuardCheck = Callable[[Situation, Move], Sequence[Reason]]


@dataclass(frozen=True, slots=True)
class Guard:
    """A rule that a move must satisfy: its key, its article, and the function that asks it.

    The function returns every reason against the move; a reason without an article of its own
    gets the guard's. It must bear a move whose facts are missing: then it has nothing to say.
    ``overridable`` yields to the move's written reason. ``warns`` never refuses: its reasons are
    shown. ``waived_by`` names the law-pack setting that turns the rule off, by any value but
    ``stands_while``: what it would have said is kept for the journal. ``about_facts`` asks only
    for what the officer is yet to write: it isn't asked before he has.
    """

    key: str
    article: str
    check: GuardCheck
    overridable: bool = False
    warns: bool = False
    waived_by: str | None = None
    stands_while: bool | str = False
    about_facts: bool = False


@dataclass(frozen=True, slots=True)
class FactSpec:
    """A fact that a step carries: its name, its type and whether it must be there.

    ``kind`` is one of ``date``, ``text``, ``integer``, ``choice``, ``flag``, ``period``, ``list``,
    ``files``; ``label`` is the code of its name in the catalogue. ``personal`` values never enter
    the journal (a reference and a salted digest do).
    """

    name: str
    kind: str
    label: str
    required: bool = False
    choices: tuple[str, ...] = ()
    personal: bool = False
