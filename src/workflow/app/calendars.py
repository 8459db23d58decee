"""The calendar of an agency: national, its region's, what was imported, its own closures.

What an office accepts since the package was published is kept in ``calendar_import``, one row a
notice, regional year or closure, and is an entry of the installation's (a closure: of its
agency's) chain.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import chain_of, get_agency, settings_of
from workflow.app.folding import CalendarOn, Rules
from workflow.app.office import Actor, Office
from workflow.calendars import Closure, Notice, PublishedCalendar, load
from workflow.calendars.regions import REGIONS, RegionYear
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


def rules_of(session: Session, agency: Agency, *coming: Arrival) -> Rules:
    """Return what the agency's cases are read by; ``coming`` is added as if it were accepted."""
    settings = settings_of(agency)
    arrivals = [one for one in (*arrived(session), *coming) if one.concerns(agency)]
    safe_mode = settings["regional_calendar"] == "off"
    calendar_on = _calendar_on(agency.region, tuple(arrivals), safe_mode=safe_mode)
    return Rules(calendar_on=calendar_on, settings=settings)


def _calendar_on(
    region: str | None, arrivals: tuple[Arrival, ...], *, safe_mode: bool
) -> CalendarOn:
    @lru_cache(DAYS_KEPT)
    def on(as_of: date) -> PublishedCalendar:
        known = [one.value for one in arrivals if one.known_since <= as_of]
        return load(
            region,
            as_of=as_of,
            notices=tuple(one for one in known if isinstance(one, Notice)),
            region_years=tuple(one for one in known if isinstance(one, RegionYear)),
            closures=tuple(one for one in known if isinstance(one, Closure)),
            safe_mode=safe_mode,
        )

    return on


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
