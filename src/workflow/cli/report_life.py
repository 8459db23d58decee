"""``workflow report draft`` to ``history``: a report from its first draft to the public."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workflow.cli.acting import AS_USER, ROLE, VIA, actor_for
from workflow.cli.common import JSON, answer, emit
from workflow.cli.term import Day
from workflow.forms import all_forms
from workflow.messages import say

if TYPE_CHECKING:
    from workflow.app.office import Office
    from workflow.app.report_life import Wanted

PATH = click.Path(path_type=Path)
#: A form by its key, or the one of the year.
FORM = click.Choice(["auto", *all_forms()])


def _which(function: Any) -> Any:
    """Add the options that name a report."""
    function = click.option("--year", required=True, type=int, help="Year that it is about.")(
        function
    )
    return click.option("--agency", required=True, help="Code of the agency.")(function)


def _step(function: Any) -> Any:
    """Add the options of a step: which report, when, as whom."""
    function = AS_USER(ROLE(function))
    function = click.option("--on", type=Day(), help="Day of the step (default: today).")(function)
    return _which(JSON(function))


def _opened(
    agency: str, year: int, on: date | None, user: str, role: str | None, may: str
) -> "tuple[Office, Wanted]":
    from workflow.app.report_life import Wanted
    from workflow.bootstrap import build

    office = build()
    actor = actor_for(office, agency, user, role, [may])
    return office, Wanted(agency, year, on or office.today, actor, VIA)


@click.command("draft")
@_step
@click.option("--form", type=FORM, default="auto")
@click.option("--inputs", type=PATH, help="Table 1 and the narrative, as JSON.")
@click.option("--previous", type=PATH, help="Last year's report, where it isn't kept here.")
def draft(
    *,
    agency: str,
    year: int,
    on: date | None,
    user: str,
    role: str | None,
    as_json: bool,
    form: str,
    inputs: Path | None,
    previous: Path | None,
) -> None:
    """Build the report from the register and keep it as a draft, with its inputs."""
    from workflow import jsontext
    from workflow.app import report_life
    from workflow.app.annual_report import inputs_from_json
    from workflow.reports.reading import read_report

    given = inputs_from_json(jsontext.read(inputs), str(inputs)) if inputs else None
    before = read_report(previous) if previous else None
    office, step = _opened(agency, year, on, user, role, "clerk")
    built = report_life.draft(office, step, given, form, before)
    counts: dict[str, Any] = {
        "violations": len(built.checked.violations),
        "warnings": len(built.checked.warnings),
    }
    sentence = say("report.drafted", body=built.report.body, year=year, **counts)
    _tell(office, step, sentence, as_json, built.checked)
    if not as_json:
        _say_all(built.checked.violations)


@click.command("check-built")
@_step
@click.option("--previous", type=PATH, help="Last year's report, where it isn't kept here.")
def check_built(
    *,
    agency: str,
    year: int,
    on: date | None,
    user: str,
    role: str | None,
    as_json: bool,
    previous: Path | None,
) -> None:
    """Check the draft; exit status 1 and every violation where an equation doesn't hold."""
    from workflow.app import report_life
    from workflow.reports.reading import read_report

    before = read_report(previous) if previous else None
    office, step = _opened(agency, year, on, user, role, "clerk")
    checked = report_life.check_built(office, step, before)
    sentence = say("report.checked", year=year, warnings=len(checked.warnings))
    _tell(office, step, sentence, as_json, checked)
    if not as_json:
        _say_all(checked.warnings)


@click.command("approve")
@_step
@click.option("--opinion", help="The leader's opinion.")
def approve(
    *,
    agency: str,
    year: int,
    on: date | None,
    user: str,
    role: str | None,
    as_json: bool,
    opinion: str | None,
) -> None:
    """Approve the checked report: by a leader who didn't draft it."""
    from workflow.app import report_life

    office, step = _opened(agency, year, on, user, role, "leader")
    report_life.approve(office, step, opinion)
    _tell(office, step, say("report.approved", year=year), as_json)


@click.command("publish")
@_step
@click.option("--place", help="Where it was published.")
@click.option("--docx", type=PATH, help="Write the published report as .docx.")
def publish(
    *,
    agency: str,
    year: int,
    on: date | None,
    user: str,
    role: str | None,
    as_json: bool,
    place: str | None,
    docx: Path | None,
) -> None:
    """Publish the approved report: its version is locked under its hash."""
    from workflow.app import report_life
    from workflow.documents.write import write_file

    office, step = _opened(agency, year, on, user, role, "clerk")
    made = report_life.publish(office, step, place)
    if docx:
        write_file(docx, made.content)
    sentence = say("report.published", year=year, version=made.version, digest=made.digest)
    _tell(office, step, sentence, as_json)


@click.command("reissue")
@_step
@click.option("--reason", required=True, help="Why the published report is mended.")
def reissue(
    *,
    agency: str,
    year: int,
    on: date | None,
    user: str,
    role: str | None,
    as_json: bool,
    reason: str,
) -> None:
    """Open a new version of a published report; the published one stays as it is."""
    from workflow.app import report_life

    office, step = _opened(agency, year, on, user, role, "clerk")
    built = report_life.reissue(office, step, reason)
    sentence = say("report.reissued", body=built.report.body, year=year)
    _tell(office, step, sentence, as_json, built.checked)


@click.command("history")
@_which
@JSON
def history(*, agency: str, year: int, as_json: bool) -> None:
    """Print where a report stands, its date, its versions and every step of its life."""
    from workflow.app import report_life
    from workflow.bootstrap import build

    office = build()
    steps = report_life.history(office, agency, year)
    stands = report_life.standing(office, agency, year)
    if as_json:
        emit(_history_json(office, agency, year, steps, stands))
        return
    state = say(f"states.annual_report_{stands.state}") if stands.state else say("report.not_begun")
    due = stands.deadline.due if stands.deadline else None
    click.echo(say("report.standing", year=year, state=state, due=due or "—"))
    for step in steps:
        reason = f"  {step['reason']}" if step["reason"] else ""
        digest = f"  {step['sha256'][:16]}…" if step["sha256"] else ""
        click.echo(f"  {step['on']}  {step['label']}  {step['actor']}{digest}{reason}")


def _history_json(
    office: "Office", agency: str, year: int, steps: list[dict[str, Any]], stands: Any
) -> dict[str, Any]:
    from workflow.app import report_life

    kept = [
        {"version": one.version, "sha256": one.digest, "published_on": one.published_on}
        for one in report_life.versions(office, agency, year)
    ]
    return {
        "agency": agency,
        "year": year,
        "state": stands.state or None,
        "due": stands.deadline.due if stands.deadline else None,
        "versions": kept,
        "steps": steps,
    }


def _tell(
    office: "Office", step: "Wanted", sentence: str, as_json: bool, checked: Any = None
) -> None:
    """Say what a step did: where the report stands now, with its findings where it was checked."""
    from workflow.app import report_life

    stands = report_life.standing(office, step.agency, step.year)
    version = stands.version
    told = {
        "agency": step.agency,
        "year": step.year,
        "state": stands.state,
        "version": version.version if version else None,
        "sha256": version.digest if version else None,
        "published_on": version.published_on if version else None,
    }
    findings = {"findings": checked.to_json()} if checked else {}
    answer({**told, **findings}, sentence, as_json=as_json)


def _say_all(findings: Any) -> None:
    for finding in findings:
        click.echo(f"· {finding.message} [report.{finding.rule}]")


COMMANDS = (draft, check_built, approve, publish, reissue, history)
