"""``workflow figures``: the numbers that belong to no case, by period, with their source."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workflow import jsontext
from workflow.cli.acting import ROLE, USER, VIA
from workflow.cli.common import JSON, answer, emit
from workflow.cli.term import Day
from workflow.errors import InputError
from workflow.messages import say

if TYPE_CHECKING:
    from workflow.app.figure_checks import Sums
    from workflow.app.figure_periods import Period
    from workflow.app.figures import Entered
    from workflow.app.office import Office

PATH = click.Path(path_type=Path, dir_okay=False)
AGENCY = click.option("--agency", help="Code of the agency (default: the only one).")
PERIOD = click.option("--period", "period", required=True, help="2020, 2020H1, 2020Q3 or 2020-05.")
SOURCE = click.option("--source", default="", help="Where the numbers come from.")


@click.group("figures")
def command() -> None:
    """Enter the figures of a year, half, quarter or month; check their sums."""


@command.command("set")
@click.argument("values", nargs=-1, required=True, metavar="FIGURE=NUMBER...")
@AGENCY
@PERIOD
@SOURCE
@USER
@ROLE
@JSON
def set_(
    *,
    values: tuple[str, ...],
    agency: str | None,
    period: str,
    source: str,
    user: str,
    role: str | None,
    as_json: bool,
) -> None:
    """Enter figures of a period: website_items=123, website_categories.扶贫工作=59.

    An empty number takes a figure back. Sums that don't hold are said; the figures are kept.
    """
    from workflow.app.figure_kinds import key_named, read_value
    from workflow.app.figure_periods import read_period
    from workflow.app.figures import WRITERS, Entering, enter
    from workflow.bootstrap import build
    from workflow.cli.registers import agency_of, doer

    when = read_period(period)
    named = {key_named(name): raw for name, raw in map(_split, values)}
    told = {key: read_value(key, raw) for key, raw in named.items()}
    office = build()
    code = agency_of(office, agency)
    actor = doer(office, code, user, role, WRITERS)
    wanted = Entering(code, when, told, dict.fromkeys(told, source))
    done = enter(office, wanted, actor, VIA)
    sums = _sums(office, code, when)
    if as_json:
        emit({"agency": code, **_entered_json(when, done), **sums.to_json()})
        return
    click.echo(_entered(when, done))
    _tell(sums)


def _entered(period: "Period", done: "Entered") -> str:
    changed, unchanged = len(done.changed), len(done.unchanged)
    return say("figures.entered", period=period.code, changed=changed, unchanged=unchanged)


def _entered_json(period: "Period", done: "Entered") -> dict[str, Any]:
    told = {"changed": list(done.changed), "unchanged": list(done.unchanged)}
    return {"period": period.code, **told}


def _outcome(sums: "Sums") -> str:
    violations, warnings = len(sums.violations), len(sums.warnings)
    code = "figures.sums_broken" if violations or warnings else "figures.sums_hold"
    return say(code, violations=violations, warnings=warnings)


def _split(text: str) -> tuple[str, str]:
    name, sign, raw = text.partition("=")
    if not sign or not name.strip():
        raise InputError("figures.value_shape", text=text)
    return name.strip(), raw


def _sums(office: "Office", agency: str, period: "Period") -> "Sums":
    from workflow.app.figure_listing import figures_told

    return figures_told(office, agency, period)[1]


def _tell(sums: "Sums") -> None:
    for mark, reasons in (("violation", sums.violations), ("warning", sums.warnings)):
        for reason in reasons:
            word = say(f"figures.mark_{mark}")
            click.echo(f"{word}  {reason.message} [{reason.code}]", err=True)


@command.command("list")
@AGENCY
@PERIOD
@JSON
def list_(*, agency: str | None, period: str, as_json: bool) -> None:
    """Show the figures of a period, their sources, last year's beside them, and the sums."""
    from workflow.app.figure_listing import figures_told
    from workflow.app.figure_periods import read_period
    from workflow.bootstrap import build
    from workflow.cli.registers import agency_of

    when, office = read_period(period), build()
    code = agency_of(office, agency)
    rows, sums = figures_told(office, code, when)
    if as_json:
        emit({"agency": code, "period": when.code, "figures": rows, **sums.to_json()})
        return
    if not rows:
        click.echo(say("figures.nothing", agency=code, period=when.code))
    for row in rows:
        beside = "" if row["last_year"] is None else f"{say('figures.head_last_year')} "
        beside += "" if row["last_year"] is None else str(row["last_year"])
        click.echo(f"{row['value']:>10}  {row['label']}  {row['source']}  {beside}".rstrip())
    _tell(sums)


@command.command("check")
@AGENCY
@PERIOD
@JSON
def check(*, agency: str | None, period: str, as_json: bool) -> int:
    """Check the sums of a period. Exit status 1 if one doesn't hold; warnings alone leave it 0."""
    from workflow.app.figure_periods import read_period
    from workflow.bootstrap import build
    from workflow.cli.registers import agency_of

    when, office = read_period(period), build()
    sums = _sums(office, agency_of(office, agency), when)
    if as_json:
        emit(sums.to_json())
    else:
        _tell(sums)
        click.echo(_outcome(sums))
    return 1 if sums.violations else 0


@command.command("import")
@click.argument("file", type=PATH)
@AGENCY
@click.option("--period", help="The period of rows that don't name one.")
@SOURCE
@USER
@ROLE
@JSON
def import_(
    *,
    file: Path,
    agency: str | None,
    period: str | None,
    source: str,
    user: str,
    role: str | None,
    as_json: bool,
) -> None:
    """Enter every figure of FILE (.xlsx, .csv; .json: the inputs of a report), or none.

    Columns: 指标 (key or name), 数值, and 期间, 来源, 上年 if there. Exit status 1 if rows are bad.
    """
    from workflow.app.figure_files import Import, import_figures
    from workflow.app.figure_periods import read_period
    from workflow.app.figures import WRITERS
    from workflow.bootstrap import build
    from workflow.cli.registers import agency_of, doer

    when, office = read_period(period) if period else None, build()
    code = agency_of(office, agency)
    actor = doer(office, code, user, role, WRITERS)
    found = import_figures(office, Import(code, file, when, source), actor, VIA)
    if as_json:
        emit([_entered_json(each, done) for each, done in found])
        return
    for each, done in found:
        click.echo(_entered(each, done))
        _tell(_sums(office, code, each))


@command.command("export")
@click.argument("out", type=PATH)
@AGENCY
@PERIOD
@JSON
def export(*, out: Path, agency: str | None, period: str, as_json: bool) -> None:
    """Write the figures of a period to OUT.xlsx, to be filled in and imported again."""
    from workflow.app.figure_files import export_figures
    from workflow.app.figure_periods import read_period
    from workflow.bootstrap import build
    from workflow.cli.registers import agency_of

    when, office = read_period(period), build()
    count = export_figures(office, agency_of(office, agency), when, out)
    told = {"period": when.code, "count": count, "path": out}
    answer(told, say("figures.written", path=out), as_json=as_json)


@command.command("history")
@click.argument("figure")
@AGENCY
@PERIOD
@JSON
def history_(*, figure: str, agency: str | None, period: str, as_json: bool) -> None:
    """Print every value that FIGURE had in a period, and who entered it from where."""
    from workflow.app.figure_kinds import key_named
    from workflow.app.figure_periods import read_period
    from workflow.app.figures import history
    from workflow.bootstrap import build
    from workflow.cli.registers import agency_of

    office = build()
    found = history(office, agency_of(office, agency), read_period(period), key_named(figure))
    if as_json:
        emit(found)
        return
    for one in found:
        on = f"{one['recorded_at']:%Y-%m-%d}"
        click.echo(f"{on}  {one['value']}  {one['source']}  {one['actor']}")


@command.command("self-inspection")
@AGENCY
@PERIOD
@click.option("--out", required=True, type=PATH, help="File to write (.docx).")
@click.option(
    "--words", type=PATH, help='JSON: {"problems": "…", "plans": "…"}, over the proposed.'
)
@click.option("--on", type=Day(), help="Date of the report (default: today).")
@JSON
def self_inspection(
    *,
    agency: str | None,
    period: str,
    out: Path,
    words: Path | None,
    on: date | None,
    as_json: bool,
) -> None:
    """Write the self-inspection report of a half year from the figures and the office's record."""
    from workflow.app.figure_periods import read_period
    from workflow.app.self_inspection import inspection_docx, record_of, words_from_json
    from workflow.bootstrap import build
    from workflow.cli.registers import agency_of
    from workflow.documents.write import write_file

    when, office = read_period(period), build()
    own = words_from_json(jsontext.read(words), str(words)) if words else None
    record = record_of(office, agency_of(office, agency), when)
    write_file(out, inspection_docx(office, record, on or office.today, own))
    told = {"period": when.code, "path": out, **record.sums.to_json()}
    answer(told, say("figures.written", path=out), as_json=as_json)
    _tell(record.sums)
