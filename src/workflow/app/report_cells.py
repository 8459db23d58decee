"""Tables 2 and 3 of a year out of the derived tables: a few GROUP BYs, and the cases of a cell.

``reports.counting`` says the same of facts, one request at a time; tests hold the two equal.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.report_queries import Condition, Countable, appeals, fees, handlings
from workflow.forms.form import APPEALS, RECEIVED
from workflow.reports.counting import (
    CARRIED_IN,
    CARRIED_OUT,
    NEW,
    PENDING,
    Counted,
    Fees,
    Rules,
    Spot,
    leaves,
    tables,
)

#: What a case is sorted and named by: its receipt (the unconfirmed first), its chain, its number.
Named = tuple[date, str, str]


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows that count alike: how many are there, received in the year, ended in it."""

    head: str
    result: tuple[Any, ...]
    channel: str
    fresh: int
    closed: int
    every: int


@dataclass(frozen=True, slots=True)
class _Part:
    """What one kind of rows adds to a table. A *line* is a row of table 2, a column of table 3."""

    table: str
    rules: Rules
    rows: Countable
    kinds: tuple[_Kind, ...]

    def spots(self) -> Iterator[tuple[Spot, int]]:
        """Yield the leaf cells with what each kind adds; an unknown result has no line ("")."""
        for kind in self.kinds:
            yield self._spot(kind.head, self._line(kind)), kind.closed
            yield self._spot(kind.head, self._open), kind.every - kind.closed
            if self.table == RECEIVED:
                yield self._spot(kind.head, NEW), kind.fresh
                yield self._spot(kind.head, CARRIED_IN), kind.every - kind.fresh

    def behind(self, lines: Collection[str], heads: Collection[str] | None = None) -> Condition:
        """Return what a row satisfies that is counted in some lines (of some heads)."""
        days = self.rows.days
        ended = sa.and_(days.closed, sa.or_(sa.false(), *self._results_in(lines)))
        others = {
            self._open: sa.not_(sa.func.coalesce(days.closed, sa.false())),
            NEW: days.fresh,
            CARRIED_IN: sa.not_(days.fresh),
        }
        chosen = sa.or_(ended, *(others[line] for line in others if line in lines))
        return chosen if heads is None else sa.and_(self.rows.head.in_(heads), chosen)

    @property
    def _open(self) -> str:
        return CARRIED_OUT if self.table == RECEIVED else PENDING

    def _spot(self, head: str, line: str) -> Spot:
        return (RECEIVED, line, head) if self.table == RECEIVED else (APPEALS, head, line)

    def _line(self, kind: _Kind) -> str:
        if self.table == RECEIVED:
            return self.rules.row(*kind.result) or ""
        return self.rules.appeal_column(*kind.result)

    def _results_in(self, lines: Collection[str]) -> Iterator[Condition]:
        for result in {kind.result for kind in self.kinds if self._line(kind) in lines}:
            both = zip(self.rows.result, result, strict=True)
            yield sa.and_(*(column.is_not_distinct_from(value) for column, value in both))


def counted(session: Session, agency: str, rules: Rules) -> Counted:
    """Count a year's tables 2 and 3, as ``counting.count`` does.

    Raises InputError naming the requests that were handled in the year without a known result.
    """
    found: Counter[Spot] = Counter()
    channels: Counter[str] = Counter()
    unknown: list[Named] = []
    for part in _parts(session, agency, rules):
        for spot, number in part.spots():
            found[spot] += number
        for kind in part.kinds:
            channels[kind.channel] += kind.fresh
        if any(number and "" in spot for spot, number in part.spots()):
            unknown += _cases(session, part, part.behind({""}))
    numbers = dict.fromkeys(number for _, _, number in sorted(unknown))
    noticed = Fees(*session.execute(fees(agency, rules)).one())
    return replace(tables(found, channels, rules, [*numbers]), fees=noticed)


def explained(session: Session, agency: str, rules: Rules, cell: Spot) -> list[str]:
    """Return the numbers of the requests behind a cell, as ``counting.explain`` does."""
    table, row, column = cell
    spots = leaves(rules.form, table, row, column)
    rows, columns = ({spot[place] for spot in spots} for place in (1, 2))
    lines, heads = (rows, columns) if table == RECEIVED else (columns, rows)
    found = [
        named
        for part in _parts(session, agency, rules)
        if part.table == table
        for named in _cases(session, part, part.behind(lines, heads))
    ]
    return [number for _, _, number in sorted(found)]


def _parts(session: Session, agency: str, rules: Rules) -> Iterator[_Part]:
    for rows in handlings(agency, rules):
        yield _Part(RECEIVED, rules, rows, _kinds(session, rows))
    rows = appeals(agency, rules)
    yield _Part(APPEALS, rules, rows, _kinds(session, rows))


def _kinds(session: Session, rows: Countable) -> tuple[_Kind, ...]:
    found = session.execute(rows.kinds())
    return tuple(
        _Kind(head, tuple(result), channel, fresh, closed, every)
        for head, *result, channel, fresh, closed, every in found
    )


def _cases(session: Session, part: _Part, condition: Condition) -> Iterator[Named]:
    for received, chain, number in session.execute(part.rows.cases(condition)):
        yield received or date.min, chain, number
