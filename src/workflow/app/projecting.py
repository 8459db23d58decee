"""The derived tables: written from the fold with each move, made again, compared with it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.asides import ASIDES
from workflow.app.facts_of_case import appeal_facts, request_facts
from workflow.app.folding import Case
from workflow.app.imported import is_history
from workflow.core.deadlines import Deadline, State
from workflow.core.reach import reach
from workflow.reports.facts import AppealFacts, FeeFacts, RedoFacts, RequestFacts
from workflow.store.prepared import Prepared, insert_into
from workflow.store.tables import (
    DerivedAppeal,
    DerivedCase,
    DerivedDeadline,
    DerivedFee,
    DerivedRedo,
    table_of,
)

CASE = table_of(DerivedCase)
DEADLINE = table_of(DerivedDeadline)
APPEAL = table_of(DerivedAppeal)
REDO = table_of(DerivedRedo)
FEE = table_of(DerivedFee)
TABLES = (CASE, DEADLINE, APPEAL, REDO, FEE)
_INSERTS = {table.name: insert_into(table) for table in TABLES}
_DELETES = {
    table.name: Prepared(sa.delete(table).where(table.c.chain == sa.bindparam("chain")))
    for table in TABLES
}
_MOVED = Prepared(
    sa.update(CASE)
    .where(CASE.c.chain == sa.bindparam("chain"))
    .values({one.name: sa.bindparam(one.name) for one in CASE.columns if one.name != "chain"})
)
#: A deadline in one of these states is over: nobody need be warned of it.
OVER = frozenset({State.MET, State.LAPSED})

Rows = dict[str, list[dict[str, Any]]]


def project(session: Session, case: Case) -> None:
    """Replace the derived rows of a case by those of its fold."""
    wanted = rows_of(case)
    for name, delete in _DELETES.items():
        delete.execute(session, {"chain": case.chain})
        _INSERTS[name].many(session, wanted[name])


def project_moved(session: Session, before: Case, after: Case) -> None:
    """Replace the derived rows of a case that was locked, folded, and moved on.

    Its own row is there, since it was found by it. What neither fold has can't be there: which
    appeals, redos and fees there are depends on the entries alone, not on the day.
    """
    had, wanted = _beside(before, request_facts(before)), rows_of(after)
    _MOVED.execute(session, wanted[CASE.name][0])
    for name in (DEADLINE.name, *had):
        if name not in had or had[name] or wanted[name]:
            _DELETES[name].execute(session, {"chain": after.chain})
            _INSERTS[name].many(session, wanted[name])


def project_new(session: Session, derived: Sequence[Rows]) -> None:
    """Write the derived rows of cases that have none yet."""
    for name, insert in _INSERTS.items():
        insert.many(session, (row for rows in derived for row in rows[name]))


def rows_of(case: Case) -> Rows:
    """Return the derived rows of a case by table name."""
    facts = request_facts(case)
    return {
        CASE.name: [_case_row(case, facts)],
        DEADLINE.name: deadline_rows(case),
        **_beside(case, facts),
    }


def _beside(case: Case, facts: RequestFacts) -> Rows:
    """Return the rows of what most cases don't have."""
    return {
        APPEAL.name: [_appeal_row(case, name, one) for name, one in _appeals(case)],
        REDO.name: [_redo_row(case, place, one) for place, one in enumerate(facts.redos)],
        FEE.name: [_fee_row(case, place, one) for place, one in enumerate(facts.fees)],
    }


def dates_of_case(case: Case) -> dict[str, Any]:
    """Return the part of a case's row that hangs on its calendar."""
    reply = case.deadlines.clock("reply")
    return {
        "due": reply.due if reply else None,
        "warn_on": reply.warn_on if reply else None,
        "waiting_for": reply.waiting_for if reply else None,
        "reply_state": reply.state.value if reply else None,
        "reach": reach(case.events, case.deadlines.deadlines),
    }


def deadline_rows(case: Case) -> list[dict[str, Any]]:
    """Return the rows of a case's deadlines."""
    found = enumerate(case.deadlines.deadlines)
    return [_deadline_row(case, place, one) for place, one in found]


def _case_row(case: Case, facts: RequestFacts) -> dict[str, Any]:
    return {
        "chain": case.chain,
        "agency": case.agency,
        "number": case.number,
        "statute": case.statute.code,
        "state": case.state,
        "open": case.open,
        "channel": case.opening.facts["channel"],
        "applicant": facts.applicant,
        "handler": _handler(case),
        "submitted_on": case.opening.on,
        "received_on": facts.received_on,
        "decided_on": facts.decided_on,
        "dispatched_on": facts.dispatched_on,
        "served_on": facts.served_on,
        "outcome": facts.outcome,
        "row": facts.row,
        **dates_of_case(case),
        "calendar": case.rules.calendar_on(case.as_of).version,
        "as_of": case.as_of,
        "version": case.version,
        "example": bool(case.opening.facts.get("example")),
    }


def _handler(case: Case) -> str:
    """Return the clerk who made the last step: the one to be reminded."""
    steps = (entry for entry in case.entries if entry.trigger not in ASIDES)
    clerks = [entry.actor for entry in steps if entry.role == "clerk"]
    return clerks[-1] if clerks else case.opening.actor


def _deadline_row(case: Case, place: int, one: Deadline) -> dict[str, Any]:
    return {
        "chain": case.chain,
        "place": place,
        "agency": case.agency,
        "clock": one.clock,
        "child": one.id or "",
        "due": one.due,
        "warn_on": one.warn_on,
        "state": one.state.value,
        "open": _still_open(case, one),
        "duty": one.is_duty,
        "waiting_for": one.waiting_for,
        "ended_on": one.ended_on,
        "provisional": one.provisional,
        "not_before": one.not_before,
        "not_after": one.not_after,
    }


def _still_open(case: Case, one: Deadline) -> bool:
    return one.state not in OVER and one.ended_on is None and not is_history(case, one)


def _appeals(case: Case) -> Iterator[tuple[str, AppealFacts]]:
    for child in case.children:
        facts = appeal_facts(child)
        if facts is not None:
            yield f"{child.kind}:{child.id}", facts


def _appeal_row(case: Case, name: str, facts: AppealFacts) -> dict[str, Any]:
    return {
        "chain": case.chain,
        "child": name,
        "agency": case.agency,
        "group": facts.group,
        "received_on": facts.received_on,
        "decided_on": facts.decided_on,
        "result": facts.result,
        "first_decided_on": facts.first_decided_on,
        "first_result": facts.first_result,
        "appealed_on": facts.appealed_on,
    }


def _redo_row(case: Case, place: int, facts: RedoFacts) -> dict[str, Any]:
    return {
        "chain": case.chain,
        "place": place,
        "agency": case.agency,
        "ordered_on": facts.ordered_on,
        "decided_on": facts.decided_on,
        "outcome": facts.outcome,
        "row": facts.row,
    }


def _fee_row(case: Case, place: int, facts: FeeFacts) -> dict[str, Any]:
    return {
        "chain": case.chain,
        "place": place,
        "agency": case.agency,
        "notified_on": facts.notified_on,
        "fen": facts.fen,
        "paid_on": facts.paid_on,
        "paid_fen": facts.paid_fen,
    }


def stored_rows(session: Session, chains: Collection[str]) -> dict[str, Rows]:
    """Return the derived rows of cases as they stand in the database, by chain."""
    found: dict[str, Rows] = {chain: {table.name: [] for table in TABLES} for chain in chains}
    for table in TABLES:
        wanted = sa.select(table).where(table.c.chain.in_(chains)).order_by(*table.primary_key)
        for row in session.execute(wanted).mappings():
            found[row["chain"]][table.name].append(dict(row))
    return found


def differing(wanted: Rows, stored: Mapping[str, list[dict[str, Any]]]) -> list[str]:
    """Return the names of the tables whose rows aren't those of the fold."""
    return [name for name, rows in wanted.items() if _sorted(rows) != _sorted(stored[name])]


def _sorted(rows: list[dict[str, Any]]) -> list[list[tuple[str, str]]]:
    return sorted(sorted((key, str(value)) for key, value in row.items()) for row in rows)
