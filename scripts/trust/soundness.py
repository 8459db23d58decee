"""What must hold of a database after anything was done to the process that wrote to it."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

import sqlalchemy as sa

from workflow.app import keeping
from workflow.app.casefiles import assemble
from workflow.app.gram_rows import found_by
from workflow.app.handlers import carry_out
from workflow.app.office import Office
from workflow.app.outbox import OUTBOX
from workflow.app.projecting import CASE
from workflow.app.reading import all_cases
from workflow.app.searching import index_case
from workflow.core.journal import reason_reference, references
from workflow.store import journals
from workflow.store.tables import Document, VaultValue, table_of

VALUE = table_of(VaultValue)
DOCUMENT = table_of(Document)


def wrong_with(office: Office, acknowledged: Iterable[tuple[Any, ...]]) -> list[str]:
    """Return what is not as it must be, in words; an empty list for a sound database."""
    return [
        *lost(office, acknowledged),
        *(finding.message for finding in keeping.verify(office, derived=True).broken),
        *half_done(office),
        *uncarried(office),
    ]


def lost(office: Office, acknowledged: Iterable[tuple[Any, ...]]) -> list[str]:
    """Return the acknowledged acts that are not there."""
    with office.store.read() as session:
        rows = session.execute(
            sa.select(
                journals.JOURNAL.c.chain, journals.JOURNAL.c.entry, journals.JOURNAL.c.trigger
            )
        )
        entries = {tuple(row) for row in rows}
        done = sa.select(OUTBOX.c.effect).where(OUTBOX.c.done_at.is_not(None))
        effects = set(session.execute(done).scalars())
    found = []
    for kind, *what in acknowledged:
        if kind == "entry" and tuple(what) not in entries:
            found.append(f"lost entry {what}")
        elif kind == "effect" and what[0] not in effects:
            found.append(f"lost effect {what}")
        elif kind == "traceback":
            found.append(str(what[0]))
    return found


def half_done(office: Office) -> list[str]:
    """Return what was written without what belongs to it."""
    found = []
    with office.store.read() as session:
        named: set[tuple[str, str]] = set()
        for case in all_cases(office, session):
            assemble(office, session, case)  # opens every value; raises where one is missing
            refs = [ref for one in case.entries for ref in references(one).values()]
            refs += [ref for one in case.entries if (ref := reason_reference(one))]
            named |= {(case.chain, ref["ref"]) for ref in refs}
        kept = {
            tuple(row)
            for row in session.execute(
                sa.select(VALUE.c.chain, VALUE.c.ref).where(VALUE.c.chain.startswith("request:"))
            )
        }
        if kept != named:
            found.append(f"values without entry or entries without value: {kept ^ named}")
        own = sa.select(CASE.c.number).where(CASE.c.number.not_like("旧%"))  # not from a ledger
        found += _gaps(session.execute(own).scalars().all())
    return found + _index_differs(office)


def _gaps(numbers: Sequence[str]) -> list[str]:
    """Return the series that isn't 1, 2, 3 …, whatever the agency's word in front of it is."""
    places = sorted(int(number.rpartition("〕")[2].removesuffix("号")) for number in numbers)
    return [] if places == list(range(1, len(places) + 1)) else [f"numbers {numbers}"]


class _UndoneError(Exception):
    """Ends a transaction that must leave no trace."""


def _index_differs(office: Office) -> list[str]:
    """Return the cases whose search index isn't that of their texts."""
    found: list[str] = []
    with suppress(_UndoneError), office.store.write() as session:
        for case in all_cases(office, session):
            before = found_by(session, case.chain)
            index_case(office, session, case)
            if before != found_by(session, case.chain):
                found.append(f"search index of {case.chain}")
        raise _UndoneError
    return found


def uncarried(office: Office) -> list[str]:
    """Carry the outbox out; return what is left of it, and documents that exist twice."""
    failed = carry_out(office).failed
    with office.store.read() as session:
        waiting = sa.select(sa.func.count()).where(OUTBOX.c.done_at.is_(None))
        left = session.execute(waiting).scalar_one()
        place = (DOCUMENT.c.chain, DOCUMENT.c.notice, DOCUMENT.c.child, DOCUMENT.c.number)
        twice = sa.select(*place).where(
            DOCUMENT.c.status == "issued", DOCUMENT.c.number.is_not(None)
        )
        doubles = session.execute(twice.group_by(*place).having(sa.func.count() > 1)).all()
    found = [f"outbox: {effect}: {what}" for effect, what in failed]
    found += [f"{left} effects left"] if left > len(failed) else []
    return found + [f"document twice: {tuple(row)}" for row in doubles]
