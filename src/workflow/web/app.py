"""The web application: pages, their errors, and the headers that each answer carries."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlencode

from anyio import to_thread
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
from workflow.web.api.app import PARTS
from workflow.web.declared import declared
from workflow.web.guard import Forbidden, SignInNeeded, keep_typed
from workflow.web.health import Ticking
from workflow.web.menu import paths_of
from workflow.web.pages import ROUTERS
from workflow.web.showing import KeepShowings
from workflow.web.view import page
from workflow.web.watching import LastDefence, Watch, unexpected


def create_app(office: Office, ticker: Ticking | None = None) -> FastAPI:
    """Return the application over an office; with a ticker it sweeps while it serves."""
    app = FastAPI(
        title="workflow", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan
    )
    tuple(declared((health.router, *ROUTERS, *PARTS)))  # refuses a route that is for nobody
    app.state.office = office
    app.state.ticker = ticker
    app.state.meter = health.Meter()
    app.mount("/static", StaticFiles(directory=static_folder()), name="static")
    app.add_middleware(KeepShowings, office=office)
    app.add_middleware(LastDefence, answer=unexpected)
    app.add_middleware(Watch)
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
    limiter = to_thread.current_default_thread_limiter()
    limiter.total_tokens = app.state.office.store.threads
    ticker: Ticking | None = app.state.ticker
    if ticker is not None:
        ticker.start()
    yield
    if ticker is not None:
        await run_in_threadpool(ticker.stop)


def static_folder() -> Path:
    """Return the folder of stylesheet and scripts."""
    return Path(str(files("workflow.web"))) / "static"


async def to_sign_in(request: Request, _error: Exception) -> Response:
    """Send to the sign-in page, which leads back; what was typed is kept for then."""
    values = {"next": request.url.path}
    if request.method == "POST" and (waits := await keep_typed(request)):
        values = {"next": waits, "kept": "1"}
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
