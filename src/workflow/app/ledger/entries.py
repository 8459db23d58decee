"""What a row of a ledger says, as entries of a journal.

History is taken as it was: only the steps that the ledger knows of are written, no guard is asked
and nothing follows from them (no notice, no reminder of the past). Each is marked by ``via``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflow.ledger.appeals import Appeal
from workflow.ledger.rows import WITHDRAWN, Request

#: Facts of these entries that never stand in the journal in clear.
PERSONAL = frozenset({"applicant", "content", "notes"})


@dataclass(frozen=True, slots=True)
class Step:
    """One entry to be: ``facts`` in clear, ``supersedes`` the entry that it mends."""

    trigger: str
    on: date
    facts: dict[str, Any] = field(default_factory=dict)
    child: str | None = None
    supersedes: int | None = None


def steps_of(request: Request, agency: str, *, example: bool) -> Iterator[Step]:
    """Yield the steps of a request that isn't in the register yet."""
    yield registration(request, agency, example=example)
    yield from extension(request)
    yield from answer(request)
    yield from service(request)


def registration(request: Request, agency: str, *, example: bool) -> Step:
    """Return the opening of a request; what is empty in the ledger isn't known."""
    facts: dict[str, Any] = {
        "agency": agency,
        "number": request.number,
        "channel": request.channel,
        "applicant_class": request.applicant_class,
        "received_on": request.received_on.isoformat() if request.received_on else None,
        "applicant": request.applicant,
        "content": request.content,
        "notes": dict(request.notes),
        "example": example,
    }
    given = {name: value for name, value in facts.items() if value}
    return Step("register", request.submitted_on, given)


def extension(request: Request) -> Iterator[Step]:
    """Yield the extension, if there was one."""
    if request.extended_on and request.extended_by:
        yield Step("extend", request.extended_on, {"length": request.extended_by})


def answer(request: Request) -> Iterator[Step]:
    """Yield the end of a request: an answer that was sent, or a withdrawal."""
    if request.decided_on is None:
        return
    said = {"document_number": request.document_number} if request.document_number else {}
    if request.outcome == WITHDRAWN:
        yield Step("withdraw", request.decided_on, {"outcome": WITHDRAWN, **said})
        return
    yield Step("submit_answer", request.decided_on, result(request))
    yield Step("dispatch", request.decided_on, dict(said))


def result(request: Request) -> dict[str, str]:
    """Return the outcome, or where several share it the report's row alone."""
    if request.outcome:
        return {"outcome": request.outcome}
    return {"row": request.row} if request.row else {}


def service(request: Request) -> Iterator[Step]:
    """Yield the service, if its day is known."""
    if request.served_on:
        yield Step("record_service", request.served_on)


def appeal_steps(appeal: Appeal, child: str) -> Iterator[Step]:
    """Yield the steps of an appeal that isn't in the register yet."""
    group = {"group": appeal.group} if appeal.group else {}
    yield Step("receive_copy", appeal.received_on, dict(group), child)
    yield from closing(appeal, child)


def closing(appeal: Appeal, child: str) -> Iterator[Step]:
    """Yield how an appeal ended, if it did: a suit is closed, so its judgment stands."""
    if appeal.closed_on is None or appeal.result is None:
        return
    facts: dict[str, Any] = {"decided_on": appeal.closed_on.isoformat(), "result": appeal.result}
    if appeal.kind == "reconsideration":
        yield Step("receive_decision", appeal.closed_on, facts, child)
        return
    yield Step("record_judgment", appeal.closed_on, {**facts, "effective": True}, child)
    yield Step("close", appeal.closed_on, {}, child)
