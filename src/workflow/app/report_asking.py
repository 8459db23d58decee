"""What may be done with an annual report now, and why not; the cases behind a cell; its years."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import chain_of, get_agency
from workflow.app.annual_report import may_publish
from workflow.app.asking import NOT_ASKED_YET
from workflow.app.calendars import rules_of
from workflow.app.office import Actor, Office
from workflow.app.projecting import CASE
from workflow.app.report_life import PROCESS, situation_of
from workflow.app.report_versions import REPORT
from workflow.app.summaries import headings
from workflow.core.moves import Situation
from workflow.core.procedure import Verdict, allowed
from workflow.errors import Reason, RefusedError
from workflow.reports.findings import Checked
from workflow.statutes.processes import ANNUAL_REPORT
from workflow.store import journals

#: The first year that a form serves.
FIRST_YEAR = 2019
#: So many cases of a cell are listed beside it; the command and the API name them all.
MOST_SHOWN = 200


def possible(
    office: Office, agency: str, year: int, actor: Actor, checked: Checked
) -> tuple[Verdict, ...]:
    """Return a verdict on every step of the report's present state, as somebody may take it.

    What only waits for its facts is allowed; a check also needs a report without violations.
    """
    with office.store.read() as session:
        asked = _situation(office, session, agency, year)
    found = allowed(ANNUAL_REPORT, asked, actor.name, actor.role)
    return tuple(_judged(one, checked) for one in found)


def _judged(verdict: Verdict, checked: Checked) -> Verdict:
    reasons = [one for one in verdict.reasons if one.code not in NOT_ASKED_YET]
    if verdict.trigger == "check":
        reasons += _violations(checked)
    return replace(verdict, reasons=tuple(reasons))


def _violations(checked: Checked) -> list[Reason]:
    try:
        may_publish(checked)
    except RefusedError as error:
        return [Reason(error.code, error.values)]
    return []


def _situation(office: Office, session: Session, agency: str, year: int) -> Situation:
    row = get_agency(session, agency)
    rules = rules_of(session, row)
    child = f"{PROCESS}:{year}"
    entries = [one for one in journals.read_chain(session, chain_of(agency)) if one.child == child]
    return situation_of(office, rules, entries, office.today)


def last_day(office: Office, agency: str, year: int) -> date:
    """Return the last day for publishing the report about a year (条例第四十九条, a setting)."""
    with office.store.read() as session:
        rules = rules_of(session, get_agency(session, agency))
    return date.fromisoformat(f"{year + 1}-{rules.settings['report_month_day']}")


@dataclass(frozen=True, slots=True)
class Behind:
    """A case behind a cell, and how often it is counted there."""

    ident: str
    number: str
    content: str
    on: date | None
    times: int


def behind(office: Office, agency: str, numbers: Sequence[str]) -> list[Behind]:
    """Return the first cases of an agency by their numbers, in the order given (``MOST_SHOWN``)."""
    counted = dict(islice(Counter(numbers).items(), MOST_SHOWN))
    wanted = sa.select(CASE.c.chain, CASE.c.number, CASE.c.decided_on, CASE.c.received_on).where(
        CASE.c.agency == agency, CASE.c.number.in_(counted)
    )
    with office.store.read() as session:
        rows = {row.number: row for row in session.execute(wanted)}
        said = headings(office, session, [row.chain for row in rows.values()])
    return [
        Behind(
            row.chain.partition(":")[2],
            number,
            said[row.chain].content,
            row.decided_on or row.received_on,
            times,
        )
        for number, times in counted.items()
        if (row := rows.get(number))
    ]


def years_of(office: Office, agency: str) -> list[int]:
    """Return the years of which an agency has requests or a report, the newest first."""
    kept = sa.select(REPORT.c.year).where(REPORT.c.agency == agency).distinct()
    with office.store.read() as session:
        years = set(session.execute(kept).scalars())
    begin = first_year(office, agency) or max(FIRST_YEAR, office.today.year - 1)
    return sorted(years | set(range(begin, office.today.year + 1)), reverse=True)


def first_year(office: Office, agency: str) -> int | None:
    """Return the first year of which the register knows a request and a form; None without any."""
    cases = sa.select(sa.func.min(CASE.c.received_on)).where(CASE.c.agency == agency)
    with office.store.read() as session:
        first = session.execute(cases).scalar_one_or_none()
    return max(FIRST_YEAR, first.year) if first else None
