"""Rectification (勘误): an entry that supersedes an earlier one; everything is derived again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any

from sqlmodel import Session

from workflow.app.answer_naming import with_named
from workflow.app.folding import REQUEST, Case, statute_of
from workflow.app.imported import is_imported
from workflow.app.office import Actor, Office
from workflow.app.reading import fold_entries, lock_case
from workflow.app.recording import Draft, personal_names, record
from workflow.app.registering import finish
from workflow.core.facts import invalid, missing
from workflow.core.journal import Entry, effective
from workflow.core.moves import FactSpec, Move
from workflow.core.procedure import Procedure
from workflow.core.wording import day_text
from workflow.errors import InputError, NotFoundError, Reason, RefusedError
from workflow.statutes.facts import word
from workflow.statutes.rules.intake import receipt_day

#: Facts of a registration that the product sets itself: they are no one's typing mistake.
FIXED = frozenset({"agency", "number", "person", "example", "overridden", "waived"})
#: The facts by which a ledger names an answer that it knows no better, and the answer's paper.
ROW, DOCUMENT = "row", "document_number"


@dataclass(frozen=True, slots=True)
class Mend:
    """What a rectification changes: facts by name (None: the fact falls away), the legal day."""

    number: str
    entry: int
    facts: Mapping[str, Any] = field(default_factory=dict)
    on: date | None = None
    reason: str = ""
    agency: str | None = None


def rectify(office: Office, mend: Mend, actor: Actor, via: str = "app") -> Case:
    """Supersede an entry; RefusedError where what came after would no longer fit.

    Guards aren't asked again: history is mended as it was, and the clocks show what follows.
    """
    if not mend.reason.strip():
        raise InputError("case.rectify_reason")
    with office.store.write() as session:
        case = lock_case(office, session, mend.number, mend.agency)
        wrong = _superseded(case, mend.entry)
        mended = _mended(wrong, with_named(office, session, case, mend.facts), mend.on)
        specs = facts_of(case, wrong)
        reasons = _facts_against(case, wrong, mended, specs)
        _check(office, session, case, mended, reasons)
        draft = Draft(
            chain=case.chain,
            trigger=wrong.trigger,
            on=mended.on,
            actor=actor.name,
            role=actor.role,
            facts=mended.facts,
            personal=personal_names(specs) | {"person"},
            child=wrong.child,
            reason=mend.reason,
            supersedes=mend.entry,
            via=via,
        )
        return finish(office, session, record(office, session, draft), before=case)


def _superseded(case: Case, number: int) -> Entry:
    """Return the entry as written, if it still holds: of a mended one, the newest mend."""
    replaced = {entry.supersedes for entry in case.entries}
    for entry in case.entries:
        if entry.entry == number and number not in replaced:
            return entry
    raise NotFoundError("case.rectify_unknown", entry=number)


def _mended(wrong: Entry, mends: Mapping[str, Any], on: date | None) -> Entry:
    facts = {**wrong.facts, **mends}
    if mends.get("outcome"):
        facts.pop(ROW, None)  # the row of the report alone was known; now the outcome is
    kept = {name: value for name, value in facts.items() if value is not None}
    return replace(wrong, facts=kept, on=on or wrong.on)


def facts_of(case: Case, entry: Entry) -> tuple[FactSpec, ...]:
    """Return the facts that the step of an entry may carry; none where it is no step at all."""
    kind = entry.child.partition(":")[0] if entry.child else REQUEST
    procedure = case.statute.procedures[kind]
    if entry.trigger not in procedure.triggers:
        return ()
    known = procedure.facts_of(entry.trigger)
    own = word(DOCUMENT)
    return (*known, own) if _has_of_its_own(known, entry) else known


def _has_of_its_own(known: Sequence[FactSpec], entry: Entry) -> bool:
    """Tell whether an entry names its paper though its step doesn't: a ledger's 答复文号."""
    return DOCUMENT in entry.facts and all(spec.name != DOCUMENT for spec in known)


def _facts_against(
    case: Case, wrong: Entry, mended: Entry, specs: Sequence[FactSpec]
) -> list[Reason]:
    """Return what is wrong with the mended facts.

    A ledger tells less than a step asks for, and in its own facts: of what came from one only the
    facts that change are looked at, and only what the entry had already must still be there.
    """
    typed = {name: value for name, value in mended.facts.items() if name not in FIXED}
    if not is_imported(case, wrong):
        return [*missing(specs, typed), *invalid(specs, typed)]
    changed = {name: value for name, value in typed.items() if wrong.facts.get(name) != value}
    had = [spec for spec in specs if spec.name in wrong.facts]
    return [*missing(had, typed), *invalid(specs, changed)]


def _check(
    office: Office, session: Session, case: Case, mended: Entry, wrong: Sequence[Reason]
) -> None:
    """Refuse a mend with wrong facts, in the future, or that what came after doesn't bear."""
    reasons = [*wrong]
    if mended.on > office.today:
        values = {"on": day_text(mended.on), "today": day_text(office.today)}
        reasons.append(Reason("procedure.in_future", values))
    if not reasons:
        last = replace(mended, entry=case.version + 1, supersedes=mended.entry)
        holding = effective((*case.entries, last))
        reasons += _misfits(case, holding)
        if not reasons:
            fold_entries(office, session, (*case.entries, last))
    if reasons:
        raise RefusedError("case.rectify_breaks", reasons=reasons)


def _misfits(case: Case, holding: Sequence[Entry]) -> list[Reason]:
    """Return the entries that no longer follow from those before them, but did."""
    statute = statute_of(holding, case.rules.settings)
    found: list[Reason] = []
    for child in dict.fromkeys(entry.child for entry in holding):
        kind = child.partition(":")[0] if child else REQUEST
        own = [entry for entry in holding if entry.child == child]
        procedure = statute.procedures[kind]
        already = _stuck(procedure, [one for one in case.holding if one.child == child])
        found += [
            _step(procedure, own, one) for one in _stuck(procedure, own) if one not in already
        ]
        days = [_received(holding[0]), *(own[1:] if child is None else own)]
        found += _disorder(procedure, days)
    return found


def _received(opening: Entry) -> Entry:
    """Return the opening under the day of receipt, where it knows it: nothing comes before."""
    return replace(opening, on=receipt_day(opening.facts, opening.on) or opening.on)


def _stuck(procedure: Procedure, own: Sequence[Entry]) -> list[int]:
    """Return the numbers of entries whose trigger doesn't start from the state reached."""
    visits = procedure.visits(own)
    return [
        visit.entry.entry
        for at, visit in enumerate(visits)
        if procedure.choose(visit.before, [one.entry for one in visits[:at]], _move(visit.entry))
        is None
    ]


def _move(entry: Entry) -> Move:
    return Move(entry.trigger, entry.on, entry.actor, entry.role, entry.facts, entry.reason)


def _step(procedure: Procedure, own: Sequence[Entry], number: int) -> Reason:
    entry = next(one for one in own if one.entry == number)
    visit = next(one for one in procedure.visits(own) if one.entry.entry == number)
    return Reason(
        "case.rectify_step",
        {
            "entry": number,
            "trigger": procedure.trigger_label(entry.trigger),
            "on": day_text(entry.on),
            "why": procedure.state_label(visit.before),
        },
    )


def _disorder(procedure: Procedure, own: Sequence[Entry]) -> list[Reason]:
    """Return the entries that would lie before the one they follow (of a child: the opening)."""
    return [
        Reason(
            "case.rectify_order",
            {
                "entry": later.entry,
                "trigger": procedure.trigger_label(later.trigger),
                "on": day_text(later.on),
                "previous_on": day_text(earlier.on),
            },
        )
        for earlier, later in pairwise(own)
        if later.on < earlier.on
    ]
