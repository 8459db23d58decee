"""Layers over a calendar: files in the contract's form, and an agency's own closures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.errors import InputError

#: Monday is 0.
SATURDAY_AND_SUNDAY = frozenset({5, 6})
DAYS_OF_A_WEEK = 7

_KEYS = ("extends", "name", "weekend", "holidays", "workdays", "known")


@dataclass(frozen=True, slots=True)
class Layer:
    """A calendar file: its days beat what lies beneath; one that ``extends`` nothing stands alone.

    ``weekend`` None keeps the weekend beneath. ``known`` names the years that it settles; None
    in a file that stands alone means every year, in a layer none.
    """

    name: str
    extends: str | None = None
    weekend: frozenset[int] | None = None
    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()
    known: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Closure:
    """A day on which an agency is closed by its own decision, and that decision's name."""

    on: date
    name: str


def parse_layer(document: Any, name: str) -> Layer:
    """Return the layer that a calendar file's JSON describes; ``name`` is the file's.

    Raises InputError naming file, place and mend.
    """
    if not isinstance(document, Mapping):
        raise InputError("calendar.not_an_object", file=name)
    for key in document:
        if key not in _KEYS:
            raise InputError("calendar.unknown_key", file=name, key=key, keys="、".join(_KEYS))
    layer = Layer(
        name=str(document.get("name", name)),
        extends=_extends(document, name),
        weekend=_weekend(document, name),
        holidays=_days(document, "holidays", name),
        workdays=_days(document, "workdays", name),
        known=_known(document, name),
    )
    both = sorted(set(layer.holidays) & set(layer.workdays))
    if both:
        raise InputError("calendar.day_twice", file=name, on=both[0])
    return layer


def _extends(document: Mapping[str, Any], name: str) -> str | None:
    extends: str | None = document.get("extends")
    if extends not in (None, "cn"):
        raise InputError("calendar.extends_unknown", file=name, value=extends)
    return extends


def _weekend(document: Mapping[str, Any], name: str) -> frozenset[int] | None:
    if "weekend" not in document:
        return None
    value = document["weekend"]
    listed = value if isinstance(value, list) else [None]
    if any(type(day) is not int or not 0 <= day < DAYS_OF_A_WEEK for day in listed):
        raise InputError("calendar.weekend_wrong", file=name, value=value)
    if len(set(listed)) == DAYS_OF_A_WEEK:
        raise InputError("calendar.weekend_whole", file=name)
    return frozenset(listed)


def _days(document: Mapping[str, Any], key: str, name: str) -> tuple[date, ...]:
    listed = _list(document, key, name)
    return tuple(sorted({_day(text, f"{key}[{at}]", name) for at, text in enumerate(listed)}))


def _day(text: Any, place: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise InputError("calendar.day_wrong", file=name, place=place, value=text) from error


def _known(document: Mapping[str, Any], name: str) -> tuple[int, ...] | None:
    if document.get("known") is None:
        return None
    for at, year in enumerate(_list(document, "known", name)):
        if type(year) is not int or not date.min.year <= year < date.max.year:
            raise InputError("calendar.year_wrong", file=name, place=f"known[{at}]", value=year)
    return tuple(sorted(document["known"]))


def _list(document: Mapping[str, Any], key: str, name: str) -> Sequence[Any]:
    value = document.get(key, [])
    if not isinstance(value, list):
        raise InputError("calendar.not_a_list", file=name, key=key)
    return value
