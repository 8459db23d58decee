"""Likely repeats a page at a time: of the requests of a year, the newest first.

A page looks at so many requests and, by the index, at the earlier ones of their applicants: what
it costs doesn't grow with the register.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.gram_rows import CHAINS_AT_ONCE, chains_having
from workflow.app.ledger.repeats import COLUMNS, DAY, Alike, Asked, best_of, read_asked, within
from workflow.app.office import Office
from workflow.app.projecting import CASE

#: So many requests are looked at on a page.
PAGE = 200


@dataclass(frozen=True, slots=True)
class RepeatsPage:
    """The repeats among a page's requests, surest first; ``total`` are the requests of the year.

    ``chains`` are those of all requests named, by their numbers.
    """

    found: Sequence[Alike]
    total: int
    page: int
    chains: dict[str, str]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))


def repeats_page(office: Office, agency: str, year: int, page: int = 1) -> RepeatsPage:
    """Return the repeats among one page of a year's requests; beyond the last page, the last."""
    mine = within(agency, year)
    with office.store.read() as session:
        total = session.execute(sa.select(sa.func.count()).where(*mine)).scalar_one()
        here = min(max(1, page), max(1, -(-total // PAGE)))
        order = (DAY.desc(), CASE.c.number.desc())
        listed = sa.select(*COLUMNS).where(*mine).order_by(*order)
        rows = session.execute(listed.limit(PAGE).offset((here - 1) * PAGE)).all()
        later = list(read_asked(office, session, rows))
        earlier = _earlier(session, agency, later)
        chains = {row.number: row.chain for row in (*rows, *earlier)}
        alike = _alike(later, list(read_asked(office, session, earlier)))
    return RepeatsPage(alike, total, here, chains)


def _alike(later: Sequence[Asked], earlier: Sequence[Asked]) -> list[Alike]:
    """Return for each request the earlier one that it most likely repeats, surest first."""
    by: dict[int, list[Asked]] = defaultdict(list)
    for one in earlier:
        for key in _keys(one):
            by[key].append(one)
    found = []
    for one in later:
        same = {other.number: other for key in _keys(one) for other in by[key]}
        before = [other for other in same.values() if _place(other) < _place(one)]
        if best := best_of(one, before):
            found.append(best)
    return sorted(found, key=lambda one: (-one.score, one.later.on, one.later.number))


def _place(one: Asked) -> tuple[object, ...]:
    return one.on, one.number


def _keys(one: Asked) -> list[int]:
    return [key for key in (one.document_digest, one.name_digest) if key]


def _earlier(
    session: Session, agency: str, later: Sequence[Asked]
) -> list[sa.Row[tuple[object, ...]]]:
    """Return the rows of all requests of these applicants, by what the index knows them by."""
    digests = sorted({key for one in later for key in _keys(one)})
    same = sorted({chain for _, some in chains_having(session, digests) for chain in some})
    rows: list[sa.Row[tuple[object, ...]]] = []
    for first in range(0, len(same), CHAINS_AT_ONCE):
        some = same[first : first + CHAINS_AT_ONCE]
        found = sa.select(*COLUMNS).where(CASE.c.agency == agency, CASE.c.chain.in_(some))
        rows += session.execute(found).all()
    return rows
