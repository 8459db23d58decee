"""The life of an annual report (条例第四十九条、第五十条): drafted, checked, approved, published.

Each step is a move of the process ``annual_report``, written into the agency's chain. What is
published is locked under its hash; mending it is a new version with a written reason.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from workflow.app.agencies import chain_of, get_agency
from workflow.app.annual_report import Built, Inputs, build, may_publish
from workflow.app.calendars import rules_of
from workflow.app.folding import Rules
from workflow.app.office import Actor, Office
from workflow.app.recording import Draft, personal_names, record
from workflow.app.report_document import report_docx
from workflow.app.report_register import OfficeRegister
from workflow.app.report_versions import (
    Version,
    all_versions,
    digest_of,
    latest,
    published,
    save,
    wanted,
)
from workflow.core.deadlines import Deadline, Derivation
from workflow.core.journal import Entry
from workflow.core.moves import Move, Situation
from workflow.core.procedure import judge
from workflow.errors import RefusedError
from workflow.messages import say
from workflow.reports.checks import check
from workflow.reports.findings import Checked
from workflow.reports.model import Report
from workflow.statutes.other_terms import deadline_of
from workflow.statutes.processes import ANNUAL_REPORT
from workflow.store import journals
from workflow.store.vaults import Vault

PROCESS = ANNUAL_REPORT.key


@dataclass(frozen=True, slots=True)
class Wanted:
    """A step that somebody wants: of which report, on which day, as whom."""

    agency: str
    year: int
    on: date
    actor: Actor
    via: str = "app"

    @property
    def child(self) -> str:
        """The name of the report inside the agency's chain."""
        return f"{PROCESS}:{self.year}"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a report stands: its state (empty before the first draft), its version, its date."""

    state: str
    version: Version | None
    deadline: Deadline | None


def draft(
    office: Office,
    step: Wanted,
    inputs: Inputs | None = None,
    form: str | None = None,
    previous: Report | None = None,
) -> Built:
    """Build the report from the register and keep it as the draft of its version.

    Without ``inputs`` those of the draft before are taken. Violations don't stop a draft.
    """
    kept = inputs if inputs is not None else _inputs_before(office, step)
    register = OfficeRegister(office, previous)
    built = build(register, step.agency, step.year, kept, form)
    facts = {"year": step.year, "form": built.report.form or ""}
    with office.store.write() as session:
        _move(office, session, step, "draft", facts)
        save(session, _version(session, step, kept, built), office.now())
    return built


def check_built(office: Office, step: Wanted, previous: Report | None = None) -> Checked:
    """Check the kept draft; RefusedError carries every violation."""
    with office.store.write() as session:
        found = wanted(session, step.agency, step.year)
        before = previous or _published_before(session, step)
        checked = check(found.printed, before)
        may_publish(checked)
        _move(office, session, step, "check", {"violations": len(checked.violations)})
    return checked


def approve(office: Office, step: Wanted, opinion: str | None = None) -> None:
    """Approve what was checked; not the author of the draft."""
    with office.store.write() as session:
        wanted(session, step.agency, step.year)
        _move(office, session, step, "approve", {"opinion": opinion} if opinion else {})


def publish(office: Office, step: Wanted, place: str | None = None) -> Version:
    """Publish what was approved: from now on its version is locked under its hash."""
    with office.store.write() as session:
        found = wanted(session, step.agency, step.year)
        content = report_docx(found.printed, step.on)
        facts = {"sha256": found.digest, "place_published": place}
        given = {name: value for name, value in facts.items() if value}
        _move(office, session, step, "publish", given, version=found.version)
        made = replace(found, content=content, published_on=step.on)
        save(session, made, office.now())
    return made


def reissue(office: Office, step: Wanted, reason: str) -> Built:
    """Open a new version of a published report, built again with the inputs of the last one."""
    kept = _inputs_before(office, step)
    built = build(OfficeRegister(office), step.agency, step.year, kept)
    with office.store.write() as session:
        _move(office, session, step, "reissue", {}, reason)
        save(session, _version(session, step, kept, built), office.now())
    return built


def standing(office: Office, agency: str, year: int) -> Standing:
    """Return where a report stands today."""
    with office.store.read() as session:
        row = get_agency(session, agency)
        entries = _entries(session, Wanted(agency, year, office.today, Actor("", "")))
        rules = rules_of(session, row)
        calendar = rules.calendar_on(office.today)
        deadline = deadline_of(PROCESS, entries, calendar, office.today, rules.settings)
        state = ANNUAL_REPORT.state_after(entries) if entries else ""
        return Standing(state, latest(session, agency, year), deadline)


def history(office: Office, agency: str, year: int) -> list[dict[str, Any]]:
    """Return every step of a report's life, with the reason and hash where there is one."""
    with office.store.read() as session:
        get_agency(session, agency)
        entries = _entries(session, Wanted(agency, year, office.today, Actor("", "")))
        vault = Vault(session, office.keys, chain_of(agency))
        return [_told(entry, vault) for entry in entries]


def versions(office: Office, agency: str, year: int) -> list[Version]:
    """Return every kept version, the first one first."""
    with office.store.read() as session:
        return all_versions(session, agency, year)


def _told(entry: Entry, vault: Vault) -> dict[str, Any]:
    reason = vault.get_all({"reason": json.loads(entry.reason)}) if entry.reason else {}
    return {
        "trigger": entry.trigger,
        "label": say(f"triggers.{PROCESS}_{entry.trigger}"),
        "on": entry.on,
        "actor": entry.actor,
        "role": entry.role,
        "sha256": entry.facts.get("sha256"),
        "reason": reason.get("reason"),
    }


def _entries(session: Session, step: Wanted) -> tuple[Entry, ...]:
    chain = journals.read_chain(session, chain_of(step.agency))
    return tuple(entry for entry in chain if entry.child == step.child)


def _move(
    office: Office,
    session: Session,
    step: Wanted,
    trigger: str,
    facts: Mapping[str, Any],
    reason: str | None = None,
    **more: Any,
) -> Entry:
    """Judge a step and write it into the agency's chain; RefusedError says every reason."""
    agency = get_agency(session, step.agency)
    chain = chain_of(agency.code)
    journals.lock(session, chain)
    entries = _entries(session, step)
    asked = situation_of(office, rules_of(session, agency), entries, step.on)
    move = Move(trigger, step.on, step.actor.name, step.actor.role, facts, reason)
    verdict = judge(ANNUAL_REPORT, asked, move)
    if not verdict.allowed:
        raise RefusedError("case.refused", reasons=verdict.reasons, trigger=verdict.label)
    specs = verdict.step.facts if verdict.step else ()
    written = Draft(
        chain=chain,
        trigger=trigger,
        on=step.on,
        actor=step.actor.name,
        role=step.actor.role,
        facts={**verdict.facts, **more},
        personal=personal_names(specs),
        child=step.child,
        reason=reason,
        via=step.via,
    )
    return record(office, session, written)


def situation_of(office: Office, rules: Rules, entries: Sequence[Entry], on: date) -> Situation:
    """Return where a report stands, as its steps are judged: it has no clocks of its own."""
    return Situation(
        procedure=PROCESS,
        state=ANNUAL_REPORT.state_after(entries),
        entries=tuple(replace(entry, child=None) for entry in entries),
        children=(),
        deadlines=Derivation(None, None, ANNUAL_REPORT.statute, None, (), ()),
        calendar=rules.calendar_on(on),
        today=office.today,
        settings=rules.settings,
    )


def _version(session: Session, step: Wanted, inputs: Inputs, built: Built) -> Version:
    """Return what was built as the next version, or in place of the draft that there is."""
    last = latest(session, step.agency, step.year)
    number = 1 if last is None else last.version + (last.published_on is not None)
    narrative = {"figures": dict(inputs.figures), "text": dict(inputs.text)}
    return Version(
        agency=step.agency,
        year=step.year,
        version=number,
        inputs={"proactive": asdict(inputs)["proactive"], "narrative": narrative},
        report=built.report,
        printed=built.printed,
        content=report_docx(built.printed, step.on),
        digest=digest_of(built.printed),
        made_by=step.actor.name,
        published_on=None,
    )


def _inputs_before(office: Office, step: Wanted) -> Inputs:
    with office.store.read() as session:
        last = latest(session, step.agency, step.year)
    if last is None:
        return Inputs()
    narrative = last.inputs.get("narrative", {})
    return Inputs(
        proactive=last.inputs.get("proactive", {}),
        figures=narrative.get("figures", {}),
        text=narrative.get("text", {}),
    )


def _published_before(session: Session, step: Wanted) -> Report | None:
    found = published(session, step.agency, step.year - 1)
    return found.printed if found else None
