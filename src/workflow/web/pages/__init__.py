"""One module a page; each gives its router."""

from workflow.web.pages import desk, sign_in

ROUTERS = (sign_in.router, desk.router)
