"""``workflow worker``: carries out the outbox, sends reminders, writes documents out."""

import time

import click

from workflow.cli.common import emit
from workflow.messages import say


@click.command("worker")
@click.option("--once", is_flag=True, help="One pass, then leave.")
@click.option("--every", default=60, show_default=True, help="Seconds between passes.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, once: bool, every: int, as_json: bool) -> int:
    """Carry out what waits: notices, messages, reminders; write missing documents out."""
    from workflow.app.working import work
    from workflow.bootstrap import build

    office = build()
    while True:
        done = work(office)
        if as_json:
            emit(done.to_json())
        else:
            click.echo(
                say("case.rendered", done=len(done.carried.done), failed=len(done.carried.failed))
            )
            for effect, what in done.carried.failed:
                click.echo(say("case.outbox_failed", effect=effect, what=what), err=True)
            for path in done.written:
                click.echo(str(path))
        if once:
            return 1 if done.carried.failed else 0
        time.sleep(every)
