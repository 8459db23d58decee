"""Pages of a list of cases: what is wanted, and whether there is more."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.app.searching import matching
from workflow.app.summaries import Heading, headings

PAGE = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases of which agencies: ``kind`` is ``open``, ``closed``, ``late`` or ``all``."""

    agencies: frozenset[str]
    kind: str = "open"
    state: str = ""
    text: str = ""
    year: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """One page: the rows with who asks for what, and whether another page follows."""

    rows: tuple[tuple[sa.RowMapping, Heading], ...]
    more: bool


def browse(office: Office, wanted: Wanted) -> Listed:
    """Return a page of cases: open ones due first on top, the others newest first."""
    found = sa.select(CASE).where(*conditions(office, wanted)).order_by(*_order(wanted))
    found = found.offset((wanted.page - 1) * PAGE).limit(PAGE + 1)
    with office.store.read() as session:
        rows = session.execute(found).mappings().all()
        said = headings(office, session, [row["chain"] for row in rows[:PAGE]])
    pairs = tuple((row, said[row["chain"]]) for row in rows[:PAGE])
    return Listed(pairs, len(rows) > PAGE)


def _order(wanted: Wanted) -> tuple[sa.ColumnElement[Any], ...]:
    if wanted.kind in {"open", "late"}:
        return (CASE.c.warn_on.is_(None), CASE.c.warn_on, CASE.c.chain)
    return (CASE.c.submitted_on.desc(), CASE.c.chain.desc())


def conditions(office: Office, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    """Return what a case must be to be wanted, on the columns of the derived table."""
    found: list[sa.ColumnElement[bool]] = [CASE.c.agency.in_(sorted(wanted.agencies))]
    if wanted.kind in {"open", "late"}:
        found.append(CASE.c.open)
    if wanted.kind == "late":
        found.append(CASE.c.due < office.today)
    if wanted.kind == "closed":
        found.append(sa.not_(CASE.c.open))
    if wanted.state:
        found.append(CASE.c.state == wanted.state)
    if wanted.year:
        first, last = date(wanted.year, 1, 1), date(wanted.year, 12, 31)
        found.append(CASE.c.submitted_on.between(first, last))
    if wanted.text:
        found.append(_matching(office, wanted.text))
    return found


def _matching(office: Office, text: str) -> sa.ColumnElement[bool]:
    statement = matching(office.keys, text)
    return sa.false() if statement is None else CASE.c.chain.in_(statement)
