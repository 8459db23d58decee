"""What the frame of every page shows of an agency: its name, and how many answers wait."""

from dataclasses import dataclass

import sqlalchemy as sa

from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.store.prepared import Prepared
from workflow.store.tables import Agency, table_of

AGENCY = table_of(Agency)


@dataclass(frozen=True, slots=True)
class Frame:
    """``example``: an invented agency; ``reviews_waiting``: answers that are in review."""

    agency_name: str = ""
    example: bool = False
    reviews_waiting: int = 0


_WAITING = (
    sa.select(sa.func.count())
    .select_from(CASE)
    .where(CASE.c.agency == AGENCY.c.code, CASE.c.open, CASE.c.state == "in_review")
    .correlate(AGENCY)
    .scalar_subquery()
)
_FRAME = Prepared(
    sa.select(AGENCY.c.name, AGENCY.c.example, _WAITING).where(
        AGENCY.c.code == sa.bindparam("agency")
    )
)


def frame_of(office: Office, agency: str) -> Frame:
    """Return the frame of an agency; an empty one for the installation (no agency)."""
    if not agency:
        return Frame()
    with office.store.read() as session:
        row = _FRAME.first(session, {"agency": agency})
    return Frame(*row) if row else Frame()
