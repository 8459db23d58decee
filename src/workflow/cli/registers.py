"""What the commands of an agency's own registers share: which agency, who acts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workflow.cli.acting import VIA, actor_for
from workflow.errors import InputError

if TYPE_CHECKING:
    from workflow.app.office import Actor, Office


def agency_of(office: "Office", code: str | None) -> str:
    """Return the agency meant: the one named, else the only one there is."""
    from workflow.app.agencies import list_agencies

    codes = [row.code for row in list_agencies(office)]
    if code is not None or len(codes) == 1:
        return code or codes[0]
    if not codes:
        raise InputError("figures.no_agency")
    raise InputError("figures.agency_needed", agencies="、".join(codes))


def doer(
    office: "Office", agency: str, user: str, role: str | None, wanted: Sequence[str]
) -> "Actor":
    """Return who acts; the command line itself needs no place on the list of users."""
    from workflow.app.office import Actor

    if user == VIA:
        return Actor(user, role or wanted[0])
    return actor_for(office, agency, user, role, wanted)
