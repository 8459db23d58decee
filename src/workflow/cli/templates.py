"""``workflow template``: the Word files that notices are made from.

``check`` and ``new`` touch no data folder; ``list`` looks into one that is there.
"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workflow.cli.common import JSON, answer, emit
from workflow.cli.term import Day
from workflow.errors import InputError
from workflow.messages import say

if TYPE_CHECKING:
    from workflow.app.office import Actor, Office
    from workflow.app.own_templates import Place
    from workflow.core.fields import NoticeFields
    from workflow.documents.findings import Finding

LAW = click.option(
    "--law",
    default="cn-2019",
    show_default=True,
    help="cn-2019, cn-2008, or papers (the office's own).",
)


@click.group("template")
def command() -> None:
    """List, check and copy the Word templates of notices."""


@command.command("list")
@LAW
@JSON
def list_(*, law: str, as_json: bool) -> None:
    """List the templates of a law: the built-in ones, then the versions the office installed."""
    from workflow.documents.library import builtin_keys, notice_fields

    rows: list[dict[str, Any]] = [
        {"key": key, "title": notice_fields(law, key).title_zh, "law": law, "own": False}
        for key in builtin_keys(law)
    ]
    own = [row | {"title": notice_fields(law, row["key"]).title_zh} for row in _own(law)]
    if as_json:
        emit([*rows, *(row | {"own": True} for row in own)])
        return
    for row in rows:
        click.echo(f"{row['key']}\t{row['title']}")
    for row in own:
        code = "template.own_active" if row["active"] else "template.own_resting"
        where = row["agency"] or say("template.everybody")
        click.echo(say(code, **row | {"agency": where}))


def _own(law: str) -> list[dict[str, Any]]:
    """Return the office's own versions; a data folder that isn't there is not made for it."""
    from workflow.settings import load_settings

    settings = load_settings()
    if settings.database_url is None and not (settings.data_dir / "workflow.db").exists():
        return []
    from workflow.app.own_templates import versions
    from workflow.bootstrap import build

    return versions(build(settings), law)


def _place_options(function: Any) -> Any:
    function = click.option("--as", "user", default="cli", show_default=True, help="User.")(
        function
    )
    function = click.option("--agency", default="", help="Only in this agency (default: in all).")(
        function
    )
    return click.option("--notice", required=True, help="N04, N10-A12 …")(LAW(function))


def _opened(notice: str, agency: str, law: str, user: str) -> "tuple[Office, Place, Actor]":
    """Open the office; who can read the data folder acts as its administrator unless on record."""
    from workflow.app.own_templates import Place
    from workflow.bootstrap import build
    from workflow.cli.acting import admin_for

    office = build()
    return office, Place(notice, law, agency), admin_for(office, user)


@command.command("install")
@click.argument("file", type=click.Path(path_type=Path))
@_place_options
@JSON
def install(*, file: Path, notice: str, agency: str, law: str, user: str, as_json: bool) -> None:
    """Check FILE and put it in force as the office's own template of a notice.

    A template with findings isn't installed: they are printed, exit status 1. An own template
    goes before the built-in one, the narrower (N10-A12) before the wider (N10).
    """
    from workflow.app import own_templates

    data = read_bytes(file)
    office, place, actor = _opened(notice, agency, law, user)
    version = own_templates.install(office, data, place, actor)
    _tell(place, version, say("template.installed", notice=notice, version=version), as_json)


@command.command("activate")
@_place_options
@click.option("--version", type=int, required=True, help="The version to put in force again.")
@JSON
def activate(*, notice: str, agency: str, law: str, user: str, version: int, as_json: bool) -> None:
    """Put an earlier version in force again, if the check finds nothing in it."""
    from workflow.app import own_templates

    office, place, actor = _opened(notice, agency, law, user)
    own_templates.activate(office, place, version, actor)
    _tell(place, version, say("template.installed", notice=notice, version=version), as_json)


def _tell(place: "Place", version: int, sentence: str, as_json: bool) -> None:
    told = {"key": place.key, "law": place.law, "agency": place.agency, "version": version}
    answer(told, sentence, as_json=as_json)


@command.command("withdraw")
@_place_options
@JSON
def withdraw(*, notice: str, agency: str, law: str, user: str, as_json: bool) -> None:
    """Take the version in force out of use: the built-in template serves again."""
    from workflow.app import own_templates

    office, place, actor = _opened(notice, agency, law, user)
    version = own_templates.withdraw(office, place, actor)
    _tell(place, version, say("template.withdrawn", notice=notice, version=version), as_json)


@command.command("export")
@click.argument("out", type=click.Path(path_type=Path))
@_place_options
@click.option("--version", type=int, required=True, help="The version to copy.")
@JSON
def export(
    *, out: Path, notice: str, agency: str, law: str, user: str, version: int, as_json: bool
) -> None:
    """Copy an installed version to OUT, to be changed in Word or WPS."""
    from workflow.app import own_templates
    from workflow.documents.write import write_file

    if out.exists():
        raise InputError("template.exists", path=out)
    office, place, _ = _opened(notice, agency, law, user)
    write_file(out, own_templates.content_of(office, place, version))
    answer(
        {"key": notice, "path": out},
        say("template.copied", notice=notice, path=out),
        as_json=as_json,
    )


@command.command("new")
@click.argument("notice")
@click.argument("out", type=click.Path(path_type=Path))
@LAW
@JSON
def new(*, notice: str, out: Path, law: str, as_json: bool) -> None:
    """Copy the built-in template of NOTICE to OUT, to be changed in Word or WPS."""
    from workflow.documents.library import builtin
    from workflow.documents.write import write_file

    if out.exists():
        raise InputError("template.exists", path=out)
    write_file(out, builtin(law, notice))
    answer(
        {"key": notice, "path": out},
        say("template.copied", notice=notice, path=out),
        as_json=as_json,
    )


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
