"""The web application: pages, their errors, and the headers that each answer carries."""

import logging
import secrets
from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from workflow.app.office import Office
from workflow.errors import NotFoundError, WorkflowError
from workflow.messages import say
from workflow.web.guard import Forbidden, SignInNeeded
from workflow.web.pages import ROUTERS
from workflow.web.view import page

log = logging.getLogger("workflow.web")

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def create_app(office: Office) -> FastAPI:
    """Return the application over an office; the caller starts it."""
    app = FastAPI(title="workflow", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.office = office
    app.mount("/static", StaticFiles(directory=static_folder()), name="static")
    app.middleware("http")(add_headers)
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(SignInNeeded, to_sign_in)
    app.add_exception_handler(Forbidden, forbidden)
    app.add_exception_handler(WorkflowError, refused)
    app.add_exception_handler(HTTPException, not_found)
    app.add_exception_handler(Exception, unexpected)
    return app


def static_folder() -> Path:
    """Return the folder of stylesheet and scripts."""
    return Path(str(files("workflow.web"))) / "static"


async def add_headers(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    """Give each answer its security headers; pages of cases are kept by no cache."""
    answer = await call_next(request)
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if not request.url.path.startswith("/static"):
        answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def to_sign_in(request: Request, _error: Exception) -> Response:
    """Send to the sign-in page, which leads back."""
    back = request.url.path if request.method == "GET" else "/"
    return RedirectResponse(f"/sign-in?next={back}", status_code=303)


def forbidden(request: Request, _error: Exception) -> HTMLResponse:
    """Say that this role opens no such page."""
    return page(request, "problem.html", status=403, message=say("web.forbidden"))


def refused(request: Request, error: Exception) -> HTMLResponse:
    """Say what was refused, with every reason; nothing was stored."""
    assert isinstance(error, WorkflowError)
    status = 404 if isinstance(error, NotFoundError) else 409 if error.exit_status == 1 else 400
    reasons = [reason.message for reason in getattr(error, "reasons", ())]
    return page(request, "problem.html", status=status, message=error.message, reasons=reasons)


def not_found(request: Request, error: Exception) -> HTMLResponse:
    """Say that there is no such page."""
    assert isinstance(error, HTTPException)
    if error.status_code not in {404, 405}:
        return page(request, "problem.html", status=error.status_code, message=say("web.not_read"))
    return page(request, "problem.html", status=404, message=say("web.no_such_page"))


def unexpected(request: Request, error: Exception) -> HTMLResponse:
    """Log a defect under a number and show only that number."""
    number = secrets.token_hex(2).upper()
    log.error("unexpected %s", number, exc_info=error)
    return page(request, "problem.html", status=500, message=say("web.unexpected", number=number))
