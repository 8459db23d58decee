"""``workflow fee``: what an applicant pays by the two tariffs. Pure: no data folder."""

from typing import Any

import click

from workflow.cli.common import JSON, emit
from workflow.messages import say
from workflow.statutes.fee import Fee, Tier, fee, yuan

COUNT = click.argument("count", type=int, metavar="N")


@click.group()
def command() -> None:
    """Say the information-processing fee, tier by tier."""


@command.command()
@COUNT
@JSON
def items(count: int, as_json: bool) -> None:
    """Say the fee for N items of one applicant in one calendar month (art. 4)."""
    _show(fee("items", count), as_json=as_json)


@command.command()
@COUNT
@JSON
def pages(count: int, as_json: bool) -> None:
    """Say the fee for N pages (A4 or smaller, one side) of one application (art. 5)."""
    _show(fee("pages", count), as_json=as_json)


def _show(due: Fee, *, as_json: bool) -> None:
    if as_json:
        emit(due.to_json())
        return
    click.echo(say("fee.total", count=due.count, yuan=yuan(due.fen)))
    for tier in due.tiers:
        click.echo(_line(tier))


def _line(tier: Tier) -> str:
    values: dict[str, Any] = {
        "rate": yuan(tier.rate_fen),
        "yuan": yuan(tier.fen),
        "count": tier.count,
    }
    if tier.last is None:
        return say("fee.tier_open", first=tier.first, **values)
    return say("fee.tier", first=tier.first, last=tier.last, **values)
