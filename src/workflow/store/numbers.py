"""Numbers without gaps: taken from a locked row, in the transaction that uses them."""

import sqlalchemy as sa
from sqlmodel import Session

from workflow.store.tables import NumberSeries, table_of

SERIES = table_of(NumberSeries)


def take(session: Session, owner: str, series: str, year: int = 0) -> int:
    """Return the next number of a series; a rollback gives it back.

    The row stays locked until the transaction ends, so no two take the same.
    """
    row = (SERIES.c.owner == owner, SERIES.c.series == series, SERIES.c.year == year)
    found = sa.select(SERIES.c.last).where(*row).with_for_update()
    last = session.execute(found).scalar_one_or_none()
    if last is None:
        session.execute(sa.insert(SERIES).values(owner=owner, series=series, year=year, last=1))
        return 1
    session.execute(sa.update(SERIES).where(*row).values(last=last + 1))
    return int(last) + 1


def last_taken(session: Session, owner: str, series: str, year: int = 0) -> int:
    """Return the last number taken from a series, 0 before the first."""
    found = sa.select(SERIES.c.last).where(
        SERIES.c.owner == owner, SERIES.c.series == series, SERIES.c.year == year
    )
    return int(session.execute(found).scalar_one_or_none() or 0)
