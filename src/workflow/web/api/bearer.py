"""Who asks: a bearer token, the scope that an operation needs, the agencies it may see."""

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


class Having:
    """A guard that lets only tokens of a scope in; 403 for others."""

    def __init__(self, scope: str) -> None:
        self.scope = scope

    async def __call__(self, found: Annotated[Holder, Depends(holder)]) -> Holder:
        """Return the holder, if the token has the scope."""
        if self.scope not in found.scopes:
            raise NotAllowed(403, "api.no_scope", scope=self.scope)
        return found


AnyHolder = Annotated[Holder, Depends(holder)]
CaseReader = Annotated[Holder, Depends(Having("cases:read"))]
CaseWriter = Annotated[Holder, Depends(Having("cases:write"))]
Purger = Annotated[Holder, Depends(Having("cases:purge"))]
DocumentReader = Annotated[Holder, Depends(Having("documents:read"))]
DocumentWriter = Annotated[Holder, Depends(Having("documents:write"))]
ReportReader = Annotated[Holder, Depends(Having("reports:read"))]
ReportWriter = Annotated[Holder, Depends(Having("reports:write"))]
DisclosureReader = Annotated[Holder, Depends(Having("disclosures:read"))]
DisclosureWriter = Annotated[Holder, Depends(Having("disclosures:write"))]
FigureReader = Annotated[Holder, Depends(Having("figures:read"))]
FigureWriter = Annotated[Holder, Depends(Having("figures:write"))]
LedgerReader = Annotated[Holder, Depends(Having("ledger:read"))]
LedgerWriter = Annotated[Holder, Depends(Having("ledger:write"))]
TemplateReader = Annotated[Holder, Depends(Having("templates:read"))]
TemplateWriter = Annotated[Holder, Depends(Having("templates:write"))]
CalendarReader = Annotated[Holder, Depends(Having("calendars:read"))]
CalendarWriter = Annotated[Holder, Depends(Having("calendars:write"))]
AgencyReader = Annotated[Holder, Depends(Having("agencies:read"))]
AgencyWriter = Annotated[Holder, Depends(Having("agencies:write"))]
UserKeeper = Annotated[Holder, Depends(Having("users"))]
DeliveryReader = Annotated[Holder, Depends(Having("deliveries"))]
TaskHolder = Annotated[Holder, Depends(Having("tasks"))]
ContactHolder = Annotated[Holder, Depends(Having("contacts"))]
InboxReader = Annotated[Holder, Depends(Having("inbox"))]
Maintainer = Annotated[Holder, Depends(Having("maintain"))]
JournalReader = Annotated[Holder, Depends(Having("journal:read"))]
Verifier = Annotated[Holder, Depends(Having("journal:verify"))]


def actor(found: Holder) -> Actor:
    """Return the token's person as the journal names him."""
    return Actor(found.name, found.role)


def seen_by(office: Office, found: Holder) -> frozenset[str]:
    """Return the agencies that the token's person sees in his role."""
    with office.store.read() as session:
        return agencies_seen(session, found.agency, found.role)


def seen_agency(office: Office, found: Holder, asked: str) -> str:
    """Return the agency asked about, else the token's own; one that it doesn't see isn't found."""
    code = asked or found.agency
    if not code or code not in seen_by(office, found):
        raise NotFoundError("agency.unknown", code=code)
    return code


def any_agency(office: Office, found: Holder, asked: str) -> str:
    """Return the agency asked about: any to an administrator, who must name it."""
    if found.role == "admin" and asked:
        return asked
    return seen_agency(office, found, asked)


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
