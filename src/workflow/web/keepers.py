"""Guards for the office's own pages: the three keepers have no agency and see no case."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends

from workflow.app.sign_in import Person
from workflow.statutes.roles import CASE_ROLES
from workflow.web.guard import Forbidden, current


def one_of(*roles: str) -> Callable[[Person], Awaitable[Person]]:
    """Return a guard that lets only some roles in, in whatever agency."""

    async def check(person: Annotated[Person, Depends(current)]) -> Person:
        if person.role not in roles or (person.role in CASE_ROLES and not person.agency):
            raise Forbidden
        return person

    return check


Admin = Annotated[Person, Depends(one_of("admin"))]
SecurityOfficer = Annotated[Person, Depends(one_of("security_officer"))]
Auditor = Annotated[Person, Depends(one_of("auditor"))]
Supervisor = Annotated[Person, Depends(one_of("supervisor"))]
CaseOrAdmin = Annotated[Person, Depends(one_of(*CASE_ROLES, "admin"))]
