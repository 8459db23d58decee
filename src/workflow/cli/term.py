"""``workflow term``: the last day of a length of time. Touches no data folder."""

from datetime import date
from typing import Any

import click

from workflow.calendars import load
from workflow.cli.common import JSON, emit
from workflow.cli.layers import BUILT_IN, read_layers
from workflow.core.terms import End, Term, Unit, end
from workflow.errors import InputError
from workflow.messages import say


class Day(click.ParamType[date]):
    """A date of an option, written YYYY-MM-DD."""

    name = "date"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,
        ctx: click.Context | None,  # noqa: ARG002  (click's signature)
    ) -> date:
        """Return the date, or raise InputError naming the option."""
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            option = param.opts[0] if param else "date"
            raise InputError("term.date_wrong", option=option, value=value) from error


class Length(click.ParamType[int]):
    """A whole number of 1 or more."""

    name = "number"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002  (click's signature)
        ctx: click.Context | None,  # noqa: ARG002  (click's signature)
    ) -> int:
        """Return the number, or raise InputError."""
        if not str(value).isascii() or not str(value).isdigit() or int(value) < 1:
            raise InputError("term.length_wrong", length=value)
        return int(value)


def weekday_date(on: date) -> str:
    """Return a date as an officer reads it.

    >>> weekday_date(date(2026, 12, 22))
    '2026年12月22日（周二）'
    """
    return say(
        "term.date",
        year=on.year,
        month=on.month,
        day=on.day,
        weekday=say(f"term.weekday_{on.weekday()}"),
    )


def today() -> date:
    """Return today in China; asked for only where no ``--as-of`` is given."""
    from workflow.clock import today

    return today()


@click.command("term")
@click.option("--from", "day_zero", type=Day(), required=True, help="Day 0, not counted.")
@click.option("--length", type=Length(), required=True, help="How many.")
@click.option(
    "--unit",
    type=click.Choice([unit.value for unit in Unit]),
    required=True,
    help="Working days, calendar days or months.",
)
@click.option("--calendar", default=BUILT_IN, show_default=True, help="cn, or a calendar file.")
@click.option("--no-roll", is_flag=True, help="Leave the end of calendar units on a free day.")
@click.option("--as-of", type=Day(), help="The day whose knowledge counts (default: today).")
@JSON
def command(
    *,
    day_zero: date,
    length: int,
    unit: str,
    calendar: str,
    no_roll: bool,
    as_of: date | None,
    as_json: bool,
) -> None:
    """Count a length of time from a day: its last day, and bounds where a notice isn't known."""
    published = load(as_of=as_of or today(), layers=read_layers([calendar]))
    last = end(Term(length, Unit(unit), rolls=not no_roll), day_zero, published)
    if as_json:
        emit(_document(last))
    else:
        click.echo(_sentence(last))


def _document(last: End) -> dict[str, Any]:
    return {
        "due": last.due,
        "provisional": last.provisional,
        "not_before": last.not_before,
        "not_after": last.not_after,
    }


def _sentence(last: End) -> str:
    due = weekday_date(last.due)
    if last.not_before is None or last.not_after is None:
        return say("term.firm", due=due)
    return say(
        "term.provisional",
        due=due,
        not_before=weekday_date(last.not_before),
        not_after=weekday_date(last.not_after),
    )
