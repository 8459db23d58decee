"""The API's application: its own errors and its own OpenAPI document, mounted under /api/v1."""

from typing import Any

from fastapi import FastAPI

from workflow import __version__
from workflow.web.api import calculators, cases, office, problems, reports, showings
from workflow.web.api.problems import MEDIA_TYPE, Problem
from workflow.web.watching import LastDefence

#: What every operation may answer besides its own.
REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {
        "model": Problem,
        "description": text,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, text in (
        (400, "The input is wrong."),
        (401, "No token that works."),
        (403, "The token lacks the scope."),
        (404, "Not there, or another agency's."),
        (409, "A rule refuses it (every reason is told), or somebody was faster."),
        (413, "Too large."),
        (422, "Not of the right shape."),
        (503, "The database can't be used now."),
    )
}
DESCRIPTION = """Government-information requests: the use cases of the workbench for programs.

Send a token as `Authorization: Bearer wft_…`. It acts for its person in one role; the guards and
reasons are those of the pages, and each act stands in the journal with `via: api`. Errors are
RFC 9457 problems with a stable `code` and a Chinese `detail`. Another agency's case is 404."""


def create_api(state: Any) -> FastAPI:
    """Return the API over the state of the application that it is mounted in."""
    api = FastAPI(
        title="workflow",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        responses=REFUSALS,
    )
    api.state = state
    api.add_middleware(LastDefence, answer=problems.unexpected)
    problems.install(api)
    for part in (office, cases, calculators, reports, showings):
        api.include_router(part.router)
    return api
