"""What surrounds every answer: its headers, its count, its line in the log; defects are caught.

Plain ASGI: a middleware of Starlette's function kind would cost each answer a task group and a
stream of its own.
"""

import logging
import secrets
import time
from collections.abc import Callable

import structlog
from fastapi import Request, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workflow.messages import one_language, say
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


class LastDefence:
    """Answers where the application within fails: ``answer`` tells the reader what he may know."""

    def __init__(self, app: ASGIApp, answer: Callable[[Request, Exception], Response]) -> None:
        self.app = app
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; what fails after its answer began can only end it."""
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            await self.answer(Request(scope, receive), error)(scope, receive, send)


class Watch:
    """Gives each answer its headers, counts it and logs it; a form too large isn't read."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request, began, status = Request(scope, receive), time.perf_counter(), 0

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _dress(message, scope["path"])
            await send(message)

        with one_language():
            answering = _too_large(request) or self.app
            await answering(scope, receive, dressed)
        _note(request, status, time.perf_counter() - began)


def _dress(message: Message, path: str) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    static = path.startswith("/static")
    headers.setdefault("Cache-Control", "max-age=3600" if static else "no-store")


def _too_large(request: Request) -> Response | None:
    """Return the answer to a form that says to be too large, or says nothing of its length."""
    said = request.headers.get("content-length", "0")
    unsaid = "chunked" in request.headers.get("transfer-encoding", "")
    if said.isdigit() and int(said) <= LARGEST_FORM and not unsaid:
        return None
    return page(request, "problem.html", status=413, message=say("web.too_large"))


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


def unexpected(request: Request, error: Exception) -> Response:
    """Log a defect under a number and show only that number."""
    number = secrets.token_hex(2).upper()
    log.error("unexpected %s", number, exc_info=error)
    return page(request, "problem.html", status=500, message=say("web.unexpected", number=number))
