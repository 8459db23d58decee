"""What went wrong, as RFC 9457 problem+json: our stable code, the sentence, every reason."""

import logging
import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from workflow import jsontext
from workflow.errors import (
    ConflictError,
    DefinitionError,
    InputError,
    NotFoundError,
    RefusedError,
    StorageError,
    WorkflowError,
)
from workflow.messages import say

log = logging.getLogger("workflow.api")

MEDIA_TYPE = "application/problem+json"
#: Error → status; the first that fits.
STATUS: tuple[tuple[type[WorkflowError], int], ...] = (
    (NotFoundError, 404),
    (ConflictError, 409),
    (RefusedError, 409),
    (InputError, 400),
    (StorageError, 503),
    (DefinitionError, 500),
)


class ProblemReason(BaseModel):
    """One reason of a refusal."""

    code: str
    message: str
    article: str | None = Field(description="The article behind it, as cited to an officer.")
    overridable: bool = Field(description="Whether it yields to a written reason.")


class ProblemPlace(BaseModel):
    """A part of the request that isn't as it should be."""

    place: str = Field(description="Where: body, path or query, and the names down to it.")
    message: str


class Problem(BaseModel):
    """What went wrong (RFC 9457). ``code`` never changes; ``detail`` is for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    reasons: list[ProblemReason] = []
    places: list[ProblemPlace] = []


class NotAllowed(Exception):  # noqa: N818  (a status, not a defect)
    """No token, or one that opens no such thing."""

    def __init__(self, status: int, code: str, **values: Any) -> None:
        super().__init__(code)
        self.status, self.code, self.values = status, code, values


class UnknownQuery(HTTPException):
    """A query with names that the operation doesn't know: a slip that changes what is asked."""

    def __init__(self, unknown: Sequence[str], known: Collection[str]) -> None:
        super().__init__(422)
        self.unknown, self.known = unknown, sorted(known)


class UnclearBody(HTTPException):
    """A body whose meaning nobody can know; ``detail`` is the sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(400, why)


def problem(
    status: int,
    code: str,
    detail: str,
    reasons: Sequence[dict[str, Any]] = (),
    places: Sequence[dict[str, str]] = (),
) -> JSONResponse:
    """Return a problem as an answer."""
    made = Problem(
        type=f"urn:workflow:problem:{code}",
        title=say(f"api.status_{status}") if status in TITLED else detail,
        status=status,
        detail=detail,
        code=code,
        reasons=[ProblemReason(**reason) for reason in reasons],
        places=[ProblemPlace(**place) for place in places],
    )
    headers = {"WWW-Authenticate": 'Bearer realm="workflow"'} if status == 401 else None  # noqa: PLR2004
    return JSONResponse(made.model_dump(), status, headers, media_type=MEDIA_TYPE)


TITLED = frozenset({400, 401, 403, 404, 405, 409, 412, 413, 422, 500, 503})
#: What says that somebody was faster.
OVERTAKEN = frozenset({"journal.overtaken", "agency.changed"})


def install(api: FastAPI) -> None:
    """Have every error of an application answered as a problem."""
    api.add_exception_handler(NotAllowed, _not_allowed)
    api.add_exception_handler(WorkflowError, _refused)
    api.add_exception_handler(RequestValidationError, _not_understood)
    api.add_exception_handler(HTTPException, plain)


def _not_allowed(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, NotAllowed)
    return problem(error.status, error.code, say(error.code, **error.values))


def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, WorkflowError)
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
    if error.code in OVERTAKEN and getattr(request.state, "if_match", False):
        status = 412
    reasons = [reason.to_json() for reason in getattr(error, "reasons", ())]
    return problem(status, error.code, error.message, reasons)


def _not_understood(_request: Request, error: Exception) -> JSONResponse:
    """Name every place; what was sent isn't said again."""
    assert isinstance(error, RequestValidationError)
    places = [
        {"place": ".".join(map(str, one["loc"])), "message": _what(one)} for one in error.errors()
    ]
    return problem(422, "api.not_understood", say("api.not_understood"), places=places)


def _what(error: Mapping[str, Any]) -> str:
    """Return what is wrong with a place: our sentence where there is one."""
    if error["type"] == "json_invalid":
        return say("api.no_json", what=jsontext.reason(error["ctx"]["error"]))
    return str(error["msg"])


def plain(_request: Request, error: Exception) -> JSONResponse:
    """Answer a plain status, as that of an address where nothing is, in words."""
    assert isinstance(error, HTTPException)
    if isinstance(error, UnclearBody):
        return problem(error.status_code, "api.unclear", say("api.unclear", what=error.detail))
    if isinstance(error, UnknownQuery):
        what = say("api.unknown_query", known="、".join(error.known) or "–")
        places = [{"place": f"query.{name[:60]}", "message": what} for name in error.unknown[:10]]
        return problem(422, "api.not_understood", say("api.not_understood"), places=places)
    known = error.status_code if error.status_code in TITLED else 400
    return problem(error.status_code, f"api.status_{known}", say(f"api.status_{known}"))


def unexpected(_request: Request, error: Exception) -> JSONResponse:
    """Log a defect under a number and show only that number."""
    number = secrets.token_hex(2).upper()
    log.error("unexpected %s", number, exc_info=error)
    return problem(500, "api.unexpected", say("api.unexpected", number=number))
