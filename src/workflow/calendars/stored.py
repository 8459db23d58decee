"""Notices, regional years and closures as JSON: how an office's imports are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from workflow.calendars.layers import Closure
from workflow.calendars.notices import Named, Notice
from workflow.calendars.regions import RegionYear

_DATES = ("dated", "known_since", "on")
_NAMED = ("off", "work")


def to_json(value: Notice | RegionYear | Closure) -> dict[str, Any]:
    """Return every field, dates as YYYY-MM-DD; reading it gives the same value back."""
    return {entry.name: _plain(getattr(value, entry.name)) for entry in fields(value)}


def notice_from_json(document: Mapping[str, Any]) -> Notice:
    """Return the notice that ``to_json`` wrote."""
    unsets = tuple(date.fromisoformat(on) for on in document["unsets"])
    return Notice(**{**_read(document), "unsets": unsets})


def region_year_from_json(document: Mapping[str, Any]) -> RegionYear:
    """Return the regional year that ``to_json`` wrote."""
    return RegionYear(**_read(document))


def closure_from_json(document: Mapping[str, Any]) -> Closure:
    """Return the closure that ``to_json`` wrote."""
    return Closure(**_read(document))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return str(value) if isinstance(value, date) else value


def _read(document: Mapping[str, Any]) -> dict[str, Any]:
    read = dict(document)
    for key in _DATES:
        if read.get(key):
            read[key] = date.fromisoformat(read[key])
    for key in _NAMED:
        if key in read:
            read[key] = _named(read[key])
    return read


def _named(listed: Sequence[Sequence[str]]) -> tuple[Named, ...]:
    return tuple((date.fromisoformat(on), name) for on, name in listed)
