"""From journal entries to legal events: what the clocks read of a case and its children."""

from collections.abc import Mapping, Sequence
from typing import Any

from workflow.core.events import Event
from workflow.core.facts import day
from workflow.core.journal import Entry
from workflow.core.procedure import EventSpec, Past, Phase, Procedure, Visit

_DAYS = frozenset({"received_on", "until", "decided_on"})


#: The visits of a case's machine (None) and of its children's, by the child's name.
Courses = Mapping[str | None, tuple[Visit, ...]]


def events(
    procedures: Mapping[str, Procedure], entries: Sequence[Entry], main: str = "request"
) -> tuple[Event, ...]:
    """Turn the effective entries of a case and its children into events, in order of their days.

    ``procedures`` are a statute's machines by key, ``main`` that of the case itself; an entry of
    a child names its machine and its id (``consultation:c1``). Of two events of one day the one
    recorded first comes first.
    """
    return events_on(procedures[main], courses(procedures, entries, main), entries)


def courses(
    procedures: Mapping[str, Procedure], entries: Sequence[Entry], main: str = "request"
) -> Courses:
    """Return what the entries of a case visited, machine by machine."""
    by_child: dict[str | None, list[Entry]] = {}
    for entry in entries:
        by_child.setdefault(entry.child, []).append(entry)
    return {
        child: procedures[child.partition(":")[0] if child else main].visits(own)
        for child, own in by_child.items()
    }


def events_on(main: Procedure, ways: Courses, entries: Sequence[Entry]) -> tuple[Event, ...]:
    """Return the events of the courses that entries took, in order of their days."""
    found = [event for child, visits in ways.items() for event in _of_machine(child, visits)]
    found += _redo_on_open(main, ways.get(None, ()), entries)
    return tuple(sorted(found, key=lambda event: (event.on, event.entry or 0)))


def _of_machine(child: str | None, visits: Sequence[Visit]) -> list[Event]:
    ident = child.partition(":")[2] if child else None
    past: list[Entry] = []
    found: list[tuple[str, Event]] = []
    for visit in visits:
        if visit.step.takes_back:
            found = _without_last(found, visit.step.takes_back)
        found += [
            (visit.entry.trigger, _event(spec, past, visit.entry, ident))
            for spec in visit.step.events
            if spec.holds is None or spec.holds(past, visit.entry)
        ]
        past.append(visit.entry)
    return [event for _, event in found]


def _without_last(found: list[tuple[str, Event]], trigger: str) -> list[tuple[str, Event]]:
    """Leave out the events of the last entry of a trigger: a later step took it back."""
    last = next((event.entry for name, event in reversed(found) if name == trigger), None)
    return [item for item in found if last is None or item[1].entry != last]


def _event(spec: EventSpec, past: Past, entry: Entry, ident: str | None) -> Event:
    facts = _kept(entry, spec.facts)
    facts |= spec.more(past, entry) if spec.more else {}
    facts |= {name: day(facts, name) for name in _DAYS & facts.keys()}
    on = day(entry.facts, spec.on) if spec.on else None
    return Event(spec.kind, on or entry.on, ident, facts, entry.entry)


def _redo_on_open(
    procedure: Procedure, visits: Sequence[Visit], entries: Sequence[Entry]
) -> list[Event]:
    """Return an event for each appeal decision that orders an answer on a case still open.

    On a case that was answered the order is carried out by a step of its own (``reopen``).
    """
    return [
        Event("redo_ordered", entry.on, None, _kept(entry, ("period",)), entry.entry)
        for entry in entries
        if entry.child and entry.facts.get("order") and _is_open(procedure, visits, entry)
    ]


def _kept(entry: Entry, names: Sequence[str]) -> dict[str, Any]:
    return {name: entry.facts[name] for name in names if entry.facts.get(name) is not None}


def _is_open(procedure: Procedure, visits: Sequence[Visit], entry: Entry) -> bool:
    before = [visit.after for visit in visits if visit.entry.entry < entry.entry]
    return bool(before) and procedure.state(before[-1]).phase is Phase.OPEN
