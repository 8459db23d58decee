"""``workflow agency``: add agencies and list them."""

from typing import TYPE_CHECKING, Any

import click

from workflow.cli.common import JSON, answer, emit
from workflow.messages import say

if TYPE_CHECKING:
    from workflow.store.tables import Agency

FIELDS = {
    "short_name": "Name in letters and numbers.",
    "number_word": "机关代字, which begins the application's number.",
    "region": "Region whose own holidays apply (ningxia, guangxi, xinjiang, xizang).",
    "address": "Postal address.",
    "postcode": "Postcode.",
    "telephone": "Telephone of the disclosure office.",
    "fax": "Fax.",
    "email": "E-mail address.",
    "website": "Web site.",
    "office_name": "Name of the disclosure office.",
    "reconsideration_body": "Body to which reconsideration is addressed.",
    "reconsideration_online": "Internet channel of that body.",
    "court": "Court to which a suit is brought.",
}


@click.group("agency")
def command() -> None:
    """Add agencies and list them."""


def _card_options(function: Any) -> Any:
    for name, text in reversed(FIELDS.items()):
        function = click.option(f"--{name.replace('_', '-')}", name, help=text)(function)
    return function


@command.command("add")
@click.option("--code", required=True, help="Short code: small letters, digits, '-', '_'.")
@click.option("--name", required=True, help="Full name, as its letters bear it.")
@click.option("--parent", help="Code of the agency above it.")
@click.option("--number-pattern", help="Pattern of numbers, {word}〔{year}〕{n}号 by default.")
@click.option("--example", is_flag=True, help="Mark it as invented.")
@click.option("--as", "user", default="cli", show_default=True, help="User in the journal.")
@JSON
@_card_options
def add(
    code: str,
    name: str,
    parent: str | None,
    number_pattern: str | None,
    example: bool,
    user: str,
    as_json: bool,
    **card: str | None,
) -> None:
    """Add an agency."""
    from workflow.app.agencies import NewAgency, add_agency
    from workflow.app.numbers import DEFAULT_PATTERN
    from workflow.app.office import Actor
    from workflow.bootstrap import build

    new = NewAgency(code, name, card, parent, number_pattern or DEFAULT_PATTERN, example=example)
    row = add_agency(build(), new, Actor(user, "admin"))
    sentence = say("agency.added", name=row.name, code=row.code)
    answer(_line(row), sentence, as_json=as_json)


def _line(row: "Agency") -> dict[str, Any]:
    return {"code": row.code, "name": row.name, "region": row.region}


@command.command("list")
@JSON
def list_(as_json: bool) -> None:
    """List the agencies."""
    from workflow.app.agencies import list_agencies
    from workflow.bootstrap import build

    rows = list_agencies(build())
    if as_json:
        emit([_line(row) for row in rows])
        return
    for row in rows:
        click.echo("  ".join(filter(None, (row.code, row.name, row.region))))
