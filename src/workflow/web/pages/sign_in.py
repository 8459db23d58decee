"""Signing in and out, the role in which a person acts, and where he is signed in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from workflow.app import sign_in as sessions
from workflow.app.office import Office
from workflow.errors import RefusedError
from workflow.web.guard import (
    COOKIE,
    CurrentPerson,
    SentForm,
    TheOffice,
    is_foreign,
    own_form,
    token_of,
)
from workflow.web.limit import Limit
from workflow.web.view import KEYS_COOKIE, SCHEME_COOKIE, SCHEMES, page

router = APIRouter()
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
    return page(request, "sign_in.html", next=local(next), name="", problem="", kept=bool(kept))


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
    limit: Limit = request.app.state.limit
    address = request.client.host if request.client else ""
    try:
        token = _try(limit, address, office, name.strip(), password)
    except RefusedError as error:
        shown = {"next": local(next), "name": name, "problem": error.message, "kept": False}
        return page(request, "sign_in.html", status=403, **shown)
    answer = RedirectResponse(local(next), status_code=303)
    answer.set_cookie(
        COOKIE, token, httponly=True, samesite="lax", secure=request.url.scheme == "https"
    )
    return answer


def _try(limit: Limit, address: str, office: Office, name: str, password: str) -> str:
    """Open a session, unless too many wrong passwords came from this address."""
    if limit.reached(address, office.now()):
        raise RefusedError("sign_in.too_many")
    try:
        return sessions.sign_in(office, name, password)
    except RefusedError as error:
        if error.code == "sign_in.wrong":
            limit.note(address, office.now())
        raise


@router.post("/sign-out", dependencies=[Depends(own_form)])
def leave(request: Request, office: TheOffice) -> Response:
    """End the session."""
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
