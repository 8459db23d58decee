"""期限日历: month and week with working days, holidays, swapped days and what is due; ICS feed."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from workflow.app.agencies import get_agency
from workflow.app.calendars import rules_of
from workflow.app.listing import DeskRow, open_duties
from workflow.app.office import Office
from workflow.app.projecting import CASE, DEADLINE
from workflow.app.sign_in import Person
from workflow.app.summaries import summaries
from workflow.app.tokens import holder_of, make_token, tokens_of
from workflow.app.viewing import agencies_seen
from workflow.calendars.lists import ics_installed
from workflow.core.calendar import Calendar
from workflow.errors import NotFoundError
from workflow.messages import say
from workflow.web import ics
from workflow.web.agenda import Duty, duties
from workflow.web.guard import CaseReader, SentForm, TheOffice, actor
from workflow.web.month import (
    DAYS,
    month_of,
    next_month,
    previous_month,
    span_text,
    week_of,
    weeks,
)
from workflow.web.view import page

router = APIRouter()
FEED_DAYS = 366
FIRST_YEAR, LAST_YEAR = 2008, 2098


@router.get("/calendar")
def show(
    request: Request,
    office: TheOffice,
    person: CaseReader,
    month: str = "",
    week: str = "",
    mine: int = 0,
) -> HTMLResponse:
    """Show a month (``2026-11``) or a week (any of its days); by default the present month."""
    agencies = _agencies(office, person.agency, person.role)
    calendar = _calendar(office, person.agency)
    items = due_items(office, agencies, calendar, person.name if mine else None)
    shape = _week(week, office.today) if week else _month(month, office.today)
    first, last = shape["first"], shape["last"]
    rows = weeks(first, last, calendar, office.today, items, shape.get("number"))
    return page(
        request,
        "due_calendar.html",
        weeks=rows,
        mine=bool(mine),
        as_week=bool(week),
        firm_until=calendar.open_from - timedelta(days=1),
        feeds=_feeds(office, person),
        feed_ready=ics_installed(),
        **shape,
    )


def _month(text: str, today: date) -> dict[str, Any]:
    begin = _day(f"{text}-01", today).replace(day=1)
    first, last = month_of(begin)
    return {
        "title": say("web_calendar.month", year=begin.year, month=begin.month),
        "number": begin.month,
        "first": first,
        "last": last,
        "here": f"month={begin:%Y-%m}",
        "before": f"month={previous_month(begin):%Y-%m}",
        "after": f"month={next_month(begin):%Y-%m}",
        "other": f"week={week_of(max(begin, min(today, last)))}",
    }


def _week(text: str, today: date) -> dict[str, Any]:
    first = week_of(_day(text, today))
    last = first + timedelta(days=DAYS - 1)
    return {
        "title": span_text(first, last),
        "first": first,
        "last": last,
        "here": f"week={first}",
        "before": f"week={first - timedelta(days=DAYS)}",
        "after": f"week={first + timedelta(days=DAYS)}",
        "other": f"month={first:%Y-%m}",
    }


def _day(text: str, today: date) -> date:
    """Return the day that an address names; today where it names none that calendars have."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else today


def _agencies(office: Office, agency: str, role: str) -> frozenset[str]:
    with office.store.read() as session:
        return agencies_seen(session, agency, role)


def _calendar(office: Office, agency: str) -> Calendar:
    with office.store.read() as session:
        return rules_of(session, get_agency(session, agency)).calendar_on(office.today)


def due_items(
    office: Office, agencies: Collection[str], calendar: Calendar, handler: str | None
) -> list[Duty]:
    """Return what agencies must do, of one handler or of all: the same as on the desk."""
    wanted = open_duties(office.today).where(DEADLINE.c.agency.in_(agencies))
    if handler is not None:
        wanted = wanted.where(CASE.c.handler == handler)
    with office.store.read() as session:
        rows = [DeskRow(*row) for row in session.execute(wanted)]
        said = summaries(office, session, [row.chain for row in rows])
    return duties(rows, said, calendar, office.today)


def _feeds(office: Office, person: Person) -> list[Any]:
    return [
        one
        for one in tokens_of(office, person.name)
        if one.scopes == ("calendar",) and (one.agency, one.role) == (person.agency, person.role)
    ]


@router.post("/calendar/feed")
def make_feed(
    request: Request, office: TheOffice, person: CaseReader, _form: SentForm
) -> HTMLResponse:
    """Make the secret address of the person's feed; it is shown this once."""
    ics.must_be_installed()
    label = say("web_calendar.feed_label")
    token = make_token(office, actor(person), person.agency, label, ("calendar",), FEED_DAYS)
    address = str(request.url_for("feed", token=token))
    return page(request, "feed_made.html", address=address)


@router.get("/calendar/feed/{token}.ics", name="feed")
def feed(request: Request, office: TheOffice, token: str) -> Response:
    """Give the due dates to a calendar program that has the secret address.

    A clerk's feed has his own cases, another's all of the agency's.
    """
    holder = holder_of(office, token)
    if holder is None or "calendar" not in holder.scopes:
        raise NotFoundError("web.no_record")
    agencies = _agencies(office, holder.agency, holder.role)
    own = holder.name if holder.role == "clerk" else None
    items = due_items(office, agencies, _calendar(office, holder.agency), own)
    base = str(request.base_url).rstrip("/")
    content = ics.calendar(say("web.product"), [_event(one, base) for one in items], office.now())
    return Response(content, media_type="text/calendar; charset=utf-8")


def _event(item: Duty, base: str) -> ics.Event:
    row = item.row
    on = row.warn_on or row.due
    assert on is not None
    clock = say(f"clocks.clock_{row.clock}") + (f" {row.child}" if row.child else "")
    return ics.Event(
        ident=f"{row.chain.replace(':', '-')}-{row.clock}-{row.child or '0'}@workflow",
        on=on,
        title=say("web_calendar.feed_title", verb=item.verb, number=row.number),
        note=f"{clock}：{item.left.text}",
        url=f"{base}/cases/{item.ident}",
        tentative=row.provisional,
    )
