"""The life of an annual report: drafted, checked, approved, published, mended; its history."""

from datetime import date
from typing import Annotated, Any

from fastapi import Path, Response
from pydantic import Field

from workflow.app import annual_report, report_life
from workflow.app.annual_report import Built
from workflow.app.office import Office
from workflow.app.report_asking import possible
from workflow.app.report_desk import desk_of
from workflow.app.report_life import Wanted
from workflow.app.tokens import Holder
from workflow.errors import NotFoundError
from workflow.web.api import shapes
from workflow.web.api.bearer import VIA, ReportReader, ReportWriter, actor, seen_agency
from workflow.web.api.once import OnceOnly
from workflow.web.api.strict import router as new_router
from workflow.web.api.uploads import answers
from workflow.web.downloads import DOCX, attachment
from workflow.web.guard import TheOffice

router = new_router("reports", "/reports/{year}")
Year = Annotated[int, Path(ge=2019, le=2098)]


class Step(shapes.Given):
    """A step of a report's life, on a day (default: today)."""

    on: shapes.Day | None = None


class NewDraft(Step):
    """A draft; ``inputs`` are table 1 and the narrative, as ``report build --inputs`` takes."""

    inputs: Annotated[
        dict[shapes.Word, shapes.AnyJson] | None,
        Field(description="None: those of the draft before."),
    ] = None
    form: Annotated[str, Field(pattern="^(auto|2019|2021)$")] = "auto"


class Approval(Step):
    """An approval with the leader's opinion."""

    opinion: shapes.Text | None = None


class Publication(Step):
    """Where the report was published."""

    place: shapes.Text | None = None


class Mending(Step):
    """Why a published report is mended."""

    reason: shapes.Word


class Standing(shapes.Answer):
    """Where a report stands after a step, with its findings where it was built or checked."""

    year: int
    state: str
    version: int | None
    sha256: str | None
    published_on: date | None
    findings: shapes.Checked | None = None


class History(shapes.Answer):
    """Where a report stands, its last day, its versions and every step of its life."""

    agency: str
    year: int
    state: str | None
    due: date | None
    versions: list[dict[str, Any]]
    steps: list[dict[str, Any]]
    possible: list[dict[str, Any]]


def _step(office: Office, holder: Holder, year: int, on: date | None) -> Wanted:
    agency = seen_agency(office, holder, "")
    return Wanted(agency, year, on or office.today, actor(holder), VIA)


def _standing(office: Office, step: Wanted, checked: Any = None) -> Standing:
    found = report_life.standing(office, step.agency, step.year)
    version = found.version
    return Standing(
        year=step.year,
        state=found.state or "none",
        version=version.version if version else None,
        sha256=version.digest if version else None,
        published_on=version.published_on if version else None,
        findings=shapes.Checked(**checked.to_json()) if checked else None,
    )


@router.get("/history")
def history(
    office: TheOffice, holder: ReportReader, year: Year, agency: shapes.AgencyCode = ""
) -> History:
    """Show where a report stands, its date, its versions, every step, and what may be done now."""
    code = seen_agency(office, holder, agency)
    stands = report_life.standing(office, code, year)
    checked = desk_of(office, code, year).built.checked
    steps = possible(office, code, year, actor(holder), checked)
    return History(
        agency=code,
        year=year,
        state=stands.state or None,
        due=stands.deadline.due if stands.deadline else None,
        versions=[
            {"version": one.version, "sha256": one.digest, "published_on": one.published_on}
            for one in report_life.versions(office, code, year)
        ],
        steps=report_life.history(office, code, year),
        possible=[one.to_json() for one in steps],
    )


@router.get("/versions/{version}/file", response_class=Response, responses=answers(DOCX))
def version_file(
    office: TheOffice,
    holder: ReportReader,
    year: Year,
    version: Annotated[int, Path(ge=1, le=shapes.LARGEST_NUMBER)],
    agency: shapes.AgencyCode = "",
) -> Response:
    """Download a kept version of a report as it was made; a published one is locked."""
    code = seen_agency(office, holder, agency)
    found = [one for one in report_life.versions(office, code, year) if one.version == version]
    if not found:
        raise NotFoundError("api.no_version", year=year, version=version)
    return attachment(f"{year}-{version}.docx", DOCX, found[0].content)


@router.get("/inputs")
def show_inputs(
    office: TheOffice, holder: ReportReader, year: Year, agency: shapes.AgencyCode = ""
) -> dict[str, Any]:
    """Return what was entered for a report: table 1 and the narrative, as a draft takes them."""
    inputs = desk_of(office, seen_agency(office, holder, agency), year).inputs
    narrative = {"figures": dict(inputs.figures), "text": dict(inputs.text)}
    proactive = {row: dict(told) for row, told in inputs.proactive.items()}
    return {"proactive": proactive, "narrative": narrative}


@router.post("/draft")
def draft(
    office: TheOffice, holder: ReportWriter, once: OnceOnly, year: Year, given: NewDraft
) -> Standing:
    """Build the report from the register and keep it as a draft, with its inputs."""
    inputs = None
    if given.inputs is not None:
        inputs = annual_report.inputs_from_json(given.inputs, "inputs")
    step = _step(office, holder, year, given.on)

    def do(office: Office) -> Standing:
        built: Built = report_life.draft(office, step, inputs, given.form)
        return _standing(office, step, built.checked)

    return once(office, holder, given, Standing, do)


@router.post("/check")
def check(
    office: TheOffice, holder: ReportWriter, once: OnceOnly, year: Year, given: Step
) -> Standing:
    """Check the draft; every violation where an equation doesn't hold (409)."""
    step = _step(office, holder, year, given.on)

    def do(office: Office) -> Standing:
        return _standing(office, step, report_life.check_built(office, step))

    return once(office, holder, given, Standing, do)


@router.post("/approve")
def approve(
    office: TheOffice, holder: ReportWriter, once: OnceOnly, year: Year, given: Approval
) -> Standing:
    """Approve the checked report: by a leader who didn't draft it."""
    step = _step(office, holder, year, given.on)

    def do(office: Office) -> Standing:
        report_life.approve(office, step, given.opinion)
        return _standing(office, step)

    return once(office, holder, given, Standing, do)


@router.post("/publish")
def publish(
    office: TheOffice, holder: ReportWriter, once: OnceOnly, year: Year, given: Publication
) -> Standing:
    """Publish the approved report: its version is locked under its hash."""
    step = _step(office, holder, year, given.on)

    def do(office: Office) -> Standing:
        report_life.publish(office, step, given.place)
        return _standing(office, step)

    return once(office, holder, given, Standing, do)


@router.post("/reissue")
def reissue(
    office: TheOffice, holder: ReportWriter, once: OnceOnly, year: Year, given: Mending
) -> Standing:
    """Open a new version of a published report; the published one stays as it is."""
    step = _step(office, holder, year, given.on)

    def do(office: Office) -> Standing:
        built = report_life.reissue(office, step, given.reason)
        return _standing(office, step, built.checked)

    return once(office, holder, given, Standing, do)
