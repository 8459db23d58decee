"""``workflow retention``: cases whose retention has ended, and the purge of all of them."""

from datetime import date

import click

from workflow.cli.acting import ROLE, VIA, actor_for
from workflow.cli.common import JSON, emit
from workflow.cli.term import Day
from workflow.errors import InputError
from workflow.messages import say


@click.command("retention")
@click.option("--agency", help="Only of this agency.")
@click.option("--as-of", type=Day(), help="Day asked about (default: today); not with --purge.")
@click.option("--purge", "purging", is_flag=True, help="Purge the personal data of all of them.")
@click.option("--as", "user", help="User who purges.")
@ROLE
@click.option("--reason", help="Why, for the journal; needed to purge.")
@JSON
def command(
    *,
    agency: str | None,
    as_of: date | None,
    purging: bool,
    user: str | None,
    role: str | None,
    reason: str | None,
    as_json: bool,
) -> None:
    """List filed cases whose retention has ended; with --purge destroy their personal data."""
    from workflow.app.retaining import expired
    from workflow.bootstrap import build
    from workflow.statutes.settings import all_settings

    if purging and (user is None or as_of is not None):
        raise InputError("trust.purge_call")
    office = build()
    found = expired(office, as_of, agency)
    if purging:
        from workflow.app.purging import ROLES, purge

        for one in found:
            actor = actor_for(office, one.agency, str(user), role, ROLES)
            purge(office, one.number, actor, reason, agency=one.agency, via=VIA)
    if as_json:
        emit([one.to_json() | {"purged": purging} for one in found])
        return
    for one in found:
        days = {"filed_on": str(one.filed_on), "until": str(one.kept_until)}
        click.echo(say("trust.retention_due", None, number=one.number, **days))
    if not found:
        click.echo(say("trust.retention_none"))
    doubt = all_settings()["retention_years"].doubt
    click.echo(say("trust.retention_doubt", doubt=doubt), err=True)
