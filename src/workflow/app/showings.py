"""The record of whose personal data was shown to whom: one row a showing, at no page's expense.

What the vault opened while a request was answered (``store.opening``) is kept before the answer
leaves. The same person looking at the same again within REPEATED is one showing. The record is
kept ``showing_years`` (个人信息保护法第五十六条: at least three years); the installation's chain
tells what was removed afterwards.
"""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import get_agency, settings_of
from workflow.app.office import Office
from workflow.app.reading import PREFIX
from workflow.clock import CHINA
from workflow.statutes.settings import all_settings
from workflow.store import journals
from workflow.store.opening import Opened
from workflow.store.prepared import insert_into
from workflow.store.tables import Agency, Showing, table_of

SHOWING = table_of(Showing)
AGENCY = table_of(Agency)
_INSERT = insert_into(SHOWING)
#: So long the same look of the same person isn't written down again.
REPEATED = timedelta(minutes=10)
#: So many looks are remembered for that.
REMEMBERED = 10_000
KEPT = "showing_years"
#: No showing is older or younger: what is asked about may be any day at all.
EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)


@dataclass(frozen=True, slots=True)
class Viewer:
    """To whom something was shown: his role and agency, the entrance, the page's address."""

    name: str
    role: str
    agency: str
    via: str
    act: str


@dataclass(slots=True)
class Showings:
    """Keeps the record of one process."""

    office: Office
    _looks: dict[tuple[str, ...], datetime] = field(default_factory=dict)

    def keep(self, opened: Opened, viewer: Viewer) -> bool:
        """Write down what was opened for a viewer; tell whether that was new.

        Raises WorkflowError where it can't be written: then nothing may be shown.
        """
        numbers = sorted(_numbers(opened.chains))
        if not numbers:
            return False
        cases, what = packed(numbers), ",".join(sorted(opened.what))
        now, look = self.office.now(), (*astuple(viewer), cases, what)
        if self._is_repeated(look, now):
            return False
        values = {"at": now, "person": viewer.name, "role": viewer.role, "agency": viewer.agency}
        values |= {"via": viewer.via, "act": viewer.act, "what": what, "cases": cases}
        values |= {"count": len(numbers), "first": numbers[0], "last": numbers[-1]}
        with self.office.store.write() as session:
            _INSERT.execute(session, values)
        self._looks[look] = now
        return True

    def _is_repeated(self, look: tuple[str, ...], now: datetime) -> bool:
        if len(self._looks) >= REMEMBERED:
            self._looks.clear()
        at = self._looks.get(look)
        return at is not None and now - at < REPEATED


def _numbers(chains: Iterable[str]) -> Iterator[int]:
    """Yield the numbers of cases' chains; what is no case (a draft, a task) has none."""
    for chain in chains:
        number = chain.removeprefix(PREFIX)
        if number != chain and number.isdigit():
            yield int(number)


def packed(numbers: Iterable[int]) -> str:
    """Return rising numbers as ranges.

    >>> packed([3, 7, 8, 9])
    '3,7-9'
    """
    ranges = []
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        first, *rest = (number for _, number in run)
        ranges.append(f"{first}-{rest[-1]}" if rest else str(first))
    return ",".join(ranges)


def unpacked(cases: str) -> Iterator[range]:
    """Yield the ranges of ``packed``.

    >>> list(unpacked("3,7-9"))
    [range(3, 4), range(7, 10)]
    """
    for text in cases.split(","):
        first, _, last = text.partition("-")
        yield range(int(first), int(last or first) + 1)


def forget_old(office: Office) -> int:
    """Remove the rows whose time is over, and say so in the installation's chain; return how many.

    Counted like the cases' own: from 1 January after the showing, by the viewer's agency.
    """
    if not _is_any_old(office):
        return 0
    with office.store.write() as session:
        removed = sum(
            _forget(session, chosen, days_begin(date(office.today.year - years, 1, 1)))
            for years, chosen in _by_years(session)
        )
        if removed:
            made = (office.today, office.now(), "workflow", "admin")
            facts: dict[str, Any] = {"rows": removed}
            entry = journals.make_entry(
                journals.INSTALLATION, "forget_showings", *made, facts=facts
            )
            journals.append(session, office.keys.head_key, entry)
    return removed


def _is_any_old(office: Office) -> bool:
    """Tell whether the oldest row is older than any row need be; this costs no transaction."""
    with office.store.read() as session:
        oldest = session.execute(sa.select(sa.func.min(SHOWING.c.at))).scalar_one()
    shortest = min(all_settings()[KEPT].choices)
    return oldest is not None and oldest < days_begin(date(office.today.year - shortest, 1, 1))


def _by_years(session: Session) -> Iterator[tuple[int, sa.ColumnElement[bool]]]:
    """Yield each length of keeping with the rows that it is for; those of no agency by default."""
    codes = session.execute(sa.select(AGENCY.c.code)).scalars().all()
    for code in codes:
        settings = settings_of(get_agency(session, code))
        yield int(settings[KEPT]), SHOWING.c.agency == code
    yield int(all_settings()[KEPT].default), SHOWING.c.agency.not_in(codes)


def _forget(session: Session, chosen: sa.ColumnElement[bool], before: datetime) -> int:
    old = sa.delete(SHOWING).where(chosen, SHOWING.c.at < before)
    return len(session.execute(old.returning(SHOWING.c.id)).all())


def days_begin(on: date) -> datetime:
    """Return the moment at which a day begins in China; days beyond any record are its ends."""
    return datetime.combine(min(max(on, EARLIEST), LATEST), datetime.min.time(), CHINA)
