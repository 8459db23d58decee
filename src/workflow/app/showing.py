"""A case as JSON: state, events, deadlines with proof, documents, allowed and refused moves."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.asking import possible_moves
from workflow.app.casefiles import assemble
from workflow.app.due import to_json as deadlines_json
from workflow.app.folding import REQUEST, Case
from workflow.app.office import Office
from workflow.app.reading import find_case
from workflow.core.casefile import CaseFile
from workflow.core.events import Event
from workflow.core.journal import Entry
from workflow.messages import say
from workflow.store.tables import Document, table_of

DOCUMENT = table_of(Document)


def show(
    office: Office, number: str, actor: str, role: str | None = None, agency: str | None = None
) -> dict[str, Any]:
    """Return everything about a case; the moves as ``actor`` may make them today."""
    with office.store.read() as session:
        case = find_case(office, session, number, agency)
        file = assemble(office, session, case)
        documents = documents_of(session, case.chain)
    moves = [one.to_json() for one in possible_moves(office, case, actor, role)]
    return {
        **_head(case, file),
        **_deadlines(case),
        "fingerprint": case.deadlines.fingerprint,
        "events": [event_json(event) for event in case.events],
        "children": [_child(case, f"{one.kind}:{one.id}") for one in case.children],
        "documents": documents,
        "allowed": [move for move in moves if move["allowed"]],
        "refused": [move for move in moves if not move["allowed"]],
        "journal": [entry_json(entry) for entry in case.entries],
    }


def _head(case: Case, file: CaseFile) -> dict[str, Any]:
    return {
        "number": case.number,
        "case": case.chain,
        "agency": case.agency,
        "statute": case.statute.code,
        "state": case.state,
        "state_label": case.procedure.state_label(case.state),
        "version": case.version,
        "channel": file.channel,
        "class": file.applicant.kind,
        "applicant": file.applicant.name,
        "content": file.content,
        "submitted_on": file.submitted_on,
        "example": file.example,
    }


def _deadlines(case: Case) -> dict[str, Any]:
    """Return the contract's deadlines, each with the day of the event that ended it."""
    told = deadlines_json(case.deadlines)
    for line, one in zip(told["deadlines"], case.deadlines.deadlines, strict=True):
        line["ended_on"] = one.ended_on
    return told


def _child(case: Case, name: str) -> dict[str, Any]:
    kind, _, ident = name.partition(":")
    found = case.child(name)
    state = found.state if found else ""
    label = case.statute.procedures[kind].state_label(state)
    return {"child": name, "kind": kind, "id": ident, "state": state, "state_label": label}


def event_json(event: Event) -> dict[str, Any]:
    """Return an event in the contract's shape, with the entry that it was made from.

    What stands in the journal as a reference isn't said.
    """
    facts = {name: value for name, value in event.facts.items() if not _personal(value)}
    ident = {"id": event.id} if event.id else {}
    return {"kind": event.kind, **ident, "on": event.on, **facts, "entry": event.entry}


def _personal(value: Any) -> bool:
    return isinstance(value, Mapping) and "digest" in value


def entry_json(entry: Entry) -> dict[str, Any]:
    """Return a journal entry as it was written: references stay references."""
    return {
        "entry": entry.entry,
        "trigger": entry.trigger,
        "label": trigger_label(entry),
        "on": entry.on,
        "child": entry.child,
        "actor": entry.actor,
        "role": entry.role,
        "via": entry.via,
        "recorded_at": entry.recorded_at.isoformat(),
        "facts": dict(entry.facts),
        "reason": entry.reason,
        "supersedes": entry.supersedes,
    }


def trigger_label(entry: Entry) -> str:
    """Return the name of what an entry did, as an officer reads it."""
    kind = entry.child.partition(":")[0] if entry.child else REQUEST
    return say(f"triggers.{kind}_{entry.trigger}")


def documents_of(session: Session, chain: str) -> list[dict[str, Any]]:
    """Return the documents of a case, without their content."""
    names = ("id", "notice", "child", "number", "status", "template", "digest", "issued_on")
    columns = [DOCUMENT.c[name] for name in names]
    found = sa.select(*columns).where(DOCUMENT.c.chain == chain).order_by(DOCUMENT.c.id)
    return [dict(zip(names, row, strict=True)) for row in session.execute(found)]
