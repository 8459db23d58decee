"""The personal texts of a case in clear: opened from the vault, in memory only."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from workflow.app.office import Office
from workflow.core.journal import Entry, reason_reference, references
from workflow.store.vaults import opened


def in_clear(office: Office, session: Session, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return entries, of any chains, with their references replaced by what they refer to.

    Where the key was destroyed the references stay.
    """
    wanted: dict[str, dict[str, Any]] = {}
    for entry in entries:
        refs = {ref["ref"]: ref for ref in _references(entry).values()}
        wanted.setdefault(entry.chain, {}).update(refs)
    by_ref = opened(session, office.keys, wanted)
    return tuple(_opened(entry, by_ref.get(entry.chain, {})) for entry in entries)


def _references(entry: Entry) -> dict[str, Any]:
    reason = reason_reference(entry)
    return references(entry) | ({"": reason} if reason else {})


def _opened(entry: Entry, by_ref: dict[str, Any]) -> Entry:
    facts = {
        name: by_ref.get(ref["ref"], ref) if (ref := refs.get(name)) else value
        for refs in [references(entry)]
        for name, value in entry.facts.items()
    }
    reason = reason_reference(entry)
    said = by_ref.get(reason["ref"], entry.reason) if reason else None
    return replace(entry, facts=facts, reason=said)


def texts_of(clear: Sequence[Entry], raw: Sequence[Entry]) -> dict[str, Any]:
    """Return the opened texts by the name of their fact; of one name, the latest."""
    return {
        name: opened.facts[name]
        for opened, entry in zip(clear, raw, strict=True)
        for name, ref in references(entry).items()
        if opened.facts[name] != ref
    }
