"""Purging (销毁): the personal data of a filed case is destroyed, the proof of the case stays.

The case's key, its sealed values and attachments, the content of its documents, its search index
and the files of background tasks in which it may stand go. The journal of the case stays as it
was, and its agency's chain says who purged what, when, by which rule (个人信息保护法 art. 19, 47;
档案 rules keep what must be kept longer).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app import gram_rows
from workflow.app.agencies import chain_of
from workflow.app.folding import Case
from workflow.app.office import Actor, Office
from workflow.app.reading import lock_case
from workflow.app.recording import Draft, record
from workflow.app.retaining import kept_until, remedy_until
from workflow.app.tasks import TASK, empty
from workflow.core.procedure import Phase
from workflow.core.wording import day_text
from workflow.errors import InputError, Reason, RefusedError
from workflow.messages import say
from workflow.statutes.roles import label
from workflow.store.tables import Attachment, ChainKey, Document, VaultValue, table_of
from workflow.store.vaults import Vault

DOCUMENT, VALUE = table_of(Document), table_of(VaultValue)
ATTACHMENT, KEY = table_of(Attachment), table_of(ChainKey)
#: Tasks whose files may hold anybody's data of the agency; which ones, nobody can tell any more.
COPYING = ("letters", "pdf", "bundles", "ledger")
#: Who may purge. No clerk: he could hide what he did.
ROLES = ("security_officer", "office_head")
APPEALS = frozenset({"reconsideration", "litigation"})


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge destroyed; ``copies`` are tasks whose files went."""

    number: str
    values: int
    files: int
    documents: int
    copies: int


def purge(
    office: Office,
    number: str,
    actor: Actor,
    reason: str | None,
    *,
    agency: str | None = None,
    early: bool = False,
    via: str = "app",
) -> Purged:
    """Destroy the personal data of a filed case; RefusedError tells every reason against it.

    ``early``: before the end of its retention (an applicant's right to deletion, a wrong entry),
    which needs a written reason like any purge, and never before the remedies have ended.
    """
    if not (reason or "").strip():
        raise InputError("trust.purge_reason")
    with office.store.write() as session:
        case = lock_case(office, session, number, agency)
        against = tuple(reasons_against(office, session, case, actor, early=early))
        if against:
            raise RefusedError("case.refused", reasons=against, trigger=say("trust.purge"))
        done = _destroy(office, session, case)
        record(office, session, _draft(office, case, actor, str(reason), done, early, via))
    office.store.forget_old_pages()
    return done


def reasons_against(
    office: Office, session: Session, case: Case, actor: Actor, *, early: bool
) -> list[Reason]:
    """Return everything that forbids to purge a case today."""
    found = []
    if actor.role not in ROLES:
        found.append(Reason("trust.purge_role", {"role": label(actor.role)}))
    until = kept_until(case)
    if until is None:
        found.append(Reason("trust.purge_open"))
    if _pending(case):
        found.append(Reason("trust.purge_appeal"))
    if _is_destroyed(session, case.chain):
        found.append(Reason("trust.purge_twice"))
    if any(row.finished_at is None for row in _copies(session, case)):
        found.append(Reason("trust.purge_task"))
    remedy = remedy_until(case)
    if remedy is not None and office.today <= remedy:
        found.append(Reason("trust.purge_remedy", {"until": day_text(remedy)}))
    if not early and until is not None and office.today <= until:
        found.append(Reason("trust.purge_kept", {"until": day_text(until)}))
    return found


def _pending(case: Case) -> bool:
    """Tell whether a reconsideration or suit is still under way."""
    procedures = case.statute.procedures
    return any(
        child.kind in APPEALS and procedures[child.kind].state(child.state).phase is not Phase.FINAL
        for child in case.children
    )


def _is_destroyed(session: Session, chain: str) -> bool:
    found = sa.select(KEY.c.chain).where(KEY.c.chain == chain, KEY.c.wrapped.is_(None))
    return session.execute(found).first() is not None


def _destroy(office: Office, session: Session, case: Case) -> Purged:
    chain = case.chain
    copies = _copies(session, case)
    for one in copies:
        empty(office, session, one.id)
    done = Purged(
        number=case.number,
        copies=len(copies),
        values=_count(session, VALUE, chain),
        files=_count(session, ATTACHMENT, chain),
        documents=_count(session, DOCUMENT, chain),
    )
    Vault(session, office.keys, chain).destroy(office.now())
    emptied = sa.update(DOCUMENT).where(DOCUMENT.c.chain == chain)
    session.execute(emptied.values(data=b"", content=b""))
    gram_rows.remove(session, chain)
    return done


def _copies(session: Session, case: Case) -> Sequence[sa.Row[Any]]:
    """Return the tasks whose files may hold data of the case: its agency's, not yet emptied."""
    of_agency = TASK.c.agency.in_((case.agency, ""))
    found = sa.select(TASK).where(of_agency, TASK.c.kind.in_(COPYING), TASK.c.emptied_at.is_(None))
    return session.execute(found).all()


def _count(session: Session, table: sa.Table, chain: str) -> int:
    counted = sa.select(sa.func.count()).select_from(table).where(table.c.chain == chain)
    return int(session.execute(counted).scalar_one())


def _draft(
    office: Office, case: Case, actor: Actor, reason: str, done: Purged, early: bool, via: str
) -> Draft:
    facts: dict[str, Any] = {
        "case": case.chain,
        "number": case.number,
        "entries": case.version,
        "values": done.values,
        "files": done.files,
        "documents": done.documents,
        "copies": done.copies,
        "early": early,
    }
    until = kept_until(case)
    if until is not None:
        facts["kept_until"] = until.isoformat()
    return Draft(
        chain=chain_of(case.agency),
        trigger="purge_person",
        on=office.today,
        actor=actor.name,
        role=actor.role,
        facts=facts,
        reason=reason,
        via=via,
    )
