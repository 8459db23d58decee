"""The API's application: its own errors and its own OpenAPI document, mounted under /api/v1."""

from typing import Any

from fastapi import FastAPI

from workflow import __version__
from workflow.web.api import (
    agencies,
    calculators,
    calendars,
    cases,
    disclosures,
    documents,
    figures,
    journal,
    ledger,
    office,
    problems,
    report_life,
    reports,
    showings,
    tasks,
    templates,
    users,
)
from workflow.web.api.problems import MEDIA_TYPE, Problem
from workflow.web.watching import LastDefence

PARTS = (
    office.router,
    agencies.router,
    cases.router,
    documents.router,
    calculators.router,
    reports.router,
    report_life.router,
    disclosures.router,
    figures.router,
    figures.guide_router,
    ledger.router,
    templates.router,
    calendars.router,
    tasks.router,
    users.router,
    journal.router,
    showings.router,
)
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
        (412, "Not in the version of If-Match any more."),
        (413, "Too large."),
        (422, "Not of the right shape."),
        (503, "The database can't be used now."),
    )
}
DESCRIPTION = """Government-information requests: the use cases of the workbench for programs.

Send a token as `Authorization: Bearer wft_…`. It acts for its person in one role; the guards and
reasons are those of the pages, and each act stands in the journal with `via: api`. Errors are
RFC 9457 problems with a stable `code` and a Chinese `detail`. Another agency's case is 404.

Each operation says the scope that its token needs (`x-scope`); a token has no more than its
person's role gives. What was seen comes as `ETag` (or `version`) and may be sent back as
`If-Match` (or `expected`): 412 (409) where somebody was faster. `Idempotency-Key` makes a call safe
to send again for 30 days. Lists come in pages: `page` asks, `more` tells whether another one
follows. What looks after the machine itself (backup, restore, keys, migrations, doctor) is for
the command line there."""


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
    for part in PARTS:
        api.include_router(part)
    return api
