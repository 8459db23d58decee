"""One module a page; each gives its router."""

from workflow.web.pages import (
    approvals,
    case,
    cases,
    desk,
    documents,
    drafts,
    due_calendar,
    holidays,
    journal,
    mending,
    moves,
    register,
    settings,
    sign_in,
    templates,
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
    due_calendar.router,
    holidays.router,
    journal.router,
    settings.router,
    templates.router,
)
