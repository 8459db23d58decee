"""节假日: the notices known, a year's days, and an official list before it is accepted."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from workflow.app.calendar_drafts import Draft, draft_of
from workflow.app.calendars import accept as accept_arrival
from workflow.app.calendars import imported_notices
from workflow.app.heavy.rederive import order
from workflow.app.office import Office
from workflow.calendars.imports import Heading
from workflow.calendars.lists import parse_list
from workflow.calendars.notices import Notice, known_on, national
from workflow.calendars.regions import REGIONS, region
from workflow.errors import InputError
from workflow.web.guard import SentForm, TheOffice, actor
from workflow.web.keepers import Admin, CaseOrAdmin
from workflow.web.typed import read_day, read_number
from workflow.web.view import page

router = APIRouter()
#: A year's list has some forty lines.
LARGEST = 256 * 1024
FIRST_YEAR, LAST_YEAR = 2008, 2099


@router.get("/holidays")
def show(
    request: Request,
    office: TheOffice,
    person: CaseOrAdmin,
    year: Annotated[int, Query(ge=FIRST_YEAR, le=LAST_YEAR)] = 0,
) -> HTMLResponse:
    """Show the notices by year, and the days that one year's notices free and make work."""
    return _page(request, office, person.role, year or office.today.year)


def _page(
    request: Request,
    office: Office,
    role: str,
    year: int,
    typed: dict[str, str] | None = None,
    problem: str = "",
) -> HTMLResponse:
    imported = _imported(office)
    known = known_on(office.today, (*national(), *imported))
    numbers = {notice.number for notice in imported}
    return page(
        request,
        "holidays.html",
        status=400 if problem else 200,
        years=sorted({notice.year for notice in known}, reverse=True),
        year=year,
        notices=[notice for notice in known if notice.year == year],
        imported=numbers,
        regions=[region(code) for code in REGIONS],
        may_import=role == "admin",
        typed=typed or {},
        problem=problem,
    )


def _imported(office: Office) -> tuple[Notice, ...]:
    with office.store.read() as session:
        return imported_notices(session)


@dataclass(frozen=True, slots=True)
class Given:
    """A list as it was handed in, its heading, and what it would change."""

    text: str
    file: str
    heading: Heading
    draft: Draft


@router.post("/holidays/preview")
async def preview(
    request: Request, office: TheOffice, person: Admin, form: SentForm
) -> HTMLResponse:
    """Show a list line by line as it would change the calendar, and every date that would move."""
    typed = {name: value for name, value in form.items() if isinstance(value, str)}
    try:
        text, file = await _file(form)
        given = _given(office, text, file, typed)
    except InputError as error:
        year = read_number(typed.get("year", "")) or office.today.year
        return _page(request, office, person.role, year, typed, error.message)
    return page(
        request,
        "holidays_preview.html",
        given=given,
        typed=typed,
    )


async def _file(form: FormData) -> tuple[str, str]:
    upload = form.get("list")
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise InputError("web_holidays.no_file")
    content = await upload.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise InputError("web_holidays.too_large", limit=LARGEST // 1024)
    try:
        return content.decode("utf-8-sig"), upload.filename
    except UnicodeDecodeError as error:
        raise InputError("web_holidays.not_text", file=upload.filename) from error


def _given(
    office: Office, text: str, file: str, typed: dict[str, str], *, seen: bool = False
) -> Given:
    year = read_number(typed.get("year", ""))
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise InputError("web_holidays.year_wrong")
    heading = Heading(
        year=year,
        number=_needed(typed, "number"),
        dated=_needed_day(typed, "dated", office.today),
        known_since=_needed_day(typed, "known_since", office.today),
        source=_needed(typed, "source"),
        title=typed.get("title", "").strip(),
        yearly=typed.get("kind") != "change",
    )
    region_code = typed.get("region") or None
    if region_code is not None and region_code not in REGIONS:
        raise InputError("web_holidays.region_wrong")
    listed = parse_list(text, file)
    draft = draft_of(office, listed, heading, region_code, office.today, seen=seen)
    return Given(text, file, heading, draft)


def _needed(typed: dict[str, str], name: str) -> str:
    if not typed.get(name, "").strip():
        raise InputError(f"web_holidays.no_{name}")
    return typed[name].strip()


def _needed_day(typed: dict[str, str], name: str, today: date) -> date:
    day = read_day(typed.get(name, ""), today)
    if day is None:
        raise InputError(f"web_holidays.no_{name}")
    return day


@router.post("/holidays/import")
def accept(request: Request, office: TheOffice, person: Admin, form: SentForm) -> Response:
    """Accept a list that was looked at; it is read again, from the text that was shown.

    The cases that it touches are derived by a task, whose page says how far it is.
    """
    typed: dict[str, Any] = {k: v for k, v in form.items() if isinstance(v, str)}
    try:
        given = _given(office, typed.get("text", ""), typed.get("file", ""), typed, seen=True)
    except InputError as error:
        return _page(request, office, person.role, office.today.year, typed, error.message)
    accept_arrival(office, given.draft.arrival, actor(person))
    ident = order(office, actor(person))
    there = f"/holidays?year={given.heading.year}" if ident is None else f"/tasks/{ident}"
    return RedirectResponse(there, status_code=303)
