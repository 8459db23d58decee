"""Which cases a change of their calendar can touch, found by index (docs/decisions/0010).

The derived row of a case says under which calendar it was made (``calendar``), and up to which
day that calendar was asked (``reach``). Where today's calendar differs from that one only after
this day, deriving the case again would give the same rows: it is left alone, and its old label
stays true. What is left is a range of the index (agency, calendar, reach), which shrinks with each
case that is derived again: nothing else need be remembered of a pass.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.calendars import Arrival, Sources, arrived, sources_of
from workflow.app.projecting import CASE
from workflow.calendars.differing import first_difference
from workflow.store.tables import Agency, table_of

AGENCY = table_of(Agency)
_AGENCIES = sa.select(AGENCY).order_by(AGENCY.c.code)
#: A national change asks the same for every agency without a calendar of its own.
ANSWERS_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Part:
    """The cases of an agency that were derived under one calendar and reach ``since``, or later.

    ``since`` is the first day on which today's calendar differs from that one.
    """

    agency: str
    calendar: str
    since: date

    @property
    def holds(self) -> sa.ColumnElement[bool]:
        """Select its cases: one range of the index."""
        same = sa.and_(CASE.c.agency == self.agency, CASE.c.calendar == self.calendar)
        return same if self.since == date.min else sa.and_(same, CASE.c.reach >= self.since)


def parts(session: Session, on: date, *coming: Arrival) -> list[Part]:
    """Return what a change of calendar since their derivation can touch, as known on a day.

    ``coming``: also what this would touch if it were accepted, in the agencies that it concerns.
    """
    labels, arrivals = _labels(session), tuple(arrived(session))
    found = []
    for row in session.execute(_AGENCIES).all():
        agency = cast("Agency", row)
        others = labels.get(agency.code, ())
        if others and all(one.concerns(agency) for one in coming):
            own = sources_of(agency, arrivals)
            to_come = _would_differ(own, sources_of(agency, (*arrivals, *coming)), on)
            for label in others:
                days = (changed_since(own, label, on), to_come)
                known = [day for day in days if day is not None]
                found += [Part(agency.code, label, min(known))] if known else []
    return found


def _would_differ(now: Sources, then: Sources, on: date) -> date | None:
    return None if now == then else first_difference(now.calendar(on), then.calendar(on))


def _labels(session: Session) -> dict[str, list[str]]:
    """Return the calendars under which each agency's cases were derived.

    They are few and cases are many: the index is jumped along from one to the next.
    """
    first = sa.select(AGENCY.c.code.label("agency"), _next(AGENCY.c.code, None))
    labels = first.cte("labels", recursive=True)
    further = sa.select(labels.c.agency, _next(labels.c.agency, labels.c.label))
    labels = labels.union_all(further.where(labels.c.label.is_not(None)))
    found: dict[str, list[str]] = {}
    for agency, label in session.execute(sa.select(labels).where(labels.c.label.is_not(None))):
        found.setdefault(agency, []).append(label)
    return found


def _next(agency: sa.ColumnElement[str], after: sa.ColumnElement[str] | None) -> sa.Label[str]:
    beyond = [] if after is None else [CASE.c.calendar > after]
    found = sa.select(sa.func.min(CASE.c.calendar)).where(CASE.c.agency == agency, *beyond)
    return found.scalar_subquery().label("label")


@lru_cache(ANSWERS_KEPT)
def changed_since(sources: Sources, label: str, on: date) -> date | None:
    """Return the first day on which the calendar of a day differs from the one so labelled.

    None: on none. A calendar that can't be told from its label any more (the agency moved to
    another region, the rule for open days is another one) may have differed on any day.
    """
    now = sources.calendar(on)
    if label == now.version:
        return None
    before = (one for one in sources.earlier(on) if one.version == label)
    found = next(before, None)
    return date.min if found is None else first_difference(found, now)


class Labels:
    """The calendars that stored rows name, beside those that their folds would name."""

    def __init__(self, session: Session) -> None:
        self._arrivals = tuple(arrived(session))
        self._agencies = {one.code: one for one in session.execute(_AGENCIES).all()}

    def keep(self, wanted: dict[str, Any], stored: Sequence[Mapping[str, Any]]) -> None:
        """Let a case's row name the calendar that its stored one names, where both give the same.

        They do where they part only after the last day that the dates of the case depend on.
        """
        named = stored[0]["calendar"] if stored else wanted["calendar"]
        if named != wanted["calendar"]:
            agency = cast("Agency", self._agencies[wanted["agency"]])
            own = sources_of(agency, self._arrivals)
            since = changed_since(own, named, wanted["as_of"])
            if since is None or since > wanted["reach"]:
                wanted["calendar"] = named


def chains_in(session: Session, touched: Sequence[Part], limit: int | None = None) -> list[str]:
    """Return the chains of (so many) cases that can be touched, the nearest dates first."""
    found: list[str] = []
    for part in touched:
        left = None if limit is None else limit - len(found)
        if left == 0:
            break
        order = (CASE.c.reach, CASE.c.chain)
        chosen = sa.select(CASE.c.chain).where(part.holds).order_by(*order).limit(left)
        found += session.execute(chosen).scalars()
    return found


def count_in(session: Session, touched: Sequence[Part]) -> int:
    """Return how many cases can be touched."""
    return sum(_counts(session, touched))


def _counts(session: Session, touched: Sequence[Part]) -> Iterator[int]:
    for part in touched:
        yield session.execute(sa.select(sa.func.count()).where(part.holds)).scalar_one()
