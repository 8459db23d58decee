"""Annual reports: built from the register, checked, rolled up; the cases behind a cell."""

import json
from datetime import date
from typing import Annotated, Literal

from fastapi import Body, File, Path, Query, Response, UploadFile

from workflow.app import annual_report, report_life
from workflow.app.annual_report import Built
from workflow.app.comment_texts import comment_sheets
from workflow.app.office import Office
from workflow.app.report_asking import last_day, years_of
from workflow.app.report_desk import desk_of
from workflow.app.report_document import report_docx
from workflow.app.report_register import OfficeRegister
from workflow.app.report_uploads import LARGEST, MOST_FILES, Upload, roll_up_uploads
from workflow.forms import all_forms
from workflow.messages import say
from workflow.reports.checks import check
from workflow.reports.model import Report, from_json, to_json
from workflow.reports.rollup import RollUp
from workflow.reports.rollup_workbook import rollup_xlsx
from workflow.reports.workbook import report_xlsx
from workflow.web.api import shapes
from workflow.web.api.bearer import AnyHolder, ReportReader, seen_agency
from workflow.web.api.strict import router as new_router
from workflow.web.api.uploads import answers
from workflow.web.downloads import DOCX, JSON, XLSX, ZIP, attachment
from workflow.web.guard import TheOffice

router = new_router("reports", "/reports")
#: ``auto`` is the form of the year; an unknown one is refused with the names of those there are.
FormName = Annotated[str, Query(json_schema_extra={"enum": ["auto", *all_forms()]})]


def _built(office: Office, agency: str, year: int, form: str) -> Built:
    """Return the report as it stands; another form than its year's is built anew."""
    desk = desk_of(office, agency, year)
    if form in {"auto", desk.form.key}:
        return desk.built
    return annual_report.build(OfficeRegister(office), agency, year, desk.inputs, form)


@router.get("")
def list_reports(
    office: TheOffice, holder: ReportReader, agency: shapes.AgencyCode = ""
) -> list[shapes.ReportLine]:
    """List the years of an agency with the state of each report."""
    code = seen_agency(office, holder, agency)
    found = [(year, report_life.standing(office, code, year)) for year in years_of(office, code)]
    return [
        shapes.ReportLine(
            year=year,
            state=one.state or "none",
            version=one.version.version if one.version else None,
            published_on=one.version.published_on if one.version else None,
            sha256=one.version.digest if one.version else None,
            last_day=last_day(office, code, year),
        )
        for year, one in found
    ]


@router.get("/{year}")
def build(
    office: TheOffice,
    holder: ReportReader,
    year: shapes.Year,
    form: FormName = "auto",
    agency: shapes.AgencyCode = "",
) -> shapes.BuiltReport:
    """Build a year's report from the register, with its findings."""
    built = _built(office, seen_agency(office, holder, agency), year, form)
    findings = shapes.Checked(**built.checked.to_json())
    return shapes.BuiltReport(report=to_json(built.printed), findings=findings)


@router.get("/{year}/file", response_class=Response, responses=answers(DOCX, XLSX, JSON))
def build_file(
    office: TheOffice,
    holder: ReportReader,
    year: shapes.Year,
    kind: Literal["docx", "xlsx", "json"] = "docx",
    form: FormName = "auto",
    agency: shapes.AgencyCode = "",
) -> Response:
    """Build a year's report as a Word, Excel or JSON file."""
    report = _built(office, seen_agency(office, holder, agency), year, form).printed
    return attachment(f"{year}.{kind}", *_file(report, kind, office.today))


def _file(report: Report, kind: str, on: date) -> tuple[str, bytes]:
    """Return type and content of a report's file."""
    match kind:
        case "docx":
            return DOCX, report_docx(report, on)
        case "xlsx":
            return XLSX, report_xlsx(report)
        case _:
            return JSON, json.dumps(to_json(report), ensure_ascii=False, indent=1).encode()


@router.get("/{year}/cells/{row}/{column}")
def explain(
    office: TheOffice,
    holder: ReportReader,
    year: shapes.Year,
    row: Annotated[shapes.Word, Path()],
    column: Annotated[shapes.Word, Path()],
    agency: shapes.AgencyCode = "",
) -> shapes.Cell:
    """Return the numbers of the cases behind a cell of table 2 or 3."""
    code = seen_agency(office, holder, agency)
    found = annual_report.explain(OfficeRegister(office), code, year, row, column)
    return shapes.Cell(row=row, column=column, cases=found)


@router.post("/check")
def check_report(
    _: AnyHolder,
    report: Annotated[dict[shapes.Word, shapes.AnyJson], Body(embed=True)],
    previous: Annotated[dict[shapes.Word, shapes.AnyJson] | None, Body(embed=True)] = None,
) -> shapes.Checked:
    """Check a report, with last year's the chain between them (``workflow report check``)."""
    before: Report | None = from_json(previous, "previous") if previous else None
    return shapes.Checked(**check(from_json(report, "report"), before).to_json())


Reports = Annotated[list[UploadFile], File(max_length=MOST_FILES)]


@router.post("/rollup")
def rollup(
    _: AnyHolder,
    files: Reports,
    name: Annotated[shapes.Text, Query(max_length=100, description="Name of the sum.")] = "",
) -> dict[str, object]:
    """Check the reports in files (.json .docx .xlsx .html .txt) and add them up."""
    return _rolled(files, name).to_json()


def _rolled(files: list[UploadFile], name: str) -> RollUp:
    uploads = [Upload(one.filename or "", one.file.read(LARGEST + 1)) for one in files]
    return roll_up_uploads(uploads, name or say("report.rollup_name", count=len(uploads)))


@router.post("/rollup/file", response_class=Response, responses=answers(DOCX, XLSX, JSON, ZIP))
def rollup_file(
    office: TheOffice,
    _: AnyHolder,
    files: Reports,
    kind: Annotated[
        Literal["docx", "xlsx", "zip"], Query(description="zip: the comment sheets.")
    ] = "docx",
    name: Annotated[shapes.Text, Query(max_length=100, description="Name of the sum.")] = "",
) -> Response:
    """Add reports up, as a file: the sum as Word or Excel, or every body's comment sheet."""
    found = _rolled(files, name)
    match kind:
        case "docx":
            content = DOCX, report_docx(found.total, office.today)
        case "xlsx":
            content = XLSX, rollup_xlsx(found, ())
        case _:
            content = ZIP, comment_sheets(found, office.today)
    return attachment(f"rollup.{kind}", *content)
