"""Signing in and out, and the choice of the role in which a person acts."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from workflow.app import sign_in as sessions
from workflow.errors import RefusedError
from workflow.web.guard import COOKIE, CurrentPerson, TheOffice, own_form, token_of
from workflow.web.view import page

router = APIRouter()


def local(path: str) -> str:
    """Return a path of this site, never another site's address."""
    plain = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if plain else "/"


@router.get("/sign-in")
def show(request: Request, next: str = "/") -> HTMLResponse:  # noqa: A002  (the query's word)
    """Show the sign-in form."""
    return page(request, "sign_in.html", next=local(next), name="", problem="")


@router.post("/sign-in")
def enter(
    request: Request,
    office: TheOffice,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002
) -> Response:
    """Open a session, or say why not, with the name kept."""
    try:
        token = sessions.sign_in(office, name.strip(), password)
    except RefusedError as error:
        return page(
            request,
            "sign_in.html",
            status=403,
            next=local(next),
            name=name,
            problem=error.message,
        )
    answer = RedirectResponse(local(next), status_code=303)
    answer.set_cookie(
        COOKIE, token, httponly=True, samesite="lax", secure=request.url.scheme == "https"
    )
    return answer


@router.post("/sign-out", dependencies=[Depends(own_form)])
def leave(request: Request, office: TheOffice) -> Response:
    """End the session."""
    sessions.sign_out(office, token_of(request))
    answer = RedirectResponse("/sign-in", status_code=303)
    answer.delete_cookie(COOKIE)
    return answer


@router.post("/act-as", dependencies=[Depends(own_form)])
def act_as(
    request: Request, office: TheOffice, person: CurrentPerson, held: Annotated[str, Form()]
) -> Response:
    """Act in another role of one's own; the journal will say in which."""
    agency, _, role = held.partition("/")
    sessions.act_as(office, token_of(request), agency, role)
    return RedirectResponse("/", status_code=303)
