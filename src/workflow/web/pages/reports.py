"""年度报告: six parts, live cells that open their cases, findings beside, its life, downloads."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from workflow.app import annual_report, report_life
from workflow.app.agencies import get_agency
from workflow.app.annual_report import Inputs, beside_last_year
from workflow.app.calendars import rules_of
from workflow.app.office import Office
from workflow.app.report_asking import behind, last_day, possible, years_of
from workflow.app.report_comparison import YEARS, received_over
from workflow.app.report_desk import Desk, desk_of
from workflow.app.report_document import report_docx
from workflow.app.report_life import Wanted
from workflow.app.report_register import OfficeRegister
from workflow.app.report_words import kept, mended, names, shown
from workflow.app.rollup_returns import returned_to
from workflow.app.sign_in import Person
from workflow.core.calendar import Calendar
from workflow.errors import InputError, NotFoundError, RefusedError
from workflow.messages import say
from workflow.reports.model import to_json
from workflow.reports.wording import pieces
from workflow.reports.workbook import report_xlsx
from workflow.web.charts import HEIGHT, WIDTH, bars
from workflow.web.downloads import DOCX, JSON, XLSX, attachment
from workflow.web.guard import CaseReader, CaseWorker, SentForm, TheOffice, actor
from workflow.web.left import Left, days_text
from workflow.web.report_grid import TABLES, Numbered, numbered, rows, typed_table
from workflow.web.seen import agencies_to_choose, name_of, seen_agency
from workflow.web.view import page
from workflow.web.words import full_day

router = APIRouter()
Year = Annotated[int, Path(ge=2019, le=2098)]
LIFE = ("drafting", "checked", "approved", "published")
#: Parts that are one text each.
WRITTEN = {5: "5", 6: "6"}
#: 条例第四十九条: before 31 January; a local date is a setting.
LAWS_DAY = (1, 31)


@router.get("/report")
def list_years(
    request: Request, office: TheOffice, person: CaseReader, agency: str = ""
) -> HTMLResponse:
    """List the years with the state of each report."""
    code = seen_agency(office, person, agency)
    found = [
        (year, report_life.standing(office, code, year), last_day(office, code, year))
        for year in years_of(office, code)
    ]
    return page(
        request,
        "reports.html",
        years=[one for one in found if one[0] < office.today.year or one[1].state],
        current=office.today.year,
        agency=code,
        agency_title=name_of(office, code),
        others=agencies_to_choose(office, person),
    )


@router.get("/report/{year}")
def show(
    request: Request,
    office: TheOffice,
    person: CaseReader,
    year: Year,
    part: Annotated[int, Query(ge=1, le=6)] = 3,
    row: Annotated[str, Query(max_length=60)] = "",
    column: Annotated[str, Query(max_length=60)] = "",
    agency: str = "",
) -> HTMLResponse:
    """Show a part of a report; ``row`` and ``column`` open a cell's cases beside it."""
    desk = desk_of(office, seen_agency(office, person, agency), year)
    return _page(request, office, person, desk, part, opened=(row, column) if row else None)


def _page(  # long: the values of a page, one a line
    request: Request,
    office: Office,
    person: Person,
    desk: Desk,
    part: int,
    *,
    opened: tuple[str, str] | None = None,
    problem: str = "",
    typed: Mapping[str, str] | None = None,
) -> HTMLResponse:
    findings = numbered(desk.built.checked)
    report, form = desk.built.report, desk.form
    table = TABLES.get(part)
    last = OfficeRegister(office).published(desk.agency, desk.year - 1)
    before = beside_last_year(report, last)
    with office.store.read() as session:
        calendar = rules_of(session, get_agency(session, desk.agency)).calendar_on(office.today)
    return page(
        request,
        "report.html",
        status=400 if problem else 200,
        desk=desk,
        report=report,
        form=form,
        part=part,
        table=table,
        rows=rows(report, form, table, findings, opened, before) if table else [],
        texts=_texts(desk, part, typed or {}),
        figures=[(name, report.figures[key]) for key, name in names(report.figures).items()],
        findings=findings,
        open_findings={n: [f for f in findings if f.part == n] for n in range(1, 7)},
        holding=_holding(findings, chained=last is not None),
        chained=last is not None,
        steps=possible(office, desk.agency, desk.year, actor(person), desk.built.checked),
        opened=_opened(office, desk, opened, table) if opened and table else None,
        chart=_chart(office, desk),
        life=LIFE,
        due=_due(office, desk, calendar),
        returned=returned_to(office, desk.agency, desk.year),
        history=report_life.history(office, desk.agency, desk.year),
        may_type=person.role == "clerk" and person.agency == desk.agency and desk.may_change,
        own=person.agency == desk.agency,
        problem=problem,
        chart_size=(WIDTH, HEIGHT),
    )


@dataclass(frozen=True, slots=True)
class TextBox:
    """A written section: its heading, what stands in the box, and how it will be printed."""

    name: str
    heading: str
    typed: str
    printed: tuple[Any, ...]


def _texts(desk: Desk, part: int, typed: Mapping[str, str]) -> list[TextBox]:
    """Return the boxes of a part: part 一 has one a heading, 五 and 六 one each."""
    report = desk.built.report
    if part in WRITTEN:
        raw = str(report.text.get(WRITTEN[part]) or "")
        return [_box(desk, f"text.{part}", desk.form.parts[part - 1], raw, typed)]
    if part != 1:
        return []
    said = report.text.get("1")
    words = said if isinstance(said, Mapping) else {"": said or ""}
    heads = {
        **desk.form.overview,
        **{head: head for head in words if head not in desk.form.overview},
    }
    return [
        _box(desk, f"text.1.{head}", title, str(words.get(head) or ""), typed)
        for head, title in heads.items()
    ]


def _box(desk: Desk, name: str, heading: str, raw: str, typed: Mapping[str, str]) -> TextBox:
    figures = desk.built.report.figures
    printed = tuple(pieces(raw, figures))
    return TextBox(name, heading, typed.get(name, shown(raw, figures)), printed)


def _holding(findings: tuple[Numbered, ...], *, chained: bool) -> list[str]:
    """Return what holds, rule by rule: what was checked and nothing breaks."""
    broken = {one.finding.rule for one in findings}
    rules = ["column_balance", "results_sum", "row_sum", "appeals_sum"]
    rules += ["year_chain"] if chained else []
    return [say(f"web_report.holds_{rule}") for rule in rules if rule not in broken]


def _opened(
    office: Office, desk: Desk, opened: tuple[str, str], table: str
) -> dict[str, Any] | None:
    """Return the cases behind a cell of table 2 or 3."""
    if table == "proactive":
        return None
    row, column = opened
    numbers = annual_report.explain(OfficeRegister(office), desk.agency, desk.year, row, column)
    cases = behind(office, desk.agency, numbers)
    return {
        "row": desk.form.row_label(table, row),
        "column": desk.form.column_label(table, row, column),
        "cases": cases,
        "count": len(numbers),
        "more": len(set(numbers)) - len(cases),
    }


def _chart(office: Office, desk: Desk) -> list[Any]:
    years = range(desk.year - YEARS + 1, desk.year + 1)
    return bars(received_over(office, desk.agency, years))


def _due(office: Office, desk: Desk, calendar: Calendar) -> dict[str, Any] | None:
    """Return the day by which it must be published: the working day not after the law's."""
    if desk.standing.state == "published":
        return None
    last = law = last_day(office, desk.agency, desk.year)
    while not calendar.day(last).works:
        last -= timedelta(days=1)
    left: Left = days_text(last, calendar, office.today)
    whose = "law" if law == date(desk.year + 1, *LAWS_DAY) else "local"
    why = f"{whose}_day" if last == law else f"{whose}_day_off"
    return {
        "day": last,
        "left": left,
        "why": say(f"web_report.{why}", law=full_day(law), last=full_day(last)),
    }


@router.post("/report/{year}/inputs")
def keep_inputs(
    request: Request, office: TheOffice, person: CaseWorker, year: Year, form: SentForm
) -> Response:
    """Keep what was typed in a part, and draft the report again with it."""
    desk = desk_of(office, person.agency, year)
    typed = {name: value for name, value in form.items() if isinstance(value, str)}
    part = _part(typed)
    try:
        _draft(office, person, desk, _inputs(desk, part, typed))
    except InputError as error:
        return _page(request, office, person, desk, part, problem=error.message, typed=typed)
    return RedirectResponse(f"/report/{year}?part={part}&done=1", status_code=303)


def _part(typed: Mapping[str, str]) -> int:
    text = typed.get("part", "")
    return int(text) if text in {str(part) for part in range(1, 7)} else 3


def _inputs(desk: Desk, part: int, typed: Mapping[str, str]) -> Inputs:
    if part == 2:  # noqa: PLR2004  (part 二 is table 1)
        table = typed_table(desk.form, typed)
        return Inputs(table, desk.inputs.figures, desk.inputs.text)
    text = dict(desk.inputs.text)
    for name, value in typed.items():
        if name.startswith("text."):
            text = _with_text(desk, text, name, kept(value, desk.built.report.figures))
    return Inputs(desk.inputs.proactive, desk.inputs.figures, text)


def _with_text(desk: Desk, text: dict[str, Any], name: str, value: str) -> dict[str, Any]:
    """Return the texts with one section changed; a heading that the form hasn't is passed over."""
    _word, part, *heads = name.split(".", 2)
    if part in WRITTEN.values() and not heads:
        return text | {part: value}
    if part != "1" or not heads:
        return text
    said = desk.built.report.text.get("1")
    known = {*desk.form.overview, *(said if isinstance(said, Mapping) else ())}
    if heads[0] not in known:
        return text
    before = text.get("1")
    words = dict(before) if isinstance(before, Mapping) else {}
    return text | {"1": words | {heads[0]: value}}


def _draft(office: Office, person: Person, desk: Desk, inputs: Inputs) -> None:
    step = Wanted(desk.agency, desk.year, office.today, actor(person), "web")
    report_life.draft(office, step, inputs)


@router.post("/report/{year}/mend")
def mend(
    request: Request, office: TheOffice, person: CaseWorker, year: Year, form: SentForm
) -> Response:
    """Tie a number of the narrative to its table, as a finding offers."""
    desk = desk_of(office, person.agency, year)
    key = str(form.get("key", ""))
    finding = next(
        (one for one in desk.built.checked.warnings if (one.rule, one.row) == ("narrative", key)),
        None,
    )
    inputs = mended(desk.inputs, finding) if finding else None
    if inputs is None:
        problem = say("web_report.mend_by_hand")
        return _page(request, office, person, desk, 1, problem=problem)
    _draft(office, person, desk, inputs)
    return RedirectResponse(f"/report/{year}?part=1&done=1", status_code=303)


@router.get("/report/{year}/publish")
def confirm(request: Request, office: TheOffice, person: CaseReader, year: Year) -> HTMLResponse:
    """Ask before what can't be taken back: publishing locks the report."""
    desk = desk_of(office, person.agency, year)
    return page(request, "report_publish.html", desk=desk, report=desk.built.report)


@router.post("/report/{year}/publish")
def publish(office: TheOffice, person: CaseWorker, year: Year, form: SentForm) -> Response:
    """Publish the approved report: its version is locked under its hash."""
    step = Wanted(person.agency, year, office.today, actor(person), "web")
    report_life.publish(office, step, str(form.get("place", "")).strip() or None)
    return RedirectResponse(f"/report/{year}?done=publish", status_code=303)


@router.post("/report/{year}/step/{trigger}")
def take_step(
    request: Request,
    office: TheOffice,
    person: CaseWorker,
    year: Year,
    form: SentForm,
    trigger: str,
) -> Response:
    """Take a step of the report's life; a refused one says every reason."""
    step = Wanted(person.agency, year, office.today, actor(person), "web")
    try:
        _take(office, step, trigger, form)
    except RefusedError as error:
        desk = desk_of(office, person.agency, year)
        said = [error.message, *(reason.message for reason in error.reasons)]
        return _page(request, office, person, desk, 3, problem=" ".join(said))
    return RedirectResponse(f"/report/{year}?done={trigger}", status_code=303)


def _take(office: Office, step: Wanted, trigger: str, form: FormData) -> None:
    match trigger:
        case "draft":
            report_life.draft(office, step)
        case "check":
            report_life.draft(office, step)
            report_life.check_built(office, step)
        case "approve":
            report_life.approve(office, step, str(form.get("opinion", "")).strip() or None)
        case "reissue":
            report_life.reissue(office, step, str(form.get("reason", "")).strip())
        case _:
            raise NotFoundError("web.no_such_page")


@router.get("/report/{year}/file/{kind}")
def download(
    office: TheOffice, person: CaseReader, year: Year, kind: str, agency: str = ""
) -> Response:
    """Download the report as it stands: .docx, .xlsx or .json."""
    code = seen_agency(office, person, agency)
    report = desk_of(office, code, year).built.printed
    name = f"{say('web_report.file', body=report.body, year=year)}.{kind}"
    match kind:
        case "docx":
            return attachment(name, DOCX, report_docx(report, office.today))
        case "xlsx":
            return attachment(name, XLSX, report_xlsx(report))
        case "json":
            text = json.dumps(to_json(report), ensure_ascii=False, indent=1)
            return attachment(name, JSON, text.encode())
        case _:
            raise NotFoundError("web.no_such_page")
