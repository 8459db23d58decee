"""Who is asking, and whether the form came from our own page."""

import hmac
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from workflow.app.office import Actor, Office
from workflow.app.sign_in import Person, form_token, person_of
from workflow.errors import RefusedError

COOKIE = "workflow_session"


class SignInNeeded(Exception):  # noqa: N818  (not an error: the way to the sign-in page)
    """Nobody is signed in; the page is asked for again after signing in."""


class Forbidden(Exception):  # noqa: N818  (one page says it)
    """The person's role opens no such page."""


def office_of(request: Request) -> Office:
    """Return the application behind the pages."""
    office: Office = request.app.state.office
    return office


def token_of(request: Request) -> str:
    """Return the session's token, empty where there is none."""
    return request.cookies.get(COOKIE, "")


def current(request: Request) -> Person:
    """Return who is signed in; ask for signing in otherwise."""
    token = token_of(request)
    person = person_of(office_of(request), token) if token else None
    if person is None:
        raise SignInNeeded
    request.state.person = person
    request.state.form_token = form_token(token)
    return person


def case_worker(person: Annotated[Person, Depends(current)]) -> Person:
    """Let only case roles in: the three keepers see no case content (三员分立)."""
    if not person.agency:
        raise Forbidden
    return person


CurrentPerson = Annotated[Person, Depends(current)]
CaseWorker = Annotated[Person, Depends(case_worker)]
TheOffice = Annotated[Office, Depends(office_of)]


def actor(person: Person) -> Actor:
    """Return the person as the journal names him."""
    return Actor(person.name, person.role)


async def own_form(request: Request) -> None:
    """Refuse a form that another site sent: by Sec-Fetch-Site, Origin, and the form's token."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    foreign = site not in {None, "same-origin", "none"} or (
        origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    )
    form = await request.form()
    given = str(form.get("form_token", ""))
    if foreign or not hmac.compare_digest(given, form_token(token_of(request))):
        raise RefusedError("web.foreign_form")
