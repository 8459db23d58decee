"""One module a page; each gives its router."""

from workflow.web.pages import (
    approvals,
    case,
    cases,
    desk,
    documents,
    drafts,
    mending,
    moves,
    register,
    sign_in,
)

ROUTERS = (
    sign_in.router,
    desk.router,
    cases.router,
    documents.router,
    moves.router,
    mending.router,
    case.router,
    register.router,
    approvals.router,
    drafts.router,
)
