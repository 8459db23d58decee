"""Annual reports: built from the register, checked, rolled up; the cases behind a cell."""

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Path, Query, Response, UploadFile

from workflow.app import annual_report, report_life
from workflow.app.annual_report import Built
from workflow.app.office import Office
from workflow.app.report_asking import last_day, years_of
from workflow.app.report_desk import desk_of
from workflow.app.report_document import report_docx
from workflow.app.report_register import OfficeRegister
from workflow.app.report_uploads import Upload, roll_up_uploads
from workflow.app.tokens import Holder
from workflow.errors import NotFoundError
from workflow.messages import say
from workflow.reports.checks import check
from workflow.reports.model import Report, from_json, to_json
from workflow.reports.workbook import report_xlsx
from workflow.web.api import shapes
from workflow.web.api.bearer import AnyHolder, ReportReader, seen_by
from workflow.web.downloads import DOCX, XLSX, attachment
from workflow.web.guard import TheOffice

router = APIRouter(prefix="/reports", tags=["reports"])
FormName = Annotated[Literal["auto", "2019", "2021"], Query()]
AgencyCode = Annotated[shapes.Text, Query(max_length=40, description="Default: the token's own.")]


def _agency(office: Office, holder: Holder, asked: str) -> str:
    """Return the agency asked about; another's is not found."""
    code = asked or holder.agency
    if code not in seen_by(office, holder):
        raise NotFoundError("agency.unknown", code=code)
    return code


def _built(office: Office, agency: str, year: int, form: str) -> Built:
    """Return the report as it stands; another form than its year's is built anew."""
    desk = desk_of(office, agency, year)
    if form in {"auto", desk.form.key}:
        return desk.built
    return annual_report.build(OfficeRegister(office), agency, year, desk.inputs, form)


@router.get("")
def list_reports(
    office: TheOffice, holder: ReportReader, agency: AgencyCode = ""
) -> list[shapes.ReportLine]:
    """List the years of an agency with the state of each report."""
    code = _agency(office, holder, agency)
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
    agency: AgencyCode = "",
) -> shapes.BuiltReport:
    """Build a year's report from the register, with its findings."""
    built = _built(office, _agency(office, holder, agency), year, form)
    findings = shapes.Checked(**built.checked.to_json())
    return shapes.BuiltReport(report=to_json(built.printed), findings=findings)


@router.get(
    "/{year}/file",
    response_class=Response,
    responses={
        200: {
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}} for kind in (DOCX, XLSX)
            }
        }
    },
)
def build_file(
    office: TheOffice,
    holder: ReportReader,
    year: shapes.Year,
    kind: Literal["docx", "xlsx"] = "docx",
    form: FormName = "auto",
    agency: AgencyCode = "",
) -> Response:
    """Build a year's report as a Word or Excel file."""
    report = _built(office, _agency(office, holder, agency), year, form).printed
    content = report_docx(report, office.today) if kind == "docx" else report_xlsx(report)
    return attachment(f"{year}.{kind}", DOCX if kind == "docx" else XLSX, content)


@router.get("/{year}/cells/{row}/{column}")
def explain(
    office: TheOffice,
    holder: ReportReader,
    year: shapes.Year,
    row: Annotated[shapes.Word, Path()],
    column: Annotated[shapes.Word, Path()],
    agency: AgencyCode = "",
) -> shapes.Cell:
    """Return the numbers of the cases behind a cell of table 2 or 3."""
    code = _agency(office, holder, agency)
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


@router.post("/rollup")
def rollup(
    _: AnyHolder,
    files: list[UploadFile],
    name: Annotated[shapes.Text, Query(max_length=100, description="Name of the sum.")] = "",
) -> dict[str, object]:
    """Check the reports in files (.json .docx .xlsx .html .txt) and add them up."""
    uploads = [Upload(one.filename or "", one.file.read()) for one in files]
    return roll_up_uploads(uploads, name or say("report.rollup_name", count=len(uploads))).to_json()
