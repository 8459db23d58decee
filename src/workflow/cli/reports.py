"""``workflow report``: check a report, build one, roll many up."""

from pathlib import Path

import click

from workflow.cli.common import emit
from workflow.messages import say
from workflow.reports.checks import check
from workflow.reports.findings import Checked
from workflow.reports.reading import read_report


@click.group(name="report")
def command() -> None:
    """Check, build and roll up annual reports."""


@command.command(name="check")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--previous", type=click.Path(path_type=Path), help="Last year's published report.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
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


def _say(checked: Checked) -> None:
    violations, warnings = len(checked.violations), len(checked.warnings)
    sentence = "report.summary" if violations or warnings else "report.ok"
    print(say(sentence, form=checked.form, violations=violations, warnings=warnings))
    for mark, findings in (("violation", checked.violations), ("warning", checked.warnings)):
        for finding in findings:
            print(f"{say(f'report.mark_{mark}')}  {finding.message} [report.{finding.rule}]")
