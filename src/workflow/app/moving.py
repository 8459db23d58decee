"""Moves (办理): judged under the lock of the case, written with all that follows, or refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from workflow.app.answer_naming import described
from workflow.app.folding import (
    REQUEST,
    Case,
    child_name,
    child_situation,
    situation,
)
from workflow.app.office import Actor, Office
from workflow.app.outbox import queue
from workflow.app.projecting import project_moved
from workflow.app.reading import lock_with_head
from workflow.app.recording import Draft, personal_names, record
from workflow.app.registering import followed, index_written
from workflow.core.chain import Head
from workflow.core.journal import Entry
from workflow.core.procedure import Move, Procedure, Situation, Verdict, judge
from workflow.errors import Reason, RefusedError
from workflow.store import journals
from workflow.store.driver import together


@dataclass(frozen=True, slots=True)
class Wanted:
    """A move that somebody wants on a case.

    ``child`` is ``consultation:c1``, or a kind alone for a new one. ``facts`` are plain JSON
    values in clear. ``expected`` is the number of entries that he has seen, None: whatever there
    is.
    """

    number: str
    trigger: str
    on: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    child: str | None = None
    reason: str | None = None
    agency: str | None = None
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A move that was made: the entry, the case after it, and what the rules said besides."""

    entry: Entry
    case: Case
    verdict: Verdict

    @property
    def warnings(self) -> tuple[Reason, ...]:
        """What is doubtful, and what yielded to the written reason or a setting."""
        return (*self.verdict.warnings, *self.verdict.overridden, *self.verdict.waived)


def advance(office: Office, wanted: Wanted, actor: Actor, via: str = "app") -> Moved:
    """Make a move: entry, state, derived rows and outbox in one transaction.

    RefusedError carries every reason; ConflictError tells who was faster.
    """
    with office.store.write() as session:
        locked = lock_with_head(office, session, wanted.number, wanted.agency)
        return make_move(office, session, *locked, wanted, actor, via)


def make_move(
    office: Office,
    session: Session,
    case: Case,
    head: Head,
    wanted: Wanted,
    actor: Actor,
    via: str,
) -> Moved:
    """Make a move on a locked case, whose head it is put behind, inside its transaction.

    Who was faster is told before any rule is asked: its reasons would be about a case that the
    officer hasn't seen.
    """
    journals.refuse_overtaken(session, head, wanted.expected)
    child = child_name(case, wanted.child) if wanted.child else None
    procedure, asked = place_of(office, case, child, wanted.on)
    facts = wanted.facts
    if child is None:
        facts = described(office, session, case, wanted.trigger, facts)
    move = Move(wanted.trigger, wanted.on, actor.name, actor.role, facts, wanted.reason)
    verdict = judge(procedure, asked, move)
    if not verdict.allowed:
        raise RefusedError("case.refused", reasons=verdict.reasons, trigger=verdict.label)
    draft = _draft(case.chain, child, wanted, verdict, actor, via)
    with together(session):
        entry = record(office, session, draft, head=head)
        queue(session, entry, verdict.effects, office.now())
        after = followed(office, case, entry)
        project_moved(session, case, after)
    index_written(office, session, after, entry)
    return Moved(entry, after, verdict)


def _draft(
    chain: str, child: str | None, wanted: Wanted, verdict: Verdict, actor: Actor, via: str
) -> Draft:
    """Return the entry of a move that was allowed: what was asked, what the rules made of it."""
    specs = verdict.step.facts if verdict.step else ()
    return Draft(
        chain=chain,
        trigger=wanted.trigger,
        on=wanted.on,
        actor=actor.name,
        role=actor.role,
        facts={**verdict.facts, **_yielded(verdict)},
        personal=personal_names(specs),
        child=child,
        reason=wanted.reason,
        via=via,
    )


def _yielded(verdict: Verdict) -> dict[str, Any]:
    """Return the codes of the rules that yielded, for the journal and the proof."""
    said = {"overridden": verdict.overridden, "waived": verdict.waived}
    return {name: [one.code for one in reasons] for name, reasons in said.items() if reasons}


def place_of(
    office: Office, case: Case, child: str | None, on: date
) -> tuple[Procedure, Situation]:
    """Return the machine of the request or of one of its children, and its situation."""
    if child is None:
        return case.procedure, situation(case, on, office.today)
    kind = child.partition(":")[0]
    return case.statute.procedures[kind], child_situation(case, child, on, office.today)


def procedure_of(case: Case, child: str | None) -> Procedure:
    """Return the machine of the request (None) or of a kind of child."""
    return case.statute.procedures[child.partition(":")[0] if child else REQUEST]
