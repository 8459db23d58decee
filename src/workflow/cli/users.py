"""``workflow user``: add users and give them roles."""

import sys

import click

from workflow.cli.common import JSON, answer
from workflow.messages import say


@click.group("user")
def command() -> None:
    """Add users and give them roles."""


@command.command("add")
@click.option("--name", required=True, help="User name, as the journal says it.")
@click.option("--display-name", help="Name of the person, as documents print it.")
@click.option("--agency", default="", help="Code of the agency in which the roles hold.")
@click.option("--role", "roles", multiple=True, required=True, help="A role; may repeat.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--as", "user", default="cli", show_default=True, help="User in the journal.")
@JSON
def add(
    name: str,
    display_name: str | None,
    agency: str,
    roles: tuple[str, ...],
    password_stdin: bool,
    user: str,
    as_json: bool,
) -> None:
    """Add a user, or give a known one roles in a further agency."""
    from workflow.app.office import Actor
    from workflow.app.users import NewUser, add_user
    from workflow.bootstrap import build
    from workflow.statutes.roles import label

    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    new = NewUser(name, display_name or name, roles, agency, password)
    add_user(build(), new, Actor(user, "security_officer"))
    sentence = say("agency.user_added", name=name, roles="、".join(label(role) for role in roles))
    told = {"name": name, "display_name": new.display_name, "agency": agency or None}
    answer({**told, "roles": list(dict.fromkeys(roles))}, sentence, as_json=as_json)
