"""Who is asking, in which role, and whether the form came from our own page."""

import hmac
from collections.abc import AsyncIterator, Callable, Sequence
from functools import wraps
from typing import Annotated, Any, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from workflow.app import attaching, drafts, voiding
from workflow.app.office import Actor, Office
from workflow.app.sign_in import Person, form_token, look_up, note_click, was_of
from workflow.errors import RefusedError
from workflow.statutes.roles import CASE_ROLES
from workflow.store.opening import keep_now

Asked = ParamSpec("Asked")
Shown = TypeVar("Shown")
COOKIE = "workflow_session"
#: Fields of the frame itself: no part of what somebody typed.
OWN_FIELDS = frozenset({"form_token", "action", "seen"})
#: Where the script keeps the form of a page: before that page's own path.
KEEPING = "/drafts"


class SignInNeeded(Exception):  # noqa: N818  (not an error: the way to the sign-in page)
    """Nobody is signed in; the page is asked for again after signing in."""


class Forbidden(Exception):  # noqa: N818  (one page says it)
    """The person's role opens no such page."""


def office_of(request: Request) -> Office:
    """Return the application behind the pages."""
    office: Office = request.app.state.office
    return office


async def the_office(request: Request) -> Office:
    """Return it to a page; asynchronous, since any other function costs a turn of a thread."""
    return office_of(request)


def token_of(request: Request) -> str:
    """Return the session's token, empty where there is none."""
    return request.cookies.get(COOKIE, "")


async def current(request: Request) -> Person:
    """Return who is signed in; ask for signing in otherwise."""
    token = token_of(request)
    person = await _person_of(office_of(request), token) if token else None
    if person is None:
        raise SignInNeeded
    request.state.person = person
    request.state.form_token = form_token(token)
    return person


async def _person_of(office: Office, token: str) -> Person | None:
    """Look a session up: SQLite lets no reader wait, so a thread's turn would cost more than it."""
    at_once = office.store.sqlite
    found = look_up(office, token) if at_once else await run_in_threadpool(look_up, office, token)
    if found is not None and found.to_note:
        await run_in_threadpool(note_click, office, token)
    return found.person if found else None


class InRole:
    """A guard that lets only some roles in; a case's role only where it has its agency."""

    def __init__(self, *roles: str) -> None:
        self.roles = frozenset(roles)

    async def __call__(self, person: Annotated[Person, Depends(current)]) -> Person:
        """Return the person, if he acts in one of the roles."""
        at_home = person.agency or person.role not in CASE_ROLES
        if person.role not in self.roles or not at_home:
            raise Forbidden
        return person


CurrentPerson = Annotated[Person, Depends(current)]
#: The three keepers see no case content (三员分立); a supervisor only reads.
CaseReader = Annotated[Person, Depends(InRole(*CASE_ROLES))]
CaseWorker = Annotated[
    Person, Depends(InRole(*(role for role in CASE_ROLES if role != "supervisor")))
]
Clerk = Annotated[Person, Depends(InRole("clerk"))]
DocumentVoider = Annotated[Person, Depends(InRole(*voiding.ROLES))]
TheOffice = Annotated[Office, Depends(the_office)]


def in_one_moment(show: Callable[Asked, Shown]) -> Callable[Asked, Shown]:
    """Let all that a page reads be of one moment, and one transaction; for pages that only read.

    Whose data it shows is kept on record before its thread is given back.
    """

    @wraps(show)
    def shown(*given: Asked.args, **named: Asked.kwargs) -> Shown:
        office = cast("Office", named["office"])
        with office.store.one_moment():
            page = show(*given, **named)
        keep_now()
        return page

    return shown


def actor(person: Person) -> Actor:
    """Return the person as the journal names him."""
    return Actor(person.name, person.role)


async def own_form(request: Request) -> AsyncIterator[FormData]:
    """Give a form of our own page; refuse one that another site sent.

    Sec-Fetch-Site and Origin are looked at first, then the form's own token. Its files are closed
    when the answer is made.
    """
    async with request.form() as form:
        if is_foreign(request) or not _has_token(request, form):
            raise RefusedError("web.foreign_form")
        yield form


SentForm = Annotated[FormData, Depends(own_form)]


def is_foreign(request: Request) -> bool:
    """Tell whether the browser says that another site made it send this."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    return site not in {None, "same-origin", "none"} or (
        origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    )


def _has_token(request: Request, form: FormData) -> bool:
    given = str(form.get("form_token", "")).encode("utf-8", "replace")
    return hmac.compare_digest(given, form_token(token_of(request)).encode())


def typed_in(form: FormData) -> dict[str, list[str]]:
    """Return what was typed in a form: the texts by field, without files and our own fields."""
    found: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str) and name not in OWN_FIELDS:
            found.setdefault(name, []).append(value)
    return found


#: A file of a form: its field, its name, its content.
SentFile = tuple[str, str, bytes]


async def sent_files(form: FormData) -> list[SentFile]:
    """Read the files of a form; one byte more than is taken is read of each."""
    return [
        (field, str(one.filename), await one.read(attaching.LARGEST + 1))
        for field in attaching.FIELDS
        for one in form.getlist(field)
        if isinstance(one, UploadFile) and one.filename
    ]


async def keep_typed(request: Request) -> str:
    """Keep a form that came after its session ended, for the person whose session it was.

    Return the address where it waits for him, empty where nothing was kept.
    """
    token = token_of(request)
    async with request.form() as form:
        if not token or is_foreign(request) or not _has_token(request, form):
            return ""
        path = request.url.path.removeprefix(KEEPING)
        files = await sent_files(form)
        return await run_in_threadpool(_keep, office_of(request), token, path, form, files)


def _keep(office: Office, token: str, path: str, form: FormData, files: Sequence[SentFile]) -> str:
    person = was_of(office, token)
    if person is None:
        return ""
    key = draft_key(path, form)
    drafts.keep(office, person, key, typed_in(form))
    if key == path:
        return path
    draft = key.rpartition("/")[2]
    attaching.take(office, drafts.chain_of(person), draft, files)
    return f"{path}?draft={draft}"


def draft_key(path: str, form: Any) -> str:
    """Return under which key a page's draft lies: a registration's has a name of its own."""
    token = str(form.get("draft") or "")
    return f"{path}/{token}" if token.isalnum() else path
