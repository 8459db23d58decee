"""Tables 2 and 3 of a year, counted from facts (law.md 4.7, 5.5).

Legal dates decide, never record dates. Where the form is silent a setting decides
(``statutes.settings.counting``). Every number is a list of requests: ``explain`` names them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from workflow.errors import InputError
from workflow.forms import Form
from workflow.forms.form import APPEALS, RECEIVED, TOTAL, TOTAL_HANDLED
from workflow.reports.facts import AppealFacts, RequestFacts
from workflow.statutes.registry import STATUTES

NEW, CARRIED_IN, CARRIED_OUT = "new_received", "carried_in", "carried_out"
PENDING = "pending"
WITHDRAWN = "A23"
_OTHER_ROWS = ("other_overdue_correction", "other_overdue_fee", "other_misc")

#: So many requests without a known result are named.
NAMED = 10

#: A place that a request is counted in: table, row, column.
Spot = tuple[str, str, str]
Counts = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Fees:
    """Fee notices of a year, the sum that they ask for, and what was paid in it (in 分)."""

    notices: int = 0
    fen: int = 0
    paid_fen: int = 0

    def __add__(self, other: "Fees") -> "Fees":
        """Add two."""
        return Fees(
            self.notices + other.notices, self.fen + other.fen, self.paid_fen + other.paid_fen
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """Tables 2 and 3 of a year: every cell of the form, zeros included.

    ``channels`` are the requests received in the year by the way they came, ``fees`` what part 六
    says of the fee notices of the year.
    """

    received: Counts
    appeals: Counts
    channels: Mapping[str, int] = field(default_factory=dict)
    fees: Fees = Fees()


@dataclass(frozen=True, slots=True)
class Rules:
    """What the counting follows: a form, a year, and the settings (``settings.effective``)."""

    form: Form
    year: int
    settings: Mapping[str, Any]

    def row(self, outcome: str | None, row: str | None) -> str | None:
        """Return the row of a result on this form; None where neither says one."""
        named = _rows_of(outcome, self.form.key) if outcome else row
        own = self.settings.get(f"row_of_{outcome.lower()}") if outcome else None
        named = own or named
        if named in _OTHER_ROWS and named not in self.form.results:
            return "other_total"
        return named if named in self.form.results else None

    def appeal_column(self, result: str | None) -> str:
        """Return the column of a result of table 3, "" where none is known."""
        return str(self.settings["appeal_results"].get(result, result) or "")

    @property
    def first_instance(self) -> bool:
        """Whether a judgment under second instance counts by its result [J]."""
        return bool(self.settings["judgment_under_appeal"] == "first_instance")


def count(facts: Iterable[RequestFacts], rules: Rules) -> Counted:
    """Count a year's tables 2 and 3.

    Raises InputError naming the requests that were handled in the year without a known result:
    no row is guessed.
    """
    found: Counter[Spot] = Counter()
    channels: Counter[str] = Counter()
    unknown: list[str] = []
    fees = Fees()
    for request in facts:
        spots = [*places_of(request, rules)]
        found.update(spots)
        if any("" in spot for spot in spots):
            unknown.append(request.number)
        if request.received_on and request.received_on.year == rules.year:
            channels[request.channel] += 1
        fees += fees_of(request, rules.year)
    return replace(tables(found, channels, rules, unknown), fees=fees)


def fees_of(request: RequestFacts, year: int) -> Fees:
    """Return a request's share of a year's fees: noticed in it, paid in it (law.md 3)."""
    noticed = [one.fen for one in request.fees if one.notified_on.year == year]
    paid = [one.paid_fen for one in request.fees if one.paid_on and one.paid_on.year == year]
    return Fees(len(noticed), sum(noticed), sum(paid))


def tables(
    found: Mapping[Spot, int], channels: Mapping[str, int], rules: Rules, unknown: Sequence[str]
) -> Counted:
    """Return the tables from their leaf cells; InputError where a result is ``unknown``."""
    if unknown:
        raise InputError("report.no_outcome", year=rules.year, numbers="、".join(unknown[:NAMED]))
    received, appeals = (_table(found, rules.form, name) for name in (RECEIVED, APPEALS))
    return Counted(received, appeals, {way: n for way, n in sorted(channels.items()) if way and n})


def explain(
    facts: Iterable[RequestFacts], rules: Rules, row: str, column: str, table: str = RECEIVED
) -> list[str]:
    """Return the numbers of the requests behind a cell, in order, one a time it is counted.

    A total's requests are those of its parts. Raises InputError for a cell the form hasn't.
    """
    wanted = leaves(rules.form, table, row, column)
    return [
        request.number for request in facts for spot in places_of(request, rules) if spot in wanted
    ]


def leaves(form: Form, table: str, row: str, column: str) -> frozenset[Spot]:
    """Return the leaf cells that a cell adds up; InputError for a cell that the form hasn't."""
    cells = form.cells_of(table)
    if column not in cells.get(row, ()):
        raise InputError("report.no_cell", row=row, column=column, form=form.key)
    rows = form.results if row == TOTAL_HANDLED else (row,)
    keys = [key for key in cells[row] if column in (key, TOTAL)]
    return frozenset((table, each, key) for each in rows for key in keys)


def places_of(request: RequestFacts, rules: Rules) -> Iterator[Spot]:
    """Yield every leaf cell that a request is counted in, totals left out.

    What ended without a known result is yielded with an empty row or column.
    """
    for received, decided, row in _handlings(request, rules):
        for place in _request_rows(received, decided, row, rules.year):
            yield (RECEIVED, place, request.applicant)
    for appeal in request.appeals:
        column = _appeal_column(appeal, rules)
        if column is not None:
            yield (APPEALS, appeal.group, column)


def _handlings(
    request: RequestFacts, rules: Rules
) -> Iterator[tuple[date, date | None, str | None]]:
    """Yield receipt, decision and row of the request, and of its redos if these count as new."""
    if request.received_on is None:
        return
    decided = _decided(request, rules.settings["decided_by"])
    yield request.received_on, decided, rules.row(request.outcome, request.row)
    if rules.settings["count_redo"] == "as_new":
        for redo in request.redos:
            yield redo.ordered_on, redo.decided_on, rules.row(redo.outcome, redo.row)


def _decided(request: RequestFacts, decided_by: str) -> date | None:
    """Return the day by which the request counts as handled; a withdrawal has only one day."""
    days = {"dispatch": request.dispatched_on, "service": request.served_on}
    if decided_by in days and request.outcome != WITHDRAWN:
        return days[decided_by]
    return request.decided_on


def _request_rows(
    received: date, decided: date | None, row: str | None, year: int
) -> Iterator[str]:
    """Yield the rows of one handling: 一 or 二, then a result or 四.

    A decision dated before its receipt counts in the receipt's year: the columns balance.
    """
    last = max(decided, received).year if decided else None
    if received.year > year or (last is not None and last < year):
        return
    yield NEW if received.year == year else CARRIED_IN
    yield (row or "") if last == year else CARRIED_OUT


def _appeal_column(appeal: AppealFacts, rules: Rules) -> str | None:
    """Return the column of an appeal in the year; None where it doesn't count in it.

    It counts if its copy reached the agency by the end of the year and it wasn't closed before.
    """
    decided, result = _closing(appeal, rules)
    last = max(decided, appeal.received_on).year if decided else None
    if appeal.received_on.year > rules.year or (last is not None and last < rules.year):
        return None
    if last != rules.year:
        return PENDING
    return rules.appeal_column(result)


def _closing(appeal: AppealFacts, rules: Rules) -> tuple[date | None, str | None]:
    """Return date and result of what closed an appeal, as it stood at the end of the year.

    A judgment that is appealed in January was the court's word in December.
    """
    end, appealed = date(rules.year, 12, 31), appeal.appealed_on
    final = (appeal.decided_on, appeal.result)
    if appealed is None:
        return final
    judged_again = appeal.decided_on is not None and appeal.decided_on <= end
    if appealed > end or (not judged_again and rules.first_instance):
        return appeal.first_decided_on, appeal.first_result
    return final


def follow_published(counted: Counted, carried_out: Mapping[str, Any]) -> Counted:
    """Return the tables with 二 as last year's published report has it (law.md 4.7)."""
    row = {key: int(carried_out.get(key) or 0) for key in counted.received[CARRIED_IN]}
    return replace(counted, received=counted.received | {CARRIED_IN: row})


def _table(found: Mapping[Spot, int], form: Form, table: str) -> Counts:
    rows = {
        row: {column: found.get((table, row, column), 0) for column in columns}
        for row, columns in form.cells_of(table).items()
    }
    if table == RECEIVED:
        handled = rows[TOTAL_HANDLED]
        rows[TOTAL_HANDLED] = {key: sum(rows[row][key] for row in form.results) for key in handled}
    for row in rows.values():
        row[TOTAL] = sum(number for key, number in row.items() if key != TOTAL)
    return rows


@cache
def _rows_of(outcome: str, form: str) -> str | None:
    """Return the row that the statutes give an outcome on a form; the newest statute first."""
    for statute in reversed(STATUTES):
        if outcome in statute.outcomes:
            return statute.outcomes[outcome].rows.get(form)
    return None
