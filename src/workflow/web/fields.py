"""Fields of a form made from the facts of a step, and what was typed in them read back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflow.app.answer_files import FACT, AnswerFile
from workflow.core.facts import UNITS, parse_facts
from workflow.core.moves import FactSpec
from workflow.errors import InputError, Reason
from workflow.messages import catalogue, language, say
from workflow.web.choices import choice_label
from workflow.web.typed import read_day, read_number, typed_day

#: More choices than this are a list to choose from rather than buttons beside each other.
FEW = 6
#: Texts of one line; all others are given room.
ONE_LINE = frozenset(
    {
        *("evidence", "place", "recipient", "party_name", "body", "court", "other_agency"),
        *("other_agency_contact", "access_time", "access_way", "document_number"),
        *("earlier_answer", "approved_by", "appeal", "contact"),
    }
)

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``look`` is how it is drawn, ``values`` what stands in it now.

    ``only_for`` are the outcomes whose answer asks for it (empty: any), ``wanted`` tells that
    the one chosen does; ``files`` are those of the case that may be chosen.
    """

    name: str
    label: str
    look: str
    required: bool = False
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    values: tuple[str, ...] = ()
    unit: str = ""
    error: str = ""
    only_for: tuple[str, ...] = ()
    wanted: bool = False
    files: tuple[AnswerFile, ...] = ()

    @property
    def value(self) -> str:
        """The one text in it."""
        return self.values[0] if self.values else ""


def fields_of(
    specs: Sequence[FactSpec], trigger: str, asked_by: Mapping[str, Sequence[str]] | None = None
) -> tuple[Field, ...]:
    """Return an empty field for each fact; ``asked_by`` names the outcomes that ask for it."""
    return tuple(
        Field(
            name=spec.name,
            label=_label(spec, trigger),
            look=_look(spec),
            required=spec.required,
            hint=_hint(spec, trigger),
            choices=tuple((one, choice_label(spec.name, one)) for one in spec.choices),
            only_for=tuple((asked_by or {}).get(spec.name, ())),
        )
        for spec in specs
    )


def _look(spec: FactSpec) -> str:
    match spec.kind:
        case "text":
            return "line" if spec.name in ONE_LINE or not spec.personal else "area"
        case "choice":
            return "radios" if len(spec.choices) <= FEW else "select"
        case "list":
            return "boxes" if spec.choices else "line"
        case "integer":
            return "number"
        case "date":
            return "day"
        case kind:
            return kind


def _label(spec: FactSpec, trigger: str) -> str:
    code = f"web_hints.{trigger}_{spec.name}_label"
    return say(code) if code in catalogue(language()) else say(spec.label)


def _hint(spec: FactSpec, trigger: str) -> str:
    known = catalogue(language())
    codes = (f"web_hints.{trigger}_{spec.name}", f"web_hints.{spec.name}")
    return next((say(code) for code in codes if code in known), "")


def filled(fields: Sequence[Field], typed: Typed) -> tuple[Field, ...]:
    """Return the fields with what was typed in them."""
    return tuple(
        replace(
            field,
            values=tuple(typed.get(field.name, ())),
            unit=(list(typed.get(f"{field.name}_unit", ())) or [""])[0],
            wanted=any(one in field.only_for for one in typed.get("outcome", ())),
        )
        for field in fields
    )


def with_files(fields: Sequence[Field], files: Sequence[AnswerFile]) -> tuple[Field, ...]:
    """Return the fields with the files of the case in the one that names some."""
    return tuple(
        replace(field, files=tuple(files)) if field.name == FACT else field for field in fields
    )


def typed_of(facts: Mapping[str, Any], specs: Sequence[FactSpec]) -> dict[str, list[str]]:
    """Return facts as they would be typed: what a form is filled with beforehand."""
    found: dict[str, list[str]] = {}
    for spec in specs:
        value = facts.get(spec.name)
        if value is None or (isinstance(value, Mapping) and "digest" in value):
            continue
        if spec.kind == "period":
            found[spec.name] = [str(value["length"])]
            found[f"{spec.name}_unit"] = [value["unit"]]
        else:
            found[spec.name] = _typed(spec, value)
    return found


def _typed(spec: FactSpec, value: Any) -> list[str]:
    if spec.kind == "date":
        return [typed_day(date.fromisoformat(str(value)))]
    if spec.kind == "flag":
        return ["true" if value else "false"]
    if spec.kind == "files":
        return [str(one["ref"]) for one in value]
    if spec.kind == "list":
        return [str(one) for one in value] if spec.choices else ["、".join(map(str, value))]
    return [str(value)]


def read_fields(
    specs: Sequence[FactSpec], typed: Typed, today: date
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the facts that were typed, and what is wrong with which field.

    An empty field is a fact not given; whether it had to be the rules say.
    """
    facts: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for spec in specs:
        text = _text(spec, typed, today)
        if not text.strip():
            continue
        try:
            facts |= parse_facts([spec], {spec.name: text})
        except InputError:
            errors[spec.name] = _wrong(spec, typed)
    return facts, errors


def _text(spec: FactSpec, typed: Typed, today: date) -> str:
    """Return a typed fact in the spelling that ``parse_facts`` reads."""
    texts = [text for text in typed.get(spec.name, ()) if text.strip()]
    if not texts:
        return ""
    if spec.kind in {"list", "files"}:
        return ",".join(texts)
    if spec.kind == "date":
        day = read_day(texts[0], today)
        return day.isoformat() if day else texts[0]
    number = read_number(texts[0]) if spec.kind in {"integer", "period"} else None
    if spec.kind == "period":
        unit = (list(typed.get(f"{spec.name}_unit", ())) or [UNITS[0]])[0]
        return f"{texts[0] if number is None else number} {unit}"
    return texts[0] if number is None else str(number)


def _wrong(spec: FactSpec, typed: Typed) -> str:
    said = "、".join(typed.get(spec.name, ()))
    kind = spec.kind if spec.kind in {"date", "integer", "period"} else "choice"
    return say(f"web_move.wrong_{kind}", label=say(spec.label), said=said)


#: Reasons of rules that are about one field, by their code.
ABOUT = {
    "procedure.in_future": "on",
    "procedure.before_previous": "on",
    "guards.comment_missing": "comment",
    "guards.service_evidence_missing": "evidence",
    "guards.statement_missing": "statement",
    "guards.good_reason_missing": "good_reason",
    "guards.attempts_missing": "attempts",
    "guards.length_wrong": "length",
    "guards.over_cap": "length",
    "guards.not_later": "until",
    "guards.received_before_sent": "received_on",
    "guards.received_before_submitted": "received_on",
    "guards.courier": "carrier",
    "guards.no_electronic_consent": "consent",
    "guards.ground_wrong": "grounds",
    "guards.fee_nothing_due": "count",
    "guards.fee_amount_wrong": "amount_fen",
    "guards.result_missing": "result",
    "guards.supplement_not_approved": "approved_by",
    "guards.no_order": "appeal",
}


def field_of(reason: Reason, specs: Sequence[FactSpec]) -> str:
    """Return the name of the field that a reason is about, empty where it is about none."""
    names = {spec.name for spec in specs} | {"on"}
    named = reason.values.get("name") or ABOUT.get(reason.code, "")
    if reason.code == "outcomes.lacks_fact":
        what = str(reason.values.get("what"))
        named = next((spec.name for spec in specs if say(spec.label) in what), "outcome")
    return named if named in names else ""


def sentence(reason: Reason, specs: Sequence[FactSpec]) -> str:
    """Return a reason as a form says it: a missing field in plain words, else the rule's own."""
    if reason.code != "procedure.fact_missing":
        return reason.message
    spec = next(one for one in specs if one.name == reason.values["name"])
    code = "web_move.missing_choice" if spec.kind in {"choice", "flag", "list"} else None
    return say(code or "web_move.missing", label=say(spec.label))
