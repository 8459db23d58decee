"""``workflow template``: the Word files that notices are made from. Touches no data folder."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflow.cli.common import emit
from workflow.cli.term import Day
from workflow.errors import InputError
from workflow.messages import say

if TYPE_CHECKING:
    from workflow.core.fields import NoticeFields
    from workflow.documents.findings import Finding

LAW = click.option("--law", default="cn-2019", show_default=True, help="cn-2019 or cn-2008.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group("template")
def command() -> None:
    """List, check and copy the Word templates of notices."""


@command.command("list")
@LAW
@JSON
def list_(*, law: str, as_json: bool) -> None:
    """List the built-in templates of a law."""
    from workflow.documents.library import builtin_keys, notice_fields

    rows = [
        {"key": key, "title": notice_fields(law, key).title_zh, "law": law}
        for key in builtin_keys(law)
    ]
    if as_json:
        emit(rows)
    else:
        click.echo("\n".join(f"{row['key']}\t{row['title']}" for row in rows))


@command.command("new")
@click.argument("notice")
@click.argument("out", type=click.Path(path_type=Path))
@LAW
def new(*, notice: str, out: Path, law: str) -> None:
    """Copy the built-in template of NOTICE to OUT, to be changed in Word or WPS."""
    from workflow.documents.library import builtin
    from workflow.documents.write import write_file

    if out.exists():
        raise InputError("template.exists", path=out)
    write_file(out, builtin(law, notice))
    click.echo(say("template.copied", notice=notice, path=out))


@command.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--notice", required=True, help="The notice it is for: N04, N10-A12 …")
@click.option("--on", type=Day(), help="The day whose law counts (default: today in China).")
@LAW
@JSON
@click.pass_context
def check(
    ctx: click.Context, *, file: Path, notice: str, on: date | None, law: str, as_json: bool
) -> None:
    """Check a template: fields, tags, articles, typed dates, fonts, anything that runs code.

    The exit status is 1 where there is something to mend.
    """
    from workflow.clock import today
    from workflow.documents.check import check_template
    from workflow.documents.library import notice_fields, outcome_in

    spec = notice_fields(law, notice)
    data = read_bytes(file)
    outcome = outcome_in(notice, spec)
    findings = check_template(data, spec, on=on or today(), outcome=outcome)
    if as_json:
        rows = [finding.to_json() for finding in findings]
        emit({"file": str(file), "notice": notice, "law": law, "findings": rows})
    else:
        _print(findings, file, notice, spec)
    ctx.exit(1 if findings else 0)


def _print(findings: tuple["Finding", ...], file: Path, notice: str, spec: "NoticeFields") -> None:
    if not findings:
        click.echo(say("template.clean", path=file, notice=notice, title=spec.title_zh))
        return
    click.echo(say("template.count", path=file, count=len(findings)))
    for finding in findings:
        click.echo(f"{finding.message} [{finding.code}]")
        if finding.suggestion:
            click.echo(say("template.suggestion", text=finding.suggestion))


def read_bytes(path: Path) -> bytes:
    """Read a file, or raise InputError naming it."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError("error.file_missing", path=path) from error
    except OSError as error:
        raise InputError("error.file_unreadable", path=path, what=error.strerror) from error
