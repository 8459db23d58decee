"""``workflow worker``: carries out the outbox, sends reminders, writes documents out."""

import pkgutil
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from workflow.cli.common import emit
from workflow.errors import StorageError
from workflow.messages import say

if TYPE_CHECKING:
    from workflow.app.working import Done

#: Named, not imported: the entrances don't know each other.
EMBEDDED = "workflow.scheduler.embedded:run"
CLUSTER = "workflow.scheduler.cluster:run"


@click.command("worker")
@click.option("--once", is_flag=True, help="One pass, then leave.")
@click.option(
    "--every", default=60, show_default=True, help="Seconds between passes (SQLite only)."
)
@click.option("--json", "as_json", is_flag=True, help="With --once: print JSON.")
def command(*, once: bool, every: int, as_json: bool) -> int:
    """Carry out what waits: notices, messages, reminders; write missing documents out.

    On SQLite this process ticks by itself; on PostgreSQL any number of workers share the work.
    SIGTERM ends it after the row or step under way; the next process goes on.
    """
    from workflow.bootstrap import build

    office = build()
    if once:
        return _once(office, as_json=as_json)
    _log()
    if office.store.sqlite:
        pkgutil.resolve_name(EMBEDDED)(office, timedelta(seconds=every))
        return 0
    from workflow.store.queue_schema import is_installed, missing_scripts

    if not is_installed():
        raise StorageError("notify.no_queue")
    if missing_scripts(office.store):
        raise StorageError("notify.older_queue")
    pkgutil.resolve_name(CLUSTER)(office)
    return 0


def _log() -> None:
    pkgutil.resolve_name("workflow.web.logs:write_json_logs")()


def _once(office: Any, *, as_json: bool) -> int:
    from workflow.app.working import work

    done = work(office)
    if as_json:
        emit(done.to_json())
    else:
        _say(done)
    return 1 if done.carried.failed else 0


def _say(done: "Done") -> None:
    carried, failed = len(done.carried.done), len(done.carried.failed)
    click.echo(say("case.rendered", done=carried, failed=failed))
    for effect, what in done.carried.failed:
        click.echo(say("case.outbox_failed", effect=effect, what=what), err=True)
    for path in done.written:
        click.echo(str(path))
