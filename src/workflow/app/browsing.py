"""Pages of a list of cases: what is wanted, and whether there is more."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.app.searching import matching
from workflow.app.summaries import Heading, headings
from workflow.store.prepared import Prepared

PAGE = 30
#: Officers turn no more pages than these: what stands before a page is read to find it, and who
#: looks for a case among thousands narrows the list.
LAST_PAGE = 100
#: So many lists that were asked for are kept as ready statements.
KEPT_READY = 256
#: How a list may be sorted; the chain decides between equals, so that pages don't overlap.
SORTS = ("due", "newest", "oldest")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases of which agencies: ``kind`` is ``open``, ``closed``, ``late`` or ``all``.

    ``sort`` is one of ``SORTS``; else the open ones go by their dates, the others by the newest.
    """

    agencies: frozenset[str]
    kind: str = "open"
    state: str = ""
    text: str = ""
    year: int | None = None
    page: int = 1
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page: the rows with who asks for what, and whether another page follows."""

    rows: tuple[tuple[Any, Heading], ...]
    more: bool


#: What a page says of a case besides its heading.
LISTED = (
    "chain", "agency", "number", "state", "open", "channel", "applicant", "submitted_on",
    "received_on", "due", "warn_on", "waiting_for", "decided_on", "outcome",
)  # fmt: skip


def browse(office: Office, wanted: Wanted) -> Listed:
    """Return a page of cases: open ones due first on top, the others newest first."""
    with office.store.read() as session:
        rows = _rows(office, session, wanted)
        said = headings(office, session, [row.chain for row in rows[:PAGE]])
    pairs = tuple((row, said[row.chain]) for row in rows[:PAGE])
    return Listed(pairs, len(rows) > PAGE)


def _rows(office: Office, session: Session, wanted: Wanted) -> Sequence[Any]:
    """Return the rows of a page and one row more."""
    skipped = (wanted.page - 1) * PAGE
    places = {"skipped": skipped, "until": skipped + PAGE + 1, "shown": PAGE + 1}
    if wanted.text:  # what finds a text is another statement each time
        text = matching(session, office.keys, wanted.text)
        return session.execute(_page(wanted, office.today, text), places).all()
    return _ready(replace(wanted, page=1), office.today).all(session, places)


@lru_cache(KEPT_READY)
def _ready(wanted: Wanted, today: date) -> Prepared:
    return Prepared(_page(wanted, today))


def _page(wanted: Wanted, today: date, *more: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Return the statement for a page; ``skipped``, ``until`` and ``shown`` say which.

    Each agency's first rows come by its index; those of several are then put in order together.
    """
    firsts = [
        sa.select(*(CASE.c[name] for name in LISTED))
        .where(*_conditions(replace(wanted, agencies=frozenset({agency})), today), *more)
        .order_by(*_order(wanted, CASE.c))
        for agency in sorted(wanted.agencies)
    ]
    if len(firsts) == 1:
        return _cut(firsts[0])
    until = sa.bindparam("until", type_=sa.Integer)
    parts = [sa.select(first.limit(until).subquery()) for first in firsts]
    together = sa.union_all(*parts).subquery()
    return _cut(sa.select(together).order_by(*_order(wanted, together.c)))


def _cut(found: sa.Select[Any]) -> sa.Select[Any]:
    skipped, shown = (sa.bindparam(name, type_=sa.Integer) for name in ("skipped", "shown"))
    return found.offset(skipped).limit(shown)


def _order(wanted: Wanted, columns: Any) -> tuple[sa.ColumnElement[Any], ...]:
    usual = "due" if wanted.kind in {"open", "late"} else "newest"
    match wanted.sort or usual:
        case "due":
            return (columns.warn_on.asc().nulls_last(), columns.chain)
        case "oldest":
            return (columns.submitted_on, columns.chain)
        case _:
            return (columns.submitted_on.desc(), columns.chain.desc())


def in_year(column: sa.ColumnElement[Any], year: int) -> sa.ColumnElement[bool]:
    """Choose the days of a year; there are none in one that no calendar has."""
    if not MINYEAR <= year <= MAXYEAR:
        return sa.false()
    return column.between(date(year, 1, 1), date(year, 12, 31))


def conditions(office: Office, session: Session, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    """Return what a case must be to be wanted, on the columns of the derived table."""
    found = _conditions(wanted, office.today)
    return [*found, matching(session, office.keys, wanted.text)] if wanted.text else found


def _conditions(wanted: Wanted, today: date) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = [CASE.c.agency.in_(sorted(wanted.agencies))]
    if wanted.kind in {"open", "late"}:
        found.append(CASE.c.open)
    if wanted.kind == "late":
        found.append(CASE.c.due < today)
    if wanted.kind == "closed":
        found.append(sa.not_(CASE.c.open))
    if wanted.state:
        found.append(CASE.c.state == wanted.state)
    if wanted.year:
        found.append(in_year(CASE.c.submitted_on, wanted.year))
    return found
