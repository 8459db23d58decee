"""What a year's report groups by, in SQL over the derived tables (as ``reports.counting`` has it).

Days are only compared with the first and last day of the year, so that each row is new or carried
in, closed or carried out inside the statement itself.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from workflow.app.projecting import APPEAL, CASE, FEE, REDO
from workflow.reports.counting import WITHDRAWN, Rules

Condition = sa.ColumnElement[bool]
Column = sa.ColumnElement[Any]
_NO_CHANNEL: Column = sa.literal_column("''")


@dataclass(frozen=True, slots=True)
class Days:
    """What happened to a row until the end of a year.

    ``here``: it counts in the year at all; ``fresh``: received in it; ``closed``: ended in it.
    """

    here: Condition
    fresh: Condition
    closed: Condition


@dataclass(frozen=True, slots=True)
class Countable:
    """The rows of an agency that a table of its report counts in a year.

    ``head`` is the applicant's class or the group of appeals, ``result`` what the result is read
    from (outcome and row, or the appeal's result), ``channel`` the way it came ("" for what
    didn't come as a request). ``named`` is the source with the case of each row.
    """

    source: sa.FromClause
    named: sa.FromClause
    head: Column
    result: tuple[Column, ...]
    channel: Column
    days: Days

    def kinds(self) -> sa.Select[Any]:
        """Count the rows that are alike: head, result, channel; how many fresh, closed, in all."""
        # grouped by name: to PostgreSQL one value in two parameters is two expressions
        keys = (self.head, *self.result, self.channel)
        named = [key.label(f"key_{place}") for place, key in enumerate(keys)]
        every = sa.func.count()
        numbers = (every.filter(self.days.fresh), every.filter(self.days.closed), every)
        wanted = sa.select(*named, *numbers).select_from(self.source).where(self.days.here)
        return wanted.group_by(*(key.name for key in named))

    def cases(self, *conditions: Condition) -> sa.Select[Any]:
        """Select receipt, chain and number of the case of every row that satisfies conditions."""
        columns = (CASE.c.received_on, CASE.c.chain, CASE.c.number)
        return sa.select(*columns).select_from(self.named).where(self.days.here, *conditions)


def handlings(agency: str, rules: Rules) -> list[Countable]:
    """Return the requests of an agency, and the answers made anew where these count as new."""
    mine, end = CASE.c.agency == agency, _requests_end(rules)
    days = _days(mine, CASE.c.received_on, end, rules.year)
    result = (CASE.c.outcome, CASE.c.row)
    found = [Countable(CASE, CASE, CASE.c.applicant, result, CASE.c.channel, days)]
    if rules.settings["count_redo"] == "as_new":
        both = REDO.join(CASE, REDO.c.chain == CASE.c.chain)
        mine = sa.and_(REDO.c.agency == agency, CASE.c.received_on.is_not(None))
        days = _days(mine, REDO.c.ordered_on, REDO.c.decided_on, rules.year)
        result = (REDO.c.outcome, REDO.c.row)
        found.append(Countable(both, both, CASE.c.applicant, result, _NO_CHANNEL, days))
    return found


def appeals(agency: str, rules: Rules) -> Countable:
    """Return the reconsiderations and suits of an agency, as they stood at the year's end."""
    ended, result = _closing(rules)
    days = _days(APPEAL.c.agency == agency, APPEAL.c.received_on, ended, rules.year)
    named = APPEAL.join(CASE, APPEAL.c.chain == CASE.c.chain)
    return Countable(APPEAL, named, APPEAL.c.group, (result,), _NO_CHANNEL, days)


def fees(agency: str, rules: Rules) -> sa.Select[Any]:
    """Select a year's fee notices, the sum they ask for, and what was paid in it (in 分)."""
    first, last = date(rules.year, 1, 1), date(rules.year, 12, 31)
    noticed, paid = FEE.c.notified_on.between(first, last), FEE.c.paid_on.between(first, last)
    return sa.select(
        sa.func.count().filter(noticed),
        sa.func.coalesce(sa.func.sum(FEE.c.fen).filter(noticed), 0),
        sa.func.coalesce(sa.func.sum(FEE.c.paid_fen).filter(paid), 0),
    ).where(FEE.c.agency == agency, FEE.c.notified_on <= last)


def _days(mine: Condition, received: Column, ended: Column, year: int) -> Days:
    """Return what counts in a year; what ended before its receipt counts in the receipt's year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    fresh = received >= first
    here = sa.and_(mine, received <= last, sa.or_(fresh, ended.is_(None), ended >= first))
    return Days(here, fresh, ended <= last)


def _requests_end(rules: Rules) -> Column:
    """Return the day by which a request counts as handled; a withdrawal has only one day."""
    days = {"dispatch": CASE.c.dispatched_on, "service": CASE.c.served_on}
    by = days.get(rules.settings["decided_by"])
    if by is None:
        return CASE.c.decided_on
    return sa.case((CASE.c.outcome == WITHDRAWN, CASE.c.decided_on), else_=by)


def _closing(rules: Rules) -> tuple[Column, Column]:
    """Return date and result of what closed an appeal, as it stood at the year's end."""
    last = date(rules.year, 12, 31)
    first_stands: Condition = APPEAL.c.appealed_on > last
    if rules.first_instance:
        not_again = sa.or_(APPEAL.c.decided_on.is_(None), APPEAL.c.decided_on > last)
        appealed = APPEAL.c.appealed_on.is_not(None)
        first_stands = sa.or_(first_stands, sa.and_(appealed, not_again))
    ended = sa.case((first_stands, APPEAL.c.first_decided_on), else_=APPEAL.c.decided_on)
    result = sa.case((first_stands, APPEAL.c.first_result), else_=APPEAL.c.result)
    return ended, result
