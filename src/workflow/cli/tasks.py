"""``workflow task``: heavy work in the background, ordered here and done by serve or worker."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workflow.cli.acting import VIA, actor_for
from workflow.cli.common import JSON, answer, emit
from workflow.messages import say

if TYPE_CHECKING:
    from workflow.app.office import Actor, Office
    from workflow.app.tasks import Order, Progress, TaskFile

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
AGENCY = click.option("--agency", required=True, help="Code of the agency.")
YEAR = click.option("--year", type=int, required=True, help="Year of receipt.")
#: Seconds between two looks of ``--wait``.
LOOK = 0.5


@click.group("task")
def command() -> None:
    """Order heavy work in the background, look how far it is, fetch what it made."""


def _ordering(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add what every order takes."""
    by = click.option("--as", "user", default=VIA, show_default=True, help="Who orders it.")
    return by(JSON(function))


def _order(office: "Office", order: "Order", user: str, role: str, *, as_json: bool) -> None:
    from workflow.app.tasks import start

    actor = _actor(office, order.agency, user, role)
    ident = start(office, order, actor)
    answer({"task": ident}, say("task.ordered", task=ident), as_json=as_json)


def _actor(office: "Office", agency: str, user: str, role: str) -> "Actor":
    from workflow.app.office import Actor

    return Actor(VIA, role) if user == VIA else actor_for(office, agency, user, None, [role])


@command.command("letters")
@click.argument("notice")
@AGENCY
@_ordering
def letters(*, notice: str, agency: str, user: str, as_json: bool) -> None:
    """Make NOTICE (N04, N10 …) of every case that owes it."""
    from workflow.app.tasks import Order
    from workflow.bootstrap import build

    order = Order("letters", agency, {"notice": notice})
    _order(build(), order, user, "clerk", as_json=as_json)


@command.command("bundles")
@AGENCY
@YEAR
@_ordering
def bundles(*, agency: str, year: int, user: str, as_json: bool) -> None:
    """Make the bundle of every case received in a year."""
    from workflow.app.heavy.choosing import cases_of
    from workflow.app.tasks import Order
    from workflow.bootstrap import build

    office = build()
    order = Order("bundles", agency, {"cases": cases_of(office, agency, year)})
    _order(office, order, user, "clerk", as_json=as_json)


@command.command("pdf")
@AGENCY
@YEAR
@click.option("--notice", help="Only this notice (N10).")
@_ordering
def pdf(*, agency: str, year: int, notice: str | None, user: str, as_json: bool) -> None:
    """Make PDFs of the documents issued in the cases of a year."""
    from workflow.app.heavy.choosing import documents_of
    from workflow.app.tasks import Order
    from workflow.bootstrap import build

    office = build()
    documents = documents_of(office, agency, year, notice)
    order = Order("pdf", agency, {"documents": documents})
    _order(office, order, user, "clerk", as_json=as_json)


@command.command("ledger")
@click.argument("file", type=FILE)
@AGENCY
@click.option("--appeals", type=FILE, help="Reconsiderations and suits (.csv or .xlsx).")
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
@click.option("--skip-bad", is_flag=True, help="Import the good rows; fetch the bad ones later.")
@_ordering
def ledger(
    *,
    file: Path,
    agency: str,
    appeals: Path | None,
    dry_run: bool,
    skip_bad: bool,
    user: str,
    as_json: bool,
) -> None:
    """Import FILE as a ledger; headers of your own are told once to ``ledger import --map``."""
    from workflow.app.tasks import Order
    from workflow.bootstrap import build

    given = [_given(path) for path in (file, appeals) if path is not None]
    wanted = {"mapping": {}, "dry_run": dry_run, "skip_bad": skip_bad}
    _order(build(), Order("ledger", agency, wanted, given), user, "clerk", as_json=as_json)


@command.command("rollup")
@click.argument("files", type=FILE, nargs=-1, required=True)
@AGENCY
@_ordering
def rollup(*, files: tuple[Path, ...], agency: str, user: str, as_json: bool) -> None:
    """Check the annual reports in FILES and add them up."""
    from workflow.app.tasks import Order
    from workflow.bootstrap import build

    order = Order("rollup", agency, {}, [_given(path) for path in files])
    _order(build(), order, user, "supervisor", as_json=as_json)


@command.command("rederive")
@_ordering
def rederive(*, user: str, as_json: bool) -> None:
    """Derive every case again whose calendar has changed."""
    from workflow.app.tasks import Order
    from workflow.bootstrap import build

    _order(build(), Order("rederive"), user, "admin", as_json=as_json)


@command.command("verify")
@_ordering
def verify(*, user: str, as_json: bool) -> None:
    """Verify the journal and the derived tables."""
    from workflow.app.tasks import Order
    from workflow.bootstrap import build

    order = Order("journal", "", {"derived": True})
    _order(build(), order, user, "security_officer", as_json=as_json)


def _given(path: Path) -> "TaskFile":
    from workflow.app.tasks import TaskFile

    return TaskFile(path.name, "application/octet-stream", path.read_bytes())


@command.command("list")
@click.option("--agency", help="Only tasks of this agency.")
@JSON
def list_tasks(*, agency: str | None, as_json: bool) -> None:
    """List the newest tasks."""
    from workflow.app.tasks import tasks
    from workflow.bootstrap import build

    found = tasks(build(), agency=agency)
    if as_json:
        emit([one.to_json() for one in found])
        return
    for one in found:
        click.echo(_line(one))


def _line(one: "Progress") -> str:
    return say(
        "task.line",
        task=one.id,
        kind=one.label,
        state=one.state_label,
        done=one.done,
        total=one.total or 0,
    )


@command.command("show")
@click.argument("number", type=int)
@click.option("--wait", is_flag=True, help="Come back when it has ended.")
@JSON
def show(*, number: int, wait: bool, as_json: bool) -> int:
    """Show a task with its findings; exit status 1 where it failed."""
    from workflow.app.tasks import progress
    from workflow.bootstrap import build

    office = build()
    found = progress(office, number)
    while wait and found.finished_at is None:
        time.sleep(LOOK)
        found = progress(office, number)
    if as_json:
        emit(found.to_json())
    else:
        click.echo(_line(found))
        for reason in (*([found.failure] if found.failure else []), *found.findings):
            click.echo(f"· {reason.message} [{reason.code}]", err=True)
    return 1 if found.state == "failed" else 0


@command.command("fetch")
@click.argument("number", type=int)
@click.argument("out", type=click.Path(path_type=Path))
@JSON
def fetch(*, number: int, out: Path, as_json: bool) -> None:
    """Write what a task made to OUT: its file, or a zip of them; a folder takes it by its name."""
    from workflow.app.tasks import result
    from workflow.bootstrap import build
    from workflow.documents.write import write_file

    made = result(build(), number)
    path = out / made.name if out.is_dir() else out
    write_file(path, made.content)
    answer({"path": str(path)}, say("task.fetched", path=path), as_json=as_json)


@command.command("cancel")
@click.argument("number", type=int)
@JSON
def cancel_task(*, number: int, as_json: bool) -> None:
    """Stop a task after the step under way; what it wrote stays, its files go."""
    from workflow.app.tasks import cancel, progress
    from workflow.bootstrap import build

    office = build()
    cancel(office, number)
    answer(progress(office, number).to_json(), say("task.cancelled", task=number), as_json=as_json)
