"""The register of disclosures searched: what is owed first, then the newest.

Counted, filtered, sorted and cut into pages by the database; only the items of the page are read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import get_agency
from workflow.app.disclosing_projecting import DISCLOSURES, digest
from workflow.app.disclosing_reading import Item, read_chains
from workflow.app.figure_periods import Period
from workflow.app.office import Office
from workflow.app.searching import asked

PAGE = 50
#: The one filter that is no state: still to be published, in whatever state.
OWED = "owed"
_ROW = DISCLOSURES.c
#: The owed by their last day: the terms of an agency are of one length, so by their day 0.
_ORDER = (
    _ROW.since.is_(None),
    _ROW.since,
    _ROW.day.desc(),
    _ROW.year.desc(),
    _ROW.number.desc(),
)


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; empty means any.

    ``state`` is a state or ``owed``. ``period`` is that of publishing; of what isn't published,
    that of its making.
    """

    text: str = ""
    state: str = ""
    column: str = ""
    channel: str = ""
    category: str = ""
    period: Period | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found; ``columns`` and ``categories`` are those there are at all.

    ``owed`` is how many of the whole register are still to be published.
    """

    items: Sequence[Item]
    total: int
    sought: Sought
    columns: Sequence[str]
    categories: Sequence[str]
    owed: int

    @property
    def more(self) -> bool:
        """Whether a page follows."""
        return self.sought.page * PAGE < self.total


def browse(office: Office, agency: str, sought: Sought) -> Found:
    """Return one page of what is looked for; a page beyond the last one is the last."""
    with office.store.read() as session:
        get_agency(session, agency)
        wanted = list(_conditions(office, agency, sought))
        total = _count(session, *wanted)
        last = max(1, -(-total // PAGE))
        here = replace(sought, page=min(max(1, sought.page), last))
        cut = sa.select(_ROW.chain).where(*wanted).order_by(*_ORDER)
        cut = cut.limit(PAGE).offset((here.page - 1) * PAGE)
        return Found(
            read_chains(office, session, agency, session.execute(cut).scalars().all()),
            total,
            here,
            _columns(office, session, agency),
            _categories(session, agency),
            _count(session, _ROW.agency == agency, _ROW.since.is_not(None)),
        )


def all_found(office: Office, agency: str, sought: Sought) -> list[Item]:
    """Return all that is looked for, whatever its page: the owed first, then the newest."""
    with office.store.read() as session:
        get_agency(session, agency)
        wanted = sa.select(_ROW.chain).where(*_conditions(office, agency, sought))
        chains = session.execute(wanted.order_by(*_ORDER)).scalars().all()
        return read_chains(office, session, agency, chains)


def _conditions(office: Office, agency: str, sought: Sought) -> Iterator[sa.ColumnElement[bool]]:
    yield _ROW.agency == agency
    if sought.state == OWED:
        yield _ROW.since.is_not(None)
    elif sought.state:
        yield _ROW.state == sought.state
    if sought.column:
        yield _ROW.site_column == digest(office.keys, f"=column:{sought.column}")
    if sought.category:
        yield _ROW.category == sought.category
    if sought.channel:
        yield _ROW.channels.contains(f" {sought.channel} ", autoescape=True)
    if sought.period is not None:
        yield _ROW.day.between(sought.period.first, sought.period.last)
    grams = asked(sought.text)
    for gram in sorted(grams):
        yield _ROW.digests.contains(f" {digest(office.keys, gram)} ")
    if sought.text.strip() and not grams:
        yield sa.false()


def _count(session: Session, *wanted: sa.ColumnElement[bool]) -> int:
    counted = sa.select(sa.func.count()).select_from(DISCLOSURES).where(*wanted)
    return int(session.execute(counted).scalar_one())


def _categories(session: Session, agency: str) -> list[str]:
    there = sa.select(_ROW.category).where(_ROW.agency == agency, _ROW.category.is_not(None))
    return sorted(session.execute(there.distinct()).scalars())


def _columns(office: Office, session: Session, agency: str) -> list[str]:
    """Return the columns of the website that items name: of each one item is opened."""
    named = sa.select(sa.func.min(_ROW.chain)).where(
        _ROW.agency == agency, _ROW.site_column.is_not(None)
    )
    chains = session.execute(named.group_by(_ROW.site_column)).scalars().all()
    items = read_chains(office, session, agency, chains)
    return sorted(str(item.facts["site_column"]) for item in items)
