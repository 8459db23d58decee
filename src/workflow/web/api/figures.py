"""The numbers that belong to no case: entered by period with their source, summed, checked."""

from typing import Annotated, Any

from fastapi import Form, Path, Query, Response
from pydantic import Field

from workflow.app.figure_files import Import, export_figures, import_figures
from workflow.app.figure_kinds import key_named, read_value
from workflow.app.figure_listing import figures_told
from workflow.app.figure_periods import Period, read_period
from workflow.app.figures import Entering, enter, history
from workflow.app.guide import guide_docx, guide_of
from workflow.app.office import Office
from workflow.app.self_inspection import Words, inspection_docx, record_of
from workflow.web.api import shapes
from workflow.web.api.bearer import VIA, FigureReader, FigureWriter, actor, seen_agency
from workflow.web.api.once import OnceOnly
from workflow.web.api.strict import router as new_router
from workflow.web.api.uploads import OneFile, answers, form_of
from workflow.web.downloads import DOCX, XLSX, attachment
from workflow.web.files import laid_out, made
from workflow.web.guard import TheOffice

router = new_router("figures", "/figures")

PeriodCode = Annotated[shapes.Code, Path(description="2026, 2026H1, 2026Q3 or 2026-05.")]
KINDS = (".xlsx", ".csv", ".json")


class Figures(shapes.Answer):
    """The figures of a period with their sources, and the sums that don't hold."""

    agency: str
    period: str
    figures: list[dict[str, Any]]
    violations: list[dict[str, Any]]
    warnings: list[dict[str, Any]]


class NewFigures(shapes.Given):
    """Figures of a period by key or name; null takes one back."""

    values: Annotated[dict[shapes.Word, shapes.Number | None], Field(max_length=1000)]
    source: shapes.Text


class Entered(shapes.Answer):
    """Which figures changed, and which stood there already."""

    period: str
    changed: list[str]
    unchanged: list[str]


class Texts(shapes.Given):
    """What a self-inspection says of problems and plans; empty: what is proposed."""

    problems: shapes.Text = ""
    plans: shapes.Text = ""
    on: shapes.Day | None = None


@router.get("/{period}")
def list_figures(
    office: TheOffice, holder: FigureReader, period: PeriodCode, agency: shapes.AgencyCode = ""
) -> Figures:
    """List the figures of a period, their sources, last year's beside them, and the sums."""
    code, when = seen_agency(office, holder, agency), read_period(period)
    rows, sums = figures_told(office, code, when)
    return Figures(agency=code, period=when.code, figures=rows, **sums.to_json())


@router.put("/{period}")
def enter_figures(
    office: TheOffice, holder: FigureWriter, once: OnceOnly, period: PeriodCode, given: NewFigures
) -> Entered:
    """Enter figures of a period in the token's agency, with where they come from."""
    agency, when = seen_agency(office, holder, ""), read_period(period)
    named = {key_named(name): value for name, value in given.values.items()}
    told = {key: None if raw is None else read_value(key, raw) for key, raw in named.items()}

    def do(office: Office) -> Entered:
        wanted = Entering(agency, when, told, dict.fromkeys(told, given.source))
        done = enter(office, wanted, actor(holder), VIA)
        return Entered(period=when.code, changed=list(done.changed), unchanged=list(done.unchanged))

    return once(office, holder, given, Entered, do)


@router.get("/{period}/history")
def show_history(
    office: TheOffice,
    holder: FigureReader,
    period: PeriodCode,
    figure: Annotated[shapes.Word, Query(description="Its key or name.")],
    agency: shapes.AgencyCode = "",
) -> list[dict[str, Any]]:
    """List every value that a figure had in a period, and who entered it from where."""
    code = seen_agency(office, holder, agency)
    return history(office, code, read_period(period), key_named(figure))


@router.post("/import")
def import_file(
    office: TheOffice,
    holder: FigureWriter,
    file: OneFile,
    period: Annotated[shapes.Code, Form(description="Of rows that don't name one.")] = "",
    source: Annotated[shapes.Text, Form(max_length=200)] = "",
) -> list[Entered]:
    """Enter every figure of a file (.xlsx, .csv; .json: the inputs of a report), or none."""
    agency = seen_agency(office, holder, "")
    when: Period | None = read_period(period) if period else None
    with laid_out(form_of(file), kinds=KINDS) as path:
        wanted = Import(agency, path, when, source)
        done = import_figures(office, wanted, actor(holder), VIA)
    return [
        Entered(period=each.code, changed=list(one.changed), unchanged=list(one.unchanged))
        for each, one in done
    ]


@router.get("/{period}/file", response_class=Response, responses=answers(XLSX))
def export_file(
    office: TheOffice, holder: FigureReader, period: PeriodCode, agency: shapes.AgencyCode = ""
) -> Response:
    """Download the figures of a period as .xlsx, to be filled in and imported again."""
    code, when = seen_agency(office, holder, agency), read_period(period)
    content = made(".xlsx", lambda path: export_figures(office, code, when, path))
    return attachment(f"{when.code}.xlsx", XLSX, content)


@router.post("/{period}/self-inspection", response_class=Response, responses=answers(DOCX))
def self_inspection(
    office: TheOffice,
    holder: FigureReader,
    period: PeriodCode,
    given: Texts,
    agency: shapes.AgencyCode = "",
) -> Response:
    """Make the self-inspection report of a half year; nothing is stored."""
    code, when = seen_agency(office, holder, agency), read_period(period)
    own = Words(given.problems, given.plans) if given.problems or given.plans else None
    record = record_of(office, code, when)
    content = inspection_docx(office, record, given.on or office.today, own)
    return attachment(f"{when.code}.docx", DOCX, content)


guide_router = new_router("office")


@guide_router.get("/guide", response_class=Response, responses=answers(DOCX))
def disclosure_guide(
    office: TheOffice,
    holder: FigureReader,
    agency: shapes.AgencyCode = "",
    hours: Annotated[shapes.Text, Query(max_length=200, description="Office hours.")] = "",
    on: Annotated[shapes.Day | None, Query(description="Its date. Default: today.")] = None,
) -> Response:
    """Make the agency's disclosure guide (信息公开指南); nothing is stored."""
    code = seen_agency(office, holder, agency)
    found = guide_of(office, code, on or office.today, hours)
    return attachment("guide.docx", DOCX, guide_docx(office, found))
