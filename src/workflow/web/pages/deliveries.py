"""提醒送达: each message on its way out of the house, and what was given up, to be sent again."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from workflow.app.deliveries import PAUSES, count_deliveries, deliveries, try_again
from workflow.app.office import Office
from workflow.app.sign_in import Person
from workflow.app.users import holders
from workflow.app.viewing import names_of
from workflow.statutes.roles import CASE_ROLES
from workflow.web.guard import CurrentPerson, SentForm, TheOffice
from workflow.web.view import page

router = APIRouter()
#: Who looks after the messages of the whole agency; everybody else sees his own.
HEADS = ("office_head", "leader")
STATES = ("given_up", "waiting", "sent")
PAGE = 50
LARGEST = 2**53


@router.get("/deliveries")
def show(
    request: Request,
    office: TheOffice,
    person: CurrentPerson,
    state: Literal["", "given_up", "waiting", "sent"] = "",
    page_number: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """List deliveries: one's own, a head the agency's, the admin all (not what they say)."""
    people = _people(office, person)
    first = (page_number - 1) * PAGE
    found = deliveries(office, state=state or None, people=people, first=first, limit=PAGE + 1)
    return page(
        request,
        "deliveries.html",
        rows=[_without_words(one) if people is None else one for one in found[:PAGE]],
        more=len(found) > PAGE,
        number=page_number,
        state=state,
        states=STATES,
        counts=count_deliveries(office, people),
        names=names_of(office, {one["person"] for one in found}),
        whose="all" if people is None else "agency" if person.role in HEADS else "own",
        tries=len(PAUSES) + 1,
        reachable=office.channels is not None,
    )


def _people(office: Office, person: Person) -> frozenset[str] | None:
    """Return whose deliveries somebody sees; None: everybody's."""
    if person.role == "admin":
        return None
    if person.role not in HEADS:
        return frozenset({person.name})
    with office.store.read() as session:
        return frozenset({person.name, *holders(session, person.agency, *CASE_ROLES)})


def _without_words(one: dict[str, Any]) -> dict[str, Any]:
    """Return a delivery as the keeper of the machine sees it: no number, no date of a case."""
    return one | {"message": "", "clock": None, "due": None, "threshold": None}


@router.post("/deliveries/{ident}/again")
def again(
    office: TheOffice,
    person: CurrentPerson,
    _form: SentForm,
    ident: Annotated[int, Path(ge=1, le=LARGEST)],
) -> Response:
    """Send a delivery that was given up once more."""
    try_again(office, ident, _people(office, person))
    return RedirectResponse("/deliveries?state=waiting", status_code=303)
