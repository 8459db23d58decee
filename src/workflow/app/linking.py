"""Cases that belong together (关联案件): the same matter again, an answer to be repeated.

A link is an entry of both cases, so that each tells of the other; unlinking is another entry.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.asides import LINK, UNLINK
from workflow.app.folding import Case
from workflow.app.office import Actor, Office
from workflow.app.projecting import CASE
from workflow.app.reading import PREFIX, chain_of, read_case
from workflow.app.recording import Draft, record
from workflow.app.registering import finish
from workflow.app.summaries import Heading, headings
from workflow.app.texts import in_clear
from workflow.core.journal import Entry
from workflow.errors import InputError, NotFoundError
from workflow.store import journals
from workflow.store.tables import Document, table_of

DOCUMENT = table_of(Document)
ANSWERS = ("N10", "N11")


@dataclass(frozen=True, slots=True)
class Linked:
    """A case that another one is linked with: its derived row, who asked for what, and why."""

    row: sa.RowMapping
    heading: Heading
    reason: str

    @property
    def ident(self) -> str:
        """The number of its chain, as its page is addressed."""
        return str(self.row["chain"]).removeprefix(PREFIX)

    def to_json(self) -> dict[str, Any]:
        """Return it as a program reads it."""
        own = {name: self.row[name] for name in ("number", "state", "outcome")}
        said = {"applicant": self.heading.applicant, "content": self.heading.content}
        return {"id": self.ident, **own, **said, "reason": self.reason}


def linked_chains(entries: Sequence[Entry]) -> dict[str, Entry]:
    """Return the chains that a case is linked with now, each with the entry that says so."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.trigger == LINK:
            found[str(entry.facts["chain"])] = entry
        elif entry.trigger == UNLINK:
            found.pop(str(entry.facts["chain"]), None)
    return found


def linked(office: Office, entries: Sequence[Entry]) -> list[Linked]:
    """Return what a case is linked with, by its entries in clear."""
    links = linked_chains(entries)
    if not links:
        return []
    with office.store.read() as session:
        found = sa.select(CASE).where(CASE.c.chain.in_(links)).order_by(CASE.c.submitted_on)
        rows = session.execute(found).mappings().all()
        said = headings(office, session, list(links))
    return [Linked(row, said[row["chain"]], links[row["chain"]].reason or "") for row in rows]


def linked_with(office: Office, number: str, agency: str | None = None) -> list[Linked]:
    """Return what a case is linked with, by its number or chain."""
    with office.store.read() as session:
        case = read_case(office, session, chain_of(session, number, agency))
        entries = in_clear(office, session, case.entries)
    return linked(office, entries)


def link(
    office: Office,
    ident: int | str,
    number: str,
    reason: str,
    actor: Actor,
    agency: str,
    via: str = "app",
) -> Case:
    """Link a case with another one of its agency, named by its number, and say why."""
    return _write(office, LINK, ident, number, reason, actor, agency, via)


def unlink(
    office: Office,
    ident: int | str,
    number: str,
    reason: str,
    actor: Actor,
    agency: str,
    via: str = "app",
) -> Case:
    """Take a link back, and say why."""
    return _write(office, UNLINK, ident, number, reason, actor, agency, via)


def _write(
    office: Office,
    trigger: str,
    ident: int | str,
    number: str,
    reason: str,
    actor: Actor,
    agency: str,
    via: str,
) -> Case:
    if not reason.strip():
        raise InputError("web_case.link_reason_missing")
    with office.store.write() as session:
        pair = (f"{PREFIX}{ident}", chain_of(session, number, agency))
        for chain in sorted(pair):  # one order for all: two officers never wait for each other
            journals.lock(session, chain)
        one, other = (read_case(office, session, chain) for chain in pair)
        _check(trigger, one, other, agency)
        _one_side(office, session, trigger, other, one, reason, actor, via)
        return _one_side(office, session, trigger, one, other, reason, actor, via)


def _check(trigger: str, one: Case, other: Case, agency: str) -> None:
    if one.agency != agency:
        raise NotFoundError("case.unknown", number=one.chain)
    if one.chain == other.chain:
        raise InputError("web_case.link_itself")
    there = other.chain in linked_chains(one.entries)
    if there and trigger == LINK:
        raise InputError("web_case.link_known", number=other.number)
    if not there and trigger == UNLINK:
        raise InputError("web_case.link_unknown", number=other.number)


def _one_side(
    office: Office,
    session: Session,
    trigger: str,
    case: Case,
    other: Case,
    reason: str,
    actor: Actor,
    via: str,
) -> Case:
    draft = Draft(
        chain=case.chain,
        trigger=trigger,
        on=office.today,
        actor=actor.name,
        role=actor.role,
        facts={"chain": other.chain, "other_number": other.number},
        reason=reason.strip(),
        via=via,
    )
    return finish(office, session, record(office, session, draft))


def earlier_answer(office: Office, case: Case) -> str:
    """Return what the answer to a repeat must name (条例第三十六条第（六）项): the earlier one.

    Looked for among the cases linked with this one, then among those that its registration found
    likely; its number is that of the letter, else of the case. Empty where none was answered.
    """
    numbers = [str(one) for one in case.opening.facts.get("duplicates", ())]
    chains = list(linked_chains(case.entries))
    wanted = sa.or_(CASE.c.chain.in_(chains), CASE.c.number.in_(numbers))
    found = (
        sa.select(CASE.c.number, DOCUMENT.c.number.label("letter"))
        .outerjoin(DOCUMENT, sa.and_(DOCUMENT.c.chain == CASE.c.chain, _issued_answer()))
        .where(CASE.c.agency == case.agency, CASE.c.decided_on.is_not(None), wanted)
        .order_by(CASE.c.chain.in_(chains).desc(), CASE.c.decided_on.desc())
    )
    with office.store.read() as session:
        row = session.execute(found.limit(1)).first()
    return "" if row is None else str(row.letter or row.number)


def answers_of(session: Session, chains: Sequence[str]) -> dict[str, int]:
    """Return the issued answer (the id of its document) of each case that has one."""
    found = sa.select(DOCUMENT.c.chain, sa.func.max(DOCUMENT.c.id).label("document"))
    found = found.where(DOCUMENT.c.chain.in_(chains), _issued_answer()).group_by(DOCUMENT.c.chain)
    return {row.chain: row.document for row in session.execute(found)}


def _issued_answer() -> sa.ColumnElement[bool]:
    return sa.and_(
        DOCUMENT.c.notice.in_(ANSWERS), DOCUMENT.c.status == "issued", DOCUMENT.c.child == ""
    )
