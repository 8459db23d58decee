"""Guards for the office's own pages: the three keepers have no agency and see no case."""

from typing import Annotated

from fastapi import Depends

from workflow.app.sign_in import Person
from workflow.statutes.roles import CASE_ROLES
from workflow.web.guard import InRole

Admin = Annotated[Person, Depends(InRole("admin"))]
SecurityOfficer = Annotated[Person, Depends(InRole("security_officer"))]
Auditor = Annotated[Person, Depends(InRole("auditor"))]
Supervisor = Annotated[Person, Depends(InRole("supervisor"))]
CaseOrAdmin = Annotated[Person, Depends(InRole(*CASE_ROLES, "admin"))]
