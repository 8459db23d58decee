"""Registration (登记): the case is opened and numbered in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import chain_of as agency_chain
from workflow.app.agencies import get_agency
from workflow.app.calendars import rules_of
from workflow.app.folding import REQUEST, Case, fold, law_day, new_situation
from workflow.app.numbers import next_number
from workflow.app.office import Actor, Office
from workflow.app.outbox import queue
from workflow.app.projecting import CASE, project
from workflow.app.reading import PREFIX, read_case
from workflow.app.recording import Draft, personal_names, record
from workflow.app.searching import INDEXED, duplicates, index_case
from workflow.core.facts import day
from workflow.core.journal import Entry
from workflow.core.procedure import Move, Verdict, judge
from workflow.errors import ConflictError, Reason, RefusedError
from workflow.statutes import registry
from workflow.store import journals
from workflow.store.numbers import take
from workflow.store.tables import Agency

#: What the paper says of the applicant besides his name: all of it personal.
PERSON_FIELDS = (
    "id_kind",
    "id_number",
    "address",
    "postcode",
    "telephone",
    "email",
    "representative",
    "work_unit",
)


@dataclass(frozen=True, slots=True)
class Application:
    """An application as it came in.

    ``facts`` are those of the statute's ``register`` step in clear; ``person`` the applicant's
    details by ``PERSON_FIELDS``. ``submitted_on`` is the day it was handed in, sent or arrived;
    ``number`` an existing one (a ledger's), else the next of the agency's series is taken.
    """

    agency: str
    submitted_on: date
    facts: Mapping[str, Any]
    person: Mapping[str, str] = field(default_factory=dict)
    number: str | None = None
    example: bool = False


@dataclass(frozen=True, slots=True)
class Registered:
    """A registered case, and what the rules had to say without refusing it."""

    case: Case
    warnings: tuple[Reason, ...]


def register(
    office: Office, application: Application, actor: Actor, via: str = "app"
) -> Registered:
    """Register an application; RefusedError tells every reason against it."""
    with office.store.write() as session:
        agency = get_agency(session, application.agency)
        verdict = judge_application(office, session, agency, application, actor)
        if not verdict.allowed:
            raise RefusedError("case.refused", reasons=verdict.reasons, trigger=verdict.label)
        entry = open_case(office, session, agency, application, verdict.facts, actor, via)
        queue(session, entry, verdict.effects, office.now())
        case = finish(office, session, entry)
    return Registered(case, verdict.warnings)


def judge_application(
    office: Office, session: Session, agency: Agency, application: Application, actor: Actor
) -> Verdict:
    """Say what the rules in force on the day of receipt say to an application."""
    rules = rules_of(session, agency)
    facts = given_facts(application)
    repeated = duplicates(session, office.keys, agency.code, application.person, facts)
    if repeated:
        facts["duplicates"] = repeated
    move = Move("register", application.submitted_on, actor.name, actor.role, facts)
    opening = Entry("", 1, "register", move.on, office.now(), actor.name, actor.role, facts=facts)
    statute = registry.on(law_day([opening], rules.settings))
    asked = new_situation(rules, statute, move.on, office.today)
    return judge(statute.procedures[REQUEST], asked, move)


def given_facts(application: Application) -> dict[str, Any]:
    """Return the facts of the ``register`` step: the person's proof and contact among them."""
    person = application.person
    proof = " ".join(filter(None, (person.get("id_kind"), person.get("id_number"))))
    contacts = ("telephone", "email", "address")
    contact = next((person[name] for name in contacts if person.get(name)), None)
    facts = {"identity_proof": proof or None, "contact": contact, **application.facts}
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


def open_case(
    office: Office,
    session: Session,
    agency: Agency,
    application: Application,
    facts: Mapping[str, Any],
    actor: Actor,
    via: str,
) -> Entry:
    """Open the chain of a new case, and write its first entry. No rule is asked."""
    journals.lock(session, agency_chain(agency.code))
    number = application.number or _next_free(session, agency, application, facts)
    _refuse_known(session, agency.code, number)
    chain = f"{PREFIX}{take(session, 'installation', 'case')}"
    made = (application.submitted_on, office.now(), actor.name, actor.role)
    opening = journals.make_entry(agency_chain(agency.code), "open_case", *made, via=via)
    journals.open_chain(session, office.keys.head_key, opening, chain)
    return record(office, session, _draft(chain, agency, application, facts, number, actor, via))


def _next_free(
    session: Session, agency: Agency, application: Application, facts: Mapping[str, Any]
) -> str:
    on = day(facts, "received_on") or application.submitted_on
    return next_number(session, agency, on)


def _refuse_known(session: Session, agency: str, number: str) -> None:
    known = sa.select(CASE.c.chain).where(CASE.c.agency == agency, CASE.c.number == number)
    if session.execute(known).first():
        raise ConflictError("case.number_known", number=number)


def _draft(
    chain: str,
    agency: Agency,
    application: Application,
    facts: Mapping[str, Any],
    number: str,
    actor: Actor,
    via: str,
) -> Draft:
    statute = registry.STATUTES[-1]
    personal = personal_names(statute.procedures[REQUEST].facts_of("register")) | {"person"}
    own: dict[str, Any] = {"agency": agency.code, "number": number}
    if application.example or agency.example:
        own["example"] = True
    person = {name: text for name, text in application.person.items() if text}
    if person:
        own["person"] = person
    return Draft(
        chain=chain,
        trigger="register",
        on=application.submitted_on,
        actor=actor.name,
        role=actor.role,
        facts={**facts, **own},
        personal=personal,
        via=via,
    )


def finish(office: Office, session: Session, *written: Entry, before: Case | None = None) -> Case:
    """Fold the case of entries just written, write its derived rows, index its texts anew.

    ``before`` is the case as it was folded under its lock, where there is one: then nothing is
    read again.
    """
    if before is None:
        case = read_case(office, session, written[-1].chain)
    else:
        case = followed(office, before, *written)
    project(session, case)
    index_written(office, session, case, *written)
    return case


def followed(office: Office, before: Case, *written: Entry) -> Case:
    """Fold a case with the entries that were written behind those it was folded from."""
    entries = (*before.entries, *written)
    return fold(before.chain, entries, before.rules, office.today, before)


def index_written(office: Office, session: Session, case: Case, *written: Entry) -> None:
    """Index the texts of a case anew where entries just written bear one."""
    if any(name in entry.facts for entry in written for name in INDEXED):
        index_case(office, session, case)
