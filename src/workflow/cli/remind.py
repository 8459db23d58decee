"""``workflow remind``: one pass of the reminders."""

from datetime import date

import click

from workflow.cli.common import JSON, emit
from workflow.cli.term import Day
from workflow.messages import say


@click.command("remind")
@click.option("--as-of", type=Day(), help="The day to remind on (default: today in China).")
@JSON
def command(*, as_of: date | None, as_json: bool) -> None:
    """Send every reminder that is due and wasn't sent, and print what was sent."""
    from workflow.app.reminding import sweep
    from workflow.bootstrap import build

    sent = sweep(build(), as_of)
    if as_json:
        emit([one.to_json() for one in sent])
        return
    for one in sent:
        message = say(one.code, **one.values)
        click.echo(say("inbox.sent", person=one.person, message=message))
    if not sent:
        click.echo(say("inbox.none"))
