"""What the doctor asks of a database that opens: schema, calendar, channels, who is at work."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import select

from workflow.app.calendars import rules_of
from workflow.app.contacts import CONTACT, all_addresses
from workflow.app.keeping import check_database
from workflow.app.office import Office
from workflow.app.ports import DeliveryError
from workflow.app.pulse import take_pulse
from workflow.errors import StorageError, WorkflowError
from workflow.messages import say
from workflow.store import queue_schema
from workflow.store.engine import Store
from workflow.store.leases import real_time
from workflow.store.tables import Agency, Journal, table_of

JOURNAL = table_of(Journal)
DECEMBER = 12
#: Clocks that differ by so many seconds tell different days around midnight.
APART = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: ``level`` is ``ok``, ``note`` (worth knowing) or ``mend``.

    ``code`` names its sentence; one that isn't ok has a second, ``<code>_mend``, that says how to
    mend it.
    """

    level: str
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What was found."""
        return say(self.code, None, **self.values)

    @property
    def mend(self) -> str | None:
        """How to mend it."""
        return None if self.level == "ok" else say(f"{self.code}_mend", None, **self.values)

    def to_json(self) -> dict[str, Any]:
        """Return the JSON shape of ``doctor --json``."""
        return {"level": self.level, "code": self.code, "message": self.message, "mend": self.mend}


def ok(code: str, **values: Any) -> Finding:
    """Return a finding that is in order."""
    return Finding("ok", f"doctor.{code}", values)


def note(code: str, **values: Any) -> Finding:
    """Return a finding that is worth knowing."""
    return Finding("note", f"doctor.{code}", values)


def mend(code: str, **values: Any) -> Finding:
    """Return a finding that must be mended."""
    return Finding("mend", f"doctor.{code}", values)


def examine_store(store: Store) -> Iterator[Finding]:
    """Look at schema, triggers, the file itself, the queue's tables."""
    kind = "SQLite" if store.sqlite else "PostgreSQL"
    try:
        revision = check_database(store)
    except StorageError as error:
        yield mend("database_broken", what=error.message)
        return
    yield ok("database", kind=kind, revision=revision)
    if store.sqlite:
        return
    if not queue_schema.is_installed():
        yield mend("queue_missing")
    elif missing := queue_schema.missing_scripts(store):
        yield mend("queue_old", count=len(missing))
    else:
        yield ok("queue")


def examine_work(office: Office) -> Iterator[Finding]:
    """Look at who sweeps, and at what didn't come through."""
    pulse = take_pulse(office)
    what = "workflow serve" if office.store.sqlite else "workflow worker"
    if pulse.last_pass is None:
        yield mend("never_swept", what=what)
    elif not pulse.in_order(office.now()):
        minutes = int((office.now() - pulse.last_pass).total_seconds() // 60)
        yield mend("nobody_sweeps", minutes=minutes, what=what)
    else:
        yield ok("sweeping", processes=pulse.processes)
    if pulse.outbox_failing:
        yield mend("outbox_failing", count=pulse.outbox_failing)
    if pulse.deliveries_failing:
        yield note("deliveries_failing", count=pulse.deliveries_failing)
    if pulse.deliveries_given_up:
        yield mend("given_up", count=pulse.deliveries_given_up)
    if pulse.tasks_failed:
        yield note("tasks_failed", count=pulse.tasks_failed)


def examine_clock(office: Office) -> Iterator[Finding]:
    """Look whether the clock went back behind what is recorded already."""
    with office.store.read() as session:
        last = session.execute(sa.select(sa.func.max(JOURNAL.c.recorded_at))).scalar_one()
    now = office.now()
    if last is not None and datetime.fromisoformat(last) > now:
        yield mend("clock_behind", last=last, now=now.isoformat(timespec="seconds"))
    else:
        yield ok("clock", today=office.today.isoformat())


def examine_server_clock(office: Office) -> Iterator[Finding]:
    """Look whether this machine and the database's agree what time it is."""
    with office.store.read() as session:
        apart = abs((office.now() - real_time(session)).total_seconds())
    if apart > APART:
        yield mend("clocks_apart", seconds=round(apart))


def examine_calendars(office: Office) -> Iterator[Finding]:
    """Look whether this year's holidays are known, and from December on the next year's."""
    today = office.today
    with office.store.read() as session:
        agencies = session.exec(select(Agency).order_by(Agency.code)).all()
        known = {rules_of(session, one).calendar_on(today).open_from.year for one in agencies}
    if known:
        yield calendar_finding(min(known), today)


def calendar_finding(known: int, today: date) -> Finding:
    """Judge up to which year the holidays are known."""
    if known < today.year:
        return mend("calendar_unknown", year=known + 1)
    if known > today.year:
        return ok("calendar", year=known)
    if today.month == DECEMBER:
        return mend("calendar_unknown", year=known + 1)
    return note("calendar_coming", year=known + 1)


def examine_channels(office: Office, *, mail: bool) -> Iterator[Finding]:
    """Look whether what people asked for can leave the house; ``mail``: a mail server is set."""
    found = sa.select(CONTACT.c.channel, sa.func.count()).where(CONTACT.c.active)
    with office.store.read() as session:
        wanted = {row[0]: row[1] for row in session.execute(found.group_by(CONTACT.c.channel))}
    if not wanted:
        yield note("inbox_only")
        return
    if office.channels is None:
        yield mend("notify_missing", count=sum(wanted.values()))
    elif "mail" in wanted and not mail:
        yield mend("mail_unset", count=wanted["mail"])
    else:
        yield from _examine_reach(office, sum(wanted.values()))
    if not office.base_url:
        yield note("no_links")


def _examine_reach(office: Office, count: int) -> Iterator[Finding]:
    """Look whether somebody answers where messages go; nothing is sent."""
    assert office.channels is not None
    try:
        silent = office.channels.unreachable(all_addresses(office))
    except DeliveryError as error:
        yield mend("channel_unusable", what=error.message)
        return
    for place, what in silent.items():
        yield mend("channel_unreachable", place=place, what=what)
    if not silent:
        yield ok("channels", count=count)


def examine_sign_in(office: Office, *, installed: bool) -> Iterator[Finding]:
    """Look whether the office's own sign-in answers; nothing where none is set."""
    if office.provider is None:
        return
    if not installed:
        yield mend("oidc_missing")
        return
    try:
        issuer = office.provider.examine()
    except WorkflowError as error:
        yield mend("oidc_broken", what=error.message)
        return
    yield ok("oidc", issuer=issuer)
    if not office.base_url:
        yield mend("oidc_no_address")
