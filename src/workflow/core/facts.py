"""The facts of a move: plain JSON values, checked against what the step asks for."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from workflow import jsontext
from workflow.core.journal import is_reference
from workflow.core.moves import FactSpec
from workflow.core.wording import listing
from workflow.errors import InputError, Reason
from workflow.messages import say

UNITS = ("working_days", "calendar_days", "months")

_PERIOD = re.compile(r"(\d{1,4})[ :]?(working_days|calendar_days|months)")
_FLAGS = {"true": True, "yes": True, "1": True, "是": True}
_FLAGS |= {"false": False, "no": False, "0": False, "否": False}


def day(facts: Mapping[str, Any], name: str) -> date | None:
    """Return the day that a fact holds, None where there is none or it is no day."""
    value = facts.get(name)
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def given(facts: Mapping[str, Any], name: str) -> bool:
    """Tell whether a fact says something: blank text, an empty list and False don't."""
    value = facts.get(name)
    return bool(value.strip() if isinstance(value, str) else value)


def fits(spec: FactSpec, value: Any) -> bool:
    """Tell whether a value is of the kind that the fact has."""
    return _FITS[spec.kind](spec, value)


def _is_day(_: FactSpec, value: Any) -> bool:
    return day({"it": value}, "it") is not None


def _is_integer(_: FactSpec, value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_choice(spec: FactSpec, value: Any) -> bool:
    return isinstance(value, str) and value in spec.choices


def _is_flag(_: FactSpec, value: Any) -> bool:
    return isinstance(value, bool)


def _is_text(_: FactSpec, value: Any) -> bool:
    """Take text, or what stands for it: a reference in the journal, its parts in a form."""
    return isinstance(value, str | Mapping)


def _is_period(_: FactSpec, value: Any) -> bool:
    if not isinstance(value, Mapping) or set(value) != {"length", "unit"}:
        return False
    length = value["length"]
    return type(length) is int and length >= 1 and value["unit"] in UNITS


def _is_list(spec: FactSpec, value: Any) -> bool:
    if not isinstance(value, list | tuple):
        return False
    choices = spec.choices
    return all(isinstance(item, str) and (not choices or item in choices) for item in value)


#: What is known of a file that a fact names: where it lies, and what it is.
FILE_KEYS = frozenset({"ref", "name", "size", "sha256"})


def _is_files(_: FactSpec, value: Any) -> bool:
    """Take files named or described, and the reference that stands for them in the journal."""
    if not isinstance(value, list | tuple):
        return is_reference(value)
    return all(
        isinstance(one, str) or (isinstance(one, Mapping) and set(one) == FILE_KEYS)
        for one in value
    )


_FITS: Mapping[str, Callable[[FactSpec, Any], bool]] = {
    "date": _is_day,
    "text": _is_text,
    "integer": _is_integer,
    "choice": _is_choice,
    "flag": _is_flag,
    "period": _is_period,
    "list": _is_list,
    "files": _is_files,
}
KINDS = frozenset(_FITS)


def missing(specs: Sequence[FactSpec], facts: Mapping[str, Any]) -> list[Reason]:
    """Return a reason for each required fact that isn't there."""
    return [
        Reason("procedure.fact_missing", {"name": spec.name, "label": say(spec.label)})
        for spec in specs
        if spec.required and not _present(facts.get(spec.name))
    ]


def _present(value: Any) -> bool:
    return value is not None and value not in ("", [], ()) and str(value).strip() != ""


def invalid(specs: Sequence[FactSpec], facts: Mapping[str, Any]) -> list[Reason]:
    """Return a reason for each fact of the wrong kind, and each that the step doesn't know."""
    known = {spec.name: spec for spec in specs}
    found = []
    for name, value in facts.items():
        if name not in known:
            found.append(
                Reason("procedure.fact_unknown", {"name": name, "known": listing(known) or "–"})
            )
        elif _present(value) and not fits(known[name], value):
            found.append(_wrong(known[name], value))
    return found


def _wrong(spec: FactSpec, value: Any) -> Reason:
    allowed = listing(spec.choices) if spec.choices else say(f"procedure.kind_{spec.kind}")
    values = {"name": spec.name, "label": say(spec.label), "value": value, "allowed": allowed}
    return Reason("procedure.fact_wrong", values)


def readable(specs: Sequence[FactSpec], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts that the step knows and that are of their kind: what rules may rely on."""
    return {
        spec.name: facts[spec.name]
        for spec in specs
        if _present(facts.get(spec.name)) and fits(spec, facts[spec.name])
    }


def parse_facts(specs: Sequence[FactSpec], texts: Mapping[str, str]) -> dict[str, Any]:
    """Turn ``name=text`` of a command line or form into the facts of a step.

    A list (of files: their references) is written with commas, a flag as true or false, a period
    as ``15 working_days``; lists and periods also as JSON, in the shape of the events.
    InputError names a fact that the step doesn't know or a text that can't be read.
    """
    known = {spec.name: spec for spec in specs}
    values: dict[str, Any] = {}
    for name, text in texts.items():
        if name not in known:
            raise InputError("procedure.fact_unknown", name=name, known=listing(known) or "–")
        values[name] = value = _read(known[name], text.strip())
        if value is None or not fits(known[name], value):
            reason = _wrong(known[name], text)
            raise InputError(reason.code, **reason.values)
    return values


def _json(text: str) -> Any:
    try:
        return jsontext.loads(text)
    except (ValueError, RecursionError):
        return None


def _read(spec: FactSpec, text: str) -> Any:
    match spec.kind:
        case "integer":
            return int(text) if re.fullmatch(r"-?\d{1,9}", text) else None
        case "flag":
            return _FLAGS.get(text.lower())
        case "period" | "list" if text.startswith(("{", "[")):
            return _json(text)
        case "period":
            found = _PERIOD.fullmatch(text)
            return {"length": int(found[1]), "unit": found[2]} if found else None
        case "list" | "files":
            return [item.strip() for item in re.split("[,，、]", text) if item.strip()]
        case _:
            return text
