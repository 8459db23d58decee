"""``workflow report``: check a report, build one, roll many up."""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workflow import jsontext
from workflow.cli import report_life
from workflow.cli.common import JSON, emit
from workflow.cli.term import Day
from workflow.errors import InputError
from workflow.messages import say
from workflow.reports.cells import plain
from workflow.reports.checks import check
from workflow.reports.findings import Checked
from workflow.reports.model import to_json
from workflow.reports.reading import read_report

if TYPE_CHECKING:
    from workflow.reports.comparing import Comparison
    from workflow.reports.model import Report
    from workflow.reports.rollup import Body, RollUp

PATH = click.Path(path_type=Path)
_EVERY = 25


@click.group(name="report")
def command() -> None:
    """Check, build and roll up annual reports."""


for _step in report_life.COMMANDS:
    command.add_command(_step)


@command.command(name="check")
@click.argument("file", type=PATH)
@click.option("--previous", type=PATH, help="Last year's published report.")
@JSON
def check_file(file: Path, previous: Path | None, as_json: bool) -> int:
    """Check the report in FILE: .json, .docx, .xlsx, .html or .txt.

    Exit status 1 if a rule is violated; warnings alone leave it 0.
    """
    checked = check(read_report(file), read_report(previous) if previous else None)
    if as_json:
        emit(checked.to_json())
    else:
        _say(checked)
    return 1 if checked.violations else 0


@command.command(name="build")
@click.option("--agency", required=True, help="Code of the agency.")
@click.option("--year", required=True, type=int, help="The year that the report is about.")
@click.option("--form", type=report_life.FORM, default="auto")
@click.option("--inputs", type=PATH, help="Table 1 and the narrative, as JSON.")
@click.option("--previous", type=PATH, help="Last year's published report.")
@click.option("--docx", type=PATH, help="Write the report as .docx (- = standard output).")
@click.option("--xlsx", type=PATH, help="Write the report as .xlsx (- = standard output).")
@click.option(
    "--json", "as_json", type=PATH, help="Write the report as JSON (- = standard output)."
)
@click.option("--explain", nargs=2, metavar="ROW COLUMN", help="List the cases behind a cell.")
def build_report(
    *,
    agency: str,
    year: int,
    form: str,
    inputs: Path | None,
    previous: Path | None,
    docx: Path | None,
    xlsx: Path | None,
    as_json: Path | None,
    explain: tuple[str, str] | None,
) -> int:
    """Build an agency's report from its register, and check it.

    Exit status 1 if a rule is violated; the files are written all the same, to be looked at.
    """
    from workflow import bootstrap
    from workflow.app import annual_report
    from workflow.app.report_register import OfficeRegister

    given = annual_report.Inputs()
    if inputs:
        given = annual_report.inputs_from_json(jsontext.read(inputs), str(inputs))
    before = read_report(previous) if previous else None
    register = OfficeRegister(bootstrap.build(), before)
    if explain:
        for number in annual_report.explain(register, agency, year, *explain):
            print(number)
        if not (as_json or xlsx or docx):
            return 0
    built = annual_report.build(register, agency, year, given, form)
    if as_json:
        _write(as_json, _json_bytes(to_json(built.printed)))
    _write_documents(built.printed, xlsx, docx)
    _say(built.checked, quiet=_to_stdout(as_json, xlsx, docx))
    return 1 if built.checked.violations else 0


def _write_documents(report: "Report", xlsx: Path | None, docx: Path | None) -> None:
    """Write a report as the documents that were asked for."""
    if xlsx:
        from workflow.reports.workbook import report_xlsx

        _write(xlsx, report_xlsx(report))
    if docx:
        from workflow.app.report_document import report_docx
        from workflow.clock import today

        _write(docx, report_docx(report, today()))


@command.command(name="compare")
@click.argument("files", nargs=-1, type=PATH)
@click.option("--agency", help="Code of the agency, instead of files.")
@click.option("--year", type=int, help="The last year (default: the year that has ended).")
@click.option(
    "--years",
    type=click.IntRange(2, 10),
    default=5,
    show_default=True,
    help="How many years stand side by side.",
)
@click.option("--docx", type=PATH, help="Write charts and table as .docx (- = standard output).")
@JSON
def compare_years(
    *,
    files: tuple[Path, ...],
    agency: str | None,
    year: int | None,
    years: int,
    docx: Path | None,
    as_json: bool,
) -> int:
    """Compare a body's reports of several years, as figures and as charts.

    Either the published reports in FILES, or those of an agency; its years that aren't published
    yet are counted in the register.
    """
    from workflow.clock import today
    from workflow.reports.comparing import compare

    if bool(files) == bool(agency):
        raise InputError("report.compare_what")
    if agency:
        from workflow import bootstrap
        from workflow.app.report_comparison import compared

        found = compared(bootstrap.build(), agency, year or today().year - 1, years)
    else:
        found = compare((read_report(file), "file") for file in files)
    if docx:
        from workflow.app.report_comparison import comparison_docx

        _write(docx, comparison_docx(found, today()))
    if as_json:
        emit(found.to_json())
    elif not _to_stdout(docx):
        for line in _compared(found):
            print(line)
    return 0


@command.command(name="rollup")
@click.argument("files", nargs=-1, required=True, type=PATH)
@click.option("--name", default=None, help="Name of the body whose sum it is.")
@click.option("--docx", type=PATH, help="Write the sum as .docx (- = standard output).")
@click.option("--xlsx", type=PATH, help="Write sum, matrix and findings as .xlsx.")
@click.option("--json", "as_json", type=PATH, help="Write sum and findings as JSON.")
@click.option("--comments", type=PATH, help="Write a comment sheet a body into this folder.")
@click.option("--expect", type=PATH, help="The bodies that must report, one a line.")
@click.option("--due", default="01-31", show_default=True, help="Last day to publish, MM-DD.")
@click.option("--as-of", type=Day(), help="Who is late on this day.")
def roll_up_files(
    *,
    files: tuple[Path, ...],
    name: str | None,
    docx: Path | None,
    xlsx: Path | None,
    as_json: Path | None,
    comments: Path | None,
    expect: Path | None,
    due: str,
    as_of: date | None,
) -> int:
    """Check the reports in FILES and add them up.

    A report that is the sum of others is said and never added twice. Exit status 1 if a rule is
    violated, 2 if a file can't be read; the others are added up all the same.
    """
    from workflow.clock import today
    from workflow.reports.rollup import late_bodies, roll_up

    title = name or say("report.rollup_name", count=len(files))
    with _progress(len(files)) as advance:
        found = roll_up(files, title, advance)
    on = as_of or today()
    late = late_bodies(found.bodies, _names(expect), _due(due, found.total.year), on)
    if as_json:
        _write(as_json, _json_bytes(found.to_json() | {"late": _late_json(late)}))
    _write_sum(found, late, xlsx, docx, on)
    if comments:
        _write_comments(comments, found.bodies, on)
    if not _to_stdout(as_json, xlsx, docx):
        _say_rollup(found, late)
    for each in found.unread:
        print(f"{each.message} [{each.code}]", file=sys.stderr)
    return 2 if found.unread else 1 if found.has_violations else 0


def _write_sum(
    found: "RollUp",
    late: Sequence[tuple[str, date | None]],
    xlsx: Path | None,
    docx: Path | None,
    on: date,
) -> None:
    """Write a sum of reports as the documents that were asked for."""
    if xlsx:
        from workflow.reports.rollup_workbook import rollup_xlsx

        _write(xlsx, rollup_xlsx(found, late))
    if docx:
        from workflow.app.report_document import report_docx

        _write(docx, report_docx(found.total, on))


def _say(checked: Checked, *, quiet: bool = False) -> None:
    """Print the findings; on standard error where standard output carries a file."""
    out = sys.stderr if quiet else sys.stdout
    violations, warnings = len(checked.violations), len(checked.warnings)
    sentence = "report.summary" if violations or warnings else "report.ok"
    print(say(sentence, form=checked.form, violations=violations, warnings=warnings), file=out)
    _say_findings(checked, "", out)


def _say_findings(checked: Checked, before: str, out: Any) -> None:
    for mark, findings in (("violation", checked.violations), ("warning", checked.warnings)):
        for finding in findings:
            word = say(f"report.mark_{mark}")
            print(f"{word}  {before}{finding.message} [report.{finding.rule}]", file=out)


def _say_rollup(found: "RollUp", late: Sequence[tuple[str, date | None]]) -> None:
    added = sum(body.left_out is None for body in found.bodies)
    print(say("report.rollup_done", count=len(found.bodies), added=added, year=found.total.year))
    for body in found.bodies:
        _say_findings(body.checked, f"{body.file}：", sys.stdout)
    for warning in found.not_added:
        print(f"{say('report.mark_warning')}  {warning['message']} [report.{warning['rule']}]")
    for name, on in late:
        print(say("report.late", body=name, on=on or say("report.not_handed_in")))
    _say(found.checked)


def _write(path: Path, content: bytes) -> None:
    """Write a file whole, or standard output for ``-``."""
    if str(path) == "-":
        sys.stdout.buffer.write(content)
        return
    try:
        part = path.with_name(f"{path.name}.part")
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise InputError("report.not_written", path=path, what=error.strerror) from error


def _write_comments(folder: Path, bodies: Sequence["Body"], on: date) -> None:
    from workflow.app.report_comments import comment_sheet, file_name

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("report.not_written", path=folder, what=error.strerror) from error
    for number, body in enumerate(bodies, 1):
        _write(folder / file_name(body, number), comment_sheet(body, on))


def _to_stdout(*paths: Path | None) -> bool:
    return any(str(path) == "-" for path in paths if path)


def _compared(found: "Comparison") -> Iterator[str]:
    years = [one.year for one in found.years]
    yield "\t".join([found.body, *map(str, years)])
    for one in found.series:
        yield "\t".join([one.name, *(str(plain(one.values[year])) for year in years)])


def _json_bytes(document: Any) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _names(path: Path | None) -> list[str]:
    if path is None:
        return []
    return [line.strip() for line in jsontext.read_text(path).splitlines() if line.strip()]


def _due(day: str, year: int) -> date:
    """Return the last day to publish the report about a year: in the year after it."""
    try:
        return date.fromisoformat(f"{year + 1}-{day}")
    except ValueError as error:
        raise InputError("report.due_shape", due=day) from error


def _late_json(late: Sequence[tuple[str, date | None]]) -> list[dict[str, str | None]]:
    return [{"body": name, "published_on": on.isoformat() if on else None} for name, on in late]


class _progress:  # noqa: N801  (used as a context manager only)
    """A progress bar on standard error, moved every 25 files; silent when nobody watches."""

    def __init__(self, total: int) -> None:
        self._total, self._done = total, 0
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Any:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task(say("report.rolling_up"), total=self._total)
        return self._advance

    def _advance(self) -> None:
        self._done += 1
        if self._bar and (self._done % _EVERY == 0 or self._done == self._total):
            self._bar.update(self._task, completed=self._done)

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()
