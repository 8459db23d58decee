"""重复申请: requests that likely repeat an earlier one, and who asked how often in which month."""

from collections.abc import Sequence
from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from workflow.app.ledger.repeats import Counts, counts
from workflow.app.ledger.repeats_page import repeats_page
from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.web.guard import CaseReader, TheOffice
from workflow.web.seen import agencies_to_choose, name_of, seen_agency
from workflow.web.view import page

router = APIRouter()
#: A year with more requests than this is counted a month at a time: each of them is read.
MOST = 5_000
#: So many applicants stand on a page.
LISTED = 100
#: An applicant with fewer requests in a year says nothing of number or frequency (art. 35).
SEVERAL = 2
Place = Annotated[int, Query(ge=1, le=100_000)]


@router.get("/ledger/repeats")
def show(
    request: Request,
    office: TheOffice,
    person: CaseReader,
    year: Annotated[int, Query(ge=2008, le=2099)] = 0,
    month: Annotated[int, Query(ge=0, le=12)] = 0,
    agency: Annotated[str, Query(max_length=60)] = "",
    page_number: Place = 1,
    often_page: Place = 1,
) -> HTMLResponse:
    """Show likely repeats with their reasons, and each applicant's requests of a year by month."""
    code = seen_agency(office, person, agency)
    when = year or office.today.year
    alike = repeats_page(office, code, when, page_number)
    by_month = alike.total > MOST
    often = _often(office, code, when, month) if month or not by_month else []
    pages = max(1, -(-len(often) // LISTED))
    here = min(often_page, pages)
    listed = often[(here - 1) * LISTED : here * LISTED]
    return page(
        request,
        "ledger_repeats.html",
        year=when,
        month=month,
        alike=alike,
        by_month=by_month,
        often=listed,
        often_total=len(often),
        often_page=here,
        often_pages=pages,
        idents=_idents(office, code, listed, alike.chains),
        agency=code,
        agency_title=name_of(office, code),
        others=agencies_to_choose(office, person),
    )


def _often(office: Office, agency: str, year: int, month: int) -> list[Counts]:
    return [one for one in counts(office, agency, year, month or None) if one.total >= SEVERAL]


def _idents(
    office: Office, agency: str, often: Sequence[Counts], known: dict[str, str]
) -> dict[str, str]:
    """Return by what the requests named on the page are addressed, by their numbers."""
    numbers = {number for one in often for number in one.numbers} - known.keys()
    found = sa.select(CASE.c.number, CASE.c.chain).where(
        CASE.c.agency == agency, CASE.c.number.in_(sorted(numbers))
    )
    with office.store.read() as session:
        chains = known | {row.number: row.chain for row in session.execute(found)}
    return {number: chain.partition(":")[2] for number, chain in chains.items()}
