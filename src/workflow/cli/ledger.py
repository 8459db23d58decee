"""``workflow ledger``: the office's table into the register, and out of it again."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workflow.cli.acting import ROLE, USER, VIA, actor_for
from workflow.cli.common import JSON, answer, emit
from workflow.errors import InputError
from workflow.messages import say

if TYPE_CHECKING:
    from workflow.app.ledger.tally import Imported
    from workflow.app.office import Actor, Office

PATH = click.Path(path_type=Path, dir_okay=False)
#: So many bad rows are printed; all of them stand in the file of ``--skip-bad``.
SHOWN = 50


@click.group("ledger")
def command() -> None:
    """Import a ledger (.xlsx, .csv), export one, make an empty one."""


@command.command("import")
@click.argument("file", type=PATH)
@click.option("--agency", required=True, help="Code of the agency whose ledger it is.")
@click.option("--appeals", type=PATH, help="Reconsiderations and suits (.csv or .xlsx).")
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
@click.option("--skip-bad", type=PATH, help="Import the good rows; write the bad ones here.")
@click.option(
    "--map", "told", multiple=True, metavar="HEADER=COLUMN", help="A header of yours; may repeat."
)
@USER
@ROLE
@JSON
def import_(
    *,
    file: Path,
    agency: str,
    appeals: Path | None,
    dry_run: bool,
    skip_bad: Path | None,
    told: tuple[str, ...],
    user: str,
    role: str | None,
    as_json: bool,
) -> int:
    """Import FILE: every request with what the ledger knows of it, and its appeals.

    Nothing is imported unless all rows are good, or --skip-bad. The same file twice adds nothing.
    Exit status 2 if there were bad rows and nothing was imported.
    """
    from workflow.app.ledger.importing import Ledger, import_ledger
    from workflow.bootstrap import build

    mapping = _mapping(told)
    office = build()
    ledger = Ledger(agency, file, appeals, mapping, dry_run, skip_bad)
    actor = _actor(office, agency, user, role, ["clerk"])
    with _progress() as advance:
        result = import_ledger(office, ledger, actor, advance)
    if as_json:
        emit(result.to_json())
    else:
        _tell(result, ledger.skip_bad, dry_run=dry_run)
    return 2 if result.bad and not result.done and not (dry_run and skip_bad) else 0


def _actor(
    office: "Office", agency: str, user: str, role: str | None, wanted: Sequence[str]
) -> "Actor":
    """Return who acts; the command line itself needs no place on the list of users."""
    from workflow.app.office import Actor

    if user == VIA:
        return Actor(user, role or wanted[0])
    return actor_for(office, agency, user, role, wanted)


def _mapping(told: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for text in told:
        header, sign, label = (part.strip() for part in text.rpartition("="))
        if not (header and sign and label):
            raise InputError("ledger.map_shape", text=text)
        found[header] = label
    return found


@contextmanager
def _progress() -> Iterator[Callable[[int], None]]:
    """Show on standard error how many rows are done, where somebody looks at it."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description} {task.completed}"), BarColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(say("ledger.importing"), total=None)
        yield lambda count: bar.advance(task, count)


def _tell(result: "Imported", skip_bad: Path | None, *, dry_run: bool) -> None:
    for doubt in result.doubts.values():
        line = say("ledger.doubt", what=doubt.first.message, count=doubt.count)
        click.echo(f"{line} [{doubt.first.reason.code}]", err=True)
    problems = [problem for row in result.bad for problem in row.problems]
    for problem in problems[:SHOWN]:
        click.echo(f"{problem.message} [{problem.reason.code}]", err=True)
    if len(problems) > SHOWN:
        click.echo(say("ledger.more_problems", count=len(problems) - SHOWN), err=True)
    if result.kept:
        click.echo(say("ledger.kept", columns="、".join(sorted(result.kept))), err=True)
    click.echo(_sum(result, dry_run=dry_run))
    if result.bad:
        code = "ledger.bad_kept" if result.done else "ledger.bad_nothing"
        click.echo(say(code, count=len(result.bad), path=skip_bad), err=True)


def _sum(result: "Imported", *, dry_run: bool) -> str:
    code = "ledger.imported" if result.done else "ledger.would_import"
    if dry_run:
        code = "ledger.tried"
    return say(
        code,
        added=result.requests.added,
        changed=result.requests.changed,
        unchanged=result.requests.unchanged,
        appeals=result.appeals.added + result.appeals.changed,
    )


AGENCY = click.option("--agency", help="Code of the agency (default: the only one).")


def _agency(office: "Office", code: str | None) -> str:
    """Return the agency meant: the one named, else the only one there is."""
    from workflow.app.agencies import list_agencies

    codes = [row.code for row in list_agencies(office)]
    if code is not None or len(codes) == 1:
        return code or codes[0]
    if not codes:
        raise InputError("ledger.no_agency")
    raise InputError("ledger.agency_needed", agencies="、".join(codes))


@command.command("export")
@click.argument("out", type=PATH, required=False)
@click.option("--out", "out_option", type=PATH, help="File to write, .xlsx or .csv.")
@AGENCY
@click.option("--year", type=int, help="Only requests received in this year.")
@click.option("--masked", is_flag=True, help="Hide names and remarks.")
@click.option("--as", "user", default="cli", show_default=True, help="User who reads it.")
@click.option("--role", help="Role in which he reads (default: one that may).")
@JSON
def export(
    *,
    out: Path | None,
    out_option: Path | None,
    agency: str | None,
    year: int | None,
    masked: bool,
    user: str,
    role: str | None,
    as_json: bool,
) -> None:
    """Write the register as a ledger: OUT.xlsx or OUT.csv (default ledger-AGENCY.xlsx).

    A supervisor sees no names; roles without case content can't export.
    """
    from workflow.app.ledger.exporting import Export, export_ledger
    from workflow.bootstrap import build
    from workflow.statutes.roles import CASE_ROLES

    office = build()
    code = _agency(office, agency)
    path = out or out_option or Path(f"ledger-{code}.xlsx")
    actor = _actor(office, code, user, role, CASE_ROLES)
    count = export_ledger(office, Export(code, path, year, masked), actor)
    sentence = say("ledger.exported", count=count, path=path)
    answer({"agency": code, "count": count, "path": path}, sentence, as_json=as_json)


@command.command("template")
@click.argument("out", type=PATH)
@JSON
def template(out: Path, as_json: bool) -> None:
    """Write an empty ledger OUT.xlsx: lists to choose from, an example row, a legend."""
    from workflow.ledger.template import write_template

    if out.suffix.lower() != ".xlsx":
        raise InputError("ledger.template_kind", path=out)
    write_template(out)
    answer({"path": out}, say("ledger.templated", path=out), as_json=as_json)


@command.command("repeats")
@AGENCY
@click.option("--number", help="Only what this request may repeat.")
@JSON
def repeats_(*, agency: str | None, number: str | None, as_json: bool) -> None:
    """List requests that likely repeat an earlier one of the same applicant, with the reasons."""
    from workflow.app.ledger.repeats import repeats
    from workflow.bootstrap import build

    office = build()
    found = repeats(office, _agency(office, agency), number)
    if as_json:
        emit([one.to_json() for one in found])
        return
    for one in found:
        values: dict[str, Any] = {
            "number": one.later.number,
            "on": one.later.on,
            "other": one.earlier.number,
            "other_on": one.earlier.on,
            "score": one.score,
            "why": "；".join(reason.message for reason in one.reasons),
        }
        click.echo(say("ledger.alike", **values))
    if not found:
        click.echo(say("ledger.none_alike"))


@command.command("counts")
@AGENCY
@click.option("--year", type=int, required=True, help="Year of receipt.")
@JSON
def counts_(*, agency: str | None, year: int, as_json: bool) -> None:
    """Count each applicant's requests of a year by month (art. 35, fee); nobody is named."""
    from workflow.app.ledger.repeats import counts
    from workflow.bootstrap import build

    office = build()
    found = counts(office, _agency(office, agency), year)
    if as_json:
        emit([one.to_json() for one in found])
        return
    for one in found:
        month, most = max(one.months.items(), key=lambda item: item[1])
        values: dict[str, Any] = {"number": one.numbers[0], "year": year, "total": one.total}
        click.echo(say("ledger.count_line", **values, month=month, most=most))
    if not found:
        click.echo(say("ledger.no_counts"))
