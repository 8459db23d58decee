"""Who asks: a bearer token, the scope that an operation needs, the agencies it may see."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import sqlalchemy as sa
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from workflow.app.office import Actor, Office
from workflow.app.projecting import CASE
from workflow.app.reading import PREFIX
from workflow.app.tokens import Holder, holder_of
from workflow.app.viewing import agencies_seen
from workflow.errors import NotFoundError
from workflow.web.api.problems import NotAllowed
from workflow.web.guard import TheOffice

bearer = HTTPBearer(auto_error=False, description="A token made under 设置 → 令牌.")
VIA = "api"


def holder(
    request: Request,
    office: TheOffice,
    given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> Holder:
    """Return whom the token acts for; 401 without one that works."""
    found = holder_of(office, given.credentials) if given else None
    if found is None:
        raise NotAllowed(401, "api.no_token")
    request.state.holder = found
    return found


def having(scope: str) -> Callable[[Holder], Awaitable[Holder]]:
    """Return a guard that lets only tokens of a scope in; 403 for others."""

    async def check(found: Annotated[Holder, Depends(holder)]) -> Holder:
        if scope not in found.scopes:
            raise NotAllowed(403, "api.no_scope", scope=scope)
        return found

    return check


AnyHolder = Annotated[Holder, Depends(holder)]
CaseReader = Annotated[Holder, Depends(having("cases:read"))]
CaseWriter = Annotated[Holder, Depends(having("cases:write"))]
DocumentReader = Annotated[Holder, Depends(having("documents:read"))]
ReportReader = Annotated[Holder, Depends(having("reports:read"))]
InboxReader = Annotated[Holder, Depends(having("inbox"))]
Verifier = Annotated[Holder, Depends(having("journal:verify"))]


def actor(found: Holder) -> Actor:
    """Return the token's person as the journal names him."""
    return Actor(found.name, found.role)


def seen_by(office: Office, found: Holder) -> frozenset[str]:
    """Return the agencies that the token's person sees in his role."""
    with office.store.read() as session:
        return agencies_seen(session, found.agency, found.role)


def find_case(office: Office, found: Holder, case: str) -> tuple[str, str]:
    """Return chain and agency of a case by its id or number.

    Another agency's case is not found, as one that doesn't exist. A number that two agencies
    seen have is the own agency's.
    """
    agencies = seen_by(office, found)
    named = sa.or_(CASE.c.number == case, CASE.c.chain == f"{PREFIX}{case}")
    wanted = sa.select(CASE.c.chain, CASE.c.agency).where(named, CASE.c.agency.in_(agencies))
    with office.store.read() as session:
        rows = session.execute(wanted).all()
    if not rows:
        raise NotFoundError("case.unknown", number=case)
    row = min(rows, key=lambda one: (one.agency != found.agency, one.chain))
    return str(row.chain), str(row.agency)
