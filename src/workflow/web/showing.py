"""Keeps the record of whose personal data leaves with an answer, before the answer does.

No page and no operation can forget it: what counts is what the vault opened meanwhile. Where the
record can't be written the answer is withheld.
"""

from contextlib import suppress
from functools import partial

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workflow.app.office import Office
from workflow.app.showings import Showings, Viewer
from workflow.errors import WorkflowError
from workflow.store.opening import Opened, noting
from workflow.web.api.problems import problem
from workflow.web.view import page

#: To whom something was shown that a secret address opens (a calendar's feed).
NOBODY = "-"


class KeepShowings:
    """Writes one row before an answer that carries somebody's data, none before any other."""

    def __init__(self, app: ASGIApp, office: Office) -> None:
        self.app = app
        self.showings = Showings(office)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request, withheld = Request(scope, receive), False

        async def keeping(message: Message) -> None:
            nonlocal withheld
            if withheld:
                return
            try:
                await self._keep(request, opened)
            except WorkflowError as error:
                if message["type"] != "http.response.start":
                    raise  # a part of it has left: it ends here
                withheld = True
                await _instead(request, error)(scope, receive, send)
                return
            await send(message)

        with noting() as opened:
            opened.keep = partial(self._keep_early, request, opened)
            await self.app(scope, receive, keeping)

    async def _keep(self, request: Request, opened: Opened) -> None:
        if opened.chains:
            await run_in_threadpool(self.showings.keep, opened.take(), _viewer(request))

    def _keep_early(self, request: Request, opened: Opened) -> None:
        """Keep it while the page's own thread is at it; what fails here is tried and said later."""
        with suppress(WorkflowError):
            self.showings.keep(opened, _viewer(request))
            opened.take()


def _viewer(request: Request) -> Viewer:
    holder = getattr(request.state, "holder", None)
    who = holder or getattr(request.state, "person", None)
    route = getattr(request.scope.get("route"), "path", request.scope["path"])
    act = f"{request.method} {route}"
    via = "api" if _is_api(request) else "web"
    if who is None:
        return Viewer(NOBODY, "", "", via, act)
    return Viewer(who.name, who.role, who.agency, via, act)


def _is_api(request: Request) -> bool:
    return str(request.scope["path"]).startswith("/api/")


def _instead(request: Request, error: WorkflowError) -> Response:
    """Say why nothing is shown."""
    if _is_api(request):
        return problem(503, error.code, error.message)
    return page(request, "problem.html", status=503, message=error.message, reasons=())
