"""The office's own dates beside those of its cases: report, next year's calendar, reviews.

They are few, and asked of all agencies together; the processes that aren't requests (disclosure,
amendment, supervision, report) give theirs by ``statutes.other_terms``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import chain_of
from workflow.app.folding import Rules
from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.app.reminder_rules import CALENDAR, REPORT, REVIEW, days_left
from workflow.core.calendar import Calendar
from workflow.core.journal import Entry
from workflow.core.terms import Term, last_day
from workflow.statutes.other_terms import deadline_of
from workflow.store import journals
from workflow.store.tables import Account, AccountRole, Agency, AnnualReport, Journal, table_of

PUBLISHED = table_of(AnnualReport)
JOURNAL = table_of(Journal)
AGENCY = table_of(Agency)
ACCOUNT, ROLE = table_of(Account), table_of(AccountRole)
#: Who answers for what no clerk handles.
KEEPERS = ("office_head", "clerk")
REVIEWERS = ("reviewer", "leader")
#: The other processes with a date; that of the annual report is asked of its own table.
PROCESSES = ("disclosure", "record_amendment", "supervision")
DECEMBER = 12
#: So many chains are read at once.
AT_ONCE = 500


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


@dataclass(frozen=True, slots=True)
class Desk:
    """An agency on a day: its rules, the calendar that it counts by, who holds which role."""

    code: str
    rules: Rules
    calendar: Calendar
    holders: Mapping[str, Sequence[str]]

    def people(self, *roles: str) -> tuple[str, ...]:
        """Return the active users who hold one of some roles, by name."""
        return tuple(sorted({name for role in roles for name in self.holders.get(role, ())}))


def desks_of(session: Session, agencies: Iterable[tuple[Agency, Rules]], on: date) -> list[Desk]:
    """Return the desks of agencies with their rules."""
    found = sa.select(ROLE.c.agency, ROLE.c.role, ROLE.c.account)
    found = found.join(ACCOUNT, ACCOUNT.c.name == ROLE.c.account).where(ACCOUNT.c.active)
    holders: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for agency, role, account in session.execute(found):
        holders[agency][role].append(account)
    admins = {"admin": holders[""]["admin"]}
    return [
        Desk(one.code, own, own.calendar_on(on), holders[one.code] | admins)
        for one, own in agencies
    ]


def own_deadlines(
    office: Office, session: Session, desks: Sequence[Desk], on: date
) -> Iterator[OwnDeadline]:
    """Yield every date of every agency that isn't a request's, as it stands on a day."""
    by_code = {desk.code: desk for desk in desks}
    yield from _reports(session, desks, on)
    for desk in desks:
        yield from _next_calendar(desk, on)
    yield from _reviews(office, session, by_code, on)
    yield from _processes(session, by_code, on)


def _reports(session: Session, desks: Sequence[Desk], on: date) -> Iterator[OwnDeadline]:
    """Yield the report about the year before, to be published by 31 January (art. 49) [V].

    It is owed from the first year on of which the register holds requests; where all of them are
    examples, only of the years that they tell of.
    """
    year = on.year if on.month == DECEMBER else on.year - 1
    spans, published = _spans(session), _published(session, year)
    for desk in desks:
        first, last = spans.get(desk.code, (date.max, date.max))
        if first.year > year or desk.code in published:
            continue
        if last.year < year and not _is_real(session, desk.code):
            continue
        due = date.fromisoformat(f"{year + 1}-{desk.rules.settings['report_month_day']}")
        left = days_left(desk.calendar, on, due)
        people = desk.people(*KEEPERS)
        yield OwnDeadline(chain_of(desk.code), REPORT, str(year), due, left, str(year), people)


def _spans(session: Session) -> dict[str, tuple[date, date]]:
    """Return the days of each agency's first and last request, by looks into the index."""
    ends = [
        sa.select(end(CASE.c.received_on)).where(CASE.c.agency == AGENCY.c.code).scalar_subquery()
        for end in (sa.func.min, sa.func.max)
    ]
    rows = session.execute(sa.select(AGENCY.c.code, *ends))
    return {code: (first, last) for code, first, last in rows if first is not None}


def _is_real(session: Session, agency: str) -> bool:
    """Tell whether a register holds anything but examples."""
    found = sa.select(CASE.c.chain).where(CASE.c.agency == agency, ~CASE.c.example)
    return session.execute(found.limit(1)).first() is not None


def _published(session: Session, year: int) -> set[str]:
    found = sa.select(PUBLISHED.c.agency).where(
        PUBLISHED.c.year == year, PUBLISHED.c.published_on.is_not(None)
    )
    return set(session.execute(found).scalars())


def _next_calendar(desk: Desk, on: date) -> Iterator[OwnDeadline]:
    """Yield, from December on, that next year's holiday notice isn't imported yet."""
    last_known = desk.calendar.open_from.year
    if last_known > on.year or (last_known == on.year and on.month < DECEMBER):
        return
    year = last_known + 1
    due = date(last_known, 12, 31)
    left = days_left(desk.calendar, on, due)
    people = desk.people(*KEEPERS, "admin")
    yield OwnDeadline(chain_of(desk.code), CALENDAR, str(year), due, left, str(year), people)


def _reviews(
    office: Office, session: Session, desks: Mapping[str, Desk], on: date
) -> Iterator[OwnDeadline]:
    """Yield the drafts that wait for their review: an internal time [M], for those who review."""
    submitted = (
        sa.select(sa.func.max(JOURNAL.c.on))
        .where(JOURNAL.c.chain == CASE.c.chain, JOURNAL.c.trigger.in_(("submit_answer", "lapse")))
        .scalar_subquery()
    )
    columns = (CASE.c.agency, CASE.c.chain, CASE.c.number, submitted.label("since"))
    waiting = (CASE.c.agency.in_(list(desks)), CASE.c.open, CASE.c.state == "in_review")
    for row in session.execute(sa.select(*columns).where(*waiting)):
        desk = desks[row.agency]
        since = date.fromisoformat(row.since)
        due = last_day(Term(office.reminders.review_days), since, desk.calendar.likely)
        left = days_left(desk.calendar, on, due)
        people = desk.people(*REVIEWERS)
        yield OwnDeadline(row.chain, REVIEW, row.since, due, left, row.number, people)


def _processes(session: Session, desks: Mapping[str, Desk], on: date) -> Iterator[OwnDeadline]:
    """Yield the other processes on the same journal, each with one date of its own."""
    for process in PROCESSES:
        chains = journals.chains(session, f"{process}:")
        for first in range(0, len(chains), AT_ONCE):
            read = journals.read_chains(session, chains[first : first + AT_ONCE])
            for entries in read.values():
                yield from _process(process, entries, desks[str(entries[0].facts["agency"])], on)


def _process(
    process: str, entries: tuple[Entry, ...], desk: Desk, on: date
) -> Iterator[OwnDeadline]:
    deadline = deadline_of(process, entries, desk.calendar, on, desk.rules.settings)
    if deadline is None or deadline.ended_on is not None or deadline.warn_on is None:
        return
    last, chain = deadline.warn_on, entries[0].chain
    number = str(entries[0].facts.get("number", chain))
    people = tuple(dict.fromkeys([entries[-1].actor, *desk.people("office_head")]))
    left = days_left(desk.calendar, on, last)
    yield OwnDeadline(chain, deadline.clock, "", last, left, number, people)
