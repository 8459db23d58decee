"""重复申请: requests that likely repeat an earlier one, and who asked how often in which month."""

from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from workflow.app.ledger.repeats import counts, repeats
from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.web.guard import CaseReader, TheOffice
from workflow.web.seen import agencies_to_choose, name_of, seen_agency
from workflow.web.view import page

router = APIRouter()
#: Every request is read for it: a register larger than this is asked on the command line.
MOST = 5_000
#: So many lines of either list stand on the page.
SHOWN = 200
#: An applicant with fewer requests in a year says nothing of number or frequency (art. 35).
SEVERAL = 2


@router.get("/ledger/repeats")
def show(
    request: Request,
    office: TheOffice,
    person: CaseReader,
    year: Annotated[int, Query(ge=2008, le=2099)] = 0,
    agency: Annotated[str, Query(max_length=60)] = "",
) -> HTMLResponse:
    """Show likely repeats with their reasons, and each applicant's requests of a year by month."""
    code = seen_agency(office, person, agency)
    when = year or office.today.year
    chains = _chains(office, code)
    fits = len(chains) <= MOST
    alike = [one for one in repeats(office, code) if one.later.on.year == when] if fits else []
    often = [one for one in counts(office, code, when) if one.total >= SEVERAL] if fits else []
    return page(
        request,
        "ledger_repeats.html",
        year=when,
        fits=fits,
        total=len(chains),
        most=MOST,
        alike=alike[:SHOWN],
        often=often[:SHOWN],
        idents={number: chain.partition(":")[2] for number, chain in chains.items()},
        agency=code,
        agency_title=name_of(office, code),
        others=agencies_to_choose(office, person),
    )


def _chains(office: Office, agency: str) -> dict[str, str]:
    """Return the chains of an agency's requests by their numbers, one more than is read at most."""
    found = sa.select(CASE.c.number, CASE.c.chain).where(CASE.c.agency == agency).limit(MOST + 1)
    with office.store.read() as session:
        return {row.number: row.chain for row in session.execute(found)}
