"""Writing one entry: its personal facts into the vault, the rest into the journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from workflow.app.office import Office
from workflow.core.chain import Head
from workflow.core.journal import Entry, canonical, is_reference
from workflow.core.moves import FactSpec
from workflow.store import journals
from workflow.store.vaults import Vault


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be: ``facts`` in clear, ``personal`` the names of those that are personal."""

    chain: str
    trigger: str
    on: date
    actor: str
    role: str
    facts: Mapping[str, Any]
    personal: frozenset[str] = frozenset()
    child: str | None = None
    reason: str | None = None
    supersedes: int | None = None
    via: str = "app"


def personal_names(specs: Sequence[FactSpec]) -> frozenset[str]:
    """Return the names of the facts that never enter the journal."""
    return frozenset(spec.name for spec in specs if spec.personal)


def record(
    office: Office,
    session: Session,
    draft: Draft,
    expected: int | None = None,
    head: Head | None = None,
) -> Entry:
    """Append the entry; what is personal goes into the vault of its chain.

    A personal fact that is a reference already (a rectification that leaves it as it was) stays
    one. ConflictError where the chain has grown beyond ``expected``. ``head`` is the chain's,
    where the caller has locked it.
    """
    head = head or journals.lock(session, draft.chain)
    journals.refuse_overtaken(session, head, expected)
    number = head.count + 1
    kept = Vault(session, office.keys, draft.chain).put_all(_texts(draft, number))
    facts = {name: kept.get(f"{number}.{name}", value) for name, value in draft.facts.items()}
    reason = kept.get(str(number))
    entry = journals.make_entry(
        draft.chain,
        draft.trigger,
        draft.on,
        office.now(),
        draft.actor,
        draft.role,
        facts=facts,
        child=draft.child,
        reason=None if reason is None else canonical(reason),
        supersedes=draft.supersedes,
        via=draft.via,
    )
    return journals.append_to(session, office.keys.head_key, head, entry)


def _texts(draft: Draft, number: int) -> dict[str, Any]:
    """Return what the vault is to keep of an entry, by reference: personal facts, the reason."""
    texts = {
        f"{number}.{name}": value
        for name, value in draft.facts.items()
        if name in draft.personal and not is_reference(value)
    }
    return texts if draft.reason is None else texts | {str(number): draft.reason}
