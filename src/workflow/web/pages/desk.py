"""工作台: what must be done, by urgency; what others owe; reminders."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from workflow.app import inbox
from workflow.app.agencies import get_agency
from workflow.app.calendars import rules_of
from workflow.app.listing import DeskRow, awaited, desk
from workflow.app.office import Office
from workflow.app.reviewing import may_decide, reviews
from workflow.app.sign_in import Person
from workflow.app.summaries import summaries
from workflow.core.calendar import Calendar
from workflow.web.agenda import Band, Duty, Placed, bands, duties, placed, shown, waiting
from workflow.web.guard import CurrentPerson, SentForm, TheOffice, in_one_moment
from workflow.web.left import left_of
from workflow.web.owed import owed_items
from workflow.web.view import page

router = APIRouter()
#: So many messages stand on a desk; a keeper's has nothing else.
SHOWN, SHOWN_TO_KEEPER = 6, 100


@router.get("/")
@in_one_moment
def show(
    request: Request, office: TheOffice, person: CurrentPerson, whole: int = 0
) -> HTMLResponse:
    """Show the desk; a keeper without cases sees only his messages."""
    messages = inbox.inbox(office, person.name, limit=SHOWN if person.agency else SHOWN_TO_KEEPER)
    if not person.agency:
        return page(request, "desk_keeper.html", messages=messages)
    everybody = bool(whole) or person.role != "clerk"
    return page(
        request,
        "desk.html",
        messages=messages,
        whole=everybody,
        **_agenda(office, person, everybody=everybody),
    )


@router.get("/today")
@in_one_moment
def today_list(
    request: Request, office: TheOffice, person: CurrentPerson, whole: int = 0
) -> HTMLResponse:
    """Show today's list with boxes to tick, for the printer."""
    if not person.agency:
        return page(request, "desk_keeper.html", messages=[])
    everybody = bool(whole) or person.role != "clerk"
    return page(request, "today.html", **_agenda(office, person, everybody=everybody))


def _agenda(office: Office, person: Person, *, everybody: bool) -> dict[str, Any]:
    rows = desk(office, person.name, whole_agency=everybody, agency=person.agency)
    with office.store.read() as session:
        rules = rules_of(session, get_agency(session, person.agency))
        calendar = rules.calendar_on(office.today)
        found = [one for one in placed(rows, calendar, office.today) if _is_own(one, person)]
        to_show = shown(found)
        said = summaries(office, session, [row.chain for row in to_show])
    bands_now = bands(found, duties(to_show, said, calendar, office.today), calendar, office.today)
    return {
        "bands": bands_now,
        "count": len(found),
        "urgent": sum(band.count for band in bands_now if band.key in {"late", "today"}),
        "next_due": _next(bands_now),
        "waits": waiting(
            awaited(office, person.name, person.agency), _reviewed(rows), office.today
        ),
        "reviews": _reviews(office, person, calendar),
        "owed": owed_items(office, person.agency, calendar),
    }


def _is_own(one: Placed, person: Person) -> bool:
    """Leave out what a clerk can't move himself: an answer that waits for review."""
    in_review = one.row.clock == "reply" and one.row.state == "in_review"
    return not (in_review and person.role == "clerk" and one.band not in {"late", "today"})


def _next(found: tuple[Band, ...]) -> Duty | None:
    return next((duty for band in found for duty in band.duties), None)


def _reviewed(rows: list[DeskRow]) -> list[str]:
    return [row.chain for row in rows if row.state == "in_review" and row.clock == "reply"]


def _reviews(office: Office, person: Person, calendar: Calendar) -> list[dict[str, Any]]:
    """Return the answers that wait for this person's decision."""
    found: list[dict[str, Any]] = []
    if not may_decide(person.role):
        return found
    for one in reviews(office, person.agency, person.name, person.role):
        reply = one.case.deadlines.clock("reply")
        if one.decisions:
            left = left_of(reply, calendar, office.today) if reply else None
            found.append({"review": one, "reply": reply, "left": left})
    return found


@router.post("/messages/read")
def mark_read(office: TheOffice, person: CurrentPerson, _form: SentForm) -> Response:
    """Mark all messages of the person as read."""
    unread = [one["id"] for one in inbox.inbox(office, person.name, unread=True)]
    if unread:
        inbox.mark_read(office, person.name, unread)
    return RedirectResponse("/", status_code=303)
