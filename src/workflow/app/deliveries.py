"""Messages on their way out of the house: queued with what they say, tried again, given up loudly.

A row is leased for a few minutes, sent, and marked: a process killed in between leaves a lease
that runs out, so a message may come twice around a kill and never not at all. A lease runs by the
database's time and is held on to right before its message leaves: no jump of a clock, and no
slow machine, makes two processes send the same.
"""

import json
import logging
import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from workflow.app.calendars import rules_of
from workflow.app.contacts import CONTACT, open_address
from workflow.app.inserting import insert_once
from workflow.app.office import Office
from workflow.app.ports import Channels
from workflow.app.reminder_words import label_of, sentence_of
from workflow.app.users import holders, roles_of
from workflow.core.calendar import Calendar
from workflow.core.journal import canonical
from workflow.errors import NotFoundError, WorkflowError
from workflow.messages import say
from workflow.store.leases import is_free, lease
from workflow.store.tables import Agency, Delivery, InboxMessage, Reminder, table_of

log = logging.getLogger("workflow.deliveries")

DELIVERY = table_of(Delivery)
REMINDER = table_of(Reminder)
MESSAGE = table_of(InboxMessage)
#: How long a process may take for one message: longer than a mail server that accepts nothing
#: may keep it waiting (fifteen seconds a command).
CLAIM = timedelta(minutes=3)
#: So many are claimed at once.
BATCH = 20
#: Pauses after the first failure, the second …; after the last one it is given up.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440))
#: Stands for the country where a person belongs to no agency.
NOWHERE = Agency(code="", name="", short_name="", number_word="", number_pattern="")


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one pass did, in messages (a digest is one); ``given_up`` are the ids of deliveries."""

    sent: int = 0
    failed: int = 0
    given_up: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """Deliveries that leave as one message."""

    ids: tuple[int, ...]
    person: str
    channel: str
    address: str = field(repr=False)
    title: str
    body: str
    attempts: int


def queue_reminders(office: Office, session: Session, newest: int) -> None:
    """Queue the reminders after ``newest`` for everybody who wants them outside the inbox too."""
    now = office.now()
    moment = DELIVERY.c.next_at.type
    digest = sa.literal(office.reminders.next_digest(now), moment)
    chosen = sa.select(
        sa.literal("reminder"), REMINDER.c.id, CONTACT.c.channel, REMINDER.c.person,
        sa.literal(now, moment), sa.case((CONTACT.c.digest, digest), else_=sa.literal(now, moment)),
        sa.literal(0),
    ).join(CONTACT, CONTACT.c.person == REMINDER.c.person)  # fmt: skip
    chosen = chosen.where(REMINDER.c.id > newest, CONTACT.c.active)
    _queue(session, chosen)


def queue_message(session: Session, cause: str, person: str, at: datetime) -> None:
    """Queue a message of the inbox, in the transaction that wrote it."""
    _queue(session, _of_messages(at).where(MESSAGE.c.cause == cause, MESSAGE.c.person == person))


def queue_messages(session: Session, newest: int, at: datetime) -> None:
    """Queue the messages of the inbox after ``newest``, in the transaction that wrote them."""
    _queue(session, _of_messages(at).where(MESSAGE.c.id > newest))


def _of_messages(at: datetime) -> sa.Select[Any]:
    chosen = sa.select(
        sa.literal("message"), MESSAGE.c.id, CONTACT.c.channel, MESSAGE.c.person,
        sa.literal(at, DELIVERY.c.made_at.type), sa.literal(at, DELIVERY.c.next_at.type),
        sa.literal(0),
    ).join(CONTACT, CONTACT.c.person == MESSAGE.c.person)  # fmt: skip
    return chosen.where(CONTACT.c.active)


def _queue(session: Session, chosen: sa.Select[Any]) -> None:
    names = ["about", "about_id", "channel", "person", "made_at", "next_at", "attempts"]
    on_sqlite = session.connection().dialect.name == "sqlite"
    insert = sqlite.insert(DELIVERY) if on_sqlite else postgresql.insert(DELIVERY)
    session.execute(insert.from_select(names, chosen).on_conflict_do_nothing())


def deliver(office: Office) -> Delivered:
    """Send everything that may leave now, until nothing is left; without channels: nothing.

    Asked to stop, it gives back what it didn't come to: the message under way is the last one.
    """
    if office.channels is None:
        return Delivered()
    sent = failed = 0
    given_up: list[int] = []
    token = secrets.token_hex(8)
    for letter in _claimed(office, token):
        if _send(office, office.channels, letter):
            sent += 1
        else:
            failed += 1
            given_up += _postpone(office, letter, token)
    return Delivered(sent, failed, tuple(given_up))


def _claimed(office: Office, token: str) -> Iterator[Letter]:
    """Yield letter after letter, each held on to at that moment."""
    while not office.stopping() and (letters := _claim(office, token)):
        for letter in letters:
            if office.stopping():
                _give_back(office, token)
                return
            if _hold_on(office, letter, token):
                yield letter


def _claim(office: Office, token: str) -> list[Letter]:
    """Claim the next deliveries that may leave now, and compose what they say."""
    now = office.now()
    with office.store.write() as session:
        awake = _awake(office, session, now)
        rows = _due(session, now, awake)
        until = lease(session, CLAIM)
        _set(session, [row.id for row in rows], claimed_by=token, claimed_until=until)
        return list(_letters(office, session, rows))


def _hold_on(office: Office, letter: Letter, token: str) -> bool:
    """Hold a letter for as long again; tell whether it still was ours to hold.

    It isn't where those before it took so long that somebody else came, or sent it.
    """
    with office.store.write() as session:
        held = sa.update(DELIVERY).where(*_ours(letter.ids, token))
        held = held.values(claimed_until=lease(session, CLAIM)).returning(DELIVERY.c.id)
        return len(session.execute(held).all()) == len(letter.ids)


def _ours(ids: Sequence[int], token: str) -> tuple[sa.ColumnElement[bool], ...]:
    unsent = DELIVERY.c.sent_at.is_(None)
    return DELIVERY.c.id.in_(ids), DELIVERY.c.claimed_by == token, unsent


def _give_back(office: Office, token: str) -> None:
    """Free what was claimed and didn't leave: the next process sends it at once."""
    unsent = (DELIVERY.c.claimed_by == token, DELIVERY.c.sent_at.is_(None))
    with office.store.write() as session:
        session.execute(sa.update(DELIVERY).where(*unsent).values(claimed_until=None))


def _open(session: Session, now: datetime) -> sa.ColumnElement[bool]:
    """Select what is neither sent nor given up, whose time has come and that nobody claimed."""
    return sa.and_(
        DELIVERY.c.sent_at.is_(None),
        DELIVERY.c.given_up_at.is_(None),
        DELIVERY.c.next_at <= now,
        is_free(DELIVERY.c.claimed_until, session),
    )


def _awake(office: Office, session: Session, now: datetime) -> list[tuple[str, str]]:
    """Return the channels of people that have something waiting and may be disturbed now."""
    reached = sa.and_(
        CONTACT.c.person == DELIVERY.c.person, CONTACT.c.channel == DELIVERY.c.channel
    )
    columns = (DELIVERY.c.person, DELIVERY.c.channel, CONTACT.c.quiet_from, CONTACT.c.quiet_until)
    waiting = sa.select(*columns).outerjoin(CONTACT, reached).where(_open(session, now)).distinct()
    rows = session.execute(waiting).all()
    calendars = {name: _calendar_of(office, session, name) for name in {row.person for row in rows}}
    return [
        (row.person, row.channel)
        for row in rows
        if office.reminders.may_disturb(now, calendars[row.person], _own_hours(row))
    ]


def _own_hours(row: sa.Row[Any]) -> tuple[time, time] | None:
    return (row.quiet_from, row.quiet_until) if row.quiet_from is not None else None


def _calendar_of(office: Office, session: Session, person: str) -> Calendar:
    """Return the calendar that a person works by: that of his agency, else the country's."""
    codes = sorted(agency for agency, _ in roles_of(session, person) if agency)
    agency = session.get(Agency, codes[0]) if codes else None
    return rules_of(session, agency or NOWHERE).calendar_on(office.today)


def _due(
    session: Session, now: datetime, awake: Sequence[tuple[str, str]]
) -> Sequence[sa.Row[Any]]:
    found = (
        sa.select(DELIVERY)
        .where(_open(session, now), sa.tuple_(DELIVERY.c.person, DELIVERY.c.channel).in_(awake))
        .order_by(DELIVERY.c.next_at, DELIVERY.c.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    return session.execute(found).all()


def _letters(office: Office, session: Session, rows: Sequence[sa.Row[Any]]) -> Iterator[Letter]:
    """Yield a letter for each row, or one for all rows of a person's daily digest."""
    ordered = sorted(rows, key=lambda row: (row.person, row.channel, row.id))
    for (person, channel), own in groupby(ordered, key=lambda row: (row.person, row.channel)):
        group = list(own)
        found = open_address(office, session, person, channel)
        if found is None:
            _set(session, [row.id for row in group], given_up_at=office.now(),
                 failure="notify.no_contact")  # fmt: skip
            continue
        address, digest = found
        parts = [group] if digest else [[row] for row in group]
        for part in parts:
            lines = [_line(office, session, row) for row in part]
            ids = tuple(row.id for row in part)
            tried = max(row.attempts for row in part)
            title = _title(lines)
            yield Letter(ids, person, channel, address, title, "\n\n".join(lines), tried)


def _title(lines: Sequence[str]) -> str:
    if len(lines) > 1:
        return say("notify.digest_title", count=len(lines))
    return say("notify.title", line=lines[0].splitlines()[0])


def _line(office: Office, session: Session, row: sa.Row[Any]) -> str:
    """Return what one delivery says, with the link: number and dates, nothing of an applicant."""
    chain, text = _reminder(session, row) if row.about == "reminder" else _message(session, row)
    kind, _, ident = chain.partition(":")
    if not office.base_url:
        return text
    path = f"/cases/{ident}" if kind == "request" else "/"
    return f"{text}\n{office.base_url.rstrip('/')}{path}"


def _reminder(session: Session, row: sa.Row[Any]) -> tuple[str, str]:
    told = session.execute(sa.select(REMINDER).where(REMINDER.c.id == row.about_id)).one()
    text = sentence_of(told.number, told.clock, told.due, told.left_days, told.basis)
    return told.chain, text


def _message(session: Session, row: sa.Row[Any]) -> tuple[str, str]:
    said = session.execute(sa.select(MESSAGE).where(MESSAGE.c.id == row.about_id)).one()
    return said.chain, say(said.code, **json.loads(said.said))


def _send(office: Office, channels: Channels, letter: Letter) -> bool:
    """Send one letter and note it; return whether it left the house."""
    try:
        channels.send(letter.channel, letter.address, letter.title, letter.body)
    except WorkflowError as error:
        failure = {"failure": error.code, "attempts": letter.attempts + 1}
        with office.store.write() as session:
            _set(session, letter.ids, **failure)
        log.warning("delivery failed: %s %s %s", list(letter.ids), letter.channel, error.code)
        return False
    with office.store.write() as session:
        done = {"sent_at": office.now(), "failure": None, "claimed_until": None}
        _set(session, letter.ids, attempts=letter.attempts + 1, **done)
    return True


def _postpone(office: Office, letter: Letter, token: str) -> tuple[int, ...]:
    """Set the next try after a growing pause; after the last pause give up, and say so loudly.

    What somebody else took over meanwhile is left to him.
    """
    now = office.now()
    last = letter.attempts >= len(PAUSES)
    ended = {"given_up_at": now} if last else {"next_at": now + PAUSES[letter.attempts]}
    with office.store.write() as session:
        ours = sa.update(DELIVERY).where(*_ours(letter.ids, token)).returning(DELIVERY.c.id)
        mine = session.execute(ours.values(**ended, claimed_until=None)).first() is not None
        if not (last and mine):
            return ()
        _complain(office, session, letter)
    log.error("delivery given up: %s %s %s", list(letter.ids), letter.channel, letter.person)
    return letter.ids


def _complain(office: Office, session: Session, letter: Letter) -> None:
    """Tell the admins and the person himself, in the inbox only: the channel is what failed."""
    agencies = {agency for agency, _ in roles_of(session, letter.person)} | {""}
    told = {one for agency in agencies for one in holders(session, agency, "admin", "office_head")}
    channel = say(f"notify.channel_{letter.channel}")
    said = {"person": letter.person, "channel": channel, "what": say("notify.not_accepted")}
    for person in sorted({letter.person, *told}):
        values = {
            "cause": f"given_up/{letter.ids[0]}/{person}",
            "person": person,
            "chain": "installation",
            "code": "inbox.given_up",
            "said": canonical(said),
            "made_at": office.now(),
        }
        insert_once(session, MESSAGE, values)


def _set(session: Session, ids: Sequence[int], **values: Any) -> None:
    session.execute(sa.update(DELIVERY).where(DELIVERY.c.id.in_(ids)).values(**values))


def deliveries(
    office: Office,
    *,
    state: str | None = None,
    people: Collection[str] | None = None,
    first: int = 0,
    limit: int = 200,
) -> list[dict[str, Any]]:
    """Return deliveries for a page, the newest first, from the ``first`` on.

    ``state`` is ``waiting``, ``sent`` or ``given_up`` (None: all), ``people`` whose they are
    (None: everybody's). Addresses aren't shown.
    """
    found = sa.select(DELIVERY).order_by(DELIVERY.c.id.desc()).offset(first).limit(limit)
    if state is not None:
        found = found.where(_STATES[state])
    if people is not None:
        found = found.where(DELIVERY.c.person.in_(people))
    with office.store.read() as session:
        rows = session.execute(found).all()
        return [_shown(office, session, row) for row in rows]


def count_deliveries(office: Office, people: Collection[str] | None = None) -> dict[str, int]:
    """Return how many deliveries there are by state."""
    mine = () if people is None else (DELIVERY.c.person.in_(people),)
    with office.store.read() as session:
        return {
            state: session.execute(
                sa.select(sa.func.count()).select_from(DELIVERY).where(where, *mine)
            ).scalar_one()
            for state, where in _STATES.items()
        }


_STATES = {
    "waiting": sa.and_(DELIVERY.c.sent_at.is_(None), DELIVERY.c.given_up_at.is_(None)),
    "sent": DELIVERY.c.sent_at.is_not(None),
    "given_up": DELIVERY.c.given_up_at.is_not(None),
}


def _shown(office: Office, session: Session, row: sa.Row[Any]) -> dict[str, Any]:
    state = "sent" if row.sent_at else "given_up" if row.given_up_at else "waiting"
    told = _deadline_of(session, row)
    return {
        "id": row.id,
        "person": row.person,
        "channel": row.channel,
        "channel_label": say(f"notify.channel_{row.channel}"),
        "message": _line(office, session, row).splitlines()[0],
        "state": state,
        "attempts": row.attempts,
        "made_at": row.made_at,
        "next_at": row.next_at if state == "waiting" else None,
        "sent_at": row.sent_at,
        "failure": say(row.failure) if row.failure else None,
        "clock": label_of(told.clock) if told else None,
        "due": told.due if told else None,
        "threshold": told.threshold if told else None,
    }


def _deadline_of(session: Session, row: sa.Row[Any]) -> sa.Row[Any] | None:
    """Return the threshold of which a delivery tells; None: a message tells of no deadline."""
    if row.about != "reminder":
        return None
    return session.execute(sa.select(REMINDER).where(REMINDER.c.id == row.about_id)).one()


def try_again(office: Office, ident: int, people: Collection[str] | None = None) -> None:
    """Send a delivery that was given up once more, from the first pause on.

    ``people`` are those whose deliveries may be touched (None: everybody's).
    """
    now = office.now()
    fresh = {"given_up_at": None, "attempts": 0, "next_at": now, "claimed_until": None}
    with office.store.write() as session:
        open_again = [DELIVERY.c.id == ident, DELIVERY.c.given_up_at.is_not(None)]
        if people is not None:
            open_again.append(DELIVERY.c.person.in_(people))
        made = sa.update(DELIVERY).where(*open_again).values(**fresh).returning(DELIVERY.c.id)
        if session.execute(made).first() is None:
            raise NotFoundError("notify.delivery_unknown", delivery=ident)
