"""Voiding (作废) a document that was issued: marked, kept with its number and content, explained.

It takes nothing back in law: what was served has its effect until it is revoked (a new answer, a
decision from above). No step of the case is undone; the number is never given again.
"""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.asides import VOID
from workflow.app.filing import DOCUMENT, letter_of
from workflow.app.folding import Case
from workflow.app.letters import catch_up
from workflow.app.office import Actor, Office
from workflow.app.reading import lock_case
from workflow.app.recording import Draft, record
from workflow.app.registering import finish
from workflow.app.viewing import Viewed
from workflow.errors import InputError, NotFoundError, Reason, RefusedError
from workflow.messages import say
from workflow.statutes.roles import label

#: Who may void: who answers for what went out, never who wrote it alone.
ROLES = ("office_head", "leader")


@dataclass(frozen=True, slots=True)
class Voided:
    """A document of a case that was voided; ``entry`` is the number of the entry that says so."""

    case: str
    document: int
    notice: str
    number: str
    entry: int


@dataclass(frozen=True, slots=True)
class VoidTold:
    """Who voided a document, when, and why (empty where a purge has destroyed the words)."""

    on: date
    by: str
    reason: str


def void_told(viewed: Viewed, digest: str) -> VoidTold | None:
    """Return who voided the document of a digest and why, None where nobody did."""
    entry = next(
        (
            one
            for one in viewed.entries
            if one.trigger == VOID and one.facts.get("document") == digest
        ),
        None,
    )
    if entry is None:
        return None
    by = viewed.file.people.get(entry.actor, entry.actor)
    return VoidTold(entry.on, by, entry.reason or "")


@dataclass(frozen=True, slots=True)
class Which:
    """Which document of a case: by its notice, and where it issued several by number or child.

    ``document`` alone (the row's own number) says it too.
    """

    case: str
    notice: str = ""
    number: str | None = None
    child: str | None = None
    document: int | None = None
    agency: str | None = None


def void(office: Office, which: Which, actor: Actor, reason: str, via: str = "app") -> Voided:
    """Void a document that went out; RefusedError tells every reason against it.

    InputError without a reason, NotFoundError where there is no such document.
    """
    if not reason.strip():
        raise InputError("voiding.reason")
    catch_up(office, which.case, which.agency)
    with office.store.write() as session:
        case = lock_case(office, session, which.case, which.agency)
        row = _found(session, case, which)
        against = list(_against(row, actor))
        if against:
            raise RefusedError("case.refused", reasons=against, trigger=say("voiding.void"))
        mark = sa.update(DOCUMENT).where(DOCUMENT.c.id == row["id"])
        session.execute(mark.values(status="void"))
        entry = record(office, session, _draft(office, case, row, actor, reason, via))
        finish(office, session, entry)
    return Voided(case.number, row["id"], row["notice"], row["number"] or "", entry.entry)


def _found(session: Session, case: Case, which: Which) -> sa.RowMapping:
    """Return the document meant; InputError where several are."""
    rows = session.execute(sa.select(DOCUMENT).where(DOCUMENT.c.chain == case.chain)).mappings()
    found = [row for row in rows if _fits(row, which)]
    live = [row for row in found if row["status"] == "issued"] or found
    if not live:
        raise NotFoundError("voiding.unknown", case=case.number, notice=which.notice)
    if len(live) > 1:
        numbers = "、".join(str(row["number"]) for row in live)
        raise InputError("voiding.several", notice=which.notice, numbers=numbers)
    return live[0]


def _fits(row: sa.RowMapping, which: Which) -> bool:
    if which.document is not None:
        return bool(row["id"] == which.document)
    return (
        which.notice in {row["notice"], letter_of(row["key"])}
        and which.number in {None, row["number"]}
        and which.child in {None, row["child"]}
    )


def _against(row: sa.RowMapping, actor: Actor) -> list[Reason]:
    found = []
    if actor.role not in ROLES:
        found.append(Reason("voiding.role", {"role": label(actor.role)}))
    if row["status"] != "issued":
        found.append(Reason(f"voiding.is_{row['status']}"))
    return found


def _draft(
    office: Office, case: Case, row: sa.RowMapping, actor: Actor, reason: str, via: str
) -> Draft:
    facts = {"document_number": row["number"], "document": row["digest"], "of_entry": row["entry"]}
    return Draft(
        chain=case.chain,
        trigger=VOID,
        on=office.today,
        actor=actor.name,
        role=actor.role,
        facts={name: value for name, value in facts.items() if value},
        reason=reason.strip(),
        via=via,
    )
