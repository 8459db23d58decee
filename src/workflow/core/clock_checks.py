"""Refuses lists of events that can't have happened: order, unknown letters, more than the cap."""

from collections.abc import Iterator, Sequence
from datetime import date

from workflow.core.clock_case import receipt_of
from workflow.core.clock_input import place
from workflow.core.clock_laws import Regulation, Settings
from workflow.core.events import Event
from workflow.errors import InputError

#: Fields that hold a day on or after the event's own.
_LATER_FIELDS = ("received_on", "until")


def check_events(events: Sequence[Event]) -> None:
    """Raise InputError for the first event that can't stand where it stands."""
    if events[0].kind != "submitted":
        raise InputError("events.submitted_first", place=place(0, events[0].kind))
    for index, event in enumerate(events):
        at = place(index, event.kind)
        if index and event.kind == "submitted":
            raise InputError("events.submitted_twice", place=at)
        if index and event.on < events[index - 1].on:
            before = place(index - 1, events[index - 1].kind)
            on, last = event.on, events[index - 1].on
            raise InputError("events.out_of_order", place=at, on=on, before=before, last=last)
        _check_days(at, event)
    _check_letters(events)


def check_cap(events: Sequence[Event], regulation: Regulation, settings: Settings) -> None:
    """Raise InputError for the extension that takes the total over the law's cap.

    The total is that of the reply period, or of the whole case, as the office's setting says [J].
    """
    cap, total = regulation.extension_cap, 0
    anew = _begin_anew(regulation, settings)
    for index, event in enumerate(events):
        if event.kind in anew:
            total = 0
        if event.kind == "extended":
            total += event.facts["length"]
            if total > cap:
                at = place(index, event.kind)
                raise InputError("events.extension_over_cap", place=at, total=total, cap=cap)


def _begin_anew(regulation: Regulation, settings: Settings) -> frozenset[str]:
    """Return the kinds of events from which a new reply period, with its own cap, begins."""
    if settings["extension_cap_scope"] == "total" or regulation.correction_notice is None:
        return frozenset()
    paid = {"fee_paid"} if settings["payment"] == "resets" else set[str]()
    return frozenset({"corrected", "lapsed"} | paid)


def check_receipt(events: Sequence[Event], first_day: date) -> None:
    """Raise InputError for a receipt before any Regulation was in force."""
    receipt = receipt_of(events) or events[0]
    if receipt.on < first_day:
        at = place(events.index(receipt), receipt.kind)
        raise InputError("events.before_any_regulation", place=at, on=receipt.on, first=first_day)


def _check_days(at: str, event: Event) -> None:
    for name in _LATER_FIELDS:
        day = event.facts.get(name)
        if day is not None and day < event.on:
            raise InputError("events.day_before", place=at, field=name, day=day, on=event.on)
    decided = event.facts.get("decided_on")
    if decided is not None and decided > event.on:
        raise InputError("events.decided_after", place=at, day=decided, on=event.on)


def _check_letters(events: Sequence[Event]) -> None:
    sent: set[str | None] = set()
    for index, event in enumerate(events):
        at = place(index, event.kind)
        if event.kind == "consultation_sent":
            if event.id in sent:
                raise InputError("events.letter_twice", place=at, id=event.id)
            sent.add(event.id)
        elif event.kind in ("consultation_received", "consultation_answered"):
            _check_letter(at, event, sent, list(_sent_later(events[index:])))


def _check_letter(
    at: str, event: Event, sent: set[str | None], later: Sequence[str | None]
) -> None:
    if event.id in sent:
        return
    code = "events.letter_before_sent" if event.id in later else "events.letter_unknown"
    raise InputError(code, place=at, id=event.id)


def _sent_later(events: Sequence[Event]) -> Iterator[str | None]:
    return (event.id for event in events if event.kind == "consultation_sent")
