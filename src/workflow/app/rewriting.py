"""The dates in the derived tables, rewritten where they differ: many cases, few statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.alike import CASE_DATES, DEADLINE_DATES, Values
from workflow.app.projecting import CASE, DEADLINE
from workflow.app.shifting import Change
from workflow.store.prepared import Prepared, insert_into

_AT: sa.BindParameter[str] = sa.bindparam("at")
_PLACE: sa.BindParameter[int] = sa.bindparam("at_place")
_OF: sa.BindParameter[Sequence[str]] = sa.bindparam("chains", expanding=True)
_OWN = ("chain", "agency", "number", "handler", "version", "calendar", "as_of")
_CASES = Prepared(
    sa.select(*(CASE.c[name] for name in (*_OWN, *CASE_DATES)))
    .where(CASE.c.chain.in_(_OF))
    .order_by(CASE.c.chain)
)
_DEADLINES = Prepared(
    sa.select(DEADLINE.c.chain, *(DEADLINE.c[name] for name in DEADLINE_DATES))
    .where(DEADLINE.c.chain.in_(_OF))
    .order_by(DEADLINE.c.chain, DEADLINE.c.place)
)


def _setting(table: sa.Table, *names: str) -> dict[str, Any]:
    return {name: sa.bindparam(name, type_=table.c[name].type) for name in names}


_HERE, _DATED = CASE.c.chain == _AT, (DEADLINE.c.chain == _AT, DEADLINE.c.place == _PLACE)
_LABEL = Prepared(sa.update(CASE).where(_HERE).values(_setting(CASE, "calendar", "as_of")))
_CASE = Prepared(
    sa.update(CASE).where(_HERE).values(_setting(CASE, "calendar", "as_of", "version", *CASE_DATES))
)
_DEADLINE = Prepared(
    sa.update(DEADLINE).where(*_DATED).values(_setting(DEADLINE, *DEADLINE_DATES[1:]))
)
_FORGET = Prepared(sa.delete(DEADLINE).where(DEADLINE.c.chain == _AT))
_ADD = insert_into(DEADLINE)


def stored_cases(session: Session, chains: Sequence[str]) -> list[Any]:
    """Return the rows of cases as far as deriving again needs them."""
    return _CASES.all(session, {"chains": chains})


def dates_in(row: Any) -> Values:
    """Return the dates of such a row, as ``alike`` gives them."""
    return tuple(row[len(_OWN) :])


def stored_deadlines(session: Session, chains: Sequence[str]) -> Mapping[str, tuple[Values, ...]]:
    """Return the deadlines of cases, as ``alike`` gives them; of one without any, none."""
    found: dict[str, tuple[Values, ...]] = defaultdict(tuple)
    for chain, *row in _DEADLINES.all(session, {"chains": chains}):
        found[chain] = (*found[chain], tuple(row))
    return found


class Rewriting:
    """Gathers what is to be written, and writes it when it is flushed."""

    def __init__(self, calendar_as_of: date) -> None:
        self._as_of = calendar_as_of
        self._labels: list[dict[str, Any]] = []
        self._cases: list[dict[str, Any]] = []
        self._changed: list[dict[str, Any]] = []
        self._gone: list[dict[str, Any]] = []
        self._new: list[dict[str, Any]] = []

    def take(self, row: Any, calendar: str, version: int, change: Change) -> None:
        """Take a case: ``row`` as ``stored_cases`` gave it, and what it is to say now.

        A case whose dates didn't move is written the calendar and the day alone.
        """
        named = {"at": row.chain, "calendar": calendar, "as_of": self._as_of}
        if change.case is not None or version != row.version:
            dates = zip(CASE_DATES, change.case or dates_in(row), strict=True)
            self._cases.append({**named, "version": version, **dict(dates)})
        elif (row.calendar, row.as_of) != (calendar, self._as_of):
            self._labels.append(named)
        if change.anew:
            self._gone.append(named)
        for one in change.deadlines:
            values = dict(zip(DEADLINE_DATES, one, strict=True))
            if change.anew:
                self._new.append({"chain": row.chain, "agency": row.agency, **values})
            else:
                self._changed.append({"at": row.chain, "at_place": values["place"], **values})

    def flush(self, session: Session) -> None:
        """Write what was taken; nothing of it is committed here."""
        _LABEL.many(session, self._labels)
        _CASE.many(session, self._cases)
        _DEADLINE.many(session, self._changed)
        _FORGET.many(session, self._gone)
        _ADD.many(session, self._new)
