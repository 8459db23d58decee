"""我的通知方式: where I am reached besides the inbox, one by one or once a day, and when not."""

import re
from datetime import time
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from workflow.app.contacts import NewContact, contacts_of, open_address, remove_contact, set_contact
from workflow.app.office import Office
from workflow.app.sign_in import Person
from workflow.errors import InputError, WorkflowError
from workflow.messages import say
from workflow.store.tables.deliveries import CHANNELS
from workflow.web.guard import CurrentPerson, SentForm, TheOffice, actor
from workflow.web.typed import plain
from workflow.web.view import page

router = APIRouter()
CLOCK = re.compile(r"(\d{1,2})(?:[:：.点](\d{1,2})?分?)?")


@router.get("/contacts")
def show(
    request: Request,
    office: TheOffice,
    person: CurrentPerson,
    done: Literal["", "kept", "removed", "tried"] = "",
) -> HTMLResponse:
    """Show the person's channels with their addresses masked."""
    return _page(request, office, person, done=done)


def _page(
    request: Request,
    office: Office,
    person: Person,
    *,
    problem: str = "",
    channel: str = "",
    typed: dict[str, str] | None = None,
    done: str = "",
) -> HTMLResponse:
    rules = office.reminders
    return page(
        request,
        "contacts.html",
        status=400 if problem else 200,
        known={one["channel"]: one for one in contacts_of(office, person.name)},
        channels=CHANNELS,
        problem=problem,
        wrong=channel,
        typed=typed or {},
        done=done,
        rules=rules,
        digest_at=shown_time(rules.digest_at),
        quiet=(shown_time(rules.quiet_from), shown_time(rules.quiet_until)),
        shown_time=shown_time,
        reachable=office.channels is not None,
    )


def shown_time(at: time) -> str:
    """Return a time of day as a field shows it.

    >>> shown_time(time(8, 30))
    '8:30'
    """
    return f"{at.hour}:{at.minute:02}"


def read_time(text: str) -> time | None:
    """Return the time of day that a text names, None where it names none.

    >>> read_time("8"), read_time("２０：３０"), read_time("9点"), read_time("25")
    (datetime.time(8, 0), datetime.time(20, 30), datetime.time(9, 0), None)
    """
    found = CLOCK.fullmatch(plain(text).replace(" ", ""))
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:  # noqa: PLR2004  (a clock)
        return None
    return time(int(found[1]), int(found[2] or 0))


@router.post("/contacts/{channel}")
def keep(
    request: Request, office: TheOffice, person: CurrentPerson, form: SentForm, channel: str
) -> Response:
    """Keep a channel as it is filled in; forget it, or send a message to try it."""
    typed = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    try:
        done = _act(office, person, channel, typed, form)
    except WorkflowError as error:
        return _page(request, office, person, problem=error.message, channel=channel, typed=typed)
    return RedirectResponse(f"/contacts?done={done}", status_code=303)


def _act(
    office: Office, person: Person, channel: str, typed: dict[str, str], form: FormData
) -> str:
    match form.get("action"):
        case "remove":
            remove_contact(office, person.name, channel, actor(person))
            return "removed"
        case "try":
            _try(office, person, channel)
            return "tried"
        case _:
            hours = _hours(typed)
            new = NewContact(
                person.name,
                channel,
                typed.get("address", ""),
                digest=typed.get("digest") == "on",
                active=typed.get("active") == "on",
                quiet=hours,
            )
            set_contact(office, new, actor(person))
            return "kept"


def _hours(typed: dict[str, str]) -> tuple[time, time] | None:
    """Return the person's own silent hours; None: those of the office."""
    said = [typed.get("quiet_from", ""), typed.get("quiet_until", "")]
    if not any(said):
        return None
    begin, end = (read_time(text) for text in said)
    if begin is None or end is None:
        raise InputError("web_contacts.hours_wrong", begin=said[0], end=said[1])
    return begin, end


def _try(office: Office, person: Person, channel: str) -> None:
    """Send a message that says nothing but that it came."""
    with office.store.read() as session:
        found = open_address(office, session, person.name, channel)
    if found is None or office.channels is None:
        raise InputError("web_contacts.not_reachable")
    office.channels.send(
        channel, found[0], say("web_contacts.try_title"), say("web_contacts.try_text")
    )
