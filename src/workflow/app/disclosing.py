"""Publishing of the agency's own accord (主动公开): each step a move of the process ``disclosure``.

A move is judged by the statute's rules and written into the item's chain, with what follows it, in
one transaction. Approval freezes the approval sheet (信息公开审批单, N14).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from workflow.app.agencies import chain_of as agency_chain
from workflow.app.agencies import get_agency
from workflow.app.attaching import KINDS, content_of
from workflow.app.calendars import rules_of
from workflow.app.disclosing_projecting import project
from workflow.app.disclosing_reading import (
    PROCESS,
    Item,
    chain_of,
    find_chain,
    number_of,
    read_item,
)
from workflow.app.disclosing_sheet import SHEET, approval_sheet
from workflow.app.figures import open_own_chain
from workflow.app.inbox import tell
from workflow.app.office import Actor, Office
from workflow.app.official_text import Filled, made
from workflow.app.recording import Draft, personal_names, record
from workflow.app.texts import in_clear
from workflow.app.users import holders, people_of
from workflow.core.deadlines import Derivation
from workflow.core.effects import IssueNotice, Notify
from workflow.core.journal import Entry, effective
from workflow.core.moves import Move, Situation
from workflow.core.past import latest
from workflow.core.procedure import Verdict, allowed, judge
from workflow.errors import Reason, RefusedError
from workflow.messages import say
from workflow.statutes.processes import DISCLOSURE
from workflow.store import journals
from workflow.store.numbers import take
from workflow.store.vaults import Vault


@dataclass(frozen=True, slots=True)
class Wanted:
    """A step that somebody wants; ``number`` is None for a new item's first draft.

    ``facts`` are plain values of the step, ``expected`` the number of entries that was seen.
    """

    agency: str
    trigger: str
    on: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    number: str | None = None
    reason: str | None = None
    expected: int | None = None
    via: str = "app"


@dataclass(frozen=True, slots=True)
class Moved:
    """An item after its step, and what the rules had to say without refusing it."""

    item: Item
    warnings: tuple[Reason, ...]


def advance(office: Office, wanted: Wanted, actor: Actor) -> Moved:
    """Make a step; RefusedError tells every reason against it, and then nothing was written.

    A document that comes back is drafted again: what the new draft doesn't say stays as it was.
    """
    with office.store.write() as session:
        agency = get_agency(session, wanted.agency)
        journals.lock(session, agency_chain(agency.code))
        chain = find_chain(session, agency.code, wanted.number) if wanted.number else None
        past = journals.read_chain(session, chain) if chain else ()
        if wanted.trigger == "draft" and past:
            wanted = replace(wanted, facts=_redrafted(office, session, past, wanted.facts))
        verdict = _judge(office, session, wanted, past, actor)
        if not verdict.allowed:
            raise RefusedError("case.refused", reasons=verdict.reasons, trigger=verdict.label)
        if chain is None:
            entry = open_item(office, session, wanted, verdict.facts, actor)
        else:
            entry = record(office, session, _draft(chain, wanted, verdict, actor), wanted.expected)
        entries = journals.read_chain(session, entry.chain)
        item = read_item(office, session, agency.code, entries)
        project(office, session, [item])
        _follow(office, session, entry, item, verdict)
    return Moved(item, verdict.warnings)


def open_steps(
    office: Office, agency: str, number: str, name: str = "", role: str | None = None
) -> tuple[Verdict, ...]:
    """Return every step that starts from an item's state, with what stands against it today.

    Without ``role`` each step is asked about in a role that may do it.
    """
    with office.store.read() as session:
        past = journals.read_chain(session, find_chain(session, agency, number))
        asked = _situation(office, session, agency, office.today, past)
        return allowed(DISCLOSURE, asked, name, role)


def _redrafted(
    office: Office, session: Session, past: tuple[Entry, ...], facts: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the facts of the draft before with the new ones over them."""
    last = latest(in_clear(office, session, effective(past)), "draft")
    known = {spec.name for spec in DISCLOSURE.facts_of("draft")}
    before = {name: value for name, value in last.facts.items() if name in known} if last else {}
    return {**before, **facts}


def _judge(
    office: Office, session: Session, wanted: Wanted, past: tuple[Entry, ...], actor: Actor
) -> Verdict:
    asked = _situation(office, session, wanted.agency, wanted.on, past)
    facts = {name: value for name, value in wanted.facts.items() if value not in (None, "", [])}
    move = Move(wanted.trigger, wanted.on, actor.name, actor.role, facts, wanted.reason)
    return judge(DISCLOSURE, asked, move)


def _situation(
    office: Office, session: Session, agency: str, on: date, past: tuple[Entry, ...]
) -> Situation:
    rules = rules_of(session, get_agency(session, agency))
    holding = effective(past)
    return Situation(
        procedure=PROCESS,
        state=DISCLOSURE.state_after(holding),
        entries=holding,
        children=(),
        deadlines=Derivation(None, None, DISCLOSURE.statute, None, (), ()),
        calendar=rules.calendar_on(on),
        today=office.today,
        settings=rules.settings,
    )


def open_item(
    office: Office, session: Session, wanted: Wanted, facts: Mapping[str, Any], actor: Actor
) -> Entry:
    """Open a new item's chain with its first draft, numbered in the year of its day."""
    number = take(session, wanted.agency, PROCESS, wanted.on.year)
    chain = chain_of(wanted.agency, wanted.on.year, number)
    open_own_chain(office, session, wanted.agency, chain, actor, wanted.via)
    own = {"agency": wanted.agency, "number": number_of(wanted.on.year, number)}
    return record(office, session, entry_draft(chain, wanted, {**facts, **own}, actor))


def entry_draft(chain: str, wanted: Wanted, facts: Mapping[str, Any], actor: Actor) -> Draft:
    """Return an entry of an item to be written; free words go into the vault."""
    return Draft(
        chain=chain,
        trigger=wanted.trigger,
        on=wanted.on,
        actor=actor.name,
        role=actor.role,
        facts=facts,
        personal=personal_names(DISCLOSURE.facts_of(wanted.trigger)),
        reason=wanted.reason,
        via=wanted.via,
    )


def _draft(chain: str, wanted: Wanted, verdict: Verdict, actor: Actor) -> Draft:
    facts = dict(verdict.facts)
    if verdict.waived:
        facts["waived"] = [reason.code for reason in verdict.waived]
    return entry_draft(chain, wanted, facts, actor)


def _follow(office: Office, session: Session, entry: Entry, item: Item, verdict: Verdict) -> None:
    """Carry out what follows a step: who must act next is told, the signed sheet is kept."""
    agency = str(item.entries[0].facts["agency"])
    for effect in verdict.effects:
        if isinstance(effect, Notify):
            cause = f"{entry.chain}/{entry.entry}/notify/{effect.role}"
            told = {"number": item.number, "state": DISCLOSURE.state_label(item.state)}
            for person in holders(session, agency, effect.role):
                told_by = f"{cause}/{person}"
                tell(session, person, entry.chain, "disclosure.waits", told, told_by, office.now())
        if isinstance(effect, IssueNotice):
            _keep_sheet(office, session, entry, item)


def sheet_of(office: Office, session: Session, item: Item) -> bytes:
    """Return the approval sheet of an item as it stands."""
    return made(office, sheet_paper(office, session, item))


def sheet_paper(office: Office, session: Session, item: Item) -> Filled:
    """Return what the approval sheet of an item is filled with."""
    agency = get_agency(session, str(item.entries[0].facts["agency"]))
    people = people_of(session, [entry.actor for entry in item.entries])
    return approval_sheet(item, (agency.code, agency.name), people, office.today)


def _keep_sheet(office: Office, session: Session, entry: Entry, item: Item) -> None:
    """Keep the approval sheet as it was signed: it never changes again."""
    content = sheet_of(office, session, item)
    name = say("disclosure.sheet_file", "zh", number=item.number)
    vault = Vault(session, office.keys, entry.chain)
    vault.attach(f"{SHEET}.{entry.entry}", name, KINDS["docx"], content, office.now())


def sheet(office: Office, agency: str, number: str) -> bytes:
    """Return the approval sheet of an item: the one that was signed last, else the open one."""
    with office.store.read() as session:
        chain = find_chain(session, agency, number)
        item = read_item(office, session, agency, journals.read_chain(session, chain))
        signed = latest(item.entries, "approve", "draft", "revise")
        if signed is None or signed.trigger != "approve":
            return sheet_of(office, session, item)
    return content_of(office, chain, f"{SHEET}.{signed.entry}")[2]
