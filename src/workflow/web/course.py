"""The course of a case as a timeline: the legal day at the left, who recorded it in small print."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.app.asides import ASIDES, RECALCULATED
from workflow.app.rectifying import facts_of
from workflow.app.viewing import Viewed
from workflow.core.journal import Entry, is_reference
from workflow.core.moves import Child, FactSpec
from workflow.core.past import latest
from workflow.messages import say
from workflow.web.choices import choice_label
from workflow.web.typed import typed_day
from workflow.web.words import clock_time, local_day, short_day

#: What the head of the page says already.
IN_THE_HEAD = frozenset(
    {"applicant", "content", "applicant_class", "identity_proof", "contact", "number"}
)


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as it is told: what was done, what was said of it, who recorded it when.

    ``mended`` tells that a later entry superseded it; ``mends`` is the entry that it supersedes.
    """

    entry: Entry
    title: str
    facts: tuple[tuple[str, str], ...]
    recorded: str
    reason: str
    documents: tuple[Mapping[str, Any], ...]
    mended: bool
    mends: int | None

    @property
    def mendable(self) -> bool:
        """Whether a rectification may supersede it: a step that holds still."""
        return not self.mended and self.entry.trigger not in (*ASIDES, RECALCULATED)


def course(viewed: Viewed, today: date) -> tuple[Told, ...]:
    """Return the entries of a case, the newest first."""
    told = [_told(viewed, entry, today) for entry in viewed.entries]
    return tuple(sorted(told, key=lambda one: (one.entry.on, one.entry.entry), reverse=True))


def _told(viewed: Viewed, entry: Entry, today: date) -> Told:
    kind = entry.child.partition(":")[0] if entry.child else "request"
    title = say(f"triggers.{kind}_{entry.trigger}")
    if entry.child:
        title = f"{say(f'states.kind_{kind}')} {entry.child.partition(':')[2]}：{title}"
    by = viewed.file.people.get(entry.actor, entry.actor)
    return Told(
        entry=entry,
        title=title,
        facts=tuple(facts_told(entry.facts, _specs(viewed, entry))),
        recorded=_recorded(entry, by, today),
        reason=entry.reason or "",
        documents=tuple(one for one in viewed.documents if one["entry"] == entry.entry),
        mended=entry.entry in viewed.mended,
        mends=entry.supersedes,
    )


def _specs(viewed: Viewed, entry: Entry) -> Sequence[FactSpec]:
    return facts_of(viewed.case, entry) or ASIDES.get(entry.trigger, ())


def _recorded(entry: Entry, by: str, today: date) -> str:
    at = local_day(entry.recorded_at)
    day = short_day(at) if at.year == today.year else typed_day(at)
    values = {"by": by, "role": say(f"roles.{entry.role}"), "day": day}
    values["at"] = clock_time(entry.recorded_at)
    code = "web_case.recorded" if at == entry.on else "web_case.recorded_later"
    return say(code, **values)


def facts_told(facts: Mapping[str, Any], specs: Sequence[FactSpec]) -> Iterator[tuple[str, str]]:
    """Yield name and text of each fact, as an officer reads them."""
    for spec in specs:
        value = facts.get(spec.name)
        if value in (None, "", [], ()) or spec.name in IN_THE_HEAD:
            continue
        yield say(spec.label), fact_text(spec, value)


def fact_text(spec: FactSpec, value: Any) -> str:  # noqa: PLR0911  (a way for each kind)
    """Return one fact as text."""
    if is_reference(value):
        return say("web_case.destroyed")
    match spec.kind:
        case "date":
            return typed_day(date.fromisoformat(str(value)))
        case "choice":
            return choice_label(spec.name, str(value))
        case "flag":
            return say(f"web_choices.flag_{str(bool(value)).lower()}")
        case "period":
            unit = say(f"web_choices.unit_{value['unit']}")
            return f"{value['length']} {unit}"
        case "list":
            named = (choice_label(spec.name, one) if spec.choices else str(one) for one in value)
            return "、".join(named)
        case "files":
            return "、".join(str(one["name"]) for one in value)
        case _:
            return str(value)


@dataclass(frozen=True, slots=True)
class Fee:
    """The fee of a case: asked for when, by which tariff, how much, until when, paid when."""

    notified_on: date
    tariff: str
    yuan: str
    due: date | None
    paid_on: date | None


def fee(viewed: Viewed) -> Fee | None:
    """Return the fee that a case was last asked for, None where it never was."""
    asked = latest(viewed.file.entries, "notify_fee")
    if asked is None:
        return None
    paid = latest(viewed.file.entries, "receive_payment")
    clock = viewed.case.deadlines.clock("fee_payment")
    told = dict(facts_told(asked.facts, viewed.case.procedure.facts_of("notify_fee")))
    counted = (told.get(say(f"facts.{name}"), "") for name in ("tariff", "count"))
    return Fee(
        notified_on=asked.on,
        tariff=" ".join(filter(None, counted)),
        yuan=f"{int(asked.facts.get('amount_fen') or 0) / 100:.2f}",
        due=clock.due if clock else None,
        paid_on=paid.on if paid and paid.entry > asked.entry else None,
    )


@dataclass(frozen=True, slots=True)
class ChildTold:
    """A consultation or an appeal as its card tells it."""

    child: Child
    name: str
    title: str
    state: str
    steps: tuple[tuple[date, str], ...]
    facts: tuple[tuple[str, str], ...]
    due: date | None


def children(viewed: Viewed, *kinds: str) -> tuple[ChildTold, ...]:
    """Return the consultations or appeals of a case."""
    return tuple(_child(viewed, child) for child in viewed.file.children if child.kind in kinds)


def _child(viewed: Viewed, child: Child) -> ChildTold:
    procedure = viewed.case.statute.procedures[child.kind]
    facts: dict[str, str] = {}
    for entry in child.entries:
        facts |= dict(facts_told(entry.facts, procedure.facts_of(entry.trigger)))
    own = [one for one in viewed.case.deadlines.deadlines if one.id == child.id]
    running = next((one for one in own if one.ended_on is None and one.due), None)
    steps = tuple((one.on, procedure.trigger_label(one.trigger)) for one in child.entries)
    return ChildTold(
        child=child,
        name=f"{child.kind}:{child.id}",
        title=f"{say(f'states.kind_{child.kind}')} {child.id}",
        state=procedure.state_label(child.state),
        steps=steps,
        facts=tuple(facts.items()),
        due=running.due if running else None,
    )
