"""Reads events as the contract writes them in JSON; what is wrong is said with its place and mend.

A place is ``events[2]`` with the kind found there. What only a law can say (the cap on
extensions, a receipt before any Regulation) is checked beside it, in ``clock_checks``.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from workflow.core.events import Event
from workflow.core.terms import Unit
from workflow.errors import InputError

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OUTCOME = re.compile(r"A([1-9]|1\d|2[0-4])")

Reader = Callable[[Any], Any]


class _Wrong(Exception):  # noqa: N818  (a signal between reader and place, never shown)
    """A value isn't what its field takes; carries what the field takes."""


def _day(value: Any) -> date:
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        raise _Wrong("YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise _Wrong("YYYY-MM-DD") from error


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Wrong('"…"')
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise _Wrong("1, 2, 3 …")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("true, false")
    return value


def _outcome(value: Any) -> str:
    if not isinstance(value, str) or not _OUTCOME.fullmatch(value):
        raise _Wrong("A1 … A24")
    return value


def _grounds(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _Wrong('["A7", …]')
    return tuple(_outcome(one) for one in value)


def _one_of(*words: str) -> Reader:
    def read(value: Any) -> str:
        if value not in words:
            raise _Wrong(", ".join(words))
        return str(value)

    return read


def _period(value: Any) -> dict[str, Any]:
    wanted = '{"length": 15, "unit": "working_days"}'
    if not isinstance(value, Mapping) or set(value) != {"length", "unit"}:
        raise _Wrong(wanted)
    unit = _one_of(*Unit)(value["unit"])
    return {"length": _whole(value["length"]), "unit": unit}


_PROCEDURE = _one_of("ordinary", "simplified")

#: kind → field → its reader. A field marked ``!`` must be there.
_FIELDS: dict[str, dict[str, Reader]] = {
    "submitted": {
        "channel!": _one_of("in_person", "signed_mail", "ordinary_mail", "web", "email", "fax"),
        "receipt": _one_of("automatic"),
    },
    "confirmed": {},
    "correction_requested": {"received_on": _day, "period": _period},
    "correction_period_extended": {"until!": _day},
    "corrected": {},
    "consultation_sent": {
        "id!": _text,
        "party!": _one_of("third_party", "joint_agency", "other_agency"),
    },
    "consultation_received": {"id!": _text},
    "consultation_answered": {"id!": _text},
    "extended": {"length!": _whole},
    "delayed": {"until!": _day},
    "reasons_requested": {},
    "reasons_received": {},
    "fee_notified": {"received_on": _day},
    "fee_paid": {},
    "suspended": {"reason": _text},
    "resumed": {},
    "lapsed": {},
    "withdrawn": {},
    "dispatched": {
        "outcome": _outcome,
        "grounds": _grounds,
        "way": _one_of("post", "direct", "through_agency", "electronic"),
    },
    "served": {},
    "reconsideration_copy_received": {"id": _text, "procedure": _PROCEDURE},
    "reconsideration_accepted": {"id": _text, "procedure": _PROCEDURE, "extended": _flag},
    "reconsideration_answered": {"id": _text},
    "reconsideration_decision_received": {"id": _text, "decided_on": _day},
    "lawsuit_copy_received": {"id": _text},
    "lawsuit_answered": {"id": _text},
    "judgment_received": {"id": _text, "instance": _whole, "effective": _flag},
    "redo_ordered": {"period": _period},
}

#: Every kind of event that a clock, a report or a reader may meet.
KINDS = tuple(_FIELDS)


def read_events(document: Any) -> tuple[Event, ...]:
    """Return the events of a JSON list, or raise InputError naming the one that is wrong."""
    if not isinstance(document, list) or not document:
        raise InputError("events.not_a_list")
    return tuple(_read(index, item) for index, item in enumerate(document))


def place(index: int, kind: str) -> str:
    """Name an event's place in its list.

    >>> place(2, "extended")
    'events[2] (extended)'
    """
    return f"events[{index}] ({kind})"


def _read(index: int, item: Any) -> Event:
    if not isinstance(item, Mapping):
        raise InputError("events.not_an_object", place=f"events[{index}]")
    kind = item.get("kind")
    if not isinstance(kind, str) or kind not in _FIELDS:
        kinds = "、".join(KINDS)
        raise InputError("events.kind_unknown", place=f"events[{index}]", kind=kind, kinds=kinds)
    fields = _FIELDS[kind]
    values = _values(place(index, kind), item, {"on!": _day, **fields})
    on, child = values.pop("on"), values.pop("id", None)
    return Event(kind, on, child, values)


def _values(at: str, item: Mapping[str, Any], fields: Mapping[str, Reader]) -> dict[str, Any]:
    readers = {name.removesuffix("!"): reader for name, reader in fields.items()}
    for name in item:
        if name != "kind" and name not in readers:
            raise InputError(
                "events.field_unknown", place=at, field=name, fields="、".join(readers)
            )
    for name in fields:
        if name.endswith("!") and item.get(name[:-1]) is None:
            raise InputError("events.field_missing", place=at, field=name[:-1])
    return {
        name: _value(at, name, reader, item[name])
        for name, reader in readers.items()
        if item.get(name) is not None
    }


def _value(at: str, name: str, reader: Reader, value: Any) -> Any:
    try:
        return reader(value)
    except _Wrong as wrong:
        raise InputError(
            "events.value_wrong", place=at, field=name, value=value, wanted=str(wrong)
        ) from wrong


def name_appeals(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events with the id of the one appeal filled in where it was left out."""
    named = tuple(events)
    for prefix in ("reconsideration_", "lawsuit_"):
        named = _name_family(named, prefix)
    return named


def _name_family(events: tuple[Event, ...], prefix: str) -> tuple[Event, ...]:
    family = [event for event in events if _of_family(event, prefix)]
    ids = list(dict.fromkeys(event.id for event in family if event.id))
    unnamed = next((event for event in family if event.id is None), None)
    if unnamed is None or not ids:
        return events
    if len(ids) > 1:
        at = place(events.index(unnamed), unnamed.kind)
        raise InputError("events.appeal_id_missing", place=at, ids="、".join(ids))
    return tuple(
        Event(event.kind, event.on, event.id or ids[0], event.facts, event.entry)
        if _of_family(event, prefix)
        else event
        for event in events
    )


def _of_family(event: Event, prefix: str) -> bool:
    return event.kind.startswith(prefix) or (
        prefix == "lawsuit_" and event.kind == "judgment_received"
    )
