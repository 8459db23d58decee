"""The calendar of an agency: national, its region's, what was imported, its own closures.

What an office accepts since the package was published is kept in ``calendar_import``, one row a
notice, regional year or closure, and is an entry of the installation's (a closure: of its
agency's) chain.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import chain_of, get_agency, settings_of
from workflow.app.folding import Rules
from workflow.app.office import Actor, Office
from workflow.calendars import Closure, Notice, PublishedCalendar, load
from workflow.calendars.festivals import statutes
from workflow.calendars.notices import national
from workflow.calendars.regions import REGIONS, RegionYear, region
from workflow.calendars.stored import (
    closure_from_json,
    notice_from_json,
    region_year_from_json,
    to_json,
)
from workflow.core.journal import canonical
from workflow.errors import ConflictError
from workflow.store import journals
from workflow.store.prepared import Prepared
from workflow.store.tables import Agency, CalendarImport, table_of

IMPORT = table_of(CalendarImport)
NATIONAL = "national"
_ARRIVED = Prepared(
    sa.select(IMPORT.c.scope, IMPORT.c.content, IMPORT.c.known_since).order_by(IMPORT.c.id)
)

#: A case is derived on few days: today's, and that of the move which is asked about.
DAYS_KEPT = 64
ONE_DAY = timedelta(days=1)
Value = Notice | RegionYear | Closure


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that changes calendars: a notice, a region's year, an agency's closure.

    ``scope`` is ``national``, a region's name or an agency's code; ``known_since`` the day from
    which calendars know it.
    """

    scope: str
    value: Value
    known_since: date

    @property
    def label(self) -> str:
        """What it is called where a date moves because of it."""
        return self.value.label if isinstance(self.value, RegionYear) else _name(self.value)

    @property
    def content(self) -> str:
        """It as canonical JSON."""
        return canonical(to_json(self.value))

    @property
    def digest(self) -> str:
        """What it is known by: the same content of the same scope arrives once."""
        return hashlib.sha256(f"{self.scope}\n{self.content}".encode()).hexdigest()

    def concerns(self, agency: Agency) -> bool:
        """Tell whether it changes the calendar of an agency."""
        return self.scope in {NATIONAL, agency.region, agency.code}


def _name(value: Notice | Closure) -> str:
    return value.number if isinstance(value, Notice) else value.name


def national_notice(notice: Notice) -> Arrival:
    """Return a national notice as what arrives."""
    return Arrival(NATIONAL, notice, notice.known_since)


def regional_year(region: str, year: RegionYear) -> Arrival:
    """Return a region's year as what arrives."""
    return Arrival(region, year, year.known_from)


@dataclass(frozen=True, slots=True)
class Sources:
    """What the calendar of an agency is put together from, besides what the package knows.

    ``arrivals`` are those that concern it, in the order of their acceptance.
    """

    region: str | None
    arrivals: tuple[Arrival, ...]
    safe_mode: bool

    def calendar(self, as_of: date) -> PublishedCalendar:
        """Return the calendar as known on a day."""
        known = [one.value for one in self.arrivals if one.known_since <= as_of]
        return load(
            self.region,
            as_of=as_of,
            notices=tuple(one for one in known if isinstance(one, Notice)),
            region_years=tuple(one for one in known if isinstance(one, RegionYear)),
            closures=tuple(one for one in known if isinstance(one, Closure)),
            safe_mode=self.safe_mode,
        )

    def earlier(self, on: date) -> Iterator[PublishedCalendar]:
        """Yield the calendars that it can have had up to a day, the likeliest ones first.

        Today's without what was accepted last, and so on; then those of the days before something
        was published: a package that knows more than the one before it had this calendar then.
        """
        parts = [replace(self, arrivals=self.arrivals[:n]) for n in range(len(self.arrivals) + 1)]
        days = [on, *(day - ONE_DAY for day in self._published() if day <= on)]
        for day in days[:1]:
            yield from (part.calendar(day) for part in reversed(parts))
        for part in reversed(parts):
            yield from (part.calendar(day) for day in days[1:])

    def _published(self) -> list[date]:
        """Return the days on which anything of it became known, the latest first."""
        days = {notice.known_since for notice in national()}
        days |= {statute.known_since for statute in statutes()}
        days |= {arrival.known_since for arrival in self.arrivals}
        if self.region is not None:
            days |= {year.known_from for year in region(self.region).years}
        return sorted(days, reverse=True)


def rules_of(session: Session, agency: Agency, *coming: Arrival) -> Rules:
    """Return what the agency's cases are read by; ``coming`` is added as if it were accepted."""
    sources = sources_of(agency, (*arrived(session), *coming))
    return Rules(lru_cache(DAYS_KEPT)(sources.calendar), settings_of(agency))


def sources_of(agency: Agency, arrivals: Iterable[Arrival]) -> Sources:
    """Return what the agency's calendar is made of, of all that was accepted."""
    own = tuple(one for one in arrivals if one.concerns(agency))
    return Sources(agency.region, own, settings_of(agency)["regional_calendar"] == "off")


def arrived(session: Session) -> Iterator[Arrival]:
    """Yield everything that was accepted, in the order of its arrival."""
    for scope, content, known_since in _ARRIVED.all(session, {}):
        yield _arrival(scope, content, known_since)


@lru_cache(maxsize=1024)
def _arrival(scope: str, content: str, known_since: date) -> Arrival:
    document = json.loads(content)
    if scope == NATIONAL:
        return Arrival(scope, notice_from_json(document), known_since)
    if scope in REGIONS:
        return Arrival(scope, region_year_from_json(document), known_since)
    return Arrival(scope, closure_from_json(document), known_since)


def imported_notices(session: Session) -> tuple[Notice, ...]:
    """Return the national notices that this office accepted since the package was published."""
    return tuple(one.value for one in arrived(session) if isinstance(one.value, Notice))


def is_known(session: Session, arrival: Arrival) -> bool:
    """Tell whether it was accepted before."""
    found = sa.select(IMPORT.c.id).where(IMPORT.c.digest == arrival.digest)
    return session.execute(found).first() is not None


def accept(office: Office, arrival: Arrival, actor: Actor) -> None:
    """Accept what a person has checked; the same twice is a conflict.

    It counts from its ``known_since`` on. ``rederiving`` then derives the cases again.
    """
    closure = isinstance(arrival.value, Closure)
    chain = chain_of(arrival.scope) if closure else journals.INSTALLATION
    with office.store.write() as session:
        if closure:
            get_agency(session, arrival.scope)
        if is_known(session, arrival):
            raise ConflictError("agency.notice_known", number=arrival.label)
        session.execute(
            sa.insert(IMPORT).values(
                scope=arrival.scope,
                content=arrival.content,
                digest=arrival.digest,
                source=_source(arrival.value),
                known_since=arrival.known_since,
                imported_by=actor.name,
                imported_at=office.now(),
            )
        )
        made = (office.today, office.now(), actor.name, actor.role)
        trigger = "add_closure" if closure else "accept_notice"
        entry = journals.make_entry(chain, trigger, *made, facts=_facts(arrival))
        journals.append(session, office.keys.head_key, entry)


def accept_notice(office: Office, notice: Notice, actor: Actor) -> None:
    """Accept a national holiday notice that a person has checked."""
    accept(office, national_notice(notice), actor)


def closures_of(session: Session, agency: Agency) -> tuple[Closure, ...]:
    """Return an agency's own days off, by date."""
    found = [one.value for one in arrived(session) if one.scope == agency.code]
    closures = [one for one in found if isinstance(one, Closure)]
    return tuple(sorted(closures, key=lambda closure: closure.on))


def _source(value: Value) -> str:
    return value.name if isinstance(value, Closure) else value.source


def _facts(arrival: Arrival) -> dict[str, str | int]:
    facts: dict[str, str | int] = {"scope": arrival.scope, "content_digest": arrival.digest}
    if isinstance(arrival.value, Closure):
        return facts | {"day": str(arrival.value.on), "name": arrival.value.name}
    return facts | {"number": arrival.label, "year": arrival.value.year}
