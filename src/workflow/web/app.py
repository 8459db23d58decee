"""The web application: pages, their errors, and the headers that each answer carries."""

import logging
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlencode

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from workflow.app.office import Office
from workflow.errors import NotFoundError, WorkflowError
from workflow.messages import say
from workflow.web import health
from workflow.web.api import create_api, problems
from workflow.web.guard import Forbidden, SignInNeeded, keep_typed
from workflow.web.health import Ticking
from workflow.web.limit import Limit
from workflow.web.menu import paths_of
from workflow.web.pages import ROUTERS
from workflow.web.view import page

log = logging.getLogger("workflow.web")
requests_log = structlog.get_logger("workflow.web.requests")

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
#: The largest form with its files: more isn't read at all.
LARGEST_FORM = 80 * 1024 * 1024


def create_app(office: Office, ticker: Ticking | None = None) -> FastAPI:
    """Return the application over an office; with a ticker it sweeps while it serves."""
    app = FastAPI(
        title="workflow", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan
    )
    app.state.office = office
    app.state.ticker = ticker
    app.state.meter = health.Meter()
    app.state.limit = Limit()
    app.mount("/static", StaticFiles(directory=static_folder()), name="static")
    app.middleware("http")(watch)
    app.include_router(health.router)
    for router in ROUTERS:
        app.include_router(router)
    app.state.paths = paths_of(ROUTERS)
    app.mount("/api/v1", create_api(app.state))
    app.add_exception_handler(SignInNeeded, to_sign_in)
    app.add_exception_handler(Forbidden, forbidden)
    app.add_exception_handler(WorkflowError, refused)
    app.add_exception_handler(HTTPException, not_found)
    app.add_exception_handler(RequestValidationError, not_understood)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    ticker: Ticking | None = app.state.ticker
    if ticker is not None:
        ticker.start()
    yield
    if ticker is not None:
        await run_in_threadpool(ticker.stop)


def static_folder() -> Path:
    """Return the folder of stylesheet and scripts."""
    return Path(str(files("workflow.web"))) / "static"


async def watch(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Give each answer its headers, count it and log it; a defect becomes a page with a number."""
    began = time.perf_counter()
    if _too_large(request):
        answer: Response = page(request, "problem.html", status=413, message=say("web.too_large"))
    else:
        try:
            answer = await call_next(request)
        except Exception as error:  # noqa: BLE001  (the last line of defence)
            answer = unexpected(request, error)
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    static = request.url.path.startswith("/static")
    answer.headers.setdefault("Cache-Control", "max-age=3600" if static else "no-store")
    _note(request, answer.status_code, time.perf_counter() - began)
    return answer


def _too_large(request: Request) -> bool:
    """Tell whether a form says to be larger than is read, or says nothing of its length."""
    said = request.headers.get("content-length", "0")
    unsaid = "chunked" in request.headers.get("transfer-encoding", "")
    return not said.isdigit() or int(said) > LARGEST_FORM or unsaid


def _note(request: Request, status: int, seconds: float) -> None:
    route = getattr(request.scope.get("route"), "path", "")
    person = getattr(request.state, "person", None)
    request.app.state.meter.note(request.method, route, status, seconds)
    requests_log.info(
        "answered",
        method=request.method,
        route=route,
        status=status,
        ms=round(seconds * 1000, 1),
        user=person.name if person else None,
    )


async def to_sign_in(request: Request, _error: Exception) -> Response:
    """Send to the sign-in page, which leads back; what was typed is kept for then."""
    values = {"next": request.url.path}
    if request.method == "POST" and await keep_typed(request):
        values["kept"] = "1"
    elif request.method != "GET":
        values = {"next": "/"}
    return RedirectResponse(f"/sign-in?{urlencode(values)}", status_code=303)


def forbidden(request: Request, _error: Exception) -> HTMLResponse:
    """Say that this role opens no such page."""
    return page(request, "problem.html", status=403, message=say("web.forbidden"))


def refused(request: Request, error: Exception) -> HTMLResponse:
    """Say what was refused, with every reason; nothing was stored."""
    assert isinstance(error, WorkflowError)
    status = 404 if isinstance(error, NotFoundError) else 409 if error.exit_status == 1 else 400
    reasons = [reason.message for reason in getattr(error, "reasons", ())]
    return page(request, "problem.html", status=status, message=error.message, reasons=reasons)


def not_found(request: Request, error: Exception) -> Response:
    """Say that there is no such page."""
    assert isinstance(error, HTTPException)
    if request.url.path.startswith("/api/"):
        return problems.plain(request, error)
    if error.status_code not in {404, 405}:
        return page(request, "problem.html", status=error.status_code, message=say("web.not_read"))
    return page(request, "problem.html", status=404, message=say("web.no_such_page"))


def not_understood(request: Request, _error: Exception) -> HTMLResponse:
    """Say that an address or a form can't be read (a case number that is no number)."""
    return page(request, "problem.html", status=404, message=say("web.no_such_page"))


def unexpected(request: Request, error: Exception) -> HTMLResponse:
    """Log a defect under a number and show only that number."""
    number = secrets.token_hex(2).upper()
    log.error("unexpected %s", number, exc_info=error)
    return page(request, "problem.html", status=500, message=say("web.unexpected", number=number))
