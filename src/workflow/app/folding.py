"""A case as the fold of its journal: state, children, events, deadlines. Pure, no personal data."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflow.core.calendar import Calendar
from workflow.core.clocks import derive
from workflow.core.deadlines import Derivation
from workflow.core.eventing import Courses, courses, events_on
from workflow.core.events import Event
from workflow.core.journal import Entry, effective
from workflow.core.moves import Child, Situation
from workflow.core.procedure import NEW, Phase, Procedure
from workflow.errors import InputError
from workflow.statutes import registry
from workflow.statutes.laws import LAWS
from workflow.statutes.registry import Statute
from workflow.statutes.rules.intake import receipt_day

#: Gives the calendar of the case's agency, as known on a day.
CalendarOn = Callable[[date], Calendar]
REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a case is read by besides its journal: the agency's calendar and its settings."""

    calendar_on: CalendarOn
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """A request as of a day.

    ``entries`` are as written, ``holding`` the effective ones. ``state`` is the request's own.
    """

    chain: str
    entries: tuple[Entry, ...]
    holding: tuple[Entry, ...]
    statute: Statute
    state: str
    children: tuple[Child, ...]
    events: tuple[Event, ...]
    deadlines: Derivation
    rules: Rules
    as_of: date

    @property
    def opening(self) -> Entry:
        """The entry that registered the request."""
        return self.holding[0]

    @property
    def agency(self) -> str:
        """The code of the agency that handles it."""
        return str(self.opening.facts["agency"])

    @property
    def number(self) -> str:
        """The application's number."""
        return str(self.opening.facts["number"])

    @property
    def version(self) -> int:
        """The number of entries: what a writer must have seen."""
        return len(self.entries)

    @property
    def procedure(self) -> Procedure:
        """The request machine of its statute."""
        return self.statute.procedures[REQUEST]

    @property
    def open(self) -> bool:
        """Whether the agency still owes an answer."""
        return self.procedure.state(self.state).phase is Phase.OPEN

    def child(self, name: str) -> Child | None:
        """Return a consultation or appeal by its name (``consultation:c1``), or None."""
        return next((one for one in self.children if f"{one.kind}:{one.id}" == name), None)


def fold(
    chain: str,
    entries: Sequence[Entry],
    rules: Rules,
    as_of: date,
    before: Case | None = None,
) -> Case:
    """Derive everything about a request from its journal, as of a day.

    ``before`` is the case under the same rules, without the last of the entries: its deadlines
    are taken over where what came since is no event of law.
    """
    holding = effective(entries)
    statute = statute_of(holding, rules.settings)
    request = statute.procedures[REQUEST]
    ways = courses(statute.procedures, holding)
    happened = events_on(request, ways, holding)
    return Case(
        chain=chain,
        entries=tuple(entries),
        holding=holding,
        statute=statute,
        state=request.state_at_end(ways.get(None, ())),
        children=tuple(_children(statute, ways, holding)),
        events=happened,
        deadlines=_known(before, happened, as_of) or deadlines_on(happened, rules, as_of),
        rules=rules,
        as_of=as_of,
    )


def statute_of(holding: Sequence[Entry], settings: Mapping[str, Any]) -> Statute:
    """Return the version of the Regulation that the case keeps: by receipt, by default [J]."""
    return registry.on(law_day(holding, settings))


def law_day(holding: Sequence[Entry], settings: Mapping[str, Any]) -> date:
    """Return the day that decides the version: of receipt, or of submission while none is known.

    The receipt is the registration's own, or the confirmation of what was only submitted.
    """
    opening = holding[0]
    if settings.get("law_by", "receipt") == "submission":
        return opening.on
    known = receipt_day(opening.facts, opening.on)
    confirmed = next((entry.on for entry in holding if entry.trigger == "confirm"), None)
    return known or confirmed or opening.on


def deadlines_on(happened: Sequence[Event], rules: Rules, as_of: date) -> Derivation:
    """Derive all deadlines under the calendar as known on a day."""
    return derive(happened, LAWS, rules.calendar_on(as_of), as_of, rules.settings)


def _known(before: Case | None, happened: Sequence[Event], as_of: date) -> Derivation | None:
    same = before is not None and before.as_of == as_of and before.events == happened
    return before.deadlines if before is not None and same else None


def _deadlines_of(case: Case, on: date) -> Derivation:
    """Derive the deadlines of a case as of a day; those of its own day it has already."""
    return case.deadlines if on == case.as_of else deadlines_on(case.events, case.rules, on)


def _children(statute: Statute, ways: Courses, holding: Sequence[Entry]) -> Iterator[Child]:
    for name, visits in ways.items():
        if name:
            kind, _, ident = name.partition(":")
            own = tuple(entry for entry in holding if entry.child == name)
            yield Child(kind, ident, statute.procedures[kind].state_at_end(visits), own)


def situation(case: Case, on: date, today: date) -> Situation:
    """Return what the guards of the request may look at for a move on a day."""
    return Situation(
        procedure=REQUEST,
        state=case.state,
        entries=case.holding,
        children=case.children,
        deadlines=_deadlines_of(case, on),
        calendar=case.rules.calendar_on(on),
        today=today,
        settings=case.rules.settings,
    )


def child_situation(case: Case, name: str, on: date, today: date) -> Situation:
    """Return what the guards of a child may look at: its own entries, its own clocks first."""
    parent = situation(case, on, today)
    kind, _, ident = name.partition(":")
    child = case.child(name) or Child(kind, ident, NEW, ())
    return replace(
        parent,
        procedure=kind,
        state=child.state,
        entries=child.entries,
        deadlines=_for_child(parent.deadlines, ident),
        parent=parent,
    )


def _for_child(deadlines: Derivation, ident: str) -> Derivation:
    own = [one for one in deadlines.deadlines if one.id == ident]
    request = [one for one in deadlines.deadlines if one.id is None]
    return replace(deadlines, deadlines=(*own, *request))


def new_situation(rules: Rules, statute: Statute, on: date, today: date) -> Situation:
    """Return the situation before anything happened, for a registration."""
    nothing = Derivation(None, None, statute.code, None, (), ())
    calendar = rules.calendar_on(on)
    return Situation(REQUEST, NEW, (), (), nothing, calendar, today, rules.settings)


#: Kind of child → the letter with which its ids begin.
CHILD_LETTERS = {"consultation": "c", "reconsideration": "r", "litigation": "l"}


def child_name(case: Case, wanted: str) -> str:
    """Return the full name of a child: ``consultation:c2``.

    A kind alone means the next new one of that kind; an id that doesn't exist is a new one.
    """
    kind, _, ident = wanted.partition(":")
    if kind not in CHILD_LETTERS:
        raise InputError("case.child_unknown", child=wanted, kinds="、".join(CHILD_LETTERS))
    if ident:
        return f"{kind}:{ident}"
    taken = sum(child.kind == kind for child in case.children)
    return f"{kind}:{CHILD_LETTERS[kind]}{taken + 1}"
