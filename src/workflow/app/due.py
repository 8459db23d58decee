"""``workflow due``: a document of events in, every deadline out. Pure: no data folder, no clock."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workflow.calendars import Layer, load
from workflow.core.clock_case import law_day
from workflow.core.clock_checks import check_cap, check_events, check_receipt
from workflow.core.clock_input import name_appeals, read_events
from workflow.core.clock_laws import AUTO
from workflow.core.clocks import derive
from workflow.core.deadlines import Basis, Deadline, Derivation, ProofRow, Replaced
from workflow.core.events import Event
from workflow.errors import InputError, Reason
from workflow.statutes.laws import FIRST_DAY, LAWS, REGULATIONS
from workflow.statutes.settings import effective

_KEYS = ("law", "region", "events")
_LAWS = (AUTO, *(version.code for version in REGULATIONS))


def answer(
    document: Any,
    as_of: date,
    layers: Sequence[Layer] = (),
    settings: Mapping[str, Any] | None = None,
) -> Derivation:
    """Derive every deadline of a document in the contract's shape, as known on ``as_of``.

    ``layers`` lie over the built-in calendar, later ones on top; ``settings`` are the law pack's
    chosen values. Raises InputError naming place and mend.
    """
    if not isinstance(document, Mapping):
        raise InputError("events.document_wrong")
    for key in document:
        if key not in _KEYS:
            raise InputError("events.key_unknown", key=key, keys="、".join(_KEYS))
    law = document.get("law", AUTO)
    if law not in _LAWS:
        raise InputError("clocks.law_unknown", law=law, laws="、".join(_LAWS))
    chosen = effective(settings)
    events = _events(document.get("events"), law, chosen)
    calendar = load(
        _region(document.get("region")),
        as_of=as_of,
        layers=tuple(layers),
        safe_mode=chosen["regional_calendar"] == "off",
    )
    return derive(events, LAWS, calendar, as_of, chosen, law)


def _events(document: Any, law: str, settings: Mapping[str, Any]) -> tuple[Event, ...]:
    """Read and check the events; what they can't be is refused with their place."""
    events = read_events(document)
    check_events(events)
    check_receipt(events, FIRST_DAY)
    regulation = LAWS.regulation(law, law_day(events, settings), settings)
    check_cap(events, regulation, settings)
    return name_appeals(events)


def _region(region: Any) -> str | None:
    if region is None or isinstance(region, str):
        return region
    raise InputError("events.region_wrong", region=region)


def to_json(derivation: Derivation) -> dict[str, Any]:
    """Return a derivation in the contract's shape, proof included."""
    return {
        "received_on": _iso(derivation.received_on),
        "day_zero": _iso(derivation.day_zero),
        "law": derivation.law,
        "reconsideration_law": derivation.reconsideration_law,
        "warnings": [_warning(reason) for reason in derivation.warnings],
        "deadlines": [_deadline(deadline) for deadline in derivation.deadlines],
    }


def _deadline(deadline: Deadline) -> dict[str, Any]:
    return {
        "clock": deadline.clock,
        "id": deadline.id,
        "due": _iso(deadline.due),
        "state": deadline.state.value,
        "waiting_for": deadline.waiting_for,
        "provisional": deadline.provisional,
        "not_before": _iso(deadline.not_before),
        "not_after": _iso(deadline.not_after),
        "basis": [_basis(basis) for basis in deadline.basis],
        "history": [_replaced(replaced) for replaced in deadline.history],
        "warnings": [_warning(reason) for reason in deadline.warnings],
        "proof": [_row(row) for row in deadline.proof],
    }


def _basis(basis: Basis) -> dict[str, str]:
    return {"law": basis.law, "article": basis.article}


def _replaced(replaced: Replaced) -> dict[str, Any]:
    return {"due": _iso(replaced.due), "until": _iso(replaced.until), "why": replaced.why}


def _row(row: ProofRow) -> dict[str, Any]:
    return {
        "on": _iso(row.on),
        "day": row.day,
        "counted": row.counted,
        "why": row.why.value,
        "source": row.source,
    }


def _warning(reason: Reason) -> dict[str, str]:
    return {"code": reason.code, "message": reason.message}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
