"""``workflow ledger``: the office's table into the register, and out of it again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflow.cli.common import emit
from workflow.errors import InputError
from workflow.messages import say

if TYPE_CHECKING:
    from workflow.app.ledger.tally import Imported

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
@click.option("--as", "user", default="cli", show_default=True, help="User in the journal.")
@click.option("--role", help="Role in which he acts (default: one that may).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
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
    from workflow.cli.acting import actor_for

    mapping = _mapping(told)
    office = build()
    ledger = Ledger(agency, file, appeals, mapping, dry_run, skip_bad)
    actor = actor_for(office, agency, user, role, ["clerk"])
    with _progress() as advance:
        result = import_ledger(office, ledger, actor, advance)
    if as_json:
        emit(result.to_json())
    else:
        _tell(result, ledger.skip_bad, dry_run=dry_run)
    return 2 if result.bad and not result.done and not (dry_run and skip_bad) else 0


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
