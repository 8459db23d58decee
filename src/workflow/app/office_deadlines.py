"""The office's own dates beside those of its cases: report, next year's calendar, reviews.

They are few, so they are computed one by one; the processes that aren't requests (disclosure,
amendment, supervision, report) give theirs by ``statutes.other_terms``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, select

from workflow.app.agencies import chain_of
from workflow.app.calendars import rules_of
from workflow.app.folding import Rules
from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.app.reminder_rules import CALENDAR, REPORT, REVIEW, days_left
from workflow.app.users import holders
from workflow.core.calendar import Calendar
from workflow.core.terms import Term, last_day
from workflow.statutes.other_terms import deadline_of
from workflow.store import journals
from workflow.store.tables import Agency, AnnualReport, Journal, table_of

PUBLISHED = table_of(AnnualReport)
JOURNAL = table_of(Journal)
#: Who answers for what no clerk handles.
KEEPERS = ("office_head", "clerk")
#: The other processes with a date; that of the annual report is asked of its own table.
PROCESSES = ("disclosure", "record_amendment", "supervision")
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class OwnDeadline:
    """A date of the office: ``number`` is what it is called in a sentence."""

    chain: str
    clock: str
    child: str
    due: date
    left: int
    number: str
    people: tuple[str, ...]


def own_deadlines(office: Office, session: Session, on: date) -> Iterator[OwnDeadline]:
    """Yield every date of every agency that isn't a request's, as it stands on a day."""
    for agency in session.exec(select(Agency).order_by(Agency.code)).all():
        rules = rules_of(session, agency)
        calendar = rules.calendar_on(on)
        people = tuple(holders(session, agency.code, *KEEPERS))
        yield from _report(session, agency, rules, people, on)
        yield from _next_calendar(session, agency.code, calendar, people, on)
        yield from _reviews(office, session, agency.code, calendar, on)
    yield from _processes(session, on)


def _report(
    session: Session, agency: Agency, rules: Rules, people: tuple[str, ...], on: date
) -> Iterator[OwnDeadline]:
    """Yield the report about the year before, to be published by 31 January (art. 49) [V]."""
    year = on.year - 1
    if on.month == DECEMBER:
        year = on.year
    due = date.fromisoformat(f"{year + 1}-{rules.settings['report_month_day']}")
    if not _kept_then(session, agency.code, year) or _is_published(session, agency.code, year):
        return
    left = days_left(rules.calendar_on(on), on, due)
    yield OwnDeadline(chain_of(agency.code), REPORT, str(year), due, left, str(year), people)


def _kept_then(session: Session, agency: str, year: int) -> bool:
    """Tell whether the agency's requests of a year are in this register at all."""
    last = date(year, 12, 31)
    found = sa.select(CASE.c.chain).where(CASE.c.agency == agency, CASE.c.received_on <= last)
    return session.execute(found.limit(1)).first() is not None


def _is_published(session: Session, agency: str, year: int) -> bool:
    found = sa.select(PUBLISHED.c.id).where(
        PUBLISHED.c.agency == agency,
        PUBLISHED.c.year == year,
        PUBLISHED.c.published_on.is_not(None),
    )
    return session.execute(found.limit(1)).first() is not None


def _next_calendar(
    session: Session, agency: str, calendar: Calendar, people: tuple[str, ...], on: date
) -> Iterator[OwnDeadline]:
    """Yield, from December on, that next year's holiday notice isn't imported yet."""
    last_known = calendar.open_from.year
    if last_known > on.year or (last_known == on.year and on.month < DECEMBER):
        return
    year = last_known + 1
    due = date(last_known, 12, 31)
    left = days_left(calendar, on, due)
    admins = holders(session, "", "admin")
    everybody = tuple(dict.fromkeys([*people, *admins]))
    yield OwnDeadline(chain_of(agency), CALENDAR, str(year), due, left, str(year), everybody)


def _reviews(
    office: Office, session: Session, agency: str, calendar: Calendar, on: date
) -> Iterator[OwnDeadline]:
    """Yield the drafts that wait for their review: an internal time [M], for those who review."""
    submitted = (
        sa.select(sa.func.max(JOURNAL.c.on))
        .where(JOURNAL.c.chain == CASE.c.chain, JOURNAL.c.trigger.in_(("submit_answer", "lapse")))
        .scalar_subquery()
    )
    found = sa.select(CASE.c.chain, CASE.c.number, submitted.label("since")).where(
        CASE.c.agency == agency, CASE.c.open, CASE.c.state == "in_review"
    )
    people = tuple(holders(session, agency, "reviewer", "leader"))
    for row in session.execute(found):
        since = date.fromisoformat(row.since)
        due = last_day(Term(office.reminders.review_days), since, calendar.likely)
        left = days_left(calendar, on, due)
        yield OwnDeadline(row.chain, REVIEW, row.since, due, left, row.number, people)


def _processes(session: Session, on: date) -> Iterator[OwnDeadline]:
    """Yield the other processes on the same journal, each with one date of its own."""
    for process in PROCESSES:
        for chain in journals.chains(session, f"{process}:"):
            found = _process(session, process, chain, on)
            if found is not None:
                yield found


def _process(session: Session, process: str, chain: str, on: date) -> OwnDeadline | None:
    entries = journals.read_chain(session, chain)
    agency = session.get(Agency, str(entries[0].facts["agency"]))
    assert agency is not None
    rules = rules_of(session, agency)
    calendar = rules.calendar_on(on)
    deadline = deadline_of(process, entries, calendar, on, rules.settings)
    if deadline is None or deadline.ended_on is not None or deadline.warn_on is None:
        return None
    last = deadline.warn_on
    number = str(entries[0].facts.get("number", chain))
    people = (entries[-1].actor, *holders(session, agency.code, "office_head"))
    left = days_left(calendar, on, last)
    return OwnDeadline(chain, deadline.clock, "", last, left, number, tuple(dict.fromkeys(people)))
