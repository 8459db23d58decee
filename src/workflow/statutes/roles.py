"""Who may do what: the roles of an office, and those that one person may not hold together."""

from collections.abc import Collection
from itertools import combinations

from workflow.core.wording import listing
from workflow.errors import Reason
from workflow.messages import say

#: Roles that handle cases; a person may hold several in a small office.
CASE_ROLES = ("clerk", "reviewer", "office_head", "leader", "supervisor")
#: 三员: they exclude each other and every case role, and see no case content.
SEPARATE_ROLES = ("admin", "security_officer", "auditor")
ROLES = (*CASE_ROLES, *SEPARATE_ROLES)


def label(role: str) -> str:
    """Return a role's name as an officer reads it."""
    return say(f"roles.{role}")


def conflicts(held: Collection[str]) -> tuple[Reason, ...]:
    """Return why one person can't hold these roles together; none where he can."""
    found = []
    for role in held:
        if role not in ROLES:
            known = listing(ROLES)
            found.append(Reason("roles.unknown", {"role": role, "known": known}))
    pairs = combinations((role for role in ROLES if role in held), 2)
    for one, other in pairs:
        if other in SEPARATE_ROLES:
            values = {"one": label(one), "other": label(other)}
            found.append(Reason("roles.exclusive", values))
    return tuple(found)
