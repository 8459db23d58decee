"""自查报告、指南: made of the figures and the office's own record, with the officer's words."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from workflow.app.figure_periods import Period, read_period
from workflow.app.guide import guide_docx, guide_of
from workflow.app.office import Office
from workflow.app.self_inspection import Words, inspection_docx, proposed_words, record_of
from workflow.app.sign_in import Person
from workflow.errors import InputError
from workflow.messages import say
from workflow.web.downloads import DOCX, attachment
from workflow.web.guard import CaseReader, SentForm, TheOffice
from workflow.web.seen import name_of
from workflow.web.typed import read_day
from workflow.web.view import page

router = APIRouter()
#: So many half years are offered, the one under way first.
HALVES = 4


@router.get("/figures/papers")
def show(
    request: Request,
    office: TheOffice,
    person: CaseReader,
    period: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """Show what both papers would say of what isn't in the figures, to be changed."""
    try:
        when = read_period(period) if period else _halves(office.today)[0]
    except InputError as error:
        return _page(request, office, person, _halves(office.today)[0], problem=error.message)
    return _page(request, office, person, when)


def _halves(today: date) -> list[Period]:
    """Return the half years up to today, the newest first."""
    years = range(today.year, today.year - HALVES, -1)
    halves = [half for year in years for half in reversed(list(Period(year).parts()))]
    return [half for half in halves if half.first <= today][:HALVES]


def _page(
    request: Request,
    office: Office,
    person: Person,
    period: Period,
    *,
    problem: str = "",
    typed: FormData | None = None,
) -> HTMLResponse:
    record = record_of(office, person.agency, period)
    words = proposed_words(record)
    guide = guide_of(office, person.agency, office.today)
    said = {name: str(value) for name, value in typed.items()} if typed else {}
    return page(
        request,
        "papers.html",
        status=400 if problem else 200,
        problem=problem,
        period=period,
        halves=_halves(office.today),
        problems=said.get("problems", words.problems),
        plans=said.get("plans", words.plans),
        hours=said.get("hours", ""),
        on=said.get("on", ""),
        sums=record.sums,
        missing=[say(f"guide.label_{name}") for name in guide.missing],
        agency=person.agency,
        agency_title=name_of(office, person.agency),
    )


@router.post("/figures/papers/self-inspection.docx")
def self_inspection(
    request: Request, office: TheOffice, person: CaseReader, form: SentForm
) -> Response:
    """Make the self-inspection report of a half year, in the officer's words where he wrote any."""
    try:
        period = read_period(str(form.get("period", "")))
        on = _day(office, form)
    except InputError as error:
        return _page(
            request, office, person, _halves(office.today)[0], problem=error.message, typed=form
        )
    record = record_of(office, person.agency, period)
    words = Words(str(form.get("problems", "")), str(form.get("plans", "")))
    name = say("figures.inspect_title", "zh", period=period.label)
    return attachment(f"{name}.docx", DOCX, inspection_docx(office, record, on, words))


def _day(office: Office, form: FormData) -> date:
    """Return the day that a paper is dated; none written is today."""
    said = str(form.get("on", "")).strip()
    day = read_day(said, office.today) if said else office.today
    if day is None:
        label = say("web_papers.on")
        raise InputError("web_move.wrong_date", label=label, said=said)
    return day


@router.post("/figures/papers/guide.docx")
def guide(request: Request, office: TheOffice, person: CaseReader, form: SentForm) -> Response:
    """Make the disclosure guide; what the record doesn't hold stays blank in it."""
    try:
        found = guide_of(office, person.agency, _day(office, form), str(form.get("hours", "")))
    except InputError as error:
        period = _halves(office.today)[0]
        return _page(request, office, person, period, problem=error.message, typed=form)
    return attachment(f"{say('guide.title', 'zh')}.docx", DOCX, guide_docx(office, found))
