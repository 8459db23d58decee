"""Signing in and out, the role in which a person acts, and where he is signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from workflow.app import refusals, single_sign_on
from workflow.app import sign_in as sessions
from workflow.app.office import Office
from workflow.errors import RefusedError, StorageError
from workflow.web.guard import (
    COOKIE,
    CurrentPerson,
    SentForm,
    TheOffice,
    is_foreign,
    office_of,
    own_form,
    token_of,
)
from workflow.web.view import KEYS_COOKIE, SCHEME_COOKIE, SCHEMES, page

router = APIRouter()
#: Where the way to the office's own sign-in begins; only there the browser sends its ticket.
UNIT_PATH = "/sign-in/unit"
TICKET_COOKIE = "workflow_ticket"
LONGEST_ERROR = 100
YEAR = 365 * 24 * 3600


def local(path: str) -> str:
    """Return a path of this site, never another site's address.

    >>> local("/cases/1"), local("//example.org"), local("https://example.org")
    ('/cases/1', '/', '/')
    """
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if plain and path.isprintable() else "/"


@router.get("/sign-in")
def show(
    request: Request,
    next: str = "/",  # noqa: A002  (the query's word)
    kept: int = 0,
) -> HTMLResponse:
    """Show the sign-in form; ``kept`` tells that what was typed waits behind it."""
    return _form(request, next, kept=bool(kept))


def _form(
    request: Request,
    back: str,
    *,
    name: str = "",
    problem: str = "",
    kept: bool = False,
    status: int = 200,
) -> HTMLResponse:
    office = office_of(request)
    return page(
        request,
        "sign_in.html",
        status=status,
        next=local(back),
        name=name,
        problem=problem,
        kept=kept,
        unit=office.provider is not None,
        passwords=office.local_sign_in,
    )


@router.post("/sign-in")
def enter(
    request: Request,
    office: TheOffice,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002
) -> Response:
    """Open a session, or say why not, with the name kept."""
    if is_foreign(request):
        raise RefusedError("web.foreign_form")
    try:
        with _limited(request, office, "sign_in.wrong"):
            token = sessions.sign_in(office, name.strip(), password)
    except RefusedError as error:
        return _form(request, next, name=name, problem=error.message, status=403)
    return _entered(request, office, token, next)


def _entered(request: Request, office: Office, token: str, back: str) -> Response:
    """Keep the session's token in the browser and lead to the page that was asked for.

    A session that this browser had before ends: two at once would outlive a sign-out.
    """
    if token_of(request):
        sessions.sign_out(office, token_of(request))
    answer = RedirectResponse(local(back), status_code=303)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=secure)
    return answer


@router.get("/sign-in/unit")
def set_out(
    request: Request,
    office: TheOffice,
    next: str = "/",  # noqa: A002  (the query's word)
) -> Response:
    """Send to the office's own sign-in (单位统一登录); the browser keeps the ticket."""
    try:
        begun = single_sign_on.begin(office, _unit_address(request, office), local(next))
    except StorageError as error:
        return _form(request, next, problem=error.message, status=503)
    answer = RedirectResponse(begun.address, status_code=303)
    secure = request.url.scheme == "https"
    path, age = UNIT_PATH, int(single_sign_on.PATIENCE.total_seconds())
    answer.set_cookie(
        TICKET_COOKIE, begun.ticket, age, path=path, httponly=True, samesite="lax", secure=secure
    )
    return answer


@router.get("/sign-in/unit/back")
def come_back(
    request: Request, office: TheOffice, state: str = "", code: str = "", error: str = ""
) -> Response:
    """Open a session for whom the office's own sign-in names, or say why not."""
    ticket = request.cookies.get(TICKET_COOKIE, "")
    returned = single_sign_on.Returned(ticket, state, code, error[:LONGEST_ERROR])
    try:
        with _limited(request, office, "oidc."):
            entered = single_sign_on.finish(office, _unit_address(request, office), returned)
    except (RefusedError, StorageError) as refused:
        status = 403 if isinstance(refused, RefusedError) else 503
        answer: Response = _form(request, "/", problem=refused.message, status=status)
    else:
        answer = _entered(request, office, entered.token, entered.back)
    answer.delete_cookie(TICKET_COOKIE, path=UNIT_PATH)
    return answer


def _unit_address(request: Request, office: Office) -> str:
    """Return where the provider sends back to, as it is registered there."""
    base = office.base_url or str(request.base_url)
    return f"{base.rstrip('/')}{UNIT_PATH}/back"


@contextmanager
def _limited(request: Request, office: Office, counted: str) -> Iterator[None]:
    """Let nobody try on after too many refusals of one address; ``counted``: codes that count."""
    address = request.client.host if request.client else ""
    if refusals.must_wait(office, address):
        raise RefusedError("sign_in.too_many")
    try:
        yield
    except RefusedError as error:
        if error.code.startswith(counted):
            refusals.note(office, address)
        raise


@router.post("/sign-out", dependencies=[Depends(own_form)])
def leave(request: Request, office: TheOffice) -> Response:
    """End the session."""
    if token_of(request):
        sessions.sign_out(office, token_of(request))
    answer = RedirectResponse("/sign-in", status_code=303)
    answer.delete_cookie(COOKIE)
    return answer


@router.post("/act-as")
def act_as(request: Request, office: TheOffice, _: CurrentPerson, form: SentForm) -> Response:
    """Act in another role of one's own; the journal will say in which."""
    agency, _slash, role = str(form.get("held", "")).partition("/")
    sessions.act_as(office, token_of(request), agency, role)
    return RedirectResponse("/", status_code=303)


@router.get("/sessions")
def list_sessions(request: Request, office: TheOffice, person: CurrentPerson) -> HTMLResponse:
    """Show where this person is signed in."""
    found = sessions.sessions_of(office, person.name, token_of(request))
    return page(request, "sessions.html", sessions=found)


@router.post("/sessions")
def end_sessions(office: TheOffice, person: CurrentPerson, _form: SentForm) -> Response:
    """Sign this person out everywhere."""
    sessions.sign_out_everywhere(office, person.name)
    return RedirectResponse("/sign-in", status_code=303)


@router.post("/still-here", dependencies=[Depends(own_form)])
def still_here(_: CurrentPerson) -> Response:
    """Count as an act, so that the session goes on."""
    return Response(status_code=204)


@router.post("/look")
def look(request: Request, _: CurrentPerson, form: SentForm) -> Response:
    """Keep how this browser shows the pages: its colours, and single keys on or off."""
    scheme = str(form.get("scheme", "auto"))
    answer = RedirectResponse(local(str(form.get("back", "/"))), status_code=303)
    values = {
        SCHEME_COOKIE: scheme if scheme in SCHEMES else "auto",
        KEYS_COOKIE: "on" if form.get("keys") else "off",
    }
    for name, value in values.items():
        answer.set_cookie(
            name, value, max_age=YEAR, samesite="lax", secure=request.url.scheme == "https"
        )
    return answer


@router.get("/keys")
def keys(request: Request, _: CurrentPerson) -> HTMLResponse:
    """Show the keys."""
    return page(request, "keys.html")


@router.get("/help")
def help_page(request: Request, _: CurrentPerson) -> HTMLResponse:
    """Show whom to ask, and the words of the pages."""
    return page(request, "help.html")
