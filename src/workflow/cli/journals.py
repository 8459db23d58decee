"""``workflow journal``: verify the chain, and the derived tables against it."""

import click

from workflow.cli.common import emit
from workflow.messages import say


@click.group("journal")
def command() -> None:
    """Look after the journal."""


@command.command("verify")
@click.option("--derived", is_flag=True, help="Fold every case and compare the derived tables.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify_journal(*, derived: bool, as_json: bool) -> int:
    """Find any changed, missing, added or reordered entry. Exit status 1 if there is one."""
    from workflow.app.keeping import verify
    from workflow.bootstrap import build

    found = verify(build(), derived=derived)
    if as_json:
        emit(found.to_json())
    elif found.broken:
        click.echo(say("journal.broken", count=len(found.broken)))
        for finding in found.broken:
            click.echo(f"· {finding.message}")
    else:
        click.echo(say("journal.sound", chains=found.chains, entries=found.entries))
    return 1 if found.broken else 0
